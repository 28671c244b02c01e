/** What CP knows of terminals and virtual consoles. */

/** A real terminal. */
export interface Terminal {
  /** Real address. */
  readonly address: number;
  /** Number of the virtual machine whose user sits there; 0: nobody is logged on. */
  vm: number;
  /** Lines for LOGON and the like, while nobody is. */
  readonly userid?: string;
}

/** By real address. */
export type TerminalsState = Record<number, Terminal>;

/** A virtual machine's console, as its user has it: part of its VDEVBLOK. */
export interface VirtualConsole {
  /** Lines that the user has typed for the virtual machine, which has not read them. */
  lines: string[];
  /** The channel program that waits for a line: its next CCW, by the virtual machine's real address, and key. */
  reading: { readonly program: number; readonly key: number } | undefined;
}
