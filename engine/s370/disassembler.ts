/**
 * The disassembler: storage to statements that the assembler turns into the same storage again. Mnemonics, formats and
 * operands come from the instruction table and from the assembler's table of formats.
 */
import { type OperandKind, operandKinds, type Part, packInstruction } from "./assembler/encode.ts";
import { mnemonics } from "./assembler/mnemonics.ts";
import { instructionLength } from "./instructions/decoded.ts";
import type { Format } from "./instructions/definition.ts";
import { findInstruction, type InstructionDefinition } from "./instructions/index.ts";

/** A statement and the bytes that it stands for. */
export interface Disassembled {
  readonly address: number;
  readonly bytes: Uint8Array;
  /** "BE", or "DC" where the bytes are no instruction, or one with bits in them that no statement gives. */
  readonly operation: string;
  /** "1,8(0,12)" */
  readonly operands: string;
  /** What the machine takes the bytes for; undefined where it is nothing. */
  readonly instruction: InstructionDefinition | undefined;
}

export interface DisassemblyOptions {
  /** Of the first byte; 0 if it is not given. */
  readonly address?: number;
  /** Whether BC and BCR are written as BE, BNZ, BR, NOP …; they are, if it is not given. */
  readonly extended?: boolean;
}

/** Extended mnemonics by mask, those of comparisons (GA22-7000, "Branch on Condition"; GC33-4010, "Extended Mnemonic Codes"). */
const BY_MASK: readonly (string | undefined)[] = [
  ...["NOP", "BO", "BH", undefined, "BL", undefined, undefined, "BNE"],
  ...["BE", undefined, undefined, "BNL", undefined, "BNH", "BNO", "B"],
];

/** The two fields of a statement without a label. */
interface Shown {
  readonly operation: string;
  readonly operands: string;
}

/** Disassembles storage, instruction after instruction. Takes any bytes. */
export function disassemble(bytes: Uint8Array, options: DisassemblyOptions = {}): Disassembled[] {
  const { address = 0 } = options;
  const statements: Disassembled[] = [];
  for (let at = 0; at < bytes.length; ) {
    const statement = disassembleOne(bytes.subarray(at), { ...options, address: address + at });
    statements.push(statement);
    at += statement.bytes.length;
  }
  return statements;
}

/** Disassembles what begins with the first byte, of which there must be at least one. */
export function disassembleOne(
  bytes: Uint8Array,
  { address = 0, extended = true }: DisassemblyOptions = {},
): Disassembled {
  const length = instructionLength(bytes[0]);
  const instruction = length <= bytes.length ? findInstruction(bytes[0], bytes[1]) : undefined;
  const own = bytes.slice(0, instruction === undefined ? Math.min(2, bytes.length) : length);
  const shown = instruction && show(instruction, own, extended);
  const data = { operation: "DC", operands: `X'${hexadecimal(own)}'` };
  return { address, bytes: own, instruction, ...(shown ?? data) };
}

/** A statement as it is written in a source program. */
export function statementText({ operation, operands }: Disassembled): string {
  return `${operation.padEnd(5)} ${operands}`.trimEnd();
}

/** The statement for an instruction, if there is one that gives all its bits. */
function show(definition: InstructionDefinition, bytes: Uint8Array, extended: boolean): Shown | undefined {
  const mnemonic = mnemonics.get(definition.mnemonic);
  if (mnemonic === undefined) return undefined;
  const kinds = operandKinds(mnemonic.format);
  const parts = unpack(mnemonic.format, kinds, bytes);
  // A digit's four bits hold more than a statement may say.
  if (parts.some(({ number }, index) => kinds[index] === "digit" && number > 9)) return undefined;
  const again = packInstruction(mnemonic, parts);
  if (again.some((byte, index) => byte !== bytes[index])) return undefined;
  const operands = parts.map((part, index) => operandText(kinds[index], part, mnemonic.format));
  const short =
    extended && (mnemonic.format === "RXM" || mnemonic.format === "RRM") ? BY_MASK[parts[0].number] : undefined;
  if (short === undefined) return { operation: mnemonic.mnemonic, operands: operands.join(",") };
  const suffix = mnemonic.format === "RRM" ? "R" : "";
  return { operation: short + suffix, operands: operands.slice(1).join(",") };
}

/** An instruction's operands, in the order in which they are written: what `packInstruction` takes. */
function unpack(format: Format, kinds: readonly OperandKind[], bytes: Uint8Array): Part[] {
  const high = bytes[1] >> 4;
  const low = bytes[1] & 15;
  const numbers: Partial<Record<Format, readonly number[]>> = {
    RRI: [bytes[1]],
    SI: [0, bytes[1]],
    SS: [bytes[1]],
    SSI: [high, 0, low],
    RRE: [bytes[3] >> 4, bytes[3] & 15],
    S: [],
    SSE: [],
    SNONE: [],
  };
  const given = numbers[format] ?? [high, low];
  let offset = 2;
  return kinds.map((kind, index): Part => {
    const number = given[index] ?? 0;
    if (!isStorage(kind)) return { number };
    const storage = { base: bytes[offset] >> 4, displacement: ((bytes[offset] & 15) << 8) | bytes[offset + 1] };
    offset += 2;
    return { number, storage };
  });
}

const isStorage = (kind: OperandKind): boolean =>
  kind === "address" || kind === "indexed" || kind === "length256" || kind === "length16";

function operandText(kind: OperandKind, { number, storage }: Part, format: Format): string {
  if (storage === undefined) return String(number);
  const { base, displacement } = storage;
  if (kind === "indexed") return `${displacement}(${number},${base})`;
  if (kind === "length256" || kind === "length16") return `${displacement}(${number + 1},${base})`;
  // What a shift has is a number more often than a place.
  return base === 0 && format === "RS1" ? String(displacement) : `${displacement}(${base})`;
}

const hexadecimal = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join("");
