/**
 * A disk or drum drive with its storage control: commands, their chaining, and what they end with. GA26-1592 and
 * GA26-1617 (3830), GA26-1589 (2835), GA26-3599 (2314), GA26-5988 (2841). Drives and packs are in drives.ts and
 * ../images, the access mechanism in access.ts, sense bytes in sense.ts.
 */
import {
  type Acceptance,
  type Answer,
  CHANNEL_END,
  type Command,
  DEVICE_END,
  type Device,
  ENDED,
  type Line,
  type OutputEnding,
  STATUS_MODIFIER,
  UNIT_CHECK,
  UNIT_EXCEPTION,
} from "../../channel/device.ts";
import { COUNT, HOME_ADDRESS } from "../images/ckd-track.ts";
import { openDisk, otherFileNames } from "../images/disk-image.ts";
import { type DiskOverlay, DiskPack, type TrackSource } from "../images/disk-pack.ts";
import type { DiskType } from "../images/disk-types.ts";
import { type SavedAccess, TrackAccess } from "./access.ts";
import {
  CHAIN_BEGINS,
  type Chain,
  type Found,
  permitsNextHead,
  permitsSeek,
  permitsWrite,
  type WriteKind,
} from "./chain.ts";
import * as op from "./commands.ts";
import { compareBytes, compareId, compareMasked, satisfies } from "./compare.ts";
import { type Drive, driveOf } from "./drives.ts";
import { type Check, type Condition, senseBytes } from "./sense.ts";

/** How a drive is built. */
export interface DiskOptions {
  /** Its address; the last three bits are its address on the control. */
  readonly address?: number;
}

const CHECKED = ENDED | UNIT_CHECK;
const NO_BYTES = new Uint8Array(0);

const SATISFIED: OutputEnding = { status: ENDED | STATUS_MODIFIER };
const ENDING: OutputEnding = { status: ENDED };
const DONE: Answer = { kind: "immediate", status: ENDED };
/** What is left of a command that wants no bytes, since it has failed: accept() says how. */
const FAILED: Answer = { kind: "output", most: 0 };
const FAST_IDENTIFIER: Answer = { kind: "output", most: 5 };

/** Command that an overflow record was being read or written by, as the sense bytes have it. */
const READING = 0x06;
const WRITING = 0x05;

/** Control unit and model: what SENSE ID says. */
const CONTROL_3830 = [0x38, 0x30, 0x02];

/** Most bytes of a diagnostic program, and of the status that it leaves. */
const DIAGNOSTIC_BYTES = 512;
const DIAGNOSTIC_STATUS_BYTES = 16;

interface SavedDisk {
  readonly access: SavedAccess;
  readonly indexPassed: boolean;
  readonly chain: Chain;
  readonly found: Found;
  readonly command: number;
  readonly ending: OutputEnding | undefined;
  readonly count: Uint8Array | undefined;
  readonly isFurther: boolean;
  readonly check: Check | undefined;
  readonly search: number;
  readonly argument: Uint8Array;
  readonly bytesRead: number;
  readonly seeks: number;
  readonly pack: { readonly base: TrackSource; readonly readOnly: boolean; readonly overlay: DiskOverlay } | undefined;
}

export class CountKeyDataDisk implements Device {
  readonly type: string;
  readonly name: string;
  readonly disk: DiskType;
  readonly #drive: Drive;
  readonly #unit: number;
  readonly #access: TrackAccess;
  #line: Line | undefined;
  #chain = CHAIN_BEGINS;
  #found: Found = "nothing";
  /** The command whose data accept() gets. */
  #command = 0;
  /** How that command ends whatever the data are: it has failed, or there is nothing to do. */
  #ending: OutputEnding | undefined;
  /** The count area of a record that is being formatted. */
  #count: Uint8Array | undefined;
  /** Whether the next data are for a further segment of an overflow record. */
  #isFurther = false;
  #check: Check | undefined;
  /** The last search, if it was not satisfied and nothing came after it, and its argument. */
  #search = 0;
  #argument: Uint8Array = NO_BYTES;
  #bytesRead = 0;
  #seeks = 0;

