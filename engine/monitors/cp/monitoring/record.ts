/**
 * Records of the monitor, as they lie on tape: standard variable-length records in blocks of at most 4,096 bytes (GC20-1807, "VM Monitor Tape Format and Content"). Each begins
 * with twelve bytes: its length, zeros, class and code of the MONITOR CALL, and five bytes of the time-of-day clock, from its second on.
 */
import { encodeEbcdic } from "../../../s370/index.ts";

/** Bytes of a block's and of a record's beginning. */
export const BLOCK_HEAD = 4;
export const RECORD_HEAD = 12;

/** Fields behind one another, high bytes first. */
export class Fields {
  readonly #bytes: number[] = [];

  /** Binary fields; of a value that is too large, its low bytes. */
  byte(...values: readonly number[]): this {
    return this.#put(1, values);
  }
  half(...values: readonly number[]): this {
    return this.#put(2, values);
  }
  word(...values: readonly number[]): this {
    return this.#put(4, values);
  }

  #put(bytes: number, values: readonly number[]): this {
    for (const value of values)
      for (let i = bytes - 1; i >= 0; i--) this.#bytes.push(Math.floor(value / 2 ** (8 * i)) & 0xff);
    return this;
  }

  /** EBCDIC, filled up with blanks. */
  text(value: string, length = 8): this {
    this.#bytes.push(...encodeEbcdic(value.padEnd(length).slice(0, length)));
    return this;
  }

  /** Eight bytes: a time as the clock has it, bit 51 a microsecond. */
  time(...microseconds: readonly number[]): this {
    for (const value of microseconds) this.word(Math.floor(value / 2 ** 20), (value % 2 ** 20) * 4096);
    return this;
  }

  raw(bytes: Uint8Array): this {
    this.#bytes.push(...bytes);
    return this;
  }

  get bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

/** The clock's second to sixth byte. */
export function shortTime(microseconds: number): Uint8Array {
  return new Fields().time(microseconds).bytes.subarray(1, 6);
}

/** A record with its head. `now`: microseconds. */
export function record(number: number, code: number, now: number, data: Uint8Array): Uint8Array {
  return new Fields()
    .half(RECORD_HEAD + data.length, 0)
    .byte(number)
    .half(code)
    .raw(shortTime(now))
    .raw(data).bytes;
}
