/** Operands of DC and DS, and literals: duplication, type, modifiers, values (GC33-4010, "DC — Define Constant"). */
import { type Expression, evaluateNumber, parseExpression, type Scope } from "../expressions.ts";
import { count, Fault } from "../fault.ts";
import type { Scanner } from "../scanner.ts";
import type { Section } from "../values.ts";
import { decimalDigits } from "./decimal.ts";
import type { BitField, Modifiers } from "./field.ts";
import { type ConstantType, TYPES } from "./types.ts";

/** One value of a constant. Addresses become bits only in the second pass, when all sections have their places. */
export type Element =
  | { readonly kind: "field"; readonly bits: number; readonly field: BitField }
  | { readonly kind: "address"; readonly bits: number; readonly expression: Expression }
  | {
      readonly kind: "base-displacement";
      readonly bits: number;
      readonly expression: Expression;
      readonly base?: Expression;
    }
  /** V: a symbol of another module (or an entry of this one). Q: the offset of a dummy section. */
  | { readonly kind: "external"; readonly bits: number; readonly at: number; readonly section: Section }
  /** CXD: how long all pseudo registers are together. */
  | { readonly kind: "pseudo-length"; readonly bits: number };

/** One operand of DC or DS. */
export interface Constant {
  readonly type: string;
  /** Bytes; the address is rounded up to a multiple of it. */
  readonly alignment: number;
  readonly duplication: number;
  /** Bytes of the first value: what L' gives. */
  readonly length: number;
  /** Bits in all, without alignment. */
  readonly bits: number;
  /** True where a length is given in bits: such a constant begins at the bit at which the one before it ends. */
  readonly bitLength: boolean;
  /** Bytes in all, without alignment. */
  readonly size: number;
  readonly elements: readonly Element[];
  readonly at: number;
  /** T': a letter. */
  readonly typeAttribute: string;
  /** S' and I': digits after the point, and before it; undefined for types without them. */
  readonly scaleAttribute?: number | undefined;
  readonly integerAttribute?: number | undefined;
  /** Values in error, which are zero. */
  readonly faults: readonly Fault[];
}

/** DS may reserve this many bytes with one C or X. */
const LONGEST_RESERVED = 65535;
/** Storage addresses have 24 bits. */
export const STORAGE_LIMIT = 0x1000000;
/** Bounds of the exponent modifier. */
const LEAST_EXPONENT = -85;
const MOST_EXPONENT = 75;

/** A constant of bytes that no type describes, as CNOP and CCW make. */
export function plainConstant(type: string, alignment: number, elements: readonly Element[]): Constant {
  const bits = elements.reduce((sum, element) => sum + element.bits, 0);
  const size = bits / 8;
  return {
    type,
    alignment,
    duplication: 1,
    length: size,
    bits,
    bitLength: false,
    size,
    elements,
    at: 0,
    typeAttribute: type,
    faults: [],
  };
}

/**
 * Reads one operand of DC (`what` "DC"), DS or a literal. Symbols in duplication and modifiers must be defined already.
 * Throws a Fault where it cannot be read on; values that are no numbers are in `faults`.
 */
