/** Walks through a line of source. */

/** What is wrong with a line, found at an offset in it. */
export class Fault extends Error {
  /** In UTF-16 units from the line's beginning. */
  readonly offset: number;
  /** True where the cause has been reported elsewhere, so that one mistake gives one message. */
  readonly silent: boolean;

  constructor(offset: number, message: string, silent = false) {
    super(message);
    this.offset = offset;
    this.silent = silent;
  }
}

const NAME_START = /[A-Za-z_]/;
const NAME_PART = /[A-Za-z0-9_]/;
const LONGEST_NAME = 64;

/** Escapes of strings and characters. */
const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, "0": 0, "\\": 92, '"': 34, "'": 39 };

export class Scanner {
  readonly text: string;
  offset: number;

  constructor(text: string, offset = 0) {
    this.text = text;
    this.offset = offset;
  }

  get atEnd(): boolean {
    return this.offset >= this.text.length;
  }

  /** The character `ahead` of the current one; empty past the end. */
  peek(ahead = 0): string {
    return this.text[this.offset + ahead] ?? "";
  }

  skipBlanks(): void {
    while (/\s/.test(this.peek())) this.offset++;
  }

  /** Steps over `text`, and blanks before it, if it comes next. */
  take(text: string): boolean {
    this.skipBlanks();
    if (!this.text.startsWith(text, this.offset)) return false;
    this.offset += text.length;
    return true;
  }

  /** Steps over a character that must come next. Throws a Fault that says what it is for. */
  expect(text: string, purpose: string): void {
    if (!this.take(text)) this.fail(`${this.found()}, where “${text}” ${purpose} should stand`);
  }

  /** What stands here, as the beginning of a message. */
  found(): string {
    this.skipBlanks();
    return this.atEnd
      ? "the line ends here"
      : `“${String.fromCodePoint(this.text.codePointAt(this.offset) ?? 0)}” stands here`;
  }

  /** Throws a Fault unless the line ends here. */
  expectEnd(): void {
    this.skipBlanks();
    if (!this.atEnd) this.fail(`${this.found()}, where the line should end`);
  }

  get atName(): boolean {
    return NAME_START.test(this.peek());
  }

  /** Takes a name; the caller has looked at {@link atName}. Throws a Fault if it is too long. */
  name(): string {
    const start = this.offset;
    while (NAME_PART.test(this.peek())) this.offset++;
    if (this.offset - start > LONGEST_NAME) this.fail(`a name has at most ${LONGEST_NAME} characters`, start);
    return this.text.slice(start, this.offset);
  }

  /** Takes the characters that match. */
  run(pattern: RegExp): string {
    const start = this.offset;
    while (!this.atEnd && pattern.test(this.peek())) this.offset++;
    return this.text.slice(start, this.offset);
  }

  /** Takes a string between quotation marks as bytes. Throws a Fault if it does not end, or holds what is no byte. */
  string(): number[] {
    const start = this.offset;
    this.offset++;
    const bytes: number[] = [];
    while (this.peek() !== '"') {
      if (this.atEnd) this.fail(`this string is not closed; a quotation mark inside a string is written \\"`, start);
      bytes.push(this.character());
    }
    this.offset++;
    return bytes;
  }

  /** Takes a character, or an escape. */
  character(): number {
    const at = this.offset;
    if (this.peek() === "\\") {
      const escaped = Object.hasOwn(ESCAPES, this.peek(1)) ? ESCAPES[this.peek(1)] : undefined;
      if (escaped === undefined) this.fail("a backslash is followed by n, r, t, 0, \\, \" or '", at);
      this.offset += 2;
      return escaped;
    }
    const code = this.text.codePointAt(at) ?? 0;
    if (code > 0xff) this.fail(`“${String.fromCodePoint(code)}” is no character of one byte`, at);
    this.offset++;
    return code;
  }

  fail(message: string, offset = this.offset): never {
    throw new Fault(offset, message);
  }
}

/** A line up to its comment, which a semicolon outside strings begins. */
export function withoutComment(text: string): string {
  for (let at = 0; at < text.length; at++) {
    if (text[at] === ";") return text.slice(0, at);
    if (text[at] === "'") {
      at += text[at + 1] === "\\" ? 2 : 1;
      if (text[at + 1] === "'") at++;
    } else if (text[at] === '"') at = endOfString(text, at);
  }
  return text;
}

/** Offset of the quotation mark that closes the string opened at one, or of the line's end. */
export function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

/** A number for a message: $0A, $1234. */
export function hexadecimal(value: number): string {
  if (value < 0) return `-${hexadecimal(-value)}`;
  const digits = value.toString(16).toUpperCase();
  return `$${digits.padStart(value > 0xff ? 4 : 2, "0")}`;
}
