/** Machine instructions: operands checked against the format and packed into bytes (GA22-7000, "Instruction Formats"). */

import { instructionLength } from "../instructions/decoded.ts";
import type { Format } from "../instructions/definition.ts";
import type { AddressSpace, BaseDisplacement } from "./bases.ts";
import {
  type Expression,
  evaluate,
  evaluateNumber,
  impliedLength,
  type Scope,
  startOf,
  subjectOf,
} from "./expressions.ts";
import { addressOf, Fault } from "./fault.ts";
import type { Mnemonic } from "./mnemonics.ts";
import type { Operand, Subscript } from "./operands.ts";
import { placed, relocatable, sectionOf, type Value } from "./values.ts";

/** What an operand of a format is. */
export type OperandKind =
  | "register"
  | "mask"
  | "immediate"
  | "digit"
  | "indexed"
  | "address"
  | "length256"
  | "length16";

/** Operands by format, in assembler order, each with its name in the manual. */
const OPERANDS: Readonly<Record<Format, readonly (readonly [OperandKind, string])[]>> = {
  RR: [
    ["register", "R1"],
    ["register", "R2"],
  ],
  RRM: [
    ["mask", "M1"],
    ["register", "R2"],
  ],
  RRI: [["immediate", "I"]],
  RR1: [["register", "R1"]],
  RX: [
    ["register", "R1"],
    ["indexed", "D2(X2,B2)"],
  ],
  RXM: [
    ["mask", "M1"],
    ["indexed", "D2(X2,B2)"],
  ],
  RS: [
    ["register", "R1"],
    ["register", "R3"],
    ["address", "D2(B2)"],
  ],
  RSM: [
    ["register", "R1"],
    ["mask", "M3"],
    ["address", "D2(B2)"],
  ],
  RS1: [
    ["register", "R1"],
    ["address", "D2(B2)"],
  ],
  SI: [
    ["address", "D1(B1)"],
    ["immediate", "I2"],
  ],
  S: [["address", "D2(B2)"]],
  SNONE: [],
  SS: [
    ["length256", "D1(L,B1)"],
    ["address", "D2(B2)"],
  ],
  SSL: [
    ["length16", "D1(L1,B1)"],
    ["length16", "D2(L2,B2)"],
  ],
  SSI: [
    ["length16", "D1(L1,B1)"],
    ["address", "D2(B2)"],
    ["digit", "I3"],
  ],
  SSE: [
    ["address", "D1(B1)"],
    ["address", "D2(B2)"],
  ],
  RRE: [
    ["register", "R1"],
    ["register", "R2"],
  ],
  DIAG: [
    ["register", "R1"],
    ["register", "R3"],
    ["address", "D2(B2)"],
  ],
};

/** Addresses of the operands D1(B1) and D2(B2), for the listing. */
export interface OperandAddresses {
  readonly first?: number;
  readonly second?: number;
}

/** An assembled machine instruction. */
export interface Encoded {
  readonly bytes: Uint8Array;
  /** Where its storage operands lie, as far as assembly knows: the first and the second by the manual's numbers. */
  readonly addresses: OperandAddresses;
  readonly faults: readonly Fault[];
}

/** One operand's part of the instruction. */
export interface Part {
  /** Register, mask, immediate byte, length code or index. */
  readonly number: number;
  readonly storage?: BaseDisplacement;
  /** Where the operand lies, if assembly knows. */
  readonly address?: number;
}

/** Bytes of an instruction. */
export function lengthOfInstruction({ opcode }: Mnemonic): number {
  return instructionLength(opcode > 0xff ? opcode >> 8 : opcode);
}

/** The operands that a mnemonic takes, as a manual writes them: "R1,D2(X2,B2)". */
export function operandFormat(mnemonic: Mnemonic): string {
  return kindsOf(mnemonic)
    .map(([, name]) => name)
    .join(",");
}

/** What the operands of a format are, in the order in which they are written. */
export function operandKinds(format: Format): OperandKind[] {
  return OPERANDS[format].map(([kind]) => kind);
}

function kindsOf({ format, mask }: Mnemonic): readonly (readonly [OperandKind, string])[] {
  return mask === undefined ? OPERANDS[format] : OPERANDS[format].slice(1);
}

/** Throws a Fault if the number of operands is not that of the mnemonic. */
export function checkOperandCount(mnemonic: Mnemonic, operands: readonly Operand[], end: number): void {
  const kinds = kindsOf(mnemonic);
  if (operands.length === kinds.length) return;
  const wanted = kinds.length === 0 ? "no operands" : kinds.length === 1 ? "1 operand" : `${kinds.length} operands`;
  const form = kinds.length === 0 ? "" : `: ${mnemonic.mnemonic} ${operandFormat(mnemonic)}`;
  const at = operands.length > kinds.length ? operands[kinds.length].at : end;
  throw new Fault(at, `${mnemonic.mnemonic} takes ${wanted}, not ${operands.length}${form}`);
}

