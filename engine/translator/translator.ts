/**
 * The translator at run time: finds what is hot, keeps translated regions by address and mode, passes control from one
 * to the next, and forgets those whose program has changed.
 */
import { ColdExecutor, type ColdGuest } from "./cold.ts";
import { HEAT_SIZE, MISSING } from "./cold-loop.ts";
import { ABSENT, dispatcher } from "./dispatcher.ts";
import type { Builder } from "./emit/builder.ts";
import { REASON } from "./emit/emitter.ts";
import { encodeModule } from "./emit/wasm.ts";
import {
  imports,
  REGION_ENTRIES,
  REGION_TABLE_SIZE,
  regionType,
  type SLOW_IMPORTS,
  type TranslatorLayout,
} from "./layout.ts";
import { ProgramMap } from "./program-map.ts";
import { type Guest, LIMIT, translateRegion } from "./region.ts";

/** How often a place must be jumped to before it is translated. */
const HOT = 40;
/** The count of arrivals at what cannot be translated. */
const NEVER = 255;
/** Bytes of the longest instruction of any set. */
const LONGEST_INSTRUCTION = 15;
/** Regions kept; the host needs some 30 KB for each. If there are more, the older half goes. */
const MOST_REGIONS = REGION_ENTRIES / 2;
/** Most bytes and locals of a region: hosts refuse functions of more than 7,654,321 bytes or 50,000 locals. */
const MOST_CODE = 2 ** 20;
const MOST_LOCALS = 40_000;
/** How often the program at a place may change before its instructions are left to the interpreter. */
const UNSTEADY = 8;
const NONE: ReadonlySet<number> = new Set();

/** Pages for keeping regions by place. */
const PAGE_BITS = 11;

export { ABSENT } from "./dispatcher.ts";
export { REGION_TABLE_SIZE, SLOW_IMPORTS } from "./layout.ts";

/** What the machine answers where the table of host addresses does not: see {@link MemoryModel}. */
export type SlowPaths = Record<(typeof SLOW_IMPORTS)[number], (address: number, length: number) => number>;

interface Region {
  readonly key: number;
  readonly where: number;
  readonly index: number;
  readonly bytes: readonly { readonly place: number; readonly length: number }[];
  /** Values that words must have at the entry. */
  readonly assumed: ReadonlyMap<number, number>;
  /** Addresses that it leaves for because the program had never been there. */
  readonly left: ReadonlySet<number>;
}

/** Figures of what a translator has done. */
export interface TranslatorCounters {
  translations: number;
  translatedInstructions: number;
  invalidations: number;
  bytes: number;
  /** Instructions that the cold executor has made records of. */
  coldRecords: number;
}

export class Translator<Processor, B extends Builder<Processor>> {
  readonly #layout: TranslatorLayout;
  readonly #guest: Guest<B> & Partial<ColdGuest<B>>;
  readonly #words: Int32Array;
  readonly #imports: WebAssembly.ModuleImports;
  readonly #table: WebAssembly.Table;
  readonly #free: number[] = [];
  // What is compiled waits until a program runs for longer than a moment.
  #dispatch: (() => number) | undefined;
  #isPrepared = false;
  #cold: ColdExecutor<Processor, B> | undefined;
  readonly map: ProgramMap;
  readonly #regions = new Map<number, Region>();
  /** By region: words that had other values at its entry than were assumed. */
  readonly #varying = new Map<number, Set<number>>();
  readonly #byPage = new Map<number, Set<Region>>();
  /** How often the program has arrived at a halfword; 255: it cannot be translated. */
  readonly #heat: Uint8Array;
  /** How often the program at a halfword changed after it had been translated: by the same slots as {@link #heat}. */
  readonly #changes = new Uint8Array(HEAT_SIZE);
  readonly counters: TranslatorCounters = {
    translations: 0,
    translatedInstructions: 0,
    invalidations: 0,
    bytes: 0,
    coldRecords: 0,
  };

  constructor(layout: TranslatorLayout, guest: Guest<B> & Partial<ColdGuest<B>>, slow: SlowPaths) {
    this.#layout = layout;
    this.#guest = guest;
    const { buffer } = layout.memory;
    this.#words = new Int32Array(buffer);
    this.map = new ProgramMap(new Uint8Array(buffer, layout.programMap, layout.programMapSize));
    this.#table = new WebAssembly.Table({ element: "anyfunc", initial: 64 });
    this.#imports = { m: layout.memory, t: this.#table, ...slow };
    for (let i = 63; i >= 0; i--) this.#free.push(i);
    this.#forgetAll();
    const { cold } = layout;
    this.#heat = cold ? new Uint8Array(buffer, cold.heat, HEAT_SIZE) : new Uint8Array(HEAT_SIZE);
  }

