/** Main storage of a machine, inside its linear memory, and the one way to change it from outside the processor. */

/** Bytes of a page, as snapshots keep it. */
export const PAGE_SIZE = 4096;
/** Pages of a chunk: the unit in which copies share what did not change at all. */
const CHUNK = 64;
const PAGE_WORDS = PAGE_SIZE / 4;

/** Offset in linear memory behind storage and its notes of what is dirty. */
export function endOfStorage(base: number, size: number): number {
  return base + size + size / PAGE_SIZE;
}

/** Storage as it was, in chunks of pages. Copies share pages and chunks; nothing in them is ever written. */
export type StorageCopy = readonly (readonly Int32Array[])[];

/** A machine's storage. Addresses are absolute, in bytes from its start. */
export class Storage {
  readonly memory: WebAssembly.Memory;
  /** Offset of storage in linear memory. */
  readonly base: number;
  /** Bytes. */
  readonly size: number;
  /** The whole of storage. */
  readonly bytes: Uint8Array;
  /** One entry a page, right behind storage in linear memory: not 0 where the page may differ from the last snapshot taken or restored. */
  readonly dirty: Uint8Array;
  /**
   * Told of bytes that were changed otherwise than by instructions: what was derived from them is no longer right.
   * `replaced`: there is something new there now; else the machine has stored for itself, or gone back in time, as it may
   * do again and again.
   */
  watcher: ((address: number, length: number, replaced: boolean) => void) | undefined;
  /** Words over the same bytes, for comparing. */
  readonly #words: Int32Array;
  #clean: StorageCopy;

  /** `size` is a multiple of 4,096. `end`: bytes of linear memory in all, where more lies behind storage. */
  constructor(base: number, size: number, end = endOfStorage(base, size)) {
    this.memory = new WebAssembly.Memory({ initial: Math.ceil(end / 65536) });
    this.base = base;
    this.size = size;
    this.bytes = new Uint8Array(this.memory.buffer, base, size);
    this.#words = new Int32Array(this.memory.buffer, base, size / 4);
    const pages = size / PAGE_SIZE;
    this.dirty = new Uint8Array(this.memory.buffer, base + size, pages);
    const zeros: readonly Int32Array[] = new Array(CHUNK).fill(new Int32Array(PAGE_WORDS));
    this.#clean = Array.from({ length: Math.ceil(pages / CHUNK) }, (_, chunk) =>
      (chunk + 1) * CHUNK <= pages ? zeros : zeros.slice(0, pages % CHUNK),
    );
  }

  /** A copy of `length` bytes; what lies beyond storage is left out. */
  read(address: number, length: number): Uint8Array {
    return this.bytes.slice(address, address + length);
  }

  /** Stores bytes from outside the processor. Throws RangeError where they do not fit. */
  write(address: number, bytes: Uint8Array): void {
    if (address < 0 || address + bytes.length > this.size)
      throw new RangeError(
        `${bytes.length} bytes at ${hexadecimal(address)} lie beyond storage, which ends at ${hexadecimal(this.size - 1)}`,
      );
    this.bytes.set(bytes, address);
    this.changed(address, bytes.length, true);
  }

  /** Notes that bytes have been changed otherwise than by instructions; `replaced` as for {@link watcher}. */
  changed(address: number, length: number, replaced = false): void {
    for (let page = address >> 12; page <= (address + length - 1) >> 12; page++) this.dirty[page] = 1;
    this.watcher?.(address, length, replaced);
  }

  /** Storage as it is; what has not changed since the last call or {@link restore} is shared with it. */
  save(): StorageCopy {
    const { dirty } = this;
    const copy = [...this.#clean];
    for (let first = 0; first < dirty.length; first += CHUNK) {
      const old = this.#clean[first / CHUNK];
      let pages: Int32Array[] | undefined;
      for (let i = 0; i < old.length; i++) {
        // Where a program has stored what was there already, nothing is copied.
        if (dirty[first + i] === 0 || this.#firstDifference(first + i, old[i], 0) === PAGE_WORDS) continue;
        pages ??= [...old];
        pages[i] = this.#words.slice((first + i) * PAGE_WORDS, (first + i + 1) * PAGE_WORDS);
      }
      if (pages) copy[first / CHUNK] = pages;
    }
    dirty.fill(0);
    this.#clean = copy;
    return copy;
  }

  /** Makes storage what it was. Only words that differ are touched, and told to the watcher. */
  restore(copy: StorageCopy): void {
    const { dirty } = this;
    for (let first = 0; first < dirty.length; first += CHUNK) {
      const old = this.#clean[first / CHUNK];
      const pages = copy[first / CHUNK];
      for (let i = 0; i < pages.length; i++)
        if (dirty[first + i] !== 0 || old[i] !== pages[i]) this.#restorePage(first + i, pages[i]);
    }
    this.#clean = copy;
    dirty.fill(0);
  }

  #restorePage(page: number, content: Int32Array): void {
    const words = this.#words;
    const at = page * PAGE_WORDS;
    let i = this.#firstDifference(page, content, 0);
    while (i < PAGE_WORDS) {
      const first = i;
      for (; i < PAGE_WORDS && words[at + i] !== content[i]; i++) words[at + i] = content[i];
      this.watcher?.(4 * (at + first), 4 * (i - first), false);
      i = this.#firstDifference(page, content, i);
    }
  }

  /** Index of the first word of a page, from one on, that is not as in `content`; 1,024 where there is none. */
  #firstDifference(page: number, content: Int32Array, from: number): number {
    const words = this.#words;
    const at = page * PAGE_WORDS;
    let i = from;
    while (i < PAGE_WORDS && words[at + i] === content[i]) i++;
    return i;
  }
}

function hexadecimal(address: number): string {
  return `X'${address.toString(16).toUpperCase()}'`;
}
