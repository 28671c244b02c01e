/**
 * Pages of spool files: what a device would execute to print, punch or have read them (SY20-0886, "Spool Data and File Format"; VM/370 Data Areas and Control
 * Block Logic, "SPLINK").
 *
 *     X'000'  block of the next page, 0 in the last
 *     X'004'  block of the page before, 0 in the first
 *     X'008'  key of the file
 *     X'00C'  records in this page; the tag is none
 *     X'010'  records: a CCW, a TRANSFER IN CHANNEL to the record behind it, and the data, filled up to a doubleword.
 *             A control that has no data (a space, a skip) is its CCW alone. Addresses count from the beginning of the page.
 *             Behind the last one a no-operation ends the chain.
 *
 * Blanks at the end of data are left out. The first record of a file is its tag: a no-operation with 136 bytes.
 */
import type { Host } from "../../../s370/index.ts";
import { PAGE } from "../layout.ts";

const NEXT = 0x00;
const PREVIOUS = 0x04;
const KEY = 0x08;
const RECORDS = 0x0c;
const FIRST_RECORD = 0x10;

const CCW = 8;
/** CCW and TRANSFER IN CHANNEL before data. */
const HEAD = 16;
const NO_OPERATION = 0x03;
const TRANSFER_IN_CHANNEL = 0x08;
/** Command chaining, and suppressed length: every record but the end. */
const CHAINED = 0x60;
const CHAIN_COMMAND = 0x40;
const UNCHAINED = 0x20;
/** What a first page has at its end for printers that are later than these. */
const FIRST_PAGE_END = 48;
const BLANK = 0x40;

/** Bytes of a tag. */
export const TAG_BYTES = 136;
/** Where the tag's bytes are in a first page. */
export const TAG_PLACE = FIRST_RECORD + HEAD;
/** Where the first data record of a file begins. */
const AFTER_TAG = FIRST_RECORD + HEAD + TAG_BYTES;

/** A record: the command, and its data without the blanks at their end. */
export interface SpoolRecord {
  readonly command: number;
  /** Undefined for a control without data. */
  readonly data: Uint8Array | undefined;
  /** Byte of the page behind it. */
  readonly next: number;
}

const roundUp = (bytes: number): number => (bytes + 7) & ~7;

/** Data without the blanks at its end; a byte at least. */
export function trimmed(data: Uint8Array): Uint8Array {
  let length = data.length;
  while (length > 1 && data[length - 1] === BLANK) length--;
  return data.subarray(0, length);
}

/** Bytes that a record of trimmed data takes. */
function recordBytes(data: Uint8Array | undefined): number {
  return data === undefined ? CCW : HEAD + roundUp(data.length);
}

/** Whether a record fits behind the `used` bytes of a page, and the end of the chain behind it. */
export function fits(used: number, isFirst: boolean, data: Uint8Array | undefined): boolean {
  return used + recordBytes(data) + CCW <= PAGE - (isFirst ? FIRST_PAGE_END : 0);
}

/** Makes an empty page at an absolute address. Returns the bytes used. */
export function emptyPage(host: Host, page: number, key: number, previous: number): number {
  host.storeBytes(page, new Uint8Array(PAGE));
  host.store32(page + PREVIOUS, previous);
  host.store32(page + KEY, key);
  endPage(host, page, FIRST_RECORD, 0, 0);
  return FIRST_RECORD;
}

/** The link of a page that has no records of the spool's form: a dump's. */
export function linkBytes(next: number, previous: number, key: number): Uint8Array {
  const bytes = new Uint8Array(FIRST_RECORD);
  const view = new DataView(bytes.buffer);
  view.setUint32(NEXT, next);
  view.setUint32(PREVIOUS, previous);
  view.setUint32(KEY, key);
  return bytes;
}

/** Writes a record into a page behind its `used` bytes. Returns the bytes used then. */
export function putRecord(
  host: Host,
  page: number,
  used: number,
  command: number,
  data: Uint8Array | undefined,
): number {
  const next = used + recordBytes(data);
  host.store32(page + used, ((command << 24) | (data === undefined ? 0 : used + HEAD)) >>> 0);
  host.store32(page + used + 4, ((CHAINED << 24) | (data?.length ?? 1)) >>> 0);
  if (data !== undefined) {
    host.store32(page + used + CCW, ((TRANSFER_IN_CHANNEL << 24) | next) >>> 0);
    host.store32(page + used + CCW + 4, 0);
    host.storeBytes(page + used + HEAD, data);
  }
  return next;
}

/** Ends a page behind its records. */
export function endPage(host: Host, page: number, used: number, records: number, next: number): void {
  host.store32(page + used, NO_OPERATION << 24);
  host.store32(page + used + 4, ((UNCHAINED << 24) | 1) >>> 0);
  host.store32(page + RECORDS, records);
  host.store32(page + NEXT, next);
}

/** Writes the tag: 136 bytes. */
export function putTag(host: Host, page: number, tag: Uint8Array): number {
  const bytes = new Uint8Array(TAG_BYTES).fill(BLANK);
  bytes.set(tag.subarray(0, TAG_BYTES));
  return putRecord(host, page, FIRST_RECORD, NO_OPERATION, bytes);
}
export function tagOf(host: Host, page: number): Uint8Array {
  return host.loadBytes(page + TAG_PLACE, TAG_BYTES);
}

/** The record at a place of a page; undefined where the page ends. What cannot be a record ends it too. */
export function recordAt(host: Host, page: number, at: number): SpoolRecord | undefined {
  if (at < FIRST_RECORD || at > PAGE - CCW || at % 8 !== 0) return undefined;
  const left = host.load32(page + at);
  const right = host.load32(page + at + 4);
  const command = left >>> 24;
  const address = left & 0xffffff;
  const count = right & 0xffff;
  if (((right >>> 24) & CHAIN_COMMAND) === 0) return undefined;
  if (address === 0) return { command, data: undefined, next: at + CCW };
  if (address !== at + HEAD || count === 0 || address + count > PAGE) return undefined;
  return { command, data: host.loadBytes(page + address, count), next: address + roundUp(count) };
}

/** Where the records of a page begin; those of the first page behind the tag. */
export function firstRecord(isFirst: boolean): number {
  return isFirst ? AFTER_TAG : FIRST_RECORD;
}

export function nextPage(host: Host, page: number): number {
  return host.load32(page + NEXT);
}
export function previousPage(host: Host, page: number): number {
  return host.load32(page + PREVIOUS);
}
/** Key of the file that a page belongs to. */
export function keyOf(host: Host, page: number): number {
  return host.load32(page + KEY);
}
