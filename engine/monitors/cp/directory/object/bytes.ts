/** Fields of control blocks: halfwords, fullwords, EBCDIC text; and the checksum of a record. */
import { decodeEbcdic, encodeEbcdic } from "../../../../s370/index.ts";

/** Some bytes of a record, from `at` on. */
export class Fields {
  readonly #view: DataView;
  readonly #at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = at;
  }

  byte(field: number): number {
    return this.#view.getUint8(this.#at + field);
  }
  half(field: number): number {
    return this.#view.getUint16(this.#at + field);
  }
  word(field: number): number {
    return this.#view.getUint32(this.#at + field);
  }
  /** Without the blanks at its end. */
  text(field: number, length: number): string {
    const from = this.#view.byteOffset + this.#at + field;
    return decodeEbcdic(new Uint8Array(this.#view.buffer, from, length)).trimEnd();
  }

  setByte(field: number, value: number): void {
    this.#view.setUint8(this.#at + field, value);
  }
  setHalf(field: number, value: number): void {
    this.#view.setUint16(this.#at + field, value);
  }
  setWord(field: number, value: number): void {
    this.#view.setUint32(this.#at + field, value);
  }
  /** With blanks behind it. */
  setText(field: number, length: number, text: string): void {
    encodeEbcdic(text.padEnd(length))
      .subarray(0, length)
      .forEach((byte, i) => {
        this.setByte(field + i, byte);
      });
  }
}

const POLYNOMIAL = 0xedb88320;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = (sum & 1) === 0 ? sum >>> 1 : (sum >>> 1) ^ POLYNOMIAL;
  return sum;
});

/** CRC-32 (that of ISO 3309). */
export function checksum(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = TABLE[(sum ^ byte) & 0xff] ^ (sum >>> 8);
  return ~sum >>> 0;
}
