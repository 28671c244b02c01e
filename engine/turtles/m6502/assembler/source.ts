/** Source lines in the order in which they are assembled: macros written out, repetitions repeated. */
import { endOfString, Fault, type Scanner, withoutComment } from "./scanner.ts";

/** A line to be assembled. */
export interface SourceLine {
  /** Without its comment. */
  readonly text: string;
  /** Where errors are reported: its number in the source, or that of the line that calls the outermost macro; from 1. */
  readonly line: number;
  /** Set in the line of a macro: column of the call, and the line's own number and macro. */
  readonly call?: { readonly column: number; readonly macro: string; readonly line: number };
  /** Names of the scopes of its local labels, the innermost first; those of macros and repetitions. */
  readonly scopes: readonly string[];
}

/** Where a block began, and its lines. */
interface Block {
  readonly opener: SourceLine;
  readonly lines: SourceLine[];
}

interface Macro {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly block: Block;
}

/** Lines still to come from one place. */
interface Frame {
  readonly lines: readonly SourceLine[];
  next: number;
}

/** Macros in macros, and repetitions in repetitions, go at most so deep. */
const DEEPEST = 64;
/** Lines that macros and repetitions may make. */
const MOST_LINES = 200_000;
/** Characters of an operand of a macro. */
const LONGEST_OPERAND = 1000;

/** A name that may be a parameter's: not a local label, directive, or the end of a hexadecimal number. */
const WORD = /(?<![@.$\w])[A-Za-z_]\w*/g;

export class Source {
  readonly #frames: Frame[];
  readonly #macros = new Map<string, Macro>();
  #made = 0;
  #expansions = 0;

  constructor(text: string) {
    const lines = sourceLines(text).map((line, i) => ({ text: withoutComment(line), line: i + 1, scopes: [] }));
    this.#frames = [{ lines, next: 0 }];
  }

  /** The next line, or undefined at the end. */
  next(): SourceLine | undefined {
    for (;;) {
      const frame = this.#frames.at(-1);
      if (frame === undefined) return undefined;
      const line = frame.lines[frame.next++];
      if (line !== undefined) return line;
      this.#frames.pop();
    }
  }

  isMacro(name: string): boolean {
    return this.#macros.has(name.toLowerCase());
  }

