/** A display station without a channel: what the channel would ask of it, and what it says. */
import { type Command, DEVICE_END, type Line, UNIT_CHECK } from "../../../../engine/s370/channel/device.ts";
import { Display3277, type DisplayOptions } from "../../../../engine/s370/devices/display/display.ts";
import { screenText } from "../../../../engine/s370/devices/display/screen.ts";
import { encodeEbcdic } from "../../../../engine/s370/ebcdic.ts";

export const COMMANDS = {
  write: 0x01,
  readBuffer: 0x02,
  noOperation: 0x03,
  sense: 0x04,
  eraseWrite: 0x05,
  readModified: 0x06,
  select: 0x0b,
  eraseAllUnprotected: 0x0f,
} as const;

export type CommandName = keyof typeof COMMANDS;

export class Bench {
  readonly display: Display3277;
  /** Status that it has presented on its own. */
  readonly presented: number[] = [];

  constructor(options: DisplayOptions = {}) {
    this.display = new Display3277(options);
    const line: Line = {
      now: 0,
      shelf: new Map(),
      present: (status) => this.presented.push(status),
      proceed: () => {},
      after: () => {},
    };
    this.display.connect(line);
  }

  #begin(code: number, chained: boolean): ReturnType<Display3277["begin"]> {
    const command: Command = { code, chained, chains: false };
    return this.display.begin(command);
  }

  /** A command with data for it, chained to the one before or not; its status, device end included. */
  write(name: CommandName, stream: readonly (number | string)[] = [], chained = false): number {
    const answer = this.#begin(COMMANDS[name], chained);
    if (answer.kind === "output") {
      const ending = this.display.accept(bytes(...stream));
      if (!("status" in ending)) throw new Error("it wants more");
      return ending.status | (ending.later?.status ?? 0);
    }
    if (answer.kind === "waiting") throw new Error("it waits");
    return answer.status | (answer.kind === "immediate" ? (answer.later?.status ?? 0) : 0);
  }

  /** What a command reads, as hexadecimal digits; the program takes at most so many bytes. */
  read(name: CommandName, { chained = false, most = Number.POSITIVE_INFINITY } = {}): string {
    const answer = this.#begin(COMMANDS[name], chained);
    if (answer.kind !== "input") throw new Error(`refused: ${JSON.stringify(answer)}`);
    const data = answer.data.subarray(0, most);
    this.display.transferred(data.length);
    return Buffer.from(data).toString("hex").toUpperCase();
  }

  /** The sense byte. */
  get sense(): number {
    return Number.parseInt(this.read("sense"), 16);
  }

  get rows(): string[] {
    return screenText(this.display.screen).map((row) => row.trimEnd());
  }

  /** The rows that have something, one after the other. */
  get shown(): string {
    return this.rows.filter((row) => row !== "").join("|");
  }

  /** Row and column of the cursor, from 1. */
  get cursor(): [number, number] {
    const { cursor, columns } = this.display.screen;
    return [Math.floor(cursor / columns) + 1, (cursor % columns) + 1];
  }
}

/** Bytes, and texts in EBCDIC. */
export function bytes(...parts: readonly (number | string)[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => (typeof part === "number" ? [part] : [...encodeEbcdic(part)])));
}

export { DEVICE_END, UNIT_CHECK };
