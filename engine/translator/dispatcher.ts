/** The loop that passes control between regions. */
import { ADDEND, ENTRY_SIZE, FETCH_TAG } from "./emit/memory.ts";
import { Code, encodeModule, I32, OP, VOID } from "./emit/wasm.ts";
import { imports, REGION_ENTRIES, regionType, type TranslatorLayout } from "./layout.ts";
import type { Word } from "./operations.ts";

/** No region begins at the instruction address. */
export const ABSENT = 5;

/**
 * Passes control from region to region for as long as each leaves for the next. A region holds at an address, for the
 * real page that it was translated from, in the mode in which that was done.
 */
export function dispatcher(layout: TranslatorLayout): Uint8Array {
  const { words, fetchPage, fetchReal, codeMode, storage, regions, model } = layout;
  const code = new Code();
  const [pc, entry, reason] = [0, 1, 2];
  const load = (word: Word): void => code.word(word.index);
  const returnUnequal = (): void => {
    code.op(OP.i32Ne);
    code.returnIf(ABSENT);
  };
  code.op(OP.loop);
  code.byte(VOID);
  load(words.instructionAddress);
  code.with(OP.localTee, pc);
  code.constant(model.pageBits);
  code.op(OP.i32ShrU);
  load(fetchPage);
  code.op(OP.i32Ne);
  code.if();
  // Where nothing is left of the budget, the next instruction is not fetched yet.
  load(words.budget);
  code.op(OP.i32Eqz);
  code.returnIf(ABSENT);
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
