/**
 * Channel programs of virtual machines made into real ones (VM/370's DMKCCW): the same CCWs in CP's own storage, one for one and in the same order, so that
 * what the channel says of them holds for the virtual machine's; absolute addresses for real ones, lists of them where an area leaves its page; pages kept
 * in their frames as long as the channel may reach them.
 */
import type { Vm } from "../../vm.ts";
import type { Area, AreaPiece } from "./areas.ts";
import { allocate, giveBack, type Piece, type Placed } from "./arena.ts";
import {
  CCW,
  type Ccw,
  CHAIN_COMMAND,
  INDIRECT,
  INVALID,
  INVALID_CCW,
  NO_OPERATION,
  PROGRAM_CONTROLLED,
  SKIP,
  SUPPRESS_LENGTH,
  SUSPEND,
  TRANSFER_IN_CHANNEL,
  wordsOf,
} from "./ccw.ts";
import { GuestStorage, type Unreachable } from "./guest-storage.ts";
import { type Patch, patchOf } from "./patches.ts";
import type { CommandRules } from "./rules.ts";
import { isTarget, pagesOf, Scan, type Slot } from "./scan.ts";

/** A real CCW: which of the virtual machine's it stands for. */
export interface SlotPlace {
  readonly real: number;
  readonly guest: number;
  /** Whether the channel program is suspended here. */
  readonly suspends?: boolean;
  /** The residual count in place of the real CCW's. */
  readonly count?: number;
}

/** A channel program in real storage: plain data. */
export interface RealProgram {
  /** Absolute address of its first CCW. */
  readonly entry: number;
  /** The words that lead to it from a CCW at which another one was suspended. */
  readonly resume: readonly [left: number, right: number];
  readonly pieces: readonly Piece[];
  readonly slots: readonly SlotPlace[];
  /** Pages of the virtual machine's that are kept in storage, once for each lock. */
  readonly pages: readonly number[];
  readonly patches: readonly Patch[];
  /** Whether it may be suspended. */
  readonly suspends: boolean;
  /** Command codes behind the first CCW. */
  readonly commands: readonly number[];
  /** The first CCW's command, and the bytes that go with it in place of its user's. */
  readonly first: {
    readonly command: number;
    readonly flags: number;
    readonly guest: number;
    readonly argument?: Uint8Array;
  };
}

const READ_HOME_ADDRESS = 0x1a;
const READ_DATA = 0x06;
const SEEK = 0x07;
const SEEK_BYTES = 6;
/** Bytes that they take. */
const SEEK_AREA = 8;
const HOME_ADDRESS_BYTES = 5;
/** An indirect data address word at which the channel finds a program check. */
const NO_ADDRESS = 0xff000000;
/** CCWs that are no program's, behind the last of a row: those that a status modifier could lead to. */
const BEHIND = 2;
const PROTECTED_PLACES = 256;
/** Part of real storage that channel programs may keep at once. */
const PART = 8;
const LEAST_PAGES = 40;

/** Slots at consecutive addresses, which so get consecutive places. */
interface Row extends Placed {
  readonly slots: readonly Slot[];
}

/** What a slot has besides its CCW. */
interface Extras {
  readonly list?: Placed & { readonly area: readonly AreaPiece[] };
  readonly argument?: Placed & { readonly content: Uint8Array };
  readonly sequence?: Placed;
}

/** Translates the channel program whose first CCW is at `entry`, by the virtual machine's real address. Throws `Wait`, having changed nothing. */
export function translate(vm: Vm, rules: CommandRules, entry: number, key: number): RealProgram {
  const storage = new GuestStorage(vm, key);
  const frames = vm.cp.state.storage.frames.length;
  const scan = new Scan(storage, rules, entry, Math.max(LEAST_PAGES, Math.floor(frames / PART)));
  const { program } = new Translation(vm, storage, scan);
  chargeFor(vm, program, scan.slots.size);
  return program;
}

/** What is done without calls of the host: each CCW is looked over and its address found; each page is found and kept, and let go at the end. */
function chargeFor({ host }: Vm, { pages }: RealProgram, commands: number): void {
  const { channelCommand, translation } = host.costs;
  host.charge(commands * (channelCommand + translation) + pages.length * 2 * translation);
}

class Translation {
  readonly program: RealProgram;
  readonly #vm: Vm;
  readonly #storage: GuestStorage;
  readonly #slots: ReadonlyMap<number, Slot>;
  readonly #rows: Row[];
  readonly #extras = new Map<Slot, Extras>();
  readonly #protected: number;
  readonly #places: SlotPlace[] = [];

