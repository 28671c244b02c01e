/** Reads the file system of a disk from its blocks, and says what is wrong with it. */
import { decodeEbcdic } from "../../s370/index.ts";
import { viewOf } from "./disk.ts";
import { BLOCK } from "./geometry.ts";
import {
  CHAIN,
  DIRECTORY_BLOCKS,
  DIRECTORY_ID,
  FIRST_BLOCK,
  FST,
  FST_SIZE,
  LABEL_BLOCK,
  LABEL_ID,
  MFD,
  sumOf,
} from "./layout.ts";

/** A file as it stands on a disk. */
export interface CmsFile {
  readonly name: string;
  readonly type: string;
  readonly mode: number;
  readonly recfm: string;
  /** Length of the records, of the longest where they differ. */
  readonly lrecl: number;
  readonly records: readonly Uint8Array[];
}

/** What a disk holds. */
export interface CmsContents {
  /** Of the directory in force: it has been written so often. */
  readonly sequence: number;
  readonly files: readonly CmsFile[];
  /** What contradicts itself: blocks with two owners, a map that is wrong, chains that end too early. Empty for a sound disk. */
  readonly faults: readonly string[];
}

/** Reads a disk. Throws RangeError where it is not formatted or neither directory holds. */
export function readCms(blocks: readonly Uint8Array[]): CmsContents {
  return new Reader(blocks).read();
}

class Reader {
  readonly #blocks: readonly Uint8Array[];
  readonly #faults: string[] = [];
  readonly #owners = new Map<number, string>();

  constructor(blocks: readonly Uint8Array[]) {
    this.#blocks = blocks;
  }

  read(): CmsContents {
    if (text(this.#block(LABEL_BLOCK), 0, 4) !== LABEL_ID) throw new RangeError("the disk has not been formatted");
    const mfd = this.#directory();
    const view = viewOf(mfd);
    for (let number = 1; number < FIRST_BLOCK; number++) this.#own(number, "the system");
    for (let i = 0; i < view.getUint16(MFD.nucleusBlocks); i++)
      this.#own(view.getUint16(MFD.nucleus) + i, "the nucleus");
    const files: CmsFile[] = [];
    for (let i = 0; i < view.getUint16(MFD.fstBlocks); i++) {
      const number = view.getUint16(MFD.fst + 2 * i);
      this.#own(number, "the directory");
      const block = this.#block(number);
      for (let at = 0; at < BLOCK; at += FST_SIZE)
        if (block[at] !== 0) files.push(this.#file(block.subarray(at, at + FST_SIZE)));
    }
    const maps = Array.from({ length: view.getUint16(MFD.mapBlocks) }, (_, i) => view.getUint16(MFD.map + 2 * i));
    for (const number of maps) this.#own(number, "the map");
    this.#checkMap(maps, view.getUint32(MFD.total));
    if (view.getUint32(MFD.files) !== files.length)
      this.#faults.push(`the directory counts ${view.getUint32(MFD.files)} files, and has ${files.length}`);
    if (view.getUint32(MFD.used) !== this.#owners.size)
      this.#faults.push(`the directory counts ${view.getUint32(MFD.used)} blocks, and ${this.#owners.size} are in use`);
    return { sequence: view.getUint32(MFD.sequence), files, faults: this.#faults };
  }

  #directory(): Uint8Array {
    const good = DIRECTORY_BLOCKS.map((number) => this.#block(number)).filter(
      (block) => text(block, 0, 4) === DIRECTORY_ID && sumOf(block) === 0,
    );
    const [first, second] = good;
    if (first === undefined) throw new RangeError("neither directory holds");
    if (second === undefined) return first;
    return viewOf(first).getUint32(MFD.sequence) > viewOf(second).getUint32(MFD.sequence) ? first : second;
  }

  #file(fst: Uint8Array): CmsFile {
    const view = viewOf(fst);
    const name = text(fst, FST.name, 8).trimEnd();
    const type = text(fst, FST.type, 8).trimEnd();
    const owner = `${name} ${type}`;
    const data: Uint8Array[] = [];
    for (let chain = view.getUint16(FST.chain); chain !== 0; ) {
      if (!this.#own(chain, owner)) break;
      const link = viewOf(this.#block(chain));
      for (let i = 0; i < link.getUint16(CHAIN.count); i++) {
        const number = link.getUint16(CHAIN.blocks + 2 * i);
        this.#own(number, owner);
        data.push(this.#block(number));
      }
      chain = link.getUint16(CHAIN.next);
    }
    if (data.length !== view.getUint16(FST.blocks))
      this.#faults.push(`${owner} should have ${view.getUint16(FST.blocks)} blocks, and has ${data.length}`);
    const bytes = new Uint8Array(data.length * BLOCK);
    data.forEach((block, i) => {
      bytes.set(block, i * BLOCK);
    });
    const recfm = text(fst, FST.recfm, 1);
    const lrecl = view.getUint32(FST.lrecl);
    const records: Uint8Array[] = [];
    let at = 0;
    for (let i = 0; i < view.getUint32(FST.items); i++) {
      const head = recfm === "V" ? 2 : 0;
      const length = recfm === "V" ? ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0) : lrecl;
      records.push(bytes.slice(at + head, at + head + length));
      at += head + length;
    }
    if (at !== (data.length - 1) * BLOCK + view.getUint16(FST.last))
      this.#faults.push(`${owner} has ${at} bytes of records, which is not where its last block ends`);
    return { name, type, mode: Number(text(fst, FST.mode, 1)), recfm, lrecl, records };
  }

  #checkMap(maps: readonly number[], total: number): void {
    const wrong: number[] = [];
    for (let number = 1; number <= total; number++) {
      const block = this.#block(maps[Math.floor(number / (8 * BLOCK))] ?? 0);
      const inUse = ((block[(number >>> 3) % BLOCK] ?? 0) & (0x80 >>> (number & 7))) !== 0;
      if (inUse !== this.#owners.has(number)) wrong.push(number);
    }
    if (wrong.length > 0) this.#faults.push(`the map is wrong about blocks ${wrong.slice(0, 10).join(", ")}`);
  }

  /** Whether the block had no owner before. */
  #own(number: number, owner: string): boolean {
    const before = this.#owners.get(number);
    if (before !== undefined) this.#faults.push(`block ${number} belongs to ${before} and to ${owner}`);
    this.#owners.set(number, owner);
    return before === undefined;
  }

  #block(number: number): Uint8Array {
    const block = this.#blocks[number];
    if (number === 0 || block === undefined) {
      this.#faults.push(`there is no block ${number}`);
      return new Uint8Array(BLOCK);
    }
    return block;
  }
}

function text(bytes: Uint8Array, at: number, length: number): string {
  return decodeEbcdic(bytes.subarray(at, at + length));
}
