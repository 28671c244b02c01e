/** The binding of the translator to the 6502: what may be translated, and where storage must be noticed. */
import { endOfStorage } from "../../machine/storage.ts";
import { Builder } from "../../translator/emit/builder.ts";
import type { TranslatorWords } from "../../translator/emit/emitter.ts";
import { ADDEND, APART, ENTRY_SIZE, FETCH_TAG, INTERPRET, type MemoryModel } from "../../translator/emit/memory.ts";
import { constant } from "../../translator/emit/nodes.ts";
import type { I32 } from "../../translator/operations.ts";
import type { Guest, GuestInstruction } from "../../translator/region.ts";
import { StateLayout } from "../../translator/state.ts";
import { REGION_TABLE_SIZE, Translator, type TranslatorCounters } from "../../translator/translator.ts";
import { type Executor, type M6502Operations, withM6502 } from "./operations.ts";
import { type Processor, STORAGE_AT, STORAGE_SIZE } from "./processor.ts";
import { state } from "./state.ts";

/** The 6502's own pages. */
const PAGE_BITS = 8;
const PAGE = 2 ** PAGE_BITS;
const PAGES = STORAGE_SIZE / PAGE;

/** Words of the translator's own lie behind the state. */
const own = new StateLayout(0x1000);
const words = {
  instructionAddress: state.programCounter,
  trapCode: own.word("trapCode"),
  budget: own.word("budget"),
} satisfies TranslatorWords;
/** There is one mode. */
const mode = own.word("mode");
const fetchPage = own.word("fetchPage");
const fetchReal = own.word("fetchReal");
/** Bytes that do not lie together, brought together. */
const scratch = own.words("scratch", 1);

const HOSTS = (endOfStorage(STORAGE_AT, STORAGE_SIZE) + 15) & -16;
const REGIONS = HOSTS + PAGES * ENTRY_SIZE;
const MAP = REGIONS + REGION_TABLE_SIZE;
/** Bytes of linear memory: storage, and what the translator keeps behind it. A store's test reads two bytes of the map. */
export const MEMORY_SIZE = MAP + ((STORAGE_AT + STORAGE_SIZE) >>> 4) + 16;

type M6502Builder = Builder<Processor> & M6502Operations;
// The mixin's methods take opaque values, which are nodes here.
const BuilderClass = withM6502(Builder as unknown as Executor) as unknown as new (
  ...parameters: ConstructorParameters<typeof Builder>
) => M6502Builder;

export class TranslatedCode implements Guest<M6502Builder> {
  readonly lengthWord = undefined;
  /** Half of what ADC and SBC say is about decimal mode. */
  readonly steady = [state.decimal];
  readonly #processor: Processor;
  readonly #words: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #hosts: Int32Array;
  readonly #model: MemoryModel;
  readonly #translator: Translator<Processor, M6502Builder>;
  readonly #ports: ReadonlySet<number>;
  readonly #portPages: ReadonlySet<number>;
  #hostsAreEmpty = false;

