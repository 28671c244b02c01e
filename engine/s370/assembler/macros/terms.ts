/** Terms of conditional assembly: numbers, character comparison (GC33-4010, "SETA — Set Arithmetic", "SETB — Set Binary"). */
import { encodeEbcdic } from "../../ebcdic.ts";
import { parseExpression } from "../expressions.ts";
import { Fault } from "../fault.ts";
import { Scanner } from "../scanner.ts";

const TERM = /^(?:\d+|[XBC]'(?:[^']|'')*')/i;
/** Arithmetic has 32 bits. */
const GREATEST = 0x7fffffff;
const LEAST = -0x80000000;

/** Throws a Fault if a value does not fit in 32 bits. */
export function checkNumber(value: number, at: number): number {
  if (value < LEAST || value > GREATEST)
    throw new Fault(at, "the value does not fit in 32 bits, of which one is the sign");
  return value;
}

/** Reads a self-defining term, as in 10, X'0A', B'1010' or C'A'; undefined where none stands. Throws a Fault. */
export function readSelfDefiningTerm(scanner: Scanner): number | undefined {
  const start = scanner.offset;
  const term = TERM.exec(scanner.text.slice(start, start + 80))?.[0];
  if (term === undefined) return undefined;
  try {
    const expression = parseExpression(new Scanner(term));
    if (expression.kind !== "number") return undefined;
    scanner.offset += term.length;
    return /^\d/.test(term) ? checkNumber(expression.value, 0) : expression.value | 0;
  } catch (error) {
    if (error instanceof Fault) throw new Fault(start + error.offset, error.message);
    throw error;
  }
}

/** The value of a text that is one self-defining term; undefined where it is none. */
export function selfDefiningValue(text: string): number | undefined {
  const scanner = new Scanner(text);
  try {
    const value = readSelfDefiningTerm(scanner);
    return scanner.atEnd ? value : undefined;
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

/** Below zero, zero or above, as one text comes before the other: the shorter one first, else by its EBCDIC bytes. */
export function compareCharacters(left: string, right: string): number {
  if (left.length !== right.length) return left.length - right.length;
  const bytes = encodeEbcdic(right);
  for (const [index, byte] of encodeEbcdic(left).entries()) if (byte !== bytes[index]) return byte - bytes[index];
  // What EBCDIC lacks is one byte there, and still not the same.
  return left < right ? -1 : left > right ? 1 : 0;
}
