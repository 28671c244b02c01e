/**
 * Card readers: 3505 (GA21-9124, "IBM 3505 Card Reader and IBM 3525 Card Punch Subsystem"), 2540 (GA21-9033, "IBM 2540
 * Card Read-Punch", with GA24-3312, "IBM 2821 Control Unit"), 2501, and a 1442 that does not punch; and the card read feature
 * of a 3525, see read-punch.ts. A read sends the card that lies in the buffer (channel end), then the next one is fed (device end).
 */
import {
  type Answer,
  CHANNEL_END,
  type Command,
  DEVICE_END,
  type Device,
  ENDED,
  type Line,
  UNIT_CHECK,
  UNIT_EXCEPTION,
} from "../channel/device.ts";
import { ebcdicOf, IMAGE_BYTES, imageOf } from "./card-code.ts";
import { type Card, checkDeck, DECK_CODES, Deck, type DeckCode, type DeckOptions, deckCode } from "./images/deck.ts";
import { type ByteSource, MediumError } from "./media.ts";
import {
  COMMAND_REJECT,
  DATA_CHECK,
  DONE,
  INTERVENTION_REQUIRED,
  NO_OPERATION,
  orderOf,
  SENSE,
  unknownOrder,
} from "./unit-record.ts";

/** Commands: the stacker in bits 0-1 (or 11: no feed), card-image mode in bit 2. */
const READ = 0x02;
const FEED = 0x23;
const STACKER = 0xc0;
const WITHOUT_FEED = 0xc0;
const CARD_IMAGE = 0x20;

/** Sense byte 0 of a 2540: a card was to be read that has been read and not been fed. */
const UNUSUAL_COMMAND_SEQUENCE = 0x02;
/** Sense byte 1 of a 3505: the command is to be given again when the operator has done what there is to do. */
const RETRY_AFTER_INTERVENTION = 0x10;

/** Decks up to this many bytes are looked through when they are loaded; larger ones as they are read. */
const CHECKED_WHOLE = 0x80_0000;
/** Ticks for each byte out of the buffer. */
const BUFFER_TICKS = 4;

interface Model {
  readonly type: string;
  readonly cardsPerMinute: number;
  readonly stackers: number;
  /** Which of the stackers bits 0-1 of a command name. */
  readonly stackerOf: readonly number[];
  readonly feeds: boolean;
  /** Whether bits 0 and 1 of a control command move the card that has been read to a stacker, which it is in already. */
  readonly ejects?: boolean;
  readonly senseBytes: number;
}

const MODELS = {
  "3505": { type: "3505", cardsPerMinute: 1200, stackers: 2, stackerOf: [0, 1, 1], feeds: true, senseBytes: 4 },
  "2540R": { type: "2540R", cardsPerMinute: 1000, stackers: 3, stackerOf: [0, 1, 2], feeds: true, senseBytes: 1 },
  "3525": { type: "3525", cardsPerMinute: 300, stackers: 2, stackerOf: [0, 1, 1], feeds: true, senseBytes: 4 },
  "2501": { type: "2501", cardsPerMinute: 1000, stackers: 1, stackerOf: [0], feeds: false, senseBytes: 1 },
  "1442": {
    ...{ type: "1442", cardsPerMinute: 400, stackers: 2, feeds: false, ejects: true, senseBytes: 1 },
    // Bit 1 is the second stacker; bit 0 ejects, and the next read does that too.
    stackerOf: [0, 1, 0, 1],
  },
} as const satisfies Record<string, Model>;

export type ReaderType = keyof typeof MODELS;

/** A deck in the hopper, by its name on the shelf. */
interface HopperDeck extends DeckOptions {
  readonly name: string;
}

/** Everything that decides how it goes on. The first deck is the one that is read. */
interface State {
  readonly hopper: readonly HopperDeck[];
  /** Byte of the first deck where the next card begins. */
  readonly at: number;
  readonly ready: boolean;
  readonly endOfFile: boolean;
  /** The card in the buffer has been read, and not been fed. */
  readonly held: boolean;
  /** Cards read since power was turned on, and how many are in each stacker. */
  readonly read: number;
  readonly stacked: readonly number[];
  readonly sense: readonly [number, number];
  readonly trouble: string;
}

/** What is in the buffer when a card could not be had. */
const NO_CARD = new Uint8Array(0);

const NO_SENSE: State["sense"] = [0, 0];
const DATA_CHECKED: State["sense"] = [DATA_CHECK, 0];

const ORDERS = ["load NAME [ascii|ebcdic|binary] [lenient]", "end-of-file", "ready", "not-ready", "empty"] as const;

export interface ReaderOptions {
  /** Whether the operator presses the end-of-file key for each deck: after its last card comes unit exception. */
  readonly endOfFile?: boolean;
}

/** A card reader. Several decks can lie in the hopper, one behind the other; the program sees one. */
export class CardReader implements Device {
  readonly type: string;
  readonly name: string;
  readonly #model: Model;
  readonly #pressesEndOfFile: boolean;
  readonly #fed: { readonly ticks: number; readonly status: number };
  #line: Line | undefined;
  #state: State;
  /** Decks by what the hopper says of them. */
  readonly #decks = new WeakMap<HopperDeck, Deck>();

