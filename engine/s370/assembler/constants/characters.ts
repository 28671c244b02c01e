/** C, X and B: characters, hexadecimal and binary digits (GC33-4010, "DC — Define Constant"). */
import { encodeEbcdic, isEncodable } from "../../ebcdic.ts";
import { Fault } from "../fault.ts";
import type { BitField, Nominal } from "./field.ts";

const BLANK = 0x40;

/** C: EBCDIC, filled with blanks or cut off on the right. */
export const characters: Nominal = (text, { bits }, at) => {
  let offset = at;
  for (const character of text) {
    if (!isEncodable(character)) throw new Fault(offset, `“${character}” is not in EBCDIC code page 037`);
    offset += character.length;
  }
  const bytes = encodeEbcdic(text);
  if (bits === undefined) return { bits: bytes.length * 8, bytes };
  const field = new Uint8Array(Math.ceil(bits / 8)).fill(BLANK);
  field.set(bytes.subarray(0, field.length));
  return highOrder(field, bits);
};

/** The first bits of some bytes as a field. */
function highOrder(bytes: Uint8Array, bits: number): BitField {
  const spare = bytes.length * 8 - bits;
  if (spare === 0) return { bits, bytes };
  const shifted = bytes.map(
    (byte, index) => (byte >> spare) | (index > 0 ? (bytes[index - 1] << (8 - spare)) & 0xff : 0),
  );
  return { bits, bytes: shifted };
}

const digitsOf =
  (pattern: RegExp, perByte: number, radix: number, name: string): Nominal =>
  (text, { bits }, at) => {
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
    return { bits: bits ?? count * 8, bytes: rightAligned(bytes, Math.ceil((bits ?? count * 8) / 8)) };
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
