/**
 * Random virtual machines that are about to execute one instruction: as they are on a machine of their own, and as a
 * hypervisor has laid them out in real storage for the processor's assists.
 */
import type { System370 } from "../../../../engine/s370/index.ts";
import { Random } from "../../../vectors/random.ts";

/** Bytes of a virtual machine's storage. */
export const SIZE = 0x8000;
export const REAL_SIZE = 0x2_0000;

/** Where the hypervisor has its blocks. */
export const AT = {
  micblok: 0x2000,
  virtualPsw: 0x2028,
  controlRegisters: 0x2040,
  segmentTable: 0x2100,
  pageTable: 0x2148,
  swapTable: 0x2200,
  shadowSegments: 0x4000,
  shadowPages: 0x5000,
  frames: 0x1_0000,
} as const;

/** Where a virtual machine has tables of its own: segment table and page tables, in its page 7. */
const VIRTUAL_SEGMENTS = 0x7000;
const VIRTUAL_PAGES = 0x7100;
const TABLE_STEP = 0x80;
const SEGMENTS = 2;
/** Entries of a segment table of two units of length, the longest here. */
const MOST_SEGMENTS = 32;

/** Where the instruction is. */
export const PROGRAM = 0x1000;

const EC = 0x0008_0000;
const TRANSLATING = 0x0400_0000;

export interface VirtualMachine {
  readonly seed: number;
  /** PSW, as the virtual machine has it. */
  readonly left: number;
  readonly right: number;
  readonly registers: readonly number[];
  readonly controlRegisters: readonly number[];
  readonly storage: Uint8Array;
  /** Of each 2 KiB: access control and fetch protection; what is recorded in the swap table, and in the frame's key. */
  readonly keys: readonly { readonly access: number; readonly swap: number; readonly real: number }[];
  /** Bytes of a real page. */
  readonly realPage: number;
  readonly isLargeSegment: boolean;
  /** Frame of each real page; undefined: not in storage. */
  readonly frames: readonly (number | undefined)[];
  /** Bits 0-7 of control register 6. */
  readonly controls: number;
  readonly isPending: boolean;
  /** Whether the hypervisor's shadow tables have pages and segments as the virtual machine's. */
  readonly isShadowAlike: boolean;
  /** Bytes of the virtual machine's own pages and segments. */
  readonly page: number;
  readonly segment: number;
  readonly realPer: boolean;
}

export const isTranslating = ({ left }: VirtualMachine): boolean => (left & EC) !== 0 && (left & TRANSLATING) !== 0;

const word = (bytes: Uint8Array, at: number): number => new DataView(bytes.buffer, bytes.byteOffset).getInt32(at);
const halfword = (bytes: Uint8Array, at: number): number => new DataView(bytes.buffer, bytes.byteOffset).getUint16(at);
const putWord = (bytes: Uint8Array, at: number, value: number): void =>
  new DataView(bytes.buffer, bytes.byteOffset).setInt32(at, value);
const putHalfword = (bytes: Uint8Array, at: number, value: number): void =>
  new DataView(bytes.buffer, bytes.byteOffset).setUint16(at, value);

/** Bits 8-12 of control register 0 for page and segment. */
const format = (page: number, segment: number): number =>
  (page === 2048 ? 0x0040_0000 : 0x0080_0000) | (segment === 0x1_0000 ? 0 : 0x0010_0000);

/** Interruptions that would come at once on a machine of its own: their masks stay zeros. */
const CLOCK_MASKS = 0x0ce0;

/** Entries of a page table that covers 32 KiB or, where tables are coarser, 64; and bits 0-3 of its segment's entry. */
function tableLength(page: number, segment: number): { entries: number; length: number } {
  const sixteenth = segment / page / 16;
  const entries = Math.ceil(SIZE / page / sixteenth) * sixteenth;
  return { entries, length: entries / sixteenth - 1 };
}