/** Assembles a machine instruction whose operands have been counted. Every operand in error gives a Fault and zeros. */
export function encodeInstruction(
  mnemonic: Mnemonic,
  operands: readonly Operand[],
  scope: Scope,
  space: AddressSpace,
): Encoded {
  const faults: Fault[] = [];
  const addresses: { first?: number; second?: number } = {};
  const parts = operands.map((operand, index): Part => {
    const [kind, name] = kindsOf(mnemonic)[index];
    try {
      const part = encodeOperand(operand, kind, `operand ${index + 1} (${name})`, scope, space);
      addresses[name.startsWith("D1") ? "first" : "second"] ??= part.address;
      checkLiteral(mnemonic, operand, index);
      checkAlignment(mnemonic, operand, part, faults);
      return part;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      faults.push(error);
      return { number: 0, storage: name.startsWith("D") ? { base: 0, displacement: 0 } : undefined };
    }
  });
  if (mnemonic.mask !== undefined) parts.unshift({ number: mnemonic.mask });
  return { bytes: packInstruction(mnemonic, parts), addresses, faults };
}

/** Packs an instruction from its operands, in the order in which they are written (M1 of an extended mnemonic included). */
export function packInstruction(mnemonic: Mnemonic, parts: readonly Part[]): Uint8Array {
  const bytes = new Uint8Array(lengthOfInstruction(mnemonic));
  const { opcode, format } = mnemonic;
  if (opcode > 0xff) bytes.set([opcode >> 8, opcode & 0xff]);
  else bytes[0] = opcode;
  const number = (index: number): number => parts[index]?.number ?? 0;
  if (format === "RRI") bytes[1] = number(0);
  else if (format === "SI") bytes[1] = number(1);
  else if (format === "SS") bytes[1] = number(0);
  else if (format === "SSI") bytes[1] = (number(0) << 4) | number(2);
  else if (format === "RRE") bytes[3] = (number(0) << 4) | number(1);
  else if (format === "S" || format === "SSE" || format === "SNONE") {
    // The second byte is the rest of the operation code, or zero.
  } else if (format === "RS1" || format === "RR1") bytes[1] = number(0) << 4;
  else bytes[1] = (number(0) << 4) | number(1);
  let offset = 2;
  for (const { storage } of parts.filter((part) => part.storage !== undefined)) {
    if (storage !== undefined)
      bytes.set([(storage.base << 4) | (storage.displacement >> 8), storage.displacement & 0xff], offset);
    offset += 2;
  }
  return bytes;
}

const NUMBERS = {
  register: ["a register", 15],
  mask: ["a mask", 15],
  immediate: ["an immediate byte", 255],
  digit: ["a digit for rounding", 9],
} as const;

/** `name` says which operand it is, for messages. */
function encodeOperand(operand: Operand, kind: OperandKind, name: string, scope: Scope, space: AddressSpace): Part {
  if (kind === "register" || kind === "mask" || kind === "immediate" || kind === "digit") {
    const [what, most] = NUMBERS[kind];
    const wanted = `${name} is ${what},`;
    if (operand.kind === "literal") throw new Fault(operand.at, `${wanted} 0 to ${most}; a literal is in storage`);
    if (operand.subscript !== undefined)
      throw new Fault(operand.subscript.at, `${wanted} 0 to ${most}, without parentheses`);
    return { number: numberOperand(operand.expression, wanted, most, scope) };
  }
  return storageOperand(operand, kind, name, scope, space);
}

function numberOperand(expression: Expression, what: string, most: number, scope: Scope): number {
  const value = evaluate(expression, scope);
  const at = startOf(expression);
  if (value.sections.length > 0)
    throw new Fault(at, `${what} 0 to ${most}; ${subjectOf(expression) ?? "this"} is an address in storage`);
  if (value.number < 0 || value.number > most) throw new Fault(at, `${what} 0 to ${most}, not ${value.number}`);
  return value.number;
}

function storageOperand(
  operand: Operand,
  kind: Exclude<OperandKind, "register" | "mask" | "immediate" | "digit">,
  name: string,
  scope: Scope,
  space: AddressSpace,
): Part {
  const { subscript } = operand;
  checkSubscript(subscript, kind, name);
  const value = valueOfOperand(operand, scope);
  const baseExpression = kind === "address" ? subscript?.first : subscript?.second;
  const storage =
    baseExpression === undefined
      ? implicit(operand, value, space)
      : explicitBase(operand, value, baseExpression, scope);
  const known = baseExpression === undefined && (sectionOf(value) !== undefined || storage.base === 0);
  return { number: firstNumber(operand, kind, scope), storage, address: known ? placed(value) : undefined };
}

