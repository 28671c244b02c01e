import { Fault } from "./fault.ts";

/** Names: a letter (with $ # @ _) and up to 62 letters and digits. */
export const NAME = /^[A-Z$#@_][A-Z0-9$#@_]{0,62}$/;

const LONGEST_NAME = 63;
const NAME_START = /[A-Za-z$#@_]/;
const NAME_PART = /[A-Za-z0-9$#@_]/;

/** Walks through an operand field. */
export class Scanner {
  readonly text: string;
  offset = 0;

  constructor(text: string) {
    this.text = text;
  }

  get atEnd(): boolean {
    return this.offset >= this.text.length;
  }

  /** The character `ahead` of the current one, in upper case; empty past the end. */
  peek(ahead = 0): string {
    return (this.text[this.offset + ahead] ?? "").toUpperCase();
  }

  /** Steps over a character if it comes next. */
  take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.offset++;
    return true;
  }

  /** Steps over a character that must come next. Throws a Fault that says what it is for. */
  expect(character: string, purpose: string): void {
    if (!this.take(character)) this.fail(`${this.found()}, where a “${character}” ${purpose} should stand`);
  }

  /** What stands here, as the beginning of a message. */
  found(): string {
    return this.atEnd ? "the operands end here" : `“${this.text[this.offset]}” stands here`;
  }

  get atName(): boolean {
    return NAME_START.test(this.peek());
  }

  get atDigit(): boolean {
    return /[0-9]/.test(this.peek());
  }

  /** Takes a name, in upper case; the caller has looked at `atName`. Throws a Fault if it is too long. */
  name(): string {
    const start = this.offset;
    while (NAME_PART.test(this.peek())) this.offset++;
    if (this.offset - start > LONGEST_NAME) this.fail(`a symbol has at most ${LONGEST_NAME} characters`, start);
    return this.text.slice(start, this.offset).toUpperCase();
  }

  /** Takes decimal digits. */
  digits(): string {
    const start = this.offset;
    while (this.atDigit) this.offset++;
    return this.text.slice(start, this.offset);
  }

  /** Takes a string between apostrophes, with doubled apostrophes made single. Throws a Fault if it does not end. */
  quoted(): string {
    const start = this.offset;
    this.expect("'", "that opens a value");
    let value = "";
    while (!this.atEnd) {
      const character = this.text[this.offset++];
      if (character !== "'") value += character;
      else if (this.text[this.offset] === "'") {
        value += "'";
        this.offset++;
      } else return value;
    }
    throw new Fault(
      start,
      "this apostrophe opens a string that is not closed; an apostrophe inside a string is written twice ('')",
    );
  }

  fail(message: string, offset = this.offset): never {
    throw new Fault(offset, message);
  }
}
