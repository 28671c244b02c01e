/** Channel command words (GA22-7000, "Channel-Command Word"): what one says, and whether it may. */
import type { ChannelStorage } from "./channel-storage.ts";
import { PROGRAM_CHECK, PROTECTION_CHECK } from "./status.ts";

/** CCW flags: bits 32-38. */
export const CHAIN_DATA = 0x80;
export const CHAIN_COMMAND = 0x40;
export const SUPPRESS_LENGTH = 0x20;
export const SKIP = 0x10;
export const PROGRAM_CONTROLLED = 0x08;
export const INDIRECT = 0x04;
export const SUSPEND = 0x02;
const ZERO = 0x01;

const TRANSFER_IN_CHANNEL = 0x08;

/** A CCW taken apart. */
export interface Ccw {
  readonly command: number;
  readonly address: number;
  readonly flags: number;
  readonly count: number;
}

/** What a CCW is fetched for: the first of a channel program, by command chaining, by data chaining, or on resuming. */
export type Purpose = "start" | "command" | "data" | "resume";

/** A CCW and where the one after it lies; or the channel status that ends the operation, and where it was found. */
export type Fetched =
  | { readonly ccw: Ccw; readonly next: number; readonly check?: undefined }
  | { readonly check: number; readonly next: number };

interface Fetching {
  readonly key: number;
  /** Address of the CCW. */
  readonly at: number;
  readonly purpose: Purpose;
  /** Whether the suspend flag may be one: the CAW allows it, and the subchannel is not shared. */
  readonly suspends: boolean;
}

/** Fetches a CCW, through TRANSFER IN CHANNEL, and checks it (GA22-7000, "Program Check"). `next` is then 8 beyond it. */
export function fetchCcw(storage: ChannelStorage, { key, at, purpose, suspends }: Fetching): Fetched {
  let next = at;
  // A TIC may not be the first CCW, nor lead to a TIC.
  let mayTransfer = purpose !== "start";
  for (;;) {
    const place = next;
    next = place + 8;
    if (next > storage.size) return { check: PROGRAM_CHECK, next };
    if (!storage.permits(key, place, false)) return { check: PROTECTION_CHECK, next };
    const left = storage.word(place);
    const command = left >>> 24;
    const address = left & 0xff_ffff;
    if ((command & 0x0f) === TRANSFER_IN_CHANNEL) {
      if (!mayTransfer || address % 8 !== 0 || address >= storage.size) return { check: PROGRAM_CHECK, next };
      mayTransfer = false;
      next = address;
      continue;
    }
    const right = storage.word(place + 4);
    const flags = right >>> 24;
    const count = right & 0xffff;
    const valid =
      count > 0 &&
      (flags & ZERO) === 0 &&
      ((flags & SUSPEND) === 0 || (suspends && purpose !== "data")) &&
      (purpose === "data" || (command & 0x0f) !== 0) &&
      ((flags & INDIRECT) === 0 || address % 4 === 0);
    return valid ? { ccw: { command, address, flags, count }, next } : { check: PROGRAM_CHECK, next };
  }
}
