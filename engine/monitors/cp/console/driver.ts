/** What drives real terminals of one sort. */
import type { Vm } from "../vm.ts";
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
  /**
   * Writes a screen as a program gives it: data of Write or Erase/Write. False where the screen is not the program's, or there is none. `key` tells one operation of a
   * virtual machine's from another. Throws `Wait` until it is done.
   */
  writeScreen?(vm: Vm, terminal: Terminal, key: string, data: Uint8Array, erases: boolean): boolean;
  /** Reads a program's screen: what has been modified, or all of it. Undefined where it is not the program's. Throws `Wait` until it is done. */
  readScreen?(vm: Vm, terminal: Terminal, key: string, most: number, modified: boolean): Uint8Array | undefined;
  /** A terminal begins: CP has been loaded, or its user has gone. */
  begin?(terminal: Terminal): void;
}