  /** Throws RangeError where no drive for such disks is here. */
  constructor(disk: DiskType, { address = 0 }: DiskOptions = {}) {
    const drive = driveOf(disk);
    if (!drive) throw new RangeError(`there is no drive for ${disk.name} disks`);
    this.type = disk.type;
    this.name = `${disk.type} ${drive.arm ? "disk" : "drum"}`;
    this.disk = disk;
    this.#drive = drive;
    this.#unit = address & 0x07;
    this.#access = new TrackAccess(drive);
  }

  /** The pack on the drive. */
  get pack(): DiskPack | undefined {
    return this.#access.pack;
  }

  connect(line: Line): void {
    this.#line = line;
    this.#access.turning = line;
  }

  /** Puts a pack on the drive. Throws RangeError where it does not fit. */
  mount(pack: DiskPack): void {
    const { disk } = pack.geometry;
    if (disk.type !== this.disk.type)
      throw new RangeError(`${pack.name} is a ${disk.name} pack, for no ${this.disk.name}`);
    this.#access.mount(pack);
    this.#startChain();
    this.#line?.present(DEVICE_END);
  }

  operate(text: string): void {
    const [verb, name, ...rest] = text.trim().split(/\s+/);
    if (verb === "mount" && name !== undefined) return this.#mountByName(name, rest);
    if (verb === "unmount" && name === undefined) return this.#access.mount(undefined);
    if (verb === "ready" && name === undefined) {
      if (!this.pack) throw new RangeError("no pack is on the drive: mount one");
      this.#line?.present(DEVICE_END);
      return;
    }
    throw new RangeError(`${this.name}: say "mount NAME", "mount NAME read-only", "unmount" or "ready"`);
  }

  begin({ code, chained }: Command): Answer {
    if (!chained) this.#startChain();
    const found = this.#found;
    const search = this.#search;
    this.#found = "nothing";
    this.#search = 0;
    this.#command = code;
    this.#ending = undefined;
    if (isSense(code)) return this.#beginSense(code, chained);
    this.#check = undefined;
    if (!this.pack) return this.#refuse("intervention required");
    if (isSearch(code)) {
      this.#search = search === code ? code : 0;
      return this.#beginSearch(code);
    }
    if ((code & 0x01) === 0) return this.#beginRead(code, found);
    this.#access.indexPassed = false;
    return (code & 0x03) === 0x03 ? this.#beginControl(code) : this.#beginWrite(code, found);
  }

  accept(data: Uint8Array): Acceptance {
    if (this.#ending) return this.#ending;
    const code = this.#command;
    if (isSearch(code)) return this.#acceptSearch(code, data);
    if ((code & 0x03) === 0x03) return this.#acceptControl(code, data);
    return this.#acceptWrite(code, data);
  }

  transferred(count: number): void {
    this.#bytesRead += count;
  }

  halt(): void {
    this.#startChain();
  }

  reset(): void {
    this.#check = undefined;
    this.#startChain();
  }

  save(): SavedDisk {
    const { pack } = this;
    return {
      access: this.#access.save(),
      indexPassed: this.#access.indexPassed,
      chain: this.#chain,
      found: this.#found,
      command: this.#command,
      ending: this.#ending,
      count: this.#count,
      isFurther: this.#isFurther,
      check: this.#check,
      search: this.#search,
      argument: this.#argument,
      bytesRead: this.#bytesRead,
      seeks: this.#seeks,
      pack: pack && { base: pack.base, readOnly: pack.readOnly, overlay: pack.save() },
    };
  }

  restore(data: unknown): void {
    // What save() returned.
    const saved = data as SavedDisk;
    const { pack } = saved;
    if (!pack) this.#access.pack = undefined;
    else {
      const same = this.pack?.base === pack.base && this.pack.readOnly === pack.readOnly;
      if (!same) this.#access.pack = new DiskPack(pack.base, { readOnly: pack.readOnly });
      this.pack?.restore(pack.overlay);
    }
    this.#access.restore(saved.access);
    this.#access.indexPassed = saved.indexPassed;
    this.#chain = saved.chain;
    this.#found = saved.found;
    this.#command = saved.command;
    this.#ending = saved.ending;
    this.#count = saved.count;
    this.#isFurther = saved.isFurther;
    this.#check = saved.check;
    this.#search = saved.search;
    this.#argument = saved.argument;
    this.#bytesRead = saved.bytesRead;
    this.#seeks = saved.seeks;
  }

  #mountByName(name: string, rest: readonly string[]): void {
    const readOnly = rest[0] === "read-only";
    if (rest.length > (readOnly ? 1 : 0)) throw new RangeError(`mount ${name}: say "read-only", or nothing more`);
    const shelf = this.#line?.shelf;
    const image = shelf?.get(name);
    if (!shelf || !image) throw new RangeError(`there is no disk image "${name}"`);
    const others = otherFileNames(name).flatMap((other) => shelf.get(other) ?? []);
    this.mount(openDisk([image, ...others], { readOnly }));
  }

