/**
 * Compressed images and shadow files: tables say where each track is, and how long.
 *
 * | bytes | what |
 * |---|---|
 * | 0-511 | device header |
 * | 512-514 | version, release, modification: 0, 3, 1 |
 * | 515 | options: X'02' the numbers here and in the tables have their high byte first; X'80' the file is in use |
 * | 516-519 | number of level-1 entries |
 * | 520-523 | entries of a level-2 table: 256 |
 * | 524-551 | sizes: of the file, of what is used, and of the free space, with where that is |
 * | 552-555 | cylinders, with the low byte first in any case |
 * | 556 | what an empty track is like, by the kinds of ckd-empty.ts |
 * | 557-559 | how new tracks are to be compressed |
 * | 1024 … | level-1 table: for each 256 tracks, the position of their level-2 table (4 bytes); 0 where all are empty, X'FFFFFFFF' where they are in the file below |
 *
 * A level-2 entry has a track's position (4 bytes), its length, and the room it has (2 bytes each). Position 0 is an
 * empty track, its length saying of which kind; X'FFFFFFFF' a track that is in the file below. A track begins with its
 * home address, in whose first byte stands how the rest is compressed.
 */
import { type ByteSource, MediumError } from "../media.ts";
import { expandBzip2 } from "./bytes-bzip2.ts";
import { PackedError } from "./bytes-packed.ts";
import { expandZlib } from "./bytes-zlib.ts";
import { EMPTY_BLOCKS, emptyTrack } from "./ckd-empty.ts";
import { DEVICE_HEADER, type DeviceHeader, geometryOfHeader } from "./ckd-header.ts";
import { checkedTrack, HOME_ADDRESS, trackName } from "./ckd-track.ts";
import { type DiskGeometry, tracksOf } from "./disk-pack.ts";

/** Bytes of the compressed device header, which follows the device header. */
export const COMPRESSED_HEADER = 512;
/** Where the level-1 table is. */
export const LEVEL_1 = DEVICE_HEADER + COMPRESSED_HEADER;
/** Entries of a level-2 table. */
export const LEVEL_2_ENTRIES = 256;
/** Bytes of a level-2 entry. */
export const LEVEL_2_ENTRY = 8;
/** Where a track or a table of tracks is in the file below. */
export const BELOW = 0xffffffff;

const LEVEL_2 = LEVEL_2_ENTRIES * LEVEL_2_ENTRY;
const HIGH_BYTE_FIRST = 0x02;

/** How a track is compressed: its first byte. */
export const NOT_COMPRESSED = 0x00;
export const ZLIB = 0x01;
export const BZIP2 = 0x02;

/** A file with tables of tracks. */
export class CompressedFile {
  readonly file: ByteSource;
  readonly geometry: DiskGeometry;
  /** The first entry that leads nowhere, or the end of a file that is cut short. */
  readonly damage: MediumError | undefined;
  readonly #emptyTrack: number;
  /** Position and length of each track. */
  readonly #positions: Uint32Array;
  readonly #lengths: Uint16Array;

  /** Reads the tables. Throws MediumError where they are damaged; with `damaged`, only where there is nothing to read. */
  constructor(file: ByteSource, header: DeviceHeader, damaged: boolean) {
    this.file = file;
    const fail = (at: number, what: string) => new MediumError(file.name, at, what);
    const view = viewOf(file.read(DEVICE_HEADER, COMPRESSED_HEADER));
    if (view.byteLength < COMPRESSED_HEADER) {
      throw fail(file.size, `the headers of a compressed image have ${LEVEL_1} bytes`);
    }
    const little = (view.getUint8(3) & HIGH_BYTE_FIRST) === 0;
    this.geometry = geometryOfHeader(file, header, view.getUint32(40, true));
    this.#emptyTrack = view.getUint8(44);
    const tracks = tracksOf(this.geometry);
    const level1 = view.getUint32(4, little);
    const tables = Math.ceil(tracks / LEVEL_2_ENTRIES);
    if (view.getUint32(8, little) !== LEVEL_2_ENTRIES) {
      throw fail(DEVICE_HEADER + 8, `a level-2 table has ${LEVEL_2_ENTRIES} entries`);
    }
    if (level1 < tables) {
      throw fail(DEVICE_HEADER + 4, `${tracks} tracks need a level-1 table of ${tables} entries, not ${level1}`);
    }
    this.#positions = new Uint32Array(tables * LEVEL_2_ENTRIES);
    this.#lengths = new Uint16Array(tables * LEVEL_2_ENTRIES).fill(this.#emptyTrack);
    const size = view.getUint32(12, little);
    let damage = size > file.size ? fail(file.size, `the image is cut short: it says ${size} bytes`) : undefined;
    const first = viewOf(file.read(LEVEL_1, tables * 4));
    if (first.byteLength < tables * 4) throw fail(file.size, "the image is cut short within its level-1 table");
    const lost = this.#readTables(first, tables, little);
    damage ??= lost ?? this.#checkEntries(LEVEL_1 + level1 * 4);
    if (damage !== undefined && !damaged) throw damage;
    this.damage = damage;
  }

