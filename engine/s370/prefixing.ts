/** Prefixing: from real addresses to absolute ones (GA22-7000, "Prefixing"). */
import type { Storage } from "../machine/storage.ts";
import { state } from "./state.ts";

/** Bits of an address that the prefix takes the place of: the number of a 4 KiB block. */
export const PREFIX_BITS = 0xff_f000;

/** Absolute address of a real one: the first 4 KiB and those that the prefix names change places. */
export function absoluteAddress(real: number, prefix: number): number {
  const block = real & ~0xfff;
  if (block === 0) return prefix | real;
  return block === prefix ? real & 0xfff : real;
}

/** Storage by real addresses, as the processor itself uses it: assigned locations and translation tables. */
export class RealStorage {
  readonly #storage: Storage;
  readonly #words: Int32Array;
  readonly #view: DataView;

  /** `words`: architectural state. */
  constructor(storage: Storage, words: Int32Array) {
    this.#storage = storage;
    this.#words = words;
    this.#view = new DataView(storage.bytes.buffer, storage.base, storage.size);
  }

  absolute(real: number): number {
    const prefix = this.#words[state.prefix.index];
    return prefix === 0 ? real : absoluteAddress(real, prefix);
  }

  /** Whether the word at a real address exists. */
  has(real: number): boolean {
    return this.absolute(real) + 4 <= this.#storage.size;
  }

  /** Whether the assigned storage locations exist: not with a prefix that lies beyond storage. */
  get hasAssignedLocations(): boolean {
    return this.has(0);
  }

  /** Signed. The word is there, and lies in one page. */
  word(real: number): number {
    return this.#view.getInt32(this.absolute(real));
  }
  /** Unsigned. */
  halfword(real: number): number {
    return this.#view.getUint16(this.absolute(real));
  }
  setWord(real: number, value: number): void {
    const at = this.absolute(real);
    this.#view.setInt32(at, value);
    this.#storage.changed(at, 4);
  }
  setHalfword(real: number, value: number): void {
    const at = this.absolute(real);
    this.#view.setUint16(at, value);
    this.#storage.changed(at, 2);
  }
}
