/** Operands of DC and DS, and literals: duplication, type, length, values. */
import type { AddressSpace } from "./bases.ts";
import { type Expression, evaluate, evaluateNumber, parseExpression, type Scope, startOf } from "./expressions.ts";
import { count, Fault } from "./fault.ts";
import {
  binaryDigits,
  characters,
  fixedPoint,
  floatingPoint,
  hexadecimalDigits,
  type Nominal,
  packed,
  zoned,
} from "./nominal.ts";
import type { Scanner } from "./scanner.ts";
import { placed, type Value } from "./values.ts";

/** One value of a constant. Addresses become bytes only in the second pass, when all sections have their places. */
type Element =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "address"; readonly length: number; readonly expression: Expression }
  | {
      readonly kind: "base-displacement";
      readonly length: number;
      readonly expression: Expression;
      readonly base?: Expression;
    };

/** One operand of DC or DS. */
export interface Constant {
  readonly type: string;
  /** Bytes; the address is rounded up to a multiple of it. */
  readonly alignment: number;
  readonly duplication: number;
  /** Bytes of the first value: what L' gives. */
  readonly length: number;
  /** Bytes in all, without alignment. */
  readonly size: number;
  readonly elements: readonly Element[];
  readonly at: number;
}

interface ConstantType {
  readonly implied: number;
  readonly alignment: number;
  readonly longest: number;
  /** Undefined for address constants, whose values stand in parentheses. */
  readonly nominal?: Nominal;
}

/** Types by letter: implied length and alignment in bytes, longest explicit length in bytes. */
const TYPES: Readonly<Record<string, ConstantType>> = {
  C: { implied: 1, alignment: 1, longest: 256, nominal: characters },
  X: { implied: 1, alignment: 1, longest: 256, nominal: hexadecimalDigits },
  B: { implied: 1, alignment: 1, longest: 256, nominal: binaryDigits },
  F: { implied: 4, alignment: 4, longest: 8, nominal: fixedPoint(4) },
  H: { implied: 2, alignment: 2, longest: 8, nominal: fixedPoint(2) },
  E: { implied: 4, alignment: 4, longest: 8, nominal: floatingPoint(4) },
  D: { implied: 8, alignment: 8, longest: 8, nominal: floatingPoint(8) },
  P: { implied: 1, alignment: 1, longest: 16, nominal: packed },
  Z: { implied: 1, alignment: 1, longest: 16, nominal: zoned },
  A: { implied: 4, alignment: 4, longest: 4 },
  Y: { implied: 2, alignment: 2, longest: 2 },
  S: { implied: 2, alignment: 2, longest: 2 },
};

/** DS may reserve this many bytes with one C or X. */
const LONGEST_RESERVED = 65535;
/** Storage addresses have 24 bits. */
export const STORAGE_LIMIT = 0x1000000;

/**
 * Reads one operand of DC (`what` "DC"), DS or a literal. Symbols in duplication and length must be defined already.
 * Throws a Fault.
 */
