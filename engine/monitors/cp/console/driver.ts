/** What drives real terminals of one sort. */
import type { Terminal } from "./state.ts";

export interface TerminalDriver {
  /** Machine types. */
  readonly types: readonly string[];
  /** Does what there is to do at a terminal: writes, reads, or nothing. Throws `Wait` before it has done anything. */
  look(terminal: Terminal): void;
  /** A terminal begins: CP has been loaded, or its user has gone. */
  begin?(terminal: Terminal): void;
}
