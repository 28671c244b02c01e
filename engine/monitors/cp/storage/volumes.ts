/**
 * Volumes: which pack is on which drive, by the labels; those that CP owns, by their allocation maps; and whose their
 * pages are (SY20-0886, "DMKVDB", "DMKPGT").
 */
import { decodeEbcdic } from "../../../s370/index.ts";
import type { Cp } from "../cp.ts";
import type { IoRequest, RealDevice } from "../io/state.ts";
import { tellOperator } from "../operator-messages.ts";
import { Wait } from "../wait.ts";
import {
  ALLOCATION,
  ALLOCATION_BYTES,
  ALLOCATION_RECORD,
  LABEL_BYTES,
  LABEL_RECORD,
  NO_CYLINDER,
  OWNER,
  OWNER_OFFSET,
} from "./format.ts";
import { isPagingType, pageGeometry, pageOf, type Slot, slotOf, volumeOf } from "./page-geometry.ts";
import { isGood } from "./page-io.ts";
import type { OwnedVolume } from "./state.ts";

const SEEK = 0x07;
const SEARCH_ID_EQUAL = 0x31;
const TRANSFER_IN_CHANNEL = 0x08;
const READ_DATA = 0x06;
const COMMAND_CHAINING = 0x40;
const SUPPRESS_LENGTH = 0x20;

/** Where the data are, behind the channel program. */
const DATA = 64;
/** Bytes of free storage: a channel program, and the longer of the two records. */
const READ_BYTES = 2048;

const WAITING = "volumes";

/** Part of all space whose use the operator is told of. */
const NEARLY_FULL = 0.9;

/** What is read of a volume, on which drive. */
interface Reading {
  readonly address: number;
  readonly kind: "volume label" | "volume map";
}

/** Cylinders that CP keeps for itself (SYSRES: SYSCKP, SYSWRM, SYSERR). */
export type AreaName = "checkpoint" | "warm start" | "error recording";

/** What pages are used for. */
export type PageUse = "page" | "spool";

