/**
 * What the directory program has to say: the messages of DMKDIR by number and text, each followed
 * by what would be right. Warnings and notes are ours: DMKDIR looked at one statement at a time.
 */
import type { SourcePlace } from "./types.ts";

/** An error leaves no directory; a warning is about something that will not work or is a mistake in all likelihood. */
export type Severity = "error" | "warning" | "note";

/** One thing to be said about a place in the source. */
export interface DirectoryMessage extends SourcePlace {
  readonly file: string;
  readonly severity: Severity;
  /** "DMKDIR751E", of errors. */
  readonly code?: string;
  readonly text: string;
}

/** "user.direct:12:7: DMKDIR751E INVALID OPERAND - 3277: …". */
export function directoryMessage({ file, line, column, severity, code, text }: DirectoryMessage): string {
  return `${file}:${line}:${column}: ${code ?? severity}${code === undefined ? ":" : ""} ${text}`;
}

/** A directory that cannot be used: all that is wrong with it. */
export class DirectoryError extends Error {
  override readonly name = "DirectoryError";
  /** In the order of the source; at least one of them is an error. */
  readonly messages: readonly DirectoryMessage[];

  constructor(messages: readonly DirectoryMessage[]) {
    super(messages.map(directoryMessage).join("\n"));
    this.messages = messages;
  }
}

/** Collects messages about one source. */
export class Messages {
  readonly #file: string;
  readonly #list: DirectoryMessage[] = [];
  readonly #told = new Set<string>();

  constructor(file: string) {
    this.#file = file;
  }

  /** In the order of the source. */
  get all(): readonly DirectoryMessage[] {
    return this.#list.toSorted((a, b) => a.line - b.line || a.column - b.column);
  }

  get failed(): boolean {
    return this.#list.some(({ severity }) => severity === "error");
  }

  /** DMKDIR751E: an operand that cannot be. */
  invalid(at: SourcePlace, operand: string, why: string): void {
    this.#error(at, "DMKDIR751E", `INVALID OPERAND - ${operand}: ${why}`);
  }

  /** DMKDIR752E: a statement where it cannot be. `userid` is the user whose entry was being read, if any. */
  sequence(at: SourcePlace, userid: string | undefined, why: string): void {
    const user = userid === undefined ? "" : ` FOLLOWING USER ${userid}`;
    this.#error(at, "DMKDIR752E", `STATEMENT SEQUENCE ERROR${user}: ${why}`);
  }

  /** DMKDIR753E: an operand that is not there. */
  missing(at: SourcePlace, why: string): void {
    this.#error(at, "DMKDIR753E", `OPERAND MISSING: ${why}`);
  }

  /** DMKDIR758E: a virtual address that is taken. */
  duplicate(at: SourcePlace, why: string): void {
    this.#error(at, "DMKDIR758E", `DUPLICATE UNIT DEFINITION: ${why}`);
  }

  /** DMKDIR762E: the first statement is no DIRECTORY. */
  noDirectory(at: SourcePlace): void {
    this.#error(at, "DMKDIR762E", "DIRECTORY CARD MISSING: the first statement is DIRECTORY cuu devtype volser");
  }

  warn(at: SourcePlace, text: string): void {
    this.#list.push(this.#message(at, "warning", text));
  }

  /** Says once of the whole source that something is later than VM/370. */
  later(at: SourcePlace, what: string): void {
    if (this.#told.has(what)) return;
    this.#told.add(what);
    this.#list.push(this.#message(at, "note", `${what} is VM/SP's, later than VM/370`));
  }

  #error(at: SourcePlace, code: string, text: string): void {
    this.#list.push({ ...this.#message(at, "error", text), code });
  }

  #message({ line, column }: SourcePlace, severity: Severity, text: string): DirectoryMessage {
    return { file: this.#file, line, column, severity, text };
  }
}
