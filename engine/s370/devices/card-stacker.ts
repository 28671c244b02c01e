/** A stacker of punched cards, in the order in which they came. */
import { COLUMNS, ebcdicOf, IMAGE_BYTES, imageOf } from "./card-code.ts";
import { GrowingBytes, type SavedBytes } from "./growing-bytes.ts";
import { cardLine, type DeckCode } from "./images/deck.ts";

const EBCDIC = 0;
const IMAGE = 1;

export interface SavedStacker {
  readonly kinds: SavedBytes;
  readonly cards: SavedBytes;
}

/** Cards as they were punched: EBCDIC, or images of 160 bytes whose columns EBCDIC does not all have. */
export class CardStacker {
  /** A byte for each card: what it is. */
  readonly #kinds = new GrowingBytes();
  readonly #cards = new GrowingBytes();

  /** Cards so far. */
  get count(): number {
    return this.#kinds.length;
  }

  /** Puts a card on the pile: 80 EBCDIC bytes, or an image of 160. */
  add(card: Uint8Array): void {
    let bytes = card;
    if (card.length === IMAGE_BYTES) {
      const { ebcdic, invalid } = ebcdicOf(card);
      if (invalid === 0) bytes = ebcdic;
    }
    this.#kinds.append(Uint8Array.of(bytes.length === IMAGE_BYTES ? IMAGE : EBCDIC));
    this.#cards.append(bytes);
  }

  /** The cards from the `first` (0 is the lowest) on: 80 bytes each, or 160 of an image. */
  *from(first = 0): Generator<Uint8Array> {
    const kinds = this.#kinds.read();
    let at = 0;
    for (let i = 0; i < kinds.length; i++) {
      const length = kinds[i] === IMAGE ? IMAGE_BYTES : COLUMNS;
      if (i >= first) yield this.#cards.read(at, at + length);
      at += length;
    }
  }

  /**
   * The pile as a file. Throws RangeError, with card and column, where its code does not have what is punched: EBCDIC
   * and text have no card images, text has no object cards.
   */
  file(code: DeckCode): Uint8Array {
    const file = new GrowingBytes();
    const encoder = new TextEncoder();
    let number = 0;
    for (const card of this.from()) {
      number++;
      if (code === "binary") file.append(card.length === IMAGE_BYTES ? card : imageOf(card));
      else if (card.length === IMAGE_BYTES)
        throw new RangeError(`card ${number} is a card image: write the deck in binary`);
      else file.append(code === "ebcdic" ? card : encoder.encode(`${lineOf(card, number)}\n`));
    }
    return file.read();
  }

  save(): SavedStacker {
    return { kinds: this.#kinds.save(), cards: this.#cards.save() };
  }

  restore({ kinds, cards }: SavedStacker): void {
    this.#kinds.restore(kinds);
    this.#cards.restore(cards);
  }
}

function lineOf(card: Uint8Array, number: number): string {
  try {
    return cardLine(card);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(`card ${number}: ${error.message}; write the deck in EBCDIC`);
  }
}
