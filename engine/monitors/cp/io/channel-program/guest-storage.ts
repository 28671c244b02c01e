/**
 * A virtual machine's storage as its channels would reach it: by its real addresses, under the key of the channel address word (GA22-7000, "Storage
 * Area"). Everything here may throw `Wait` for a page.
 */
import type { Vm } from "../../vm.ts";
import { BLOCK } from "./ccw.ts";

/** Storage key: fetch protection. */
const FETCH_PROTECTION = 0x08;

/** Why something cannot be reached: what the channel would find. */
export type Unreachable = "outside" | "protected";

/** A stretch of the virtual machine's real storage; `to` is behind its last byte. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export class GuestStorage {
  readonly #vm: Vm;
  /** 0x00 to 0xF0. */
  readonly #key: number;
  /** Whether blocks may be fetched from, by their addresses. */
  readonly #fetchable = new Map<number, boolean>();

  constructor(vm: Vm, key: number) {
    this.#vm = vm;
    this.#key = key;
  }

  get size(): number {
    return this.#vm.state.size;
  }

  /** Absolute address behind a real one, which is within storage. */
  absolute(real: number): number {
    return this.#vm.absoluteOrException(real);
  }

  /** Whether a byte can be fetched. */
  why(real: number): Unreachable | undefined {
    if (real < 0 || real >= this.size) return "outside";
    const block = real - (real % BLOCK);
    let fetchable = this.#fetchable.get(block);
    if (fetchable === undefined) {
      const key = this.#key === 0 ? 0 : this.#vm.cp.storage.key(this.#vm, block);
      fetchable = this.#key === 0 || (key & 0xf0) === this.#key || (key & FETCH_PROTECTION) === 0;
      this.#fetchable.set(block, fetchable);
    }
    return fetchable ? undefined : "protected";
  }

  /** A word on a word boundary, unsigned. */
  word(real: number): number {
    return this.#vm.host.load32(this.absolute(real));
  }

  byte(real: number): number {
    return this.#vm.host.load8(this.absolute(real));
  }
}
