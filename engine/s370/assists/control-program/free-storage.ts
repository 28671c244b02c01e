/** Free storage: chains of blocks of one size (FREEX and FRETX). */
import { leave } from "../real-blocks.ts";
import { ADDRESS, type ControlProgramCall, type ControlProgramFunction } from "./call.ts";
import { PSA, TRACFLG1 } from "./layout.ts";
import { entryOf, isFreeStorage } from "./pages.ts";
import { TRACED, trace } from "./trace-table.ts";

/** Whether a chain may have blocks of so many doublewords. `chains`: most of them, and chains' first blocks. */
const isInRange = (call: ControlProgramCall, chains: number, count: number): boolean =>
  count !== 0 && count <= call.word(chains) >>> 0;

const traces = (call: ControlProgramCall): boolean => (call.byte(PSA.TRACFLG1) & TRACFLG1.TRAC67) !== 0;

/** FREEX. General register 0: doublewords. First operand: most of them, and chains' first blocks. Second: displacements by size. */
export const getBlock: ControlProgramFunction = (call) => {
  const count = call.gr(0) >>> 0;
  if (!isInRange(call, call.first, count)) leave();
  const chain = call.first + 4 + call.byte(call.second + count);
  const block = call.word(chain);
  if (block === 0) leave();
  call.setWord(chain, call.word(block));
  if (traces(call)) trace(call, TRACED.FREE, [call.gr(11), count, block, call.gr(14)]);
  call.setGr(1, block);
  call.setConditionCode(0);
  return call.returnAddress;
};

/** Lists that {@link giveBack} goes by. */
export interface FreeStorageLists {
  /** Most doublewords, and chains' first blocks. */
  readonly chains: number;
  /** The core table's address, what a frame of free storage has first in its entry, that most again, displacements by size from 1 on. */
  readonly frames: number;
}

/** Puts a block back; returns false, with nothing changed, where it belongs to no chain. */
export function giveBack(call: ControlProgramCall, block: number, count: number, lists: FreeStorageLists): boolean {
  const { chains, frames } = lists;
  if (!isInRange(call, chains, count)) return false;
  const entry = entryOf(call.word(frames), block);
  if (call.word(entry) !== call.word(frames + 4) || !isFreeStorage(call, entry)) return false;
  const chain = chains + 4 + call.byte(frames + 11 + count);
  const first = call.word(chain);
  if (first === block) return false;
  call.setWord(chain, block);
  call.setWord(block, first);
  if (traces(call)) trace(call, TRACED.FRET, [call.gr(11), count, block, call.gr(14)]);
  return true;
}

/** FRETX. General registers 0 and 1: doublewords, block. The operands are {@link FreeStorageLists}. */
export const returnBlock: ControlProgramFunction = (call) => {
  const lists = { chains: call.first, frames: call.second };
  return giveBack(call, call.gr(1) & ADDRESS, call.gr(0) >>> 0, lists) ? call.returnAddress : leave();
};