export function randomMachine(seed: number): VirtualMachine {
  const random = new Random(seed);
  const ec = random.chance(60);
  const translating = ec && random.chance(50);
  const page = random.pick([2048, 4096]);
  const segment = random.pick([0x1_0000, 0x10_0000]);
  const storage = new Uint8Array(SIZE);
  for (let i = 0; i < SIZE; i += 4) if (random.chance(30)) putWord(storage, i, random.edgeWord());

  // The virtual machine's own tables.
  const { entries, length } = tableLength(page, segment);
  for (let i = 0; i < MOST_SEGMENTS; i++) putWord(storage, VIRTUAL_SEGMENTS + 4 * i, 1);
  for (let i = 0; i < SEGMENTS; i++) {
    const table = VIRTUAL_PAGES + TABLE_STEP * i;
    const isValid = i === 0 || random.chance(50);
    const strange = random.chance(3) && i > 0 ? 0x0100_0000 : 0;
    putWord(storage, VIRTUAL_SEGMENTS + 4 * i, (length << 28) | table | (isValid ? 0 : 1) | strange);
    for (let entry = 0; entry < entries; entry++) {
      const own = i === 0 && Math.floor(PROGRAM / page) === entry;
      const frame = own
        ? PROGRAM & ~(page - 1)
        : random.below(random.chance(5) ? 12 : 8) * 0x1000 + (page === 2048 ? 2048 * random.below(2) : 0);
      const invalid = own || random.chance(75) ? 0 : page === 4096 ? 8 : 4;
      putHalfword(storage, table + 2 * entry, (frame >>> 8) | invalid);
    }
  }

  const controlRegisters = Array.from({ length: 16 }, () => random.edgeWord() | 0);
  // No program events: with those, the hypervisor has the real PSW's mask one.
  controlRegisters[9] &= 0x0fff_ffff;
  // No low-address protection: what the hypervisor does about that is its own affair.
  controlRegisters[0] = (controlRegisters[0] & ~(0x70f8_0000 | CLOCK_MASKS)) | format(page, segment);
  if (random.chance(10)) controlRegisters[0] |= 0x4000_0000;
  if (random.chance(3)) controlRegisters[0] &= ~0x00c0_0000;
  controlRegisters[1] = (random.chance(80) ? 0 : 0x0100_0000) | VIRTUAL_SEGMENTS;

  const key = random.chance(60) ? 0 : random.below(16);
  const mask = ec ? (translating ? 4 : 0) | (random.chance(4) ? 0x40 : 0) | random.below(4) : random.below(256);
  const problem = random.chance(10) ? 1 : 0;
  const left = (mask << 24) | (key << 20) | ((ec ? 8 : 0) << 16) | (problem << 16) | (random.below(2) << 18);
  const cc = random.below(4);
  const programMask = random.below(16);
  const realPage = random.chance(75) ? 4096 : 2048;
  const free = Array.from({ length: SIZE / realPage }, (_, i) => AT.frames + i * realPage);
  const frames = [...free].map(() => {
    const [frame] = free.splice(random.below(free.length), 1);
    return random.chance(88) ? frame : undefined;
  });
  frames[Math.floor(PROGRAM / realPage)] ??= free[0] ?? AT.frames + SIZE;
  return {
    seed,
    left: ec ? left | (cc << 12) | (programMask << 8) : left,
    right: ec ? PROGRAM : (cc << 28) | (programMask << 24) | PROGRAM,
    registers: Array.from({ length: 16 }, () => random.edgeWord() | 0),
    controlRegisters,
    storage,
    keys: Array.from({ length: SIZE / 2048 }, (_, i) => ({
      access: ((random.chance(70) ? key : random.below(16)) << 4) | (random.chance(15) && i !== PROGRAM / 2048 ? 8 : 0),
      swap: 2 * random.below(4),
      real: 2 * random.below(4),
    })),
    realPage,
    isLargeSegment: random.chance(25),
    frames,
    controls:
      (random.chance(97) ? 0x80 : 0) |
      (problem ? 0x40 : 0) |
      (random.chance(5) ? 0x20 : 0) |
      (random.chance(5) ? 0x10 : 0) |
      (random.chance(5) ? 0x08 : 0) |
      (random.chance(90) ? 0x04 : 0),
    isPending: random.chance(30),
    isShadowAlike: random.chance(95),
    page,
    segment,
    realPer: random.chance(2),
  };
}

