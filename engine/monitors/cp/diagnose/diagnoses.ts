/**
 * DIAGNOSE as virtual machines call CP by it (GC20-1807-7 with GN25-0829, of April 1981, "The DIAGNOSE Instruction in a Virtual Machine"). That section
 * ends with X'84', and has X'00' to X'3C', X'48' to X'68', X'74' and X'78' before it; X'40' is from the manual of VM/SP (SC19-6203), in which X'8C' is the last.
 */
import type { Instruction } from "../../types.ts";
import { PRIVILEGED_OPERATION, SPECIFICATION } from "../program-interruptions.ts";
import type { Vm } from "../vm.ts";

/** A function that a code stands for. R1 and R2 are the instruction's first two operands: register numbers. As for every simulation, `Wait` comes first. */
export interface DiagnoseFunction {
  /** A multiple of 4. */
  readonly code: number;
  readonly name: string;
  /** Privilege classes that may use it; "" for everybody. */
  readonly classes: string;
  /** What it does with which registers, in a sentence, for the reference. */
  readonly purpose: string;
  run(vm: Vm, r1: number, r2: number): void;
}

export class Diagnoses {
  readonly #functions = new Map<number, DiagnoseFunction>();

  /** All of them by code, for the reference. */
  get all(): readonly DiagnoseFunction[] {
    return [...this.#functions.values()].sort((a, b) => a.code - b.code);
  }

  add(functions: readonly DiagnoseFunction[]): void {
    for (const each of functions) this.#functions.set(each.code, each);
  }

  /** The code is the second operand's address, its low 16 bits. */
  execute(vm: Vm, { operand, r1, r3 }: Instruction): void {
    const found = this.#functions.get(operand & 0xffff);
    if (found === undefined) return vm.reflect(SPECIFICATION);
    const { classes } = found;
    if (classes !== "" && ![...classes].some((each) => vm.state.classes.includes(each)))
      return vm.reflect(PRIVILEGED_OPERATION);
    found.run(vm, r1, r3);
  }
}
