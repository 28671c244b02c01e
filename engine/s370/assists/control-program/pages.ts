/** The core table, which has 16 bytes for each frame of 4 KiB: PTRLK, PTRUL, TRANBRNG, TRANLOCK, SHARED. */
import { CHANGED } from "../../protection.ts";
import { leave } from "../real-blocks.ts";
import type { ControlProgramCall, ControlProgramFunction } from "./call.ts";
import { SHRTABLE, VMABLOK, VMBLOK } from "./layout.ts";

/** Displacements in an entry: lock count, and flags. */
const LOCK_COUNT = 4;
const FLAGS = 8;
const LOCKED = 0x80;
export const SHARED = 0x08;
const CONTROL_PROGRAMS = 0x02;

export const entryOf = (coreTable: number, address: number): number => coreTable + ((address & 0xff_f000) >>> 8);

/** Whether the entry has one of these flags. */
export const hasFlag = (call: ControlProgramCall, entry: number, flag: number): boolean =>
  (call.byte(entry + FLAGS) & flag) !== 0;

/** Whether the frame is free storage, and nothing else. */
export const isFreeStorage = (call: ControlProgramCall, entry: number): boolean =>
  call.byte(entry + FLAGS) === CONTROL_PROGRAMS;

export function lock(call: ControlProgramCall, entry: number): void {
  const count = hasFlag(call, entry, LOCKED) ? call.word(entry + LOCK_COUNT) + 1 : 1;
  call.setFlags(entry + FLAGS, 0, LOCKED);
  call.setWord(entry + LOCK_COUNT, count);
}

/** `list`: storage size and the core table's address. Returns whether the page is in storage and was locked. */
export function unlock(call: ControlProgramCall, list: number, page: number): boolean {
  if (page + 4095 > call.word(list) >>> 0) return false;
  const entry = entryOf(call.word(list + 4), page);
  if (!hasFlag(call, entry, LOCKED)) return false;
  const count = call.word(entry + LOCK_COUNT) - 1;
  if (count === 0) call.setFlags(entry + FLAGS, LOCKED | CONTROL_PROGRAMS, 0);
  call.setWord(entry + LOCK_COUNT, count);
  return true;
}

/** PTRLK. First operand: the core table's address. Second: the page. */
export const lockPage: ControlProgramFunction = (call) => {
  lock(call, entryOf(call.word(call.first), call.second));
  call.setConditionCode(0);
  return call.returnAddress;
};

/** PTRUL. First operand: storage size and the core table's address. Second: the page. */
export const unlockPage: ControlProgramFunction = (call) =>
  unlock(call, call.first, call.second) ? call.returnAddress : leave();

const isChanged = (call: ControlProgramCall, page: number): boolean =>
  ((call.storageKey(page) | call.storageKey(page | 0x800)) & CHANGED) !== 0;

/**
 * Real address of a virtual address, and its frame's entry; leaves a page that is away, or shared and changed. `list`: the core
 * table's address.
 */
export function present(call: ControlProgramCall, list: number, address: number): { real: number; entry: number } {
  const found = call.translate(address);
  if (!("real" in found)) return leave();
  const { real } = found;
  const entry = entryOf(call.word(list), real);
  if (hasFlag(call, entry, SHARED) && isChanged(call, real & 0xff_f000)) leave();
  return { real, entry };
}

/** TRANBRNG. General register 1: virtual address. First operand: the core table's address. Second: where to go on. */
export const testPage: ControlProgramFunction = (call) => {
  const { real } = present(call, call.first, call.gr(1));
  call.setGr(2, real);
  call.setConditionCode(0);
  return call.second;
};

/** TRANLOCK: the same, and locks. */
export const testAndLockPage: ControlProgramFunction = (call) => {
  const { real, entry } = present(call, call.first, call.gr(1));
  lock(call, entry);
  call.setGr(2, real);
  call.setConditionCode(0);
  return call.second;
};

/** Of a segment-table entry and a page-table entry. */
const SEGMENT_INVALID = 1;
const PAGE_INVALID = 8;

/** Leaves if a page of the segment has been changed. */
function checkSegment(call: ControlProgramCall, entry: number): void {
  const segment = call.word(entry);
  if (segment & SEGMENT_INVALID) return;
  for (let page = 0; page <= segment >>> 28; page++) {
    call.step();
    const found = call.halfword((segment & 0xff_fff8) + 2 * page);
    if ((found & PAGE_INVALID) === 0 && isChanged(call, (found & 0xfff0) << 8)) leave();
  }
}

/** SHARED. First operand: VMBLOK. Goes back where no page of its shared segments has been changed. */
export const checkSharedPages: ControlProgramFunction = (call) => {
  const segments = call.pointer(call.first + VMBLOK.VMSEG);
  let block = call.pointer(call.first + VMBLOK.VMASSIST);
  for (; block !== 0; block = call.pointer(block + VMABLOK.VMAFPNT)) {
    call.step();
    const table = call.pointer(block + VMABLOK.VMASHRBK);
    const count = call.word(table + SHRTABLE.SHRSEGCT) >>> 0;
    for (let i = 0; i < count; i++) {
      call.step();
      checkSegment(call, segments + 4 * call.byte(table + SHRTABLE.SHRSEGNM + i));
    }
  }
  call.setConditionCode(0);
  return call.returnAddress;
};
