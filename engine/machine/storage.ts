/** Main storage of a machine, inside its linear memory, and the one way to change it from outside the processor. */

/** Bytes of a page, as snapshots keep it. */
export const PAGE_SIZE = 4096;

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
  #clean: Uint8Array[];
  /** Told of bytes that were changed from outside the processor: what was derived from them is no longer right. */
  watcher: ((address: number, length: number) => void) | undefined;

  /** `size` is a multiple of 4,096. `end`: bytes of linear memory in all, where more lies behind storage. */
  constructor(base: number, size: number, end = base + size) {
    this.memory = new WebAssembly.Memory({ initial: Math.ceil(end / 65536) });
    this.base = base;
    this.size = size;
    this.bytes = new Uint8Array(this.memory.buffer, base, size);
    const zero = new Uint8Array(PAGE_SIZE);
    const pages = size / PAGE_SIZE;
    this.dirty = new Uint8Array(pages);
    this.#clean = Array.from({ length: pages }, () => zero);
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

  /** The pages as they are; those unchanged since the last call or {@link restore} are shared with it. */
  save(): readonly Uint8Array[] {
    this.dirty.forEach((changed, page) => {
      if (changed) this.#clean[page] = this.bytes.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
    });
    this.dirty.fill(0);
    return [...this.#clean];
  }

  restore(pages: readonly Uint8Array[]): void {
    pages.forEach((content, page) => {
      if (this.dirty[page] || this.#clean[page] !== content) this.bytes.set(content, page * PAGE_SIZE);
    });
    this.#clean = [...pages];
    this.dirty.fill(0);
  }
}

function hexadecimal(address: number): string {
  return `X'${address.toString(16).toUpperCase()}'`;
}
