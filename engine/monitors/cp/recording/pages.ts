/**
 * Pages of the error recording cylinders: RECPAG (VM/370 Data Areas and Control Block Logic, "RECPAG").
 *
 *     X'000'  where the page is: cylinder, page, and number of the volume (CCPD)
 *     X'004'  displacement of the next record
 *     X'006'  flags
 *     X'007'  flags of formatting, in the first page of a cylinder
 *     X'008'  records
 *
 * Before each record a word tells how long it is (a halfword, and two bytes of zeros); records begin on a boundary of a word. That is of this CP's making.
 */
import type { Host } from "../../../s370/index.ts";
import { PAGE } from "../layout.ts";
import { pageOf, type Slot, slotOf, volumeOf } from "../storage/page-geometry.ts";
import type { OwnedVolume } from "../storage/state.ts";

export const NEXT = 0x04;
export const FLAGS = 0x06;
export const FORMATTING = 0x07;
export const RECORDS = 0x08;
/** The word before a record. */
export const LENGTH = 4;

/** Flags: the page has records, has been cleared, is full, has frame records. */
export const IN_USE = 0x80;
export const CLEARED = 0x40;
export const FULL = 0x20;
export const FRAMES = 0x08;
/** Flag of formatting: the cylinder is being cleared. */
export const BEING_CLEARED = 0x80;

/** Bytes of the longest record. */
export const LONGEST_RECORD = PAGE - RECORDS - LENGTH;

/** A place as CP's programs write it: cylinder, page from 1 on, number of the volume. */
export function placeOf(slot: Slot, { pagesACylinder }: OwnedVolume): number {
  const page = pageOf(slot);
  const cylinder = Math.floor(page / pagesACylinder);
  return ((cylinder << 16) | (((page % pagesACylinder) + 1) << 8) | volumeOf(slot)) >>> 0;
}

/** Parts of such a place. */
export function partsOf(place: number): { cylinder: number; page: number; volume: number } {
  return { cylinder: place >>> 16, page: (place >>> 8) & 0xff, volume: place & 0xff };
}

export function slotAt({ index, pagesACylinder }: OwnedVolume, cylinder: number, page: number): Slot {
  return slotOf(index, cylinder * pagesACylinder + page - 1);
}

/** Whether the page at an absolute address is one of the area's: nobody has cleared it where not. */
export function isFormatted(host: Host, page: number, place: number): boolean {
  const next = host.load16(page + NEXT);
  return host.load32(page) === place && next >= RECORDS && next <= PAGE;
}

/** A page without records. */
export function emptyPage(place: number, formatting = 0): Uint8Array {
  const bytes = new Uint8Array(PAGE);
  new DataView(bytes.buffer).setUint32(0, place);
  bytes[NEXT + 1] = RECORDS;
  bytes[FLAGS] = CLEARED;
  bytes[FORMATTING] = formatting;
  return bytes;
}

/** The bytes that change in a page's header when a record has come. */
export function headerBytes(next: number, flags: number): Uint8Array {
  return Uint8Array.of(next >>> 8, next, flags);
}

/** Bytes that a record takes in a page. */
export function bytesFor(record: Uint8Array): number {
  return LENGTH + ((record.length + 3) & ~3);
}

/** A record with the word before it. */
export function framed(record: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(bytesFor(record));
  new DataView(bytes.buffer).setUint16(0, record.length);
  bytes.set(record, LENGTH);
  return bytes;
}