  /** Whether the file has the track, an empty one included; if not, the file below has it. */
  has(number: number): boolean {
    return this.#positions[number] !== BELOW;
  }

  /** A track that it has. Throws MediumError where that is damaged. */
  read(number: number): Uint8Array {
    const { geometry, file } = this;
    const at = this.#positions[number] ?? 0;
    const length = this.#lengths[number] ?? 0;
    if (at === 0) return emptyTrack(geometry, number, this.#kindOfEmpty(length));
    const fail = (what: string) => new MediumError(file.name, at, `${trackName(geometry, number)}: ${what}`);
    const bytes = file.read(at, length);
    if (bytes.length < length) throw fail("the image is cut short within it");
    if (length <= HOME_ADDRESS) throw fail("it is shorter than a home address");
    const compression = bytes[0] ?? 0;
    const track = expand(bytes, compression, geometry.trackBytes - HOME_ADDRESS, fail);
    const whole = new Uint8Array(HOME_ADDRESS + track.length);
    whole.set(bytes.subarray(1, HOME_ADDRESS), 1);
    whole.set(track, HOME_ADDRESS);
    return checkedTrack(whole, geometry, { name: file.name, at, number });
  }

  /** A track as it is in the file, where it is compressed there. It has been read, and so is not damaged. */
  packed(number: number): Uint8Array | undefined {
    const at = this.#positions[number] ?? 0;
    if (at === 0) return undefined;
    const bytes = this.file.read(at, this.#lengths[number] ?? 0);
    return bytes[0] === NOT_COMPRESSED ? undefined : bytes;
  }

  /** Reads the level-2 tables, those that lie one behind the other at once. Returns what is wrong with one. */
  #readTables(first: DataView, tables: number, little: boolean): MediumError | undefined {
    let damage: MediumError | undefined;
    for (let table = 0; table < tables; ) {
      const at = first.getUint32(table * 4, little);
      if (at === 0 || at === BELOW) {
        if (at === BELOW) this.#positions.fill(BELOW, table * LEVEL_2_ENTRIES, (table + 1) * LEVEL_2_ENTRIES);
        table++;
        continue;
      }
      let count = 1;
      while (table + count < tables && first.getUint32((table + count) * 4, little) === at + count * LEVEL_2) count++;
      const view = viewOf(this.file.read(at, count * LEVEL_2));
      const entries = Math.floor(view.byteLength / LEVEL_2_ENTRY);
      for (let entry = 0; entry < entries; entry++) {
        const number = table * LEVEL_2_ENTRIES + entry;
        this.#positions[number] = view.getUint32(entry * LEVEL_2_ENTRY, little);
        this.#lengths[number] = view.getUint16(entry * LEVEL_2_ENTRY + 4, little);
      }
      if (entries < count * LEVEL_2_ENTRIES) {
        const lost = table + Math.floor(entries / LEVEL_2_ENTRIES);
        damage ??= new MediumError(this.file.name, at, `level-2 table ${lost} goes beyond the end of the image`);
        // So that such a track is not taken for an empty one.
        this.#positions.fill(this.file.size, table * LEVEL_2_ENTRIES + entries, (table + count) * LEVEL_2_ENTRIES);
        this.#lengths.fill(LEVEL_2_ENTRY, table * LEVEL_2_ENTRIES + entries, (table + count) * LEVEL_2_ENTRIES);
      }
      table += count;
    }
    return damage;
  }

  /** The first track whose entry leads nowhere. */
  #checkEntries(end: number): MediumError | undefined {
    const tracks = tracksOf(this.geometry);
    for (let number = 0; number < tracks; number++) {
      const at = this.#positions[number] ?? 0;
      if (at === 0 || at === BELOW) continue;
      const length = this.#lengths[number] ?? 0;
      if (at >= end && at + length <= this.file.size && length > HOME_ADDRESS) continue;
      const what = `the image has no ${length} bytes there, where its tables say that they are`;
      return new MediumError(this.file.name, at, `${trackName(this.geometry, number)}: ${what}`);
    }
    return undefined;
  }

  /** The entry of an empty track says of which kind it is; where it says nothing that is known, the header does. */
  #kindOfEmpty(length: number): number {
    // Images for Linux once had 0 in entries that meant 2.
    const asHeader = length > EMPTY_BLOCKS || (length === 0 && this.#emptyTrack === EMPTY_BLOCKS);
    return asHeader ? this.#emptyTrack : length;
  }
}

/** What follows the home address. Throws what `fail` makes. */
function expand(bytes: Uint8Array, compression: number, most: number, fail: (what: string) => MediumError): Uint8Array {
  const packed = bytes.subarray(HOME_ADDRESS);
  try {
    switch (compression) {
      case NOT_COMPRESSED:
        return packed;
      case ZLIB:
        return expandZlib(packed, most);
      case BZIP2:
        return expandBzip2(packed, most);
      default:
        throw new PackedError(`it is compressed in a way, ${compression}, that is not known`);
    }
  } catch (error) {
    if (error instanceof PackedError) throw fail(`it does not expand: ${error.message}`);
    throw error;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
