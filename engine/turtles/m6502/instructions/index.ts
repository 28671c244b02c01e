/** All instructions: the one table that assembler, disassembler and executors read. */
import { arithmetic } from "./arithmetic.ts";
import { branching } from "./branches.ts";
import type { InstructionDefinition } from "./definition.ts";
import { moves } from "./moves.ts";

export type { InstructionDefinition, Mode } from "./definition.ts";

/** The 151 documented operation codes. */
export const instructions: readonly InstructionDefinition[] = [...moves, ...arithmetic, ...branching];

const byOpcode: (InstructionDefinition | undefined)[] = new Array(256).fill(undefined);
for (const definition of instructions) byOpcode[definition.opcode] = definition;

/** The instruction of an operation code, if it is a documented one. */
export function findInstruction(opcode: number): InstructionDefinition | undefined {
  return byOpcode[opcode];
}
