/**
 * Which bytes of linear memory translations were made from: a bit for every two bytes, so that a byte of the map stands
 * for 16. Translated code looks at those bytes with each store.
 */
export class ProgramMap {
  readonly #bytes: Uint8Array;

  /** `bytes`: the map's own storage, one byte for 16 bytes of linear memory from place 0 on. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Whether any of `length` bytes at a place belongs to a translation. */
  holds(place: number, length: number): boolean {
    const last = (place + length - 1) >>> 1;
    for (let bit = place >>> 1; bit <= last; bit++) {
      if (this.#bytes[bit >>> 3] === 0) bit |= 7;
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
