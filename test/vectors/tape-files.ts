/** Tapes for tests: small images with contents that tell each block from all others. */
import { writeTape } from "../../engine/s370/devices/images/tape.ts";
import { encodeEbcdic } from "../../engine/s370/index.ts";

/** A tape mark, among blocks. */
export const MARK = null;

/** Bytes in which each says its number and its block: block 3 is 30 31 32 …, modulo 256. */
export function block(number: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (16 * number + i) & 0xff);
}

/** A block of EBCDIC text. */
export function text(characters: string): Uint8Array {
  return encodeEbcdic(characters);
}

/** An image of blocks and tape marks. */
export function tapeFile(
  contents: readonly (Uint8Array | null)[],
  options: Parameters<typeof writeTape>[1] = {},
): Uint8Array {
  return new Uint8Array(Buffer.concat([...writeTape(contents, options)]));
}
