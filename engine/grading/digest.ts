/** A hash that says whether two runs ended in the same state. It guards against mistakes, not against forgery. */

/**
 * FNV-1a with 64 bits over 32-bit words instead of bytes: h = (h xor word) * 1099511628211 mod 2^64, from 14695981039346656037
 * (Fowler, Noll and Vo, "The FNV Non-Cryptographic Hash Algorithm"). The 64 bits are two halves, since BigInt is too slow for storage.
 */
export class Digest {
  #high = 0xcbf29ce4;
  #low = 0x84222325;

  /** Adds the low 32 bits of a number. */
  word(value: number): void {
    const low = (this.#low ^ value) >>> 0;
    const high = this.#high;
    // The prime is 2^40 + 0x1b3: high word gets high * 0x1b3 + low * 2^8 + the carry of low * 0x1b3.
    const product = low * 0x1b3;
    this.#low = product >>> 0;
    this.#high = (Math.imul(high, 0x1b3) + (low << 8) + Math.floor(product / 0x1_0000_0000)) >>> 0;
  }

  /** Adds bytes, four to a word, and how many there were. */
  bytes(bytes: Uint8Array): void {
    const { length } = bytes;
    const whole = length & ~3;
    for (let i = 0; i < whole; i += 4) {
      this.word(((bytes[i]! << 24) | (bytes[i + 1]! << 16) | (bytes[i + 2]! << 8) | bytes[i + 3]!) >>> 0);
    }
    for (let i = whole; i < length; i++) this.word(bytes[i]!);
    this.word(length);
  }

  /** Adds a text by its UTF-16 code units. */
  text(text: string): void {
    for (let i = 0; i < text.length; i++) this.word(text.charCodeAt(i));
    this.word(text.length);
  }

  /** The hash of everything added, 16 hexadecimal digits. */
  hex(): string {
    return (this.#high.toString(16).padStart(8, "0") + this.#low.toString(16).padStart(8, "0")).toUpperCase();
  }
}
