/** A directory on a pack that is on no drive: what the directory program does by itself. CP reads it by channel programs (`../online.ts`). */
import { type DiskPack, decodeEbcdic, recordsOf as recordsOfTrack } from "../../../../s370/index.ts";
import {
  ALLOCATION_BYTES,
  ALLOCATION_RECORD,
  LABEL_BYTES,
  LABEL_RECORD,
  OWNER,
  OWNER_OFFSET,
} from "../../storage/format.ts";
import { type PageGeometry, pageGeometry, pagePlace, piecesOf } from "../../storage/page-geometry.ts";
import type { Directory } from "../types.ts";
import { decodeDirectory } from "./decode.ts";
import { encodeDirectory, recordsOf } from "./encode.ts";
import { type DirectoryPointer, directoryPointer, withPointer } from "./label.ts";
import { dasdAddress, pageOfAddress, placeName, RECORD } from "./layout.ts";
import { checkRecord, DamagedDirectory } from "./record.ts";
import { type CylinderRange, cylindersOf, directoryCylinders, roomForDirectory } from "./space.ts";

/** Why the directory program cannot write a directory: a message of DMKDIR's, and what would be right. */
export class DirectoryWriteError extends Error {
  override readonly name = "DirectoryWriteError";
}

/** A directory that has been found on a pack. */
export interface FoundDirectory {
  readonly directory: Directory;
  readonly pointer: DirectoryPointer;
  readonly records: number;
  readonly cylinders: CylinderRange;
}

/** What was written where. */
export type Written = Omit<FoundDirectory, "directory">;

/** Puts a track on the pack. The directory program writes a record in each call; tests end it at one of them. */
export type TrackWriter = (number: number, track: Uint8Array) => void;

/** The directory that a pack's label leads to; undefined where there is none. Throws {@link DamagedDirectory} where it cannot be used. */
export function directoryOn(pack: DiskPack): FoundDirectory | undefined {
  const label = fieldOf(pack, 0, LABEL_RECORD)?.slice(0, LABEL_BYTES);
  const geometry = pageGeometry(pack.geometry.disk.name);
  const pointer = label && isOwned(label) ? directoryPointer(label) : undefined;
  if (label === undefined || pointer === undefined || geometry === undefined) return undefined;
  const volume = volumeOf(label);
  const { pagesACylinder } = geometry;
  const first = pageOfAddress(pointer.address, pagesACylinder);
  if (first === undefined)
    throw new DamagedDirectory(
      `the label of ${volume} leads to no record (X'${pointer.address.toString(16).toUpperCase()}')`,
    );
  const records = new Map<number, Uint8Array>();
  let count = 1;
  for (let index = 0; index < count; index++) {
    const address = dasdAddress(first + index, pagesACylinder);
    const record = readPage(pack, geometry, first + index);
    if (record === undefined) throw new DamagedDirectory(`${volume}, ${placeName(address)}: there is no such record`);
    try {
      count = checkRecord(record, address, pointer.generation, index);
    } catch (error) {
      throw error instanceof DamagedDirectory ? new DamagedDirectory(`${volume}, ${error.message}`) : error;
    }
    records.set(address, record);
  }
  const directory = decodeDirectory(records, pointer.address, `the directory on ${volume}`);
  return { directory, pointer, records: count, cylinders: cylindersOf(first, count, pagesACylinder) };
}

/** Whether it can be written, and where. Throws {@link DirectoryWriteError}. */
function plan(pack: DiskPack, directory: Directory) {
  const { disk } = pack.geometry;
  const { volume, type, device } = directory.volume;
  const on = device.toString(16).toUpperCase().padStart(3, "0");
  const label = fieldOf(pack, 0, LABEL_RECORD)?.slice(0, LABEL_BYTES);
  const map = fieldOf(pack, 0, ALLOCATION_RECORD)?.slice(0, ALLOCATION_BYTES);
  const read = label === undefined ? "none" : volumeOf(label);
  if (label === undefined || read !== volume)
    throw new DirectoryWriteError(`DMKDIR761E VOLID READ IS ${read} NOT ${volume} (ON ${on})`);
  const geometry = pageGeometry(disk.name);
  if (geometry === undefined || (type === "2319" ? "2314" : type) !== disk.type)
    throw new DirectoryWriteError(`DMKDIR751E INVALID OPERAND - ${type}: ${volume} is a ${disk.name}`);
  if (!isOwned(label) || map === undefined)
    throw new DirectoryWriteError(
      `DMKDIR760E NOT ENOUGH SPACE ALLOCATED FOR DIRECTORY: ${volume} has no allocation map; Format/Allocate makes one`,
    );
  const { pagesACylinder } = geometry;
  const count = recordsOf(directory);
  const needed = Math.ceil(count / pagesACylinder);
  const present = presentOf(pack, label, geometry, map);
  const room = roomForDirectory(map, needed, present?.cylinders);
  if (room === undefined) {
    const beside = present === undefined ? "" : ` beside the ${present.cylinders.count} of the present one`;
    throw new DirectoryWriteError(
      `DMKDIR760E NOT ENOUGH SPACE ALLOCATED FOR DIRECTORY: it takes ${needed} cylinders in a row${beside}; ${volume} has ${directoryCylinders(map)} for directories (DRCT)`,
    );
  }
  return { geometry, label, room, count, generation: (present?.generation ?? 0) + 1 };
}

