/** What CP knows of a display that is a terminal. */

/** The words in the lower right corner. */
export type DisplayStatus = "CP READ" | "VM READ" | "RUNNING" | "MORE..." | "HOLDING" | "NOT ACCEPTED" | "ONLINE";

export interface DisplayTerminal {
  /** EBCDIC of the output area, by row. */
  rows: Uint8Array[];
  /** A full screen: MORE… is shown until it is cleared. */
  status: DisplayStatus;
  /** Rows that have changed since they were written. */
  stale: boolean;
  /** The whole screen has to be written again. */
  erase: boolean;
  /** The user wants the present screen to stay: HOLDING. */
  holding: boolean;
  /** What is written into the input area: a PF key that is DELAYED, RETRIEVE. */
  input: string | undefined;
  /** A line that could not be taken. */
  notAccepted: boolean;
  /** Last line that was typed. */
  last: string;
}
