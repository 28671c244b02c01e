/** The binding of the translator to System/370: running, the modes in which translations hold, and what others do to them. */

import { endOfStorage } from "../machine/storage.ts";
import { COLD_SIZE, HEAT_SIZE } from "../translator/cold-loop.ts";
import { ENTRY_SIZE, type MemoryModel } from "../translator/emit/memory.ts";
import { Trap } from "../translator/interpreter.ts";
import { REGION_TABLE_SIZE, Translator, type TranslatorCounters } from "../translator/translator.ts";
import type { Processor } from "./processor.ts";
import { STORAGE_AT, state } from "./state.ts";
import { type S370Builder, SWAP_AREA } from "./translated-builder.ts";
import { fillModule } from "./translated-fill.ts";
import { HOST_ENTRIES, HostAddresses, PAGE, PAGE_BITS } from "./translated-hosts.ts";
import { TranslatedInstructions } from "./translated-instructions.ts";
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
  segmentBits,
  swapPlace,
  timerPlace,
  words,
} from "./translator-words.ts";

/** How often the program must arrive somewhere before the cold executor goes on from there. */
const WARM = 4;
/** Regions are not made. */
const NEVER_HOT = 255;
/** Mode numbers that fit into a tag beside a page's address. */
const MODES = PAGE / 2;

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

export class TranslatedCode {
  readonly #processor: Processor;
  readonly #words: Int32Array;
  readonly #hosts: HostAddresses;
  readonly #translator: Translator<Processor, S370Builder>;
  readonly #modes = new Map<string, number>();
  #modeIsStale = true;
  /** Control registers that translation depends on. */
  #tables = "";

  /** `executor`: whether there are regions. `hot`: see {@link TranslatorLayout}. */
  constructor(processor: Processor, clock: Clock, executor: "cold" | "translator", hot?: number) {
    const { memory, size } = processor.storage;
    const places = translatorPlaces(size);
    this.#processor = processor;
    this.#words = new Int32Array(memory.buffer);
    const table = new Int32Array(memory.buffer, places.hosts, HOST_ENTRIES * (ENTRY_SIZE / 4));
    this.#hosts = new HostAddresses(processor, table, (budget) => clock.synchronize(budget));
    const model: MemoryModel = {
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
        model,
        before: () => fillModule(model, size, STORAGE_AT + size),
        cold: {
          records: places.records,
          heat: places.heat,
          addressMask: 0xff_ffff,
          lengthWord: state.instructionLength,
          warm: executor === "cold" ? 0 : WARM,
        },
        ...(executor === "cold" ? { hot: NEVER_HOT } : hot !== undefined && { hot }),
      },
      new TranslatedInstructions(
        processor,
        model,
        (address) => clock.isEntryPoint(address),
        () => this.#translator,
        hot === 0,
      ),
      {
        load: (address, length) => this.#hosts.find(address, length, false, false),
        store: (address, length) => this.#hosts.find(address, length, true, false),
        rangeLoad: (address, length) => this.#hosts.find(address, length, false, true),
        rangeStore: (address, length) => this.#hosts.find(address, length, true, true),
      },
    );
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
      this.#hosts.keep(address, this.#processor.fillFetchBuffer(address), false);
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
    this.#hosts.forget();
  }

  /** A page's entry in the lookaside buffer has been replaced: what was derived from it goes. */
  forgetHostOf(page: number): void {
    this.#hosts.forgetPage(page);
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
}
