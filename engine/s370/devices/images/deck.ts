/**
 * Card decks as files: cards of 80 EBCDIC bytes one after the other, lines of text (ASCII, or UTF-8 as far as code page
 * 037 goes), or card images of 160 bytes (column binary). Read where a card is needed.
 */
import { encodeEbcdic, isEncodable } from "../../ebcdic.ts";
import { COLUMNS, IMAGE_BYTES } from "../card-code.ts";
import { type ByteSource, MediumError } from "../media.ts";

/** How a deck's file is written. `binary`: two bytes for each column. */
export type DeckCode = "ebcdic" | "ascii" | "binary";
export const DECK_CODES: readonly DeckCode[] = ["ebcdic", "ascii", "binary"];

export interface DeckOptions {
  /** How it is written; found out where it is not said. */
  readonly code?: DeckCode;
  /** Whether lines that are too long for a card are cut, and a last card that is too short is filled with blanks. */
  readonly lenient?: boolean;
}

/** A card of a deck. */
export interface Card {
  /** 80 bytes, or 160 of an image. */
  readonly bytes: Uint8Array;
  /** Byte of the file where the next card begins. */
  readonly next: number;
  /** What is wrong with the card; then its bytes are as far as they can be read. */
  readonly fault?: Error;
}

const BLANK = 0x40;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** SUB, which ends a text where CP/M's heirs wrote it. */
const END_OF_TEXT = 0x1a;
const SPACE = 0x20;
const DELETE = 0x7f;
const TAB_STOPS = 8;
/** Bytes that are read at once. */
const WINDOW = 0x1_0000;
/** Bytes from which a deck's code is found out. */
const SAMPLE = 0x1000;
/** A line that is no longer than that has its end in every sample of a text. */
const LONGEST_LINE = 1024;

const EBCDIC_OF = Uint8Array.from({ length: 256 }, (_, point) => encodeEbcdic(String.fromCharCode(point))[0]);

export class Deck {
  readonly name: string;
  readonly code: DeckCode;
  readonly #source: ByteSource;
  readonly #lenient: boolean;
  /** Bytes read ahead, and where they are from. Nothing depends on what is in it. */
  #window = new Uint8Array(0);
  #windowAt = 0;

  constructor(source: ByteSource, { code, lenient = false }: DeckOptions = {}) {
    this.name = source.name;
    this.code = code ?? deckCode(source);
    this.#source = source;
    this.#lenient = lenient;
  }