  constructor(type: ReaderType, { endOfFile = false }: ReaderOptions = {}) {
    const model: Model = MODELS[type];
    this.#model = model;
    this.type = model.type;
    this.name = `${model.type} card reader`;
    this.#pressesEndOfFile = endOfFile;
    this.#fed = { ticks: Math.round(60_000_000 / model.cardsPerMinute), status: DEVICE_END };
    this.#state = {
      hopper: [],
      at: 0,
      ready: false,
      endOfFile: false,
      held: false,
      read: 0,
      stacked: new Array<number>(model.stackers).fill(0),
      sense: NO_SENSE,
      trouble: "",
    };
  }

  get ready(): boolean {
    return this.#state.ready;
  }

  /** Cards read so far. */
  get cards(): number {
    return this.#state.read;
  }

  /** Cards in each stacker. */
  get stackers(): readonly number[] {
    return this.#state.stacked;
  }

  /** Names of the decks that are not read to their end. */
  get hopper(): readonly string[] {
    return this.#state.hopper.map(({ name }) => name);
  }

  /** What was wrong with the last card that could not be read; empty where none was. For the operator. */
  get trouble(): string {
    return this.#state.trouble;
  }

  /** The card whose data lie in the buffer: 80 bytes, or the image of 160. Undefined where there is none, or it jams. */
  get card(): Uint8Array | undefined {
    const card = this.#inBuffer();
    return card && card.bytes !== NO_CARD ? card.bytes : undefined;
  }

  /** That card goes on, and the next one comes into the buffer. */
  pass(stacker: number): void {
    const card = this.#inBuffer();
    if (card && card.bytes !== NO_CARD) this.#feed(card, stacker, { trouble: "", sense: NO_SENSE });
  }

  /** What a command comes to that needs a card where there is none. */
  missCard(): Answer {
    const card = this.#inBuffer();
    if (card) return this.#jam(card);
    this.#set({ ready: false, endOfFile: false });
    return this.#intervention();
  }

  connect(line: Line): void {
    this.#line = line;
  }

  begin({ code }: Command): Answer {
    if (code === SENSE) return this.#senseBytes();
    if (!this.ready) return this.#intervention();
    const { stackerOf, feeds, ejects } = this.#model;
    if (code === NO_OPERATION || (ejects && (code & ~STACKER) === NO_OPERATION)) return DONE;
    const stacker = code >>> 6;
    const isFeed = feeds && (code & ~STACKER) === FEED;
    const isRead = (code & ~(STACKER | CARD_IMAGE)) === READ;
    const names = stacker < stackerOf.length || (isRead && feeds && (code & STACKER) === WITHOUT_FEED);
    if (!names || (!isFeed && !isRead)) return this.#refuse(COMMAND_REJECT);
    const holds = stacker >= stackerOf.length;
    if (holds && this.#state.held)
      return this.#refuse(this.#model.senseBytes === 4 ? COMMAND_REJECT : UNUSUAL_COMMAND_SEQUENCE);
    const card = this.#inBuffer();
    if (!card) return this.#empty();
    if (card.bytes === NO_CARD) return this.#jam(card);
    const trouble = isRead ? this.#troubleWith(card, (code & CARD_IMAGE) !== 0) : "";
    const sense = trouble === "" ? NO_SENSE : DATA_CHECKED;
    if (holds) this.#set({ held: true, trouble, sense });
    else this.#feed(card, stackerOf[stacker], { trouble, sense });
    if (isFeed) return { kind: "immediate", status: CHANNEL_END, later: this.#fed };
    const data = inMode(card.bytes, (code & CARD_IMAGE) !== 0);
    if (trouble !== "") return { kind: "input", data, perByte: BUFFER_TICKS, status: ENDED | UNIT_CHECK };
    if (holds) return { kind: "input", data, perByte: BUFFER_TICKS, status: ENDED };
    return { kind: "input", data, perByte: BUFFER_TICKS, status: CHANNEL_END, later: this.#fed };
  }

  /**
   * "load NAME" puts a deck from the shelf behind what lies in the hopper, and presses start; its code can be said, and
   * "lenient" has long lines cut. "end-of-file" has unit exception come after the last card. "ready" and "not-ready"
   * are the keys start and stop; "empty" takes the cards out.
   */
  operate(text: string): void {
    const { word } = orderOf(text);
    switch (word) {
      case "load":
        this.#load(text.trim().slice(word.length).trim());
        break;
      case "end-of-file":
        this.#set({ endOfFile: true });
        this.#start();
        break;
      case "ready":
        if (!this.#inBuffer() && !this.#state.endOfFile)
          throw new RangeError(`the ${this.name} has no cards: load some, or press end-of-file`);
        this.#start();
        break;
      case "not-ready":
        this.#set({ ready: false });
        break;
      case "empty":
        this.#set({ hopper: [], at: 0, ready: false, endOfFile: false, held: false });
        break;
      default:
        throw unknownOrder(this.name, text, ORDERS);
    }
  }

  reset(): void {
    this.#set({ held: false, sense: NO_SENSE });
  }

  save(): unknown {
    return this.#state;
  }

  restore(saved: unknown): void {
    // What save() returned.
    this.#state = saved as State;
  }

  #load(text: string): void {
    const words = text.split(/\s+/);
    let lenient = false;
    let code: DeckCode | undefined;
    for (let last = words.at(-1) ?? ""; words.length > 1; last = words.at(-1) ?? "") {
      const said = DECK_CODES.find((each) => each === last);
      if (last === "lenient") lenient = true;
      else if (said) code = said;
      else break;
      words.pop();
    }
    const name = words.join(" ");
    const source = this.#source(name);
    const options = { code: code ?? deckCode(source), lenient };
    if (source.size <= CHECKED_WHOLE) checkDeck(new Deck(source, options));
    this.#set({ hopper: [...this.#state.hopper, { name, ...options }] });
    if (this.#pressesEndOfFile) this.#set({ endOfFile: true });
    this.#start();
  }

  #source(name: string): ByteSource {
    const shelf = this.#line?.shelf;
    const source = shelf?.get(name);
    if (source) return source;
    const names = shelf && shelf.size > 0 ? `; there are ${[...shelf.keys()].join(", ")}` : "";
    throw new RangeError(`there is no deck "${name}" for the ${this.name}${names}`);
  }

  #start(): void {
    if (this.ready) return;
    this.#set({ ready: true });
    this.#line?.present(DEVICE_END);
  }

  /** The card that is read next. Decks that have been read to their end leave the hopper. */
  #inBuffer(): Card | undefined {
    for (;;) {
      const { hopper, at } = this.#state;
      if (hopper.length === 0) return undefined;
      const card = this.#cardOf(hopper[0], at);
      if (card) return card;
      this.#set({ hopper: hopper.slice(1), at: 0 });
    }
  }

  /** A card of a deck; where the deck's file is there no more, the reader jams. */
  #cardOf(loaded: HopperDeck, at: number): Card | undefined {
    try {
      return this.#deck(loaded).card(at);
    } catch (error) {
      if (!(error instanceof RangeError || error instanceof MediumError)) throw error;
      return { bytes: NO_CARD, next: at, fault: error };
    }
  }

  #deck(loaded: HopperDeck): Deck {
    let deck = this.#decks.get(loaded);
    if (!deck) {
      deck = new Deck(this.#source(loaded.name), loaded);
      this.#decks.set(loaded, deck);
    }
    return deck;
  }

  /** What keeps a card from being read in a mode. In EBCDIC mode a column may not have several punches in rows 1-7. */
  #troubleWith({ bytes, fault }: Card, isImage: boolean): string {
    if (fault) return fault.message;
    if (isImage || bytes.length !== IMAGE_BYTES) return "";
    const { invalid } = ebcdicOf(bytes);
    return invalid === 0 ? "" : `card ${this.cards + 1}, column ${invalid}: more than one punch in rows 1-7`;
  }

  #feed({ next }: Card, stacker: number, how: Pick<State, "trouble" | "sense">): void {
    const { stacked, read } = this.#state;
    this.#set({ at: next, held: false, read: read + 1, stacked: stacked.with(stacker, stacked[stacker] + 1), ...how });
  }

  #jam({ fault }: Card): Answer {
    this.#set({ ready: false, trouble: fault?.message ?? "" });
    return this.#intervention();
  }

  /** A read where there are no more cards. */
  #empty(): Answer {
    const { endOfFile } = this.#state;
    this.#set({ ready: false, endOfFile: false });
    return endOfFile ? { kind: "immediate", status: ENDED | UNIT_EXCEPTION } : this.#intervention();
  }

  #intervention(): Answer {
    return this.#refuse(INTERVENTION_REQUIRED, RETRY_AFTER_INTERVENTION);
  }

  #refuse(sense0: number, sense1 = 0): Answer {
    this.#set({ sense: [sense0, sense1] });
    return { kind: "refused", status: UNIT_CHECK };
  }

  #senseBytes(): Answer {
    const { sense, ready } = this.#state;
    const data = new Uint8Array(Math.max(2, this.#model.senseBytes));
    data.set(sense[0] === 0 && !ready ? [INTERVENTION_REQUIRED, RETRY_AFTER_INTERVENTION] : sense);
    this.#set({ sense: NO_SENSE });
    return { kind: "input", data: data.subarray(0, this.#model.senseBytes), status: ENDED };
  }

  #set(changes: Partial<State>): void {
    this.#state = { ...this.#state, ...changes };
  }
}

/** A card's bytes as a mode gives them. */
function inMode(bytes: Uint8Array, isImage: boolean): Uint8Array {
  const hasImage = bytes.length === IMAGE_BYTES;
  if (isImage === hasImage) return bytes;
  return isImage ? imageOf(bytes) : ebcdicOf(bytes).ebcdic;
}