  #startChain(): void {
    this.#chain = CHAIN_BEGINS;
    this.#found = "nothing";
    this.#search = 0;
    this.#ending = undefined;
    this.#count = undefined;
    this.#access.indexPassed = false;
    this.#access.lose();
  }

  // Endings.

  /** Initial status: the command is not executed. */
  #refuse(condition: Condition): Answer {
    this.#check = { condition };
    return { kind: "refused", status: UNIT_CHECK };
  }

  /** The command ends with unit check, without any data. */
  #failRead(condition: Condition, overflow?: number): Answer {
    this.#check = { condition, overflow };
    return { kind: "input", data: NO_BYTES, status: CHECKED };
  }

  #failOutput(condition: Condition): Answer {
    this.#ending = this.#fail(condition);
    return FAILED;
  }

  #fail(condition: Condition, overflow?: number): OutputEnding {
    this.#check = { condition, overflow };
    this.#search = 0;
    return { status: CHECKED };
  }

  // Sense commands: executed without a pack too.

  #beginSense(code: number, chained: boolean): Answer {
    const access = this.#access;
    access.indexPassed = false;
    if (code === op.SENSE) {
      access.lose();
      return this.#input(this.#takeSense());
    }
    const is3830 = this.#drive.control === "3830";
    const rejected = (condition: Condition): Answer => {
      this.#check = { condition };
      return condition === "invalid command" ? { kind: "refused", status: UNIT_CHECK } : this.#failRead(condition);
    };
    access.lose();
    switch (code) {
      case op.DEVICE_RESERVE:
        return chained ? rejected("invalid sequence") : this.#input(this.#takeSense());
      case op.DEVICE_RELEASE:
        return this.#chain.maskIsSet || this.#chain.spaced
          ? rejected("invalid sequence")
          : this.#input(this.#takeSense());
      case op.SENSE_ID:
        return is3830 ? this.#input(this.#identification()) : rejected("invalid command");
      case op.READ_AND_RESET_BUFFERED_LOG:
        if (this.#drive.senseBytes === 6) return rejected("invalid command");
        return chained ? rejected("invalid sequence") : this.#input(this.#takeLog());
      case op.READ_DIAGNOSTIC_STATUS:
        if (!is3830) return rejected("invalid command");
        // No error was found: every byte is zero.
        return this.#input(new Uint8Array(DIAGNOSTIC_STATUS_BYTES));
      default:
        return rejected("invalid command");
    }
  }

  #input(data: Uint8Array): Answer {
    return { kind: "input", data, perByte: 1, status: ENDED };
  }

  #takeSense(): Uint8Array {
    const { disk } = this;
    const { cylinder, head } = this.#access;
    const ready = this.pack !== undefined;
    const bytes = senseBytes({ disk, drive: this.#drive, unit: this.#unit, ready, cylinder, head }, this.#check);
    this.#check = undefined;
    return bytes;
  }

  /** Seven bytes: X'FF', control and its model, drive and its model (GA22-6974, "Sense ID"). */
  #identification(): Uint8Array {
    const { type, name } = this.disk;
    const models: Readonly<Record<string, number>> = {
      "3330-1": 0x01,
      "3330-11": 0x11,
      "3340-35": 0x01,
      "3340-70": 0x02,
    };
    const drive = Number.parseInt(type, 16);
    return Uint8Array.of(0xff, ...CONTROL_3830, drive >> 8, drive & 0xff, models[name] ?? 0);
  }

  /** Usage counts since the last time: sense bytes of format 6 (GA26-1592, "Format 6"). */
  #takeLog(): Uint8Array {
    this.#check = undefined;
    const bytes = this.#takeSense();
    const view = new DataView(bytes.buffer);
    bytes[7] = 0x60;
    view.setUint32(8, this.#bytesRead);
    view.setUint16(16, this.#seeks);
    this.#bytesRead = 0;
    this.#seeks = 0;
    return bytes;
  }

  // Control commands.

  #beginControl(code: number): Answer {
    switch (code) {
      case op.NO_OPERATION:
      case op.RESTORE:
        this.#access.lose();
        return DONE;
      case op.RECALIBRATE:
        if (!permitsSeek(this.#chain, code)) return this.#failImmediate("file protected");
        return { kind: "immediate", ...this.#seek(0, 0) };
      case op.SEEK:
      case op.SEEK_CYLINDER:
      case op.SEEK_HEAD:
        return permitsSeek(this.#chain, code)
          ? { kind: "output", most: 6, perByte: 1 }
          : this.#failOutput("file protected");
      case op.SPACE_COUNT:
        return { kind: "output", most: 3, perByte: 1 };
      case op.SET_FILE_MASK:
        return this.#chain.maskIsSet ? this.#failOutput("invalid sequence") : { kind: "output", most: 1 };
      case op.SET_SECTOR:
        return this.#drive.sectors > 0 ? { kind: "output", most: 1 } : this.#refuse("invalid command");
      case op.DIAGNOSTIC_LOAD:
      case op.DIAGNOSTIC_WRITE:
        if (this.#drive.control !== "3830") return this.#refuse("invalid command");
        return { kind: "output", most: code === op.DIAGNOSTIC_LOAD ? 1 : DIAGNOSTIC_BYTES, perByte: 1 };
      default:
        return this.#refuse("invalid command");
    }
  }

  #failImmediate(condition: Condition): Answer {
    this.#check = { condition };
    return { kind: "immediate", status: CHECKED };
  }

  #acceptControl(code: number, data: Uint8Array): Acceptance {
    switch (code) {
      case op.SEEK:
      case op.SEEK_CYLINDER:
      case op.SEEK_HEAD:
        return this.#acceptSeek(code, data);
      case op.SPACE_COUNT: {
        this.#chain = { ...this.#chain, spaced: true };
        const [keyLength = 0, high = 0, low = 0] = data;
        const condition = this.#access.spaceCount(keyLength, (high << 8) | low);
        return condition ? this.#fail(condition) : this.#ended(data.length < 3);
      }
      case op.SET_FILE_MASK: {
        const [mask] = data;
        const reserved = this.#drive.senseBytes === 6 ? op.MASK_RESERVED_360 : op.MASK_RESERVED;
        if ((mask & reserved) !== 0) return this.#fail("invalid argument");
        this.#chain = { ...this.#chain, mask, maskIsSet: true };
        this.#access.lose();
        return ENDING;
      }
      case op.SET_SECTOR: {
        const [sector] = data;
        const { sectors, turn } = this.#drive;
        if (sector >= sectors) return this.#fail("invalid argument");
        const ticks = this.#access.toSector(sector);
        return ticks === 0 ? ENDING : { status: CHANNEL_END, later: { ticks, status: DEVICE_END, missed: turn } };
      }
      default:
        this.#access.lose();
        return ENDING;
    }
  }

  #acceptSeek(code: number, data: Uint8Array): Acceptance {
    if (data.length < 6) return { ...this.#fail("count too small"), unsatisfied: true };
    const { pack, cylinder: present } = this.#access;
    const [bin, cell] = data;
    const cylinder = code === op.SEEK_HEAD ? present : (data[2] << 8) | data[3];
    const head = (data[4] << 8) | data[5];
    if (!pack || (bin | cell) !== 0 || cylinder >= pack.geometry.cylinders || head >= pack.geometry.heads) {
      return this.#fail("invalid address");
    }
    return this.#seek(cylinder, head);
  }

  #seek(cylinder: number, head: number): OutputEnding {
    if (cylinder !== this.#access.cylinder) this.#seeks++;
    const ticks = this.#access.seek(cylinder, head);
    return ticks === 0 || this.#line?.fast
      ? ENDING
      : { status: CHANNEL_END, later: { ticks: Math.round(ticks), status: DEVICE_END } };
  }

  #ended(unsatisfied: boolean): OutputEnding {
    return unsatisfied ? { status: ENDED, unsatisfied } : ENDING;
  }

  // Search commands.

  #beginSearch(code: number): Answer {
    const access = this.#access;
    const nextTrack = code & op.MULTITRACK ? this.#nextTrack : undefined;
    const kind = code & 0x1f;
    if (kind === KIND_IDENTIFIER) {
      const condition = access.toNextRecord(true, nextTrack);
      if (condition) return this.#failOutput(condition);
      return this.#line?.fast ? FAST_IDENTIFIER : this.#output(5, access.ticksToCount());
    }
    if (kind === KIND_HOME_ADDRESS) {
      const condition = nextTrack?.() ?? access.readable(false);
      if (condition) return this.#failOutput(condition);
      return this.#output(4, access.passHomeAddress());
    }
    if (kind === KIND_KEY_AND_DATA && this.#drive.senseBytes !== 6) return this.#refuse("invalid command");
    if (access.place !== "count") {
      const condition = access.toNextRecord(false, nextTrack);
      if (condition) return this.#failOutput(condition);
    }
    const before = access.ticksToKey();
    if (kind === KIND_KEY) return this.#output(access.keyLength, before);
    return this.#output(access.keyLength + access.dataLength, before);
  }

  #output(most: number, before: number): Answer {
    return this.#line?.fast
      ? { kind: "output", most }
      : { kind: "output", most, before, perByte: this.#access.perByte };
  }

  #acceptSearch(code: number, data: Uint8Array): Acceptance {
    const access = this.#access;
    switch (code & 0x1f) {
      case KIND_IDENTIFIER: {
        const comparison = this.#searchOn(code, data, 5, compareId, 0);
        if (comparison === 0 && data.length === 5 && (code & 0x7f) === op.SEARCH_ID_EQUAL) this.#found = "identifier";
        return this.#searched(code, comparison, data.length < 5);
      }
      case KIND_HOME_ADDRESS: {
        const comparison = compareBytes(access.track, 1, data, data.length);
        if (comparison === 0 && data.length === 4) this.#found = "home address";
        return this.#searched(code, comparison, data.length < 4);
      }
      case KIND_KEY: {
        // Nothing is compared where there is no key.
        if (access.keyLength === 0) {
          access.passKey();
          return ENDING;
        }
        const comparison = this.#searchOn(code, data, access.keyLength, compareBytes, COUNT);
        const whole = data.length === access.keyLength;
        if (comparison === 0 && whole && (code & 0x7f) === op.SEARCH_KEY_EQUAL) this.#found = "key";
        access.passKey();
        return this.#searched(code, comparison, !whole);
      }
      default: {
        const length = access.keyLength + access.dataLength;
        const comparison = compareMasked(access.track, access.at + COUNT, data, data.length);
        access.passData();
        if (length === 0) return { status: ENDED | UNIT_EXCEPTION };
        return this.#searched(code, comparison, data.length < length);
      }
    }
  }

  /**
   * Compares the present record. Without times a search that is given again with the same argument goes on to the
   * record that satisfies it, or to the last of the track: a channel that is so slow lets the others go by.
   */
  #searchOn(code: number, data: Uint8Array, full: number, compare: typeof compareBytes, offset: number): number {
    const access = this.#access;
    let comparison = compare(access.track, access.at + offset, data, data.length);
    if (satisfies(code, comparison) || !this.#line?.fast) return comparison;
    if (this.#search === code && equalBytes(this.#argument, data)) {
      const isKey = offset > 0;
      while (access.hasNext && (!isKey || access.nextKeyLength === full)) {
        access.toNextRecord(!isKey);
        comparison = compare(access.track, access.at + offset, data, data.length);
        if (satisfies(code, comparison)) break;
      }
    } else {
      this.#search = code;
      this.#argument = data.slice();
    }
    return comparison;
  }

  #searched(code: number, comparison: number, unsatisfied: boolean): OutputEnding {
    if (satisfies(code, comparison)) {
      this.#search = 0;
      return unsatisfied ? { status: ENDED | STATUS_MODIFIER, unsatisfied } : SATISFIED;
    }
    return this.#ended(unsatisfied);
  }

  readonly #nextTrack = (): Condition | undefined =>
    permitsNextHead(this.#chain) ? this.#access.nextHead() : "file protected";

  // Read commands.

  #beginRead(code: number, found: Found): Answer {
    const access = this.#access;
    if (code !== op.READ_COUNT && code !== op.READ_SECTOR) access.indexPassed = false;
    const nextTrack = code & op.MULTITRACK ? this.#nextTrack : undefined;
    switch (code & 0x7f) {
      case op.READ_DATA: {
        if (access.place !== "count" && access.place !== "key") {
          const condition = access.toNextRecord(false, nextTrack);
          if (condition) return this.#failRead(condition);
        }
        if (found === "identifier" || found === "key") this.#found = found;
        return this.#read(access.data, access.ticksToData());
      }
      case op.READ_KEY_AND_DATA: {
        if (access.place !== "count") {
          const condition = access.toNextRecord(false, nextTrack);
          if (condition) return this.#failRead(condition);
        }
        if (found === "identifier") this.#found = found;
        return this.#read(access.at + COUNT, access.ticksToKey());
      }
      case op.READ_COUNT:
      case op.READ_COUNT_KEY_AND_DATA: {
        const condition = access.toNextRecord(false, nextTrack);
        if (condition) return this.#failRead(condition);
        const before = access.ticksToCount();
        return (code & 0x7f) === op.READ_COUNT
          ? this.#transfer(plainCount(access.track.subarray(access.at, access.at + COUNT)), before)
          : this.#read(access.at, before);
      }
      case op.READ_RECORD_ZERO: {
        const condition = nextTrack?.() ?? access.toRecordZero();
        return condition ? this.#failRead(condition) : this.#read(access.at, access.ticksToCount());
      }
      case op.READ_HOME_ADDRESS: {
        const condition = nextTrack?.() ?? access.readable(false);
        if (condition) return this.#failRead(condition);
        const before = access.passHomeAddress();
        return this.#transfer(access.track.subarray(0, HOME_ADDRESS), before);
      }
      case op.READ_MULTIPLE_COUNT_KEY_AND_DATA:
        if (this.#drive.control !== "3830" || nextTrack) return this.#refuse("invalid command");
        return this.#readMultiple();
      case op.READ_SECTOR: {
        if (this.#drive.sectors === 0 || nextTrack) return this.#refuse("invalid command");
        const { sector } = access;
        access.lose();
        return this.#transfer(Uint8Array.of(sector), 0);
      }
      case op.READ_IPL:
        return nextTrack ? this.#refuse("invalid command") : this.#readIpl();
      default:
        return this.#refuse("invalid command");
    }
  }

  #transfer(data: Uint8Array, before: number, status = ENDED): Answer {
    if (this.#line?.fast) return { kind: "input", data, status };
    return { kind: "input", data, before, perByte: this.#access.perByte, status };
  }

  /** Reads the present record from an offset of its track on, to its end. */
  #read(from: number, before: number): Answer {
    const access = this.#access;
    const status = access.dataLength === 0 ? ENDED | UNIT_EXCEPTION : ENDED;
    const isOverflow = access.overflows;
    const data = access.track.subarray(from, access.data + access.dataLength);
    const first = from === access.at ? plainCount(data) : data;
    access.passData();
    return isOverflow && access.record !== 0
      ? this.#readOverflow(first, before)
      : this.#transfer(first, before, status);
  }

  /** Goes on with the data of an overflow record's further segments, on the tracks behind it. */
  #readOverflow(first: Uint8Array, before: number): Answer {
    const access = this.#access;
    const pieces = [first];
    do {
      const condition = this.#nextSegment();
      if (condition) return this.#failRead(condition, READING);
      pieces.push(access.track.subarray(access.data, access.data + access.dataLength));
    } while (access.overflows);
    access.passData();
    const data = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const piece of pieces) {
      data.set(piece, at);
      at += piece.length;
    }
    return this.#transfer(data, before);
  }

  /** The first record behind record 0 of the next track. */
  #nextSegment(): Condition | undefined {
    const refused = this.#nextTrack();
    if (refused) return refused;
    if (!this.#access.hasNext) return "no record found";
    return this.#access.toNextRecord(false, () => "no record found");
  }

  #readMultiple(): Answer {
    const access = this.#access;
    const condition = access.toNextRecord(false);
    if (condition) return this.#failRead(condition);
    const before = access.ticksToCount();
    const from = access.at;
    const counts = [from];
    while (access.hasNext) {
      access.toNextRecord(false);
      counts.push(access.at);
    }
    access.passData();
    const data = access.track.slice(from, access.data + access.dataLength);
    for (const at of counts) data[at - from] &= 0x7f;
    return this.#transfer(data, before);
  }

  #readIpl(): Answer {
    const access = this.#access;
    if (this.#chain.maskIsSet || this.#chain.spaced) return this.#failRead("invalid sequence");
    const ticks = access.seek(0, 0);
    access.passHomeAddress();
    const condition = access.toNextRecord(false);
    if (condition) return this.#failRead(condition);
    return this.#read(access.data, ticks + access.ticksToData());
  }

  // Write commands.

  #beginWrite(code: number, found: Found): Answer {
    const access = this.#access;
    const kind = writeKind(code);
    if (kind === undefined) return this.#refuse("invalid command");
    if (!mayFollow(code, found, access) || !permitsWrite(this.#chain, kind))
      return this.#failOutput("invalid sequence");
    if (this.pack?.readOnly) return this.#failOutput("write inhibited");
    switch (code) {
      case op.WRITE_HOME_ADDRESS:
        return this.#output(HOME_ADDRESS, access.passHomeAddress());
      case op.WRITE_DATA:
      case op.WRITE_KEY_AND_DATA: {
        this.#found = found;
        this.#isFurther = false;
        if (access.dataLength === 0) {
          this.#ending = { status: ENDED | UNIT_EXCEPTION };
          return FAILED;
        }
        const withKey = code === op.WRITE_KEY_AND_DATA;
        const before = withKey ? access.ticksToKey() : access.ticksToData();
        return this.#output(access.dataLength + (withKey ? access.keyLength : 0), before);
      }
      default:
        this.#count = undefined;
        return this.#output(COUNT, access.ticksToEnd());
    }
  }

  #acceptWrite(code: number, data: Uint8Array): Acceptance {
    const access = this.#access;
    switch (code) {
      case op.WRITE_HOME_ADDRESS:
        access.formatHomeAddress(data[0]);
        this.#found = "home address";
        return this.#ended(data.length < HOME_ADDRESS);
      case op.WRITE_DATA:
      case op.WRITE_KEY_AND_DATA:
        return this.#update(code, data);
      default:
        return this.#format(code, data);
    }
  }

  #update(code: number, data: Uint8Array): Acceptance {
    const access = this.#access;
    // Of an overflow record's further segments only data are written.
    const withKey = code === op.WRITE_KEY_AND_DATA && !this.#isFurther;
    this.#isFurther = false;
    const length = access.dataLength + (withKey ? access.keyLength : 0);
    access.update(withKey ? access.at + COUNT : access.data, data, length);
    const isOverflow = access.overflows && access.record !== 0;
    access.passData();
    if (!isOverflow) return this.#ended(data.length < length);
    const condition = this.#nextSegment();
    if (condition) return this.#fail(condition, WRITING);
    this.#isFurther = true;
    return { more: access.dataLength };
  }

  #format(code: number, data: Uint8Array): Acceptance {
    const access = this.#access;
    const count = this.#count;
    if (count === undefined) {
      const whole = new Uint8Array(COUNT);
      whole.set(data);
      const keyLength = whole[5];
      const dataLength = (whole[6] << 8) | whole[7];
      if (whole.every((byte) => byte === 0xff)) return this.#fail("invalid argument");
      if (!access.fits(keyLength, dataLength)) return this.#fail("track overrun");
      this.#count = whole;
      if (keyLength + dataLength > 0 && data.length === COUNT) return { more: keyLength + dataLength };
      return this.#finishFormat(code, whole, NO_BYTES, data.length < COUNT);
    }
    const wanted = count[5] + ((count[6] << 8) | count[7]);
    return this.#finishFormat(code, count, data, data.length < wanted);
  }

  #finishFormat(code: number, count: Uint8Array, keyAndData: Uint8Array, unsatisfied: boolean): OutputEnding {
    this.#count = undefined;
    this.#found = "record";
    if (code === op.ERASE) this.#access.erase();
    else this.#access.format(count, keyAndData, code === op.WRITE_SPECIAL_COUNT_KEY_AND_DATA);
    return this.#ended(unsatisfied);
  }
}

