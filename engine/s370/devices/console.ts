/**
 * Printer-keyboards at the operator's console: 3215 (GA24-3550, "IBM 3215 Console Printer-Keyboard") and 1052-7
 * (GA22-6877, "IBM 1052 Printer-Keyboard Model 7"). Lines out, lines in; the two have the same commands and sense.
 */
import {
  type Acceptance,
  type Answer,
  ATTENTION,
  type Command,
  DEVICE_END,
  type Device,
  ENDED,
  type Line,
  MOST_BYTES,
  UNIT_CHECK,
  UNIT_EXCEPTION,
} from "../channel/device.ts";
import { decodeEbcdic, encodeEbcdic } from "../ebcdic.ts";
import { COMMAND_REJECT, DONE, INTERVENTION_REQUIRED, NO_OPERATION, SENSE, unknownOrder } from "./unit-record.ts";

const WRITE = 0x01;
const WRITE_CARRIER_RETURN = 0x09;
const READ_INQUIRY = 0x0a;
const AUDIBLE_ALARM = 0x0b;

/** Ticks that a printed character takes: far faster than the printer, so that a run of a few thousand ticks shows whole lines. */
const CHARACTER_TICKS = 8;
/** Ticks that a typed character takes: the line has been typed before it is read. */
const TYPED_TICKS = 1;

/** Print positions; the carrier returns by itself behind the last one, and nothing is lost. */
const PRINT_POSITIONS = 126;

/** Stands before a key's name in what `operate` gets: no keyboard types that character. */
const KEY = "\u001b";
const KEYS = ["request", "cancel", "not-ready", "ready"] as const;

/**
 * Keys beside those that type. `request`: attention, without a line. `cancel`: the read that waits for a line ends with
 * unit exception. `not-ready` and `ready`: commands are refused until ready; device end tells the program that it is.
 */
export type ConsoleKey = (typeof KEYS)[number];

/** What `operate` takes for a key of a printer-keyboard; any other text is a line that is typed, END key included. */
export function consoleKey(key: ConsoleKey): string {
  return KEY + key;
}

/** Everything that decides how it goes on. */
interface State {
  readonly text: string;
  readonly typed: readonly string[];
  readonly reading: boolean;
  readonly ready: boolean;
  readonly alarms: number;
  /** The write whose data are coming. */
  readonly writing: number;
  readonly sense: number;
}

const INITIAL: State = { text: "", typed: [], reading: false, ready: true, alarms: 0, writing: WRITE, sense: 0 };

/**
 * A printer-keyboard. A typed line makes itself known by attention unless a read waits for it, or lines before it are
 * not read yet: then it does so behind them. A read takes the oldest line, or waits. Text is kept as the program wrote it: {@link positions} is for whoever shows it.
 */
export class PrinterKeyboard implements Device {
  readonly type: string;
  readonly name: string;
  /** Print positions of a line on paper. */
  readonly positions = PRINT_POSITIONS;
  #line: Line | undefined;
  #state = INITIAL;

  constructor(type: string) {
    this.type = type;
    this.name = `${type} console`;
  }

  /** Everything written and typed so far. Lines end in a line feed. */
  get text(): string {
    return this.#state.text;
  }

  /** Whether the program has asked for a line and waits for it. */
  get reading(): boolean {
    return this.#state.reading;
  }

  /** How often the program has sounded the alarm. */
  get alarms(): number {
    return this.#state.alarms;
  }

  get ready(): boolean {
    return this.#state.ready;
  }

  connect(line: Line): void {
    this.#line = line;
  }

  begin({ code }: Command): Answer {
    if (code === SENSE) return this.#senseByte();
    if (!this.ready) return this.#refuse(INTERVENTION_REQUIRED);
    switch (code) {
      case WRITE:
      case WRITE_CARRIER_RETURN:
        this.#set({ writing: code, sense: 0 });
        return { kind: "output", most: MOST_BYTES, perByte: CHARACTER_TICKS };
      case NO_OPERATION:
        return DONE;
      case AUDIBLE_ALARM:
        this.#set({ alarms: this.alarms + 1, sense: 0 });
        return DONE;
      case READ_INQUIRY:
        if (this.#state.typed.length > 0) return this.#takeLine();
        this.#set({ reading: true, sense: 0 });
        return { kind: "waiting" };
      default:
        return this.#refuse(COMMAND_REJECT);
    }
  }

  accept(data: Uint8Array): Acceptance {
    // The new-line code moves the carrier to the next line, wherever it stands.
    const written = decodeEbcdic(data).replaceAll("\u0085", "\n");
    const isWhole = data.length < MOST_BYTES;
    const end = isWhole && this.#state.writing === WRITE_CARRIER_RETURN ? "\n" : "";
    this.#set({ text: this.text + written + end });
    return isWhole ? { status: ENDED } : { more: MOST_BYTES };
  }

  /** A line that is typed, or a key of {@link consoleKey}'s. */
  operate(text: string): void {
    if (text.startsWith(KEY)) return this.#press(text.slice(KEY.length));
    const isFirst = this.#state.typed.length === 0;
    this.#set({ typed: [...this.#state.typed, text], text: `${this.text}${text}\n` });
    if (this.reading) this.#line?.proceed(this.#takeLine());
    else if (isFirst) this.#line?.present(ATTENTION);
  }

  halt(): void {
    this.#set({ reading: false });
  }

  reset(): void {
    this.#set({ reading: false, sense: 0 });
  }

  save(): unknown {
    return this.#state;
  }

  restore(saved: unknown): void {
    // What save() returned.
    this.#state = saved as State;
  }

  #press(key: string): void {
    switch (key) {
      case "request":
        this.#line?.present(ATTENTION);
        break;
      case "cancel":
        // The keyboard is locked unless a read has opened it.
        if (this.reading) this.#endRead(UNIT_EXCEPTION, 0);
        break;
      case "not-ready":
        this.#set({ ready: false });
        if (this.reading) this.#endRead(UNIT_CHECK, INTERVENTION_REQUIRED);
        break;
      case "ready":
        if (!this.ready) this.#line?.present(DEVICE_END);
        this.#set({ ready: true });
        break;
      default:
        throw unknownOrder(`${this.name}'s keyboard`, key, KEYS);
    }
  }

  #endRead(status: number, sense: number): void {
    this.#set({ reading: false, sense });
    this.#line?.proceed({ kind: "immediate", status: ENDED | status });
  }

  #takeLine(): Extract<Answer, { kind: "input" }> {
    const [line = "", ...typed] = this.#state.typed;
    // Status of a device's own waits until the operation has ended; two attentions that wait would be one.
    if (typed.length > 0) this.#line?.present(ATTENTION);
    this.#set({ typed, reading: false, sense: 0 });
    return { kind: "input", data: encodeEbcdic(line), perByte: TYPED_TICKS, status: ENDED };
  }

  #senseByte(): Answer {
    const { sense, ready } = this.#state;
    this.#set({ sense: 0 });
    return { kind: "input", data: Uint8Array.of(sense | (ready ? 0 : INTERVENTION_REQUIRED)), status: ENDED };
  }

  #refuse(sense: number): Answer {
    this.#set({ sense });
    return { kind: "refused", status: UNIT_CHECK };
  }

  #set(changes: Partial<State>): void {
    this.#state = { ...this.#state, ...changes };
  }
}

export class Console3215 extends PrinterKeyboard {
  constructor() {
    super("3215");
  }
}

export class Console1052 extends PrinterKeyboard {
  constructor() {
    super("1052");
  }
}
