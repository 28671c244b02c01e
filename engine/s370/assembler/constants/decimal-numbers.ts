/** Decimal numbers of constants, read exactly: sign, digits, exponent (GC33-4010, "DC — Define Constant"). */
import { Fault } from "../fault.ts";

/** A number as digits × 10^exponent. */
export interface DecimalNumber {
  readonly negative: boolean;
  readonly digits: bigint;
  readonly exponent: number;
}

/** Numbers with more digits than this are refused, so that no constant takes long to convert. */
const MOST_DIGITS = 120;

/** Reads a number as in 12, -1.5 or 3.2E-7. Throws a Fault at `at` if the text is none. */
export function decimalNumber(text: string, at: number): DecimalNumber {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[Ee]([+-]?\d{1,3}))?$/.exec(text.trim());
  const digits = match ? match[2] + (match[3] ?? "") : "";
  if (!match || digits === "") {
    const hint = /^[0-9A-Fa-f]+$/.test(text) ? ": hexadecimal is written X'…'" : "";
    throw new Fault(
      at,
      text.trim() === ""
        ? "a decimal number should stand here"
        : `“${text.slice(0, 20)}” is not a decimal number${hint}`,
    );
  }
  if (digits.length > MOST_DIGITS) throw new Fault(at, `a number has at most ${MOST_DIGITS} digits`);
  return {
    negative: match[1] === "-",
    digits: BigInt(digits),
    exponent: Number(match[4] ?? 0) - (match[3] ?? "").length,
  };
}

/** Numerator and denominator of the magnitude × 10^power. */
export function ratio({ digits, exponent }: DecimalNumber, power: number): [bigint, bigint] {
  const total = exponent + power;
  return total >= 0 ? [digits * 10n ** BigInt(total), 1n] : [digits, 10n ** BigInt(-total)];
}

/** The nearest integer to a positive fraction; a half goes up. */
export const rounded = (numerator: bigint, denominator: bigint): bigint =>
  (2n * numerator + denominator) / (2n * denominator);
