/**
 * The text of a configuration as statements of words: comments, quotation marks, symbols and included files are dealt
 * with here. What statements mean is in configuration.ts.
 */

/** Where something stands. Line and column count from 1. */
export interface ConfigurationPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A word of a statement, its symbols replaced. */
export interface Word extends ConfigurationPlace {
  readonly text: string;
  /** As it stands in the text: symbols that a device's address gives are still in it. */
  readonly raw: string;
}

/** At least one word. */
export type Statement = readonly [Word, ...Word[]];

/** Something wrong, or something that has no effect, and where. */
export interface ConfigurationMessage extends ConfigurationPlace {
  readonly message: string;
}

/** Where messages go: what is wrong, and what has no effect. */
export interface Reporter {
  error(place: ConfigurationPlace, message: string): void;
  note(place: ConfigurationPlace, message: string): void;
}

/** What stands outside the text. */
export interface ConfigurationOptions {
  /** Text of a file that INCLUDE names; undefined where there is none. */
  readonly include?: (name: string) => string | undefined;
  /** Values of symbols that the text does not define: a shell's variables. */
  readonly symbols?: Readonly<Record<string, string | undefined>>;
}

/** Files included one in another at most. */
const DEEPEST = 8;

/** Symbols that stand for the address of the device whose statement they are in. */
const ADDRESS_SYMBOLS = ["CUU", "CCUU", "cuu", "ccuu"];

/** Ends a text, whatever is behind it: old systems' files are padded with it. */
const END_OF_FILE = "\x1a";

/** A word: quoted, to the closing mark or the end of the line; else up to a blank, but for those in a symbol or in marks. */
const WORD = /"([^"]*)(?:"|$)|'([^']*)(?:'|$)|(?:\$\([^()]*\)|\$\{[^{}]*\}|=(?:"[^"]*"|'[^']*')|\S)+/g;

/** NAME="VALUE": the value without its marks. */
const QUOTED_VALUE = /=(["'])(.*?)\1/g;

/** $(NAME), ${NAME}, and either with =DEFAULT or :=DEFAULT; a further $ before it keeps it as it is. */
const SYMBOL = /\$?\$(?:\(([^()=:]+)(?::?=([^()]*))?\)|\{([^{}=:]+)(?::?=([^{}]*))?\})/g;

/** A text and what it includes. What is wrong, or has no effect, goes to `report` as its statement is come to. */
export class ConfigurationText {
  readonly #file: string;
  readonly #text: string;
  readonly #symbols = new Map<string, string>();
  readonly #options: ConfigurationOptions;
  readonly #report: Reporter;
  #includesMayLack = false;

  constructor(file: string, text: string, options: ConfigurationOptions, report: Reporter) {
    this.#options = options;
    this.#report = report;
    this.#file = file;
    this.#text = text;
  }

  statements(): Iterable<Statement> {
    return this.#read(this.#file, this.#text, 0);
  }

  *#read(file: string, text: string, depth: number): Iterable<Statement> {
    const [used] = text.replace(/^\ufeff/, "").split(END_OF_FILE);
    for (const [i, line] of used
      .replace(/[\r\0]/g, "")
      .split("\n")
      .entries()) {
      const [first, ...rest] = this.#words(line, file, i + 1);
      if (first !== undefined) yield* this.#statement(first, rest, depth);
    }
  }

  *#statement(first: Word, rest: readonly Word[], depth: number): Iterable<Statement> {
    switch (first.text.toUpperCase()) {
      case "INCLUDE":
        yield* this.#include(first, rest, depth);
        break;
      case "DEFSYM":
        this.#define(first, rest);
        break;
      case "IGNORE":
        this.#includesMayLack = rest[0]?.text.toUpperCase() === "INCLUDE_ERRORS";
        if (!this.#includesMayLack) this.#report.error(rest[0] ?? first, "IGNORE is followed by INCLUDE_ERRORS");
        break;
      default:
        yield [first, ...rest];
    }
  }

  *#include(statement: Word, [name]: readonly Word[], depth: number): Iterable<Statement> {
    if (name === undefined) return this.#report.error(statement, "INCLUDE names a file");
    if (depth >= DEEPEST)
      return this.#report.error(name, `${name.text}: files are included in one another ${DEEPEST} deep`);
    const text = this.#options.include?.(name.text);
    if (text !== undefined) yield* this.#read(name.text, text, depth + 1);
    else if (!this.#includesMayLack) this.#report.error(name, `there is no file ${name.text}`);
  }

  #define(statement: Word, [name, value]: readonly Word[]): void {
    if (name === undefined) return this.#report.error(statement, "DEFSYM is followed by a symbol and its value");
    this.#symbols.set(name.text, value?.text ?? "");
  }

  /** The words of a line, up to a comment. */
  #words(line: string, file: string, number: number): Word[] {
    if (/^\s*[*#]/.test(line)) return [];
    const words: Word[] = [];
    for (const found of line.matchAll(WORD)) {
      const place = { file, line: number, column: found.index + 1 };
      if (found[0].startsWith("#")) break;
      const raw = found[1] ?? found[2] ?? found[0].replace(QUOTED_VALUE, "=$2");
      const isQuoted = raw !== found[0];
      const text = this.#replaced(raw, place);
      // A symbol may stand for several words, unless it is quoted.
      const parts = isQuoted ? [text] : text.split(/\s+/).filter((part) => part !== "");
      for (const part of parts) words.push({ ...place, text: part, raw: parts.length === 1 ? raw : part });
    }
    return words;
  }

  #replaced(text: string, place: ConfigurationPlace): string {
    return text.replace(SYMBOL, (all, round, roundDefault, curly, curlyDefault) => {
      const name: string = round ?? curly;
      if (all.startsWith("$$") || ADDRESS_SYMBOLS.includes(name)) return all;
      const value = this.#symbols.get(name) ?? this.#options.symbols?.[name] ?? roundDefault ?? curlyDefault;
      if (value === undefined)
        this.#report.note(
          place,
          `the symbol ${name} has no value and stands for nothing: DEFSYM ${name} VALUE gives it one`,
        );
      return value ?? "";
    });
  }
}

/** A word of a device's statement, with the device's address in place of the symbols that stand for it. */
export function forDevice(word: Word, address: number): Word {
  const digits = address.toString(16).padStart(3, "0");
  const values: Readonly<Record<string, string>> = {
    cuu: digits,
    ccuu: `0${digits}`,
    CUU: digits.toUpperCase(),
    CCUU: `0${digits.toUpperCase()}`,
  };
  const text = word.text.replace(SYMBOL, (all, round, _d, curly) =>
    all.startsWith("$$") ? all.slice(1) : (values[round ?? curly] ?? all),
  );
  return { ...word, text };
}
