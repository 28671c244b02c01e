/** All instructions: the one table that assembler, executors, editor and reference pages read. */
import { branches } from "./branches.ts";
import { characters } from "./characters.ts";
import { control } from "./control.ts";
import { decimal } from "./decimal.ts";
import { conversion } from "./decimal-conversion.ts";
import { editing } from "./decimal-editing.ts";
import type { InstructionDefinition } from "./definition.ts";
import { directControl } from "./direct-control.ts";
import { floating } from "./floating.ts";
import { general } from "./general.ts";
import { inverse } from "./inverse.ts";
import { inputOutput } from "./io.ts";
import { longStrings } from "./long-strings.ts";
import { multiprocessing } from "./multiprocessing.ts";
import { storageKeys } from "./storage-keys.ts";
import { timing } from "./timing.ts";

export type { Format, InstructionDefinition } from "./definition.ts";

export const instructions: readonly InstructionDefinition[] = [
  ...general,
  ...branches,
  ...characters,
  ...longStrings,
  ...decimal,
  ...editing,
  ...conversion,
  ...floating,
  ...inverse,
  ...control,
  ...storageKeys,
  ...timing,
  ...multiprocessing,
  ...directControl,
  ...inputOutput,
];

/** Whether a first byte is followed by a second one that belongs to the operation code. */
function hasLongOpcode(first: number): boolean {
  return first === 0xb2 || first === 0xe5 || (first >= 0x9c && first <= 0x9f);
}

const byOpcode = new Map(instructions.map((definition) => [definition.opcode, definition]));

/**
 * The instruction that begins with these two bytes, if it is one.
 * Of I/O instructions' second byte only the last bits count (GA22-7000, "Input/Output Instructions").
 */
export function findInstruction(first: number, second: number): InstructionDefinition | undefined {
  if (!hasLongOpcode(first)) return byOpcode.get(first);
  if (first === 0xb2 || first === 0xe5) return byOpcode.get((first << 8) | second);
  const [operation, ...less] = [second & 3, second & 1, 0].map((bits) => byOpcode.get((first << 8) | bits));
  return operation ?? less.find((definition) => definition !== undefined);
}
