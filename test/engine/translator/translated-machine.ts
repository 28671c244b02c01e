/** The machine of test-machine.ts, executed by translated code and by the interpreter where that leaves it. */
import { withBits } from "../../../engine/translator/emit/bits.ts";
import { Builder } from "../../../engine/translator/emit/builder.ts";
import { REASON } from "../../../engine/translator/emit/emitter.ts";
import { withFloats } from "../../../engine/translator/emit/floats.ts";
import { APART, ENTRY_SIZE, INTERPRET, type MemoryModel, TRAPPED } from "../../../engine/translator/emit/memory.ts";
import { withVectors } from "../../../engine/translator/emit/vectors.ts";
import {
  encodeModule,
  type FunctionBody,
  type FunctionType,
  I32,
  type ImportedFunction,
  OP,
} from "../../../engine/translator/emit/wasm.ts";
import { withWideState } from "../../../engine/translator/emit/wide-state.ts";
import {
  WIDE_ADDEND,
  WIDE_ENTRY_SIZE,
  WIDE_READ_TAG,
  WIDE_WRITE_TAG,
  withWideStorage,
} from "../../../engine/translator/emit/wide-storage.ts";
import { Trap } from "../../../engine/translator/interpreter.ts";
import { ProgramMap } from "../../../engine/translator/program-map.ts";
import { type Guest, translateRegion } from "../../../engine/translator/region.ts";
import {
  budget,
  type Define,
  ENTRIES,
  instructionAddress,
  MAP,
  Machine,
  MODE,
  mode,
  PAGE,
  PAGE_BITS,
  PAGES,
  PROGRAM,
  type Setting,
  STORAGE,
  scratch,
  TABLE,
  trapCode,
  type Vocabulary,
  WATCHED_AT,
  WIDE_MODE,
  WIDE_SET,
  WIDE_TABLE,
  watched,
  wideMode,
  wideSet,
} from "./test-machine.ts";

/** The builder; with program in storage or without. */
function testBuilder(holdsProgram: boolean) {
  return withWideStorage(withWideState(withVectors(withFloats(withBits(Builder)))), {
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

/** An address of its halves. */
const wide = (low: number, high: number): bigint => (BigInt(high) << 32n) | BigInt(low >>> 0);

/** Bytes of storage that are taken for translated program. */
const PROGRAM_BYTES = [
  { place: STORAGE + 130, length: 2 },
  { place: STORAGE + PAGE + 20, length: 6 },
  { place: STORAGE + 2 * PAGE + 46, length: 4 },
  { place: STORAGE + 3 * PAGE + 64, length: 2 },
  { place: STORAGE + 4 * PAGE, length: 2 },
  { place: STORAGE + 5 * PAGE - 2, length: 2 },
];

/** What a handler says when its instruction has jumped. */
const JUMPED = 8;

/** A machine that executes by regions, or by a function for each instruction, and what they leave to it by the interpreter. */
export class Translated extends Machine implements Guest<Builder<object>> {
  readonly lengthWord = undefined;
  readonly steady = [];
  readonly counts = { regions: 0, leaves: 0, traps: 0, guards: 0, translated: 0 };
  readonly #defines: readonly Define[];
  readonly #setting: Setting;
  readonly #model: MemoryModel;
  readonly #map: ProgramMap;
  /** What {@link PROGRAM_BYTES} were when the interpreter had done its part. */
  #program: string;
  readonly #regions = new Map<number, { run: () => number; assumed: ReadonlyMap<number, number> }>();
  readonly #handlers = new Map<number, () => number>();
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
    if (setting.holdsProgram) for (const { place, length } of PROGRAM_BYTES) this.#map.mark(place, length);
    this.#program = this.#programBytes();
  }

  #programBytes(): string {
    return PROGRAM_BYTES.map(({ place, length }) => this.bytes.subarray(place, place + length).join()).join(";");
  }

  /** Translated code may not have changed program by itself. */
  #checkProgram(): void {
    if (this.#setting.holdsProgram && this.#programBytes() !== this.#program)
      throw new Error("translated code has stored into program without notice");
  }

  /** An instruction that translated code leaves to the interpreter. */
  #stepAside(): number | undefined {
    this.counts.leaves++;
    const trap = this.step();
    this.#program = this.#programBytes();
    return trap;
  }

  newBuilder(): Builder<object> {
    return this.#builder(true);
  }
  #builder(counts: boolean): Builder<object> {
    const words = { instructionAddress, trapCode, budget };
    const { holdsProgram, translating } = this.#setting;
    return new BUILDERS[`${holdsProgram}`]({ words, parameters: 0, counts }, this.#model, translating);
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
    return this.#setting.handlers ? this.#runHandlers(count) : this.#runRegions(count);
  }

  #runRegions(count: number): number | undefined {
    for (let left = count; left > 0; ) {
      this.words[budget.index] = left;
      const region = this.#region(this.words[instructionAddress.index]);
      const reason = region.run();
      this.#checkProgram();
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
      const trap = this.#stepAside();
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
    const made = { run: this.#compiled(region), assumed: region.assumed };
    this.#regions.set(address, made);
    return made;
  }

  /** As the cold executor does it: one instruction after the other, the address of the next one set before. */
  #runHandlers(count: number): number | undefined {
    for (let left = count; left > 0; left--) {
      const at = this.words[instructionAddress.index];
      this.words[instructionAddress.index] = (at + 2) % PROGRAM;
      const reason = this.#handler(at)();
      this.#checkProgram();
      if (reason === REASON.trap) {
        this.counts.traps++;
        return this.words[trapCode.index];
      }
      if (reason !== REASON.interpret) {
        this.counts.translated++;
        continue;
      }
      this.words[instructionAddress.index] = at;
      const trap = this.#stepAside();
      if (trap !== undefined) return trap;
    }
    return undefined;
  }

  #handler(address: number): () => number {
    const found = this.#handlers.get(address);
    if (found) return found;
    const builder = this.#builder(false);
    this.instruction(address).define(builder);
    const { jumped } = builder;
    const target = jumped && builder.settled(jumped.target);
    const condition = jumped?.condition && builder.settled(jumped.condition);
    builder.commit();
    if (target) {
      if (condition) {
        builder.push(condition);
        builder.open(OP.if);
      }
      builder.code.constant(0);
      builder.push(target);
      builder.code.memory(OP.i32Store, 4 * instructionAddress.index);
      builder.code.constant(JUMPED);
      builder.code.with(OP.localSet, builder.reason);
      if (condition) builder.close();
    }
    const made = this.#compiled({ locals: builder.locals, code: builder.finish() });
    this.#handlers.set(address, made);
    return made;
  }

  #compiled({ locals, code }: Pick<FunctionBody, "locals" | "code">): () => number {
    const slow: FunctionType = { parameters: [I32, I32], results: [I32] };
    const wideSlow: FunctionType = { parameters: [I32, I32, I32], results: [I32] };
    const names = ["load", "store", "rangeLoad", "rangeStore"];
    const imports: ImportedFunction[] = [
      ...names.map((name) => ({ name, type: slow })),
      ...names.map((name) => ({ name: `${name}At`, type: wideSlow })),
    ];
    const type: FunctionType = { parameters: [], results: [I32] };
    const bytes = encodeModule(imports, [{ name: "r", type, locals, code }]);
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
    return exports.r as () => number;
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
