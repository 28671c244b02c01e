/**
 * The translator at run time: finds what is hot, keeps translated regions by address and mode, passes control from one
 * to the next, and forgets those whose program has changed.
 */
import type { Builder } from "./emit/builder.ts";
import { REASON, type TranslatorWords } from "./emit/emitter.ts";
import { ADDEND, ENTRY_SIZE, FETCH_TAG, type MemoryModel } from "./emit/memory.ts";
import { Code, encodeModule, I32, type ImportedFunction, OP, VOID } from "./emit/wasm.ts";
import type { Word } from "./operations.ts";
import { ProgramMap } from "./program-map.ts";
import { type Guest, translateRegion } from "./region.ts";

/** No region begins at the instruction address. */
export const ABSENT = 5;

/** Entries of the table of regions, and bytes of one: address, where and in which mode it holds, function. */
const REGION_ENTRIES = 4096;
const REGION_ENTRY = 16;

/** Bytes of the table of regions. */
export const REGION_TABLE_SIZE = REGION_ENTRIES * REGION_ENTRY;

/** How often a place must be jumped to before it is translated. */
const HOT = 40;
/** How often the program at a place may change before its instructions are left to the interpreter. */
const UNSTEADY = 8;
const NONE: ReadonlySet<number> = new Set();

/** Pages for keeping regions by place. */
const PAGE_BITS = 11;

/** Names of the imports, in the order of their numbers. */
export const SLOW_IMPORTS = ["load", "store", "rangeLoad", "rangeStore"] as const;
const slowType = { parameters: [I32, I32] as const, results: [I32] as const };
const imports: readonly ImportedFunction[] = SLOW_IMPORTS.map((name) => ({ name, type: slowType }));
const regionType = { parameters: [], results: [I32] as const };

export interface TranslatorLayout {
  readonly memory: WebAssembly.Memory;
  readonly words: TranslatorWords;
  /** Page from which instructions come (address over page size), and what {@link codePlace} says of it. */
  readonly fetchPage: Word;
  /** Real address of that page. */
  readonly fetchReal: Word;
  /** What translations depend on besides their place: below the size of a page. */
  readonly codeMode: Word;
  /** Offset of storage in linear memory. */
  readonly storage: number;
  /** Offset of the table of regions: {@link REGION_TABLE_SIZE} bytes. */
  readonly regions: number;
  /** Offset of the program map: a byte for 16 of linear memory up to the end of storage, and some to spare. */
  readonly programMap: number;
  readonly programMapSize: number;
  readonly model: MemoryModel;
  /** A module whose exports take the place of the slow paths, which it imports. */
  readonly before?: Uint8Array;
  /** How often a place must be jumped to before it is translated, if not {@link HOT} times; at most 254. */
  readonly hot?: number;
}

/** What the machine answers where the table of host addresses does not: see {@link MemoryModel}. */
export type SlowPaths = Record<(typeof SLOW_IMPORTS)[number], (address: number, length: number) => number>;

interface Region {
  readonly key: number;
  readonly where: number;
  readonly index: number;
  readonly bytes: readonly { readonly place: number; readonly length: number }[];
  /** Values that words must have at the entry. */
  readonly assumed: ReadonlyMap<number, number>;
}

/** Figures of what a translator has done. */
export interface TranslatorCounters {
  translations: number;
  translatedInstructions: number;
  invalidations: number;
  bytes: number;
}

export class Translator<Processor, B extends Builder<Processor>> {
  readonly #layout: TranslatorLayout;
  readonly #guest: Guest<B>;
  readonly #words: Int32Array;
  readonly #imports: WebAssembly.ModuleImports;
  readonly #table: WebAssembly.Table;
  readonly #free: number[] = [];
  readonly #dispatch: () => number;
  readonly map: ProgramMap;
  readonly #regions = new Map<number, Region>();
  /** By region: words that had other values at its entry than were assumed. */
  readonly #varying = new Map<number, Set<number>>();
  readonly #byPage = new Map<number, Set<Region>>();
  readonly #heat = new Uint8Array(65536);
  /** How often the program at a halfword changed after it had been translated. */
  readonly #changes = new Map<number, number>();
  readonly counters: TranslatorCounters = { translations: 0, translatedInstructions: 0, invalidations: 0, bytes: 0 };