/** In the last five bits of a search's code: what is compared. */
const KIND_IDENTIFIER = op.SEARCH_ID_EQUAL & 0x1f;
const KIND_HOME_ADDRESS = op.SEARCH_HOME_ADDRESS_EQUAL & 0x1f;
const KIND_KEY = op.SEARCH_KEY_EQUAL & 0x1f;
const KIND_KEY_AND_DATA = op.SEARCH_KEY_AND_DATA_EQUAL & 0x1f;

function isSearch(code: number): boolean {
  switch (code & 0x7f) {
    case op.SEARCH_HOME_ADDRESS_EQUAL:
    case op.SEARCH_ID_EQUAL:
    case op.SEARCH_ID_HIGH:
    case op.SEARCH_ID_EQUAL_OR_HIGH:
    case op.SEARCH_KEY_EQUAL:
    case op.SEARCH_KEY_HIGH:
    case op.SEARCH_KEY_EQUAL_OR_HIGH:
    case op.SEARCH_KEY_AND_DATA_EQUAL:
    case op.SEARCH_KEY_AND_DATA_HIGH:
    case op.SEARCH_KEY_AND_DATA_EQUAL_OR_HIGH:
      return true;
    default:
      return false;
  }
}

function isSense(code: number): boolean {
  return (code & 0x0f) === 0x04;
}