  /** Takes the lines up to the one that closes a block, which blocks of its kind inside it do not. Throws a Fault where none does. */
  #block(opener: SourceLine, at: number, open: RegExp, close: RegExp, closing: string): Block {
    const frame = this.#frames.at(-1);
    const lines: SourceLine[] = [];
    for (let depth = 0, line = frame?.lines[frame.next]; frame && line; line = frame.lines[frame.next]) {
      frame.next++;
      const word = operationOf(line.text);
      if (open.test(word)) depth++;
      else if (close.test(word) && depth-- === 0) return { opener, lines };
      lines.push(line);
    }
    throw new Fault(at, `this is not closed; ${closing} should follow`);
  }

  /** `.macro NAME P1, P2`; the scanner stands behind `.macro`, which is at `at`. Throws a Fault. */
  defineMacro(opener: SourceLine, scanner: Scanner, at: number): void {
    const block = this.#block(opener, at, /^\.mac(ro)?$/i, /^\.endmac(ro)?$/i, ".endmacro");
    scanner.skipBlanks();
    const nameAt = scanner.offset;
    if (!scanner.atName) scanner.fail(`${scanner.found()}, where the macro's name should stand`);
    const name = scanner.name();
    const parameters: string[] = [];
    scanner.skipBlanks();
    while (!scanner.atEnd) {
      if (!scanner.atName) scanner.fail(`${scanner.found()}, where the name of a parameter should stand`);
      parameters.push(scanner.name());
      if (!scanner.take(",")) break;
      scanner.skipBlanks();
    }
    scanner.expectEnd();
    if (this.isMacro(name)) scanner.fail(`there is a macro ${name} already`, nameAt);
    this.#macros.set(name.toLowerCase(), { name, parameters, block });
  }

  /** Goes on in a macro's lines, and after them here. The scanner stands behind its name. Throws a Fault. */
  callMacro(name: string, caller: SourceLine, scanner: Scanner, at: number): void {
    const macro = this.#macros.get(name.toLowerCase());
    if (macro === undefined) return;
    const given = readMacroOperands(scanner);
    if (given.length > macro.parameters.length)
      scanner.fail(`${macro.name} has ${counted(macro.parameters.length, "parameter")}, not ${given.length}`, at);
    if (given.some((operand) => operand.length > LONGEST_OPERAND))
      scanner.fail(`an operand of a macro has at most ${LONGEST_OPERAND} characters`, at);
    const values = new Map(macro.parameters.map((parameter, i) => [parameter, given[i] ?? ""]));
    const scopes = [`${macro.name}#${++this.#expansions}`, ...caller.scopes];
    const column = caller.call?.column ?? at + 1;
    this.#enter(
      macro.block.lines.map(({ text, line }) => ({
        text: replaced(text, values),
        line: caller.line,
        call: { column, macro: macro.name, line },
        scopes,
      })),
      at,
    );
  }

  /** `.repeat COUNT, NAME`: the lines so many times, with NAME 0, 1, 2 … Throws a Fault. */
  repeat(opener: SourceLine, count: number, counter: string | undefined, at: number): void {
    const { lines } = this.#block(opener, at, /^\.rep(eat)?$/i, /^\.endrep(eat)?$/i, ".endrepeat");
    this.#allow(count * lines.length, at);
    const all: SourceLine[] = [];
    for (let i = 0; i < count; i++) {
      const scopes = [`.repeat#${++this.#expansions}`, ...opener.scopes];
      const values = new Map(counter === undefined ? [] : [[counter, String(i)]]);
      for (const line of lines) all.push({ ...line, text: replaced(line.text, values), scopes });
    }
    this.#enter(all, at);
  }

  /** Throws a Fault where so many lines more are too many, or lie too deep; then the source's own lines go on. */
  #allow(count: number, at: number): void {
    const message =
      this.#frames.length >= DEEPEST
        ? `macros and repetitions go at most ${DEEPEST} deep`
        : this.#made + count > MOST_LINES
          ? `macros and repetitions make at most ${MOST_LINES} lines`
          : undefined;
    if (message === undefined) return;
    this.#frames.length = 1;
    throw new Fault(at, message);
  }

  #enter(lines: readonly SourceLine[], at: number): void {
    this.#allow(lines.length, at);
    this.#made += lines.length;
    this.#frames.push({ lines, next: 0 });
  }
}

/** The lines of a source text, however they are ended. */
export function sourceLines(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

/** A line's operation, where no label stands before it. */
function operationOf(text: string): string {
  return /^\s*(\S*)/.exec(text)?.[1] ?? "";
}

/** A line with names replaced by texts, outside strings. */
function replaced(text: string, values: ReadonlyMap<string, string>): string {
  if (values.size === 0) return text;
  let result = "";
  let from = 0;
  const replace = (part: string): string => part.replace(WORD, (word) => values.get(word) ?? word);
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', from)) {
    const end = endOfString(text, at) + 1;
    result += replace(text.slice(from, at)) + text.slice(at, end);
    from = end;
  }
  return result + replace(text.slice(from));
}

/** Operands between commas; braces hold together what has commas in it. */
function readMacroOperands(scanner: Scanner): string[] {
  const operands: string[] = [];
  scanner.skipBlanks();
  if (scanner.atEnd) return operands;
  const { text } = scanner;
  let depth = 0;
  let from = scanner.offset;
  const open = from;
  for (let at = from; at <= text.length; at++) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === "'") at++;
    else if (character === "{") depth++;
    else if (character === "}") depth--;
    if (at >= text.length || (character === "," && depth === 0)) {
      operands.push(
        text
          .slice(from, at)
          .trim()
          .replace(/^\{(.*)\}$/, "$1"),
      );
      from = at + 1;
    }
  }
  if (depth !== 0) throw new Fault(open, "each “{” has its “}”");
  scanner.offset = text.length;
  return operands;
}

/** "1 parameter", "3 parameters". */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