  constructor(layout: TranslatorLayout, guest: Guest<B>, slow: SlowPaths) {
    this.#layout = layout;
    this.#guest = guest;
    const { buffer } = layout.memory;
    this.#words = new Int32Array(buffer);
    this.map = new ProgramMap(new Uint8Array(buffer, layout.programMap, layout.programMapSize));
    this.#table = new WebAssembly.Table({ element: "anyfunc", initial: 64 });
    this.#imports = { m: layout.memory, t: this.#table, ...slow };
    if (layout.before) Object.assign(this.#imports, this.#instantiate(layout.before));
    for (let i = 63; i >= 0; i--) this.#free.push(i);
    this.#forgetAll();
    this.#dispatch = this.#instance(dispatcher(layout)) as () => number;
  }

  /** Runs translated code from the instruction address on; returns a {@link REASON} or {@link ABSENT}. */
  run(): number {
    return this.#dispatch();
  }

  /**
   * Told of a jump (or other way in) to an address at which no region begins; translates it when it is hot. `real`: where it lies
   * in storage. Returns whether there is a region now.
   */
  visit(address: number, real: number): boolean {
    const slot = (real >>> 1) & 0xffff;
    const heat = this.#heat[slot];
    if (heat < (this.#layout.hot ?? HOT)) {
      this.#heat[slot] = heat + 1;
      return false;
    }
    if (this.#heat[slot] === 255) return false;
    if (this.#translate(address)) return true;
    this.#heat[slot] = 255;
    return false;
  }

  /** The region at the instruction address has refused: its assumptions do not hold. */
  refused(): void {
    const address = this.#words[this.#layout.words.instructionAddress.index];
    const region = this.#regions.get(this.#keyOf(address));
    if (!region) return;
    const varying = this.#varying.get(region.key) ?? new Set();
    for (const [word, value] of region.assumed) if (this.#words[word] !== value) varying.add(word);
    this.#varying.set(region.key, varying);
    this.#drop(region);
    this.#translate(address);
  }

  /** The program has stored there. */
  stored(place: number, length: number): void {
    if (!this.map.holds(place, length)) return;
    for (let at = place & ~1; at < place + length && at < place + 64; at += 2)
      this.#changes.set(at, (this.#changes.get(at) ?? 0) + 1);
    this.#invalidate(place, length);
  }

  /** Storage has been changed from outside: what is there now is another program. */
  replaced(place: number, length: number): void {
    // What was found to be no program counts anew; an interruption's stores leave the rest as it is.
    const first = (place - this.#layout.storage) >>> 1;
    const slots = Math.min(this.#heat.length, (length >>> 1) + 1);
    for (let i = 0; i < slots; i++) this.#heat[(first + i) & 0xffff] = 0;
    for (const at of this.#changes.keys()) if (at >= place - 1 && at < place + length) this.#changes.delete(at);
    if (this.map.holds(place, length)) this.#invalidate(place, length);
  }

  #invalidate(place: number, length: number): void {
    this.counters.invalidations++;
    const last = (place + length - 1) >>> PAGE_BITS;
    for (let page = place >>> PAGE_BITS; page <= last; page++) {
      for (const region of [...(this.#byPage.get(page) ?? [])])
        if (region.bytes.some((part) => part.place < place + length && place < part.place + part.length))
          this.#drop(region);
      this.#remark(page);
    }
  }

  /** Whether the program there changes so often that it is not worth translating. */
  isUnsteady(place: number, length: number): boolean {
    for (let at = place; at < place + length; at += 2) if ((this.#changes.get(at & ~1) ?? 0) >= UNSTEADY) return true;
    return false;
  }

  /** Forgets all translations. */
  forget(): void {
    for (const region of [...this.#regions.values()]) this.#drop(region);
    this.#forgetAll();
  }

  #forgetAll(): void {
    const { regions, programMap, programMapSize, memory } = this.#layout;
    new Uint8Array(memory.buffer, programMap, programMapSize).fill(0);
    const table = new Int32Array(memory.buffer, regions, REGION_TABLE_SIZE / 4);
    table.fill(-1);
  }

  #where(): number {
    const { fetchReal, codeMode } = this.#layout;
    return this.#words[fetchReal.index] | this.#words[codeMode.index];
  }

  #keyOf(address: number): number {
    return address * 2 ** 26 + this.#where();
  }

  #translate(address: number): boolean {
    const varying = this.#varying.get(this.#keyOf(address)) ?? NONE;
    const region = translateRegion<Processor, B>(this.#guest, address, varying);
    if (!region) return false;
    const bytes = encodeModule(imports, [{ name: "r", type: regionType, locals: region.locals, code: region.code }]);
    this.counters.translations++;
    this.counters.translatedInstructions += region.instructions;
    this.counters.bytes += bytes.length;
    const index = this.#free.pop() ?? this.#grow();
    this.#table.set(index, this.#instance(bytes));
    const { assumed, bytes: from } = region;
    const made: Region = { key: this.#keyOf(address), where: this.#where(), index, bytes: from, assumed };
    const old = this.#regions.get(made.key);
    if (old) this.#drop(old);
    this.#regions.set(made.key, made);
    this.#enter(address, made);
    for (const { place, length } of region.bytes) {
      this.map.mark(place, length);
      for (let page = place >>> PAGE_BITS; page <= (place + length - 1) >>> PAGE_BITS; page++) {
        const set = this.#byPage.get(page) ?? new Set();
        set.add(made);
        this.#byPage.set(page, set);
      }
    }
    return true;
  }

  /** A region that another one has displaced from the table gets its entry back. */
  find(address: number): boolean {
    const region = this.#regions.get(this.#keyOf(address));
    if (region) this.#enter(address, region);
    return region !== undefined;
  }

  #enter(address: number, region: Region): void {
    const at = this.#layout.regions / 4 + 4 * ((address >>> 1) & (REGION_ENTRIES - 1));
    this.#words[at] = address;
    this.#words[at + 1] = region.where;
    this.#words[at + 2] = region.index;
  }

  #drop(region: Region): void {
    this.#regions.delete(region.key);
    const address = Math.floor(region.key / 2 ** 26);
    const at = this.#layout.regions / 4 + 4 * ((address >>> 1) & (REGION_ENTRIES - 1));
    if (this.#words[at + 2] === region.index) this.#words.fill(-1, at, at + 3);
    this.#table.set(region.index, null);
    this.#free.push(region.index);
    for (const { place, length } of region.bytes)
      for (let page = place >>> PAGE_BITS; page <= (place + length - 1) >>> PAGE_BITS; page++)
        this.#byPage.get(page)?.delete(region);
  }

  /** Makes the map of a page what its regions say. */
  #remark(page: number): void {
    this.map.clear(page << PAGE_BITS, (page + 1) << PAGE_BITS);
    for (const region of this.#byPage.get(page) ?? [])
      for (const { place, length } of region.bytes) this.map.mark(place, length);
  }

  #grow(): number {
    const first = this.#table.grow(64);
    for (let i = 63; i > 0; i--) this.#free.push(first + i);
    return first;
  }

  #instance(bytes: Uint8Array): unknown {
    return this.#instantiate(bytes).r;
  }

  #instantiate(bytes: Uint8Array): WebAssembly.Exports {
    // The types of TypeScript's library want an ArrayBuffer of its own; the bytes are one.
    const module = new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>);
    return new WebAssembly.Instance(module, { e: this.#imports }).exports;
  }
}

/**
 * Passes control from region to region for as long as each leaves for the next. A region holds at an address, for the
 * real page that it was translated from, in the mode in which that was done.
 */
function dispatcher(layout: TranslatorLayout): Uint8Array {
  const { words, fetchPage, fetchReal, codeMode, storage, regions, model } = layout;
  const code = new Code();
  const [pc, entry, reason] = [0, 1, 2];
  const load = (word: Word): void => {
    code.constant(0);
    code.memory(OP.i32Load, 4 * word.index);
  };
  const returnUnequal = (): void => {
    code.op(OP.i32Ne);
    code.op(OP.if);
    code.byte(VOID);
    code.constant(ABSENT);
    code.op(OP.return);
    code.op(OP.end);
  };
  code.op(OP.loop);
  code.byte(VOID);
  load(words.instructionAddress);
  code.with(OP.localTee, pc);
  code.constant(model.pageBits);
  code.op(OP.i32ShrU);
  load(fetchPage);
  code.op(OP.i32Ne);
  code.op(OP.if);
  code.byte(VOID);
  // Where nothing is left of the budget, the next instruction is not fetched yet.
  load(words.budget);
  code.op(OP.i32Eqz);
  code.op(OP.if);
  code.byte(VOID);
  code.constant(ABSENT);
  code.op(OP.return);
  code.op(OP.end);
  code.with(OP.localGet, pc);
  code.constant(model.pageBits - 4);
  code.op(OP.i32ShrU);
  code.constant((model.entries - 1) * ENTRY_SIZE);
  code.op(OP.i32And);
  code.with(OP.localTee, entry);
  code.memory(OP.i32Load, model.table + FETCH_TAG);
  code.with(OP.localGet, pc);
  code.constant(-(2 ** model.pageBits));
  code.op(OP.i32And);
  load(model.mode);
  code.op(OP.i32Or);
  returnUnequal();
  code.constant(0);
  code.with(OP.localGet, pc);
  code.constant(model.pageBits);
  code.op(OP.i32ShrU);
  code.memory(OP.i32Store, 4 * fetchPage.index);
  code.constant(0);
  code.with(OP.localGet, pc);
  code.constant(-(2 ** model.pageBits));
  code.op(OP.i32And);
  code.with(OP.localGet, entry);
  code.memory(OP.i32Load, model.table + ADDEND);
  code.op(OP.i32Add);
  code.constant(storage);
  code.op(OP.i32Sub);
  code.memory(OP.i32Store, 4 * fetchReal.index);
  code.op(OP.end);
  code.with(OP.localGet, pc);
  code.constant(1);
  code.op(OP.i32ShrU);
  code.constant(REGION_ENTRIES - 1);
  code.op(OP.i32And);
  code.constant(4);
  code.op(OP.i32Shl);
  code.with(OP.localTee, entry);
  code.memory(OP.i32Load, regions);
  code.with(OP.localGet, pc);
  returnUnequal();
  code.with(OP.localGet, entry);
  code.memory(OP.i32Load, regions + 4);
  load(fetchReal);
  load(codeMode);
  code.op(OP.i32Or);
  returnUnequal();
  code.with(OP.localGet, entry);
  code.memory(OP.i32Load, regions + 8);
  code.op(OP.callIndirect);
  // Type 1: after the imports' one.
  code.unsigned(1);
  code.byte(0);
  code.with(OP.localTee, reason);
  code.op(OP.i32Eqz);
  code.with(OP.brIf, 0);
  code.op(OP.end);
  code.with(OP.localGet, reason);
  return encodeModule(imports, [{ name: "r", type: regionType, locals: [I32, I32, I32], code }]);
}

export { REASON };