/** The key that the virtual machine sees. */
export const virtualKey = (given: VirtualMachine, block: number): number => {
  const { access, swap, real } = given.keys[block];
  return access | swap | (isPresent(given, block * 2048) ? real : 0);
};

export const isPresent = ({ frames, realPage }: VirtualMachine, address: number): boolean =>
  frames[Math.floor(address / realPage)] !== undefined;

/** Real address of the virtual machine's, which is in storage. */
export function realOf({ frames, realPage }: VirtualMachine, address: number): number {
  const frame = frames[Math.floor(address / realPage)];
  if (frame === undefined) throw new RangeError("not in storage");
  return frame + (address % realPage);
}

/** The virtual machine on a machine of its own. */
export function loadBare(machine: System370, given: VirtualMachine): void {
  machine.write(0, given.storage);
  for (let block = 0; block < given.keys.length; block++)
    machine.processor.setStorageKey(block * 2048, virtualKey(given, block));
  given.controlRegisters.forEach((value, register) => {
    machine.setCr(register, value);
  });
  loadRest(machine, given, given.left, given.right);
}

function loadRest(machine: System370, given: VirtualMachine, left: number, right: number): void {
  given.registers.forEach((value, register) => {
    machine.setGr(register, value);
  });
  machine.processor.loadPsw(left, right);
}

/** The virtual machine as the hypervisor has it. */
export function loadVirtual(machine: System370, given: VirtualMachine): void {
  const { left, right, storage, realPage, frames } = given;
  const random = new Random(~given.seed);
  const real = new Uint8Array(REAL_SIZE);
  const put = (at: number, ...words: number[]): void => {
    words.forEach((value, i) => {
      putWord(real, at + 4 * i, value);
    });
  };
  // New PSWs: a wait, and where it came from.
  put(0x60, 0x000a_0000, 0xf1, 0x000a_0000, 0xf2);
  put(AT.micblok, AT.segmentTable | (realPage === 2048 ? 2 : 0) | (given.isLargeSegment ? 1 : 0));
  put(AT.micblok + 4, AT.controlRegisters, AT.virtualPsw | (given.isPending ? 0x8000_0000 : 0), 0, 0, 0);
  // What counts in the real PSW is old in the virtual one.
  put(AT.virtualPsw, ...(left & EC ? [left & ~0x3f00, 0x123] : [left | 0xabc, 0x1500_0123]));
  put(AT.controlRegisters, ...given.controlRegisters);

  const { length } = tableLength(realPage, given.isLargeSegment ? 0x10_0000 : 0x1_0000);
  put(AT.segmentTable, (length << 28) | AT.pageTable, ...new Array(15).fill(1));
  put(AT.pageTable - 4, AT.swapTable);
  const invalid = realPage === 4096 ? 8 : 4;
  for (let page = 0; page < 64; page++) {
    const frame = frames[page];
    putHalfword(real, AT.pageTable + 2 * page, frame === undefined ? invalid | (random.below(16) << 4) : frame >>> 8);
  }
  for (let page = 0; page < SIZE / 4096; page++) {
    const [first, second] = [given.keys[2 * page], given.keys[2 * page + 1]];
    put(
      AT.swapTable + 8 * page,
      (random.word() & 0xffff_0000) | ((first.access | first.swap) << 8) | second.access | second.swap,
      random.word(),
    );
  }
  for (let at = 0; at < SIZE; at += realPage)
    if (isPresent(given, at)) real.set(storage.subarray(at, at + realPage), realOf(given, at));
  putShadows(real, given);
  machine.write(0, real);
  for (let block = 0; block < given.keys.length; block++) {
    const { access, real: recorded } = given.keys[block];
    if (isPresent(given, block * 2048)) machine.processor.setStorageKey(realOf(given, block * 2048), access | recorded);
  }

  const translating = isTranslating(given);
  const shadow = given.isShadowAlike ? given.page : 6144 - given.page;
  const realFormat = format(realPage, given.isLargeSegment ? 0x10_0000 : 0x1_0000);
  machine.setCr(0, translating ? format(shadow, given.segment) : realFormat);
  machine.setCr(1, translating ? AT.shadowSegments | (given.controlRegisters[1] & 0xff00_0000) : AT.segmentTable);
  // Validating is for shadow tables only.
  const controls = translating ? given.controls : given.controls & ~0x04;
  machine.setCr(6, (controls << 24) | AT.micblok);
  const conditions = left & EC ? left & 0x3f00 : (right >>> 16) & 0x3f00;
  loadRest(
    machine,
    given,
    0x0409_0000 | (given.realPer ? 0x4000_0000 : 0) | (left & 0x00f0_0000) | conditions,
    right & 0xff_ffff,
  );
}

