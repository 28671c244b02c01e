/** Storage keys of a virtual machine: its own in the swap table, joined with what the frames' keys record (GA22-7074-0, chapter 2). */
import type { Processor } from "../processor.ts";
import { CHANGED, REFERENCED } from "../protection.ts";
import { state } from "../state.ts";
import { leave } from "./real-blocks.ts";
import type { VirtualMachine } from "./virtual-machine.ts";

const RECORDED = REFERENCED | CHANGED;
const EC = 0x0008_0000;

/** A 2 KiB block of the virtual machine's storage. */
interface Block {
  /** Real address of the first word of its page's swap-table entry, and that word. */
  readonly entry: number;
  readonly word: number;
  /** Bits by which its virtual key lies left of the word's end. */
  readonly shift: number;
  /** Real address of the block's frame; undefined: the page is not in storage. */
  readonly frame: number | undefined;
}

/** Backup bits of byte 0: those of the first block are two bits left of the second's. */
function withBackup(block: Block, word: number, recorded: number): number {
  const backup = (recorded >>> 1) & 3;
  return word | (backup << (block.shift === 8 ? 26 : 24));
}

function find(processor: Processor, machine: VirtualMachine, address: number): Block {
  const { blocks } = machine;
  const { pageTable, pageIndex } = machine.pageEntries(address);
  const swapTable = blocks.word(pageTable - 4) & 0xff_ffff & ~3;
  const entry = (swapTable + 8 * pageIndex) & 0xff_ffff;
  const word = blocks.word(entry);
  const page = blocks.halfword(pageTable + 2 * pageIndex);
  const shift = address & 0x800 ? 0 : 8;
  if (page & 0x8) return { entry, word, shift, frame: undefined };
  // Bits 13 and 14 are zeros in an entry of a 4 KiB page.
  if (page & 0x6) leave();
  const frame = ((page & 0xfff0) << 8) | (address & 0x800);
  if (processor.real.absolute(frame) >= processor.storage.size) leave();
  return { entry, word, shift, frame };
}

const virtualKey = (block: Block): number => (block.word >>> block.shift) & 0xfe;

/** What the frame's key has recorded. */
function recordedIn(processor: Processor, { frame }: Block): number {
  return frame === undefined ? 0 : processor.storageKey(frame) & RECORDED;
}

function withVirtualKey(block: Block, key: number): number {
  return (block.word & ~(0xff << block.shift)) | (key << block.shift);
}

/** `address`: of register R2, whose bits 28-31 must be zero. */
export function insertStorageKey(processor: Processor, machine: VirtualMachine, r1: number, address: number): void {
  if (address & 15) leave();
  const block = find(processor, machine, address & 0xff_f800);
  const shown = machine.psw & EC ? 0xfe : 0xf8;
  const key = (virtualKey(block) | recordedIn(processor, block)) & shown;
  const at = state.generalRegisters.index + r1;
  processor.words[at] = (processor.words[at] & 0xffff_ff00) | key;
}

export function setStorageKey(processor: Processor, machine: VirtualMachine, key: number, address: number): void {
  if (address & 15) leave();
  const block = find(processor, machine, address & 0xff_f800);
  if (block.frame === undefined) return leave();
  const word = withVirtualKey(block, key & 0xfe);
  machine.blocks.setWord(block.entry, withBackup(block, word, recordedIn(processor, block)));
  // Reference and change of before are in the backup bits; what the virtual machine sees begins anew.
  processor.setStorageKey(block.frame, key & 0xf8);
}

/** The condition code tells reference and change as the virtual machine saw them. */
export function resetReferenceBit(processor: Processor, machine: VirtualMachine, address: number): void {
  const block = find(processor, machine, address & 0xff_f800);
  const key = virtualKey(block);
  const recorded = recordedIn(processor, block);
  const word = withVirtualKey(block, key & ~REFERENCED);
  machine.blocks.setWord(block.entry, withBackup(block, word, recorded));
  if (block.frame !== undefined) {
    const { frame } = block;
    processor.setStorageKey(frame, processor.storageKey(frame) & ~REFERENCED);
  }
  processor.words[state.conditionCode.index] = ((key | recorded) >>> 1) & 3;
}
