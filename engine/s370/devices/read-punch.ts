/**
 * A 3525 card punch with the card read feature (GA21-9124, "Feed and Select Stacker", "Read Only", "Reading & Punching
 * (3525)"; GC20-1734, "The 3525 Card Punch"). It has the commands of a 3505 besides its own. The card that has been read
 * stands before the punch: READ ONLY leaves it there, and WRITE, FEED AND SELECT STACKER punches into it what it has no
 * holes for yet. All cards come into the stackers, those too that were only read.
 */
import type { Answer, Command, Line } from "../channel/device.ts";
import { IMAGE_BYTES, imageOf } from "./card-code.ts";
import { CardPunch, WRITE } from "./punch.ts";
import { CardReader, type ReaderOptions } from "./reader.ts";
import { SENSE } from "./unit-record.ts";

/** In a command's code: which stacker, and card-image mode. */
const MODIFIERS = 0xe0;

interface Saved {
  readonly punch: unknown;
  readonly reader: unknown;
}

export class CardReadPunch extends CardPunch {
  readonly #reader: CardReader;

  constructor(options: ReaderOptions = {}) {
    super("3525");
    this.#reader = new CardReader("3525", options);
  }

  override get ready(): boolean {
    return this.#reader.ready;
  }

  /** Names of the decks that are not read to their end. */
  get hopper(): readonly string[] {
    return this.#reader.hopper;
  }

  override connect(line: Line): void {
    super.connect(line);
    this.#reader.connect(line);
  }

  override begin(command: Command): Answer {
    const reader = this.#reader;
    const { code } = command;
    if (code !== SENSE && (code & ~MODIFIERS) === WRITE) {
      if (!reader.ready) return reader.begin(command);
      return reader.card ? super.begin(command) : reader.missCard();
    }
    const { card, cards } = reader;
    const answer = reader.begin(command);
    if (card && reader.cards > cards) this.stackers[this.stackerOf(code)].add(card);
    return code === SENSE ? withBoth(answer, super.begin(command)) : answer;
  }

  /** The orders of a reader: what is loaded are the cards that are read and punched. */
  override operate(text: string): void {
    this.#reader.operate(text);
  }

  override reset(): void {
    super.reset();
    this.#reader.reset();
  }

  override save(): unknown {
    return { punch: super.save(), reader: this.#reader.save() } satisfies Saved;
  }

  override restore(data: unknown): void {
    // What save() returned.
    const { punch, reader } = data as Saved;
    super.restore(punch);
    this.#reader.restore(reader);
  }

  /** Holes can only be added. */
  protected override punch(card: Uint8Array, stacker: number): Uint8Array {
    const before = this.#reader.card;
    this.#reader.pass(stacker);
    if (!before) return card;
    const [holes, added] = [imageIn(before), imageIn(card)];
    return holes.map((column, at) => column | added[at]);
  }
}

function imageIn(card: Uint8Array): Uint8Array {
  return card.length === IMAGE_BYTES ? card : imageOf(card);
}

/** Sense bytes of what reads and of what punches. */
function withBoth(reading: Answer, punching: Answer): Answer {
  if (reading.kind !== "input" || punching.kind !== "input") return reading;
  return { ...reading, data: reading.data.map((byte, at) => byte | punching.data[at]) };
}
