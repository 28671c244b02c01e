/** What storage accesses have in common once a table has answered, or has not. */
import type { Emitter } from "./emitter.ts";
import { REASON } from "./emitter.ts";
import type { Node } from "./nodes.ts";
import { I32, OP } from "./wasm.ts";

/** What the import that answers for a table says instead of a place. */
export const TRAPPED = -1;
/** The instruction must be executed by the interpreter. */
export const INTERPRET = -2;
/** The bytes do not lie together. */
export const APART = -3;

/** Asks the machine: `call` leaves a place or one of the above on the stack. The place is in `place` afterwards. */
export function askSlowly(emitter: Emitter, place: number, call: () => void): void {
  const { code, options } = emitter;
  if (options.counts) {
    // The machine brings its clock up to the present instruction.
    code.constant(0);
    code.with(OP.localGet, emitter.budget);
    code.constant(emitter.done + 1);
    code.op(OP.i32Sub);
    code.memory(OP.i32Store, 4 * options.words.budget.index);
  }
  call();
  code.with(OP.localTee, place);
  code.constant(TRAPPED);
  code.op(OP.i32Eq);
  emitter.leaveIf(emitter.tail(REASON.trap, { completed: true }));
  code.with(OP.localGet, place);
  code.constant(INTERPRET);
  code.op(OP.i32Eq);
  emitter.leaveIf(emitter.tail(REASON.interpret, { completed: false }));
}

/** Leaves the construct around the innermost one where up to 16 bytes at `place` hold no translated program. */
export function storeIsPlain(emitter: Emitter, programMap: number, place: number, size: Node): void {
  const { code } = emitter;
  const bits = emitter.newLocal(I32);
  code.with(OP.localGet, place);
  code.constant(4);
  code.op(OP.i32ShrU);
  // Two bytes of the map: what is stored may reach into the next sixteen.
  code.memory(OP.i32Load16U, programMap);
  code.with(OP.localTee, bits);
  code.op(OP.i32Eqz);
  code.with(OP.brIf, 1);
  // There is program near by: look at the very bits, one for two bytes.
  code.with(OP.localGet, bits);
  code.with(OP.localGet, place);
  code.constant(1);
  code.op(OP.i32ShrU);
  code.constant(7);
  code.op(OP.i32And);
  code.op(OP.i32ShrU);
  code.constant(1);
  code.with(OP.localGet, place);
  code.constant(1);
  code.op(OP.i32And);
  emitter.push(size);
  code.op(OP.i32Add);
  code.constant(1);
  code.op(OP.i32Add);
  code.constant(1);
  code.op(OP.i32ShrU);
  code.op(OP.i32Shl);
  code.constant(1);
  code.op(OP.i32Sub);
  code.op(OP.i32And);
  code.op(OP.i32Eqz);
  code.with(OP.brIf, 1);
}

/** The same for a stretch of up to a page; looks at its map bytes eight at a time. */
export function stretchIsPlain(emitter: Emitter, programMap: number, place: number, size: Node): void {
  const { code } = emitter;
  const at = emitter.newLocal(I32);
  const end = emitter.newLocal(I32);
  code.with(OP.localGet, place);
  code.constant(4);
  code.op(OP.i32ShrU);
  code.with(OP.localSet, at);
  code.with(OP.localGet, place);
  emitter.push(size);
  code.op(OP.i32Add);
  code.constant(15);
  code.op(OP.i32Add);
  code.constant(4);
  code.op(OP.i32ShrU);
  code.with(OP.localSet, end);
  emitter.open(OP.loop);
  code.with(OP.localGet, at);
  code.memory(OP.i64Load, programMap);
  code.op(OP.i64Eqz);
  emitter.open(OP.if);
  code.with(OP.localGet, at);
  code.constant(8);
  code.op(OP.i32Add);
  code.with(OP.localTee, at);
  code.with(OP.localGet, end);
  code.op(OP.i32LtU);
  code.with(OP.brIf, 1);
  code.with(OP.br, 3);
  emitter.close();
  emitter.close();
}
