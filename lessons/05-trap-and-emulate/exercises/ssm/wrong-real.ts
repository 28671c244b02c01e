import type { Guest, Instruction } from "tae:monitor";

/** Set System Mask: the byte at the operand address becomes bits 0-7 of the PSW. */
export function SSM(guest: Guest, instruction: Instruction): void {
  guest.setSystemMask(guest.loadReal8(instruction.operand));
}
