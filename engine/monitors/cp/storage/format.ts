/**
 * Packs as CP's Format/Allocate program leaves them: 4,096-byte records on every track, a label, and what each cylinder is
 * for (GC20-1806, "Format/Allocate Services Program").
 */
import { type DiskType, diskGeometry, encodeEbcdic, makeTrack, type TrackSource } from "../../../s370/index.ts";
import { PAGE } from "../layout.ts";
import { pageGeometry, piecesOf } from "./page-geometry.ts";

/** What a cylinder is for, as the allocation map has it (VM/370 Service Routines Program Logic, "The Allocate Function"). PAGE is of ours: VM/370 pages to TEMP. */
export const ALLOCATION = { TEMP: 0x00, PERM: 0x01, TDSK: 0x02, DRCT: 0x04, PAGE: 0x08 } as const;
export type AllocationType = keyof typeof ALLOCATION;
/** In the map: there is no such cylinder. */
export const NO_CYLINDER = 0xff;
/** Bytes of the allocation map. */
export const ALLOCATION_BYTES = 1024;
/** In the label, where the owner's name is, of a volume that has an allocation map. */
export const OWNER = "VM/370";
export const OWNER_OFFSET = 41;
/** Records of cylinder 0, head 0. */
export const LABEL_RECORD = 3;
export const ALLOCATION_RECORD = 4;
export const LABEL_BYTES = 80;

/** A range of cylinders, both included, and what it is for. */
export interface Allocation {
  readonly type: AllocationType;
  readonly first: number;
  readonly last: number;
}

/** What is formatted. */
export interface FormatOptions {
  /** Volume serial number, 1-6 letters and digits. */
  readonly volume: string;
  /** Cylinders, where not those of the disk. */
  readonly cylinders?: number;
  /** Later ones win over earlier ones; PERM is what none names. Cylinder 0 is PERM: its label is there. */
  readonly allocations: readonly Allocation[];
  /** Tracks left unformatted, as after initialization: cylinders that nobody pages to. All are formatted unless this is set. */
  readonly onlyOwn?: boolean;
}

/** Thrown where a pack cannot be formatted so; says what would be right. */
export class FormatError extends RangeError {}

/** A pack for CP, to be mounted or written as an image. Throws {@link FormatError}. */
export function formatPack(disk: DiskType, options: FormatOptions): TrackSource {
  const { volume } = options;
  if (!/^[A-Z0-9$#@]{1,6}$/.test(volume))
    throw new FormatError(`${volume} is no volume serial number: 1 to 6 letters and digits`);
  const pages = pageGeometry(disk.name);
  if (pages === undefined) throw new FormatError(`a ${disk.name} cannot be CP's: 2305, 2314, 3330, 3340 and 3350 can`);
  const geometry = diskGeometry(disk, options.cylinders);
  const map = allocationMap(geometry.cylinders, options.allocations);
  return {
    name: `${volume}`,
    geometry,
    read(number) {
      const cylinder = Math.floor(number / geometry.heads);
      const head = number % geometry.heads;
      if (number === 0) return firstTrack(volume, map, geometry.heads);
      const isFormatted = cylinder === 0 || !options.onlyOwn || isOwn(map[cylinder]);
      return pageTrack(cylinder, head, isFormatted ? piecesOf(pages, head) : []);
    },
  };
}

/** In the first byte of a count area: the record goes on on the next track. */
const OVERFLOW = 0x80;
const HOME_ADDRESS = 5;
const COUNT = 8;

function pageTrack(cylinder: number, head: number, pieces: ReturnType<typeof piecesOf>): Uint8Array {
  const records = pieces.map(({ record, bytes }) => ({ record, data: new Uint8Array(bytes) }));
  const track = makeTrack(cylinder, head, [{ record: 0, data: new Uint8Array(8) }, ...records]);
  let at = HOME_ADDRESS + COUNT + 8;
  for (const { bytes, overflows } of pieces) {
    if (overflows) track[at] |= OVERFLOW;
    at += COUNT + bytes;
  }
  return track;
}

/** Whether CP keeps records of its own there. */
function isOwn(type: number): boolean {
  return type === ALLOCATION.TEMP || type === ALLOCATION.PAGE || type === ALLOCATION.DRCT;
}

function allocationMap(cylinders: number, allocations: readonly Allocation[]): Uint8Array {
  const map = new Uint8Array(ALLOCATION_BYTES).fill(NO_CYLINDER);
  if (cylinders > ALLOCATION_BYTES)
    throw new FormatError(`${cylinders} cylinders: an allocation map has room for ${ALLOCATION_BYTES}`);
  map.fill(ALLOCATION.PERM, 0, cylinders);
  for (const { type, first, last } of allocations) {
    if (!(first >= 0 && first <= last && last < cylinders))
      throw new FormatError(`${type} ${first}-${last}: cylinders go from 0 to ${cylinders - 1}`);
    map.fill(ALLOCATION[type], first, last + 1);
  }
  map[0] = ALLOCATION.PERM;
  return map;
}

/** IPL record, checkpoint record, label, allocation map, and the two entries of a table of contents that is full. */
function firstTrack(volume: string, map: Uint8Array, heads: number): Uint8Array {
  // A PSW that waits with code X'12', and two no-operations.
  const ipl = Uint8Array.of(0, 2, 0, 0, 0, 0, 0, 0x12, 3, 0, 0, 0, 0x20, 0, 0, 1, 3, 0, 0, 0, 0, 0, 0, 1);
  const label = encodeEbcdic(`VOL1${volume.padEnd(6)}`.padEnd(OWNER_OFFSET) + OWNER.padEnd(LABEL_BYTES - OWNER_OFFSET));
  // Security byte, and where the table of contents is: record 5 here.
  label.set([0, 0, 0, 0, 0, 5], 10);
  return makeTrack(0, 0, [
    { record: 0, data: new Uint8Array(8) },
    { record: 1, data: ipl },
    { record: 2, data: new Uint8Array(PAGE) },
    { record: LABEL_RECORD, key: encodeEbcdic("VOL1"), data: label },
    { record: ALLOCATION_RECORD, data: map },
    { record: 5, key: new Uint8Array(44).fill(0x04), data: contents(heads) },
    { record: 6, key: new Uint8Array(44).fill(0x05), data: spaceLeft() },
  ]);
}

/** The data of a format-4 label: the table of contents is this track, and has no entry left. */
function contents(heads: number): Uint8Array {
  const data = new Uint8Array(96);
  data[0] = 0xf4;
  new DataView(data.buffer).setUint16(20, heads);
  return data;
}

/** The data of a format-5 label that knows of no free space. */
function spaceLeft(): Uint8Array {
  const data = new Uint8Array(96);
  data[0] = 0xf5;
  return data;
}
