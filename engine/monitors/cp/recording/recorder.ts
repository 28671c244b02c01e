/**
 * Error recording: records of machine checks, channel checks and errors of devices go to cylinders of a volume of CP's, where they stay until a program of class F
 * clears them (GC20-1807, "DIAGNOSE Code X'2C'", "DIAGNOSE Code X'30'", "DIAGNOSE Code X'1C'"). Error records begin in the second page; the first one is for frame
 * records, which only processors that log out into frames have.
 */
import type { Cp } from "../cp.ts";
import { PAGE } from "../layout.ts";
import type { Slot } from "../storage/page-geometry.ts";
import type { OwnedVolume } from "../storage/state.ts";
import { Wait } from "../wait.ts";
import {
  BEING_CLEARED,
  bytesFor,
  CLEARED,
  emptyPage,
  FLAGS,
  FORMATTING,
  FRAMES,
  FULL,
  framed,
  headerBytes,
  IN_USE,
  isFormatted,
  LONGEST_RECORD,
  NEXT,
  partsOf,
  placeOf,
  RECORDS,
  slotAt,
} from "./pages.ts";
import { channelCheckRecord, type FailedOperation, machineCheckRecord, outboardRecord } from "./records.ts";
import type { Clearing, PendingRecord } from "./state.ts";

/** Records that may wait for the disk; more are counted alone. */
const MOST_PENDING = 64;
/** Pages that are cleared before they are waited for. */
const AT_ONCE = 8;
const CLEARING = "error recording cleared";
const SETTLED = "error recording settled";

/** What reading a page comes to: its absolute address, or why there is none. */
export type PageRead = number | "end of cylinder" | "error" | "outside";

interface Area {
  readonly volume: OwnedVolume;
  readonly first: number;
  readonly count: number;
  /** All of its pages, in order. */
  readonly slots: readonly Slot[];
}

