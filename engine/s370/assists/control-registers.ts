/** LCTL and STCTL of a virtual machine (GA22-7074-0, chapter 2). */
import type { Processor } from "../processor.ts";
import { leave } from "./real-blocks.ts";
import type { VirtualMachine } from "./virtual-machine.ts";

/** Registers whose new value is the control program's business: segment table, monitor calls, program events. */
const MUST_STAY = new Set([1, 8, 9, 10, 11]);

const registersFrom = (r1: number, r3: number): number[] =>
  Array.from({ length: ((r3 - r1) & 15) + 1 }, (_, i) => (r1 + i) & 15);

export function storeControl(
  processor: Processor,
  machine: VirtualMachine,
  r1: number,
  r3: number,
  address: number,
): void {
  if (address & 3) leave();
  processor.storeOperandWords(
    address,
    registersFrom(r1, r3).map((register) => machine.controlRegister(register)),
  );
}

export function loadControl(
  processor: Processor,
  machine: VirtualMachine,
  r1: number,
  r3: number,
  address: number,
): void {
  if (address & 3) leave();
  const registers = registersFrom(r1, r3);
  const values = processor.operandWords(address, registers.length);
  registers.forEach((register, i) => {
    if (!mayBecome(machine, register, values[i])) leave();
  });
  registers.forEach((register, i) => {
    machine.blocks.setWord(machine.controlRegisterAddress(register), values[i]);
  });
}

function mayBecome(machine: VirtualMachine, register: number, value: number): boolean {
  const old = machine.controlRegister(register);
  const enabled = value & ~old;
  if (MUST_STAY.has(register)) return old === value;
  // A clock that asks as soon as its mask lets it: no pending interruption tells of that.
  if (register === 0) return ((old ^ value) & 0xffff_0000) === 0 && (enabled & 0xffff) === 0;
  if (register === 2) return enabled === 0 || !machine.isInterruptionPending;
  return true;
}
