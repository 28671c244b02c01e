/**
 * The cold executor: program that runs a few times, without a region of its own. Each form of instruction (operation and
 * registers) is a WebAssembly function that takes its other fields from a record of the decoded instruction; a loop goes
 * from record to record, until program is reached that has a region, has become hot, or has no records yet.
 */
import {
  COLD_SIZE,
  type ColdLayout,
  coldLoop,
  FIELDS,
  handlerType,
  JUMP,
  JUMPED,
  RECORD_SIZE,
  RECORDS,
} from "./cold-loop.ts";
import type { Builder } from "./emit/builder.ts";
import { Untranslatable } from "./emit/builder.ts";
import { inLocal, type Node } from "./emit/nodes.ts";
import { encodeModule, type FunctionBody, I32, OP } from "./emit/wasm.ts";
import { imports, type TranslatorLayout } from "./layout.ts";

/** Most forms that have handlers; if there are more, all go. */
const MOST_FORMS = 8192;

/** Most records made at a time. */
const BATCH = 32;

/** An instruction as the cold executor sees it. */
export interface ColdInstruction<B> {
  /** What a handler is made for: the same key, the same handler. */
  readonly form: string;
  readonly place: number;
  readonly length: number;
  /** Up to three values that the handler takes from the record. */
  readonly fields: readonly number[];
  /** Whether instructions after it are not reached by going on. */
  readonly ends: boolean;
  define(builder: B, fields: readonly Node[]): void;
}

/** What the cold executor asks of an instruction set. */
export interface ColdGuest<B> {
  newColdBuilder(): B;
  /** The instruction at an address of the present page; undefined where the interpreter must execute it. */
  coldInstruction(address: number): ColdInstruction<B> | undefined;
}

export class ColdExecutor<Processor, B extends Builder<Processor>> {
  readonly #layout: TranslatorLayout;
  readonly #cold: ColdLayout;
  readonly #guest: ColdGuest<B>;
  readonly #instantiate: (bytes: Uint8Array) => WebAssembly.Exports;
  readonly #table: WebAssembly.Table;
  readonly #words: Int32Array;
  readonly #run: () => number;
  /** By form: number in the table of functions; -1: it cannot be translated. */
  readonly #handlers = new Map<string, number>();
  /** Numbers in the table that handlers had. */
  readonly #free: number[] = [];

  constructor(
    layout: TranslatorLayout,
    cold: ColdLayout,
    hot: number,
    guest: ColdGuest<B>,
    table: WebAssembly.Table,
    instantiate: (bytes: Uint8Array) => WebAssembly.Exports,
  ) {
    this.#layout = layout;
    this.#cold = cold;
    this.#guest = guest;
    this.#table = table;
    this.#instantiate = instantiate;
    this.#words = new Int32Array(layout.memory.buffer);
    this.forget();
    // The export is that function.
    this.#run = instantiate(coldLoop(layout, cold, hot)).r as () => number;
  }

  /** Forms that have a handler. */
  get forms(): number {
    return this.#handlers.size;
  }

  /** Executes from the instruction address on. Returns a {@link REASON}, or {@link MISSING}. */
  run(): number {
    return this.#run();
  }

  forget(): void {
    this.#words.fill(-1, this.#cold.records / 4, (this.#cold.records + COLD_SIZE) / 4);
  }

  /** Bytes have changed: the records made from them are no longer right. `longest`: bytes of the longest instruction. */
  changed(place: number, length: number, longest: number): void {
    if (length > 2 * RECORDS) {
      this.forget();
      return;
    }
    for (let at = (place - longest) & ~1; at < place + length; at += 2) {
      const record = this.#record(at);
      if (this.#words[record] === at) this.#words[record] = -1;
    }
  }

  #record(place: number): number {
    return (this.#cold.records + ((place >>> 1) & (RECORDS - 1)) * RECORD_SIZE) / 4;
  }

  /** Whether the instruction at a place has a record. */
  has(place: number): boolean {
    return this.#words[this.#record(place)] === place;
  }

  /** Where the instruction at a place jumped last; undefined where it has no record, or never has. */
  jumped(place: number): number | undefined {
    const record = this.#record(place);
    const to = this.#words[record + JUMPED / 4];
    return this.#words[record] === place && to >= 0 ? to : undefined;
  }

  /**
   * Makes records from an address on. `mark` is told of the bytes that they depend on. Returns whether the first
   * instruction has one.
   */
  prepare(address: number, mark: (place: number, length: number) => void): boolean {
    const found: ColdInstruction<B>[] = [];
    for (let at = address; found.length < BATCH; ) {
      const instruction = this.#guest.coldInstruction(at);
      if (!instruction) break;
      // What is known to have no handler ends the batch: a program that waits for a device meets it again and again.
      if (this.#handlers.get(instruction.form) === -1) break;
      found.push(instruction);
      if (instruction.ends) break;
      at += instruction.length;
    }
    this.#makeHandlers(found);
    let made = 0;
    for (const { form, place, length, fields } of found) {
      const handler = this.#handlers.get(form) ?? -1;
      if (handler < 0) break;
      const record = this.#record(place);
      this.#words.set(
        [
          place,
          this.#words[this.#layout.codeMode.index],
          handler,
          length,
          fields[0] ?? 0,
          fields[1] ?? 0,
          fields[2] ?? 0,
          -1,
        ],
        record,
      );
      mark(place, length);
      made++;
    }
    return made > 0;
  }

  #makeHandlers(instructions: readonly ColdInstruction<B>[]): void {
    const bodies: FunctionBody[] = [];
    const forms: string[] = [];
    if (this.#handlers.size + instructions.length > MOST_FORMS) this.#forgetHandlers();
    for (const instruction of instructions) {
      const { form } = instruction;
      if (this.#handlers.has(form)) continue;
      this.#handlers.set(form, -1);
      const body = this.#handler(instruction, `h${forms.length}`);
      if (!body) continue;
      forms.push(form);
      bodies.push(body);
    }
    if (bodies.length === 0) return;
    const made = this.#instantiate(encodeModule(imports, bodies));
    forms.forEach((form, i) => {
      const number = this.#free.pop() ?? this.#table.grow(1);
      this.#table.set(number, made[`h${i}`]);
      this.#handlers.set(form, number);
    });
  }

  #forgetHandlers(): void {
    this.forget();
    for (const number of this.#handlers.values()) {
      if (number < 0) continue;
      this.#table.set(number, null);
      this.#free.push(number);
    }
    this.#handlers.clear();
  }

  #handler(instruction: ColdInstruction<B>, name: string): FunctionBody | undefined {
    const builder = this.#guest.newColdBuilder();
    const record = inLocal(I32, 0);
    const fields = instruction.fields.map((_, i) => builder.memory.load(OP.i32Load, I32, record, FIELDS + 4 * i, -1));
    try {
      instruction.define(builder, fields);
    } catch (thrown) {
      if (thrown instanceof Untranslatable) return undefined;
      throw thrown;
    }
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
      builder.code.memory(OP.i32Store, 4 * this.#layout.words.instructionAddress.index);
      builder.push(record);
      builder.push(target);
      builder.code.memory(OP.i32Store, JUMPED);
      builder.code.constant(JUMP);
      builder.code.with(OP.localSet, builder.reason);
      if (condition) builder.close();
    }
    return { name, type: handlerType, locals: builder.locals, code: builder.finish() };
  }
}
