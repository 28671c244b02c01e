/**
 * A channel in the simplest words that the manual allows (GA22-7000, "Execution of Input/Output Operations"): byte by
 * byte, with no time but that of bytes that come in whether or not they can be taken. What the engine's channel does is
 * compared with what this says.
 */
import { BUFFERED_BYTES, FETCH_TICKS } from "../../../../engine/s370/channel/overrun.ts";

/** What the device does with its nth command. */
export type Behaviour =
  | { readonly kind: "refused" }
  | { readonly kind: "immediate"; readonly status: number }
  | { readonly kind: "input"; readonly data: readonly number[]; readonly status: number }
  | { readonly kind: "output"; readonly most: number; readonly status: number };

export interface Outcome {
  readonly cc: number;
  /** Of the CSW: all 16 digits after an interruption, the status alone (4 digits) where START I/O stored it. */
  readonly csw: string;
  readonly accepted: readonly (readonly number[])[];
}

/** Bytes of the interval timer, which counts meanwhile: here nothing does. */
const isTimer = (place: number): boolean => place >= 80 && place < 84;

const CD = 0x80;
const CC = 0x40;
const SLI = 0x20;
const SKIP = 0x10;
const PCI = 0x08;
const IDA = 0x04;

const PROGRAM = 0x20;
const PROTECTION = 0x10;
const LENGTH = 0x40;
const CHAINING = 0x01;
const UNIT_CHECK = 0x02;
const MODIFIER = 0x40;
const NORMAL = 0x4c;

/**
 * Executes the channel program of the CAW. Changes storage and keys. Throws where the device gets bytes of the timer.
 * `pace`: ticks from byte to byte of an input that does not wait.
 */
export function channel(
  storage: Uint8Array,
  keys: Uint8Array,
  behaviours: readonly Behaviour[],
  pace?: number,
): Outcome {
  const word = (at: number): number =>
    ((storage[at] << 24) | (storage[at + 1] << 16) | (storage[at + 2] << 8) | storage[at + 3]) >>> 0;
  const caw = word(0x48);
  const key = caw >>> 28;
  const allowed = (at: number, stores: boolean): boolean => {
    const own = keys[at >> 11];
    return key === 0 || own >> 4 === key || (!stores && (own & 8) === 0);
  };
  const accepted: number[][] = [];
  let next = caw & 0xff_ffff;
  let command = 0;
  let address = 0;
  let flags = 0;
  let count = 0;
  /** A PCI flag has been met: nobody takes its interruption before the ending. */
  let controlled = 0;

  /** Takes the next CCW in; returns a check. */
  const fetch = (first: boolean, data: boolean): number => {
    for (let transfers = first ? 1 : 0; ; transfers++) {
      const at = next;
      next += 8;
      if (at % 8 !== 0 || at + 8 > storage.length) return PROGRAM;
      if (!allowed(at, false)) return PROTECTION;
      if (storage[at] % 16 !== 8) break;
      const target = word(at) & 0xff_ffff;
      if (transfers > 0 || target % 8 !== 0 || target >= storage.length) return PROGRAM;
      next = target;
    }
    const at = next - 8;
    if (!data) command = storage[at];
    address = word(at) & 0xff_ffff;
    flags = storage[at + 4];
    count = word(at + 4) & 0xffff;
    const indirect = (flags & IDA) !== 0 && address % 4 !== 0;
    if (count === 0 || (flags & 3) !== 0 || indirect || (!data && command % 16 === 0)) return PROGRAM;
    if (flags & PCI) controlled = 0x80;
    return 0;
  };

  const status = (unit: number, check: number): string => hex([unit, check | controlled]);
  const whole = (unit: number, check: number): string => {
    return hex([key << 4, next >> 16, next >> 8, next, unit, check | controlled, count >> 8, count]);
  };

  if (caw & 0x0f00_0007) return { cc: 1, csw: status(0, PROGRAM), accepted };
  const refused = fetch(true, false);
  if (refused) return { cc: 1, csw: status(0, refused), accepted };

  for (let n = 0; ; n++) {
    const behaviour = behaviours[n] ?? { kind: "refused" };
    if (behaviour.kind === "refused") {
      return n === 0 ? { cc: 1, csw: status(UNIT_CHECK, 0), accepted } : { cc: 0, csw: whole(UNIT_CHECK, 0), accepted };
    }
    let check = 0;
    let long = false;
    if (behaviour.kind !== "immediate") {
      const stores = behaviour.kind === "input";
      const down = stores && command % 16 === 12;
      const list = behaviour.kind === "input" ? [...behaviour.data] : [];
      const wanted = behaviour.kind === "input" ? list.length : behaviour.most;
      const taken: number[] = [];
      /** When the channel knows where to put bytes: byte n comes after n times the pace. */
      let ready = 0;
      let word0 = 0;
      let place = -1;
      for (let moved = 0; moved < wanted && check === 0; ) {
        if (count === 0) {
          if ((flags & CD) === 0) {
            long = stores;
            break;
          }
          const at = next;
          check = fetch(false, true);
          if (pace !== undefined && stores && check === 0) {
            ready = Math.max(ready, moved * pace) + FETCH_TICKS * (next === at + 8 ? 1 : 2);
            if (ready > (moved + BUFFERED_BYTES) * pace) check = CHAINING;
          }
          if (check) count = 0;
          place = -1;
          continue;
        }
        if (!(stores && flags & SKIP)) {
          // Where this byte goes.
          if (!(flags & IDA)) place = place < 0 ? address : down ? place - 1 : place + 1;
          else {
            const crossing = place < 0 || (down ? place % 0x800 === 0 : place % 0x800 === 0x7ff);
            if (crossing) {
              word0 = place < 0 ? address : word0 + 4;
              if (word0 + 4 > storage.length) check = PROGRAM;
              else if (!allowed(word0, false)) check = PROTECTION;
              else if (word(word0) > 0xff_ffff) check = PROGRAM;
              else if (place >= 0 && word(word0) % 0x800 !== (down ? 0x7ff : 0)) check = PROGRAM;
              if (check) break;
              place = word(word0);
            } else place += down ? -1 : 1;
          }
          if (place < 0 || place >= storage.length) check = PROGRAM;
          else if (!allowed(place, stores)) check = PROTECTION;
          if (check) break;
          keys[place >> 11] |= stores ? 6 : 4;
          if (!stores && isTimer(place)) throw new RangeError("the interval timer");
          if (stores) storage[place] = list[moved];
          else taken.push(storage[place]);
        }
        moved++;
        count--;
      }
      if (!stores) accepted.push(taken);
      const wrong = long || count > 0 || (flags & CD) !== 0;
      if (check === 0 && wrong && (flags & (SLI | CD)) !== SLI) check |= LENGTH;
    }
    const unit = behaviour.status;
    const goesOn = check === 0 && (flags & (CD | CC)) === CC && (unit & ~NORMAL) === 0;
    if (!goesOn) {
      if (behaviour.kind === "immediate" && n === 0) return { cc: 1, csw: status(unit, 0), accepted };
      return { cc: 0, csw: whole(unit, check), accepted };
    }
    if (unit & MODIFIER) next += 8;
    const bad = fetch(false, false);
    if (bad) {
      return { cc: 0, csw: whole(0, bad), accepted };
    }
  }
}

function hex(bytes: readonly number[]): string {
  return bytes.map((byte) => (byte & 0xff).toString(16).padStart(2, "0")).join("");
}
