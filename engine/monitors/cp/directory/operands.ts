/** The operands of a statement from left to right, each checked for its form (GC20-1801, "Directory Control Statements"). */
import { DISK_TYPES, encodeEbcdic } from "../../../s370/index.ts";
import type { Statement, Word } from "./cards.ts";
import type { Messages } from "./messages.ts";
import type { LineEditSymbol, LinkMode, MinidiskType, SourcePlace } from "./types.ts";

/** What one operand may be: the value, or undefined where the word is none such; `form` says it in words. */
interface Form<T> {
  readonly form: string;
  read(text: string): T | undefined;
}

const K = 1024;
/** Storage is given out in pages of this size. */
const PAGE = 4 * K;
const LEAST_STORAGE = 8 * K;
const MOST_STORAGE = 16 * K * K;

const matching = (pattern: RegExp, form: string): Form<string> => ({
  form,
  read: (text) => (pattern.test(text) ? text : undefined),
});

/** A virtual or real device address of one to three hexadecimal digits. */
export const DEVICE_ADDRESS: Form<number> = {
  form: "a device address is 1 to 3 hexadecimal digits",
  read: (text) => (/^[0-9A-F]{1,3}$/.test(text) ? Number.parseInt(text, 16) : undefined),
};

/** Three digits, as DIRECTORY wants them. */
export const FULL_ADDRESS: Form<number> = {
  form: "the address of the directory's device is 3 hexadecimal digits",
  read: (text) => (text.length === 3 ? DEVICE_ADDRESS.read(text) : undefined),
};

export const USERID = matching(/^.{1,8}$/, "a userid has 1 to 8 characters");
export const PASSWORD = matching(/^.{1,8}$/, "a password has 1 to 8 characters");
export const ACCOUNT_NUMBER = matching(/^.{1,8}$/, "an account number has 1 to 8 characters");
export const DISTRIBUTION = matching(/^.{1,8}$/, "a distribution word has 1 to 8 characters");
export const GROUP_NAME = matching(/^.{1,8}$/, "a group name has 1 to 8 characters");
export const VOLUME = matching(/^.{1,6}$/, "a volume serial number has 1 to 6 characters");
export const SYSTEM_NAME = matching(/^.{1,8}$/, "a system's name has 1 to 8 characters");
export const CLASS = matching(/^[A-Z0-9]$/, "a spooling class is one letter or digit");
export const READER_CLASS = matching(/^[A-Z0-9*]$/, "a reader's spooling class is one letter or digit, or *");
export const PRIVILEGE_CLASSES = matching(/^[A-H]{1,8}$/, "privilege classes are the letters A to H");

/** Bytes: digits and K or M; rounded up to whole pages. */
export const STORAGE: Form<number> = {
  form: "storage is a number with K or M, from 8K to 16M",
  read(text) {
    const parts = /^(\d{1,7})([KM])$/.exec(text);
    if (parts === null) return undefined;
    const bytes = Number(parts[1]) * (parts[2] === "M" ? K * K : K);
    return bytes < LEAST_STORAGE || bytes > MOST_STORAGE ? undefined : Math.ceil(bytes / PAGE) * PAGE;
  },
};

/** A decimal number of at most as many digits as the greatest has. */
export function decimal(least: number, most: number, what: string): Form<number> {
  return {
    form: `${what} is a number from ${least} to ${most}`,
    read(text) {
      const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
      return value >= least && value <= most ? value : undefined;
    },
  };
}

/** A processor identification of up to six hexadecimal digits. */
export const PROCESSOR_IDENTIFICATION: Form<number> = {
  form: "a processor identification is 1 to 6 hexadecimal digits",
  read: (text) => (/^[0-9A-F]{1,6}$/.test(text) ? Number.parseInt(text, 16) : undefined),
};

/** ON, OFF, a character, or the two hexadecimal digits of one. */
export const LINE_EDIT: Form<LineEditSymbol> = {
  form: "a line-edit symbol is ON, OFF, one character, or two hexadecimal digits",
  read(text) {
    if (text === "ON" || text === "OFF") return text;
    if (text.length === 1) return { code: encodeEbcdic(text)[0] };
    return /^[0-9A-F]{2}$/.test(text) ? { code: Number.parseInt(text, 16) } : undefined;
  },
};

/** An access mode, with V for virtual RESERVE and RELEASE where `reserve` says so. */
export interface AccessMode {
  readonly mode: LinkMode;
  readonly reserve: boolean;
}

