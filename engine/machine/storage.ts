/** Main storage of a machine, inside its linear memory, and the one way to change it from outside the processor. */

/** Bytes of a page, as snapshots keep it. */
export const PAGE_SIZE = 4096;
/** Pages of a chunk: the unit in which copies share what did not change at all. */
const CHUNK = 64;
/** Bytes of a line: the unit in which a watcher is told what a copy has brought back. */
const LINE = 64;

/** Storage as it was, in chunks of pages. Copies share pages and chunks; nothing in them is ever written. */
export type StorageCopy = readonly (readonly Uint8Array[])[];

/** A machine's storage. Addresses are absolute, in bytes from its start. */
export class Storage {
  readonly memory: WebAssembly.Memory;
  /** Offset of storage in linear memory. */
  readonly base: number;
  /** Bytes. */
  readonly size: number;
  /** The whole of storage. */
  readonly bytes: Uint8Array;
  /** One entry a page: not 0 where the page may differ from the last snapshot taken or restored. */
  readonly dirty: Uint8Array;
  /** Told of bytes that were changed from outside the processor: what was derived from them is no longer right. */
  watcher: ((address: number, length: number) => void) | undefined;
  /** Words over the same bytes, for comparing. */
  readonly #words: Int32Array;
  #clean: StorageCopy;

  /** `size` is a multiple of 4,096. `end`: bytes of linear memory in all, where more lies behind storage. */
  constructor(base: number, size: number, end = base + size) {
    this.memory = new WebAssembly.Memory({ initial: Math.ceil(end / 65536) });
    this.base = base;
    this.size = size;
    this.bytes = new Uint8Array(this.memory.buffer, base, size);
    this.#words = new Int32Array(this.memory.buffer, base, size / 4);
    const pages = size / PAGE_SIZE;
    this.dirty = new Uint8Array(pages);
    const zeros: readonly Uint8Array[] = new Array(CHUNK).fill(new Uint8Array(PAGE_SIZE));
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
    this.changed(address, bytes.length);
  }

  /** Notes that bytes have been changed from outside the processor. */
  changed(address: number, length: number): void {
    for (let page = address >> 12; page <= (address + length - 1) >> 12; page++) this.dirty[page] = 1;
    this.watcher?.(address, length);
  }

  /** Storage as it is; what has not changed since the last call or {@link restore} is shared with it. */
  save(): StorageCopy {
    const { dirty } = this;
    const copy = [...this.#clean];
    for (let page = this.#nextDirty(0); page >= 0; page = this.#nextDirty(page + 1)) {
      const chunk = Math.floor(page / CHUNK);
      // Where a program has stored what was there already, nothing is copied.
      if (this.#firstDifference(page, copy[chunk][page % CHUNK]) < 0) continue;
      const pages = [...copy[chunk]];
      for (; page >= 0 && page < (chunk + 1) * CHUNK; page = this.#nextDirty(page + 1))
        pages[page % CHUNK] = this.bytes.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
      copy[chunk] = pages;
      if (page < 0) break;
      page--;
    }
    dirty.fill(0);
    this.#clean = copy;
    return copy;
  }
}

function hexadecimal(address: number): string {
  return `X'${address.toString(16).toUpperCase()}'`;
}
