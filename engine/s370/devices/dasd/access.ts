/**
 * The access mechanism: arms over a cylinder, one head selected, and what of the track has just passed it (GA26-1592,
 * "Track Orientation"). The pack turns with virtual time: with the index point under the heads at tick 0, every place
 * of a track has its time.
 */
import { COUNT, HOME_ADDRESS, isEndMark } from "../images/ckd-track.ts";
import type { DiskPack } from "../images/disk-pack.ts";
import { MediumError } from "../media.ts";
import { armTicks, type Drive, lastRecordBytes, recordBytes } from "./drives.ts";
import type { Condition } from "./sense.ts";

/**
 * What has passed last: nothing that is known (any record may come next), the home address or the end of a record
 * (`at` says of which), or the count or key area of the present record.
 */
export type Place = "lost" | "between" | "count" | "key";

/** Bytes that the channel may be late for the next area without missing it: it was asked for in the gap. */
const GRACE = 300;

/** Bytes of a record's beginning that may have passed when a search begins: they are for finding it. */
const SYNCHRONIZATION = 32;

/** In the first byte of a count area: the record goes on on the next track. Not part of the cylinder. */
const OVERFLOW = 0x80;

/** In the flag byte of a home address: the track is defective. */
const DEFECTIVE = 0x02;

/** What decides how the mechanism goes on. Plain data. */
export interface SavedAccess {
  readonly cylinder: number;
  readonly head: number;
  readonly place: Place;
  readonly indexPassed: boolean;
  readonly at: number;
  readonly next: number;
  readonly position: number;
  readonly nextPosition: number;
  readonly keyLength: number;
  readonly dataLength: number;
  readonly angle: number | undefined;
}

/** What a mechanism needs to know of time. */
export interface Turning {
  readonly now: number;
  readonly fast?: boolean;
}

export class TrackAccess {
  readonly drive: Drive;
  pack: DiskPack | undefined;
  /** What virtual time it is. */
  turning: Turning = { now: 0 };
  /** Is told of every track that is written, by cylinder and head. */
  replaced: (cylinder: number, head: number) => void = () => {};
  cylinder = 0;
  head = 0;
  place: Place = "lost";
  /** Offset of the present record's count area on the track. */
  at = HOME_ADDRESS;
  keyLength = 0;
  dataLength = 0;
  /** Whether the index point has passed since the last command that resets it ("No Record Found"). */
  indexPassed = false;
  /** Bytes from the index point to the present record. */
  #position = 0;
  /** Offset of the next count area, or of the end mark; and the bytes from the index point to it. */
  #next = HOME_ADDRESS;
  #nextPosition = 0;
  /** Lost at this angle, in bytes from the index point; undefined: at that of the present time. */
  #angle: number | undefined;
  /** The track under the head. */
  #track: Uint8Array | undefined;
  /** Bytes of the circumference that a track takes, and those before record 1. */
  readonly #trackTurn: number;
  readonly #lead: number;

  constructor(drive: Drive) {
    this.drive = drive;
    this.#trackTurn = drive.halves ? drive.turnBytes / 2 : drive.turnBytes;
    this.#lead = this.#trackTurn - drive.capacity;
  }

