/** The 3215 console printer-keyboard (GA24-3550, "IBM 3215 Console Printer-Keyboard"): lines out, lines in. */
import {
  type Acceptance,
  type Answer,
  ATTENTION,
  type Command,
  type Device,
  ENDED,
  type Line,
  MOST_BYTES,
  UNIT_CHECK,
} from "../channel/device.ts";
import { decodeEbcdic, encodeEbcdic } from "../ebcdic.ts";

const WRITE = 0x01;
const WRITE_CARRIER_RETURN = 0x09;
const READ_INQUIRY = 0x0a;
const NO_OPERATION = 0x03;
const SENSE = 0x04;
const AUDIBLE_ALARM = 0x0b;

/** Ticks that a character takes: far faster than the printer, so that a run of a few thousand ticks shows whole lines. */
const CHARACTER_TICKS = 8;

/** Sense byte 0: command reject. */
const COMMAND_REJECT = 0x80;

export class Console3215 implements Device {
  readonly type = "3215";
  readonly name = "3215 console";
  #line: Line | undefined;
  /** Whether the carrier returns after what is being written. */
  #returning = false;
  /** Lines end in a line feed. */
  #text = "";
  #typed: string[] = [];
  #reading = false;
  #sense = 0;

  /** Everything written so far. */
  get text(): string {
    return this.#text;
  }

  /** Whether the program has asked for a line and waits for it. */
  get reading(): boolean {
    return this.#reading;
  }

  connect(line: Line): void {
    this.#line = line;
  }

  begin({ code }: Command): Answer {
    switch (code) {
      case WRITE:
      case WRITE_CARRIER_RETURN:
        this.#returning = code === WRITE_CARRIER_RETURN;
        return { kind: "output", most: MOST_BYTES, perByte: CHARACTER_TICKS };
      case NO_OPERATION:
      case AUDIBLE_ALARM:
        return { kind: "immediate", status: ENDED };
      case SENSE: {
        const sense = Uint8Array.of(this.#sense);
        this.#sense = 0;
        return { kind: "input", data: sense, status: ENDED };
      }
      case READ_INQUIRY:
        if (this.#typed.length > 0) return this.#next();
        this.#reading = true;
        return { kind: "waiting" };
      default:
        this.#sense = COMMAND_REJECT;
        return { kind: "refused", status: UNIT_CHECK };
    }
  }

  accept(data: Uint8Array): Acceptance {
    this.#text += decodeEbcdic(data).replaceAll("\u0085", "\n") + (this.#returning ? "\n" : "");
    return { status: ENDED };
  }

  operate(text: string): void {
    this.#typed.push(text);
    this.#text += text + "\n";
    if (this.#reading) this.#line?.proceed(this.#next());
    else this.#line?.present(ATTENTION);
  }

  #next(): Exclude<Answer, { kind: "waiting" }> {
    this.#reading = false;
    const data = encodeEbcdic(this.#typed.shift() ?? "");
    return { kind: "input", data, perByte: 1, status: ENDED };
  }

  halt(): void {
    this.#reading = false;
  }

  reset(): void {
    this.#reading = false;
    this.#sense = 0;
  }

  save(): unknown {
    return {
      text: this.#text,
      typed: [...this.#typed],
      reading: this.#reading,
      returning: this.#returning,
      sense: this.#sense,
    };
  }

  restore(data: unknown): void {
    // What save() returned.
    const saved = data as { text: string; typed: string[]; reading: boolean; returning: boolean; sense: number };
    this.#text = saved.text;
    this.#typed = [...saved.typed];
    this.#reading = saved.reading;
    this.#returning = saved.returning;
    this.#sense = saved.sense;
  }
}