  constructor(vm: Vm, storage: GuestStorage, scan: Scan) {
    this.#vm = vm;
    this.#storage = storage;
    this.#slots = scan.slots;
    this.#rows = rowsOf([...scan.slots.values()].sort((a, b) => a.guest - b.guest));
    // Where the first CCW is also one to be suspended at, it has a second place.
    const inRow = scan.slots.get(scan.start);
    const first = inRow === undefined || inRow.kind === "suspend" ? scan.entry : inRow;
    const second = first === inRow ? undefined : first;
    const commands = [...scan.slots.values(), ...(second === undefined ? [] : [second])];
    const all = commands.flatMap((slot) => [slot, ...slot.chained]);
    for (const slot of all) this.#extras.set(slot, extrasOf(slot));
    this.#protected = all.some(isProtected) ? protectedBlock(vm) : 0;
    const patches = all.flatMap((slot) => patchOf(slot, storage));
    const pages = this.#pages(all);
    const once: Placed = { bytes: 3 * CCW, address: 0 };
    const items: Placed[] = [
      ...this.#rows,
      ...(second === undefined ? [] : [once]),
      ...all.flatMap((slot) => Object.values(this.#extras.get(slot) ?? {})),
    ];
    const pieces = allocate(vm.cp, items);
    try {
      this.#lock(pages);
    } catch (error) {
      giveBack(vm.cp, pieces);
      throw error;
    }
    for (const row of this.#rows) this.#writeRow(row);
    for (const slot of all)
      if (slot.kind === "protected") this.#places.push({ real: this.#placeOf(slot), guest: slot.guest });
    for (const slot of all) this.#writeExtras(slot);
    if (second !== undefined) this.#writeOnce(second, once.address);
    const target = second === undefined ? this.#placeOf(first) : (this.#outOfLine(second) ?? once.address);
    this.program = {
      entry: target,
      resume: first.kind === "transfer" ? wordsOf(this.#transfer(first)) : wordsOf(tic(target)),
      pieces,
      slots: this.#places,
      pages,
      patches,
      suspends: scan.suspended.size > 0,
      commands: [...scan.slots.values()]
        .filter((slot) => slot !== first && slot.kind === "ccw")
        .map(({ ccw }) => ccw.command),
      first: firstOf(first),
    };
  }

  /** The pages of all areas; all are in storage then. Throws `Wait`. */
  #pages(slots: readonly Slot[]): number[] {
    const pages = [...new Set(slots.flatMap(({ area }) => pagesOf(area)))];
    for (const page of pages) this.#storage.absolute(page << 12);
    return pages;
  }

  /** Keeps pages where they are. Throws `Wait`, having kept none, where one has gone again meanwhile. */
  #lock(pages: readonly number[]): void {
    const locked: number[] = [];
    try {
      for (const page of pages) {
        this.#storage.absolute(page << 12);
        this.#vm.cp.storage.lock(this.#vm, page);
        locked.push(page);
      }
    } catch (error) {
      for (const page of locked) this.#vm.cp.storage.unlock(this.#vm, page);
      throw error;
    }
  }

  // Places.

  #outOfLine(slot: Slot): number | undefined {
    if (slot.kind === "protected") return this.#protectedPlace(slot);
    return this.#extras.get(slot)?.sequence?.address;
  }

  /** Where the channel is to fetch a slot's CCW. */
  #placeOf(slot: Slot): number {
    const outOfLine = this.#outOfLine(slot);
    if (outOfLine !== undefined) return outOfLine;
    const row = this.#rows.find(
      ({ slots }) => slots[0].guest <= slot.guest && slot.guest < slots[0].guest + CCW * slots.length,
    );
    return row === undefined ? 0 : row.address + slot.guest - row.slots[0].guest;
  }

  /** A TRANSFER IN CHANNEL to where one of the virtual machine's leads. */
  #transfer({ ccw }: Slot): Ccw {
    const target = this.#slots.get(ccw.address);
    if (!isTarget(this.#storage, ccw) || target === undefined) return INVALID_CCW;
    return tic(this.#placeOf(target));
  }

  /** What goes to the CCW at an address from a place elsewhere: two transfers may not follow one another. */
  #link(guest: number): Ccw {
    const slot = this.#slots.get(guest);
    if (slot === undefined) return INVALID_CCW;
    return slot.kind === "transfer" ? this.#transfer(slot) : tic(this.#placeOf(slot));
  }

  // Writing.

  #writeRow({ address, slots }: Row): void {
    slots.forEach((slot, i) => {
      const outOfLine = this.#outOfLine(slot);
      this.#write(address + CCW * i, outOfLine === undefined ? this.#ccw(slot) : tic(outOfLine), placeOf(slot));
    });
    for (let i = 0; i < BEHIND; i++)
      this.#write(address + CCW * (slots.length + i), INVALID_CCW, {
        guest: slots[0].guest + CCW * (slots.length + i),
      });
  }

  #write(real: number, ccw: Ccw, place: Omit<SlotPlace, "real">): void {
    const { host } = this.#vm;
    const [left, right] = wordsOf(ccw);
    host.store32(real, left);
    host.store32(real + 4, right);
    this.#places.push({ real, ...place });
  }

  /** The first CCW apart from its place in its row, and what leads back there. */
  #writeOnce(slot: Slot, at: number): void {
    this.#write(at, this.#ccw(slot), placeOf(slot));
    this.#write(at + CCW, this.#link(slot.guest + CCW), { guest: slot.guest + CCW });
    this.#write(at + 2 * CCW, this.#link(slot.guest + 2 * CCW), { guest: slot.guest + 2 * CCW });
  }

  #ccw(slot: Slot): Ccw {
    switch (slot.kind) {
      case "suspend":
        return {
          command: NO_OPERATION,
          address: 0,
          flags: CHAIN_COMMAND | SUPPRESS_LENGTH | PROGRAM_CONTROLLED | SUSPEND,
          count: 1,
        };
      case "transfer":
        return this.#transfer(slot);
      case "ccw":
        return this.#translated(slot);
      default:
        return INVALID_CCW;
    }
  }

  #translated(slot: Slot): Ccw {
    const { ccw, treatment } = slot;
    const { list, argument } = this.#extras.get(slot) ?? {};
    const flags = ("flags" in treatment ? treatment.flags : undefined) ?? ccw.flags;
    const command = ("command" in treatment ? treatment.command : undefined) ?? ccw.command;
    const count = treatment.kind === "argument" && treatment.count !== undefined ? treatment.count : ccw.count;
    const valid = isSound(ccw) ? flags & ~INDIRECT : flags | INVALID;
    const base = { command, count: ccw.count === 0 ? 0 : count };
    if (list !== undefined) return { ...base, address: list.address, flags: valid | INDIRECT };
    if (argument !== undefined) return { ...base, address: argument.address, flags: valid };
    const [piece] = slot.area.pieces;
    if (treatment.kind === "no data" || piece === undefined || "unreachable" in piece)
      return { ...base, address: 0, flags: valid };
    return { ...base, address: this.#storage.absolute(piece.at), flags: valid };
  }

  #writeExtras(slot: Slot): void {
    const { host } = this.#vm;
    const { list, argument, sequence } = this.#extras.get(slot) ?? {};
    list?.area.forEach((piece, i) => {
      host.store32(list.address + 4 * i, this.#word(piece));
    });
    if (argument !== undefined) host.storeBytes(argument.address, argument.content);
    if (sequence !== undefined) this.#writeSequence(slot, sequence.address);
  }

  #word(piece: AreaPiece): number {
    if (!("unreachable" in piece)) return this.#storage.absolute(piece.at);
    return piece.unreachable === "protected" ? this.#protected : NO_ADDRESS;
  }

  /** What does not lie in a row: READ IPL, and a command with those whose data are chained to it. */
  #writeSequence(slot: Slot, at: number): void {
    const { ccw, guest, treatment, chained, loop } = slot;
    let place = at;
    const put = (each: Ccw, where: Omit<SlotPlace, "real">): void => {
      this.#write(place, each, where);
      place += CCW;
    };
    if (treatment.kind === "load") {
      const seek = at + sequenceBytes(slot) - SEEK_AREA;
      const where = { guest, count: ccw.count };
      put({ command: SEEK, address: seek, flags: CHAIN_COMMAND | SUPPRESS_LENGTH, count: SEEK_BYTES }, where);
      const flags = CHAIN_COMMAND | SUPPRESS_LENGTH | SKIP;
      put({ command: READ_HOME_ADDRESS, address: 0, flags, count: HOME_ADDRESS_BYTES }, where);
      this.#vm.host.storeBytes(seek, treatment.seek);
    }
    const first = place;
    put(
      treatment.kind === "load" ? { ...this.#translated(slot), command: READ_DATA } : this.#translated(slot),
      placeOf(slot),
    );
    for (const each of chained) put(this.#chainedCcw(each), placeOf(each));
    if (loop !== undefined) return put(tic(first + CCW * loop), { guest });
    const { guest: last } = chained.at(-1) ?? slot;
    for (const behind of [last + CCW, last + 2 * CCW]) put(this.#link(behind), { guest: behind });
  }

  #chainedCcw(slot: Slot): Ccw {
    if (slot.kind === "protected") return tic(this.#protectedPlace(slot));
    return slot.kind === "ccw" ? this.#translated(slot) : INVALID_CCW;
  }

  #protectedPlace({ guest }: Slot): number {
    return this.#protected + CCW * ((guest / CCW) % PROTECTED_PLACES);
  }
}

