/**
 * Records of a dump file, 4,096 bytes each: CP's symbols; what the processor had (DMPINREC); storage keys, in two (DMPKYREC); then pages (VM/370 Data Areas and Control
 * Block Logic, "DMPINREC"; VM/370 Service Routines Program Logic, "IPCS"). In the spool file they follow one another behind a header of 256 bytes in the first block,
 * of 16 in each other (GC20-1807-7, the spool file of VMDUMP).
 */
import { encodeEbcdic, type Host } from "../../../s370/index.ts";
import { PAGE } from "../layout.ts";

/** Bytes before the records: in the first block, in each other. */
const FIRST_HEADER = 256;
const HEADER = 16;

/** Records before the pages. */
export const SYMBOLS = 0;
export const INFORMATION = 1;
export const KEYS = 2;
export const PAGES = 4;

/** Of the second record. */
const GPRS = 0x00;
const CRS = 0x40;
const FPRS = 0x80;
const CLOCK = 0xa0;
const TIMER = 0xa8;
const STORAGE_SIZE = 0xbc;
const LOW_STORAGE = 0xc0;
export const LOW_BYTES = 256;
const ABEND = 0x1c4;
const PAGE_MAP = 0x1c8;

/** Bytes under one storage key. */
const BLOCK = 0x800;

/** What the processor has in its registers. */
export interface Registers {
  readonly general: readonly number[];
  readonly control: readonly number[];
  /** Eight words. */
  readonly floating: readonly number[];
}

/** The second record: of storage, its bytes and the first of them; `code` is why, as "PSA002", or nothing: its last four bytes are "A002"'s place's name and number. */
export function informationRecord(
  host: Host,
  { general, control, floating }: Registers,
  { size, low }: { readonly size: number; readonly low: Uint8Array },
  code: string,
  frames: readonly number[],
): Uint8Array {
  const bytes = new Uint8Array(PAGE);
  const view = new DataView(bytes.buffer);
  const words = (at: number, values: readonly number[]): void => {
    values.forEach((value, i) => {
      view.setUint32(at + 4 * i, value);
    });
  };
  words(GPRS, general);
  words(CRS, control);
  words(FPRS, floating);
  words(CLOCK, host.stck());
  view.setBigInt64(TIMER, BigInt(Math.floor(host.cpuTimer())) << 12n);
  view.setUint32(STORAGE_SIZE, size);
  bytes.set(low.subarray(0, LOW_BYTES), LOW_STORAGE);
  // Three letters and the number.
  bytes.set(encodeEbcdic(code.slice(0, 3)), ABEND);
  bytes[ABEND + 3] = Number(code.slice(3));
  for (const frame of frames) bytes[PAGE_MAP + (frame >>> 3)] |= 0x80 >>> (frame & 7);
  return bytes;
}

/** Storage keys of all of storage: two records. */
export function keyRecords(host: Host, storageSize: number): Uint8Array {
  const bytes = new Uint8Array(2 * PAGE);
  for (let block = 0; block * BLOCK < storageSize; block++) bytes[block] = host.isk(block * BLOCK);
  return bytes;
}

/** A stretch of records: number, first byte, and how many. */
export interface RecordPart {
  readonly record: number;
  readonly from: number;
  readonly count: number;
  /** Where it is in the block. */
  readonly at: number;
}

/** The parts of records that a block has, of so many records. */
export function partsOfBlock(block: number, records: number): RecordPart[] {
  const header = block === 0 ? FIRST_HEADER : HEADER;
  let place = block === 0 ? 0 : block * PAGE - FIRST_HEADER - (block - 1) * HEADER;
  const parts: RecordPart[] = [];
  for (let at = header; at < PAGE && place < records * PAGE; ) {
    const from = place % PAGE;
    const count = Math.min(PAGE - at, PAGE - from);
    parts.push({ record: Math.floor(place / PAGE), from, count, at });
    place += count;
    at += count;
  }
  return parts;
}

/** Where a record begins, and where it goes on: numbers of the blocks, and the bytes there. */
export function blocksOfRecord(record: number): readonly { readonly block: number; readonly at: number }[] {
  const place = FIRST_HEADER - HEADER + record * PAGE;
  const block = Math.floor(place / (PAGE - HEADER));
  const at = HEADER + (place % (PAGE - HEADER));
  return [
    { block, at },
    { block: block + 1, at: HEADER },
  ];
}

/** Records that so many blocks have whole. */
export function wholeRecords(blocks: number): number {
  return Math.max(0, Math.floor((blocks * (PAGE - HEADER) - (FIRST_HEADER - HEADER)) / PAGE));
}

/** Blocks that so many records take. */
export function blocksFor(records: number): number {
  return Math.ceil((FIRST_HEADER - HEADER + records * PAGE) / (PAGE - HEADER));
}
