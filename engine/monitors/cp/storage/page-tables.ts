/**
 * Page and swap tables of a virtual machine's storage, in real storage, as the virtual-machine assist wants them (GA22-7074, "Swap Table"): for each
 * segment of 64 KiB the address of its swap table, its page table, and the swap table, which has eight bytes for each page:
 *
 * | byte | what |
 * |---|---|
 * | 0 | bits 4-7: reference and change bits of the frame's halves that were on in the storage keys before CP or the assist changed these |
 * | 1 | bit 7: what is in the frame is not on the disk; bit 6: the slot is a saved system's, which others use too |
 * | 2, 3 | storage keys of the page's halves as the virtual machine has them: while the page is in a frame, the frame's keys join in |
 * | 4-7 | the slot where the page is on a disk; 0: nowhere; as long as it is in no frame either, it is all zeros |
 */
import type { Host } from "../../../s370/index.ts";
import * as at from "../layout.ts";
import { PAGE } from "../layout.ts";
import type { Slot } from "./page-geometry.ts";
import type { VmPages } from "./state.ts";

/** Segments of 64 KiB, pages of 4 KiB. */
export const PAGES_A_SEGMENT = 16;
const SEGMENT_INVALID = 1;
const PAGE_INVALID = 0x08;
/** Page-table length in a segment-table entry: all sixteen entries are there. */
const WHOLE_TABLE = 0xf0000000;

/** Where things are in what a segment has. */
const POINTER = 4;
const PAGE_TABLE = 8;
const SWAP_TABLE = 40;
const SEGMENT_BYTES = SWAP_TABLE + 8 * PAGES_A_SEGMENT;
const SEGMENTS_A_FRAME = Math.floor(PAGE / SEGMENT_BYTES);

const NOT_ON_DISK = 0x01;
const SAVED = 0x02;

/** Tables of this many pages take so many frames. */
export function tableFrames(pages: number): number {
  return Math.ceil(Math.ceil(pages / PAGES_A_SEGMENT) / SEGMENTS_A_FRAME);
}

function segmentPlace({ tables }: VmPages, segment: number): number {
  return tables[Math.floor(segment / SEGMENTS_A_FRAME)] + (segment % SEGMENTS_A_FRAME) * SEGMENT_BYTES;
}

/** Absolute address of the page table of a segment. */
export function pageTable(pages: VmPages, segment: number): number {
  return segmentPlace(pages, segment) + PAGE_TABLE;
}

/** Fills in the tables: no page is in storage. They are of zeros. */
export function makeTables(host: Host, pages: VmPages): void {
  for (let segment = 0; segment < Math.ceil(pages.frame.length / PAGES_A_SEGMENT); segment++) {
    const place = segmentPlace(pages, segment);
    host.store32(place + POINTER, place + SWAP_TABLE);
    for (let entry = 0; entry < 2 * PAGES_A_SEGMENT; entry += 4)
      host.store32(place + PAGE_TABLE + entry, (PAGE_INVALID << 16) | PAGE_INVALID);
  }
}

/** Makes a segment-table entry lead to the page table of a segment of other pages. */
export function setSegment(host: Host, block: number, segment: number, pages: VmPages, index: number): void {
  host.store32(block + at.SEGMENT_TABLE + 4 * segment, (WHOLE_TABLE | pageTable(pages, index)) >>> 0);
}
/** Makes it invalid. */
export function setNoSegment(host: Host, block: number, segment: number): void {
  host.store32(block + at.SEGMENT_TABLE + 4 * segment, SEGMENT_INVALID);
}

/** Fills in a segment table of 256 entries. */
export function makeSegmentTable(host: Host, block: number, pages: VmPages): void {
  const segments = Math.ceil(pages.frame.length / PAGES_A_SEGMENT);
  for (let segment = 0; segment < 256; segment++) {
    const entry = segment < segments ? (WHOLE_TABLE | pageTable(pages, segment)) >>> 0 : SEGMENT_INVALID;
    host.store32(block + at.SEGMENT_TABLE + 4 * segment, entry);
  }
}

function pageEntry(pages: VmPages, page: number): number {
  return pageTable(pages, Math.floor(page / PAGES_A_SEGMENT)) + 2 * (page % PAGES_A_SEGMENT);
}
function swapEntry(pages: VmPages, page: number): number {
  return segmentPlace(pages, Math.floor(page / PAGES_A_SEGMENT)) + SWAP_TABLE + 8 * (page % PAGES_A_SEGMENT);
}

/** Makes a page-table entry lead to a frame. */
export function setFrame(host: Host, pages: VmPages, page: number, frame: number): void {
  host.store16(pageEntry(pages, page), frame << 4);
}
/** Makes it invalid. */
export function setNoFrame(host: Host, pages: VmPages, page: number): void {
  host.store16(pageEntry(pages, page), PAGE_INVALID);
}

export function slotAt(host: Host, pages: VmPages, page: number): Slot {
  return host.load32(swapEntry(pages, page) + 4);
}
/** `saved`: the slot is not the page's own. */
export function setSlot(host: Host, pages: VmPages, page: number, slot: Slot, saved = false): void {
  const place = swapEntry(pages, page);
  host.store32(place + 4, slot);
  host.store8(place + 1, (host.load8(place + 1) & ~SAVED) | (saved ? SAVED : 0));
}
/** The slot that is a page's own; 0: none. */
export function ownSlotAt(host: Host, pages: VmPages, page: number): Slot {
  const place = swapEntry(pages, page);
  return (host.load8(place + 1) & SAVED) !== 0 ? 0 : host.load32(place + 4);
}

/** Whether a page's frame is known to have something that is not on the disk, besides what its storage keys say. */
export function isKnownChanged(host: Host, pages: VmPages, page: number): boolean {
  return (host.load8(swapEntry(pages, page) + 1) & NOT_ON_DISK) !== 0;
}
export function setKnownChanged(host: Host, pages: VmPages, page: number, changed: boolean): void {
  const place = swapEntry(pages, page) + 1;
  host.store8(place, (host.load8(place) & ~NOT_ON_DISK) | (changed ? NOT_ON_DISK : 0));
}

/** Half of a page's storage key as the virtual machine has it, seven bits. `half` 0 or 1. */
export function keyAt(host: Host, pages: VmPages, page: number, half: number): number {
  return host.load8(swapEntry(pages, page) + 2 + half);
}
export function setKeyAt(host: Host, pages: VmPages, page: number, half: number, key: number): void {
  host.store8(swapEntry(pages, page) + 2 + half, key & 0xfe);
}

/** Reference (4) and change (2) bits of a half that were in the frame's key before it was changed. Taking them clears them. */
export function takeBackup(host: Host, pages: VmPages, page: number, half: number): number {
  const place = swapEntry(pages, page);
  const flags = host.load8(place);
  const shift = half === 0 ? 2 : 0;
  const bits = (flags >>> shift) & 3;
  if (bits !== 0) host.store8(place, flags & ~(3 << shift));
  return bits << 1;
}
/** Keeps such bits. */
export function addBackup(host: Host, pages: VmPages, page: number, half: number, bits: number): void {
  if ((bits & 6) === 0) return;
  const place = swapEntry(pages, page);
  host.store8(place, host.load8(place) | (((bits & 6) >>> 1) << (half === 0 ? 2 : 0)));
}