/** Bytes of what is written out of line for a slot; 0 where it has its place in a row. */
function sequenceBytes({ kind, treatment, chained }: Slot): number {
  if (kind !== "ccw" || (treatment.kind !== "load" && chained.length === 0)) return 0;
  const loads = treatment.kind === "load" ? 2 * CCW + SEEK_AREA : 0;
  return loads + CCW * (1 + chained.length + BEHIND);
}

function firstOf({ ccw, treatment, guest }: Slot): RealProgram["first"] {
  const argument =
    treatment.kind === "argument" && typeof treatment.argument !== "string" ? treatment.argument : undefined;
  return { command: ccw.command, flags: ccw.flags, guest, ...(argument && { argument }) };
}

function tic(address: number): Ccw {
  return { command: TRANSFER_IN_CHANNEL, address, flags: 0, count: 0 };
}

function placeOf({ guest, kind, ccw, treatment }: Slot): Omit<SlotPlace, "real"> {
  const counts = kind === "ccw" && treatment.kind === "argument" && treatment.count !== undefined;
  return { guest, ...(kind === "suspend" && { suspends: true }), ...(counts && { count: ccw.count }) };
}

function rowsOf(slots: readonly Slot[]): Row[] {
  const rows: Slot[][] = [];
  for (const slot of slots) {
    const last = rows.at(-1);
    if (last !== undefined && slot.guest === last[0].guest + CCW * last.length) last.push(slot);
    else rows.push([slot]);
  }
  return rows.map((each) => ({ slots: each, bytes: CCW * (each.length + BEHIND), address: 0 }));
}

