/**
 * Card punches: 3525 (GA21-9124, "IBM 3505 Card Reader and IBM 3525 Card Punch Subsystem") and 2540 (GA21-9033, "IBM
 * 2540 Card Read-Punch", with GA24-3312, "IBM 2821 Control Unit"). Data go to the buffer (channel end), then a card is
 * punched from it and stacked (device end). The card read feature of a 3525 is in read-punch.ts; card print is not installed, nor is
 * the punch-feed-read of a 2540, whose write has the code SSD0 1001 (GX20-1703): what they do could not be read.
 */
import {
  type Acceptance,
  type Answer,
  CHANNEL_END,
  type Command,
  DEVICE_END,
  type Device,
  ENDED,
  type Line,
  UNIT_CHECK,
} from "../channel/device.ts";
import { COLUMNS, IMAGE_BYTES } from "./card-code.ts";
import { CardStacker, type SavedStacker } from "./card-stacker.ts";
import {
  COMMAND_REJECT,
  DONE,
  INTERVENTION_REQUIRED,
  NO_OPERATION,
  orderOf,
  SENSE,
  unknownOrder,
} from "./unit-record.ts";

/** Write, feed and select stacker: the stacker in bits 0-1, card-image mode in bit 2. */
export const WRITE = 0x01;
const STACKER = 0xc0;
const CARD_IMAGE = 0x20;

/** Sense byte 1 of a 3525: the command is to be given again when the operator has done what there is to do. */
const RETRY_AFTER_INTERVENTION = 0x10;

const BLANK = 0x40;
/** Ticks for each byte into the buffer. */
const BUFFER_TICKS = 4;

interface Model {
  readonly type: string;
  readonly cardsPerMinute: number;
  readonly stackers: number;
  /** Which of the stackers bits 0-1 of a command name. */
  readonly stackerOf: readonly number[];
  readonly senseBytes: number;
}

const MODELS = {
  "3525": { type: "3525", cardsPerMinute: 300, stackers: 2, stackerOf: [0, 1, 1], senseBytes: 4 },
  "2540P": { type: "2540P", cardsPerMinute: 300, stackers: 3, stackerOf: [0, 1, 2], senseBytes: 1 },
} as const satisfies Record<string, Model>;

export type PunchType = keyof typeof MODELS;

/** Everything that decides how it goes on, but for what lies in the stackers. */
interface State {
  readonly ready: boolean;
  /** The command whose data are coming. */
  readonly writing: number;
  readonly sense: number;
}

interface Saved {
  readonly state: State;
  readonly stackers: readonly SavedStacker[];
}

const INITIAL: State = { ready: true, writing: WRITE, sense: 0 };
const ORDERS = ["ready", "not-ready"] as const;

/** A card punch. Its hopper is full of blank cards. */
export class CardPunch implements Device {
  readonly type: string;
  readonly name: string;
  /** What it has punched. */
  readonly stackers: readonly CardStacker[];
  readonly #model: Model;
  readonly #punched: { readonly ticks: number; readonly status: number };
  #line: Line | undefined;
  #state = INITIAL;

  constructor(type: PunchType) {
    const model: Model = MODELS[type];
    this.#model = model;
    this.type = model.type;
    this.name = `${model.type} card punch`;
    this.stackers = Array.from({ length: model.stackers }, () => new CardStacker());
    this.#punched = { ticks: Math.round(60_000_000 / model.cardsPerMinute), status: DEVICE_END };
  }

  get ready(): boolean {
    return this.#state.ready;
  }

  connect(line: Line): void {
    this.#line = line;
  }

  begin({ code }: Command): Answer {
    if (code === SENSE) return this.#senseBytes();
    if (!this.ready) return this.#refuse(INTERVENTION_REQUIRED);
    if (code === NO_OPERATION) return DONE;
    if ((code & ~(STACKER | CARD_IMAGE)) !== WRITE || code >>> 6 >= this.#model.stackerOf.length)
      return this.#refuse(COMMAND_REJECT);
    if (this.#state.writing !== code || this.#state.sense !== 0) this.#set({ writing: code, sense: 0 });
    return { kind: "output", most: code & CARD_IMAGE ? IMAGE_BYTES : COLUMNS, perByte: BUFFER_TICKS };
  }

  accept(data: Uint8Array): Acceptance {
    const { writing } = this.#state;
    const isImage = (writing & CARD_IMAGE) !== 0;
    const card = new Uint8Array(isImage ? IMAGE_BYTES : COLUMNS);
    if (!isImage) card.fill(BLANK, data.length);
    card.set(data);
    // Only six bits of each byte of an image are rows of the card.
    if (isImage) for (let i = 0; i < card.length; i++) card[i] &= 0x3f;
    const stacker = this.stackerOf(writing);
    this.stackers[stacker].add(this.punch(card, stacker));
    return { status: CHANNEL_END, later: this.#punched };
  }

  /** Which stacker a command names. */
  protected stackerOf(code: number): number {
    return this.#model.stackerOf[code >>> 6];
  }

  /** Punches a card, 80 bytes or the image of 160: what it then is. */
  protected punch(card: Uint8Array, _stacker: number): Uint8Array {
    return card;
  }

  /** "ready" and "not-ready": the keys start and stop. */
  operate(text: string): void {
    const { word } = orderOf(text);
    if (word !== "ready" && word !== "not-ready") throw unknownOrder(this.name, text, ORDERS);
    const becomes = word === "ready";
    if (becomes && !this.ready) this.#line?.present(DEVICE_END);
    this.#set({ ready: becomes });
  }

  reset(): void {
    this.#set({ sense: 0 });
  }

  save(): unknown {
    return { state: this.#state, stackers: this.stackers.map((stacker) => stacker.save()) } satisfies Saved;
  }

  restore(saved: unknown): void {
    // What save() returned.
    const { state, stackers } = saved as Saved;
    this.#state = state;
    for (const [i, stacker] of stackers.entries()) this.stackers[i].restore(stacker);
  }

  #refuse(sense: number): Answer {
    this.#set({ sense });
    return { kind: "refused", status: UNIT_CHECK };
  }

  #senseBytes(): Answer {
    const { sense, ready } = this.#state;
    const sense0 = sense === 0 && !ready ? INTERVENTION_REQUIRED : sense;
    const sense1 = sense0 & INTERVENTION_REQUIRED ? RETRY_AFTER_INTERVENTION : 0;
    this.#set({ sense: 0 });
    return {
      kind: "input",
      data: Uint8Array.of(sense0, sense1, 0, 0).subarray(0, this.#model.senseBytes),
      status: ENDED,
    };
  }

  #set(changes: Partial<State>): void {
    this.#state = { ...this.#state, ...changes };
  }
}
