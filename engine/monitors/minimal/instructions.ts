/** Finding out what the guest tried to do: the instruction that trapped, from the guest's storage. */
import { findInstruction } from "../../s370/index.ts";
import type { Instruction } from "../types.ts";
import type { Guest } from "./guest.ts";

const EXECUTE = 0x44;

/** D(B) of the halfword that holds both; a base of 0 is none. */
function address(guest: Guest, halfword: number): number {
  const base = halfword >>> 12;
  return ((base === 0 ? 0 : guest.gr(base)) + (halfword & 0xfff)) & 0xffffff;
}

/** First and second halfword of an instruction (the latter is not the instruction's own where it has but one). */
function fetch(guest: Guest, at: number): readonly [first: number, second: number] {
  const { host } = guest;
  // The processor has fetched it a moment ago, so it is there.
  const real = guest.translate(at) ?? 0;
  const first = host.load16(real);
  if (first >>> 14 === 0) return [first, 0];
  return [first, host.load16((at & 0xfff) === 0xffe ? (guest.translate(at + 2) ?? 0) : real + 2)];
}

/** An instruction, and its first halfword as it was executed. */
export interface Trapped {
  readonly operation: number;
  readonly instruction: Instruction;
}

/**
 * The privileged instruction before the guest's instruction address, `length` bytes long; where that is EXECUTE, its target, of which the second
 * byte may come from a register (GA22-7000, "Execute").
 */
export function trappedInstruction(guest: Guest, next: number, length: number): Trapped {
  const start = (next - length) & 0xffffff;
  let [operation, second] = fetch(guest, start);
  if (operation >>> 8 === EXECUTE) {
    const index = operation & 15;
    const target = (address(guest, second) + (index === 0 ? 0 : guest.gr(index))) & 0xffffff;
    const modifier = (operation >>> 4) & 15;
    [operation, second] = fetch(guest, target);
    if (modifier !== 0) operation |= guest.gr(modifier) & 0xff;
  }
  const low = operation & 15;
  const instruction: Instruction = {
    mnemonic: findInstruction(operation >>> 8, operation & 0xff)?.mnemonic ?? "",
    address: start,
    length,
    r1: (operation >>> 4) & 15,
    r2: low,
    r3: low,
    i2: operation & 0xff,
    b2: second >>> 12,
    d2: second & 0xfff,
    operand: second === 0 ? 0 : address(guest, second),
  };
  return { operation, instruction };
}