  #makeCold(): ColdExecutor<Processor, B> | undefined {
    const { cold } = this.#layout;
    const guest = this.#guest;
    const { newColdBuilder, coldInstruction } = guest;
    if (!cold || !newColdBuilder || !coldInstruction) return undefined;
    return new ColdExecutor(
      this.#layout,
      cold,
      this.#hot,
      {
        newColdBuilder: () => newColdBuilder.call(guest),
        coldInstruction: (address) => coldInstruction.call(guest, address),
      },
      this.#table,
      (bytes) => this.#instantiate(bytes),
    );
  }

  get #hot(): number {
    return Math.min(this.#layout.hot ?? HOT, NEVER);
  }

  /** Runs translated code from the instruction address on; returns a {@link REASON} or {@link ABSENT}. */
  run(): number {
    if (this.#regions.size === 0) return ABSENT;
    // The export is that function.
    this.#dispatch ??= this.#instance(dispatcher(this.#layout)) as () => number;
    return this.#dispatch();
  }

  /** Whether the program has arrived at a place in storage often enough for the cold executor. */
  isWarm(real: number): boolean {
    const { cold } = this.#layout;
    return cold !== undefined && this.#heat[(real >>> 1) & (HEAT_SIZE - 1)] >= cold.warm;
  }

  /**
   * Runs the cold executor from the instruction address on, for as long as there is neither a region nor heat for one.
   * Returns a {@link REASON}.
   */
  runCold(): number {
    this.#cold ??= this.#makeCold();
    const cold = this.#cold;
    if (!cold) return REASON.interpret;
    for (;;) {
      const reason = cold.run();
      if (reason !== MISSING) return reason;
      const address = this.#words[this.#layout.words.instructionAddress.index];
      if (!cold.prepare(address, (place, length) => this.#note(place, length))) return REASON.interpret;
    }
  }

  #note(place: number, length: number): void {
    this.map.mark(place, length);
    this.counters.coldRecords++;
  }

  /** Whether the cold executor has had the instruction at a place. */
  hasRunCold(place: number): boolean {
    return this.#cold?.has(place) ?? false;
  }

  /** Where the instruction at a place jumped when the cold executor had it last. */
  jumped(place: number): number | undefined {
    return this.#cold?.jumped(place);
  }

  /**
   * Told of a jump (or other way in) to an address at which no region begins; translates it when it is hot. `real`: where it lies
   * in storage. Returns whether there is a region now.
   */
  visit(address: number, real: number): boolean {
    const slot = (real >>> 1) & (HEAT_SIZE - 1);
    const heat = this.#heat[slot];
    if (heat < this.#hot) {
      this.#heat[slot] = heat + 1;
      return false;
    }
    if (heat === NEVER) return false;
    if (this.#translate(address)) return true;
    this.#heat[slot] = NEVER;
    return false;
  }

  /** The region at the instruction address has refused: its assumptions do not hold. */
  refused(): void {
    const address = this.#words[this.#layout.words.instructionAddress.index];
    const region = this.#regions.get(this.#keyOf(address));
    if (!region) return;
    const varying = this.#varying.get(region.key) ?? new Set();
    for (const [word, value] of region.assumed) if (this.#words[word] !== value) varying.add(word);
    if (this.#varying.size >= REGION_ENTRIES) this.#varying.clear();
    this.#varying.set(region.key, varying);
    this.#drop(region);
    this.#translate(address);
  }

  /** The program has stored there. */
  stored(place: number, length: number): void {
    if (!this.map.holds(place, length)) return;
    for (let at = place & ~1; at < place + length && at < place + 64; at += 2) {
      const slot = this.#slot(at);
      if (this.#changes[slot] < UNSTEADY) this.#changes[slot]++;
    }
    this.#invalidate(place, length);
  }

  /** Storage has been changed from outside: what is there now is another program. */
  replaced(place: number, length: number): void {
    // What was found to be no program counts anew; an interruption's stores leave the rest as it is.
    const first = this.#slot(place);
    const end = first + Math.min(HEAT_SIZE, (length >>> 1) + 1);
    for (const counts of [this.#heat, this.#changes]) {
      counts.fill(0, first, end);
      if (end > HEAT_SIZE) counts.fill(0, 0, end - HEAT_SIZE);
    }
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
      this.#cold?.changed(page << PAGE_BITS, 1 << PAGE_BITS, LONGEST_INSTRUCTION);
    }
  }

  /** Whether the program there changes so often that it is not worth translating. */
  isUnsteady(place: number, length: number): boolean {
    for (let at = place; at < place + length; at += 2) if (this.#changes[this.#slot(at)] >= UNSTEADY) return true;
    return false;
  }

  /** Where a halfword of storage is counted, by its place. */
  #slot(place: number): number {
    return ((place - this.#layout.storage) >>> 1) & (HEAT_SIZE - 1);
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
    this.#cold?.forget();
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
    let limit = LIMIT;
    let region = translateRegion<Processor, B>(this.#guest, address, varying);
    // The host refuses functions that are too large; long before that they are not worth their time.
    while (region && (region.code.length > MOST_CODE || region.locals.length > MOST_LOCALS)) {
      limit >>= 1;
      region = limit === 0 ? undefined : translateRegion<Processor, B>(this.#guest, address, varying, limit);
    }
    if (!region) return false;
    const bytes = encodeModule(imports, [{ name: "r", type: regionType, locals: region.locals, code: region.code }]);
    this.counters.translations++;
    this.counters.translatedInstructions += region.instructions;
    this.counters.bytes += bytes.length;
    const index = this.#free.pop() ?? this.#grow();
    this.#table.set(index, this.#instance(bytes));
    const { assumed, bytes: from, left } = region;
    const made: Region = { key: this.#keyOf(address), where: this.#where(), index, bytes: from, assumed, left };
    // What goes there often now is better translated with it.
    for (const { place } of from)
      for (const other of [...(this.#byPage.get(place >>> PAGE_BITS) ?? [])])
        if (other.left.has(address)) this.#drop(other);
    const old = this.#regions.get(made.key);
    if (old) this.#drop(old);
    if (this.#regions.size >= MOST_REGIONS)
      for (const older of [...this.#regions.values()].slice(0, MOST_REGIONS / 2)) this.#drop(older);
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
    const { before } = this.#layout;
    if (before && !this.#isPrepared) {
      this.#isPrepared = true;
      Object.assign(this.#imports, this.#instantiate(before()));
    }
    // The types of TypeScript's library want an ArrayBuffer of its own; the bytes are one.
    const module = new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>);
    return new WebAssembly.Instance(module, { e: this.#imports }).exports;
  }
}

export { REASON };