  /** `ports`: addresses that are not plain storage. */
  constructor(processor: Processor, ports: readonly number[]) {
    const { memory } = processor.storage;
    this.#processor = processor;
    this.#words = new Int32Array(memory.buffer);
    this.#bytes = new Uint8Array(memory.buffer);
    this.#hosts = new Int32Array(memory.buffer, HOSTS, PAGES * (ENTRY_SIZE / 4));
    this.#ports = new Set(ports);
    this.#portPages = new Set(ports.map((address) => address >>> PAGE_BITS));
    this.#model = {
      littleEndian: true,
      pageBits: PAGE_BITS,
      addressMask: STORAGE_SIZE - 1,
      table: HOSTS,
      entries: PAGES,
      mode,
      watched: undefined,
      noticed: this.#portPages,
      programMap: MAP,
      imports: { load: 0, store: 1, rangeLoad: 2, rangeStore: 3 },
    };
    this.#translator = new Translator<Processor, M6502Builder>(
      {
        memory,
        words,
        fetchPage,
        fetchReal,
        codeMode: mode,
        storage: STORAGE_AT,
        regions: REGIONS,
        programMap: MAP,
        programMapSize: MEMORY_SIZE - MAP,
        model: this.#model,
      },
      this,
      {
        load: (address, length) => this.#load(address, length),
        store: (address, length) => this.#store(address, length),
        rangeLoad: (address, length) => this.#load(address, length),
        rangeStore: (address, length) => this.#store(address, length),
      },
    );
    this.forgetHosts();
  }

  get counters(): TranslatorCounters {
    return this.#translator.counters;
  }

  /** Executes up to `budget` instructions in translated code. Returns why it stopped, and how many it was. */
  run(budget: number): { reason: number; executed: number } {
    this.#words[words.budget.index] = budget;
    const reason = this.#translator.run();
    return { reason, executed: budget - this.#words[words.budget.index] };
  }

  /** No region begins at the program counter: returns whether there is one now. */
  visit(): boolean {
    const address = this.#processor.programCounter;
    this.#words[fetchPage.index] = address >>> PAGE_BITS;
    this.#words[fetchReal.index] = address & -PAGE;
    return this.#translator.find(address) || this.#translator.visit(address, address);
  }

  refused(): void {
    this.#translator.refused();
  }

  // --- Storage

  /** Forgets all host addresses: stores must be noticed as changes again. */
  forgetHosts(): void {
    if (this.#hostsAreEmpty) return;
    this.#hosts.fill(-1);
    for (let page = 0; page < PAGES; page++) {
      const entry = (page * ENTRY_SIZE) / 4;
      this.#hosts[entry + ADDEND / 4] = STORAGE_AT;
      // Instructions come from storage, not from ports.
      this.#hosts[entry + FETCH_TAG / 4] = page << PAGE_BITS;
    }
    this.#hostsAreEmpty = true;
  }

  /** Whether bytes at a place belong to translated program. */
  holds(place: number, length: number): boolean {
    return this.#translator.map.holds(place, length);
  }

  /** Bytes at a place have changed. */
  stored(place: number, length: number): void {
    this.#translator.stored(place, length);
  }

  #load(address: number, length: number): number {
    const processor = this.#processor;
    const place = processor.placeToLoad(address, length);
    if (place >= 0) {
      this.#keep(address, 0);
      return place;
    }
    for (let i = 0; i < length; i++)
      this.#bytes[4 * scratch.index + i] = this.#bytes[processor.placeToLoad(address + i, 1)];
    return 4 * scratch.index;
  }

  /** What must be noticed is left to the interpreter. */
  #store(address: number, length: number): number {
    const processor = this.#processor;
    const place = processor.placeToStore(address, length);
    if (place < 0 || !processor.plain(place, length)) return length > 4 ? APART : INTERPRET;
    this.#keep(address, 1);
    return place;
  }

  /** Enters a page's host address for reading (0) or writing (1). */
  #keep(address: number, tag: 0 | 1): void {
    const page = address >>> PAGE_BITS;
    if (this.#portPages.has(page)) return;
    this.#hosts[(page * ENTRY_SIZE) / 4 + tag] = address & -PAGE;
    this.#hostsAreEmpty = false;
  }

  // --- Instructions

  newBuilder(): M6502Builder {
    return new BuilderClass({ words, parameters: 0, counts: true }, this.#model, false);
  }

  value(wordIndex: number): number {
    return this.#words[wordIndex];
  }

  instruction(address: number): GuestInstruction<M6502Builder> | undefined {
    const entry = this.#processor.fetch(address);
    const { definition, f } = entry;
    const place = STORAGE_AT + address;
    const next = address + f.length;
    // What ends at an instruction that jumps to itself, or looks at the interrupt line, the machine itself must do.
    if (definition.masking !== "never" || definition.cycles === 0 || next >= STORAGE_SIZE) return undefined;
    // What a load puts at a port changes program that lies there, and nobody is told.
    for (let at = address; at < next; at++) if (this.#ports.has(at)) return undefined;
    const operand = f.operand as unknown as number; // the interpreter's value
    if (definition.mode === "relative" && operand === -f.length) return undefined;
    if (definition.mode === "absolute" && definition.mnemonic === "JMP" && operand === address) return undefined;
    if (this.#translator.isUnsteady(place & ~1, f.length + 1)) return undefined;
    const fields = { ...f, operand: constant(operand) as unknown as I32 }; // the emitter's value
    return {
      address,
      next,
      bytes: [{ place, length: f.length }],
      predicted: entry.taken < 0 ? undefined : entry.taken,
      define: (builder) => definition.define(builder, fields),
    };
  }
}
