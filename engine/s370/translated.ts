/** The binding of the translator to System/370: what may be translated, in which mode it holds, and the slow paths. */

import { endOfStorage } from "../machine/storage.ts";
import type { ColdGuest, ColdInstruction } from "../translator/cold.ts";
import { COLD_SIZE, HEAT_SIZE } from "../translator/cold.ts";
import { REASON } from "../translator/emit/emitter.ts";
import { APART, ENTRY_SIZE, INTERPRET, type MemoryModel, TRAPPED } from "../translator/emit/memory.ts";
import { Trap } from "../translator/interpreter.ts";
import type { Guest, GuestInstruction } from "../translator/region.ts";
import { REGION_TABLE_SIZE, Translator, type TranslatorCounters } from "../translator/translator.ts";
import type { DecodedEntry } from "./decoded-cache.ts";
import { SPECIFICATION } from "./interruption-codes.ts";
import type { S370Operations } from "./operations.ts";
import type { Processor } from "./processor.ts";
import { LOW_ADDRESS_PROTECTION } from "./protection.ts";
import { STORAGE_AT, state } from "./state.ts";
import { newBuilder, type S370Builder, SWAP_AREA } from "./translated-builder.ts";
import {
  asNodes,
  ENDS_FLOW,
  fromRecord,
  HAS_MASK_FIRST,
  HAS_NO_REGISTERS,
  MODIFIES_VALUES,
  modified,
  node,
} from "./translated-fields.ts";
import { fillModule } from "./translated-fill.ts";
import { sizes } from "./translation.ts";
import {
  accessMode,
  alarmsBc,
  alarmsEc,
  CODE_EC,
  CODE_PROBLEM,
  CODE_TRANSLATING,
  codeMode,
  modeNumbers,
  pageBits,
  scratch,
  segmentBits,
  swapPlace,
  timerPlace,
  words,
} from "./translator-words.ts";

/** Pages of the host-address table, of a storage key, and the smaller ones of translation: 2 KiB. */
const PAGE_BITS = 11;
const PAGE = 2 ** PAGE_BITS;
/** Entries of the table of host addresses. */
const HOST_ENTRIES = 1024;
/** How often the program must arrive somewhere before the cold executor goes on from there. */
const WARM = 4;
/** Regions are not made. */
const NEVER_HOT = 255;
/** Mode numbers that fit into a tag beside a page's address. */
const MODES = PAGE / 2;
/** The bit of a tag that says that the page holds the interval timer. */
const WATCHED_PAGE = PAGE / 2;

/** Places behind storage for what the translator keeps in linear memory. */
export function translatorPlaces(
  storageSize: number,
): Record<"hosts" | "regions" | "records" | "heat" | "map" | "end", number> {
  const hosts = (endOfStorage(STORAGE_AT, storageSize) + 15) & -16;
  const regions = hosts + HOST_ENTRIES * ENTRY_SIZE;
  const records = regions + REGION_TABLE_SIZE;
  const heat = records + COLD_SIZE;
  const map = heat + HEAT_SIZE;
  // A store's test reads two bytes, a stretch's eight.
  return { hosts, regions, records, heat, map, end: map + ((STORAGE_AT + storageSize) >>> 4) + 16 };
}

/** System-mask bits, in BC and in EC mode, that would let in what is pending. */
export interface SwapRule {
  readonly bc: number;
  readonly ec: number;
}

/** What the run loop tells while translated code runs. */
export interface Clock {
  /** Brings virtual time up to the present instruction's, from the budget that is left. */
  synchronize(budget: number): void;
  /** Whether reaching the address calls a monitor. */
  isEntryPoint(address: number): boolean;
}

export class TranslatedCode implements Guest<S370Builder>, ColdGuest<S370Builder> {
  readonly lengthWord = state.instructionLength;
  readonly steady = [state.programMask];
  /** Whether regions take in what has never been executed. */
  readonly #isEager: boolean;
  readonly #processor: Processor;
  readonly #clock: Clock;
  readonly #words: Int32Array;
  readonly #bytes: DataView;
  readonly #hosts: Int32Array;
  readonly #model: MemoryModel;
  readonly #translator: Translator<Processor, S370Builder>;
  readonly #modes = new Map<string, number>();
  #modeIsStale = true;
  /** Control registers that translation depends on. */
  #tables = "";

