/** How the simulation of an instruction looks. */
import type { Instruction } from "../../types.ts";
import type { Vm } from "../vm.ts";

/**
 * Does what the virtual machine's processor would do in supervisor state, to its VMBLOK and storage. The virtual PSW points behind the instruction. Throws
 * `Reflected` for its program exceptions; throws `Wait` only before it has changed anything: the instruction is then done again.
 */
export type Simulation = (vm: Vm, instruction: Instruction) => void;