export function parseConstant(scanner: Scanner, scope: Scope, what: "DC" | "DS" | "literal"): Constant {
  const at = scanner.offset;
  const duplication = parseCount(scanner, scope, "a duplication factor", 0, STORAGE_LIMIT) ?? 1;
  const typeAt = scanner.offset;
  const type = scanner.peek();
  if (type === "V") scanner.fail("V is for symbols of other modules, which are not linked here: use A(…)");
  const constantType = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  if (constantType === undefined) {
    const hint = /^['"]$/.test(type)
      ? "a text is written C'…'"
      : scanner.offset > at && scanner.atEnd
        ? `${scanner.text.slice(at, scanner.offset)} only says how often; a number is written F'…'`
        : Object.keys(TYPES).join(" ");
    return scanner.fail(`${scanner.found()}, where a constant's type should stand: ${hint}`);
  }
  scanner.offset++;
  let explicit: number | undefined;
  if (scanner.take("L")) {
    if (scanner.peek() === ".") scanner.fail("lengths in bits are not known here; give bytes, as in L2");
    const longest = what === "DS" && (type === "C" || type === "X") ? LONGEST_RESERVED : constantType.longest;
    explicit = parseCount(scanner, scope, `the length of a constant of type ${type}`, 1, longest);
    if (explicit === undefined) scanner.fail("a length should stand after L, as in L8 or L(8)");
  }
  if (scanner.atName) scanner.fail(`“${scanner.peek()}” is not a modifier that is known here; L is, as in ${type}L2`);
  const elements = parseElements(scanner, type, constantType, explicit);
  if (what === "literal" && duplication === 0) scanner.fail("a literal cannot have duplication factor 0", at);
  if (elements.length === 0 && what !== "DS" && duplication > 0) {
    scanner.fail(
      `a ${what} needs a value: ${constantType.nominal ? `${type}'…'` : `${type}(…)`}${what === "DC" ? "; DS reserves storage without one" : ""}`,
      typeAt,
    );
  }
  const lengths = elements.length === 0 ? [explicit ?? constantType.implied] : elements.map(lengthOf);
  const size = duplication * lengths.reduce((sum, length) => sum + length, 0);
  if (size > STORAGE_LIMIT)
    scanner.fail(`this takes ${count(size)} bytes; storage has at most ${count(STORAGE_LIMIT)}`, at);
  return {
    type,
    alignment: explicit === undefined ? constantType.alignment : 1,
    duplication,
    length: lengths[0],
    size,
    elements,
    at,
  };
}

function parseCount(scanner: Scanner, scope: Scope, what: string, least: number, most: number): number | undefined {
  const at = scanner.offset;
  if (scanner.atDigit) {
    const digits = scanner.digits();
    const value = Number(digits);
    if (value < least || value > most)
      scanner.fail(`${what} is ${count(least)} to ${count(most)}, not ${digits.slice(0, 20)}`, at);
    return value;
  }
  if (!scanner.take("(")) return undefined;
  const expression = parseExpression(scanner);
  scanner.expect(")", `for the “(” before it`);
  return evaluateNumber(expression, scope, what, least, most);
}

function parseElements(
  scanner: Scanner,
  type: string,
  { nominal, implied }: ConstantType,
  explicit: number | undefined,
): Element[] {
  if (nominal === undefined) return parseAddresses(scanner, type, explicit ?? implied);
  if (scanner.peek() === "(") scanner.fail(`values of type ${type} stand between apostrophes: ${type}'…'`);
  if (scanner.peek() === '"') scanner.fail(`values stand between apostrophes: ${type}'…'`);
  if (scanner.peek() !== "'") return [];
  const start = scanner.offset + 1;
  const text = scanner.quoted();
  if (type === "C") {
    if (text === "") scanner.fail("C'' has no character", start);
    return [{ kind: "bytes", bytes: nominal(text.replaceAll("&&", "&"), explicit, start) }];
  }
  const elements: Element[] = [];
  let at = start;
  for (const part of text.split(",")) {
    elements.push({ kind: "bytes", bytes: nominal(part, explicit, at) });
    at += part.length + 1;
  }
  return elements;
}

function parseAddresses(scanner: Scanner, type: string, length: number): Element[] {
  if (scanner.peek() === "'") scanner.fail(`values of type ${type} stand in parentheses: ${type}(…)`);
  if (!scanner.take("(")) return [];
  const elements: Element[] = [];
  do {
    const expression = parseExpression(scanner);
    if (type !== "S") elements.push({ kind: "address", length, expression });
    else if (scanner.take("(")) {
      const base = parseExpression(scanner);
      scanner.expect(")", "after a base register");
      elements.push({ kind: "base-displacement", length, expression, base });
    } else elements.push({ kind: "base-displacement", length, expression });
  } while (scanner.take(","));
  scanner.expect(")", `after the values of ${type}`);
  return elements;
}

const lengthOf = (element: Element): number => (element.kind === "bytes" ? element.bytes.length : element.length);

/** The bytes of a constant. `scopeAt` gives the meaning of terms for a value at an offset from the constant's start. Throws a Fault. */
export function constantBytes(constant: Constant, scopeAt: (offset: number) => Scope, space: AddressSpace): Uint8Array {
  const bytes = new Uint8Array(constant.size);
  let offset = 0;
  for (let copy = 0; copy < constant.duplication; copy++) {
    for (const element of constant.elements) {
      bytes.set(element.kind === "bytes" ? element.bytes : addressBytes(element, scopeAt(offset), space), offset);
      offset += lengthOf(element);
    }
  }
  return bytes;
}

function addressBytes(element: Exclude<Element, { kind: "bytes" }>, scope: Scope, space: AddressSpace): Uint8Array {
  const { expression, length } = element;
  let number: number;
  if (element.kind === "base-displacement") {
    const { base, displacement } = element.base
      ? {
          base: evaluateNumber(element.base, scope, "a base register", 0, 15),
          displacement: evaluateNumber(expression, scope, "a displacement", 0, 4095),
        }
      : space.resolve(evaluate(expression, scope), expression);
    number = base * 4096 + displacement;
  } else {
    number = addressNumber(evaluate(expression, scope), expression, length);
  }
  return Uint8Array.from({ length }, (_, index) => Math.floor(number / 256 ** (length - 1 - index)) & 0xff);
}

function addressNumber(value: Value, expression: Expression, length: number): number {
  const number = placed(value);
  const limit = 256 ** length;
  if (number < -limit / 2 || number >= limit)
    throw new Fault(
      startOf(expression),
      `${count(number)} does not fit in ${length === 1 ? "1 byte" : `${length} bytes`}`,
    );
  return number < 0 ? number + limit : number;
}