function checkSubscript(subscript: Subscript | undefined, kind: OperandKind, name: string): void {
  if (subscript === undefined) return;
  if (kind === "address" && (subscript.second !== undefined || subscript.first === undefined)) {
    throw new Fault(subscript.at, `${name} has a base register only, no index and no length`);
  }
}

function valueOfOperand(operand: Operand, scope: Scope): Value {
  if (operand.kind === "expression") return evaluate(operand.expression, scope);
  const { place } = operand.literal;
  if (place === undefined) throw new Fault(operand.at, "this literal has no place", true);
  return relocatable(place.section, place.counter);
}

function implicit(operand: Operand, value: Value, space: AddressSpace): BaseDisplacement {
  if (operand.kind === "expression") return space.resolve(value, operand.expression);
  return space.resolve(value, { kind: "location", at: operand.at }, `the literal ${operand.literal.text}`);
}

function explicitBase(operand: Operand, value: Value, base: Expression, scope: Scope): BaseDisplacement {
  const register = numberOperand(base, "a base register is a number,", 15, scope);
  if (operand.kind === "literal")
    throw new Fault(operand.at, "a literal finds its base register by USING; none can be written");
  const at = startOf(operand.expression);
  if (value.sections.length > 0) {
    throw new Fault(
      at,
      `with a base register the displacement is a number; ${subjectOf(operand.expression) ?? "this"} is an address, which finds its base by USING`,
    );
  }
  if (value.number < 0 || value.number > 4095) throw new Fault(at, `a displacement is 0 to 4,095, not ${value.number}`);
  return { base: register, displacement: value.number };
}

/** Index register or length code. */
function firstNumber(operand: Operand, kind: OperandKind, scope: Scope): number {
  if (kind === "address") return 0;
  const first = operand.subscript?.first;
  if (kind === "indexed")
    return first === undefined ? 0 : numberOperand(first, "an index register is a number,", 15, scope);
  const most = kind === "length256" ? 256 : 16;
  if (first !== undefined) return lengthCode(evaluateNumber(first, scope, "a length in this instruction", 0, most));
  const implied =
    operand.kind === "literal" ? operand.literal.constant.length : impliedLength(operand.expression, scope);
  if (implied > most) {
    throw new Fault(
      operand.at,
      `its length is ${implied} bytes, and this instruction takes at most ${most}: write the length, as in NAME(${most})`,
    );
  }
  return lengthCode(implied);
}

const lengthCode = (length: number): number => Math.max(0, length - 1);

/** Instructions that store, and where: their operands that cannot be literals, counted from 0. */
const STORES: ReadonlyMap<string, number> = new Map([
  ..."MVC MVN MVO MVZ MVCIN NC OC XC TR ED EDMK PACK UNPK ZAP AP SP MP DP SRP MVI NI OI XI TS RDD"
    .split(" ")
    .map((name) => [name, 0] as const),
  ..."STNSM STOSM STIDP STAP STCK STCKC STPT STPX".split(" ").map((name) => [name, 0] as const),
  ..."ST STH STC STD STE CVD".split(" ").map((name) => [name, 1] as const),
  ..."STM STCM STCTL CS CDS".split(" ").map((name) => [name, 2] as const),
]);

function checkLiteral({ mnemonic }: Mnemonic, operand: Operand, index: number): void {
  if (operand.kind !== "literal" || STORES.get(mnemonic) !== index) return;
  throw new Fault(
    operand.at,
    `${mnemonic} stores here, and a literal is a constant that others may use: store into a field of your own (DS)`,
  );
}

/** Branches: an odd address is a specification exception. */
const BRANCHES = new Set(["BC", "BAL", "BAS", "BCT", "BXH", "BXLE", "EX"]);
/** Bytes to whose multiple the machine insists that the operand's address is. */
const ALIGNED: ReadonlyMap<string, number> = new Map([
  ..."LPSW SCK SCKC STCKC SPT STPT STIDP CDS".split(" ").map((name) => [name, 8] as const),
  ..."CS LCTL STCTL SPX STPX".split(" ").map((name) => [name, 4] as const),
  ["STAP", 2],
]);

function checkAlignment(
  { mnemonic, mask }: Mnemonic,
  operand: Operand,
  { storage, address }: Part,
  faults: Fault[],
): void {
  if (storage === undefined || address === undefined || operand.subscript !== undefined) return;
  const branch = mask !== undefined || BRANCHES.has(mnemonic);
  const needed = branch ? 2 : (ALIGNED.get(mnemonic) ?? 1);
  if (address % needed === 0) return;
  const text = branch
    ? `instructions begin at even addresses, and this is ${addressOf(address)}`
    : `${mnemonic} needs an operand at a multiple of ${needed}, and this is at ${addressOf(address)}`;
  faults.push(new Fault(operand.at, text));
}
