/** What a line printer has put on paper, as text that only grows, and where the paper stands. */
import { GrowingBytes, type SavedBytes } from "./growing-bytes.ts";
import type { Motion } from "./printer-carriage.ts";
import { NOT_ON_TRAIN } from "./printer-train.ts";

const SPACE = 0x20;
const NEW_LINE = 0x0a;
const NEW_FORM = 0x0c;
const OVERPRINT = 0x0d;

/** Bytes that a line, and a motion, take at most. */
const MOST_BYTES = 512;

export interface SavedPaper {
  readonly text: SavedBytes;
  readonly place: readonly [line: number, isPrinted: boolean, forms: number, lines: number];
}

export class Paper {
  /** Line (1 is the first) of the form under the hammers. */
  line = 1;
  /** Forms that have been begun after the first; lines that have been printed. */
  forms = 0;
  lines = 0;
  readonly #text = new GrowingBytes();
  readonly #scratch = new Uint8Array(MOST_BYTES);
  /** Whether something is on the line already. */
  #isPrinted = false;

  /** Characters so far. */
  get length(): number {
    return this.#text.length;
  }

  /** The characters from a place (the first is 0) on. */
  text(from: number): string {
    return this.#text.text(from);
  }

  /**
   * Prints a line over what is on it. `table` has the code points of bytes, `index` the positions by which the line is
   * moved to the right, or (negative) to the left. Returns whether the train has all of its characters.
   */
  print(data: Uint8Array, table: Uint8Array, { index, positions }: { index: number; positions: number }): boolean {
    const scratch = this.#scratch;
    let length = 0;
    if (this.#isPrinted) scratch[length++] = OVERPRINT;
    const most = length + positions;
    for (let i = Math.min(index, positions); i > 0; i--) scratch[length++] = SPACE;
    let used = 0;
    let isOnTrain = true;
    for (let i = Math.max(0, -index); i < data.length && length < most; i++) {
      const point = table[data[i]];
      if (point === NOT_ON_TRAIN) isOnTrain = false;
      const isBlank = point === NOT_ON_TRAIN || point === SPACE;
      scratch[length++] = isBlank ? SPACE : point;
      if (!isBlank) used = length;
    }
    this.lines++;
    if (used === 0) return isOnTrain;
    this.#text.append(scratch.subarray(0, used));
    this.#isPrinted = true;
    return isOnTrain;
  }

  /** Moves. A skip into another form is as many form feeds, and line feeds to where it ends; all else is line feeds. */
  move({ lines, line, forms }: Motion, isSkip: boolean): void {
    if (lines === 0) return;
    const scratch = this.#scratch;
    const feeds = isSkip ? forms : 0;
    const end = feeds > 0 ? feeds + line - 1 : lines;
    scratch.fill(NEW_FORM, 0, feeds);
    scratch.fill(NEW_LINE, feeds, end);
    this.#text.append(scratch.subarray(0, end));
    this.line = line;
    this.forms += forms;
    this.#isPrinted = false;
  }

  save(): SavedPaper {
    return { text: this.#text.save(), place: [this.line, this.#isPrinted, this.forms, this.lines] };
  }

  restore({ text, place }: SavedPaper): void {
    this.#text.restore(text);
    [this.line, this.#isPrinted, this.forms, this.lines] = place;
  }
}