export class Volumes {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    // What `#read` put there.
    cp.tasks.handle("read volume", ({ data }) => this.#startRead(data as Reading));
    cp.io.handle("volume label", (request, device, csw) => this.#label(request, device, isGood(csw)));
    // What `#short` put there.
    cp.tasks.handle("space short", ({ data }) => this.#tell(String(data)));
    cp.io.handle("volume map", (request, device, csw) => this.#map(request, device, isGood(csw)));
  }

  /** Once, when CP is loaded: sees what is on the drives. */
  start(): void {
    for (const device of Object.values(this.#cp.state.io.devices))
      if (isDisk(device.type)) this.mounted(device.address);
  }

  /** A pack has been put on a drive: reads its label. `RealDevice.volume` tells the result; `wake("volumes")` comes after it. */
  mounted(address: number): void {
    const device = this.#cp.io.device(address);
    if (device === undefined) return;
    delete device.volume;
    this.#cp.state.storage.labels++;
    this.#read(device, "volume label");
  }

  /** Throws `Wait` until all labels have been read. */
  ready(): void {
    if (this.#cp.state.storage.labels > 0) throw new Wait(WAITING);
  }

  /** The volumes that CP owns, in the order of their numbers. Some may not be mounted yet. */
  get owned(): readonly OwnedVolume[] {
    return this.#cp.state.storage.volumes.filter((volume) => volume !== undefined);
  }

  /** A volume of CP's by its serial number. */
  find(serial: string): OwnedVolume | undefined {
    return this.owned.find((volume) => volume.serial === serial);
  }

  /** Slots of whole cylinders of a volume, in order. */
  cylinders(volume: OwnedVolume, first: number, count: number): Slot[] {
    const { pagesACylinder, index } = volume;
    return Array.from({ length: count * pagesACylinder }, (_, i) => slotOf(index, first * pagesACylinder + i));
  }

  /**
   * Slots of an area in which CP keeps what a warm start needs; empty where there is no such area. Unless the configuration says otherwise (SYSRES), checkpoints are
   * in cylinder 1 of the first volume, and the warm-start data in cylinder 2; error records are nowhere. All must be PERM.
   */
  area(name: AreaName): Slot[] {
    const given = this.#cp.configuration.areas?.[name];
    if (given === undefined && name === "error recording") return [];
    const {
      volume: serial,
      first,
      count,
    } = given ?? { volume: undefined, first: name === "checkpoint" ? 1 : 2, count: 1 };
    const volume = serial === undefined ? this.owned.at(0) : this.find(serial);
    if (volume === undefined) return [];
    const isSound = volume.map.subarray(first, first + count).every((type) => type === ALLOCATION.PERM);
    return isSound && first > 0 && first + count <= volume.cylinders ? this.cylinders(volume, first, count) : [];
  }

  /** A page that nobody has; undefined where there is none. Pages of virtual machines go to PAGE cylinders, and to TEMP ones as spooled data do. */
  allocate(use: PageUse): Slot | undefined {
    if (use === "spool" && !this.#cp.storage.paging.space.isSpare) return this.#isFull();
    const types = use === "page" ? [ALLOCATION.PAGE, ALLOCATION.TEMP] : [ALLOCATION.TEMP];
    // Drums come first.
    const volumes = this.owned.toSorted((a, b) => Number(b.type === "2305") - Number(a.type === "2305"));
    for (const type of types)
      for (const volume of volumes) {
        const slot = this.#allocateOn(volume, type);
        if (slot === undefined) continue;
        if (volume.used[Math.floor(pageOf(slot) / volume.pagesACylinder)].count === 1) this.#look();
        return slot;
      }
    return this.#isFull();
  }

  #isFull(): undefined {
    this.#short("full", "DMKPGT400I SYSTEM TEMP SPACE FULL");
  }

  /** Tells the operator when nine tenths of the space are in use. */
  #look(): void {
    const spaces = this.owned.flatMap((volume) => [
      this.space(volume, ALLOCATION.PAGE),
      this.space(volume, ALLOCATION.TEMP),
    ]);
    const pages = spaces.reduce((sum, space) => sum + space.pages, 0);
    const used = spaces.reduce((sum, space) => sum + space.used, 0);
    if (used >= NEARLY_FULL * pages) this.#short("nearly full", "DMKPGT401I SYSTEM TEMP SPACE 90 PERCENT FULL");
  }

  /** Once, until there is space again. */
  #short(how: "nearly full" | "full", message: string): void {
    const { storage } = this.#cp.state;
    if (storage.short === how || storage.short === "full") return;
    storage.short = how;
    this.#cp.tasks.add("space short", message);
  }

  #tell(message: string): void {
    tellOperator(this.#cp, message);
  }

  /** Takes a page that is known to be in use, as a warm start finds them. Whether it was free, and is a TEMP page of a volume. */
  claim(slot: Slot): boolean {
    const volume = this.#cp.state.storage.volumes[volumeOf(slot)];
    if (volume === undefined) return false;
    const cylinder = Math.floor(pageOf(slot) / volume.pagesACylinder);
    if (volume.map[cylinder] !== ALLOCATION.TEMP) return false;
    const { pages } = this.#cylinder(volume, cylinder);
    const page = pageOf(slot) % volume.pagesACylinder;
    if (pages[page] === 1) return false;
    this.#take(volume, cylinder, page);
    return true;
  }

  /** Gives a page back. */
  release(slot: Slot): void {
    const volume = this.#cp.state.storage.volumes[volumeOf(slot)];
    const cylinder = Math.floor(pageOf(slot) / volume.pagesACylinder);
    const used = volume.used[cylinder];
    const page = pageOf(slot) % volume.pagesACylinder;
    if (used === undefined || used.pages[page] === 0) return;
    used.pages[page] = 0;
    if (--used.count === 0) {
      delete volume.used[cylinder];
      this.#cp.state.storage.short = undefined;
    }
    this.#cp.storage.settled();
    this.#cp.storage.paging.space.freed();
  }

  /** Never gives a page to anybody again: its record is bad. */
  condemn(slot: Slot): void {
    this.#cp.state.storage.volumes[volumeOf(slot)].bad++;
  }

  /** Pages for a use, all and those in use: what QUERY ALLOC tells. */
  space(volume: OwnedVolume, type: number): { pages: number; used: number } {
    let pages = 0;
    let used = 0;
    for (let cylinder = 0; cylinder < volume.cylinders; cylinder++)
      if (volume.map[cylinder] === type) {
        pages += volume.pagesACylinder;
        used += volume.used[cylinder]?.count ?? 0;
      }
    return { pages, used };
  }

  /** The first page that is free: in a cylinder of which some are in use, or else in a new one, from the middle of the volume outwards. */
  #allocateOn(volume: OwnedVolume, type: number): Slot | undefined {
    const { pagesACylinder, used, map } = volume;
    const begun = Object.keys(used)
      .map(Number)
      .find((cylinder) => map[cylinder] === type && used[cylinder].count < pagesACylinder);
    const cylinder = begun ?? this.#freeCylinder(volume, type);
    if (cylinder === undefined) return undefined;
    const page = this.#cylinder(volume, cylinder).pages.indexOf(0);
    return this.#take(volume, cylinder, page);
  }

  #freeCylinder({ cylinders, map, used }: OwnedVolume, type: number): number | undefined {
    const middle = Math.floor(cylinders / 2);
    for (let distance = 0; distance <= cylinders; distance++)
      for (const cylinder of [middle - distance, middle + distance])
        if (map[cylinder] === type && used[cylinder] === undefined) return cylinder;
    return undefined;
  }

  #cylinder(volume: OwnedVolume, cylinder: number): { count: number; pages: Uint8Array } {
    volume.used[cylinder] ??= { count: 0, pages: new Uint8Array(volume.pagesACylinder) };
    return volume.used[cylinder];
  }

  #take(volume: OwnedVolume, cylinder: number, page: number): Slot {
    const used = this.#cylinder(volume, cylinder);
    used.pages[page] = 1;
    used.count++;
    this.#cp.host.charge(20);
    return slotOf(volume.index, cylinder * volume.pagesACylinder + page);
  }

