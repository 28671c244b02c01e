/** Statements of a configuration about devices: address, type, media, options. */
import { type ConfigurationPlace, forDevice, type Reporter, type Statement, type Word } from "./configuration-text.ts";

interface Common {
  /** 000-FFF: channel and unit. */
  readonly address: number;
  /** As the statement has it, without the C of an integrated console: "3215", "2540R". */
  readonly type: string;
  readonly place: ConfigurationPlace;
}

/** What a device is to be, and with what in it. Names of media are as the statement has them. */
export type DeviceDefinition = Common & DeviceKind;

export type DeviceKind =
  | { readonly kind: "console" }
  | ReaderKind
  | PunchKind
  | PrinterKind
  | DiskKind
  | TapeKind
  | { readonly kind: "display" /** 1: 12 rows of 40 characters; 2: 24 rows of 80. */; readonly model: 1 | 2 }
  | { readonly kind: "adapter" /** What the other machine's end has too. */; readonly name: string };

/** How lines end in a text file that a device writes, and whether the file is begun anew. */
export interface LineEnds {
  readonly carriageReturn: boolean;
  readonly append: boolean;
}

export interface ReaderKind {
  readonly kind: "reader";
  /** One behind the other in the hopper. */
  readonly decks: readonly string[];
  /** What the decks are in; undefined: it is to be seen from each. */
  readonly code: "ascii" | "ebcdic" | undefined;
  /** Whether the operator has pressed the end-of-file key: the last card is followed by unit exception. */
  readonly endOfFile: boolean;
  /** Whether longer lines of text are cut at column 80, and an incomplete last card is filled up. */
  readonly lenient: boolean;
}

export interface PunchKind {
  readonly kind: "punch";
  readonly file: string | undefined;
  readonly ascii: boolean;
  readonly lines: LineEnds;
  /** The card read feature of a 3525: a deck in its hopper, if any, and whether the end-of-file key is pressed. */
  readonly reads?: { readonly deck: string | undefined; readonly endOfFile: boolean };
}

export interface PrinterKind {
  readonly kind: "printer";
  readonly file: string | undefined;
  readonly lines: LineEnds;
  /** Lines of a page, 1-255. */
  readonly linesPerPage: number;
  readonly linesPerInch: 6 | 8;
  /** Line (from 1) of each channel of the carriage tape, by channel (1-12); undefined: the printer's own. */
  readonly carriage: ReadonlyMap<number, number> | undefined;
  /** Columns that lines are moved to the right (3211), 0-31. */
  readonly indexing: number;
}

export interface DiskKind {
  readonly kind: "disk";
  /** Undefined: no pack is mounted. */
  readonly image: string | undefined;
  readonly readOnly: boolean;
  /** Whether an image that is damaged is mounted all the same: read only, without what is damaged. */
  readonly damaged: boolean;
  /** Name of the file that takes what is written, in place of the image; `*` in it stands for a digit. */
  readonly shadow: string | undefined;
  /** Volume serial number of the blank pack that is made where there is no such image. */
  readonly blank: string | undefined;
}

export interface TapeKind {
  readonly kind: "tape";
  /** Undefined: no tape is mounted. */
  readonly tape: string | undefined;
  /** Whether the reel has no write-enable ring. */
  readonly readOnly: boolean;
  /** Whether an image that is damaged is mounted all the same: read only, and as far as it is sound. */
  readonly damaged: boolean;
  /** Whether a blank tape is mounted where there is none of that name. */
  readonly blank: boolean;
  /**
   * The unit's model: "1" to "6" of a 2401 or 2415, "5" or "7" of a 2420, "1" to "3" of a 3410 or 3411, "3" to "8" of a
   * 3420; undefined: the last one.
   */
  readonly model?: string;
  readonly sevenTrack?: boolean;
  /** What else the operator says who mounts it: "density", "1600". */
  readonly orders?: readonly string[];
}

/** Type of device, and what the rest of its statement says. */
const TYPES: Readonly<Record<string, (words: Words) => DeviceKind>> = {
  ...same("1052 3215", console),
  ...same("1442 2501 3505 2540R", reader),
  ...same("3525 2540P", punch),
  ...same("1403 3211", printer),
  ...same("2305 2311 2314 3330 3340 3350 3375 3380 3390", disk),
  ...same("2401 2415 2420 3410 3411 3420 8809", tape),
  ...same("3270 3277 3278", display),
  ...same("CTCA 3088", adapter),
};

/** Types that a configuration's statements can name, but for a console's C. */
export const DEVICE_TYPES: readonly string[] = Object.keys(TYPES);

/** Types that other machines have: their addresses stay without a device, and the rest of the machine works. */
const ABSENT_TYPES: Readonly<Record<string, string>> = {
  ...same("2702 2703 3704 3705 3725 TELE TTY COMMADPT", "communication lines"),
  ...same("CTCI CTCI-W32 CTCT CTCE VMNET LCS OSA QETH 3172 8232", "networks"),
  ...same("3310 3370 9313 9332 9335 9336 0671 0671-04 FBA", "disks of fixed blocks"),
  ...same("9345", "disks of later times"),
  ...same("3422 3430 3480 3490 3590 9347", "tapes of later times"),
  ...same("3284 3286 3287", "printers of display systems"),
  ...same("3504", "card readers of other kinds (a 3505 can stand in)"),
  ...same("1443 3203", "printers of other kinds (a 1403 can stand in)"),
  ...same("SYSG 3279-C HWC", "integrated displays"),
};

