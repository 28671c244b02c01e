/**
 * Which bytes of linear memory translations were made from: a bit for every two bytes, so that a byte of the map stands
 * for 16. Translated code looks at those bytes with each store.
 */
export class ProgramMap {
  readonly #bytes: Uint8Array;
  /** The same by words: what channels store is long, and is mostly no program. */
  readonly #words: Int32Array;

  /** `bytes`: the map's own storage, one byte for 16 bytes of linear memory from place 0 on, at a multiple of 4. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
  }

  /** Whether any of `length` bytes at a place belongs to a translation. */
  holds(place: number, length: number): boolean {
    const last = (place + length - 1) >>> 1;
    for (let bit = place >>> 1; bit <= last; bit++) {
      if (this.#words[bit >>> 5] === 0) bit |= 31;
      else if (this.#bytes[bit >>> 3] === 0) bit |= 7;
      else if (this.#bytes[bit >>> 3] & (1 << (bit & 7))) return true;
    }
    return false;
  }

  mark(place: number, length: number): void {
    const last = (place + length - 1) >>> 1;
    for (let bit = place >>> 1; bit <= last; bit++) this.#bytes[bit >>> 3] |= 1 << (bit & 7);
  }

  /** `from` and `to` are multiples of 16. */
  clear(from: number, to: number): void {
    this.#bytes.fill(0, from >>> 4, to >>> 4);
  }
}