export function parseConstant(scanner: Scanner, scope: Scope, what: "DC" | "DS" | "literal"): Constant {
  const at = scanner.offset;
  const duplication = parseCount(scanner, scope, "a duplication factor", 0, STORAGE_LIMIT) ?? 1;
  const typeAt = scanner.offset;
  const { type, constantType } = parseType(scanner, at);
  if (what === "literal" && (type === "S" || type === "Q"))
    scanner.fail(`a literal cannot be of type ${type}: write a DC`, typeAt);
  const modifiers = parseModifiers(scanner, scope, type, constantType, what);
  const { texts, elements, faults } = parseElements(scanner, scope, type, constantType, modifiers, what);
  if (what === "literal" && duplication === 0) scanner.fail("a literal cannot have duplication factor 0", at);
  if (elements.length === 0 && what !== "DS" && duplication > 0) {
    scanner.fail(
      `a ${what} needs a value: ${constantType.nominal ? `${type}'…'` : `${type}(…)`}${what === "DC" ? "; DS reserves storage without one" : ""}`,
      typeAt,
    );
  }
  const explicit = modifiers.bits;
  const lengths =
    elements.length === 0 ? [explicit ?? constantType.implied * 8] : elements.map((element) => element.bits);
  const bits = duplication * lengths.reduce((sum, length) => sum + length, 0);
  const size = Math.ceil(bits / 8);
  if (size > STORAGE_LIMIT)
    scanner.fail(`this takes ${count(size)} bytes; storage has at most ${count(STORAGE_LIMIT)}`, at);
  const length = Math.ceil(lengths[0] / 8);
  const typeAttribute = explicit === undefined ? type : (constantType.explicitAttribute ?? type);
  return {
    type,
    alignment: explicit === undefined ? constantType.alignment : 1,
    duplication,
    length,
    bits,
    bitLength: modifiers.bitLength,
    size,
    elements,
    at,
    typeAttribute,
    ...(faults.length > 0 ? {} : numberAttributes(type, length, modifiers, texts)),
    faults,
  };
}

/** S' and I' (GC33-4010, "Attributes"): of what the value's bits or digits hold. */
function numberAttributes(
  type: string,
  length: number,
  { scale = 0 }: Modifiers,
  texts: readonly string[],
): Pick<Constant, "scaleAttribute" | "integerAttribute"> {
  const attributes = (scaleAttribute: number, digits: number) => ({
    scaleAttribute,
    integerAttribute: digits - scaleAttribute,
  });
  if (type === "F" || type === "H") return attributes(scale, 8 * length - 1);
  if (type === "E" || type === "D" || type === "L") return attributes(scale, 2 * (length - (length > 8 ? 2 : 1)));
  if (type !== "P" && type !== "Z") return {};
  const fraction = texts.length === 0 ? 0 : decimalDigits(texts[0], 0).fraction;
  return attributes(fraction, type === "P" ? 2 * length - 1 : length);
}

function parseType(scanner: Scanner, at: number): { type: string; constantType: ConstantType } {
  const type = scanner.peek();
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
  return { type, constantType };
}

interface ParsedModifiers extends Modifiers {
  readonly bitLength: boolean;
}