  /** `executor`: whether there are regions. `hot`: see {@link TranslatorLayout}. */
  constructor(processor: Processor, clock: Clock, executor: "cold" | "translator", hot?: number) {
    const { memory, size } = processor.storage;
    const places = translatorPlaces(size);
    this.#isEager = hot === 0;
    this.#processor = processor;
    this.#clock = clock;
    this.#words = new Int32Array(memory.buffer);
    this.#bytes = new DataView(memory.buffer);
    this.#hosts = new Int32Array(memory.buffer, places.hosts, HOST_ENTRIES * (ENTRY_SIZE / 4));
    this.#model = {
      littleEndian: false,
      pageBits: PAGE_BITS,
      addressMask: 0xff_ffff,
      table: places.hosts,
      entries: HOST_ENTRIES,
      mode: accessMode,
      watched: { offset: 80, place: timerPlace },
      programMap: places.map,
      imports: { load: 0, store: 1, rangeLoad: 2, rangeStore: 3 },
    };
    this.#translator = new Translator<Processor, S370Builder>(
      {
        memory,
        words,
        fetchPage: state.fetchPage,
        fetchReal: state.fetchReal,
        codeMode,
        storage: STORAGE_AT,
        regions: places.regions,
        programMap: places.map,
        programMapSize: places.end - places.map,
        model: this.#model,
        before: () => fillModule(this.#model, size, STORAGE_AT + size),
        cold: {
          records: places.records,
          heat: places.heat,
          addressMask: 0xff_ffff,
          lengthWord: state.instructionLength,
          warm: executor === "cold" ? 0 : WARM,
        },
        ...(executor === "cold" ? { hot: NEVER_HOT } : hot !== undefined && { hot }),
      },
      this,
      {
        load: (address, length) => this.#slow(address, length, false, false),
        store: (address, length) => this.#slow(address, length, true, false),
        rangeLoad: (address, length) => this.#slow(address, length, false, true),
        rangeStore: (address, length) => this.#slow(address, length, true, true),
      },
    );
    this.forgetHosts();
  }

  get counters(): TranslatorCounters {
    return this.#translator.counters;
  }

  get trapCode(): number {
    return this.#words[words.trapCode.index];
  }

  /**
   * Executes up to `budget` instructions (below 2^30) in translated code. `swaps`: how PSWs may be exchanged on the way;
   * undefined: not at all. `isCold`: by the cold executor. Returns why it stopped, and how many instructions it was.
   */
  run(budget: number, swaps: SwapRule | undefined, isCold: boolean): { reason: number; executed: number } {
    if (this.#modeIsStale) this.#findMode();
    this.#words[swapPlace.index] = swaps ? this.#findSwapPlace() : 0;
    this.#words[alarmsBc.index] = swaps?.bc ?? 0;
    this.#words[alarmsEc.index] = swaps?.ec ?? 0;
    this.#words[words.budget.index] = budget;
    const reason = isCold ? this.#translator.runCold() : this.#translator.run();
    return { reason, executed: budget - this.#words[words.budget.index] };
  }

  /** Whether the program has arrived at the present instruction often enough for the cold executor, and has been fetched. */
  get isWarm(): boolean {
    const address = this.#processor.instructionAddress;
    if (this.#words[state.fetchPage.index] !== address >>> PAGE_BITS) return false;
    return this.#translator.isWarm(this.#words[state.fetchReal.index] | (address & (PAGE - 1)));
  }

  #findSwapPlace(): number {
    const { real, storage } = this.#processor;
    if (!real.hasAssignedLocations) return 0;
    const place = STORAGE_AT + real.absolute(0);
    if (this.holds(place + SWAP_AREA.from, SWAP_AREA.to - SWAP_AREA.from)) return 0;
    storage.dirty[(place - STORAGE_AT) >>> 12] = 1;
    return place;
  }

  /** No region begins at the instruction address: returns whether there is one now. */
  visit(): boolean {
    const address = this.#processor.instructionAddress;
    if (this.#words[state.fetchPage.index] !== address >>> PAGE_BITS && !this.#fetch(address)) return false;
    if (this.#translator.find(address)) return true;
    return this.#translator.visit(address, this.#words[state.fetchReal.index] | (address & (PAGE - 1)));
  }

  /** Fills the fetch buffer, as the interpreter would now; returns false where that is an interruption. */
  #fetch(address: number): boolean {
    if (address & 1) return false;
    try {
      this.#keep(address, this.#processor.fillFetchBuffer(address), false);
      return true;
    } catch (thrown) {
      if (!(thrown instanceof Trap)) throw thrown;
      return false;
    }
  }

  refused(): void {
    this.#translator.refused();
  }

  // --- What others do to state

  /** Mode, key or control registers may have changed. */
  modeChanged(): void {
    this.#modeIsStale = true;
  }

  #findMode(): void {
    const processor = this.#processor;
    const { translating } = processor;
    const tables = `${processor.controlRegister(0) & 0x00f8_0000} ${processor.controlRegister(1)}`;
    const numbers = modeNumbers.index;
    if (tables !== this.#tables) {
      this.#tables = tables;
      this.#words.fill(-1, numbers, numbers + modeNumbers.length);
    }
    const key = processor.word(state.key);
    const name = `${key} ${translating ? tables : ""}`;
    let mode = this.#modes.get(name);
    if (mode === undefined) {
      if (this.#modes.size === MODES) {
        this.#modes.clear();
        this.#words.fill(-1, numbers, numbers + modeNumbers.length);
        this.forgetHosts();
      }
      mode = this.#modes.size;
      this.#modes.set(name, mode);
    }
    this.#words[numbers + 2 * key + (translating ? 1 : 0)] = mode;
    this.#words[accessMode.index] = mode;
    this.#words[codeMode.index] =
      (processor.problem ? CODE_PROBLEM : 0) | (translating ? CODE_TRANSLATING : 0) | (processor.ec ? CODE_EC : 0);
    this.#words[timerPlace.index] = processor.timerPlace;
    const size = sizes(processor.controlRegister(0));
    this.#words[pageBits.index] = size?.pageBits ?? 0;
    this.#words[segmentBits.index] = size?.segmentBits ?? 0;
    this.#modeIsStale = false;
  }

  /** Forgets all host addresses: keys, the prefix or what is dirty have changed. */
  forgetHosts(): void {
    this.#hosts.fill(-1);
  }

  /** A page's entry in the lookaside buffer has been replaced: what was derived from it goes. */
  forgetHostOf(page: number): void {
    const at = 4 * (page & (HOST_ENTRIES - 1));
    this.#hosts.fill(-1, at, at + 4);
  }

  /** Whether bytes at a place belong to translated program. */
  holds(place: number, length: number): boolean {
    return this.#translator.map.holds(place, length);
  }

  /** The program has stored bytes at a place. */
  stored(place: number, length: number): void {
    this.#translator.stored(place, length);
  }

  /** Bytes at a place have been changed from outside the processor. */
  replaced(place: number, length: number): void {
    this.#translator.replaced(place, length);
  }

  // --- Slow paths

  #slow(address: number, length: number, write: boolean, range: boolean): number {
    const processor = this.#processor;
    this.#clock.synchronize(this.#words[words.budget.index]);
    try {
      const place = write ? processor.placeToStore(address, length) : processor.placeToLoad(address, length);
      if (place < 0) return this.#apart(address, length, write, range);
      if (write && !processor.plain(place, length)) return INTERPRET;
      this.#keep(address, place, write);
      return place;
    } catch (thrown) {
      if (!(thrown instanceof Trap)) throw thrown;
      this.#words[words.trapCode.index] = thrown.code;
      return TRAPPED;
    }
  }

  /** What does not lie in one page: a scalar is brought together for reading, and left to the interpreter for storing. */
  #apart(address: number, length: number, write: boolean, range: boolean): number {
    const processor = this.#processor;
    if (range) {
      // A store that must be noticed may not be found in the middle: what came before it would be done twice.
      let isPlain = true;
      for (let at = address; at < address + length; ) {
        const end = Math.min((at & -PAGE) + PAGE, address + length);
        if (!write) processor.placeToLoad(at, end - at);
        else if (!processor.plain(processor.placeToStore(at, end - at), end - at)) isPlain = false;
        at = end;
      }
      return isPlain ? APART : INTERPRET;
    }
    if (write) return INTERPRET;
    for (let i = 0; i < length; i++) {
      const byte = this.#bytes.getUint8(processor.placeToLoad(address + i, 1));
      this.#bytes.setUint8(4 * scratch.index + i, byte);
    }
    return 4 * scratch.index;
  }

  /** Enters a page's host address. */
  #keep(address: number, place: number, write: boolean): void {
    // Part of the first page is kept from being stored into.
    if (write && address >>> PAGE_BITS === 0 && this.#processor.controlRegister(0) & LOW_ADDRESS_PROTECTION) return;
    const watched = (this.#processor.timerPlace & -PAGE) === (place & -PAGE) ? WATCHED_PAGE : 0;
    const at = 4 * ((address >>> PAGE_BITS) & (HOST_ENTRIES - 1));
    const tag = (address & 0xff_f800) | this.#words[accessMode.index] | watched;
    const addend = place - address;
    const hosts = this.#hosts;
    if (hosts[at + 2] !== addend) hosts.fill(-1, at, at + 4);
    hosts[at + 2] = addend;
    hosts[at + (write ? 1 : 0)] = tag;
    // What may be stored into need not be readable: the program's key decides; fetching asks as reading does.
    if (!write) hosts[at + 3] = tag & ~WATCHED_PAGE;
  }

  // --- Instructions

  newBuilder(): S370Builder {
    return newBuilder(this.#model, this.#processor, false);
  }

  newColdBuilder(): S370Builder {
    return newBuilder(this.#model, this.#processor, true);
  }

  /** The instruction at an address of the present page and its place, unless it must be interpreted. */
  #translatable(address: number): { readonly entry: DecodedEntry; readonly place: number } | undefined {
    const processor = this.#processor;
    if (address & 1 || this.#words[state.fetchPage.index] !== address >>> PAGE_BITS) return undefined;
    if (this.#clock.isEntryPoint(address)) return undefined;
    const entry = processor.entryAt(address);
    if (!entry || (entry.definition.privileged && processor.problem)) return undefined;
    const place = STORAGE_AT + (this.#words[state.fetchReal.index] | (address & (PAGE - 1)));
    return this.#translator.isUnsteady(place, entry.decoded.length) ? undefined : { entry, place };
  }

  coldInstruction(address: number): ColdInstruction<S370Builder> | undefined {
    const found = this.#translatable(address);
    if (!found) return undefined;
    const { entry, place } = found;
    const { definition, decoded } = entry;
    // What decoding knows besides the values that a record holds.
    const registers = HAS_NO_REGISTERS.has(definition.format)
      ? [0, 0]
      : [HAS_MASK_FIRST.has(definition.format) ? 0 : decoded.r1, definition.format === "RSM" ? 0 : decoded.r3];
    const key = [definition.opcode, ...registers, decoded.r2, decoded.b1, decoded.b2, this.#processor.ec ? 1 : 0];
    return {
      form: key.join(" "),
      place,
      length: decoded.length,
      fields: [decoded.d1, decoded.d2, decoded.i2].map((field) => field as unknown as number),
      ends: ENDS_FLOW.has(definition.mnemonic),
      define: (builder, fields) => definition.define(builder, fromRecord(builder, decoded, fields)),
    };
  }

  hasRun(address: number): boolean {
    if (this.#isEager) return true;
    if (this.#words[state.fetchPage.index] !== address >>> PAGE_BITS) return false;
    const place = STORAGE_AT + (this.#words[state.fetchReal.index] | (address & (PAGE - 1)));
    return this.#translator.hasRunCold(place) || this.#processor.entryAt(address)?.hasRun === true;
  }

  value(wordIndex: number): number {
    return this.#words[wordIndex];
  }

  instruction(address: number): GuestInstruction<S370Builder> | undefined {
    const found = this.#translatable(address);
    if (!found) return undefined;
    const { entry, place } = found;
    const { definition, decoded } = entry;
    const next = (address + decoded.length) & 0xff_ffff;
    const bytes = [{ place, length: decoded.length }];
    if (definition.mnemonic === "EX") return this.#execute(entry, address, next, bytes);
    const fields = asNodes(decoded);
    return {
      address,
      next,
      bytes,
      identity: entry,
      mode: this.#words[codeMode.index],
      // A new PSW may bring another mode, in which nothing of this region holds.
      predicted: EXCHANGES_PSWS.has(definition.mnemonic)
        ? undefined
        : (this.#translator.jumped(place) ?? (entry.taken < 0 ? undefined : entry.taken)),
      define: (builder) => definition.define(builder, fields),
    };
  }

  /** EXECUTE, of what it executed last: elsewhere the interpreter goes on. */
  #execute(
    entry: DecodedEntry,
    address: number,
    next: number,
    bytes: { place: number; length: number }[],
  ): GuestInstruction<S370Builder> | undefined {
    const place = entry.executed;
    if (place < 0) return undefined;
    const target = this.#processor.entryAtPlace(place);
    const { definition, decoded } = target;
    // A second byte that says which instruction it is, or which registers, must stay as it is.
    const open = MODIFIES_VALUES.has(definition.format) && definition.opcode <= 0xff;
    if (!(open || entry.decoded.r1 === 0)) return undefined;
    if (definition.mnemonic === "EX" || (definition.privileged && this.#processor.problem)) return undefined;
    if (this.#translator.isUnsteady(place, decoded.length)) return undefined;
    bytes.push({ place, length: decoded.length });
    const { decoded: f } = entry;
    return {
      address,
      next,
      bytes,
      predicted: undefined,
      define: (builder) => {
        const op: S370Operations = builder;
        const at = op.indexed(f.x2, f.b2, asNodes(f).d2);
        op.trapIf(op.and(at, op.i32(1)), SPECIFICATION);
        // Where it lies decides: asking for it also does what fetching it does to keys and lookaside buffer.
        const found = op.placeToLoad(at, op.i32(decoded.length));
        builder.push(node(op.notEqual(found, op.i32(place))));
        builder.leaveIf(builder.tail(REASON.interpret, { completed: false }));
        const modifier = f.r1 === 0 ? op.i32(0) : op.and(op.gr(f.r1), op.i32(0xff));
        definition.define(builder, modified(op, decoded, modifier));
      },
    };
  }
}

const EXCHANGES_PSWS = new Set(["LPSW", "SVC"]);
