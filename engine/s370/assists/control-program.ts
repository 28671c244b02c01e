/**
 * The control-program assist: instructions E6xx, of which each does a piece of VM/370's own work on its control blocks, or
 * nothing at all, and then the instructions behind it do that (SY20-0886, appendix A, "Control Program Assist"). All addresses
 * are real. Names are those of that manual's table; what the operands are, it leaves to the program's listings.
 */
import type { Processor } from "../processor.ts";
import { CHANGED } from "../protection.ts";
import { state } from "../state.ts";
import { leave, type RealBlocks } from "./real-blocks.ts";

/** What a function has to work on. */
export interface ControlProgramCall {
  readonly processor: Processor;
  readonly blocks: RealBlocks;
  /** The operands, as addresses. */
  readonly first: number;
  readonly second: number;
  /** What STECPSVM stores. */
  readonly level: number;
}

/** Does the work and returns the address to go on at; leaves, with nothing changed, what the program is to do itself. */
export type ControlProgramFunction = (call: ControlProgramCall) => number;

const ADDRESS = 0xff_ffff;

const gr = ({ processor }: ControlProgramCall, register: number): number =>
  processor.words[state.generalRegisters.index + register];
const setGr = ({ processor }: ControlProgramCall, register: number, value: number): void => {
  processor.words[state.generalRegisters.index + register] = value;
};
const setCc = ({ processor }: ControlProgramCall, code: number): void => {
  processor.words[state.conditionCode.index] = code;
};
/** Where a program of the control program's goes back to. */
const returnAddress = (call: ControlProgramCall): number => gr(call, 14) & ADDRESS;

/** A word of a control block; those lie at multiples of 4. */
function wordAt({ blocks }: ControlProgramCall, address: number): number {
  if (address & 3) leave();
  return blocks.word(address & ADDRESS);
}

function halfwordAt({ blocks }: ControlProgramCall, address: number): number {
  if (address & 1) leave();
  return blocks.halfword(address & ADDRESS);
}

function byteAt({ blocks }: ControlProgramCall, address: number): number {
  return (blocks.word(address & ADDRESS & ~3) >>> (24 - 8 * (address & 3))) & 0xff;
}

// --- The core table: an entry of 16 bytes for each frame of 4 KiB

/** Offsets in an entry: lock count, and the word whose first byte has the flags. */
const LOCK_COUNT = 4;
const FLAGS = 8;
/** Flags, at the left of their word. */
const LOCKED = 0x8000_0000 | 0;
const SHARED = 0x0800_0000;
const CONTROL_PROGRAMS = 0x0200_0000;

const entryOf = (coreTable: number, address: number): number => coreTable + ((address & 0xff_f000) >>> 8);

function lock(call: ControlProgramCall, entry: number): void {
  const flags = wordAt(call, entry + FLAGS);
  const count = wordAt(call, entry + LOCK_COUNT);
  call.blocks.setWord(entry + FLAGS, flags | LOCKED);
  call.blocks.setWord(entry + LOCK_COUNT, flags & LOCKED ? count + 1 : 1);
}

/** PTRLK. First operand: the core table's address. Second: the page. */
const lockPage: ControlProgramFunction = (call) => {
  lock(call, entryOf(wordAt(call, call.first), call.second));
  setCc(call, 0);
  return returnAddress(call);
};

/** PTRUL. First operand: storage size and the core table's address. Second: the page. */
const unlockPage: ControlProgramFunction = (call) => {
  const size = wordAt(call, call.first);
  const entry = entryOf(wordAt(call, call.first + 4), call.second);
  if (call.second + 4095 > size) leave();
  const flags = wordAt(call, entry + FLAGS);
  if (!(flags & LOCKED)) leave();
  const count = wordAt(call, entry + LOCK_COUNT) - 1;
  if (count === 0) call.blocks.setWord(entry + FLAGS, flags & ~(LOCKED | CONTROL_PROGRAMS));
  call.blocks.setWord(entry + LOCK_COUNT, count);
  return returnAddress(call);
};

/** Real address of the virtual address in general register 1, and its entry; leaves a page that is away, or shared and changed. */
function present(call: ControlProgramCall): { real: number; entry: number } {
  const { processor } = call;
  const found = processor.walk(gr(call, 1));
  if (!("real" in found)) return leave();
  const { real } = found;
  const entry = entryOf(wordAt(call, call.first), real);
  if (wordAt(call, entry + FLAGS) & SHARED) {
    const page = real & 0xff_f000;
    if ((processor.storageKey(page) | processor.storageKey(page | 0x800)) & CHANGED) leave();
  }
  return { real, entry };
}

/** TRANBRNG. First operand: the core table's address. Second: where to go on. */
const testPage: ControlProgramFunction = (call) => {
  const { real } = present(call);
  setGr(call, 2, real);
  setCc(call, 0);
  return call.second;
};

/** TRANLOCK: the same, and locks. */
const testAndLockPage: ControlProgramFunction = (call) => {
  const { real, entry } = present(call);
  lock(call, entry);
  setGr(call, 2, real);
  setCc(call, 0);
  return call.second;
};