/** Ln or L.n, Sn, En, in this order. */
function parseModifiers(
  scanner: Scanner,
  scope: Scope,
  type: string,
  constantType: ConstantType,
  what: "DC" | "DS" | "literal",
): ParsedModifiers {
  let bits: number | undefined;
  let bitLength = false;
  if (scanner.take("L")) {
    bitLength = scanner.take(".");
    if (bitLength && !constantType.bitLengths)
      scanner.fail(`a constant of type ${type} has whole bytes; its length is written ${type}L${constantType.implied}`);
    const longest = what === "DS" && (type === "C" || type === "X") ? LONGEST_RESERVED : constantType.longest;
    const [least, most] = bitLength ? [1, longest * 8] : [constantType.shortest, longest];
    const name = `the length of a constant of type ${type}${bitLength ? ", in bits," : ""}`;
    const length = parseCount(scanner, scope, name, least, most);
    if (length === undefined) return scanner.fail("a length should stand after L, as in L8 or L(8)");
    bits = bitLength ? length : length * 8;
  }
  let scale: number | undefined;
  if (scanner.peek() === "S") {
    if (constantType.scale === undefined)
      scanner.fail(`S scales numbers of types F H E D L; a constant of type ${type} has no scale`);
    scanner.offset++;
    scale = parseSigned(scanner, scope, "a scale modifier", ...constantType.scale);
  }
  let exponent: number | undefined;
  if (scanner.peek() === "E") {
    if (!constantType.exponent)
      scanner.fail(`E multiplies numbers of types F H E D L; a constant of type ${type} has no exponent`);
    scanner.offset++;
    exponent = parseSigned(scanner, scope, "an exponent modifier", LEAST_EXPONENT, MOST_EXPONENT);
  }
  if (scanner.atName) {
    scanner.fail(
      /[LSE]/.test(scanner.peek())
        ? `modifiers stand in the order L S E, each once: ${type}L4S2E1`
        : `“${scanner.peek()}” is not a modifier; L (length), S (scale) and E (exponent) are, as in ${type}L2`,
    );
  }
  return { bits, bitLength, scale, exponent };
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

/** Modifiers beyond it are out of bounds whatever their type. */
const MOST_SIGNED = 9999;

/** A number with or without a sign: 3, -3, (X-1), -(X). */
function parseSigned(scanner: Scanner, scope: Scope, what: string, least: number, most: number): number {
  const at = scanner.offset;
  const negative = scanner.peek() === "-";
  if (negative || scanner.peek() === "+") scanner.offset++;
  const magnitude = parseCount(scanner, scope, what, -MOST_SIGNED, MOST_SIGNED);
  if (magnitude === undefined) return scanner.fail(`a number should stand here: ${what} is written as in 3, -3 or (X)`);
  const value = negative ? 0 - magnitude : magnitude;
  if (value < least || value > most) scanner.fail(`${what} is ${count(least)} to ${count(most)}, not ${value}`, at);
  return value;
}

interface Elements {
  /** The values as written; none for addresses. */
  readonly texts: readonly string[];
  readonly elements: readonly Element[];
  readonly faults: readonly Fault[];
}

function parseElements(
  scanner: Scanner,
  scope: Scope,
  type: string,
  { nominal, implied }: ConstantType,
  modifiers: Modifiers,
  what: "DC" | "DS" | "literal",
): Elements {
  if (nominal === undefined) {
    const bits = modifiers.bits ?? implied * 8;
    return { texts: [], elements: parseAddresses(scanner, scope, type, bits, what), faults: [] };
  }
  if (scanner.peek() === "(") scanner.fail(`values of type ${type} stand between apostrophes: ${type}'…'`);
  if (scanner.peek() === '"') scanner.fail(`values stand between apostrophes: ${type}'…'`);
  if (scanner.peek() !== "'") return { texts: [], elements: [], faults: [] };
  const start = scanner.offset + 1;
  const text = scanner.quoted();
  if (type === "C" && text === "") scanner.fail("C'' has no character", start);
  const texts = type === "C" ? [text.replaceAll("&&", "&")] : text.split(",");
  let at = start;
  const faults: Fault[] = [];
  const elements = texts.map((part): Element => {
    const start = at;
    at += part.length + 1;
    try {
      const field = nominal(part, modifiers, start);
      return { kind: "field", bits: field.bits, field };
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      faults.push(error);
      const bits = modifiers.bits ?? implied * 8;
      return { kind: "field", bits, field: { bits, bytes: new Uint8Array(Math.ceil(bits / 8)) } };
    }
  });
  return { texts, elements, faults };
}

function parseAddresses(
  scanner: Scanner,
  scope: Scope,
  type: string,
  bits: number,
  what: "DC" | "DS" | "literal",
): Element[] {
  if (scanner.peek() === "'") scanner.fail(`values of type ${type} stand in parentheses: ${type}(…)`);
  if (!scanner.take("(")) return [];
  const elements: Element[] = [];
  do {
    if (type === "V" || type === "Q") {
      const at = scanner.offset;
      if (!scanner.atName)
        scanner.fail(
          `${type}(…) holds ${type === "V" ? "names of entries in other modules" : "names of DXD or DSECT"}`,
        );
      const name = scanner.name();
      // What is only reserved refers to nothing.
      if (what !== "DS") elements.push({ kind: "external", bits, at, section: scope.external(name, at, type) });
    } else {
      const expression = parseExpression(scanner);
      if (type !== "S") elements.push({ kind: "address", bits, expression });
      else if (scanner.take("(")) {
        const base = parseExpression(scanner);
        scanner.expect(")", "after a base register");
        elements.push({ kind: "base-displacement", bits, expression, base });
      } else elements.push({ kind: "base-displacement", bits, expression });
    }
  } while (scanner.take(","));
  scanner.expect(")", `after the values of ${type}`);
  return elements;
}
