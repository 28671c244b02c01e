/** Bytes that only grow, and are saved without being copied: what printers and punches put out. */

const CHUNK = 0x8000;

/** What of the bytes a snapshot holds: full chunks and the last one, of which it looks at its own part only. */
export interface SavedBytes {
  readonly chunks: readonly Uint8Array[];
  readonly length: number;
}

const NOTHING: SavedBytes = { chunks: [], length: 0 };

export class GrowingBytes {
  #chunks: Uint8Array[] = [];
  #length = 0;
  /** What the last save returned, while nothing has been added since. */
  #saved: SavedBytes | undefined = NOTHING;
  /** Whether the last chunk may hold what another future has put behind the present length. */
  #isShared = false;

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  append(bytes: Uint8Array): void {
    let from = 0;
    while (from < bytes.length) {
      const chunk = this.#open();
      const at = this.#length % CHUNK;
      const count = Math.min(bytes.length - from, CHUNK - at);
      chunk.set(from === 0 && count === bytes.length ? bytes : bytes.subarray(from, from + count), at);
      this.#length += count;
      from += count;
    }
    this.#saved = undefined;
  }

  /** A copy of the bytes from `from` (inclusive) to `to` (exclusive). */
  read(from = 0, to = this.#length): Uint8Array {
    const end = Math.min(to, this.#length);
    const bytes = new Uint8Array(Math.max(0, end - from));
    for (let at = from; at < end; ) {
      const count = Math.min(end - at, CHUNK - (at % CHUNK));
      bytes.set(this.#chunks[Math.floor(at / CHUNK)].subarray(at % CHUNK, (at % CHUNK) + count), at - from);
      at += count;
    }
    return bytes;
  }

  /** The bytes as characters of these code points, from `from` on. */
  text(from = 0): string {
    const parts: string[] = [];
    for (let at = from; at < this.#length; ) {
      const count = Math.min(this.#length - at, CHUNK - (at % CHUNK));
      const chunk = this.#chunks[Math.floor(at / CHUNK)];
      parts.push(charactersOf(chunk.subarray(at % CHUNK, (at % CHUNK) + count)));
      at += count;
    }
    return parts.join("");
  }

  save(): SavedBytes {
    this.#saved ??= { chunks: this.#chunks.slice(), length: this.#length };
    return this.#saved;
  }

  restore(saved: SavedBytes): void {
    this.#chunks = saved.chunks.slice();
    this.#length = saved.length;
    this.#saved = saved;
    this.#isShared = saved.length % CHUNK !== 0;
  }

  /** The chunk that the next byte goes into. */
  #open(): Uint8Array {
    if (this.#length % CHUNK === 0) this.#chunks.push(new Uint8Array(CHUNK));
    else if (this.#isShared) this.#chunks[this.#chunks.length - 1] = this.#chunks[this.#chunks.length - 1].slice();
    this.#isShared = false;
    return this.#chunks[this.#chunks.length - 1];
  }
}

const utf8 = new TextDecoder();

/** Characters of these code points. */
function charactersOf(bytes: Uint8Array): string {
  return bytes.every((byte) => byte < 0x80) ? utf8.decode(bytes) : String.fromCharCode(...bytes);
}
