/** The virtual machine that runs, as the MICBLOK describes it (GA22-7074-0, "Parameter List"). */

import type { Processor } from "../processor.ts";
import { MODE_PROBLEM, state } from "../state.ts";
import { type Sizes, type TableStorage, type Translation, walk } from "../translation.ts";
import { leave, RealBlocks } from "./real-blocks.ts";

/** Bits of control register 6. */
export const ASSIST_ACTIVE = 0x8000_0000 | 0;
export const VIRTUAL_PROBLEM = 0x4000_0000;
export const NO_KEYS = 0x2000_0000;
export const SYSTEM_360_ONLY = 0x1000_0000;
export const NO_SVC = 0x0800_0000;
export const SHADOW_TABLES = 0x0400_0000;
export const CONTROL_PROGRAM = 0x0200_0000;
export const VIRTUAL_TIMER = 0x0100_0000;
/** Ours: a virtual machine that translates by its own tables is kept within its storage. */
export const BOUNDED = 1;
const MICBLOK = 0x00ff_fff8;

/** Offsets of words of the MICBLOK (SY20-0884, "MICBLOK"). */
const MICRSEG = 0;
const MICCREG = 4;
const MICVPSW = 8;
const MICVTMR = 16;
const MICACF = 20;
/** Ours: how many bytes of storage a bounded virtual machine has, a multiple of 4,096. */
const MICSIZE = 24;

/** Of MICVPSW: a virtual interruption is pending. */
const PENDING = 0x8000_0000;
/** Of MICRSEG. */
const PAGES_2K = 2;
const SEGMENTS_1M = 1;

const ADDRESS = 0xff_ffff;
const PAGE = 4096;

/** Where the virtual machine's page is in the tables of MICRSEG. */
export interface PageEntries {
  /** Real address of the page table. */
  readonly pageTable: number;
  readonly pageIndex: number;
}

export class VirtualMachine {
  readonly blocks: RealBlocks;
  readonly #processor: Processor;

  constructor(processor: Processor) {
    this.#processor = processor;
    this.blocks = new RealBlocks(processor);
  }

  /** Control register 6. */
  get controls(): number {
    return this.#processor.controlRegister(6);
  }

  /** Remembers, in control register 6, whether the virtual machine is in problem state. */
  setProblem(is: boolean): void {
    const { words } = this.#processor;
    const at = state.controlRegisters.index + 6;
    words[at] = is ? words[at] | VIRTUAL_PROBLEM : words[at] & ~VIRTUAL_PROBLEM;
  }

  #pointer(offset: number): number {
    return this.blocks.word((this.controls & MICBLOK) + offset);
  }

  /** Real address of the virtual PSW. */
  get pswAddress(): number {
    return this.#pointer(MICVPSW) & ADDRESS & ~7;
  }

  /** Whether an interruption waits until the virtual machine lets it in. */
  get isInterruptionPending(): boolean {
    return (this.#pointer(MICVPSW) & PENDING) !== 0;
  }

  /** Left word of the virtual PSW. */
  get psw(): number {
    return this.blocks.word(this.pswAddress);
  }

  /** What control register 1 has while the virtual machine's real addresses are translated. */
  get segmentTable(): number {
    return this.#pointer(MICRSEG);
  }

  /** The assist control word. */
  get functions(): number {
    return this.#pointer(MICACF);
  }

  /** Real address of the virtual interval timer. */
  get timerAddress(): number {
    return this.#pointer(MICVTMR) & ADDRESS & ~3;
  }

  /** Real address of a virtual control register. */
  controlRegisterAddress(register: number): number {
    return (this.#pointer(MICCREG) & ADDRESS & ~3) + 4 * register;
  }

  controlRegister(register: number): number {
    return this.blocks.word(this.controlRegisterAddress(register));
  }

  // --- The virtual machine's real addresses

  /** Sizes of pages and segments of the tables of MICRSEG. */
  get sizes(): Sizes {
    const segments = this.#pointer(MICRSEG);
    return { pageBits: segments & PAGES_2K ? 11 : 12, segmentBits: segments & SEGMENTS_1M ? 20 : 16 };
  }

  /** Real address of the virtual machine's real address, or why it has none. */
  translate(address: number): Translation {
    const segments = this.#pointer(MICRSEG);
    return walk(this.blocks, translationFormat(segments), segments, address & ADDRESS);
  }

  /** The virtual machine's real storage, for walking its tables. Leaves where a part is not in storage. */
  get storage(): { has(address: number): boolean; word(address: number): number; halfword(address: number): number } {
    const place = (address: number): number => {
      const found = this.translate(address);
      return "real" in found ? found.real : leave();
    };
    return {
      has: () => true,
      word: (address) => this.blocks.word(place(address)),
      halfword: (address) => this.blocks.halfword(place(address)),
    };
  }

  /**
   * The storage of a virtual machine that translates by its own tables, as its real addresses: those below 4,096 in the frame of its
   * page 0, those from its size on nowhere. `real`: the real address of a page of its own, or undefined.
   */
  get bounds(): TableStorage & { real(address: number): number | undefined } {
    const size = this.#pointer(MICSIZE) & ADDRESS;
    const page = this.translate(0);
    const real = (address: number): number | undefined => {
      if (address >= size) return undefined;
      if (address >= PAGE) return address;
      return "real" in page ? page.real + address : undefined;
    };
    const place = (address: number): number => real(address) ?? leave();
    return {
      real,
      has: (address) => {
        const found = real(address);
        return found !== undefined && this.blocks.has(found);
      },
      word: (address) => this.#processor.real.word(place(address)),
      halfword: (address) => this.#processor.real.halfword(place(address)),
    };
  }

  /** Page table of the 4 KiB page at the virtual machine's real address; leaves where there is none, or pages are of 2 KiB. */
  pageEntries(address: number): PageEntries {
    const segments = this.#pointer(MICRSEG);
    if (segments & PAGES_2K) leave();
    const segmentBits = segments & SEGMENTS_1M ? 20 : 16;
    const segmentIndex = address >>> segmentBits;
    if (segmentIndex >>> 4 > segments >>> 24) leave();
    const entry = this.blocks.word((segments & 0xff_ffc0) + 4 * segmentIndex);
    // Invalid, or of no valid format.
    if (entry & 0x0f00_0001) leave();
    const pageIndex = (address & (2 ** segmentBits - 1)) >>> 12;
    if (pageIndex >>> (segmentBits - 16) > entry >>> 28) leave();
    return { pageTable: entry & 0xff_fff8, pageIndex };
  }

  /** Whether nothing at all is assisted now, whatever control register 6 says: supervisor state, or program events. */
  get isOutside(): boolean {
    const { words, ec } = this.#processor;
    if ((words[state.modeBits.index] & MODE_PROBLEM) === 0) return true;
    return ec && (words[state.systemMask.index] & 0x40) !== 0;
  }
}

/** Bits 8-12 of a control register 0 that would describe the tables of MICRSEG. */
function translationFormat(segments: number): number {
  return (segments & PAGES_2K ? 0x0040_0000 : 0x0080_0000) | (segments & SEGMENTS_1M ? 0x0010_0000 : 0);
}
