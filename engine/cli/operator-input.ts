/** Where the operator's lines come from. */
import { createInterface, type Interface } from "node:readline";

/** How the machine stands, for those who wait for the right moment. */
export interface Moment {
  /** The machine waits for a line, or has waited for a while, or has stopped. */
  readonly rests: boolean;
  /** Nothing but a line can make it go on. */
  readonly waits: boolean;
  /** Milliseconds of virtual time in which it has only waited, up to now. */
  readonly quiet: number;
}

export interface OperatorInput {
  /** Whether somebody types now: then lines come when they come, and a machine that waits, waits in real time. */
  readonly isLive: boolean;
  /** Whether who types sees it at once: the console need not show it again. */
  readonly echoes: boolean;
  /** The next line, if it is to be typed now; "ended" where nobody is there any more. */
  next(moment: Moment): Promise<string | "ended" | undefined>;
  close(): void;
}

/** Lines of a file, each typed when the machine rests. */
export class LinesOfFile implements OperatorInput {
  readonly isLive = false;
  readonly echoes = false;
  readonly #lines: string[];

  constructor(text: string) {
    this.#lines = text === "" ? [] : text.replace(/\r?\n$/, "").split(/\r?\n/);
  }

  async next({ rests }: Moment): Promise<string | undefined> {
    return rests ? this.#lines.shift() : undefined;
  }

  close(): void {}
}

/** Lines typed at the terminal, or coming through a pipe, until its end or an interrupt. */
export class TerminalLines implements OperatorInput {
  readonly isLive = true;
  readonly echoes = process.stdin.isTTY === true;
  readonly #interface: Interface;
  readonly #lines: string[] = [];
  #ended = false;
  #interrupted = false;
  #wake = (): void => {};

  constructor() {
    this.#interface = createInterface({ input: process.stdin, terminal: false });
    this.#interface.on("line", (line) => {
      this.#lines.push(line);
      this.#wake();
    });
    this.#interface.on("close", () => {
      this.#ended = true;
      this.#wake();
    });
    process.once("SIGINT", this.#interrupt);
  }

  async next({ rests, waits, quiet }: Moment): Promise<string | "ended" | undefined> {
    if (this.#interrupted) return "ended";
    if (this.#lines.length === 0 && (waits || (rests && this.#ended))) {
      if (this.#ended) return "ended";
      await this.#news();
    } else await this.#news(quiet);
    return this.#interrupted ? "ended" : this.#lines.shift();
  }

  close(): void {
    process.removeListener("SIGINT", this.#interrupt);
    this.#interface.close();
    process.stdin.unref?.();
  }

  readonly #interrupt = (): void => {
    this.#interrupted = true;
    this.#wake();
  };

  /** Waits for a line, an end or an interrupt; so many milliseconds at most. */
  async #news(most?: number): Promise<void> {
    if (this.#lines.length > 0 || this.#interrupted) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (most === 0) setImmediate(resolve);
      else if (most !== undefined) setTimeout(resolve, most);
    });
  }
}
