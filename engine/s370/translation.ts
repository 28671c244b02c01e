/** Dynamic address translation (GA22-7000, "Dynamic Address Translation") and its lookaside buffer. */
import { ADDRESSING, PAGE_TRANSLATION, SEGMENT_TRANSLATION, TRANSLATION_SPECIFICATION } from "./interruption-codes.ts";
import type { RealStorage } from "./prefixing.ts";
import { state, TLB_ENTRIES } from "./state.ts";

/** A real address, or why there is none. */
export type Translation = { readonly real: number; readonly isProtected: boolean } | Untranslated;

export interface Untranslated {
  /** Program-interruption code. */
  readonly code: number;
  /** Real address of the table entry that said no, or would have been looked at. */
  readonly entry: number;
  /** Whether the entry lies beyond its table's length. */
  readonly beyond?: boolean;
}

/** Page and segment sizes that CR0 bits 8-12 select, as numbers of address bits. */
export interface Sizes {
  readonly pageBits: number;
  readonly segmentBits: number;
}

/** Segment-table entry: what lies in the segment may not be stored into (GA22-7000, "Segment Protection"). */
const SEGMENT_PROTECTED = 0x4;
/** The same of an entry of the lookaside buffer, beside its frame's address. */
export const PROTECTED_FRAME = 1;

/** Undefined: the combination is a translation-specification exception. */
export function sizes(cr0: number): Sizes | undefined {
  const page = (cr0 >>> 22) & 3;
  const segment = (cr0 >>> 19) & 7;
  const pageBits = page === 1 ? 11 : page === 2 ? 12 : 0;
  const segmentBits = segment === 0 ? 16 : segment === 2 ? 20 : 0;
  return pageBits && segmentBits ? { pageBits, segmentBits } : undefined;
}

/** Where tables lie: storage by the addresses that they have. */
export type TableStorage = Pick<RealStorage, "has" | "word" | "halfword">;

/** Walks segment and page table, without the lookaside buffer. */
export function walk(storage: TableStorage, cr0: number, cr1: number, address: number): Translation {
  const size = sizes(cr0);
  if (!size) return { code: TRANSLATION_SPECIFICATION, entry: 0 };
  const { pageBits, segmentBits } = size;

  const segmentIndex = address >>> segmentBits;
  const segmentTable = cr1 & 0xff_ffc0;
  const segmentEntry = segmentTable + 4 * segmentIndex;
  // The table's length counts units of 64 bytes: 16 entries.
  if (segmentIndex >>> 4 > cr1 >>> 24) return { code: SEGMENT_TRANSLATION, entry: segmentEntry, beyond: true };
  if (!storage.has(segmentEntry)) return { code: ADDRESSING, entry: segmentEntry };
  const segment = storage.word(segmentEntry) >>> 0;
  if (segment & 1) return { code: SEGMENT_TRANSLATION, entry: segmentEntry };
  if (segment & 0x0f00_0000) return { code: TRANSLATION_SPECIFICATION, entry: segmentEntry };

  const pageIndex = (address & (2 ** segmentBits - 1)) >>> pageBits;
  const pageEntry = (segment & 0xff_fff8) + 2 * pageIndex;
  // The page table's length counts sixteenths of the longest one.
  if (pageIndex >>> (segmentBits - pageBits - 4) > segment >>> 28)
    return { code: PAGE_TRANSLATION, entry: pageEntry, beyond: true };
  if (!storage.has(pageEntry & ~3)) return { code: ADDRESSING, entry: pageEntry };
  const page = storage.halfword(pageEntry);
  const invalid = pageBits === 12 ? 0x8 : 0x4;
  if (page & invalid) return { code: PAGE_TRANSLATION, entry: pageEntry };
  if (page & (invalid - 2)) return { code: TRANSLATION_SPECIFICATION, entry: pageEntry };
  const frame = (page & (pageBits === 12 ? 0xfff0 : 0xfff8)) << 8;
  return { real: frame | (address & (2 ** pageBits - 1)), isProtected: (segment & SEGMENT_PROTECTED) !== 0 };
}

/**
 * Makes a page-table entry invalid (GA22-7000, "Invalidate Page Table Entry"). `segment` has the form of a
 * segment-table entry, of which the page-table origin counts; of the virtual address the page index counts. Answers with
 * the program-interruption code of what is wrong, or what the lookaside buffer must forget.
 */
export function invalidatePageTableEntry(
  storage: RealStorage,
  cr0: number,
  segment: number,
  address: number,
): number | { readonly entry: number; readonly pages: (page: number) => boolean } {
  const size = sizes(cr0);
  if (!size) return TRANSLATION_SPECIFICATION;
  const { pageBits, segmentBits } = size;
  const index = (address & (2 ** segmentBits - 1)) >>> pageBits;
  const entry = (segment & 0xff_fff8) + 2 * index;
  if (!storage.has(entry & ~3)) return ADDRESSING;
  storage.setHalfword(entry, storage.halfword(entry) | (pageBits === 12 ? 0x8 : 0x4));
  // Entries are kept by pages of 2 KiB.
  const within = 2 ** (segmentBits - 11) - 1;
  return { entry, pages: (page) => ((page & within) << 11) >>> pageBits === index };
}

/**
 * The lookaside buffer: what a walk found stays in force until it is purged or replaced, whatever the tables say by
 * then. An entry holds its page (and a one bit for valid), CR0's sizes, CR1, and the frame. Entries of common segments
 * may be used with another CR1 too (GA22-7000, "Common-Segment Bit"); here they are not.
 */
export class Tlb {
  readonly #words: Int32Array;
  readonly #base = state.tlb.index;

  constructor(words: Int32Array) {
    this.#words = words;
  }

  /** The frame's real address, and {@link PROTECTED_FRAME}; or -1. */
  find(page: number, cr0: number, cr1: number): number {
    const at = this.#base + 4 * (page % TLB_ENTRIES);
    const words = this.#words;
    const hit = words[at] === ((page << 1) | 1) && words[at + 1] === (cr0 & 0x00f8_0000) && words[at + 2] === cr1;
    return hit ? words[at + 3] : -1;
  }

  /** Enters a page. Returns the page whose entry it takes. */
  put(page: number, cr0: number, cr1: number, frame: number): number {
    const at = this.#base + 4 * (page % TLB_ENTRIES);
    const replaced = this.#words[at] >>> 1;
    this.#words[at] = (page << 1) | 1;
    this.#words[at + 1] = cr0 & 0x00f8_0000;
    this.#words[at + 2] = cr1;
    this.#words[at + 3] = frame;
    return replaced;
  }

  /** Forgets the pages that are named. */
  drop(isNamed: (page: number) => boolean): void {
    for (let at = this.#base; at < this.#base + state.tlb.length; at += 4)
      if (this.#words[at] & 1 && isNamed(this.#words[at] >>> 1)) this.#words[at] = 0;
  }

  purge(): void {
    this.#words.fill(0, this.#base, this.#base + state.tlb.length);
  }
}