function same<T>(names: string, value: T): Record<string, T> {
  return Object.fromEntries(names.split(" ").map((name) => [name, value]));
}

/** Reads a device's statement for one of its addresses. Undefined where that has no device. */
export function readDevice(address: number, statement: Statement, reporter: Reporter): DeviceDefinition | undefined {
  const [first, typeWord, ...rest] = statement;
  if (typeWord === undefined) {
    reporter.error(first, `${first.text} is followed by a type of device: 3350`);
    return undefined;
  }
  const type = typeWord.text.toUpperCase().replace(/^(1052|3215)-C$/, "$1");
  const read = TYPES[type];
  if (read === undefined) {
    const absent = ABSENT_TYPES[type];
    if (absent === undefined)
      reporter.error(typeWord, `there is no device ${typeWord.text}; there are ${Object.keys(TYPES).join(", ")}`);
    else
      reporter.note(typeWord, `${typeWord.text}: there are no ${absent} here; ${first.text} is left without a device`);
    return undefined;
  }
  const { file, line, column } = first;
  const words = new Words(
    rest.map((word) => forDevice(word, address)),
    typeWord,
    reporter,
  );
  return { address, type, place: { file, line, column }, ...read(words) };
}

/** The words behind a device's type. */
class Words {
  readonly type: Word;
  readonly reporter: Reporter;
  #left: Word[];

  constructor(words: Word[], type: Word, reporter: Reporter) {
    this.#left = words;
    this.type = type;
    this.reporter = reporter;
  }

  /** The first word: the name of a medium. "*" and "-" are none. */
  medium(): string | undefined {
    const word = this.#left.shift();
    return word === undefined || word.text === "*" || word.text === "-" ? undefined : word.text;
  }

  /** Whether a word is there, under any of its names. */
  flag(...names: string[]): boolean {
    const found = this.#left.some(({ text }) => names.includes(text.toLowerCase()));
    this.#left = this.#left.filter(({ text }) => !names.includes(text.toLowerCase()));
    return found;
  }

  /** Value of the last NAME=VALUE. */
  value(name: string): Word | undefined {
    const isNamed = ({ text }: Word): boolean => text.toLowerCase().startsWith(`${name}=`);
    const found = this.#left.filter(isNamed).pop();
    this.#left = this.#left.filter((word) => !isNamed(word));
    return found && { ...found, text: found.text.slice(name.length + 1) };
  }

  /** A number from `least` to `most`, or `otherwise` where it is not given. */
  number(name: string, least: number, most: number, otherwise: number): number {
    const word = this.value(name);
    if (word === undefined) return otherwise;
    const value = /^\d{1,5}$/.test(word.text) ? Number(word.text) : Number.NaN;
    if (value >= least && value <= most) return value;
    this.reporter.error(word, `${name}= is a number from ${least} to ${most}, not ${word.text}`);
    return otherwise;
  }

