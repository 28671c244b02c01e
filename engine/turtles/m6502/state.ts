/** Where the processor's state lies in linear memory (MCS6500 Programming Manual, "Microprocessor Architecture"). */
import { StateLayout } from "../../translator/state.ts";

const layout = new StateLayout();

/** Registers hold a byte each, flags 0 or 1, one word for each, so that a translator can drop what nobody reads. */
export const state = {
  accumulator: layout.word("accumulator"),
  indexX: layout.word("indexX"),
  indexY: layout.word("indexY"),
  /** The stack is page 1: the next byte is pushed at $0100 + this. */
  stackPointer: layout.word("stackPointer"),
  negative: layout.word("negative"),
  overflow: layout.word("overflow"),
  decimal: layout.word("decimal"),
  interruptDisable: layout.word("interruptDisable"),
  zero: layout.word("zero"),
  carry: layout.word("carry"),
  /** 16 bits. While a definition runs: of the next instruction in storage. */
  programCounter: layout.word("programCounter"),
  /** Clock cycles so far, modulo 2^32. */
  cycles: layout.word("cycles"),
  /** Clock cycles so far, in units of 2^32; the processor carries into it, definitions do not. */
  cyclesHigh: layout.word("cyclesHigh"),
} as const;

/** Bytes of the state. */
export const STATE_SIZE = layout.size;
