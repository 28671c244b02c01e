/** Writes compressed images and shadow files: headers, tables, then the tracks in their order, without free space. */
import { zlibSync } from "fflate";
import {
  BELOW,
  COMPRESSED_HEADER,
  LEVEL_1,
  LEVEL_2_ENTRIES,
  LEVEL_2_ENTRY,
  NOT_COMPRESSED,
  ZLIB,
} from "./cckd-file.ts";
import { EMPTY_RECORD_ZERO, emptyKind } from "./ckd-empty.ts";
import { makeDeviceHeader } from "./ckd-header.ts";
import { HOME_ADDRESS } from "./ckd-track.ts";
import { type DiskPack, tracksOf } from "./disk-pack.ts";

/** How tracks are to be compressed. */
export type Compression = "zlib" | "none";

/** Shorter tracks are not worth compressing. */
const LEAST_COMPRESSED = 512;
/** Bytes of compressed tracks that are kept from one pass to the next; the others are compressed again. */
const MOST_KEPT = 64 * 1024 * 1024;
const MOST_BYTES = 0xffffffff;
/** The version of the form: 0.3.1. */
const VERSION = [0, 3, 1] as const;
/** Bit of the options that says that the sizes in the header are exact. */
const EXACT_SIZES = 0x01;
const LEVEL_2 = LEVEL_2_ENTRIES * LEVEL_2_ENTRY;

/** A compressed image of a pack: the chunks one after the other are the file. Throws MediumError on a damaged track. */
export function compressedImage(pack: DiskPack, compression: Compression): Generator<Uint8Array> {
  return tableFile(pack, "compressed", compression, () => true);
}

/** A shadow file with the tracks of a pack that have been written. */
export function shadowFile(pack: DiskPack, compression: Compression): Generator<Uint8Array> {
  const changed = new Set(pack.changed);
  return tableFile(pack, "shadow", compression, (number) => changed.has(number));
}

/**
 * What is in the file of each track: more than 2 is the length of its bytes, 0-2 a kind of empty track, and this that
 * the file below has it.
 */
const IN_FILE_BELOW = -1;
const LONGEST_EMPTY = 2;

function* tableFile(
  pack: DiskPack,
  kind: "compressed" | "shadow",
  compression: Compression,
  has: (number: number) => boolean,
): Generator<Uint8Array> {
  // Tables come before the tracks, whose lengths they have: so everything is compressed before anything is written.
  const tracks = tracksOf(pack.geometry);
  const contents = new Int32Array(Math.ceil(tracks / LEVEL_2_ENTRIES) * LEVEL_2_ENTRIES);
  contents.fill(kind === "shadow" ? IN_FILE_BELOW : EMPTY_RECORD_ZERO);
  const kept = new Map<number, Uint8Array>();
  let keptBytes = 0;
  for (let number = 0; number < tracks; number++) {
    if (!has(number)) continue;
    const packed = packedTrack(pack, number, compression);
    contents[number] = typeof packed === "number" ? packed : packed.length;
    if (typeof packed === "number" || keptBytes + packed.length > MOST_KEPT) continue;
    kept.set(number, packed);
    keptBytes += packed.length;
  }
  yield* tables(pack, kind, compression, contents);
  for (let number = 0; number < tracks; number++) {
    if ((contents[number] ?? 0) <= LONGEST_EMPTY) continue;
    const packed = kept.get(number) ?? packedTrack(pack, number, compression);
    if (typeof packed !== "number") yield packed;
  }
}

/** The headers and tables of a file with these contents. */
function* tables(
  pack: DiskPack,
  kind: "compressed" | "shadow",
  compression: Compression,
  contents: Int32Array,
): Generator<Uint8Array> {
  const count = contents.length / LEVEL_2_ENTRIES;
  const level1 = new DataView(new ArrayBuffer(count * 4));
  const level2: number[] = [];
  const firstTable = LEVEL_1 + level1.byteLength;
  for (let table = 0; table < count; table++) {
    const part = contents.subarray(table * LEVEL_2_ENTRIES, (table + 1) * LEVEL_2_ENTRIES);
    if (part.every((content) => content === IN_FILE_BELOW)) level1.setUint32(table * 4, BELOW, true);
    else if (!part.every((content) => content === EMPTY_RECORD_ZERO)) {
      level1.setUint32(table * 4, firstTable + level2.length * LEVEL_2, true);
      level2.push(table);
    }
  }
  let position = firstTable + level2.length * LEVEL_2;
  const size = contents.reduce((sum, content) => sum + (content > LONGEST_EMPTY ? content : 0), position);
  if (size > MOST_BYTES) throw new RangeError(`${pack.name} does not fit into a compressed image, of 4 GB at most`);
  yield makeDeviceHeader(kind, pack.geometry);
  yield compressedHeader(pack, count, size, compression);
  yield new Uint8Array(level1.buffer);
  for (const table of level2) {
    const entries = new DataView(new ArrayBuffer(LEVEL_2));
    for (let entry = 0; entry < LEVEL_2_ENTRIES; entry++) {
      const content = contents[table * LEVEL_2_ENTRIES + entry] ?? IN_FILE_BELOW;
      const length = content === IN_FILE_BELOW ? 0xffff : content;
      const at = content === IN_FILE_BELOW ? BELOW : content > LONGEST_EMPTY ? position : 0;
      entries.setUint32(entry * LEVEL_2_ENTRY, at, true);
      entries.setUint16(entry * LEVEL_2_ENTRY + 4, length, true);
      entries.setUint16(entry * LEVEL_2_ENTRY + 6, length, true);
      if (content > LONGEST_EMPTY) position += content;
    }
    yield new Uint8Array(entries.buffer);
  }
}

function compressedHeader(pack: DiskPack, tables: number, size: number, compression: Compression): Uint8Array {
  const header = new DataView(new ArrayBuffer(COMPRESSED_HEADER));
  for (const [at, value] of VERSION.entries()) header.setUint8(at, value);
  header.setUint8(3, EXACT_SIZES);
  header.setUint32(4, tables, true);
  header.setUint32(8, LEVEL_2_ENTRIES, true);
  header.setUint32(12, size, true);
  header.setUint32(16, size, true);
  header.setUint32(40, pack.geometry.cylinders, true);
  header.setUint8(44, EMPTY_RECORD_ZERO);
  header.setUint8(45, compression === "zlib" ? ZLIB : NOT_COMPRESSED);
  header.setInt16(46, -1, true);
  return new Uint8Array(header.buffer);
}

/** A track as it is to be in the file, or the kind of an empty one. */
function packedTrack(pack: DiskPack, number: number, compression: Compression): Uint8Array | number {
  const track = pack.track(number);
  const empty = emptyKind(pack.geometry, number, track);
  if (empty !== undefined) return empty;
  if (compression === "none" || track.length < LEAST_COMPRESSED) return track;
  const present = pack.packed(number);
  if (present !== undefined) return present;
  const body = zlibSync(track.subarray(HOME_ADDRESS));
  if (body.length + HOME_ADDRESS >= track.length) return track;
  const packed = new Uint8Array(HOME_ADDRESS + body.length);
  packed.set(track.subarray(0, HOME_ADDRESS));
  packed[0] = ZLIB;
  packed.set(body, HOME_ADDRESS);
  return packed;
}
