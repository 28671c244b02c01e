/** An instruction taken apart. */
import type { I32 } from "../../../translator/operations.ts";
import { type InstructionDefinition, lengthOf, type Mode } from "./definition.ts";
import { findInstruction } from "./index.ts";

/** What a definition is given. The mode is known while it runs; the operand is a value of the executor. */
export interface Decoded {
  readonly mode: Mode;
  /** Bytes: 1, 2 or 3. */
  readonly length: number;
  /** The byte or, low byte first, the two bytes after the operation code; signed in relative mode; 0 where there is none. */
  readonly operand: I32;
}

export interface DecodedInstruction {
  readonly definition: InstructionDefinition;
  readonly f: Decoded;
  /** Bytes: 1, 2 or 3. */
  readonly length: number;
}

/**
 * Takes up to three bytes apart (those beyond the instruction's length are ignored). Undefined where the first is no
 * documented operation code. The interpreter's values are plain numbers: the one place where they are given the
 * definitions' opaque type.
 */
export function decode(bytes: ArrayLike<number>): DecodedInstruction | undefined {
  const definition = findInstruction(bytes[0]);
  if (definition === undefined) return undefined;
  const { mode } = definition;
  const length = lengthOf(mode);
  const operand = length === 1 ? 0 : length === 3 ? bytes[1] | (bytes[2] << 8) : bytes[1];
  const value = mode === "relative" ? (operand << 24) >> 24 : operand;
  return { definition, length, f: { mode, length, operand: value as unknown as I32 } };
}