  /** The track under the head. Throws MediumError where the image is damaged there. */
  get track(): Uint8Array {
    if (this.#track) return this.#track;
    if (!this.pack) return new Uint8Array(0);
    this.#track = this.pack.track(this.cylinder * this.pack.geometry.heads + this.head);
    return this.#track;
  }

  /** Whether the present record goes on on the next track. */
  get overflows(): boolean {
    return (this.track[this.at] & OVERFLOW) !== 0;
  }

  /** Record number of the present record. */
  get record(): number {
    return this.track[this.at + 4];
  }

  /** Whether a record comes behind what has passed, before the index point. */
  get hasNext(): boolean {
    return this.#next + COUNT <= this.track.length && !isEndMark(this.track, this.#next);
  }

  /** The key length of that record. */
  get nextKeyLength(): number {
    return this.track[this.#next + 5];
  }

  /** Offset of the present record's data. */
  get data(): number {
    return this.at + COUNT + this.keyLength;
  }

  /** Ticks for a byte. */
  get perByte(): number {
    const { turn, turnBytes, space } = this.drive;
    return (turn * space.stretch) / turnBytes;
  }

  /** Takes a pack, or none. The arms go home. */
  mount(pack: DiskPack | undefined): void {
    this.pack = pack;
    this.cylinder = 0;
    this.head = 0;
    this.arrive();
  }

  /** Moves arms and selects a head; returns ticks. */
  seek(cylinder: number, head: number): number {
    const ticks = armTicks(this.drive, Math.abs(cylinder - this.cylinder), this.pack?.geometry.cylinders ?? 1);
    this.cylinder = cylinder;
    this.head = head;
    this.arrive();
    return ticks;
  }

  /** A track of which nothing has passed yet: with fast devices its index point is at the head. */
  arrive(): void {
    this.#track = undefined;
    this.#angle = undefined;
    this.place = "lost";
    this.#toIndex();
    if (this.turning.fast) this.place = "between";
  }

  /** Forgets what has passed: time goes by. With fast devices, none does. */
  lose(): void {
    if (this.turning.fast) {
      if (this.place !== "lost") this.place = "between";
      return;
    }
    this.place = "lost";
    this.#angle = undefined;
  }

  /** A track has been written through another address of the drive: what is known of it counts no more. */
  changed(cylinder: number, head: number): void {
    if (cylinder !== this.cylinder || head !== this.head) return;
    this.#track = undefined;
    if (this.place === "lost") return;
    this.place = "lost";
    this.#angle = undefined;
  }

  /** Goes to the beginning of a sector, or of none for one that the drive lets pass; returns ticks. */
  toSector(sector: number): number {
    this.place = "lost";
    const position = (sector * this.#trackTurn) / this.drive.sectors;
    // Without times, the sector is where the head is.
    this.#angle = this.turning.fast ? position : undefined;
    return this.#ticksTo(position, 0);
  }

  /** The sector before the present record, from which a search finds it. */
  get sector(): number {
    const { sectors } = this.drive;
    return Math.max(0, Math.floor(((this.#position - SYNCHRONIZATION) * sectors) / this.#trackTurn));
  }

  /** Why the track cannot be read, if it cannot. `whole`: more of it than home address and record 0, which a defective one has. */
  readable(whole: boolean): Condition | undefined {
    try {
      return (this.track[0] & DEFECTIVE) !== 0 && whole ? "track condition" : undefined;
    } catch (thrown) {
      if (thrown instanceof MediumError) return "data check";
      throw thrown;
    }
  }

  /** Waits for the index point and passes the home address; returns ticks until that begins. */
  passHomeAddress(): number {
    const ticks = this.#ticksTo(0, 0);
    this.place = "between";
    this.#toIndex();
    return ticks;
  }

  /** Selects the next head at the index point. */
  nextHead(): Condition | undefined {
    if (!this.pack || this.head + 1 >= this.pack.geometry.heads) return "end of cylinder";
    this.head++;
    this.#track = undefined;
    this.place = "between";
    this.#toIndex();
    return undefined;
  }

  /**
   * Goes to the next count area. `withZero`: that of record 0 counts too. At the index point `nextTrack` says whether the
   * next head is selected, or why not; without it the same track comes round again, but once only.
   */
  toNextRecord(withZero: boolean, nextTrack?: () => Condition | undefined): Condition | undefined {
    const condition = this.#prepare();
    if (condition) return condition;
    let track = this.track;
    for (;;) {
      const at = this.#next;
      if (isEndMark(track, at) || at + COUNT > track.length) {
        if (nextTrack) {
          const refused = nextTrack() ?? this.#prepare();
          if (refused) return refused;
          track = this.track;
          continue;
        }
        if (this.indexPassed) return isEndMark(track, HOME_ADDRESS) ? "no record at all" : "no record found";
        this.indexPassed = true;
        this.#toIndex();
        continue;
      }
      this.#take(track, at);
      if (withZero || at !== HOME_ADDRESS) {
        this.place = "count";
        return undefined;
      }
    }
  }

  /** Goes to record 0, behind the home address. */
  toRecordZero(): Condition | undefined {
    this.passHomeAddress();
    const condition = this.readable(false);
    if (condition) return condition;
    if (isEndMark(this.track, HOME_ADDRESS)) return "no record at all";
    this.#take(this.track, HOME_ADDRESS);
    this.place = "count";
    return undefined;
  }

  /** Passes over the next count area, whatever it says, and takes its lengths from outside ("Space Count"). */
  spaceCount(keyLength: number, dataLength: number): Condition | undefined {
    const condition = this.#prepare();
    if (condition) return condition;
    if (this.#next + COUNT > this.track.length || isEndMark(this.track, this.#next)) return "no record found";
    this.at = this.#next;
    this.#position = this.#nextPosition;
    const room = this.track.length - this.at - COUNT;
    this.keyLength = Math.min(keyLength, room);
    this.dataLength = Math.min(dataLength, room - this.keyLength);
    this.#behind();
    this.place = "count";
    return undefined;
  }

  /** The present record's key has passed. */
  passKey(): void {
    this.place = "key";
  }

  /** All of the present record has passed. */
  passData(): void {
    this.place = "between";
  }

  /** Ticks until the present record's count area is at the head. */
  ticksToCount(): number {
    return this.#ticksTo(this.#position, GRACE);
  }

  /** Ticks until its key area is, or its data area where it has none. */
  ticksToKey(): number {
    return this.#ticksTo(this.#position + COUNT + (this.drive.space.plain - COUNT) / 2, GRACE);
  }

  /** Ticks until its data area is. */
  ticksToData(): number {
    const { plain, keyed } = this.drive.space;
    const key = this.keyLength > 0 ? keyed + this.keyLength : 0;
    return this.#ticksTo(this.#position + COUNT + (plain - COUNT) / 2 + key, GRACE);
  }

  /** Ticks until the index point. */
  ticksToIndex(): number {
    return this.#ticksTo(0, 0);
  }

  /** Ticks until the place where the next record can be written. */
  ticksToEnd(): number {
    return this.#ticksTo(this.#nextPosition, GRACE);
  }

  /** Writes over bytes of the present record. */
  update(offset: number, bytes: Uint8Array, length: number): void {
    const track = this.track.slice();
    track.set(bytes, offset);
    track.fill(0, offset + bytes.length, offset + length);
    this.#replace(track);
  }

  /** Whether a record fits behind what has passed. */
  fits(keyLength: number, dataLength: number): boolean {
    if (!this.pack) return false;
    const length = COUNT + keyLength + dataLength;
    return (
      this.#next + length + COUNT <= this.pack.geometry.trackBytes &&
      this.#nextPosition + lastRecordBytes(this.drive, keyLength, dataLength) <= this.#trackTurn
    );
  }

  /** Writes a record behind what has passed; nothing comes after it any more. It fits. */
  format(count: Uint8Array, keyAndData: Uint8Array, overflow: boolean): void {
    const at = this.#next;
    const keyLength = count[5];
    const length = COUNT + keyLength + ((count[6] << 8) | count[7]);
    const track = new Uint8Array(at + length + COUNT);
    track.set(this.track.subarray(0, at));
    track.set(count, at);
    track[at] = (track[at] & ~OVERFLOW) | (overflow ? OVERFLOW : 0);
    track.set(keyAndData, at + COUNT);
    track.fill(0xff, at + length);
    this.#replace(track);
    this.#take(track, at);
    this.place = "between";
  }

  /** Leaves nothing behind what has passed. */
  erase(): void {
    const track = new Uint8Array(this.#next + COUNT).fill(0xff);
    track.set(this.track.subarray(0, this.#next));
    this.#replace(track);
    this.place = "between";
  }

  /** Writes the home address's flag byte; nothing is behind it any more. */
  formatHomeAddress(flag: number): void {
    const track = this.track.slice(0, HOME_ADDRESS + COUNT).fill(0xff, HOME_ADDRESS);
    track[0] = flag;
    this.#replace(track);
    this.#toIndex();
    this.place = "between";
  }

  save(): SavedAccess {
    const { cylinder, head, place, indexPassed, at, keyLength, dataLength } = this;
    return {
      ...{ cylinder, head, place, indexPassed, at, keyLength, dataLength },
      next: this.#next,
      position: this.#position,
      nextPosition: this.#nextPosition,
      angle: this.#angle,
    };
  }

  restore(saved: SavedAccess): void {
    this.cylinder = saved.cylinder;
    this.head = saved.head;
    this.place = saved.place;
    this.indexPassed = saved.indexPassed;
    this.at = saved.at;
    this.keyLength = saved.keyLength;
    this.dataLength = saved.dataLength;
    this.#next = saved.next;
    this.#position = saved.position;
    this.#nextPosition = saved.nextPosition;
    this.#angle = saved.angle;
    this.#track = undefined;
  }

  #replace(track: Uint8Array): void {
    if (!this.pack) return;
    this.pack.replace(this.cylinder * this.pack.geometry.heads + this.head, track);
    this.#track = track;
    this.replaced(this.cylinder, this.head);
  }

  #toIndex(): void {
    this.#next = HOME_ADDRESS;
    this.#nextPosition = this.#lead * 0.4;
  }

  /** Makes the record at an offset the present one. */
  #take(track: Uint8Array, at: number): void {
    this.at = at;
    this.#position = this.#nextPosition;
    this.keyLength = track[at + 5];
    this.dataLength = (track[at + 6] << 8) | track[at + 7];
    this.#behind();
  }

  /** Where the record behind the present one begins. Record 0 as IBM formats it ends where the room for data begins. */
  #behind(): void {
    const { at, keyLength, dataLength } = this;
    this.#next = at + COUNT + keyLength + dataLength;
    this.#nextPosition =
      at === HOME_ADDRESS
        ? this.#lead + Math.max(0, keyLength + dataLength - COUNT)
        : this.#position + recordBytes(this.drive, keyLength, dataLength);
  }

  /** Whether the track can be read; finds out what comes next where nothing is known to have passed. */
  #prepare(): Condition | undefined {
    const condition = this.readable(true);
    if (condition || this.place !== "lost") return condition;
    const track = this.track;
    const angle = this.#angle ?? (this.turning.fast ? 0 : this.#angleNow());
    this.#toIndex();
    while (
      this.#nextPosition + SYNCHRONIZATION < angle &&
      !isEndMark(track, this.#next) &&
      this.#next + COUNT <= track.length
    ) {
      this.#take(track, this.#next);
    }
    this.#angle = undefined;
    this.place = "between";
    return undefined;
  }

  /** Bytes of the track that have passed since its index point. */
  #angleNow(): number {
    const { turn, turnBytes, halves } = this.drive;
    const angle = ((this.turning.now % turn) * turnBytes) / turn;
    return halves && this.head % 2 === 1 ? (angle + turnBytes / 2) % turnBytes : angle;
  }

  /** Ticks until a place comes; none where it passed less than `grace` bytes ago. */
  #ticksTo(position: number, grace: number): number {
    if (this.turning.fast) return 0;
    const { turn, turnBytes } = this.drive;
    const bytes = (position - this.#angleNow() + turnBytes) % turnBytes;
    return bytes > turnBytes - grace ? 0 : (bytes * turn) / turnBytes;
  }
}
