/**
 * Which CCWs a channel program consists of: all that the channel can come to, from one on. What the program reads over before it is executed (CCWs, lists,
 * addresses of seeks) cannot be translated beforehand: there the real channel program will be suspended, and CP looks again.
 */
import { type Area, areaOf, fetchArea, stretchesOf } from "./areas.ts";
import {
  CCW,
  type Ccw,
  CHAIN_COMMAND,
  CHAIN_DATA,
  ccwOf,
  INVALID_CCW,
  isBackward,
  isInput,
  isTransfer,
} from "./ccw.ts";
import type { GuestStorage, Stretch } from "./guest-storage.ts";
import type { CommandRules, Treatment } from "./rules.ts";

/** Most CCWs that are translated at once, and most of one command that chains data. */
const MOST_CCWS = 256;
const MOST_CHAINED = 200;

export type SlotKind =
  /** A CCW to be translated. */
  | "ccw"
  | "transfer"
  /** The channel cannot fetch it: beyond storage, or protected. */
  | "outside"
  | "protected"
  /** Looked at only when it is executed. */
  | "suspend"
  /** Cannot be translated: a program check. */
  | "refused";

/** A CCW of the virtual machine's, at its real address `guest`. */
export interface Slot {
  readonly guest: number;
  readonly kind: SlotKind;
  readonly ccw: Ccw;
  readonly treatment: Treatment;
  readonly area: Area;
  /** CCWs whose data are chained to it, in their order. */
  readonly chained: readonly Slot[];
  /** Which of those, 0 being the command itself, comes after the last one, where they go round. */
  readonly loop?: number;
  /** What decides how it, and what is data-chained to it, is translated. */
  readonly dependsOn: readonly Stretch[];
  /** What it stores into. */
  readonly stores: readonly Stretch[];
}

const NO_AREA: Area = { pieces: [], skips: false };
const NO_BYTES = new Uint8Array(0);

export class Scan {
  readonly slots = new Map<number, Slot>();
  /** Where the channel program is to be suspended. */
  readonly suspended = new Set<number>();
  /** Where it began. */
  readonly start: number;
  readonly #storage: GuestStorage;
  readonly #rules: CommandRules;
  readonly #mostPages: number;
  #pages = new Set<number>();