  /** Takes words that have no effect, `NAME` or `NAME=VALUE`, and says so. */
  without(names: string, why: string): void {
    const known = names.split(" ");
    const isKnown = ({ text }: Word): boolean => known.includes(text.toLowerCase().replace(/=.*/, "="));
    for (const word of this.#left.filter(isKnown)) this.reporter.note(word, `${word.text} has no effect: ${why}`);
    this.#left = this.#left.filter((word) => !isKnown(word));
  }

  /** All words that are left. */
  rest(): readonly Word[] {
    return this.#left.splice(0);
  }

  /** What is left was not understood. */
  end(): void {
    for (const word of this.rest()) this.reporter.error(word, `a ${this.type.text} has no option ${word.text}`);
  }
}

function console(words: Words): DeviceKind {
  // "/" or another prefix, "noprompt", a group and addresses: they say from where one types, which is decided elsewhere.
  words.rest();
  return { kind: "console" };
}

function display(words: Words): DeviceKind {
  const model = words.value("model")?.text === "1" ? 1 : 2;
  words.rest();
  return { kind: "display", model };
}

function adapter(words: Words): DeviceKind {
  const name = words.medium() ?? "ctca";
  words.end();
  return { kind: "adapter", name };
}

function reader(words: Words): DeviceKind {
  const ascii = words.flag("ascii");
  const ebcdic = words.flag("ebcdic");
  const endOfFile = words.flag("eof");
  const intervention = words.flag("intrq");
  const truncate = words.flag("trunc");
  // The decks lie behind one another in any case, and an incomplete last card is filled where it is to be lenient.
  words.flag("multifile");
  const pad = words.flag("autopad");
  if (words.flag("sockdev")) {
    words.reporter.note(words.type, "sockdev has no effect: nothing listens at a port; the reader is empty");
    words.rest();
  }
  if (ascii && ebcdic) words.reporter.error(words.type, "a deck is ascii or ebcdic, not both");
  const decks = words
    .rest()
    .map(({ text }) => text)
    .filter((name) => name !== "*" && name !== "-");
  return {
    kind: "reader",
    decks,
    code: ascii ? "ascii" : ebcdic ? "ebcdic" : undefined,
    endOfFile: endOfFile && !intervention,
    lenient: truncate || pad,
  };
}

function punch(words: Words): DeviceKind {
  const file = printedFile(words);
  const ascii = words.flag("ascii");
  words.flag("ebcdic");
  const lines = lineEnds(words);
  const endOfFile = words.flag("eof");
  const cards = words.value("cards");
  const reads = words.flag("read") || cards !== undefined;
  words.end();
  if (reads && words.type.text !== "3525")
    words.reporter.error(words.type, `a ${words.type.text} does not read the cards that it punches: a 3525 does`);
  return { kind: "punch", file, ascii, lines, ...(reads && { reads: { deck: cards?.text, endOfFile } }) };
}

function printer(words: Words): DeviceKind {
  const file = printedFile(words);
  words.flag("ascii");
  const lines = lineEnds(words);
  const linesPerPage = words.number("lpp", 1, 255, 66);
  const linesPerInch = words.number("lpi", 6, 8, 6) === 8 ? 8 : 6;
  const indexing = words.number("index", 0, 31, 0);
  const carriage = carriageTape(words);
  words.without(
    "fcbcheck nofcbcheck browse print rawcc optprompt noprompt cctape=",
    "the printer does what its manual says",
  );
  words.end();
  return { kind: "printer", file, lines, linesPerPage, linesPerInch, carriage, indexing };
}

/** The file that a printer or punch writes: none for what is to go to a program or a port. */
function printedFile(words: Words): string | undefined {
  const file = words.medium();
  if (file?.startsWith("|")) {
    words.reporter.note(words.type, `${file} is not run: nothing is put into a file; name one instead`);
    return undefined;
  }
  if (!words.flag("sockdev")) return file;
  words.reporter.note(words.type, "sockdev has no effect: nothing listens at a port; nothing is put into a file");
  return undefined;
}

function lineEnds(words: Words): LineEnds {
  words.flag("clear");
  return { carriageReturn: words.flag("crlf"), append: words.flag("noclear", "append") };
}

/** fcb=1,7,13,… for channels 1 to 12 (0: none), or fcb=LINE:CHANNEL,… */
function carriageTape(words: Words): ReadonlyMap<number, number> | undefined {
  const word = words.value("fcb");
  if (word === undefined) return undefined;
  const channels = new Map<number, number>();
  word.text.split(",").forEach((part, i) => {
    const [line, channel = i + 1] = part.split(":").map(Number);
    if (!(line >= 0 && line <= 255 && channel >= 1 && channel <= 12))
      words.reporter.error(word, `fcb= has lines of channels 1 to 12 (1,7,13), or LINE:CHANNEL; "${part}" is neither`);
    else if (line > 0) channels.set(channel, line);
  });
  return channels;
}

function disk(words: Words): DeviceKind {
  const image = words.medium();
  const readOnly = words.flag("ro", "r", "readonly", "rdonly");
  const damaged = words.flag("damaged");
  const shadow = words.value("sf")?.text;
  const blank = words.value("new");
  if (blank !== undefined && !/^[A-Z0-9@#$-]{1,6}$/i.test(blank.text))
    words.reporter.error(blank, `new= names the volume, with 1 to 6 letters and digits: "${blank.text}"`);
  words.without(
    "lazywrite nolazywrite fulltrack nofulltrack syncio nosyncio fakewrite fakewrt fw cu= ser= dsw",
    "it says how an image is written, which is at the end",
  );
  words.end();
  return { kind: "disk", image, readOnly, damaged, shadow, blank: blank?.text.toUpperCase() };
}

function tape(words: Words): DeviceKind {
  const tape = words.medium();
  const readOnly = words.flag("ro", "noring", "readonly", "noring=1", "readonly=1");
  const damaged = words.flag("damaged");
  const blank = words.flag("new");
  const model = words.value("model")?.text;
  const tracks = words.number("tracks", 7, 9, 9);
  if (tracks === 8) words.reporter.error(words.type, "tracks= is 7 or 9");
  const sevenTrack = tracks === 7 || undefined;
  const numbers = ["feet", "density", "blocks"].flatMap((name) => {
    const number = words.number(name, 1, 65_535, 0);
    return number > 0 ? [name, `${number}`] : [];
  });
  words.flag("rw", "ring", "readonly=0");
  words.without(
    "awstape het omatape faketape noautomount deonirq= strictsize= maxsize= maxsizek= maxsizem= eotmargin= chunksize= compress= comp= idrc= level= method= --blkid-32 --no-erg",
    "a tape is written as it was read",
  );
  words.end();
  const orders = numbers.length > 0 ? numbers : undefined;
  return { kind: "tape", tape, readOnly, damaged, blank, model, sevenTrack, orders };
}
