/**
 * A track in memory, as CKD images have it: home address, then records, then an end mark.
 *
 * | bytes | what |
 * |---|---|
 * | 5 | home address: flag byte (0), cylinder, head (halfwords, as all numbers here: the high byte first) |
 * | 8 | count area of a record: cylinder, head (2 bytes each), record number (1), key length (1), data length (2) |
 * | … | its key, then its data; the next record follows at once. The first record is record 0 |
 * | 8 | end mark: eight bytes X'FF' in place of a count area. Nothing comes after it |
 *
 * A record that goes on on the next track (track overflow) has the high bit of its count area's cylinder on. A data
 * length of 0 is an end-of-file record.
 */
import { MediumError } from "../media.ts";
import type { DiskGeometry } from "./disk-pack.ts";

/** Bytes of a home address. */
export const HOME_ADDRESS = 5;
/** Bytes of a count area. */
export const COUNT = 8;
/** Bytes of the end mark. */
export const END_MARK = 8;

/** Where a record is on its track. */
export interface RecordPlace {
  /** Offset of its count area. */
  readonly at: number;
  /** Record number. */
  readonly record: number;
  /** Bytes of its key. */
  readonly keyLength: number;
  /** Bytes of its data. */
  readonly dataLength: number;
  /** Offset behind it: of the next count area, or of the end mark. */
  readonly end: number;
}

/** Whether the end mark is at this offset. */
export function isEndMark(track: Uint8Array, at: number): boolean {
  if (at + END_MARK > track.length) return false;
  for (let each = at; each < at + END_MARK; each++) if (track[each] !== 0xff) return false;
  return true;
}

/** The record whose count area is at this offset, or undefined where the track ends: at the end mark, or with its bytes. */
export function recordAt(track: Uint8Array, at: number): RecordPlace | undefined {
  if (at + COUNT > track.length || isEndMark(track, at)) return undefined;
  const keyLength = byte(track, at + 5);
  const dataLength = (byte(track, at + 6) << 8) | byte(track, at + 7);
  return { at, record: byte(track, at + 4), keyLength, dataLength, end: at + COUNT + keyLength + dataLength };
}

/** The records of a track, record 0 included. */
export function recordsOf(track: Uint8Array): RecordPlace[] {
  const records: RecordPlace[] = [];
  for (let at = HOME_ADDRESS; ; ) {
    const record = recordAt(track, at);
    if (record === undefined) return records;
    records.push(record);
    at = record.end;
  }
}

/** A record to be made: `count` is its cylinder and head, those of the track unless given. */
export interface NewRecord {
  readonly record: number;
  readonly key?: Uint8Array;
  readonly data: Uint8Array;
}

/** Makes a track of records. The first one should be record 0. */
export function makeTrack(cylinder: number, head: number, records: readonly NewRecord[]): Uint8Array {
  const size = records.reduce((sum, { key, data }) => sum + COUNT + (key?.length ?? 0) + data.length, 0);
  const track = new Uint8Array(HOME_ADDRESS + size + END_MARK);
  const view = new DataView(track.buffer);
  view.setUint16(1, cylinder);
  view.setUint16(3, head);
  let at = HOME_ADDRESS;
  for (const { record, key = new Uint8Array(0), data } of records) {
    view.setUint16(at, cylinder);
    view.setUint16(at + 2, head);
    view.setUint8(at + 4, record);
    view.setUint8(at + 5, key.length);
    view.setUint16(at + 6, data.length);
    track.set(key, at + COUNT);
    track.set(data, at + COUNT + key.length);
    at += COUNT + key.length + data.length;
  }
  track.fill(0xff, at);
  return track;
}

/** Which bytes of an image a track comes from, for what is said of damage. */
export interface TrackPlace {
  /** The image. */
  readonly name: string;
  /** Byte of the image. */
  readonly at: number;
  /** Number of the track. */
  readonly number: number;
}

/** "track 31 (cylinder 1, head 1)" */
export function trackName(geometry: DiskGeometry, number: number): string {
  const cylinder = Math.floor(number / geometry.heads);
  return `track ${number} (cylinder ${cylinder}, head ${number % geometry.heads})`;
}

/**
 * The track up to its end mark. Throws MediumError where it is not the track of that number, where a record goes beyond
 * the end, or where there is no end mark.
 */
export function checkedTrack(bytes: Uint8Array, geometry: DiskGeometry, place: TrackPlace): Uint8Array {
  const wrong = (at: number, what: string) =>
    new MediumError(place.name, place.at + at, `${trackName(geometry, place.number)}: ${what}`);
  if (bytes.length < HOME_ADDRESS + END_MARK) throw wrong(0, "the track is cut short");
  const cylinder = (byte(bytes, 1) << 8) | byte(bytes, 2);
  const head = (byte(bytes, 3) << 8) | byte(bytes, 4);
  if (cylinder * geometry.heads + head !== place.number || head >= geometry.heads) {
    throw wrong(0, `its home address says cylinder ${cylinder}, head ${head}`);
  }
  let at = HOME_ADDRESS;
  for (let record = recordAt(bytes, at); record !== undefined; record = recordAt(bytes, at)) {
    if (record.end > bytes.length) throw wrong(at, `record ${record.record} goes beyond the end of the track`);
    if (record.end + END_MARK > bytes.length) throw wrong(record.end, "the track has no end mark");
    at = record.end;
  }
  return bytes.subarray(0, at + END_MARK);
}

function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}
