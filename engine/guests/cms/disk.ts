/** A disk of the CMS-style system, as blocks: made anew with files in it, or taken from a pack; put on a pack. */
import { type DiskPack, decodeEbcdic, encodeEbcdic, makeTrack, recordsOf } from "../../s370/index.ts";
import type { CmsSystem } from "./build.ts";
import { BLOCK, type CmsGeometry, totalBlocks } from "./geometry.ts";
import {
  CHAIN,
  CHAIN_COUNT,
  DIRECTORY_BLOCKS,
  DIRECTORY_ID,
  FIRST_BLOCK,
  FST,
  FST_SIZE,
  FSTS_PER_BLOCK,
  LABEL,
  LABEL_BLOCK,
  LABEL_ID,
  MFD,
  MOST_FST_BLOCKS,
  sumOf,
} from "./layout.ts";

/** A file to be put on a disk. */
export interface NewFile {
  /** 1-8 characters. */
  readonly name: string;
  readonly type: string;
  /** Mode number, 1 unless given. */
  readonly mode?: number;
  /** F: all records have the length of the first. V unless given. */
  readonly recfm?: "F" | "V";
  readonly records: readonly Uint8Array[];
}

/** A file of text lines, of variable length or of 80-byte records. */
export function textFile(name: string, type: string, text: string, recfm: "F" | "V" = "V"): NewFile {
  const lines = text.replace(/\n$/, "").split("\n");
  return {
    name,
    type,
    recfm,
    records: lines.map((line) => encodeEbcdic(recfm === "F" ? line.padEnd(80) : line || " ")),
  };
}

/** An object deck as a file of type TEXT. */
export function deckFile(name: string, deck: Uint8Array): NewFile {
  const records = Array.from({ length: Math.ceil(deck.length / CARD) }, (_, i) =>
    deck.slice(CARD * i, CARD * i + CARD),
  );
  return { name, type: "TEXT", recfm: "F", records };
}

const CARD = 80;
const BOOT_ADDRESS = 0x1000;
/** Offsets in a track. */
const HOME_ADDRESS_CYLINDER = 1;
const RECORD_ZERO_CYLINDER = 5;

export class CmsDisk {
  readonly geometry: CmsGeometry;
  /** Blocks by number; 0 is not used. */
  readonly blocks: Uint8Array[];
  #next = FIRST_BLOCK;
  readonly #fsts: Uint8Array[] = [];
  #nucleus = { first: 0, count: 0 };

  /** An empty disk with a label of 1-6 characters. `close` completes it. */
  constructor(geometry: CmsGeometry, label: string) {
    this.geometry = geometry;
    this.blocks = Array.from({ length: totalBlocks(geometry) + 1 }, () => new Uint8Array(BLOCK));
    const block = this.blocks[LABEL_BLOCK];
    const view = viewOf(block);
    block.set(encodeEbcdic(LABEL_ID + label.toUpperCase().padEnd(8) + geometry.type), LABEL.id);
    view.setUint16(LABEL.cylinders, geometry.cylinders);
    view.setUint16(LABEL.blocksPerTrack, geometry.blocksPerTrack);
    view.setUint16(LABEL.tracksPerCylinder, geometry.tracksPerCylinder);
  }

  /** Makes it one from which the system can be loaded. */
  install({ nucleus, boot }: CmsSystem): this {
    const count = Math.ceil(nucleus.length / BLOCK);
    const first = this.#take(count);
    for (let i = 0; i < count; i++) this.blocks[first + i].set(nucleus.subarray(i * BLOCK, (i + 1) * BLOCK));
    this.#nucleus = { first, count };
    const ipl = viewOf(this.blocks[1]);
    // IPL's PSW, and the CCW that reads block 2.
    const ccw = 0x08;
    ipl.setUint32(4, BOOT_ADDRESS);
    ipl.setUint32(ccw, 0x06000000 + BOOT_ADDRESS);
    ipl.setUint32(ccw + 4, 0x20000000 + BLOCK);
    this.blocks[2].set(boot);
    return this;
  }

