/** A unit-record device without a channel: what a channel would ask of it, and what it says. */
import { type Device, type Line, UNIT_CHECK } from "../../../../engine/s370/channel/device.ts";
import { type ByteSource, bytesOf } from "../../../../engine/s370/devices/media.ts";
import { decodeEbcdic, encodeEbcdic } from "../../../../engine/s370/ebcdic.ts";

/** What a command came to. */
export interface Outcome {
  /** All status of the command: that of channel end and that of device end. */
  readonly status: number;
  /** Whether channel end came before device end, and how much later device end did, in ticks. */
  readonly later?: number;
  /** Whether it was refused at initial selection. */
  readonly refused: boolean;
  /** What was read. */
  readonly data: Uint8Array;
  /** Sense bytes, where the status has unit check. */
  readonly sense?: string;
  /** Bytes that an output command asked for. */
  readonly most?: number;
}

export const ATTENTION = 0x80;
/** Channel end and device end; with unit check; with unit exception. */
export const ENDED = 0x0c;
export const CHECKED = 0x0e;
export const EXCEPTION = 0x0d;
/** Unit check alone: refused. */
export const REFUSED = 0x02;

export class Bench<D extends Device> {
  readonly device: D;
  /** Status that it has presented on its own. */
  readonly presented: number[] = [];
  /** What has come of commands that waited. */
  readonly proceeded: number[] = [];
  readonly #shelf = new Map<string, ByteSource>();

  constructor(device: D, shelf: Readonly<Record<string, Uint8Array | string>> = {}) {
    this.device = device;
    for (const [name, content] of Object.entries(shelf)) this.put(name, content);
    const line: Line = {
      now: 0,
      shelf: this.#shelf,
      present: (status) => this.presented.push(status),
      proceed: (answer) => "status" in answer && this.proceeded.push(answer.status),
      after: () => {},
    };
    device.connect?.(line);
  }

  put(name: string, content: Uint8Array | string): void {
    this.#shelf.set(name, bytesOf(name, typeof content === "string" ? new TextEncoder().encode(content) : content));
  }

  /** A command by its code, with data for it; text is EBCDIC. `chained`: to the one before. */
  run(code: number, given: Uint8Array | string = "", chained = false): Outcome {
    const { device } = this;
    const answer = device.begin({ code, chained, chains: false });
    if (answer.kind === "waiting") throw new Error("it waits");
    const nothing = new Uint8Array(0);
    if (answer.kind === "refused") return this.#outcome({ status: answer.status, refused: true, data: nothing });
    if (answer.kind !== "output") {
      const data = answer.kind === "input" ? answer.data : nothing;
      return this.#outcome({ ...both(answer), refused: false, data });
    }
    const data = typeof given === "string" ? encodeEbcdic(given) : given;
    const ending = device.accept?.(data.subarray(0, answer.most));
    if (ending === undefined || !("status" in ending)) throw new Error("it wants more");
    return this.#outcome({ ...both(ending), refused: false, data: nothing, most: answer.most });
  }

  /** The same for a chain of commands; the last one's outcome. */
  chain(...commands: readonly (readonly [code: number, given?: Uint8Array | string])[]): Outcome {
    let last: Outcome | undefined;
    for (const [i, [code, given]] of commands.entries()) last = this.run(code, given, i > 0);
    if (!last) throw new Error("no command");
    return last;
  }

  #outcome(outcome: Outcome): Outcome {
    if ((outcome.status & UNIT_CHECK) === 0) return outcome;
    const sensed = this.device.begin({ code: 0x04, chained: false, chains: false });
    if (sensed.kind !== "input") throw new Error("no sense bytes");
    return { ...outcome, sense: hex(sensed.data) };
  }
}

function both({ status, later }: { readonly status: number; readonly later?: { ticks: number; status: number } }) {
  return later ? { status: status | later.status, later: later.ticks } : { status };
}

/** Hexadecimal, in upper case. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex").toUpperCase();
}

/** EBCDIC as text, without blanks at its end. */
export function text(bytes: Uint8Array): string {
  return decodeEbcdic(bytes).trimEnd();
}

/** Cards of EBCDIC, one behind the other. */
export function deckOf(...cards: readonly string[]): Uint8Array {
  return encodeEbcdic(cards.map((card) => card.padEnd(80)).join(""));
}
