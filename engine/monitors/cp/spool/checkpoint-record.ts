/**
 * The checkpoint area: what CP must find again of spool files after it has ended, whatever way (GC20-1807, "VM/370 Recovery"). Its first block is the header;
 * each other one has 31 records, of a file each. A block belongs to it that has its generation.
 */
import { decodeEbcdic, encodeEbcdic, type Host } from "../../../s370/index.ts";
import { PAGE } from "../layout.ts";
import { changed } from "./printing-options.ts";
import type { SpoolContent, SpoolFile, SpoolOrigin, SpoolQueue } from "./state.ts";

/** Of every block. */
const MARK = 0x00;
const GENERATION = 0x08;
const RECORDS = 0x20;
export const RECORD_BYTES = 128;
export const RECORDS_A_BLOCK = Math.floor((PAGE - RECORDS) / RECORD_BYTES);
const HEADER_MARK = "SPOOLCKP";
const RECORD_MARK = "SPOOLREC";

/** Of the header. */
const BLOCKS = 0x0c;
const CLEAN = 0x10;
export const SETTINGS = 0x40;

/** Of a record. */
const IN_USE = 0;
const FLAGS = 1;
const QUEUE = 2;
const DEVICE = 3;
const KEY = 4;
const ID = 8;
const COPIES = 10;
const CLASS = 11;
const FIRST = 12;
const PAGES = 16;
const COUNT = 20;
const SIZE = 24;
const ORDER = 28;
const CREATED = 32;
const OWNER = 40;
const ORIGIN = 48;
const NAME = 56;
const TYPE = 68;
const DISTRIBUTION = 80;
/** Names for 3800 printers, blank for none, and a count. */
const FLASH = 88;
const MODIFY = 92;
const CHARS = 96;
const FORMS = 100;
const FLASH_COUNT = 104;
const CHECK = 124;

const USED = 0xff;
const USER_HOLD = 0x80;
const SYSTEM_HOLD = 0x40;
const CONTENTS: Readonly<Record<SpoolContent, number>> = { dump: 0x20, monitor: 0x10 };
const QUEUES: readonly SpoolQueue[] = ["reader", "printer", "punch"];
const ORIGINS: readonly SpoolOrigin[] = ["PRT", "PUN", "CON", "RDR"];
const WORD = 2 ** 32;

/** What the header says. */
export interface CheckpointHeader {
  readonly generation: number;
  /** Blocks behind the header that have had records. */
  readonly blocks: number;
  /** CP ended by SHUTDOWN: what it has written beside the files can be used. */
  readonly clean: boolean;
}

function isMarked(host: Host, address: number, mark: string): boolean {
  return decodeEbcdic(host.loadBytes(address + MARK, 8)) === mark;
}

/** The header at an absolute address; undefined where there is none. */
export function readHeader(host: Host, address: number): CheckpointHeader | undefined {
  if (!isMarked(host, address, HEADER_MARK)) return undefined;
  return {
    generation: host.load32(address + GENERATION),
    blocks: host.load32(address + BLOCKS),
    clean: host.load32(address + CLEAN) === 1,
  };
}

/** The bytes of a header, before its settings. */
export function headerBytes({ generation, blocks, clean }: CheckpointHeader): Uint8Array {
  const bytes = new Uint8Array(SETTINGS);
  const view = new DataView(bytes.buffer);
  bytes.set(encodeEbcdic(HEADER_MARK));
  view.setUint32(GENERATION, generation);
  view.setUint32(BLOCKS, blocks);
  view.setUint32(CLEAN, clean ? 1 : 0);
  return bytes;
}

/** Whether the block at an absolute address holds records of this generation. */
export function hasRecords(host: Host, address: number, generation: number): boolean {
  return isMarked(host, address, RECORD_MARK) && host.load32(address + GENERATION) === generation;
}

/** A block without records. */
export function emptyBlock(generation: number): Uint8Array {
  const bytes = new Uint8Array(PAGE);
  bytes.set(encodeEbcdic(RECORD_MARK));
  new DataView(bytes.buffer).setUint32(GENERATION, generation);
  return bytes;
}

/** Where a record lies: the number of its block in the area, and its byte there. */
export function recordPlace(place: number): { block: number; offset: number } {
  return {
    block: 1 + Math.floor(place / RECORDS_A_BLOCK),
    offset: RECORDS + RECORD_BYTES * (place % RECORDS_A_BLOCK),
  };
}

