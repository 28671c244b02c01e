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
  kind: SlotKind;
  readonly ccw: Ccw;
  readonly treatment: Treatment;
  readonly area: Area;
  /** Of data chained to a command with an argument: the bytes of that which come from here. */
  readonly part?: { readonly from: number; readonly argument: Uint8Array };
  /** Areas of all CCWs whose data are chained to it, its own first. */
  readonly chain: readonly Area[];
  /** In what role it was met: two that differ cannot be had at once. */
  readonly role: string;
  /** What decides how it, and what is data-chained to it, is translated. */
  readonly dependsOn: readonly Stretch[];
  /** What it stores into. */
  readonly stores: readonly Stretch[];
}

const NO_AREA: Area = { pieces: [], skips: false };

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
      const met = this.slots.get(place);
      if (met !== undefined && (met.role === "command" || met.kind !== "ccw")) continue;
      if (this.slots.size >= MOST_CCWS) this.suspended.add(place);
      if (this.suspended.has(place) && place !== this.start) {
        this.slots.set(place, this.#bare(place, "suspend", INVALID_CCW, "command"));
        continue;
      }
      const slot = this.#commandSlot(place);
      // Data of another command are chained to it as well: well and good where that makes no difference.
      if (met !== undefined && !(isPlain(slot) && isPlain(met))) slot.kind = "refused";
      this.slots.set(place, slot);
      waiting.push(...this.#successors(slot));
    }
    // One that is come to again is not what it was then.
    if (this.suspended.has(this.start))
      this.slots.set(this.start, this.#bare(this.start, "suspend", INVALID_CCW, "command"));
  }

  /** Where the channel may go on after a command, the next CCW last. */
  #successors(slot: Slot): number[] {
    if (slot.kind === "transfer") return isTarget(this.#storage, slot.ccw) ? [slot.ccw.address] : [];
    if (slot.kind !== "ccw") return [];
    let last = slot;
    if ((slot.ccw.flags & CHAIN_DATA) !== 0) {
      if (slot.treatment.kind === "no data") return [];
      const end = this.#dataChain(slot);
      if (end === undefined) return [];
      last = end;
    }
    if ((last.ccw.flags & (CHAIN_COMMAND | CHAIN_DATA)) !== CHAIN_COMMAND) return [];
    const next = last.guest + CCW;
    return this.#rules.modifiesStatus(slot.ccw.command) ? [next + CCW, next] : [next];
  }

  #bare(guest: number, kind: SlotKind, ccw: Ccw, role: string): Slot {
    const own = [{ from: guest, to: guest + CCW }];
    return {
      guest,
      kind,
      ccw,
      treatment: { kind: "area" },
      area: NO_AREA,
      chain: [],
      role,
      dependsOn: own,
      stores: [],
    };
  }

  /** What can be fetched at a place. */
  #fetch(guest: number, role: string): Slot {
    if (guest + CCW > this.#storage.size) return this.#bare(guest, "outside", INVALID_CCW, role);
    if (this.#storage.why(guest) !== undefined) return this.#bare(guest, "protected", INVALID_CCW, role);
    const ccw = ccwOf(this.#storage.word(guest), this.#storage.word(guest + 4));
    return this.#bare(guest, isTransfer(ccw) ? "transfer" : "ccw", ccw, role);
  }

  #commandSlot(guest: number): Slot {
    const found = this.#fetch(guest, "command");
    if (found.kind !== "ccw") return found;
    const { ccw } = found;
    const backward = isBackward(ccw.command);
    const own = areaOf(this.#storage, ccw, backward);
    const chained = (ccw.flags & CHAIN_DATA) === 0 ? [] : this.#chainedSlots(guest);
    const chain = [
      own,
      ...chained.flatMap(({ kind, ccw: each }) => (kind === "ccw" ? [areaOf(this.#storage, each, backward)] : [])),
    ];
    const most = this.#rules.argumentBytes(ccw.command);
    const argument = most === 0 ? new Uint8Array(0) : fetchArea(this.#storage, chain, most);
    const treatment = this.#rules.treat(ccw, argument);
    return {
      ...found,
      treatment,
      area: treatment.kind === "no data" ? NO_AREA : own,
      chain,
      dependsOn: [
        ...found.dependsOn,
        ...chained.flatMap((each) => each.dependsOn),
        ...chain.flatMap(({ list }) => (list === undefined ? [] : [list])),
        ...(most === 0 ? [] : firstBytes(chain, most)),
      ],
      stores: isInput(ccw.command) ? chain.flatMap((area) => (area.skips ? [] : stretchesOf(area, backward))) : [],
    };
  }

  /** The slots behind a command that chains data, TRANSFER IN CHANNEL among them. */
  #chainedSlots(from: number): Slot[] {
    const slots: Slot[] = [];
    const seen = new Set([from]);
    let place = from + CCW;
    while (slots.length < MOST_CHAINED && !seen.has(place)) {
      seen.add(place);
      const slot = this.#fetch(place, "data");
      slots.push(slot);
      if (slot.kind === "transfer" && isTarget(this.#storage, slot.ccw)) place = slot.ccw.address;
      else if (slot.kind === "ccw" && (slot.ccw.flags & CHAIN_DATA) !== 0) place += CCW;
      else break;
    }
    return slots;
  }

  /** Notes the CCWs whose data are chained to a command. Returns the last of them, where it has one that can be reached. */
  #dataChain(head: Slot): Slot | undefined {
    const { treatment, ccw } = head;
    const backward = isBackward(ccw.command);
    const argument =
      treatment.kind === "argument" && typeof treatment.argument !== "string" ? treatment.argument : undefined;
    const role = argument === undefined ? `data ${backward}` : `data of ${head.guest}`;
    let from = ccw.count;
    let last: Slot | undefined;
    const chained = this.#chainedSlots(head.guest);
    for (const each of chained) {
      const area = each.kind === "ccw" ? areaOf(this.#storage, each.ccw, backward) : NO_AREA;
      let { kind } = each;
      // Read over by the command that it belongs to: too late to look again.
      if (kind !== "outside" && overlaps(each.dependsOn, head.stores)) kind = "refused";
      const part = argument === undefined ? undefined : { from: Math.min(from, argument.length), argument };
      const slot: Slot = { ...each, kind, area, chain: [area], role, ...(part && { part }) };
      if (slot.kind === "ccw") from += each.ccw.count;
      const before = this.slots.get(slot.guest);
      const isOther = before !== undefined && before.kind === "ccw" && before.role !== role;
      if (isOther && isPlain(before) && isPlain(slot)) slot.kind = before.kind;
      else {
        if (isOther) slot.kind = "refused";
        if (before?.kind !== "suspend") this.slots.set(slot.guest, slot);
      }
      last = slot;
    }
    if (chained.length >= MOST_CHAINED && last !== undefined) last.kind = "refused";
    return last?.kind === "ccw" ? last : undefined;
  }

  /** Adds the places where what is executed may have been read before. Returns whether there are more than before. */
  #suspendWhatChanges(): boolean {
    const before = this.suspended.size;
    const stores = merged([...this.slots.values()].flatMap((slot) => slot.stores));
    for (const slot of this.slots.values()) {
      if (slot.role !== "command" || slot.kind === "suspend") continue;
      this.#countPages(slot);
      if (overlaps(slot.dependsOn, stores)) this.suspended.add(slot.guest);
    }
    return this.suspended.size > before;
  }

  /** Puts off what would keep too many pages in storage. */
  #countPages({ guest, chain }: Slot): void {
    const pages = chain.flatMap((area) => pagesOf(area));
    const more = new Set([...this.#pages, ...pages]);
    if (more.size > this.#mostPages && guest !== this.start) this.suspended.add(guest);
    else this.#pages = more;
  }
}

/** Whether it is translated in one and the same way as a command and as data that are chained. */
function isPlain({ treatment, role, ccw, part }: Slot): boolean {
  if (role !== "command") return role === "data false" && part === undefined;
  return (
    treatment.kind === "area" &&
    (treatment.command ?? ccw.command) === ccw.command &&
    treatment.flags === undefined &&
    treatment.patch === undefined &&
    !isBackward(ccw.command)
  );
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
