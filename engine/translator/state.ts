/** The named layout of architectural state in a machine's linear memory. */
import type { Word, WordArray } from "./operations.ts";
import type { WideWord, WideWordArray } from "./wide-state.ts";

/** Hands out places, in the order asked for. An instruction set makes one layout, once, for all its machines. */
export class StateLayout {
  #next: number;

  /** `offset`: where the layout begins in linear memory, in bytes: a multiple of 4. */
  constructor(offset = 0) {
    this.#next = offset / 4;
  }

  /** One 32-bit word. */
  word(name: string): Word {
    return this.words(name, 1);
  }

  /** `length` consecutive 32-bit words. */
  words(name: string, length: number): WordArray {
    const index = this.#next;
    this.#next += length;
    return { name, index, length };
  }

  /** One 64-bit word; see `WideStateOperationsOn`. */
  wideWord(name: string): WideWord {
    return this.wideWords(name, 1);
  }

  /** `length` consecutive 64-bit words. */
  wideWords(name: string, length: number): WideWordArray {
    // Where a BigInt64Array over linear memory finds them too.
    if (this.#next % 2 !== 0) this.#next++;
    const wideIndex = this.#next / 2;
    this.#next += 2 * length;
    return { name, wideIndex, length };
  }

  /** Bytes that the state takes so far. */
  get size(): number {
    return this.#next * 4;
  }
}