/** The record of a file. */
export function recordBytes(file: SpoolFile): Uint8Array {
  const bytes = new Uint8Array(RECORD_BYTES);
  const view = new DataView(bytes.buffer);
  const text = (at: number, value: string, length: number): void => {
    bytes.set(encodeEbcdic(value.padEnd(length).slice(0, length)), at);
  };
  bytes[IN_USE] = USED;
  bytes[FLAGS] = (file.userHold ? USER_HOLD : 0) | (file.systemHold ? SYSTEM_HOLD : 0);
  if (file.content !== undefined) bytes[FLAGS] |= CONTENTS[file.content];
  bytes[QUEUE] = QUEUES.indexOf(file.queue);
  bytes[DEVICE] = ORIGINS.indexOf(file.device);
  view.setUint32(KEY, file.key);
  view.setUint16(ID, file.id);
  bytes[COPIES] = file.copies;
  text(CLASS, file.class, 1);
  view.setUint32(FIRST, file.blocks[0]);
  view.setUint32(PAGES, file.blocks.length);
  view.setUint32(COUNT, file.records);
  view.setUint16(SIZE, file.recordSize);
  view.setUint32(ORDER, file.order);
  view.setUint32(CREATED, Math.floor(file.created / WORD));
  view.setUint32(CREATED + 4, file.created % WORD);
  text(OWNER, file.owner, 8);
  text(ORIGIN, file.origin, 8);
  text(NAME, file.name, 12);
  text(TYPE, file.type, 12);
  text(DISTRIBUTION, file.distribution, 8);
  const { flash, modify = "", chars = "", fcb = "" } = file.printing ?? {};
  text(FLASH, flash?.name ?? "", 4);
  text(MODIFY, modify, 4);
  text(CHARS, chars, 4);
  text(FORMS, fcb, 4);
  bytes[FLASH_COUNT] = flash?.count ?? 0;
  view.setUint32(CHECK, sum(bytes));
  return bytes;
}

/** A file as its record has it, with its first block alone, and how many pages it has; undefined where there is no record. */
export function fileOf(bytes: Uint8Array, place: number): { file: SpoolFile; pages: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes[IN_USE] !== USED || view.getUint32(CHECK) !== sum(bytes)) return undefined;
  const queue = QUEUES[bytes[QUEUE]];
  const device = ORIGINS[bytes[DEVICE]];
  if (queue === undefined || device === undefined) return undefined;
  const text = (at: number, length: number): string => decodeEbcdic(bytes.subarray(at, at + length)).trimEnd();
  const name = (at: number): string | null => text(at, 4).replaceAll("\0", "") || null;
  const flash = name(FLASH);
  const printing = changed(undefined, {
    flash: flash === null ? null : { name: flash, count: bytes[FLASH_COUNT] },
    modify: name(MODIFY),
    chars: name(CHARS),
    fcb: name(FORMS),
  });
  const file: SpoolFile = {
    key: view.getUint32(KEY),
    id: view.getUint16(ID),
    queue,
    owner: text(OWNER, 8),
    origin: text(ORIGIN, 8),
    device,
    class: text(CLASS, 1),
    copies: bytes[COPIES],
    userHold: (bytes[FLAGS] & USER_HOLD) !== 0,
    systemHold: (bytes[FLAGS] & SYSTEM_HOLD) !== 0,
    name: text(NAME, 12),
    type: text(TYPE, 12),
    distribution: text(DISTRIBUTION, 8),
    created: view.getUint32(CREATED) * WORD + view.getUint32(CREATED + 4),
    records: view.getUint32(COUNT),
    recordSize: view.getUint16(SIZE),
    blocks: [view.getUint32(FIRST)],
    order: view.getUint32(ORDER),
    checkpoint: place,
    inUse: false,
    ...(printing !== undefined && { printing }),
    ...((bytes[FLAGS] & CONTENTS.dump) !== 0 && { content: "dump" }),
    ...((bytes[FLAGS] & CONTENTS.monitor) !== 0 && { content: "monitor" }),
  };
  return { file, pages: view.getUint32(PAGES) };
}

/** Sum of a record's words, turned by a bit after each: what a record that was not written whole does not have. */
function sum(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let total = 0x53504c42;
  for (let at = 0; at < CHECK; at += 4) total = (((total << 1) | (total >>> 31)) ^ view.getUint32(at)) >>> 0;
  return total;
}
