/** The instruction that trapped, from the virtual machine's storage. */
import { findInstruction } from "../../../s370/index.ts";
import type { Vm } from "../vm.ts";
import type { Trapped } from "./instruction.ts";

const EXECUTE = 0x44;
/** An instruction that only CP has. */
const IUCV = 0xb2f0;

/** D(B) of the halfword that holds both; a base of 0 is none. */
function address(vm: Vm, halfword: number): number {
  const base = halfword >>> 12;
  return ((base === 0 ? 0 : vm.gr(base)) + (halfword & 0xfff)) & 0xffffff;
}

function halfword(vm: Vm, place: number): number {
  return vm.host.load16(vm.absoluteOrException(vm.realAddress(place)));
}

/** First and second halfword of an instruction (the latter is 0 where it has but one). */
function fetch(vm: Vm, place: number): readonly [first: number, second: number] {
  const first = halfword(vm, place);
  return [first, first >>> 14 === 0 ? 0 : halfword(vm, (place + 2) & 0xffffff)];
}

/**
 * The privileged instruction before the virtual PSW's address, `length` bytes long; where that is EXECUTE, its target, of which the second byte may come
 * from a register (GA22-7000, "Execute"). Throws `Wait`.
 */
export function trappedInstruction(vm: Vm, length: number): Trapped {
  const start = (vm.instructionAddress() - length) & 0xffffff;
  let place = start;
  let [operation, second] = fetch(vm, start);
  if (operation >>> 8 === EXECUTE) {
    const index = operation & 15;
    place = (address(vm, second) + (index === 0 ? 0 : vm.gr(index))) & 0xffffff;
    const modifier = (operation >>> 4) & 15;
    [operation, second] = fetch(vm, place);
    if (modifier !== 0) operation |= vm.gr(modifier) & 0xff;
  }
  const low = operation & 15;
  return {
    mnemonic: findInstruction(operation >>> 8, operation & 0xff)?.mnemonic ?? (operation === IUCV ? "IUCV" : ""),
    address: start,
    length,
    // Of format RRE the registers stand in the second halfword.
    r1: operation >>> 8 === 0xb2 && isRre(operation) ? (second >>> 4) & 15 : (operation >>> 4) & 15,
    r2: operation >>> 8 === 0xb2 && isRre(operation) ? second & 15 : low,
    r3: low,
    i2: operation & 0xff,
    b2: second >>> 12,
    d2: second & 0xfff,
    operand: second === 0 ? 0 : address(vm, second),
    secondOperand: operation >>> 14 === 3 ? address(vm, halfword(vm, (place + 4) & 0xffffff)) : 0,
  };
}

function isRre(operation: number): boolean {
  return findInstruction(operation >>> 8, operation & 0xff)?.format === "RRE";
}