  /** The card that begins at a byte; undefined behind the last one. */
  card(at: number): Card | undefined {
    if (at >= this.#source.size) return undefined;
    return this.code === "ascii" ? this.#line(at) : this.#fixed(at, this.code === "binary" ? IMAGE_BYTES : COLUMNS);
  }

  #fixed(at: number, length: number): Card {
    const bytes = this.#bytes(at, length);
    if (bytes.length === length) return { bytes, next: at + length };
    const padded = new Uint8Array(length).fill(length === COLUMNS ? BLANK : 0);
    padded.set(bytes);
    const card = { bytes: padded, next: at + length };
    if (this.#lenient) return card;
    const left = `the ${bytes.length} bytes left are no whole card, which has ${length}`;
    return { ...card, fault: new MediumError(this.name, at, left) };
  }

  #line(at: number): Card | undefined {
    if (at + LONGEST_LINE > this.#windowAt + this.#window.length) this.#bytes(at, WINDOW);
    const start = at - this.#windowAt;
    const window = this.#window;
    if (window[start] === END_OF_TEXT) return undefined;
    const bytes = new Uint8Array(COLUMNS).fill(BLANK);
    let fault: MediumError | undefined;
    let column = 0;
    let i = start;
    for (; i < window.length; i++) {
      let point = window[i];
      if (point === LINE_FEED) return { bytes, next: this.#windowAt + i + 1, ...(fault && { fault }) };
      if (point === END_OF_TEXT) break;
      if (point === CARRIAGE_RETURN) continue;
      if (point === TAB) {
        column += TAB_STOPS - (column % TAB_STOPS);
        continue;
      }
      if (point >= 0x80 && (point & 0xfe) === 0xc2 && (window[i + 1] & 0xc0) === 0x80) {
        point = ((point & 0x03) << 6) | (window[++i] & 0x3f);
      } else if (point < SPACE || point >= DELETE) {
        fault ??= this.#fault(at, column, `X'${point.toString(16).toUpperCase().padStart(2, "0")}' is no character`);
      }
      if (column < COLUMNS) bytes[column] = EBCDIC_OF[point];
      else if (point !== SPACE && !this.#lenient)
        fault ??= this.#fault(at, column, `the line is longer than a card, which has ${COLUMNS} columns`);
      column++;
    }
    // The end of the file, or of what a line can be.
    const isLong = i === window.length && this.#windowAt + i < this.#source.size;
    if (isLong) fault ??= this.#fault(at, column, "the line has no end");
    return { bytes, next: isLong ? this.#windowAt + i : this.#source.size, ...(fault && { fault }) };
  }

  #fault(at: number, column: number, what: string): MediumError {
    let line = 1;
    for (let from = 0; from < at; from += WINDOW)
      for (const byte of this.#source.read(from, Math.min(WINDOW, at - from))) if (byte === LINE_FEED) line++;
    return new MediumError(this.name, at, `line ${line.toLocaleString("en")}, column ${column + 1}: ${what}`);
  }

  /** Bytes out of the window, which moves there first if need be. */
  #bytes(at: number, length: number): Uint8Array {
    const from = at - this.#windowAt;
    if (from < 0 || from + length > this.#window.length) {
      this.#window = Uint8Array.from(this.#source.read(at, WINDOW));
      this.#windowAt = at;
      return this.#window.subarray(0, length);
    }
    return this.#window.subarray(from, from + length);
  }
}

/**
 * How a deck's file is written. Text has line ends and, but for them, nothing that is no character; an object deck has
 * X'02' in column 1, and any EBCDIC deck bytes that are no text.
 */
export function deckCode(source: ByteSource): DeckCode {
  const sample = source.read(0, SAMPLE);
  let isLined = sample.length < COLUMNS;
  for (let i = 0; i < sample.length; i++) {
    const byte = sample[i];
    if (byte === END_OF_TEXT) break;
    if (byte === LINE_FEED) isLined = true;
    else if (byte === TAB || byte === CARRIAGE_RETURN) continue;
    else if (byte < SPACE || byte === DELETE) return "ebcdic";
    else if (byte >= 0x80) {
      const length = utf8Length(sample, i);
      if (length === 0) return "ebcdic";
      i += length - 1;
    }
  }
  return isLined || source.size % COLUMNS !== 0 ? "ascii" : "ebcdic";
}

/** Bytes of the character of UTF-8 that begins at `i`; 0 where none does. One that the sample's end cuts counts. */
function utf8Length(bytes: Uint8Array, i: number): number {
  const lead = bytes[i];
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  for (let at = i + 1; at < Math.min(i + length, bytes.length); at++) if ((bytes[at] & 0xc0) !== 0x80) return 0;
  return length;
}

/** Counts the cards of a deck. Throws {@link MediumError} at the first that cannot be read as it should be. */
export function checkDeck(deck: Deck): number {
  let count = 0;
  for (let card = deck.card(0); card; card = deck.card(card.next)) {
    if (card.fault) throw card.fault;
    count++;
  }
  return count;
}

/**
 * A line of text for a card of 80 EBCDIC bytes, without trailing blanks and without its end. Throws RangeError, with
 * the column, where a byte stands for no character: such a card (of an object deck, say) is kept in EBCDIC only.
 */
export function cardLine(ebcdic: Uint8Array): string {
  let text = "";
  for (let i = 0; i < ebcdic.length; i++) {
    const point = CHARACTER_OF[ebcdic[i]];
    if (point < SPACE || (point >= DELETE && point < 0xa0))
      throw new RangeError(
        `column ${i + 1} has X'${ebcdic[i].toString(16).toUpperCase().padStart(2, "0")}', which is no character`,
      );
    text += String.fromCharCode(point);
  }
  return text.replace(/ +$/, "");
}

const CHARACTER_OF = new Uint8Array(256);
EBCDIC_OF.forEach((byte, point) => {
  if (isEncodable(String.fromCharCode(point))) CHARACTER_OF[byte] = point;
});
