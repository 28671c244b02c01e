/**
 * The 3277 display station behind a 3272 control unit, attached to a channel (GA27-2749 "IBM 3270 Information Display
 * System Component Description", "Commands" and "Local Operations").
 */
import {
  type Acceptance,
  type Answer,
  ATTENTION,
  CHANNEL_END,
  type Command,
  DEVICE_END,
  type Device,
  ENDED,
  type Line,
  MOST_BYTES,
  UNIT_CHECK,
} from "../../channel/device.ts";
import { type Keystroke, parseKeystrokes } from "./keystrokes.ts";
import { addressAfter, type Inbound, readBuffer, readModified } from "./read.ts";
import { type Screen, screenOf } from "./screen.ts";
import { DisplayStation, type StationState } from "./station.ts";
import { writeStream } from "./write.ts";

/** Commands. */
const WRITE = 0x01;
const READ_BUFFER = 0x02;
const NO_OPERATION = 0x03;
const SENSE = 0x04;
const ERASE_WRITE = 0x05;
const READ_MODIFIED = 0x06;
const SELECT = 0x0b;
const ERASE_ALL_UNPROTECTED = 0x0f;

/** Bits of the write control character. */
const SOUND_ALARM = 0x04;
const RESTORE_KEYBOARD = 0x02;
const RESET_MODIFIED = 0x01;

/** The sense byte: why there was a unit check. */
const COMMAND_REJECT = 0x80;
const INTERVENTION_REQUIRED = 0x40;
const OPERATION_CHECK = 0x01;

/** Model 1 and 2: rows and columns. */
const SCREENS = { 1: [12, 40], 2: [24, 80] } as const;

/** Ticks for a byte between channel and control unit: 650,000 bytes a second. */
const CHANNEL_BYTE_TICKS = 1.54;
/** Ticks for a character on the cable between control unit and station: 13 bits (3271/3272 control unit to device interface). */
const CABLE_CHARACTER_TICKS = 14.49;

export interface DisplayOptions {
  /** 1: 12 rows of 40 characters; 2: 24 rows of 80. */
  readonly model?: 1 | 2;
  /** Whether the keyboard has the numeric lock feature; it has unless said otherwise. */
  readonly numericLock?: boolean;
}

interface SavedState {
  readonly station: StationState;
  readonly sense: number;
  readonly address: number;
  readonly loaded: boolean;
  readonly command: number;
  readonly received: readonly Uint8Array[];
  readonly inbound: Inbound | undefined;
}

/** One display station, with its control unit, as a channel sees it. */
export class Display3277 implements Device {
  readonly type = "3277";
  readonly name: string;
  readonly #station: DisplayStation;
  #line: Line | undefined;
  #sense = 0;
  /** The buffer address, from which chained commands go on. */
  #address = 0;
  /** Whether the control unit has what is in the station's buffer: a chained command need not fetch it again. */
  #loaded = false;
  /** The command that is being executed. */
  #command = NO_OPERATION;
  /** Data of a write so far. */
  #received: readonly Uint8Array[] = [];
  /** What a read sends. */
  #inbound: Inbound | undefined;

  constructor({ model = 2, numericLock = true }: DisplayOptions = {}) {
    const [rows, columns] = SCREENS[model];
    this.name = `3277 display, model ${model}`;
    this.#station = new DisplayStation(rows, columns, numericLock);
  }

