/**
 * Interpreter and translator end alike: random programs of random definitions, in regions of their own control flow, with
 * pages that are not there or may not be written, watched bytes, program that stores hit, and budgets that end anywhere.
 */
import { describe, expect, test } from "vitest";
import { withBits as emitBits } from "../../../engine/translator/emit/bits.ts";
import { Builder } from "../../../engine/translator/emit/builder.ts";
import { REASON } from "../../../engine/translator/emit/emitter.ts";
import { withFloats as emitFloats } from "../../../engine/translator/emit/floats.ts";
import { APART, ENTRY_SIZE, INTERPRET, type MemoryModel, TRAPPED } from "../../../engine/translator/emit/memory.ts";
import { withVectors as emitVectors } from "../../../engine/translator/emit/vectors.ts";
import { encodeModule, type FunctionType, I32, type ImportedFunction } from "../../../engine/translator/emit/wasm.ts";
import { withWideState as emitWideState } from "../../../engine/translator/emit/wide-state.ts";
import {
  withWideStorage as emitWideStorage,
  WIDE_ADDEND,
  WIDE_ENTRY_SIZE,
  WIDE_READ_TAG,
  WIDE_WRITE_TAG,
} from "../../../engine/translator/emit/wide-storage.ts";
import type { FloatOperations } from "../../../engine/translator/float-operations.ts";
import { type AddressPort, Interpreter, raise, Trap } from "../../../engine/translator/interpreter.ts";
import { withBits } from "../../../engine/translator/interpreter-bits.ts";
import { withFloats } from "../../../engine/translator/interpreter-floats.ts";
import { withVectors } from "../../../engine/translator/interpreter-vectors.ts";
import { withWideState } from "../../../engine/translator/interpreter-wide-state.ts";
import { withWideStorage } from "../../../engine/translator/interpreter-wide-storage.ts";
import { flagWords } from "../../../engine/translator/lazy-flags.ts";
import type { NarrowOperations } from "../../../engine/translator/narrow-operations.ts";
import { ProgramMap } from "../../../engine/translator/program-map.ts";
import { type Guest, translateRegion } from "../../../engine/translator/region.ts";
import { StateLayout } from "../../../engine/translator/state.ts";
import type { VectorOperations } from "../../../engine/translator/vector-operations.ts";
import type { WideStateOperations } from "../../../engine/translator/wide-state.ts";
import type { WideAddressPort, WideStorageOperations } from "../../../engine/translator/wide-storage.ts";
import { Random } from "../../vectors/random.ts";
import { floatSteps } from "./float-steps.ts";
import { narrowSteps } from "./narrow-steps.ts";
import { type Extra, randomDefinition } from "./random-definitions.ts";
import { vectorSteps, vectorStores } from "./vector-steps.ts";
import { BASES, wideState, wideSteps, wideStores } from "./wide-steps.ts";

const PAGE_BITS = 8;
const PAGE = 2 ** PAGE_BITS;
const PAGES = 8;
const ENTRIES = 4;

// Linear memory: state, table of host addresses, storage, program map.
const layout = new StateLayout();
const registers = layout.words("registers", 28);
const wideRegisters = layout.wideWords("wideRegisters", 6);
const flags = flagWords(layout, "flags");
const instructionAddress = layout.word("instructionAddress");
const trapCode = layout.word("trapCode");
const budget = layout.word("budget");
const mode = layout.word("mode");
const watched = layout.word("watched");
const scratch = layout.words("scratch", 4);
const wideSet = layout.word("wideSet");
const wideMode = layout.word("wideMode");
const TABLE = 1024;
const WIDE_TABLE = 2048;
/** Bytes of one set of host addresses for 64-bit addresses. */
const WIDE_SET = ENTRIES * WIDE_ENTRY_SIZE;
const STORAGE = 4096;
const MAP = 8192;
const MEMORY = 65536;
const MODE = 5;
const WIDE_MODE = 0xc3;

/** How far into their page the watched bytes are. */
const WATCHED_AT = 0x40;

const PROGRAM = 32;
const TRAP_ABSENT = 1;
const TRAP_READ_ONLY = 2;