  /** Throws `Wait`. `mostPages`: of data areas at once. */
  constructor(storage: GuestStorage, rules: CommandRules, entry: number, mostPages: number) {
    this.#storage = storage;
    this.#rules = rules;
    this.start = entry;
    this.#mostPages = mostPages;
    do this.#all();
    while (this.#suspendWhatChanges());
  }

  /** The CCW from which it began, as it is now. */
  get entry(): Slot {
    return this.#commandSlot(this.start);
  }

  #all(): void {
    this.slots.clear();
    this.#pages = new Set();
    const waiting = [this.start];
    for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
      if (this.slots.has(place)) continue;
      if (this.slots.size >= MOST_CCWS) this.suspended.add(place);
      if (this.suspended.has(place) && place !== this.start) {
        this.slots.set(place, this.#bare(place, "suspend", INVALID_CCW));
        continue;
      }
      const slot = this.#commandSlot(place);
      this.slots.set(place, slot);
      waiting.push(...this.#successors(slot));
    }
    // One that is come to again is not what it was then.
    if (this.suspended.has(this.start)) this.slots.set(this.start, this.#bare(this.start, "suspend", INVALID_CCW));
  }

  /** Where the channel may go on after a command, the next CCW last. */
  #successors(slot: Slot): number[] {
    if (slot.kind === "transfer") return isTarget(this.#storage, slot.ccw) ? [slot.ccw.address] : [];
    const last = slot.chained.at(-1) ?? slot;
    if (slot.kind !== "ccw" || last.kind !== "ccw") return [];
    if ((last.ccw.flags & (CHAIN_COMMAND | CHAIN_DATA)) !== CHAIN_COMMAND) return [];
    const next = last.guest + CCW;
    return this.#rules.modifiesStatus(slot.ccw.command) ? [next + CCW, next] : [next];
  }

  #bare(guest: number, kind: SlotKind, ccw: Ccw): Slot {
    const dependsOn = [{ from: guest, to: guest + CCW }];
    return { guest, kind, ccw, treatment: { kind: "area" }, area: NO_AREA, chained: [], dependsOn, stores: [] };
  }

  /** What can be fetched at a place. */
  #fetch(guest: number): Slot {
    if (guest + CCW > this.#storage.size) return this.#bare(guest, "outside", INVALID_CCW);
    if (this.#storage.why(guest) !== undefined) return this.#bare(guest, "protected", INVALID_CCW);
    const ccw = ccwOf(this.#storage.word(guest), this.#storage.word(guest + 4));
    return this.#bare(guest, isTransfer(ccw) ? "transfer" : "ccw", ccw);
  }

  #commandSlot(guest: number): Slot {
    const found = this.#fetch(guest);
    if (found.kind !== "ccw") return found;
    const { ccw } = found;
    const backward = isBackward(ccw.command);
    const own = areaOf(this.#storage, ccw, backward);
    const chain = (ccw.flags & CHAIN_DATA) === 0 ? NO_CHAIN : this.#chain(guest, backward);
    const areas = [own, ...chain.slots.map(({ area }) => area)];
    const most = this.#rules.argumentBytes(ccw.command);
    const argument = most === 0 ? NO_BYTES : fetchArea(this.#storage, areas, most);
    const treatment = this.#rules.treat(ccw, argument);
    const flags = ("flags" in treatment ? treatment.flags : undefined) ?? ccw.flags;
    const chainsData = treatment.kind !== "no data" && (flags & CHAIN_DATA) !== 0;
    const stores = isInput(ccw.command) ? areas.flatMap((area) => (area.skips ? [] : stretchesOf(area, backward))) : [];
    const slots = chainsData ? argued(refused(chain.slots, stores), ccw, treatment) : [];
    return {
      ...found,
      treatment,
      area: treatment.kind === "no data" ? NO_AREA : own,
      chained: slots,
      ...(chainsData && chain.loop !== undefined && { loop: chain.loop }),
      dependsOn: [
        ...found.dependsOn,
        ...chain.dependsOn,
        ...areas.flatMap(({ list }) => (list === undefined ? [] : [list])),
        ...(most === 0 ? [] : firstBytes(areas, most)),
      ],
      stores,
    };
  }

  /** The CCWs behind a command that chains data. */
  #chain(from: number, backward: boolean): DataChain {
    const slots: Slot[] = [];
    const dependsOn: Stretch[] = [];
    const seen = [from];
    let place = from + CCW;
    let transferred = false;
    for (;;) {
      const found = this.#fetch(place);
      dependsOn.push(...found.dependsOn);
      if (found.kind === "transfer" && !transferred && isTarget(this.#storage, found.ccw)) {
        transferred = true;
        place = found.ccw.address;
        continue;
      }
      transferred = false;
      const again = seen.indexOf(place);
      if (again >= 0) return { slots, dependsOn, loop: again };
      const isOne = found.kind === "ccw" && slots.length < MOST_CHAINED;
      slots.push(
        isOne
          ? { ...found, area: areaOf(this.#storage, found.ccw, backward) }
          : { ...found, kind: stopped(found.kind) },
      );
      seen.push(place);
      if (!isOne || (found.ccw.flags & CHAIN_DATA) === 0) return { slots, dependsOn };
      place += CCW;
    }
  }

  /** Adds the places where what is executed may have been read before. Returns whether there are more than before. */
  #suspendWhatChanges(): boolean {
    const before = this.suspended.size;
    const stores = merged([...this.slots.values()].flatMap((slot) => slot.stores));
    for (const slot of this.slots.values()) {
      if (slot.kind === "suspend") continue;
      this.#countPages(slot);
      if (overlaps(slot.dependsOn, stores)) this.suspended.add(slot.guest);
    }
    return this.suspended.size > before;
  }

  /** Puts off what would keep too many pages in storage. */
  #countPages({ guest, area, chained }: Slot): void {
    const pages = [area, ...chained.map((each) => each.area)].flatMap((each) => pagesOf(each));
    const more = new Set([...this.#pages, ...pages]);
    if (more.size > this.#mostPages && guest !== this.start) this.suspended.add(guest);
    else this.#pages = more;
  }
}

interface DataChain {
  readonly slots: readonly Slot[];
  readonly dependsOn: readonly Stretch[];
  readonly loop?: number;
}

const NO_CHAIN: DataChain = { slots: [], dependsOn: [] };

/** What ends a chain of data is a check: the storage's, or the program's. */
function stopped(kind: SlotKind): SlotKind {
  return kind === "protected" || kind === "outside" ? kind : "refused";
}

/** A command that reads over the CCWs to which its data go cannot be translated beforehand: these are refused. */
function refused(slots: readonly Slot[], stores: readonly Stretch[]): Slot[] {
  return slots.map((slot) => {
    const { list } = slot.area;
    const reads = list === undefined ? slot.dependsOn : [...slot.dependsOn, list];
    return slot.kind === "ccw" && overlaps(reads, stores) ? { ...slot, kind: "refused", area: NO_AREA } : slot;
  });
}

/** CCWs that a command's argument goes on into. */
function argued(slots: readonly Slot[], { count }: Ccw, treatment: Treatment): Slot[] {
  if (treatment.kind !== "argument" || typeof treatment.argument === "string") return [...slots];
  let from = count;
  const { argument } = treatment;
  return slots.map((slot) => {
    const part = argument.subarray(from);
    from += slot.ccw.count;
    return slot.kind === "ccw"
      ? { ...slot, area: NO_AREA, treatment: { kind: "argument", command: slot.ccw.command, argument: part } }
      : slot;
  });
}

/** Whether a TRANSFER IN CHANNEL leads anywhere. */
export function isTarget({ size }: GuestStorage, { address }: Ccw): boolean {
  return address % CCW === 0 && address < size;
}

/** Numbers of the pages that an area takes. */
export function pagesOf({ pieces }: Area): number[] {
  // A piece does not cross a boundary of 2,048 bytes.
  return pieces.flatMap((piece) => ("unreachable" in piece ? [] : [piece.at >>> 12]));
}

function firstBytes(areas: readonly Area[], most: number): Stretch[] {
  const stretches: Stretch[] = [];
  let left = most;
  for (const { pieces } of areas)
    for (const piece of pieces) {
      if (left <= 0 || "unreachable" in piece) return stretches;
      const length = Math.min(left, piece.length);
      stretches.push({ from: piece.at, to: piece.at + length });
      left -= length;
    }
  return stretches;
}

/** The same bytes in as few stretches as possible, in order. */
function merged(stretches: readonly Stretch[]): Stretch[] {
  const result: { from: number; to: number }[] = [];
  for (const { from, to } of stretches.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else result.push({ from, to });
  }
  return result;
}

function overlaps(some: readonly Stretch[], others: readonly Stretch[]): boolean {
  return some.some((one) => others.some((other) => one.from < other.to && other.from < one.to));
}
