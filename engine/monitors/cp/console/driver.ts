/** What drives real terminals of one sort. */
import type { Terminal } from "./state.ts";

/** A part of a screen that is written. */
export interface ScreenWrite {
  /** First row, from 0. */
  readonly line: number;
  /** EBCDIC, with attributes behind start-field orders. */
  readonly bytes: Uint8Array;
  /** What is there is to be read first. */
  readonly waits: boolean;
  /** Everything goes away instead. */
  readonly clears: boolean;
}

export interface TerminalDriver {
  /** Machine types. */
  readonly types: readonly string[];
  /** Does what there is to do at a terminal: writes, reads, or nothing. Throws `Wait` before it has done anything. */
  look(terminal: Terminal): void;
  /** Writes lines of a screen at once. Throws `Wait` before it has done anything; returns false where there is no screen. */
  show?(terminal: Terminal, writes: readonly ScreenWrite[]): boolean;
  /** A terminal begins: CP has been loaded, or its user has gone. */
  begin?(terminal: Terminal): void;
}
