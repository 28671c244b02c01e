/** What CP knows of a display that is a terminal. */
import type { ScreenOperation } from "./full-screen.ts";

export interface DisplayTerminal {
  /** EBCDIC of the output area, row by row from the top. */
  rows: Uint8Array[];
  /** The last row goes on: its line has not ended. */
  isOpen: boolean;
  /** Rows that are on the screen as they stand here. */
  shown: number;
  /** What stands in the lower right corner. */
  status: string;
  /** Lines that have been taken into rows, and have not been reported as written. */
  taken: number;
  /** The output area is full, and there is more: MORE... */
  isFull: boolean;
  /** The user wants to go on looking: HOLDING. */
  isHeld: boolean;
  /** A program has filled the output area as it wants it (DIAGNOSE X'58'). */
  isProgram: boolean;
  /** All of the screen is a program's own (see `full-screen.ts`), and what the program waits for there. */
  isFullScreen: boolean;
  operation: ScreenOperation | undefined;
  /** The whole screen is to be written. */
  erase: boolean;
  /** The keyboard is locked, as a key has been pressed. */
  isLocked: boolean;
  /** What shall stand in the input area from now on; undefined: what stands there. */
  input: string | undefined;
  /** Whether what is typed there is not shown. */
  isHidden: boolean;
  alarm: boolean;
  /** A line could not be taken: NOT ACCEPTED. */
  isRefused: boolean;
  /** The line that was typed last. */
  last: string;
}

export function newDisplay(): DisplayTerminal {
  return {
    rows: [],
    isOpen: false,
    shown: 0,
    status: "",
    taken: 0,
    isFull: false,
    isHeld: false,
    isProgram: false,
    isFullScreen: false,
    operation: undefined,
    erase: true,
    isLocked: true,
    input: "",
    isHidden: false,
    alarm: false,
    isRefused: false,
    last: "",
  };
}
