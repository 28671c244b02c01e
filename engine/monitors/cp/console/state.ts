/** What CP knows of terminals and virtual consoles. */

import type { Charged } from "./accounting-state.ts";
import type { Ccw } from "./channel-program.ts";
import type { DisplayTerminal } from "./display-state.ts";
import type { LogicalLine } from "./line-edit.ts";
import type { PasswordDialogue } from "./passwords.ts";
import type { PerState, TraceState } from "./trace-state.ts";

/** A virtual console whose channel program goes on when a line has been written. */
export interface WritingConsole {
  readonly vm: number;
  readonly device: number;
  /** Number of its operation. */
  readonly operation: number;
}

/** A line that waits to be written at a terminal. */
export interface OutputLine {
  /** EBCDIC. */
  readonly bytes: Uint8Array;
  /** Whether the carrier returns behind it. */
  readonly returns: boolean;
  /** Whether the alarm sounds with it. */
  readonly alarm?: boolean;
  /** The virtual console that has written it and waits for its end. */
  readonly from?: WritingConsole;
}

/** Who is logging on: the userid has been accepted, the password has not come. */
export interface LogonDialogue {
  readonly userid: string;
  readonly noIpl: boolean;
  /** The masking characters have been typed; an empty line asks for them. */
  masked: boolean;
}

/** A real terminal. */
export interface Terminal {
  /** Real address. */
  readonly address: number;
  /** Machine type: "3215", "1052", "3277". */
  readonly type: string;
  /** Number of the virtual machine whose user sits there; 0: nobody is logged on. */
  vm: number;
  logon: LogonDialogue | undefined;
  /** Whether users may log on here: ENABLE, DISABLE. */
  enabled: boolean;
  /** First one first. */
  output: OutputLine[];
  /** What it does for CP; "halting": a read that is being ended so that something can be written. */
  doing: "nothing" | "writing" | "reading" | "halting";
  /** The user wants to say something: a line has been typed, or the attention key pressed. */
  attention: boolean;
  /** It is to be looked after: a task for that waits. */
  poked: boolean;
  /** It does nothing until it is made ready. */
  notReady: boolean;
  /** Lines that have been typed and not been acted on. */
  typed: LogicalLine[];
  /** Of a display: what is on it. */
  display: DisplayTerminal | undefined;
  /** Connected by DIAL to a virtual machine's display. */
  dialed: { readonly vm: number; readonly device: number } | undefined;
}

/** By real address. */
export type TerminalsState = Record<number, Terminal>;

/** Symbols of line editing, and how lines are typed: TERMINAL. Each symbol is one character, or "" for none. */
export interface TerminalSettings {
  characterDelete: string;
  lineDelete: string;
  lineEnd: string;
  escape: string;
  /** Characters to a line of output, 1 to 255; 0 for as many as come. */
  lineSize: number;
  /** ATTN: an exclamation mark acknowledges the attention key. */
  attention: boolean;
  mask: boolean;
  apl: boolean;
  text: boolean;
  /** BREAKIN: whether what CP has to say replaces a program's screen at once, or waits until the user leaves that (later than VM/370). */
  breakIn: "IMMED" | "GUESTCTL";
  /** MODE: where one press of the attention key leads. */
  mode: "CP" | "VM";
}

/** A virtual machine's console, as its user has it. */
export interface VmConsole {
  /** The user is in CP: the next line is a command (CP READ). */
  inCp: boolean;
  /** Its program waits for a line (VM READ). */
  reading: boolean;
  /** Lines that the user has typed for its program, which has not read them. */
  lines: string[];
  /** The attention key has been pressed for it, and it has not been told: its console is busy. */
  attention: boolean;
  /** Operations that its consoles have begun. */
  operations: number;
  /** A password that the user is asked for. */
  asked: PasswordDialogue | undefined;
  /** Wrong passwords of LINK in this session. */
  wrongPasswords: number;
  /** SLEEP: no line is read until then; microseconds, or Infinity until attention. */
  sleepsUntil: number | undefined;
  readonly settings: TerminalSettings;
  /** SET PFnn: "IMMED QUERY TIME", by number. */
  functionKeys: Record<number, string>;
  /** Virtual addresses that displays can dial: SPECIAL 3270 and DEFINE GRAF. */
  displayLines: number[];
  /** DIAGNOSE 54: PA2 is an external interruption. */
  programAccess2: boolean;
  /** Microseconds of the time-of-day clock at logon. */
  loggedOnAt: number;
  /** Pages that LOCK keeps in storage. */
  locked: number[];
  /** What TRACE tells. */
  trace: TraceState;
  /** What PER tells. */
  per: PerState | undefined;
  /** Lines of TRACE and PER for the printer. */
  traced: string[];
  /** ADSTOP: where, as a real address of the virtual machine's, and the halfword that was there. */
  adstop: { readonly address: number; readonly instruction: number } | undefined;
  /** The processor's assists do not help, so that CP sees what is traced. */
  assistOff: boolean;
  /** ECHO: how often each line is repeated; 0: it is not in force. */
  echo: number;
  /** DIAGNOSE 8 whose commands have not all been executed: how many have, and what they have said to its buffer. */
  commands: { done: number; readonly said: string[] } | undefined;
  /** Who pays instead of the user. */
  charged: Charged | undefined;
  /** Processor times at the last ACNT, microseconds. */
  accountedVirtual: number;
  accountedTotal: number;
  /** SET INPUT and OUTPUT: EBCDIC code for code. */
  inputTranslation: Record<number, number>;
  outputTranslation: Record<number, number>;
}

/** What a virtual machine's console is doing: a channel program. */
export interface ConsoleOperation {
  /** Tells it from those before it. */
  readonly number: number;
  /** Real address (the virtual machine's) of the next CCW. */
  next: number;
  /** The CCW in hand. */
  current: Ccw | undefined;
  /** As in the CAW: 0x00 to 0xF0. */
  readonly key: number;
  /** Command code where data chaining leads on; 0 otherwise. */
  command: number;
  /** "step": a CCW is to be looked at; "write": a line is being written; "line": a line is awaited; "pause": it goes on in a moment. */
  state: "step" | "write" | "line" | "pause";
  /** HALT I/O has come while a line was being written. */
  halted: boolean;
  /** When its line began to be written: microseconds. */
  began: number;
  /** CCWs executed since time last passed. */
  atOnce: number;
}

/** The data of a console's VDEVBLOK. */
export interface ConsoleData {
  operation: ConsoleOperation | undefined;
}
