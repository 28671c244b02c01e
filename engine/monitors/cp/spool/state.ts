/** What CP knows of spool files and of the devices that write and read them. */
import type { VirtualDevice } from "../io/state.ts";
import type { PrintingOptions } from "./printing-options.ts";

/** Kind of virtual devices that CP spools. */
export const SPOOLED = "spool";

export function isSpooled(device: VirtualDevice): device is SpoolDevice {
  return device.kind === SPOOLED;
}

/** Where a closed file waits: a virtual reader's input, or output for real printers and punches. */
export type SpoolQueue = "reader" | "printer" | "punch";

/** Files that CP writes about itself: a dump (SFBDUMP), what MONITOR collects (SFBMON). */
export type SpoolContent = "dump" | "monitor";

/** Device on which a file was written. */
export type SpoolOrigin = "PRT" | "PUN" | "CON" | "RDR";

/** A spool file: its SFBLOK (VM/370 Data Areas and Control Block Logic, "SFBLOK"). */
export interface SpoolFile {
  /** Never used again: what pages of the file carry, so that a chain that leads astray is noticed. */
  readonly key: number;
  /** Spool file identification, 1 to 9,900. */
  id: number;
  queue: SpoolQueue;
  owner: string;
  /** Userid that wrote it. */
  origin: string;
  device: SpoolOrigin;
  /** A to Z, 0 to 9. */
  class: string;
  /** 1 to 99; of printer and punch files, how many are left. */
  copies: number;
  userHold: boolean;
  systemHold: boolean;
  /** Filename and filetype, or the two halves of a data set name; empty for none. */
  name: string;
  type: string;
  /** Distribution word on separator pages. */
  distribution: string;
  /** Microseconds of the time-of-day clock. */
  created: number;
  /** Cards, or lines: commands that write; carriage controls do not count. */
  records: number;
  /** Longest record in bytes: 80 or 160 of cards, 132 of lines. */
  recordSize: number;
  /** Blocks of its pages, in order. */
  blocks: number[];
  /** Place in its queue: files go by rising numbers. */
  order: number;
  /** Place of its checkpoint record; -1 until it has one. */
  checkpoint: number;
  /** Of printer files: what a 3800 is to be told. */
  printing?: PrintingOptions;
  /** What it has in place of cards or lines. */
  readonly content?: SpoolContent;
  /** A reader or a real device is busy with it. Not on disk: a restart ends that. */
  inUse: boolean;
}

/** What writes a file: a device, a console, a real reader. */
export interface Writer {
  /** The file that is being written. It belongs to no queue until it is closed. */
  open: WrittenFile | undefined;
  /** A block for the next page, which it has already; 0: none. */
  reserved: number;
}

export function idleWriter(): Writer {
  return { open: undefined, reserved: 0 };
}

export interface WrittenFile {
  readonly file: SpoolFile;
  /** Bytes of the last page that are used. */
  used: number;
  /** Records of the last page. */
  pageRecords: number;
  /** There was no room for more: what comes is dropped, and the file is held when it is closed. */
  full: boolean;
  /** CLOSE has begun: the file is what it will be, and on its way to the disk. */
  closing: boolean;
}

/** A file that a device reads. */
export interface ReadFile {
  /** Key of the file. */
  readonly key: number;
  /** Block of the present page. */
  page: number;
  /** Byte of the present page where the next record begins. */
  at: number;
  /** The file has been read to its end. */
  ended: boolean;
  /** Opened by DIAGNOSE X'14', which reads whole pages. */
  readonly byDiagnose: boolean;
  /** Number of the record that DIAGNOSE X'34' asks for next. */
  record?: number;
  /** Whether the next page that DIAGNOSE X'14' asks for is the present one, not the one after it. */
  first: boolean;
}

/** To whom a device's files go. */
export type Destination =
  | { readonly kind: "off" }
  /** Into this user's reader. */
  | { readonly kind: "to"; readonly userid: string }
  /** To real devices, in this user's name. */
  | { readonly kind: "for"; readonly userid: string };

/** What SPOOL says of files that a device writes, and the one that it is writing. */
export interface SpoolOutput {
  class: string;
  continuous: boolean;
  hold: boolean;
  copies: number;
  destination: Destination;
  /** Of printers and consoles: what a 3800 is to be told. */
  printing?: PrintingOptions;
  /** TAG: 136 characters at most. */
  tag: string;
  readonly writer: Writer;
}

/** What SPOOL says of a device, and what it is doing: VDEVBLOK's spooling part and VSPLCTL. */
export interface SpoolDeviceData extends SpoolOutput {
  readonly function: "reader" | "punch" | "printer";
  /** Of a reader: unit exception after the last card. */
  eof: boolean;
  reading: ReadFile | undefined;
  /** Channel program that goes on. */
  program: ProgramState | undefined;
  /** Command before the present one of a chain; X'03' if there is none. */
  command: number;
  printer: PrinterState | undefined;
  /** A card has been read without being fed. */
  held: boolean;
  /** Key of the file of which DIAGNOSE X'14' told last; 0 at the beginning. */
  told: number;
}