// --- Blocks of channels, control units and devices, found by tables of halfwords: bit 0 one means there is none

function indexAt(call: ControlProgramCall, address: number): number {
  const index = halfwordAt(call, address);
  return index & 0x8000 ? leave() : index;
}

function foundBlocks(call: ControlProgramCall, channel: number, controlUnit: number, device: number): number {
  setGr(call, 6, channel);
  setGr(call, 7, controlUnit);
  setGr(call, 8, device);
  setCc(call, 0);
  return returnAddress(call);
}

/** SCNVU. General register 1: device. First operand: table of channels. Second: addresses of channels', units' and devices' blocks. */
const findVirtualBlocks: ControlProgramFunction = (call) => {
  const { first, second } = call;
  const address = gr(call, 1);
  const channel = wordAt(call, second) + indexAt(call, first + 2 * ((address >>> 8) & 15));
  const controlUnit = wordAt(call, second + 4) + indexAt(call, channel + 8 + 2 * ((address >>> 4) & 15));
  const device = wordAt(call, second + 8) + indexAt(call, controlUnit + 8 + 2 * (address & 15));
  return foundBlocks(call, channel, controlUnit, device);
};

/** SCNRU. First operand: device. Second: addresses of the table of channels, and of channels', units' and devices' blocks. */
const findRealBlocks: ControlProgramFunction = (call) => {
  const { first: address, second } = call;
  const channel = wordAt(call, second + 4) + indexAt(call, wordAt(call, second) + 2 * ((address >>> 8) & 15));
  // A control unit has 8 addresses, or all 16 of an even index.
  const units = channel + 0x20;
  const narrow = halfwordAt(call, units + 2 * ((address >>> 3) & 31));
  const unitIndex = narrow & 0x8000 ? indexAt(call, units + 4 * ((address >>> 4) & 15)) : narrow;
  const unit = wordAt(call, second + 8) + unitIndex;
  // Devices' indices count doublewords.
  const device = wordAt(call, second + 12) + 8 * indexAt(call, unit + 0x28 + 2 * (address & 15));
  const primary = byteAt(call, unit + 5) & 0x40 ? wordAt(call, unit + 0x10) : unit;
  setGr(call, 15, 0);
  return foundBlocks(call, channel, primary, device);
};

// --- Free storage: chains of blocks of one size

/** Byte 0 of a frame's flags: free storage, nothing else. */
const FREE_STORAGE = 0x02;

/** Blocks asked for or given back, in doublewords; leaves what no chain has. */
function doublewords(call: ControlProgramCall): number {
  const count = gr(call, 0) >>> 0;
  if (count === 0 || count > wordAt(call, call.first) >>> 0) leave();
  return count;
}

/** FREEX. General register 0: doublewords. First operand: most of them, and chains' first blocks. Second: offsets by size. */
const getBlock: ControlProgramFunction = (call) => {
  const chain = call.first + 4 + byteAt(call, call.second + doublewords(call));
  const block = wordAt(call, chain);
  if (block === 0) leave();
  const next = wordAt(call, block);
  call.blocks.setWord(chain & ADDRESS, next);
  setGr(call, 1, block);
  setCc(call, 0);
  return returnAddress(call);
};

/**
 * FRETX. General registers 0 and 1: doublewords, block. First operand as for FREEX. Second: the core table's address, what
 * a frame of free storage has in the first word of its entry, that most again, offsets by size from one on.
 */
const returnBlock: ControlProgramFunction = (call) => {
  const { second, blocks } = call;
  const count = doublewords(call);
  const block = gr(call, 1) & ADDRESS;
  const entry = entryOf(wordAt(call, second), block);
  if (wordAt(call, entry) !== wordAt(call, second + 4) || byteAt(call, entry + FLAGS) !== FREE_STORAGE) leave();
  const chain = call.first + 4 + byteAt(call, second + 11 + count);
  const first = wordAt(call, chain);
  if (first === block || !blocks.has(block) || block & 3) leave();
  blocks.setWord(chain & ADDRESS, block);
  blocks.setWord(block, first);
  return returnAddress(call);
};

/** STECPSVM. First operand: a word that gets the level. */
const storeLevel: ControlProgramFunction = ({ processor, blocks, first, level }) => {
  if (first & 3) leave();
  blocks.setWord(first, level);
  return processor.instructionAddress;
};

/** Second bytes of operation codes that there are: to X'16'. Those without a function do nothing. */
export const LAST_CONTROL_PROGRAM_CODE = 0x16;

/** Functions by the second byte of the operation code, with the names of their counts. */
export const CONTROL_PROGRAM_FUNCTIONS = {
  2: ["PTRLK", lockPage],
  3: ["PTRUL", unlockPage],
  6: ["SCNVU", findVirtualBlocks],
  8: ["TRANBRNG", testPage],
  9: ["TRANLOCK", testAndLockPage],
  14: ["SCNRU", findRealBlocks],
  18: ["STECPSVM", storeLevel],
  20: ["FREEX", getBlock],
  21: ["FRETX", returnBlock],
} as const satisfies Readonly<Record<number, readonly [string, ControlProgramFunction]>>;
