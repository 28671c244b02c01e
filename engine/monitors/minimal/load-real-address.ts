/**
 * LOAD REAL ADDRESS of a guest's: a walk through the guest's own tables, in the guest's storage (GA22-7000, "Load Real Address",
 * "Dynamic Address Translation"). The guest's translation stays off; the answer is an address in the guest's real storage.
 */
import { sizes, TRANSLATION_SPECIFICATION } from "../../s370/index.ts";
import type { Instruction } from "../types.ts";
import { ADDRESSING, type Guest } from "./guest.ts";

/** Condition codes. */
const SEGMENT_INVALID = 1;
const PAGE_INVALID = 2;
const TABLE_TOO_SHORT = 3;

/** An entry of the guest's tables, which are found by its real addresses, whatever its key. */
function entryAt(guest: Guest, address: number, load: (real: number) => number): number {
  return load(guest.translate(address) ?? guest.reflect(ADDRESSING));
}

/** What R1 gets, and the condition code. */
function walk(guest: Guest, address: number): readonly [value: number, conditionCode: number] {
  const { host } = guest;
  const size = sizes(guest.cr(0)) ?? guest.reflect(TRANSLATION_SPECIFICATION);
  const segmentTable = guest.cr(1);
  const segmentIndex = address >>> size.segmentBits;
  const segmentEntry = ((segmentTable & 0xffffc0) + 4 * segmentIndex) & 0xffffff;
  if (segmentIndex >>> 4 > segmentTable >>> 24) return [segmentEntry, TABLE_TOO_SHORT];
  const segment = entryAt(guest, segmentEntry, (real) => host.load32(real));
  if ((segment & 1) !== 0) return [segmentEntry, SEGMENT_INVALID];
  if ((segment & 0x0f000000) !== 0) guest.reflect(TRANSLATION_SPECIFICATION);
  const pageIndex = (address & (2 ** size.segmentBits - 1)) >>> size.pageBits;
  const pageEntry = ((segment & 0xfffff8) + 2 * pageIndex) & 0xffffff;
  if (pageIndex >>> (size.segmentBits - size.pageBits - 4) > segment >>> 28) return [pageEntry, TABLE_TOO_SHORT];
  const page = entryAt(guest, pageEntry, (real) => host.load16(real));
  const invalid = size.pageBits === 12 ? 0x08 : 0x04;
  if ((page & invalid) !== 0) return [pageEntry, PAGE_INVALID];
  if ((page & (invalid - 2)) !== 0) guest.reflect(TRANSLATION_SPECIFICATION);
  const frame = (page & (size.pageBits === 12 ? 0xfff0 : 0xfff8)) << 8;
  return [frame | (address & (2 ** size.pageBits - 1)), 0];
}

export function loadRealAddress(guest: Guest, { operand, r1, r2 }: Instruction): void {
  // R2's place holds the index register of format RX.
  const address = (operand + (r2 === 0 ? 0 : guest.gr(r2))) & 0xffffff;
  const [value, conditionCode] = walk(guest, address);
  guest.setGr(r1, value);
  guest.setConditionCode(conditionCode);
}
