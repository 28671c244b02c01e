/** How the simulation of an instruction looks. */
import type { Instruction } from "../../types.ts";
import type { Vm } from "../vm.ts";

/** An instruction of a virtual machine's that CP has got. */
export interface Trapped extends Instruction {
  /** Of one with two storage operands, the second: D2(B2) of its third halfword; 0 of others. */
  readonly secondOperand: number;
}

/**
 * Does what the virtual machine's processor would do in supervisor state, to its VMBLOK and storage. The virtual PSW points behind the instruction. Throws
 * `Reflected` for its program exceptions; throws `Wait` only before it has changed anything: the instruction is then done again.
 */
export type Simulation = (vm: Vm, instruction: Trapped) => void;