function writeKind(code: number): WriteKind | undefined {
  switch (code) {
    case op.WRITE_HOME_ADDRESS:
    case op.WRITE_RECORD_ZERO:
      return "home address";
    case op.WRITE_COUNT_KEY_AND_DATA:
    case op.WRITE_SPECIAL_COUNT_KEY_AND_DATA:
    case op.ERASE:
      return "format";
    case op.WRITE_DATA:
    case op.WRITE_KEY_AND_DATA:
      return "update";
    default:
      return undefined;
  }
}

/** Whether a write may follow what has been found ("Write Commands", chaining requirements). */
function mayFollow(code: number, found: Found, { place }: TrackAccess): boolean {
  switch (code) {
    case op.WRITE_HOME_ADDRESS:
      return true;
    case op.WRITE_RECORD_ZERO:
      return found === "home address";
    case op.WRITE_KEY_AND_DATA:
      return found === "identifier" && place === "count";
    case op.WRITE_DATA:
      return (found === "identifier" && place === "count") || (found === "key" && place === "key");
    default:
      return found === "identifier" || found === "key" || found === "record";
  }
}

/** A count area, or what begins with one, without the bit that says that the record overflows. */
function plainCount(bytes: Uint8Array): Uint8Array {
  if ((bytes[0] & 0x80) === 0) return bytes;
  const copy = bytes.slice();
  copy[0] &= 0x7f;
  return copy;
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && compareBytes(a, 0, b, b.length) === 0;
}
