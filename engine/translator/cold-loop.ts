/** The cold executor's loop in WebAssembly, and the records of instructions that it goes through. */
import { REASON } from "./emit/emitter.ts";
import { Code, encodeModule, type FunctionBody, I32, OP, VOID } from "./emit/wasm.ts";
import { imports, REGION_ENTRIES, regionType, type TranslatorLayout } from "./layout.ts";
import type { Word } from "./operations.ts";

/** Records, directly by place; of 32 bytes: place, mode, function, length, three fields, where it jumped to last. */
export const RECORDS = 4096;
export const RECORD_SIZE = 32;
const PLACE = 0;
const MODE = 4;
const FUNCTION = 8;
const LENGTH = 12;
export const FIELDS = 16;
export const JUMPED = 28;

/** Bytes of the records, and of the counts of arrivals. */
export const COLD_SIZE = RECORDS * RECORD_SIZE;
export const HEAT_SIZE = 65536;

/** There is no record for the instruction that comes next. */
export const MISSING = 7;
/** A handler's own answer: the instruction has jumped. */
export const JUMP = 8;

/** A handler takes its record, and answers with a {@link REASON} or {@link JUMP}. */
export const handlerType = { parameters: [I32], results: [I32] } as const;

/** Where the cold executor keeps what it needs. */
export interface ColdLayout {
  /** Offsets of the records and of the counts. */
  readonly records: number;
  readonly heat: number;
  /** Bits of an instruction's address. */
  readonly addressMask: number;
  readonly lengthWord: Word;
  /** How often the program must arrive somewhere before it goes on from there in the cold executor; 0 to 254. */
  readonly warm: number;
}

/** The loop from record to record. `hot`: what the program has arrived at so often is left for a region. */
export function coldLoop(layout: TranslatorLayout, cold: ColdLayout, hot: number): Uint8Array {
  const { words, fetchPage, fetchReal, codeMode, storage, regions, model } = layout;
  const code = new Code();
  const [pc, real, record, reason, budget, arrived, heat] = [0, 1, 2, 3, 4, 5, 6];
  const get = (local: number): void => code.with(OP.localGet, local);
  const load = (word: Word): void => code.word(word.index);
  const store = (word: Word, value: () => void): void => {
    code.constant(0);
    value();
    code.memory(OP.i32Store, 4 * word.index);
  };
  code.op(OP.loop);
  code.byte(VOID);
  load(words.budget);
  code.with(OP.localTee, budget);
  code.constant(1);
  code.op(OP.i32LtS);
  code.returnIf(REASON.budget);
  load(words.instructionAddress);
  code.with(OP.localTee, pc);
  code.constant(model.pageBits);
  code.op(OP.i32ShrU);
  load(fetchPage);
  code.op(OP.i32Ne);
  code.returnIf(REASON.next);
  load(fetchReal);
  get(pc);
  code.constant(2 ** model.pageBits - 1);
  code.op(OP.i32And);
  code.op(OP.i32Or);
  code.with(OP.localSet, real);
  // After a jump: a region, or one more arrival.
  get(arrived);
  code.if();
  get(pc);
  code.constant(1);
  code.op(OP.i32ShrU);
  code.constant(REGION_ENTRIES - 1);
  code.op(OP.i32And);
  code.constant(4);
  code.op(OP.i32Shl);
  code.with(OP.localTee, heat);
  code.memory(OP.i32Load, regions);
  get(pc);
  code.op(OP.i32Eq);
  get(heat);
  code.memory(OP.i32Load, regions + 4);
  load(fetchReal);
  load(codeMode);
  code.op(OP.i32Or);
  code.op(OP.i32Eq);
  code.op(OP.i32And);
  code.returnIf(REASON.next);
  get(real);
  code.constant(1);
  code.op(OP.i32ShrU);
  code.constant(HEAT_SIZE - 1);
  code.op(OP.i32And);
  code.with(OP.localTee, heat);
  code.memory(OP.i32Load8U, cold.heat);
  code.constant(hot);
  code.op(OP.i32LtU);
  code.if();
  get(heat);
  get(heat);
  code.memory(OP.i32Load8U, cold.heat);
  code.constant(1);
  code.op(OP.i32Add);
  code.memory(OP.i32Store8, cold.heat);
  code.op(OP.else);
  get(heat);
  code.memory(OP.i32Load8U, cold.heat);
  code.constant(255);
  code.op(OP.i32Ne);
  code.returnIf(REASON.next);
  code.op(OP.end);
  code.op(OP.end);
  // The record.
  get(real);
  code.constant(1);
  code.op(OP.i32ShrU);
  code.constant(RECORDS - 1);
  code.op(OP.i32And);
  code.constant(5);
  code.op(OP.i32Shl);
  code.constant(cold.records);
  code.op(OP.i32Add);
  code.with(OP.localTee, record);
  code.memory(OP.i32Load, PLACE);
  get(real);
  code.constant(storage);
  code.op(OP.i32Add);
  code.op(OP.i32Ne);
  get(record);
  code.memory(OP.i32Load, MODE);
  load(codeMode);
  code.op(OP.i32Ne);
  code.op(OP.i32Or);
  code.returnIf(MISSING);
  store(words.instructionAddress, () => {
    get(pc);
    get(record);
    code.memory(OP.i32Load, LENGTH);
    code.op(OP.i32Add);
    code.constant(cold.addressMask);
    code.op(OP.i32And);
  });
  store(cold.lengthWord, () => {
    get(record);
    code.memory(OP.i32Load, LENGTH);
  });
  store(words.budget, () => {
    get(budget);
    code.constant(1);
    code.op(OP.i32Sub);
  });
  get(record);
  get(record);
  code.memory(OP.i32Load, FUNCTION);
  code.op(OP.callIndirect);
  // Type 0 is the imports', type 1 the loop's own, type 2 the handlers'.
  code.unsigned(2);
  code.byte(0);
  code.with(OP.localTee, reason);
  code.constant(JUMP);
  code.op(OP.i32Eq);
  code.with(OP.localTee, arrived);
  get(reason);
  code.op(OP.i32Eqz);
  code.op(OP.i32Or);
  code.with(OP.brIf, 0);
  code.op(OP.end);
  // An instruction left to the interpreter has not been executed.
  get(reason);
  code.constant(REASON.interpret);
  code.op(OP.i32Eq);
  code.if();
  store(words.instructionAddress, () => get(pc));
  store(words.budget, () => get(budget));
  code.op(OP.end);
  get(reason);
  const own = {
    name: "r",
    type: regionType,
    locals: Array.from({ length: 7 }, () => I32),
    code,
  } satisfies FunctionBody;
  // Only for its type.
  const unused = { type: handlerType, locals: [], code: new Code() } satisfies FunctionBody;
  unused.code.constant(0);
  return encodeModule(imports, [own, unused]);
}