  /** What the operator sees now. */
  get screen(): Screen {
    return screenOf(this.#station);
  }

  connect(line: Line): void {
    this.#line = line;
  }

  begin({ code, chained }: Command): Answer {
    if (!chained) {
      this.#loaded = false;
      this.#address = 0;
    }
    if (code === SENSE) return this.#senseData();
    if (code !== NO_OPERATION) this.#sense = 0;
    if (!this.#station.isOn) return this.#refuse(INTERVENTION_REQUIRED);
    this.#command = code;
    this.#received = [];
    this.#inbound = undefined;
    switch (code) {
      case WRITE:
        // Where a program that chains nothing before it goes on is where the operator would.
        if (!chained) this.#address = this.#station.cursor;
        return { kind: "output", most: MOST_BYTES, before: this.#fetching(), perByte: CHANNEL_BYTE_TICKS };
      case ERASE_WRITE:
        return { kind: "output", most: MOST_BYTES, perByte: CHANNEL_BYTE_TICKS };
      case READ_BUFFER:
      case READ_MODIFIED:
        return this.#read(code);
      case NO_OPERATION:
        return { kind: "immediate", status: ENDED };
      case SELECT:
        this.#loaded = true;
        this.#address = 0;
        return { kind: "immediate", status: CHANNEL_END, later: this.#deviceEnd() };
      case ERASE_ALL_UNPROTECTED:
        this.#station.eraseUnprotected();
        this.#station.restoreKeyboard();
        this.#loaded = false;
        this.#address = 0;
        return { kind: "immediate", status: CHANNEL_END, later: this.#deviceEnd() };
      default:
        return this.#refuse(COMMAND_REJECT);
    }
  }

  accept(data: Uint8Array): Acceptance {
    this.#received = [...this.#received, data.slice()];
    if (data.length === MOST_BYTES) return { more: MOST_BYTES };
    const checked = this.#write(joined(this.#received));
    this.#received = [];
    this.#loaded = true;
    if (!checked) return { status: CHANNEL_END, later: this.#deviceEnd() };
    this.#sense = OPERATION_CHECK;
    return { status: ENDED | UNIT_CHECK };
  }

  transferred(count: number): void {
    if (this.#inbound) this.#address = addressAfter(this.#inbound, count);
    this.#inbound = undefined;
  }

  /**
   * What the operator does: see `keystrokes.ts`. Throws RangeError, and does nothing, where one of the keystrokes is none
   * or names a place that is not on the screen.
   */
  operate(text: string): void {
    const strokes: readonly Keystroke[] = parseKeystrokes(text);
    for (const stroke of strokes) this.#station.check(stroke);
    for (const stroke of strokes) {
      const news = this.#station.press(stroke);
      if (news) this.#line?.present(news === "attention" ? ATTENTION : DEVICE_END);
    }
  }

  reset(): void {
    this.#sense = 0;
    this.#address = 0;
    this.#loaded = false;
    this.#received = [];
    this.#inbound = undefined;
  }

  save(): unknown {
    const saved: SavedState = {
      station: this.#station.save(),
      sense: this.#sense,
      address: this.#address,
      loaded: this.#loaded,
      command: this.#command,
      received: this.#received,
      inbound: this.#inbound,
    };
    return saved;
  }

  restore(saved: unknown): void {
    // What save() returned.
    const state = saved as SavedState;
    this.#station.restore(state.station);
    this.#sense = state.sense;
    this.#address = state.address;
    this.#loaded = state.loaded;
    this.#command = state.command;
    this.#received = state.received;
    this.#inbound = state.inbound;
  }

  /** Carries a write out. Returns whether there was an operation check. */
  #write(data: Uint8Array): boolean {
    const station = this.#station;
    if (this.#command === ERASE_WRITE) {
      station.erase();
      this.#address = 0;
    }
    if (data.length === 0) return false;
    const control = data[0];
    // Tags are reset before data come, everything else happens when they are there.
    if (control & RESET_MODIFIED) station.buffer.untag();
    const written = writeStream(station.buffer, this.#address, data.subarray(1));
    this.#address = written.address;
    if (written.cursor !== undefined) station.cursor = written.cursor;
    if (written.operationCheck) return true;
    if (control & SOUND_ALARM) station.alarms++;
    if (control & RESTORE_KEYBOARD) station.restoreKeyboard();
    return false;
  }

  #read(code: number): Answer {
    const { buffer, aid, cursor } = this.#station;
    const read = code === READ_BUFFER ? readBuffer : readModified;
    const before = this.#fetching();
    this.#inbound = read(buffer, this.#address, aid, cursor);
    return { kind: "input", data: this.#inbound.data, before, perByte: CHANNEL_BYTE_TICKS, status: ENDED };
  }

  #senseData(): Answer {
    const data = Uint8Array.of(this.#sense);
    this.#sense = 0;
    return { kind: "input", data, status: ENDED };
  }

  #refuse(sense: number): Answer {
    this.#sense = sense;
    return { kind: "refused", status: UNIT_CHECK };
  }

  /** Ticks until the control unit has the station's buffer, where it has not. */
  #fetching(): number {
    const ticks = this.#loaded ? 0 : this.#wholeBufferTicks;
    this.#loaded = true;
    return ticks;
  }

  #deviceEnd(): { readonly ticks: number; readonly status: number } {
    return { ticks: this.#wholeBufferTicks, status: DEVICE_END };
  }

  get #wholeBufferTicks(): number {
    return Math.round(this.#station.buffer.size * CABLE_CHARACTER_TICKS);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0];
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
