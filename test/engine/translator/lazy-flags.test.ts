/** Lazy flags in translated code: what they cost where the kind of operation is known. */
import { expect, test } from "vitest";
import { withBits } from "../../../engine/translator/emit/bits.ts";
import { Builder } from "../../../engine/translator/emit/builder.ts";
import { known, type Node } from "../../../engine/translator/emit/nodes.ts";
import { OP } from "../../../engine/translator/emit/wasm.ts";
import { withWideState } from "../../../engine/translator/emit/wide-state.ts";
import { type FlagName, flag, flagWords, keepFlags, keepFlags64 } from "../../../engine/translator/lazy-flags.ts";
import { difference, difference64, type NarrowOperations, sum } from "../../../engine/translator/narrow-operations.ts";
import type { I32 } from "../../../engine/translator/operations.ts";
import { StateLayout } from "../../../engine/translator/state.ts";
import type { WideStateOperations } from "../../../engine/translator/wide-state.ts";

const layout = new StateLayout();
const registers = layout.words("registers", 2);
const wideRegisters = layout.wideWords("wideRegisters", 2);
const flags = flagWords(layout, "flags");
const word = (name: string) => layout.word(name);
const words = { instructionAddress: word("instructionAddress"), trapCode: word("trapCode"), budget: word("budget") };
const model = {
  littleEndian: true,
  pageBits: 12,
  addressMask: -1,
  table: 0,
  entries: 1,
  mode: word("mode"),
  watched: undefined,
  programMap: undefined,
  imports: { load: 0, store: 1, rangeLoad: 2, rangeStore: 3 },
};

function builder() {
  const made = new (withWideState(withBits(Builder)))({ words, parameters: 0, counts: true }, model, false);
  // The builder's nodes are what definitions see as opaque values.
  return { made, op: made as unknown as NarrowOperations<object> & WideStateOperations };
}
const node = (value: I32): Node => value as unknown as Node;

test.each([
  ["less", OP.i32LtS],
  ["below", OP.i32LtU],
  ["zero", OP.i32Eq],
] as const)("a comparison and the question whether it gave %s are one comparison", (name: FlagName, opcode) => {
  const { op } = builder();
  const [a, b] = [op.getAt(registers, 0), op.getAt(registers, 1)];
  keepFlags(op, flags, difference(op, 32, a, b));
  const answer = node(flag(op, flags, name));
  expect(answer.opcode).toBe(opcode);
  expect([answer.a, answer.b]).toEqual([a, b]);
});

test("a 64-bit comparison likewise", () => {
  const { op } = builder();
  const [a, b] = [op.getAt64(wideRegisters, 0), op.getAt64(wideRegisters, 1)];
  keepFlags64(op, flags, difference64(op, a, b));
  const answer = node(flag(op, flags, "less"));
  expect(answer.opcode).toBe(OP.i64LtS);
  expect([answer.a, answer.b]).toEqual([a, b]);
});

test("flags that are overwritten before anybody reads them leave no code", () => {
  const once = builder();
  const both = builder();
  for (const { made, op } of [once, both]) {
    const [a, b] = [op.getAt(registers, 0), op.getAt(registers, 1)];
    if (made === both.made) keepFlags(op, flags, sum(op, 8, a, b));
    keepFlags(op, flags, difference(op, 16, a, b));
    made.commit();
  }
  expect(both.made.code.length).toBe(once.made.code.length);
});

test("where the kind is not known, every flag is still found", () => {
  const { op } = builder();
  expect(known(node(flag(op, flags, "carry")))).toBeUndefined();
});
