/** Nominal values of constants, from text to bytes (GC33-4010, "DC — Define Constant"). */
import { encodeEbcdic, isEncodable } from "../ebcdic.ts";
import { bytesOf, Fault } from "./fault.ts";

/** Makes the bytes of one value. `length` is the explicit length, or undefined for the implied one; `at` is for Faults. */
export type Nominal = (text: string, length: number | undefined, at: number) => Uint8Array;

/** Numbers with more digits than this are refused, so that no constant takes long to convert. */
const MOST_DIGITS = 80;

/** C: EBCDIC, filled with blanks or cut off on the right. */
export const characters: Nominal = (text, length, at) => {
  let offset = at;
  for (const character of text) {
    if (!isEncodable(character)) throw new Fault(offset, `“${character}” is not in EBCDIC code page 037`);
    offset += character.length;
  }
  const bytes = encodeEbcdic(text);
  const field = new Uint8Array(length ?? bytes.length).fill(0x40);
  field.set(bytes.subarray(0, field.length));
  return field;
};

const digitsOf =
  (pattern: RegExp, perByte: number, radix: number, name: string): Nominal =>
  (text, length, at) => {
    const digits = text.replaceAll(" ", "");
    if (!pattern.test(digits))
      throw new Fault(
        at,
        `${digits === "" ? "at least one" : `“${text.slice(0, 20)}” is not written in`} ${name} ${digits === "" ? "digit should stand here" : "digits"}`,
      );
    const count = Math.ceil(digits.length / perByte);
    const padded = digits.padStart(count * perByte, "0");
    const bytes = Uint8Array.from({ length: count }, (_, index) =>
      Number.parseInt(padded.slice(index * perByte, (index + 1) * perByte), radix),
    );
    return rightAligned(bytes, length ?? count);
  };

/** X: filled with zeros or cut off on the left. */
export const hexadecimalDigits = digitsOf(/^[0-9A-Fa-f]+$/, 2, 16, "hexadecimal");
/** B: filled with zeros or cut off on the left. */
export const binaryDigits = digitsOf(/^[01]+$/, 8, 2, "binary");

function rightAligned(bytes: Uint8Array, length: number): Uint8Array {
  const field = new Uint8Array(length);
  field.set(bytes.subarray(Math.max(0, bytes.length - length)), Math.max(0, length - bytes.length));
  return field;
}

/** A decimal number as numerator × 10^exponent. */
interface Decimal {
  readonly negative: boolean;
  readonly digits: bigint;
  readonly exponent: number;
}

function decimal(text: string, at: number): Decimal {
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

/** magnitude × 2^shift as a fraction of two integers. */
function ratio({ digits, exponent }: Decimal): [bigint, bigint] {
  return exponent >= 0 ? [digits * 10n ** BigInt(exponent), 1n] : [digits, 10n ** BigInt(-exponent)];
}

const rounded = (numerator: bigint, denominator: bigint): bigint => (2n * numerator + denominator) / (2n * denominator);

function bigEndian(value: bigint, length: number): Uint8Array {
  const unsigned = BigInt.asUintN(length * 8, value);
  return Uint8Array.from({ length }, (_, index) => Number((unsigned >> BigInt(8 * (length - 1 - index))) & 0xffn));
}

/** F and H: two's complement, rounded to an integer. */
export const fixedPoint =
  (implied: number): Nominal =>
  (text, length = implied, at) => {
    const number = decimal(text, at);
    const magnitude = rounded(...ratio(number));
    const value = number.negative ? -magnitude : magnitude;
    const limit = 1n << BigInt(length * 8 - 1);
    if (value < -limit || value >= limit) {
      throw new Fault(
        at,
        `${text.trim().slice(0, 24)} does not fit in ${bytesOf(length)}: from -${commas(limit)} to ${commas(limit - 1n)}; for a bit pattern use X'…'`,
      );
    }
    return bigEndian(value, length);
  };

const commas = (value: bigint): string => value.toString().replace(/\B(?=(\d{3})+$)/g, ",");

/** E and D: hexadecimal floating point, an exponent of 16 in excess-64 and a normalized, rounded fraction. */
export const floatingPoint =
  (implied: number): Nominal =>
  (text, length = implied, at) => {
    const number = decimal(text, at);
    const fractionBits = BigInt(length * 8 - 8);
    let [numerator, denominator] = ratio(number);
    if (numerator === 0n || fractionBits === 0n) return bigEndian(0n, length);
    let exponent = 0;
    for (; numerator >= denominator; exponent++) denominator *= 16n;
    for (; numerator * 16n < denominator; exponent--) numerator *= 16n;
    let fraction = rounded(numerator << fractionBits, denominator);
    if (fraction >> fractionBits !== 0n) {
      fraction >>= 4n;
      exponent++;
    }
    if (exponent > 63)
      throw new Fault(at, `${text.trim().slice(0, 24)} is too large for floating point: the limit is about 7.2E75`);
    if (exponent < -64) return bigEndian(0n, length);
    const sign = number.negative ? 1n : 0n;
    return bigEndian((((sign << 7n) | BigInt(exponent + 64)) << fractionBits) | fraction, length);
  };

const decimalDigits = (text: string, at: number): { negative: boolean; digits: string } => {
  const match = /^([+-]?)(\d*)\.?(\d*)$/.exec(text.trim());
  const digits = match ? match[2] + match[3] : "";
  if (!match || digits === "") throw new Fault(at, `“${text.slice(0, 20)}” is not a decimal number`);
  return { negative: match[1] === "-", digits };
};

/** P: two digits to a byte, the sign (C plus, D minus) in the last four bits; a decimal point is not assembled. */
export const packed: Nominal = (text, length, at) => {
  const { negative, digits } = decimalDigits(text, at);
  const needed = Math.floor(digits.length / 2) + 1;
  checkFit(text, needed, length ?? 16, at);
  const field = digits.padStart((length ?? needed) * 2 - 1, "0") + (negative ? "D" : "C");
  return Uint8Array.from({ length: field.length / 2 }, (_, index) =>
    Number.parseInt(field.slice(index * 2, index * 2 + 2), 16),
  );
};

/** Z: a digit to a byte with zone F, in the last byte the sign (C plus, D minus); a decimal point is not assembled. */
export const zoned: Nominal = (text, length, at) => {
  const { negative, digits } = decimalDigits(text, at);
  checkFit(text, digits.length, length ?? 16, at);
  const field = digits.padStart(length ?? digits.length, "0");
  return Uint8Array.from(
    field,
    (digit, index) => (index === field.length - 1 ? (negative ? 0xd0 : 0xc0) : 0xf0) + Number(digit),
  );
};

function checkFit(text: string, needed: number, length: number, at: number): void {
  if (needed > length) throw new Fault(at, `${text.trim().slice(0, 24)} needs ${bytesOf(needed)} and has ${length}`);
}