  /** Adds a file. Throws RangeError where there is no room. */
  add({ name, type, mode = 1, recfm = "V", records }: NewFile): this {
    const lengths = records.map(({ length }) => length);
    const lrecl = recfm === "F" ? lengths[0] : Math.max(...lengths);
    const bytes = joined(recfm, lrecl, records);
    const data: number[] = [];
    for (let at = 0; at < bytes.length; at += BLOCK) {
      const number = this.#take(1);
      this.blocks[number].set(bytes.subarray(at, at + BLOCK));
      data.push(number);
    }
    const fst = new Uint8Array(FST_SIZE);
    const view = viewOf(fst);
    fst.set(encodeEbcdic(`${name.toUpperCase().padEnd(8)}${type.toUpperCase().padEnd(8)}${mode}${recfm}`));
    view.setUint16(FST.last, bytes.length - (data.length - 1) * BLOCK);
    view.setUint32(FST.lrecl, lrecl);
    view.setUint32(FST.items, records.length);
    view.setUint16(FST.chain, this.#chain(data));
    view.setUint16(FST.blocks, data.length);
    fst.set([0x76, 0x11, 0x22, 0x12, 0x00, 0x00], FST.date);
    this.#fsts.push(fst);
    return this;
  }

  /** Writes directory and allocation map: now it is complete. */
  close(): this {
    const total = totalBlocks(this.geometry);
    const mapBlocks = Math.ceil((total + 1) / (8 * BLOCK));
    const fstBlocks = Math.ceil(this.#fsts.length / FSTS_PER_BLOCK);
    if (fstBlocks > MOST_FST_BLOCKS)
      throw new RangeError(`a disk has ${MOST_FST_BLOCKS * FSTS_PER_BLOCK} files at most`);
    const firstFst = this.#take(fstBlocks);
    const firstMap = this.#take(mapBlocks);
    this.#fsts.forEach((fst, i) => {
      this.blocks[firstFst + Math.floor(i / FSTS_PER_BLOCK)].set(fst, (i % FSTS_PER_BLOCK) * FST_SIZE);
    });
    // All blocks so far are in use, and bits behind the last block are on.
    for (let number = 0; number < mapBlocks * BLOCK * 8; number++)
      if (number < this.#next || number > total)
        this.blocks[firstMap + Math.floor(number / (8 * BLOCK))][(number >>> 3) % BLOCK] |= 0x80 >>> (number & 7);
    const mfd = this.blocks[DIRECTORY_BLOCKS[0]];
    const view = viewOf(mfd);
    mfd.set(encodeEbcdic(DIRECTORY_ID), MFD.id);
    view.setUint32(MFD.sequence, 1);
    view.setUint32(MFD.total, total);
    view.setUint32(MFD.used, this.#next - 1);
    view.setUint32(MFD.files, this.#fsts.length);
    view.setUint16(MFD.fstBlocks, fstBlocks);
    view.setUint16(MFD.mapBlocks, mapBlocks);
    view.setUint16(MFD.nucleus, this.#nucleus.first);
    view.setUint16(MFD.nucleusBlocks, this.#nucleus.count);
    for (let i = 0; i < mapBlocks; i++) view.setUint16(MFD.map + 2 * i, firstMap + i);
    for (let i = 0; i < fstBlocks; i++) view.setUint16(MFD.fst + 2 * i, firstFst + i);
    view.setUint32(MFD.sum, -sumOf(mfd));
    return this;
  }

  /** Puts it on a pack, from a cylinder on. Home addresses have the pack's cylinder, blocks the disk's own, as a virtual machine writes them. */
  writeTo(pack: DiskPack, firstCylinder: number): void {
    const { cylinders, tracksPerCylinder, blocksPerTrack } = this.geometry;
    for (let number = 0; number < cylinders * tracksPerCylinder; number++) {
      const cylinder = Math.floor(number / tracksPerCylinder);
      const first = number * blocksPerTrack + 1;
      const records = this.blocks.slice(first, first + blocksPerTrack).map((data, i) => ({ record: i + 1, data }));
      const recordZero = { record: 0, data: new Uint8Array(8) };
      const track = makeTrack(cylinder, number % tracksPerCylinder, [recordZero, ...records]);
      const view = viewOf(track);
      view.setUint16(HOME_ADDRESS_CYLINDER, firstCylinder + cylinder);
      view.setUint16(RECORD_ZERO_CYLINDER, firstCylinder + cylinder);
      pack.replace(firstCylinder * tracksPerCylinder + number, track);
    }
  }

  #take(count: number): number {
    const first = this.#next;
    this.#next += count;
    if (this.#next > totalBlocks(this.geometry) + 1)
      throw new RangeError(
        `the disk has ${totalBlocks(this.geometry)} blocks, which are too few for what is to be on it`,
      );
    return first;
  }

  /** Chain blocks for a file's data blocks; the number of the first. */
  #chain(data: readonly number[]): number {
    let next = 0;
    const chains = Math.ceil(data.length / CHAIN_COUNT);
    for (let i = chains - 1; i >= 0; i--) {
      const part = data.slice(i * CHAIN_COUNT, (i + 1) * CHAIN_COUNT);
      const number = this.#take(1);
      const view = viewOf(this.blocks[number]);
      view.setUint16(CHAIN.next, next);
      view.setUint16(CHAIN.count, part.length);
      part.forEach((each, j) => {
        view.setUint16(CHAIN.blocks + 2 * j, each);
      });
      next = number;
    }
    return next;
  }
}

function joined(recfm: "F" | "V", lrecl: number, records: readonly Uint8Array[]): Uint8Array {
  const head = recfm === "V" ? 2 : 0;
  const bytes = new Uint8Array(records.reduce((sum, { length }) => sum + head + (recfm === "F" ? lrecl : length), 0));
  let at = 0;
  for (const record of records) {
    if (recfm === "V") bytes.set([record.length >>> 8, record.length & 0xff], at);
    bytes.set(record, at + head);
    at += head + (recfm === "F" ? lrecl : record.length);
  }
  return bytes;
}

/** Blocks of a disk on a pack, by number; 0 is not used. */
export function blocksOf(pack: DiskPack, geometry: CmsGeometry, firstCylinder: number): Uint8Array[] {
  const { tracksPerCylinder, blocksPerTrack } = geometry;
  const blocks: Uint8Array[] = Array.from({ length: totalBlocks(geometry) + 1 }, () => new Uint8Array(BLOCK));
  for (let number = 0; number < geometry.cylinders * tracksPerCylinder; number++) {
    const track = pack.track(firstCylinder * tracksPerCylinder + number);
    for (const { record, at, keyLength, dataLength } of recordsOf(track))
      if (record > 0 && record <= blocksPerTrack && dataLength === BLOCK)
        blocks[number * blocksPerTrack + record] = track.slice(at + 8 + keyLength, at + 8 + keyLength + BLOCK);
  }
  return blocks;
}

/** A DataView of a block. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Text of a record. */
export function textOf(record: Uint8Array): string {
  return decodeEbcdic(record).trimEnd();
}