/** Two pages do not lie where their addresses say, one is read-only, one is not there. */
class Port implements AddressPort, WideAddressPort {
  readonly #watched: number;
  readonly #words: Int32Array;
  constructor(words: Int32Array) {
    this.#watched = words[watched.index];
    this.#words = words;
  }
  placeToLoad(address: number, length: number): number {
    const at = address & (PAGE * PAGES - 1);
    if ((at % PAGE) + length > PAGE) return -1;
    const page = Math.floor(at / PAGE);
    if (page === 6) raise(TRAP_ABSENT);
    return STORAGE + PAGE * [2, 1, 0, 3, 4, 5, 6, 7][page] + (at % PAGE);
  }
  placeToStore(address: number, length: number): number {
    const at = address & (PAGE * PAGES - 1);
    if (Math.floor(at / PAGE) === 5 && (at % PAGE) + length <= PAGE) raise(TRAP_READ_ONLY);
    return this.placeToLoad(address, length);
  }
  /** Host and guest see the same pages in another order at each base; one page may be written by the host only. */
  placeToLoadAt(address: bigint, length: number): number {
    const at = Number(BigInt.asUintN(11, address));
    if ((at % PAGE) + length > PAGE) return -1;
    const base = BASES.findIndex((first) => first === address - BigInt(at));
    const page = Math.floor(at / PAGE);
    if (base < 0 || base === BASES.length - 1 || (page === 6 && base === 2)) raise(TRAP_ABSENT);
    return STORAGE + PAGE * ((page + 3 * base + (this.#isGuest ? 1 : 0)) % PAGES) + (at % PAGE);
  }
  placeToStoreAt(address: bigint, length: number): number {
    const place = this.placeToLoadAt(address, length);
    if (place >= 0 && this.#isGuest && Math.floor((place - STORAGE) / PAGE) === 4) raise(TRAP_READ_ONLY);
    return place;
  }
  get #isGuest(): boolean {
    return this.#words[wideSet.index] !== 0;
  }
  stored(): void {}
  plain(place: number, length: number): boolean {
    return place + length <= this.#watched || place >= this.#watched + 4;
  }
}

type Vocabulary = NarrowOperations<object> &
  FloatOperations &
  VectorOperations &
  WideStorageOperations &
  WideStateOperations;
type Define = (op: Vocabulary) => void;

const TestInterpreter = withWideState(withWideStorage(withVectors(withFloats(withBits(Interpreter)))));

/** The builder; with program in storage or without. */
function testBuilder(holdsProgram: boolean) {
  return emitWideStorage(emitWideState(emitVectors(emitFloats(emitBits(Builder)))), {
    pageBits: PAGE_BITS,
    table: WIDE_TABLE,
    entries: ENTRIES,
    set: wideSet,
    mode: wideMode,
    programMap: holdsProgram ? MAP : undefined,
    imports: { load: 4, store: 5, rangeLoad: 6, rangeStore: 7 },
  });
}
const BUILDERS = { true: testBuilder(true), false: testBuilder(false) };

/** What both machines share: the program and how one instruction of it is interpreted. */
class Machine {
  readonly memory: WebAssembly.Memory | undefined;
  readonly words: Int32Array;
  readonly bytes: Uint8Array;
  readonly port: Port;
  readonly #interpreter: Interpreter<object>;
  readonly #program: readonly Define[];
  /** Where each instruction went when it last jumped. */
  readonly taken = new Map<number, number>();

  constructor(
    image: Uint8Array,
    program: readonly Define[],
    { littleEndian, shared }: { littleEndian: boolean; shared: boolean },
  ) {
    this.memory = shared ? new WebAssembly.Memory({ initial: 1 }) : undefined;
    const buffer = this.memory?.buffer ?? new ArrayBuffer(MEMORY);
    this.bytes = new Uint8Array(buffer);
    this.bytes.set(image);
    this.words = new Int32Array(buffer);
    this.port = new Port(this.words);
    this.#interpreter = new TestInterpreter(buffer, this.port, {}, littleEndian);
    this.#program = program;
  }

  /** Executes an instruction by the interpreter; returns the trap that ended it. */
  step(): number | undefined {
    const at = this.words[instructionAddress.index];
    const next = (at + 2) % PROGRAM;
    this.#interpreter.target = -1;
    try {
      // The interpreter's numbers and bigints are what definitions see as opaque values.
      this.#program[at / 2](this.#interpreter as unknown as Vocabulary);
    } catch (thrown) {
      if (!(thrown instanceof Trap)) throw thrown;
      this.words[instructionAddress.index] = next;
      return thrown.code;
    }
    const { target } = this.#interpreter;
    if (target >= 0) this.taken.set(at, target);
    this.words[instructionAddress.index] = target >= 0 ? target : next;
    return undefined;
  }

  get state() {
    return {
      registers: [...this.words.subarray(registers.index, registers.index + registers.length)],
      wideRegisters: [
        ...this.words.subarray(2 * wideRegisters.wideIndex, 2 * (wideRegisters.wideIndex + wideRegisters.length)),
      ],
      flags: [...this.words.subarray(flags.kind.index, 2 * flags.wideValue.wideIndex + 2)],
      address: this.words[instructionAddress.index],
      storage: Array.from({ length: (PAGE * PAGES) / 16 }, (_, row) => {
        const at = STORAGE + 16 * row;
        return `${at}: ${Buffer.from(this.bytes.subarray(at, at + 16)).toString("hex")}`;
      }),
    };
  }
}

interface Setting {
  readonly littleEndian: boolean;
  readonly watches: boolean;
  readonly holdsProgram: boolean;
}

/** Vocabularies, by what they add to the core. */
const VOCABULARIES: Record<string, Extra<Vocabulary>> = {
  core: { steps: [] },
  narrow: { steps: narrowSteps(flags) },
  floats: { steps: floatSteps },
  "64-bit addresses": { steps: [...wideSteps, wideState(wideRegisters)], stores: wideStores },
  vectors: { steps: vectorSteps, stores: vectorStores },
};

/** A machine that executes by regions, and what they leave to it by the interpreter. */
class Translated extends Machine implements Guest<Builder<object>> {
  readonly lengthWord = undefined;
  readonly steady = [];
  readonly counts = { regions: 0, leaves: 0, traps: 0, guards: 0, translated: 0 };
  readonly #defines: readonly Define[];
  readonly #setting: Setting;
  readonly #model: MemoryModel;
  readonly #map: ProgramMap;
  readonly #regions = new Map<number, { run: () => number; assumed: ReadonlyMap<number, number> }>();
  /** Words that had other values than a region assumed. */
  readonly #varying = new Set<number>();

  constructor(image: Uint8Array, program: readonly Define[], setting: Setting) {
    super(image, program, { littleEndian: setting.littleEndian, shared: true });
    this.#defines = program;
    this.#setting = setting;
    this.#map = new ProgramMap(this.bytes.subarray(MAP, MAP + (STORAGE + PAGE * PAGES) / 16 + 16));
    this.words.fill(-1, TABLE / 4, TABLE / 4 + ENTRIES * 4);
    this.words.fill(-1, WIDE_TABLE / 4, (WIDE_TABLE + 2 * WIDE_SET) / 4);
    this.#model = {
      littleEndian: setting.littleEndian,
      pageBits: PAGE_BITS,
      addressMask: PAGE * PAGES - 1,
      table: TABLE,
      entries: ENTRIES,
      mode,
      watched: setting.watches ? { offset: WATCHED_AT, place: watched } : undefined,
      programMap: setting.holdsProgram ? MAP : undefined,
      imports: { load: 0, store: 1, rangeLoad: 2, rangeStore: 3 },
    };
    if (setting.holdsProgram) this.#map.mark(STORAGE + PAGE + 20, 6);
  }

  newBuilder(): Builder<object> {
    const words = { instructionAddress, trapCode, budget };
    return new BUILDERS[`${this.#setting.holdsProgram}`]({ words, parameters: 0, counts: true }, this.#model, false);
  }
  value(wordIndex: number): number {
    return this.words[wordIndex];
  }
  instruction(address: number) {
    return {
      address,
      next: (address + 2) % PROGRAM,
      bytes: [],
      predicted: this.taken.get(address),
      // The builder's nodes are what definitions see as opaque values.
      define: (builder: Builder<object>) => this.#defines[address / 2](builder as unknown as Vocabulary),
    };
  }

  /** Executes so many instructions, or up to a trap. */
  run(count: number): number | undefined {
    for (let left = count; left > 0; ) {
      this.words[budget.index] = left;
      const region = this.#region(this.words[instructionAddress.index]);
      const reason = region.run();
      this.counts.regions++;
      this.counts.translated += left - this.words[budget.index];
      left = this.words[budget.index];
      if (left < 0) throw new Error("more instructions were executed than the budget allowed");
      if (reason === REASON.trap) {
        this.counts.traps++;
        return this.words[trapCode.index];
      }
      if (reason === REASON.next || left === 0) continue;
      if (reason === REASON.guard) {
        this.counts.guards++;
        this.#regions.delete(this.words[instructionAddress.index]);
        for (const [word, value] of region.assumed) if (this.words[word] !== value) this.#varying.add(word);
      }
      this.counts.leaves++;
      const trap = this.step();
      left--;
      if (trap !== undefined) return trap;
    }
    return undefined;
  }

  #region(address: number): { run: () => number; assumed: ReadonlyMap<number, number> } {
    const found = this.#regions.get(address);
    if (found) return found;
    const region = translateRegion<object, Builder<object>>(this, address, this.#varying);
    if (!region) throw new Error("a region that was not made");
    const slow: FunctionType = { parameters: [I32, I32], results: [I32] };
    const wideSlow: FunctionType = { parameters: [I32, I32, I32], results: [I32] };
    const names = ["load", "store", "rangeLoad", "rangeStore"];
    const imports: ImportedFunction[] = [
      ...names.map((name) => ({ name, type: slow })),
      ...names.map((name) => ({ name: `${name}At`, type: wideSlow })),
    ];
    const type: FunctionType = { parameters: [], results: [I32] };
    const bytes = encodeModule(imports, [{ name: "r", type, locals: region.locals, code: region.code }]);
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>), {
      e: {
        m: this.memory as WebAssembly.Memory,
        t: new WebAssembly.Table({ element: "anyfunc", initial: 0 }),
        load: (at: number, length: number) => this.#slow(at, length, false, false),
        store: (at: number, length: number) => this.#slow(at, length, true, false),
        rangeLoad: (at: number, length: number) => this.#slow(at, length, false, true),
        rangeStore: (at: number, length: number) => this.#slow(at, length, true, true),
        loadAt: (low: number, high: number, length: number) => this.#slow(wide(low, high), length, false, false),
        storeAt: (low: number, high: number, length: number) => this.#slow(wide(low, high), length, true, false),
        rangeLoadAt: (low: number, high: number, length: number) => this.#slow(wide(low, high), length, false, true),
        rangeStoreAt: (low: number, high: number, length: number) => this.#slow(wide(low, high), length, true, true),
      },
    });
    // The export is the function encoded above.
    const made = { run: exports.r as () => number, assumed: region.assumed };
    this.#regions.set(address, made);
    return made;
  }

  #slow(address: number | bigint, length: number, write: boolean, range: boolean): number {
    const { port } = this;
    try {
      const ask = (offset: number, size: number): number => {
        if (typeof address === "number")
          return write ? port.placeToStore(address + offset, size) : port.placeToLoad(address + offset, size);
        const at = address + BigInt(offset);
        return write ? port.placeToStoreAt(at, size) : port.placeToLoadAt(at, size);
      };
      const place = ask(0, length);
      if (place < 0) {
        if (write && !range) return INTERPRET;
        const places = Array.from({ length }, (_, i) => ask(i, 1));
        if (write && places.some((at) => !this.#isFree(at, 1))) return INTERPRET;
        if (range) return APART;
        places.forEach((at, i) => {
          this.bytes[4 * scratch.index + i] = this.bytes[at];
        });
        return 4 * scratch.index;
      }
      if (write && !this.#isFree(place, length)) return INTERPRET;
      if (typeof address === "number") this.#keep(address, place, write);
      else this.#keepWide(address, place, write);
      return place;
    } catch (thrown) {
      if (!(thrown instanceof Trap)) throw thrown;
      this.words[trapCode.index] = thrown.code;
      return TRAPPED;
    }
  }

  /** Whether stores there need no notice. */
  #isFree(place: number, length: number): boolean {
    return !this.#map.holds(place, length) && this.port.plain(place, length);
  }

  #keep(address: number, place: number, write: boolean): void {
    const isWatched = Math.floor(this.words[watched.index] / PAGE) === Math.floor(place / PAGE);
    const at = TABLE / 4 + (ENTRY_SIZE / 4) * ((address >>> PAGE_BITS) & (ENTRIES - 1));
    const tag = (address & -PAGE) | MODE | (this.#model.watched && isWatched ? PAGE / 2 : 0);
    if (this.words[at + 2] !== place - address) this.words.fill(-1, at, at + 4);
    this.words[at + 2] = place - address;
    this.words[at + (write ? 1 : 0)] = tag;
  }

  #keepWide(address: bigint, place: number, write: boolean): void {
    const slot = Number(BigInt.asUintN(32, address >> BigInt(PAGE_BITS))) & (ENTRIES - 1);
    const at = WIDE_TABLE + this.words[wideSet.index] + WIDE_ENTRY_SIZE * slot;
    const entry = new DataView(this.words.buffer, at, WIDE_ENTRY_SIZE);
    const addend = (place - Number(BigInt.asIntN(32, address))) | 0;
    if (entry.getInt32(WIDE_ADDEND, true) !== addend) this.words.fill(-1, at / 4, (at + WIDE_ENTRY_SIZE) / 4);
    entry.setInt32(WIDE_ADDEND, addend, true);
    const page = (address >> BigInt(PAGE_BITS)) << BigInt(PAGE_BITS);
    entry.setBigInt64(write ? WIDE_WRITE_TAG : WIDE_READ_TAG, page | BigInt(WIDE_MODE), true);
  }
}

/** An address of its halves. */
const wide = (low: number, high: number): bigint => (BigInt(high) << 32n) | BigInt(low >>> 0);

function randomImage(random: Random): Uint8Array {
  const image = new Uint8Array(STORAGE + PAGE * PAGES);
  const words = new Int32Array(image.buffer);
  for (let i = 0; i < registers.length; i++) words[registers.index + i] = random.edgeWord();
  for (let at = STORAGE; at < image.length; at++) image[at] = random.chance(30) ? 0 : random.below(256);
  words[watched.index] = STORAGE + PAGE + WATCHED_AT;
  words[mode.index] = MODE;
  words[wideMode.index] = WIDE_MODE;
  return image;
}

/** Runs one random program both ways; returns what the translator did. */
function compare(seed: number, setting: Setting, extra: Extra<Vocabulary>) {
  const random = new Random(seed);
  const around = { registers, space: PAGE * PAGES, program: PROGRAM };
  const program = Array.from({ length: PROGRAM / 2 }, () => randomDefinition(random.word(), around, extra));
  const image = randomImage(random);
  const interpreted = new Machine(image, program, { littleEndian: setting.littleEndian, shared: false });
  const translated = new Translated(image, program, setting);
  for (let stretch = 0; stretch < 6; stretch++) {
    // Between stretches, what regions assumed may change.
    for (let i = random.below(3) * stretch; i > 0; i--) {
      const [register, value] = [registers.index + random.below(registers.length), random.edgeWord()];
      interpreted.words[register] = value;
      translated.words[register] = value;
    }
    const set = random.pick([0, WIDE_SET]);
    interpreted.words[wideSet.index] = set;
    translated.words[wideSet.index] = set;
    const count = random.chance(50) ? 1 + random.below(10) : 1 + random.below(120);
    let trap: number | undefined;
    for (let i = 0; i < count && trap === undefined; i++) trap = interpreted.step();
    const other = translated.run(count);
    const say = `seed ${seed}, ${JSON.stringify(setting)}, stretch ${stretch} of ${count}`;
    expect({ trap: other, ...translated.state }, say).toEqual({ trap, ...interpreted.state });
  }
  return translated.counts;
}

/** More of them: RUNS=100000. */
const RUNS = Number(process.env["RUNS"] ?? 40);
const FIRST = Number(process.env["SEED"] ?? 1);

describe.each([
  { littleEndian: false, watches: false, holdsProgram: false },
  { littleEndian: true, watches: false, holdsProgram: true },
  { littleEndian: false, watches: true, holdsProgram: true },
])("$littleEndian, watched bytes $watches, program $holdsProgram", (setting) => {
  test.each(Object.keys(VOCABULARIES))("random programs end alike: %s", { timeout: 3_600_000 }, (name) => {
    const sum = { regions: 0, leaves: 0, traps: 0, guards: 0, translated: 0 };
    for (let seed = FIRST; seed < FIRST + RUNS; seed++) {
      const counts = compare(seed, setting, VOCABULARIES[name]);
      sum.regions += counts.regions;
      sum.leaves += counts.leaves;
      sum.traps += counts.traps;
      sum.guards += counts.guards;
      sum.translated += counts.translated;
    }
    // Most is executed translated; traps happen.
    expect(sum.translated).toBeGreaterThan(sum.leaves);
    expect(sum.traps).toBeGreaterThan(RUNS / 10);
    expect(sum.guards).toBeGreaterThan(0);
  });
});