/** Whether its indirect data addresses may be looked at, and it asks for nothing that virtual channels do not have. */
function isSound({ flags, address }: Ccw): boolean {
  return (flags & SUSPEND) === 0 && ((flags & INDIRECT) === 0 || address % 4 === 0);
}

function extrasOf(slot: Slot): Extras {
  if (slot.kind !== "ccw") return {};
  const bytes = sequenceBytes(slot);
  return { ...dataOf(slot), ...(bytes > 0 && { sequence: { bytes, address: 0 } }) };
}

function dataOf({ treatment, area, ccw }: Slot): Extras {
  switch (treatment.kind) {
    case "argument":
      return typeof treatment.argument === "string"
        ? { list: listOf([{ unreachable: treatment.argument }]) }
        : { argument: argumentOf(treatment.argument) };
    case "load":
    case "area":
      return areaExtras(ccw, area);
    case "no data":
      return {};
  }
}

/** A list, where one address does not do. */
function areaExtras({ flags }: Ccw, { pieces }: Area): Extras {
  const [first] = pieces;
  if (first === undefined) return {};
  const pages = new Set(pieces.map((piece) => ("unreachable" in piece ? -1 : piece.at >>> 12)));
  const alone = (flags & INDIRECT) === 0 && pages.size === 1 && !pages.has(-1);
  return alone ? {} : { list: listOf(pieces) };
}

function listOf(area: readonly AreaPiece[]): NonNullable<Extras["list"]> {
  return { area, bytes: 4 * area.length, address: 0 };
}

/** At least a doubleword: a channel may look ahead. */
function argumentOf(content: Uint8Array): NonNullable<Extras["argument"]> {
  return { content, bytes: Math.max(CCW, content.length), address: 0 };
}

function isProtected({ kind, area, treatment }: Slot): boolean {
  const argument: Uint8Array | Unreachable | undefined = treatment.kind === "argument" ? treatment.argument : undefined;
  return (
    kind === "protected" ||
    argument === "protected" ||
    area.pieces.some((piece) => "unreachable" in piece && piece.unreachable === "protected")
  );
}

/** A block of 2,048 bytes from which only key 0 can fetch. Throws `Wait`. */
function protectedBlock({ cp }: Vm): number {
  const { io } = cp.state;
  if (io.protectedBlock === 0) {
    io.protectedBlock = cp.storage.take();
    cp.host.ssk(io.protectedBlock, 0x08);
  }
  return io.protectedBlock;
}

/** Gives back all that a channel program has: its storage, its locks. */
export function release(vm: Vm, { pieces, pages }: RealProgram): void {
  giveBack(vm.cp, pieces);
  for (const page of pages) vm.cp.storage.unlock(vm, page);
}
