/** P and Z: packed and zoned decimal (GC33-4010, "DC — Define Constant"; GA22-7000, "Decimal Instructions"). */
import { bytesOf, Fault } from "../fault.ts";
import type { BitField, Nominal } from "./field.ts";

/** Bytes of the longest decimal field. */
const LONGEST = 16;

/** Digits of a decimal value, its sign, and how many digits follow its point (which is not assembled). */
export function decimalDigits(text: string, at: number): { negative: boolean; digits: string; fraction: number } {
  const match = /^([+-]?)(\d*)\.?(\d*)$/.exec(text.trim());
  const digits = match ? match[2] + match[3] : "";
  if (text.trim() === "") throw new Fault(at, "a decimal number should stand here");
  if (!match || digits === "") throw new Fault(at, `“${text.slice(0, 20)}” is not a decimal number`);
  return { negative: match[1] === "-", digits, fraction: match[3].length };
}

/** P: two digits to a byte, the sign (C plus, D minus) in the last four bits. */
export const packed: Nominal = (text, { bits }, at) => {
  const { negative, digits } = decimalDigits(text, at);
  const needed = Math.floor(digits.length / 2) + 1;
  checkFit(text, needed * 8, (digits.length + 1) * 4, bits, at);
  return nibbles(digits + (negative ? "D" : "C"), bits ?? needed * 8);
};

/** Z: a digit to a byte with zone F, in the last byte the sign (C plus, D minus). */
export const zoned: Nominal = (text, { bits }, at) => {
  const { negative, digits } = decimalDigits(text, at);
  const length = bits === undefined ? digits.length : Math.ceil(bits / 8);
  checkFit(text, digits.length * 8, digits.length * 8, bits, at);
  const field = digits.padStart(length, "0");
  const zones = `${"F".repeat(field.length - 1)}${negative ? "D" : "C"}`;
  return nibbles([...field].map((digit, index) => zones[index] + digit).join(""), bits ?? length * 8);
};

/** Hexadecimal digits as a field, filled with zeros on the left. */
function nibbles(digits: string, bits: number): BitField {
  const length = Math.ceil(bits / 8);
  const padded = digits.padStart(length * 2, "0");
  return {
    bits,
    bytes: Uint8Array.from({ length }, (_, index) => Number.parseInt(padded.slice(index * 2, index * 2 + 2), 16)),
  };
}

/** `least`: the bits that the digits and sign take, without filling up the first byte. */
function checkFit(text: string, needed: number, least: number, bits: number | undefined, at: number): void {
  const written = text.trim().slice(0, 24);
  if (bits === undefined) {
    if (needed > LONGEST * 8) throw new Fault(at, `${written} needs ${bytesOf(needed / 8)} and has ${LONGEST}`);
  } else if (bits % 8 === 0) {
    if (needed > bits) throw new Fault(at, `${written} needs ${bytesOf(needed / 8)} and has ${bits / 8}`);
  } else if (least > bits) throw new Fault(at, `${written} needs ${least} bits and has ${bits}`);
}
