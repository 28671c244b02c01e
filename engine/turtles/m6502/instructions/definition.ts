/** How an instruction of the 6502 is written down: once, for assembler, disassembler and executors. */
import type { M6502Operations } from "../operations.ts";
import type { Decoded } from "./decoded.ts";

/** The thirteen addressing modes (MCS6500 Programming Manual, "Addressing Techniques"). Each comment shows the operand. */
export type Mode =
  | "implied" // none
  | "accumulator" // A
  | "immediate" // #$12
  | "zeroPage" // $12
  | "zeroPageX" // $12,X
  | "zeroPageY" // $12,Y
  | "absolute" // $1234
  | "absoluteX" // $1234,X
  | "absoluteY" // $1234,Y
  | "indirect" // ($1234)
  | "indexedIndirect" // ($12,X)
  | "indirectIndexed" // ($12),Y
  | "relative"; // $1234, at most 128 bytes away

/** What an instruction does. It runs once for each execution, or once for each translation. */
export type Semantics = (op: M6502Operations, f: Decoded) => void;

export interface InstructionDefinition {
  readonly mnemonic: string;
  /** One byte. */
  readonly opcode: number;
  readonly mode: Mode;
  /** Clock cycles at least; definitions add those for a page crossed and a branch taken. */
  readonly cycles: number;
  /** "Load Accumulator". */
  readonly name: string;
  /**
   * Where it may change the interrupt-disable flag: when that counts. A change by CLI, SEI or PLP counts after the next
   * instruction, since the processor looks at its interrupt line before the flag has changed. A translator leaves these
   * instructions to the machine, which looks at the line after them.
   */
  readonly masking: "never" | "delayed" | "at once";
  /** The whole instruction: its cycles are counted, and it says where to go on where that is not the next one. */
  readonly define: Semantics;
}

/** One operation code of an instruction: the code, its mode, and its clock cycles at least. */
export type Form = readonly [opcode: number, mode: Mode, cycles: number];

/** All forms of one instruction. The meaning says what it does, but for the cycles of the form. */
export function instruction(
  mnemonic: string,
  name: string,
  meaning: Semantics,
  forms: readonly Form[],
  masking: InstructionDefinition["masking"] = "never",
): readonly InstructionDefinition[] {
  return forms.map(([opcode, mode, cycles]) => ({
    mnemonic,
    opcode,
    mode,
    cycles,
    name,
    masking,
    define: (op, f) => {
      meaning(op, f);
      op.takeCycles(op.i32(cycles));
    },
  }));
}

/** Bytes of an instruction in a mode. */
export function lengthOf(mode: Mode): 1 | 2 | 3 {
  switch (mode) {
    case "implied":
    case "accumulator":
      return 1;
    case "absolute":
    case "absoluteX":
    case "absoluteY":
    case "indirect":
      return 3;
    default:
      return 2;
  }
}
