/** The 3215 console printer-keyboard (GA24-3550, "IBM 3215 Console Printer-Keyboard"): lines out, lines in. */
import type { Device } from "../channel.ts";
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
  readonly name = "3215 console";
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

  begin(command: number): "output" | "input" | "wait" | "reject" {
    switch (command) {
      case WRITE:
      case WRITE_CARRIER_RETURN:
      case NO_OPERATION:
      case AUDIBLE_ALARM:
        return "output";
      case SENSE:
        return "input";
      case READ_INQUIRY:
        if (this.#typed.length > 0) return "input";
        this.#reading = true;
        return "wait";
      default:
        this.#sense = COMMAND_REJECT;
        return "reject";
    }
  }

  output(command: number, data: Uint8Array): number {
    if (command !== WRITE && command !== WRITE_CARRIER_RETURN) return 0;
    this.#text += decodeEbcdic(data).replaceAll("\u0085", "\n") + (command === WRITE_CARRIER_RETURN ? "\n" : "");
    return CHARACTER_TICKS * data.length;
  }

  input(command: number): Uint8Array {
    if (command === SENSE) {
      const sense = Uint8Array.of(this.#sense);
      this.#sense = 0;
      return sense;
    }
    this.#reading = false;
    return encodeEbcdic(this.#typed.shift() ?? "");
  }

  receive(text: string): "attention" | "proceed" {
    this.#typed.push(text);
    this.#text += text + "\n";
    return this.#reading ? "proceed" : "attention";
  }

  halt(): void {
    this.#reading = false;
  }

  save(): unknown {
    return { text: this.#text, typed: [...this.#typed], reading: this.#reading, sense: this.#sense };
  }

  restore(data: unknown): void {
    // What save() returned.
    const saved = data as { text: string; typed: string[]; reading: boolean; sense: number };
    this.#text = saved.text;
    this.#typed = [...saved.typed];
    this.#reading = saved.reading;
    this.#sense = saved.sense;
  }
}