/**
 * Writes a directory beside the present one, and then the label, which is the moment at which the new one counts: whatever ends the writing before that
 * leaves the present one. Throws {@link DirectoryWriteError}; nothing has been written then.
 */
export function writeDirectory(
  pack: DiskPack,
  directory: Directory,
  write: TrackWriter = (number, track) => pack.replace(number, track),
): Written {
  const { geometry, label, room, count, generation } = plan(pack, directory);
  const { pagesACylinder } = geometry;
  const first = room.first * pagesACylinder;
  const address = (index: number): number => dasdAddress(first + index, pagesACylinder);
  const pointer = { address: address(0), generation };
  const records = encodeDirectory(directory, { generation, address });
  for (let index = 0; index < count; index++)
    if (readPage(pack, geometry, first + index) === undefined)
      throw new DirectoryWriteError(
        `DMKDIR755E I/O ERROR: ${directory.volume.volume}, ${placeName(address(index))} is not formatted`,
      );
  records.forEach((record, index) => {
    writePage(pack, geometry, first + index, record, write);
  });
  write(0, withField(pack.track(0), LABEL_RECORD, withPointer(label, pointer)));
  return { pointer, records: count, cylinders: room };
}

/** Number and cylinders of the present directory; a damaged one counts with as much as is known of it. */
function presentOf(
  pack: DiskPack,
  label: Uint8Array,
  geometry: PageGeometry,
  map: Uint8Array,
): { readonly generation: number; readonly cylinders: CylinderRange } | undefined {
  const pointer = directoryPointer(label);
  if (pointer === undefined) return undefined;
  const { pagesACylinder } = geometry;
  const first = pageOfAddress(pointer.address, pagesACylinder);
  if (first === undefined || first >= map.length * pagesACylinder) return undefined;
  const record = readPage(pack, geometry, first);
  let count = 1;
  try {
    if (record !== undefined) count = checkRecord(record, pointer.address, pointer.generation, 0);
  } catch (error) {
    if (!(error instanceof DamagedDirectory)) throw error;
  }
  return { generation: pointer.generation, cylinders: cylindersOf(first, count, pagesACylinder) };
}

/** The serial number in a pack's label; empty where it has none. */
export function volumeSerial(pack: DiskPack): string {
  const label = fieldOf(pack, 0, LABEL_RECORD);
  return label === undefined ? "" : volumeOf(label);
}

function volumeOf(label: Uint8Array): string {
  return decodeEbcdic(label.subarray(4, 10)).trimEnd();
}

function isOwned(label: Uint8Array): boolean {
  const text = decodeEbcdic(label);
  return text.startsWith("VOL1") && text.slice(OWNER_OFFSET, OWNER_OFFSET + OWNER.length) === OWNER;
}

/** Data of a record on a track; undefined where there is no such record. */
function fieldOf(pack: DiskPack, track: number, record: number): Uint8Array | undefined {
  const bytes = pack.track(track);
  const place = recordsOfTrack(bytes).find((each) => each.record === record);
  return place && bytes.subarray(place.end - place.dataLength, place.end);
}

/** The track with other data in one of its records. */
function withField(track: Uint8Array, record: number, data: Uint8Array): Uint8Array {
  const place = recordsOfTrack(track).find((each) => each.record === record);
  if (place === undefined) throw new RangeError(`there is no record ${record}`);
  const changed = track.slice();
  changed.set(data.subarray(0, place.dataLength), place.end - place.dataLength);
  return changed;
}

/** The tracks that a page is on, with the bytes of it that each has. */
function tracksOfPage(pack: DiskPack, geometry: PageGeometry, page: number): { track: number; bytes: number }[] {
  const { cylinder, head, record } = pagePlace(geometry, page);
  const { heads } = pack.geometry;
  const tracks: { track: number; bytes: number }[] = [];
  let left = RECORD;
  for (let at = head; at < heads && left > 0; at++)
    for (const piece of piecesOf(geometry, at)) {
      if (piece.record !== record) continue;
      tracks.push({ track: cylinder * heads + at, bytes: piece.bytes });
      left -= piece.bytes;
    }
  return tracks;
}

/** A page; undefined where the pack has none such, or not with so many bytes. */
function readPage(pack: DiskPack, geometry: PageGeometry, page: number): Uint8Array | undefined {
  const { record, cylinder } = pagePlace(geometry, page);
  if (cylinder >= pack.geometry.cylinders) return undefined;
  const whole = new Uint8Array(RECORD);
  let at = 0;
  for (const { track, bytes } of tracksOfPage(pack, geometry, page)) {
    const data = fieldOf(pack, track, record);
    if (data?.length !== bytes) return undefined;
    whole.set(data, at);
    at += bytes;
  }
  return at === RECORD ? whole : undefined;
}

function writePage(pack: DiskPack, geometry: PageGeometry, page: number, data: Uint8Array, write: TrackWriter): void {
  const { record } = pagePlace(geometry, page);
  let at = 0;
  for (const { track, bytes } of tracksOfPage(pack, geometry, page)) {
    write(track, withField(pack.track(track), record, data.subarray(at, at + bytes)));
    at += bytes;
  }
}