const LINK_MODES: readonly LinkMode[] = ["R", "RR", "W", "WR", "M", "MR", "MW"];

/** The mode of a word: "MR". */
export function linkMode(text: string): LinkMode | undefined {
  return LINK_MODES.find((mode) => mode === text);
}

export const LINK_MODE: Form<LinkMode> = { form: "a mode is R, RR, W, WR, M, MR or MW", read: linkMode };

export const ACCESS_MODE: Form<AccessMode> = {
  form: "a mode is R, RR, W, WR, M, MR or MW, with V behind it for virtual RESERVE and RELEASE",
  read(text) {
    const mode = linkMode(text.replace(/V$/, ""));
    return mode === undefined ? undefined : { mode, reserve: text.endsWith("V") };
  },
};

const MINIDISK_TYPES: readonly MinidiskType[] = [
  "2305",
  "2311",
  "2314",
  "2319",
  "3330",
  "3340",
  "3350",
  "3375",
  "3380",
];

/** Types that VM/370 did not have. */
export function isLaterDisk(type: MinidiskType): boolean {
  return type === "3375" || type === "3380";
}

export const DISK: Form<MinidiskType> = {
  form: `a disk is a ${MINIDISK_TYPES.slice(0, -1).join(", ")} or ${MINIDISK_TYPES.at(-1)} (a 3333 is a 3330, a 3344 a 3340)`,
  read: (text) => MINIDISK_TYPES.find((type) => type === text),
};

/**
 * Cylinders of each model of a type, the smallest first. Of a 2314 and a 2319 the three at the end, elsewhere for
 * alternate tracks, are CP's to give (GC20-1801, "Maximum Cylinders"); a 2311 is half of one.
 */
export function cylindersOf(type: MinidiskType): readonly number[] {
  const asOne = type === "2319" || type === "2311" ? "2314" : type;
  return DISK_TYPES.filter((each) => each.type === asOne).map((each) =>
    asOne === "2314" ? each.cylinders + each.alternates : each.cylinders,
  );
}

/** Reads a statement's operands from left to right and says what is wrong with them. */
export class Operands {
  readonly #statement: Statement;
  readonly #messages: Messages;
  #next = 0;
  #ended = false;

  constructor(statement: Statement, messages: Messages) {
    this.#statement = statement;
    this.#messages = messages;
  }

  /** The next word; undefined at the end. */
  peek(): Word | undefined {
    return this.#statement.operands[this.#next];
  }

  /** Takes the next word. */
  take(): Word | undefined {
    const word = this.peek();
    if (word !== undefined) this.#next++;
    return word;
  }

  /** Takes the next word where it is one of these, or begins one with at least as many letters as it has capitals. */
  keyword(...forms: readonly string[]): string | undefined {
    const word = this.peek();
    const found = word && forms.find((form) => abbreviates(word.text, form));
    if (found !== undefined) this.#next++;
    return found?.toUpperCase();
  }

  /** Where the next operand stands or would stand. */
  get place(): SourcePlace {
    const next = this.peek();
    if (next !== undefined) return next;
    const last = this.#statement.operands.at(-1) ?? this.#statement.name;
    return { line: last.line, column: last.column + last.text.length };
  }

  /** An operand that must be there; undefined where it is not or is wrong, which has then been said. */
  required<T>(form: Form<T>): T | undefined {
    if (this.peek() !== undefined) return this.#read(form);
    this.missing(form.form);
    return undefined;
  }

  /** Says that the statement ends too early, once: what would follow the missing operand is missing too. */
  missing(why: string): void {
    if (!this.#ended) this.#messages.missing(this.place, why);
    this.#ended = true;
  }

  /** An operand that may be left out; "wrong" where it is wrong, which has then been said. */
  optional<T>(form: Form<T>): T | undefined | "wrong" {
    return this.peek() === undefined ? undefined : (this.#read(form) ?? "wrong");
  }

  #read<T>(form: Form<T>): T | undefined {
    const word = this.take();
    const value = word && form.read(word.text);
    if (word !== undefined && value === undefined) this.#messages.invalid(word, word.text, form.form);
    return value;
  }
}

/** Whether a word is a keyword or begins it; what stands before the first small letter of `form` must be there: "DIRectory". */
export function abbreviates(text: string, form: string): boolean {
  const small = form.search(/[a-z]/);
  return text.length >= (small < 0 ? form.length : small) && form.toUpperCase().startsWith(text);
}