  // Labels.

  /** A piece of work of its own, as it may have to wait for storage. */
  #read(device: RealDevice, kind: Reading["kind"]): void {
    const reading: Reading = { address: device.address, kind };
    this.#cp.tasks.add("read volume", reading);
  }

  #startRead({ address, kind }: Reading): void {
    const [record, bytes] =
      kind === "volume label" ? [LABEL_RECORD, LABEL_BYTES] : [ALLOCATION_RECORD, ALLOCATION_BYTES];
    const { host, free, io } = this.#cp;
    const program = free.get(READ_BYTES);
    const words = [
      [(SEEK << 24) | (program + 32), (COMMAND_CHAINING << 24) | 6],
      [(SEARCH_ID_EQUAL << 24) | (program + 34), (COMMAND_CHAINING << 24) | 5],
      [(TRANSFER_IN_CHANNEL << 24) | (program + 8), 1],
      [(READ_DATA << 24) | (program + DATA), (SUPPRESS_LENGTH << 24) | bytes],
      [0, record << 8],
    ];
    words.flat().forEach((word, i) => {
      host.store32(program + 4 * i, word >>> 0);
    });
    io.start(address, { kind, program, key: 0, vm: 0, data: undefined });
  }

  #label(request: IoRequest, device: RealDevice, isRead: boolean): void {
    const text = isRead ? decodeEbcdic(this.#taken(request, LABEL_BYTES)) : this.#nothing(request);
    if (!text.startsWith("VOL1")) return this.#done();
    device.volume = text.slice(4, 10).trimEnd();
    const isOwn = text.slice(OWNER_OFFSET, OWNER_OFFSET + OWNER.length) === OWNER && isPagingType(device.type);
    const { owned } = this.#cp.configuration;
    if (!isOwn || (owned !== undefined && !owned.includes(device.volume))) return this.#done();
    this.#read(device, "volume map");
  }

  #map(request: IoRequest, device: RealDevice, isRead: boolean): void {
    const { found } = this.#cp.state.storage;
    if (isRead) found.push({ device: device.address, map: this.#taken(request, ALLOCATION_BYTES) });
    else this.#nothing(request);
    this.#done();
  }

  #own(device: RealDevice, map: Uint8Array): void {
    const { volumes } = this.#cp.state.storage;
    const index = this.#index(device);
    const geometry = pageGeometry(device.type);
    if (index === undefined || geometry === undefined || device.volume === undefined) return;
    const before = volumes[index];
    if (before !== undefined) {
      // The same pack on another drive; while its first one has it, this is a copy.
      if (this.#cp.io.device(before.device)?.volume !== before.serial)
        volumes[index] = { ...before, device: device.address };
      return;
    }
    const end = map.indexOf(NO_CYLINDER);
    const cylinders = end < 0 ? map.length : end;
    const forUse = map.subarray(0, cylinders).filter((type) => type === ALLOCATION.PAGE || type === ALLOCATION.TEMP);
    volumes[index] = {
      index,
      serial: device.volume,
      device: device.address,
      type: device.type,
      cylinders,
      pagesACylinder: geometry.pagesACylinder,
      pages: forUse.length * geometry.pagesACylinder,
      map,
      used: {},
      bad: 0,
      paging: false,
      arm: 0,
    };
    device.owner = "SYSTEM";
  }

  /** The number of a volume in slots: its place in the list of SYSOWN, or where there is none, the next. */
  #index({ volume }: RealDevice): number | undefined {
    const { owned } = this.#cp.configuration;
    const { volumes } = this.#cp.state.storage;
    if (owned !== undefined) {
      const place = owned.indexOf(volume ?? "");
      return place < 0 ? undefined : place;
    }
    const place = volumes.findIndex((each) => each?.serial === volume);
    return place < 0 ? volumes.length : place;
  }

  #taken({ program }: IoRequest, bytes: number): Uint8Array {
    const data = this.#cp.host.loadBytes(program + DATA, bytes);
    this.#cp.free.release(program, READ_BYTES);
    return data;
  }

  #nothing({ program }: IoRequest): string {
    this.#cp.free.release(program, READ_BYTES);
    return "";
  }

  /** When all labels have been read, volumes get their numbers in the order of their drives' addresses: the next time CP is loaded as now. */
  #done(): void {
    const { storage } = this.#cp.state;
    if (--storage.labels > 0) return;
    for (const { device, map } of storage.found.sort((a, b) => a.device - b.device)) {
      const drive = this.#cp.io.device(device);
      if (drive !== undefined) this.#own(drive, map);
    }
    storage.found = [];
    this.#cp.wake(WAITING);
  }
}

function isDisk(type: string): boolean {
  return isPagingType(type) || type === "2311" || type === "2314" || type === "2319" || type === "3390";
}
