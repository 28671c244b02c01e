/** Architectural state of 64-bit words, for machines whose registers are that wide. */
import type { I64 } from "./operations.ts";

/** A 64-bit word of architectural state, at a fixed place in linear memory; little-endian. */
export interface WideWord {
  readonly name: string;
  /** Index among the 64-bit words of linear memory. */
  readonly wideIndex: number;
}

/** Consecutive 64-bit words: a register file. */
export interface WideWordArray extends WideWord {
  readonly length: number;
}

export interface WideStateOperationsOn<T64> {
  get64(word: WideWord): T64;
  set64(word: WideWord, value: T64): void;
  /** Element of a register file; the index comes from decoding. */
  getAt64(array: WideWordArray, index: number): T64;
  setAt64(array: WideWordArray, index: number, value: T64): void;
}

/** What definitions see. */
export type WideStateOperations = WideStateOperationsOn<I64>;