/** Shadow tables: what the virtual machine's say of segments; of pages, hardly any is valid yet. */
function putShadows(real: Uint8Array, given: VirtualMachine): void {
  for (let segment = 0; segment < MOST_SEGMENTS; segment++) {
    const entry = word(given.storage, VIRTUAL_SEGMENTS + 4 * segment);
    const table = AT.shadowPages + TABLE_STEP * segment;
    putWord(real, AT.shadowSegments + 4 * segment, entry & 0x0f00_0001 ? 1 : (entry & 0xf000_0000) | table);
    if (segment >= SEGMENTS) continue;
    for (let page = 0; page < TABLE_STEP / 2; page++) {
      const address = segment * given.segment + page * given.page;
      const found = isPrefilled(given, address) ? shadowEntry(given, address) : undefined;
      const shadow = given.isShadowAlike ? given.page : 6144 - given.page;
      putHalfword(real, table + 2 * page, found ?? (shadow === 4096 ? 8 : 4));
    }
  }
}

/** Whether a virtual address's page is valid in the shadow tables from the start. */
export function isPrefilled(given: VirtualMachine, address: number): boolean {
  if (!given.isShadowAlike || !hasFormat(given) || shadowEntry(given, address) === undefined) return false;
  return new Random(given.seed ^ Math.floor(address / given.page)).chance(20);
}

/** What a shadow table's entry must be for a virtual address; undefined: it may not be valid. */
export function shadowEntry(given: VirtualMachine, address: number): number | undefined {
  if (given.page > given.realPage) return undefined;
  const found = walkVirtual(given, address);
  if (typeof found !== "number" || found >= SIZE || !isPresent(given, found)) return undefined;
  return (realOf(given, found) >>> 8) & (given.page === 4096 ? 0xfff0 : 0xfff8);
}

/** Why a virtual address has no translation: condition code of LRA, entry, and code of the program interruption. */
export interface Untranslated {
  readonly cc: number;
  readonly entry: number;
  readonly code: number;
}

/** The virtual machine's real address for its virtual one, by its own tables, which are read where they are. */
export function walkVirtual(given: VirtualMachine, address: number): number | Untranslated {
  const { storage, controlRegisters } = given;
  const index = Math.floor(address / given.segment);
  const entry = VIRTUAL_SEGMENTS + 4 * index;
  if (Math.floor(index / 16) > controlRegisters[1] >>> 24) return { cc: 3, entry, code: 0x10 };
  const segment = word(storage, entry);
  if (segment & 1) return { cc: 1, entry, code: 0x10 };
  if (segment & 0x0f00_0000) return { cc: -1, entry, code: 0x12 };
  const pageIndex = Math.floor((address % given.segment) / given.page);
  const pageEntry = (segment & 0xff_fff8) + 2 * pageIndex;
  if (Math.floor(pageIndex / (given.segment / given.page / 16)) > segment >>> 28)
    return { cc: 3, entry: pageEntry, code: 0x11 };
  const page = halfword(storage, pageEntry);
  if (page & (given.page === 4096 ? 8 : 4)) return { cc: 2, entry: pageEntry, code: 0x11 };
  return ((page & (given.page === 4096 ? 0xfff0 : 0xfff8)) << 8) + (address % given.page);
}

/** Whether virtual control register 0 says what pages and segments are. */
export const hasFormat = (given: VirtualMachine): boolean => (given.controlRegisters[0] & 0x00c0_0000) !== 0;

/** Whether the page with the virtual machine's tables is in storage. */
export const hasTables = (given: VirtualMachine): boolean => isPresent(given, VIRTUAL_SEGMENTS);
