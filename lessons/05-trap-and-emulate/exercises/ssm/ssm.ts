import type { Guest, Instruction } from "tae:monitor";

/** Set System Mask: the byte at the operand address becomes bits 0-7 of the PSW. */
export function SSM(guest: Guest, instruction: Instruction): void {
  // The guest's virtual PSW already points past the SSM. What is left to do?
}