/** Spooling of a virtual console. */
export interface SpooledConsole extends SpoolOutput {
  /** SPOOL CONSOLE START. */
  started: boolean;
  /** TERM: lines are also shown at the terminal. */
  terminal: boolean;
  /** Lines that are not in the file yet. */
  lines: string[];
}

/** A virtual device that CP spools. */
export interface SpoolDevice extends VirtualDevice {
  data: SpoolDeviceData;
}

/** A virtual printer's carriage and buffers. */
export interface PrinterState {
  /** Line where the paper stands, from 1. */
  line: number;
  /** Channels by line, of a printer with a forms control buffer that has been loaded. */
  form: readonly number[] | undefined;
  formsControl: Uint8Array;
  characterSet: Uint8Array;
  /** The line printed last. */
  buffer: Uint8Array;
}

/** A channel program that CP executes itself. */
export interface ProgramState {
  /** Protection key as in the CAW: 0x00 to 0xF0. */
  readonly key: number;
  /** The virtual machine's real address of the next CCW. */
  next: number;
  /** No command has been executed yet. */
  isFirst: boolean;
  /** Residual count of the command before: what a CSW has where the next CCW is none. */
  residual?: number;
  /** A PCI flag has been met. */
  controlled: boolean;
}

/** What a real unit-record device does for spooling: RSPLCTL. */
export interface RealSpoolDevice {
  readonly address: number;
  readonly type: string;
  readonly function: "reader" | "punch" | "printer";
  /** Classes that it takes, in the order in which it looks for them. */
  classes: string;
  /** DRAIN: it stops after the file at hand. */
  drained: boolean;
  separator: boolean;
  /** Frame for its channel programs; 0 before the first. */
  buffer: number;
  active: RealActivity | undefined;
  input: RealInput | undefined;
  /** It could not go on; device end will start it again. */
  stopped: boolean;
}

/** A file on its way to a printer or punch. */
export interface RealActivity {
  readonly key: number;
  stage: "separator" | "data" | "end";
  /** Block of the page at hand. */
  page: number;
  /** Byte of the buffer where the channel program goes on; 0: the page has to be brought there. */
  resume: number;
  /** A channel program has been started. */
  running: boolean;
  /** FLUSH: the rest is left out, of this copy or of all, and the file is held. */
  flush: "" | "copy" | "all";
  hold: boolean;
  /** BACKSPAC: pages to go back; Infinity: to the beginning. */
  back: number;
  /** SPACE: every line with one space. */
  singleSpace: boolean;
}

/** A deck that a real reader reads. */
export interface RealInput {
  readonly output: SpoolOutput;
  /** Userid of the ID card; empty before it, or where it was none: the deck is read and dropped. */
  userid: string;
  name: string;
  type: string;
  /** Cards read. */
  cards: number;
  /** A card that is not in the file yet. */
  card: Uint8Array | undefined;
  running: boolean;
  ended: boolean;
}

/** Everything about spooling. */
export interface SpoolState {
  /** Files that have been closed, by key. */
  files: Record<number, SpoolFile>;
  nextKey: number;
  nextId: number;
  nextOrder: number;
  /** Checkpoint places in use: key of the file, 0 for free. */
  places: number[];
  /** Blocks of the checkpoint area, the header's first. */
  area: number[];
  /** Blocks of it, behind the header, that have had records. */
  recordBlocks: number;
  /** Generation of the checkpoint area: records of others do not count. */
  generation: number;
  /** How far the start has come. */
  starting: Starting | undefined;
  /** Messages for the operator, who is not logged on yet. */
  untold: string[];
  /** Spooling can be used: what was there before has been found. */
  ready: boolean;
  /** Virtual consoles that are spooled, or have been told how, by number of their virtual machine. */
  consoles: Record<number, SpooledConsole>;
  real: Record<number, RealSpoolDevice>;
  /** Userids whose files an operator holds (SHQBLOK): device type, or both. */
  holds: { readonly userid: string; readonly queue: SpoolQueue | "all" }[];
}

/** Start of spooling: what is next. */
export interface Starting {
  readonly kind: "warm" | "checkpoint" | "cold";
  step: "header" | "records" | "chains";
  /** Number of the block of the checkpoint area that is next. */
  at: number;
  /** Keys of the files whose pages are still to be found. */
  left: number[];
  /** Block of the page that comes next of the first of them; 0: its first. */
  page: number;
}

export function initialSpool(): SpoolState {
  return {
    files: {},
    nextKey: 1,
    nextId: 1,
    nextOrder: 1,
    places: [],
    area: [],
    recordBlocks: 0,
    generation: 0,
    starting: undefined,
    untold: [],
    ready: false,
    consoles: {},
    real: {},
    holds: [],
  };
}