export class ErrorRecorder {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.tasks.handle("record error", () => this.#recordAll());
    cp.tasks.handle("clear error records", () => this.#clearAll());
  }

  // What is recorded.

  /** A machine check has come; `userid` is who ran, empty for nobody. */
  machineCheck(userid: string): void {
    this.add(machineCheckRecord(this.#cp, userid));
  }

  /** An operation has failed for good. */
  failed(operation: FailedOperation, isChannel: boolean): void {
    this.add((isChannel ? channelCheckRecord : outboardRecord)(this.#cp, operation));
  }

  /** Has a record written, as soon as may be. Too much is counted, and dropped. */
  add(bytes: Uint8Array): void {
    const { recording } = this.#cp.state;
    if (this.#cp.configuration.areas?.["error recording"] === undefined) return;
    if (recording.pending.length >= MOST_PENDING) {
      recording.lost++;
      return;
    }
    recording.pending.push({ bytes: bytes.slice(0, LONGEST_RECORD) });
    if (!this.#cp.tasks.has("record error")) this.#cp.tasks.add("record error", undefined);
  }

  // What programs see.

  /** The cylinders: where they begin (CCPD), and how many; undefined where there are none. Throws `Wait`. */
  cylinders(): { start: number; count: number } | undefined {
    const area = this.#area();
    return area && { start: placeOf(area.slots[0], area.volume), count: area.count };
  }

  /** Where the first error record is (CCPD); 0 where there are no cylinders. Throws `Wait`. */
  firstRecord(): number {
    const area = this.#area();
    return area === undefined ? 0 : placeOf(area.slots[1], area.volume);
  }

  /** Whether the area has frame records. Throws `Wait`. */
  hasFrames(): boolean {
    const area = this.#settled();
    if (area === undefined) return false;
    const page = this.#cp.dasd.block(area.slots[0]);
    return isFormatted(this.#cp.host, page, placeOf(area.slots[0], area.volume)) && this.#flags(page, FRAMES) !== 0;
  }

  /** A page of the area, by its place (CCPD). Throws `Wait`. */
  read(place: number): PageRead {
    const area = this.#settled();
    const { cylinder, page, volume } = partsOf(place);
    if (area === undefined || volume !== area.volume.index) return "outside";
    if (cylinder < area.first || cylinder >= area.first + area.count || page === 0) return "outside";
    if (page > area.volume.pagesACylinder) return "end of cylinder";
    const slot = slotAt(area.volume, cylinder, page);
    const address = this.#cp.dasd.block(slot);
    if (this.#cp.dasd.failed(slot)) return "error";
    // What nobody has written since Format/Allocate is an empty page.
    if (!isFormatted(this.#cp.host, address, place)) this.#cp.dasd.store(slot, 0, emptyPage(place));
    return address;
  }

  /** Has all records erased, with `frames` those of frames too. Who reads them after this waits until it is done. Throws `Wait` until volumes are known. */
  clear(frames: boolean): void {
    const { recording } = this.#cp.state;
    if (this.#area() === undefined) return;
    const { clearing } = recording;
    // Who asks again and again does not keep it from ending.
    if (clearing !== undefined && (clearing.frames || !frames)) return;
    recording.clearing = { frames, next: 0 };
    if (clearing === undefined) this.#cp.tasks.add("clear error records", undefined);
  }

  /** SHUTDOWN. Throws `Wait` until all records are on the disk. */
  settle(): void {
    if (this.#cp.state.recording.clearing !== undefined) throw new Wait(CLEARING);
    if (this.#cp.tasks.has("record error")) throw new Wait(SETTLED);
  }

  // The area.

  /** Throws `Wait` until volumes are known. */
  #area(): Area | undefined {
    const { configuration, volumes } = this.#cp;
    const given = configuration.areas?.["error recording"];
    if (given === undefined) return undefined;
    volumes.ready();
    const slots = volumes.area("error recording");
    const volume = volumes.find(given.volume);
    return volume === undefined || slots.length === 0
      ? undefined
      : { volume, first: given.first, count: given.count, slots };
  }

  /** The same, when nothing is being cleared. Throws `Wait` until then. */
  #settled(): Area | undefined {
    const area = this.#area();
    if (this.#cp.state.recording.clearing !== undefined) throw new Wait(CLEARING);
    return area;
  }

  #flags(page: number, mask: number): number {
    return this.#cp.host.load8(page + FLAGS) & mask;
  }

  // Writing.

  #recordAll(): void {
    const { recording } = this.#cp.state;
    for (;;) {
      const area = this.#settled();
      if (area !== undefined) this.#finishClearing(area);
      const [record] = recording.pending;
      if (record === undefined) return this.#cp.wake(SETTLED);
      if (area === undefined || !this.#write(area, record)) recording.lost++;
      recording.pending.shift();
    }
  }

  /** CP ended while it cleared a cylinder: that goes on. Throws `Wait`. */
  #finishClearing({ volume, slots }: Area): void {
    const { recording } = this.#cp.state;
    if (recording.page !== 0) return;
    for (let i = 0; i < slots.length; i += volume.pagesACylinder) {
      const page = this.#cp.dasd.block(slots[i]);
      const isOurs = isFormatted(this.#cp.host, page, placeOf(slots[i], volume));
      if (!isOurs || (this.#cp.host.load8(page + FORMATTING) & BEING_CLEARED) === 0) continue;
      this.clear(true);
      throw new Wait(CLEARING);
    }
    recording.page = 1;
  }

  /** Writes a record, and waits until it is on the disk. False: there is no room. */
  #write(area: Area, record: PendingRecord): boolean {
    const { dasd } = this.#cp;
    record.place ??= this.#room(area, bytesFor(record.bytes));
    if (record.place === undefined) {
      this.#tellFull();
      return false;
    }
    const { slot, at } = record.place;
    const next = at + bytesFor(record.bytes);
    const address = dasd.block(slot);
    const flags = (this.#flags(address, ~CLEARED & 0xff) | IN_USE) & 0xff;
    if (!isFormatted(this.#cp.host, address, placeOf(slot, area.volume)))
      dasd.store(slot, 0, emptyPage(placeOf(slot, area.volume)));
    dasd.store(slot, at, framed(record.bytes));
    dasd.store(slot, NEXT, headerBytes(next, flags));
    dasd.flush(slot);
    // A page that cannot be written is passed over.
    if (!dasd.failed(slot)) return true;
    record.place = undefined;
    this.#cp.state.recording.page++;
    return this.#write(area, record);
  }

  /** The first page with room for so many bytes; undefined where there is none. Throws `Wait`. */
  #room({ slots, volume }: Area, bytes: number): PendingRecord["place"] {
    const { dasd, host, state } = this.#cp;
    for (; state.recording.page < slots.length; state.recording.page++) {
      const slot = slots[state.recording.page];
      const page = dasd.block(slot);
      if (dasd.failed(slot)) continue;
      if (!isFormatted(host, page, placeOf(slot, volume))) return { slot, at: RECORDS };
      const at = host.load16(page + NEXT);
      if (this.#flags(page, FULL | FRAMES) === 0 && at + bytes <= PAGE) return { slot, at };
      if (this.#flags(page, FULL) === 0) dasd.store(slot, FLAGS, Uint8Array.of(host.load8(page + FLAGS) | FULL));
      dasd.flush(slot);
    }
    return undefined;
  }

  #tellFull(): void {
    const { recording } = this.#cp.state;
    if (recording.told) return;
    recording.told = true;
    this.#cp.spool.tellOperator("DMKIOE551I ERROR RECORDING AREA FULL; RUN EREP");
  }

  // Clearing.

  /** A cylinder's first page says that it is being cleared, as long as it is. */
  #clearAll(): void {
    const { recording } = this.#cp.state;
    const { clearing } = recording;
    const area = this.#area();
    if (clearing === undefined) return;
    if (area !== undefined) this.#clearFrom(area, clearing);
    recording.clearing = undefined;
    recording.page = 1;
    recording.told = false;
    // What has got its place before goes where there is room now.
    for (const record of recording.pending) record.place = undefined;
    this.#cp.wake(CLEARING);
  }

  #clearFrom({ slots, volume }: Area, clearing: Clearing): void {
    const { dasd } = this.#cp;
    const { pagesACylinder } = volume;
    while (clearing.next < slots.length) {
      const begin = clearing.next - (clearing.next % pagesACylinder);
      const [head, end] = [slots[begin], begin + pagesACylinder];
      if (clearing.next === begin) this.#markHead(head, volume, BEING_CLEARED, clearing.frames);
      const next = Math.min(end, clearing.next + AT_ONCE);
      const batch = slots.slice(clearing.next, next).filter((slot) => slot !== head);
      this.#clearPages(batch, volume, clearing.frames);
      if (next === end) this.#markHead(head, volume, 0, clearing.frames);
      clearing.next = next;
    }
    for (const slot of slots) dasd.discard(slot);
  }

  /** The first page of a cylinder, with its flag of formatting. */
  #markHead(slot: Slot, volume: OwnedVolume, formatting: number, frames: boolean): void {
    const { dasd } = this.#cp;
    const page = dasd.block(slot);
    if (this.#isKept(slot, volume, page, frames)) dasd.store(slot, FORMATTING, Uint8Array.of(formatting));
    else dasd.store(slot, 0, emptyPage(placeOf(slot, volume), formatting));
    dasd.flush(slot);
  }

  #clearPages(slots: readonly Slot[], volume: OwnedVolume, frames: boolean): void {
    const { dasd } = this.#cp;
    for (const slot of slots) {
      const page = dasd.block(slot);
      if (!this.#isKept(slot, volume, page, frames)) dasd.store(slot, 0, emptyPage(placeOf(slot, volume)));
    }
    dasd.flush(slots);
  }

  #isKept(slot: Slot, volume: OwnedVolume, page: number, frames: boolean): boolean {
    if (frames || !isFormatted(this.#cp.host, page, placeOf(slot, volume))) return false;
    return this.#flags(page, FRAMES) !== 0;
  }
}
