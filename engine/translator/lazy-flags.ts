/**
 * Lazy flags: what the last operation was and what it worked on is kept, and a flag is computed where it is read. Where the
 * translator knows the kind of operation (it was in the same block), a comparison and the branch on it become one
 * comparison; operands that are overwritten before any flag is read cost nothing.
 */

import type { I32, I64, Operations, Word } from "./operations.ts";
import { FLAG, OUTCOME, type Outcome, outcome32, outcome64, type Parts } from "./outcome.ts";
import type { StateLayout } from "./state.ts";
import type { WideStateOperations, WideWord } from "./wide-state.ts";

/** What flags are kept and read by. */
export type FlagOperations<Processor> = Operations<Processor> & WideStateOperations;

/** Where flags are kept in architectural state. */
export interface FlagWords {
  readonly kind: Word;
  readonly bits: Word;
  /** Of operations on up to 32 bits. */
  readonly left: Word;
  readonly right: Word;
  readonly value: Word;
  /** Of operations on 64 bits. */
  readonly wideLeft: WideWord;
  readonly wideRight: WideWord;
  readonly wideValue: WideWord;
}

/** Makes room for flags. All words zero: the flags after 0 + 0. */
export function flagWords(layout: StateLayout, name: string): FlagWords {
  return {
    kind: layout.word(`${name}.kind`),
    bits: layout.word(`${name}.bits`),
    left: layout.word(`${name}.left`),
    right: layout.word(`${name}.right`),
    value: layout.word(`${name}.value`),
    wideLeft: layout.wideWord(`${name}.wideLeft`),
    wideRight: layout.wideWord(`${name}.wideRight`),
    wideValue: layout.wideWord(`${name}.wideValue`),
  };
}

/** What can be asked of flags. */
export type FlagName = keyof typeof FLAG | keyof Pick<Outcome<I32>, "below" | "belowOrEqual" | "less" | "lessOrEqual">;

/** Flags are those of this outcome from now on. */
export function keepFlags<P>(op: FlagOperations<P>, words: FlagWords, outcome: Outcome<I32>): void {
  keepKind(op, words, outcome);
  if ((outcome.kind & OUTCOME.given) === 0) {
    op.set(words.left, outcome.left);
    op.set(words.right, outcome.right);
  }
  op.set(words.value, outcome.value);
}

/** Flags are those of this 64-bit outcome from now on. */
export function keepFlags64<P>(op: FlagOperations<P>, words: FlagWords, outcome: Outcome<I64>): void {
  keepKind(op, words, outcome);
  if ((outcome.kind & OUTCOME.given) === 0) {
    op.set64(words.wideLeft, outcome.left);
    op.set64(words.wideRight, outcome.right);
  }
  op.set64(words.wideValue, outcome.value);
}

function keepKind<P>(op: FlagOperations<P>, words: FlagWords, { kind, bits }: Outcome<I32> | Outcome<I64>): void {
  op.set(words.kind, op.i32(kind));
  if (kind & (OUTCOME.increment | OUTCOME.given)) op.set(words.bits, bits);
}

/** A flag, or a comparison's result: 0 or 1. */
export function flag<P>(op: FlagOperations<P>, words: FlagWords, name: FlagName): I32 {
  const read = op.get(words.kind);
  const kind = op.known(read);
  if (kind !== undefined) return flagOfKind(op, words, kind, name);
  const found = op.variable(op.i32(0));
  const isWide = op.and(read, op.i32(OUTCOME.wide));
  op.if(
    isWide,
    () => found.set(flagOfUnknown(read, op, name, (kept) => outcome64(op, kept, parts64(op, words)))),
    () => found.set(flagOfUnknown(read, op, name, (kept) => outcome32(op, kept, parts32(op, words)))),
  );
  return found.get();
}

/** All flags, each at its place in {@link FLAG}; the other bits are zero. */
export function flagsWord<P>(op: FlagOperations<P>, words: FlagWords): I32 {
  let all = op.i32(0);
  for (const name of Object.keys(FLAG) as (keyof typeof FLAG)[]) {
    // Object.keys gives strings; the keys are those of FLAG.
    const place = 31 - Math.clz32(FLAG[name]);
    all = op.or(all, op.shiftLeft(flag(op, words, name), op.i32(place)));
  }
  return all;
}

/** Flags are these from now on; bits that are not in {@link FLAG} do not matter. */
export function setFlagsWord<P>(op: FlagOperations<P>, words: FlagWords, bits: I32): void {
  op.set(words.kind, op.i32(OUTCOME.explicit));
  op.set(words.bits, bits);
}

function flagOfKind<P>(op: FlagOperations<P>, words: FlagWords, kind: number, name: FlagName): I32 {
  if (kind & OUTCOME.wide) return outcome64(op, kind, parts64(op, words))[name];
  return outcome32(op, kind, parts32(op, words))[name];
}

/** For a kind that is known only when the code runs: the flag of each family of kinds, and a choice. */
function flagOfUnknown<P>(
  kind: I32,
  op: Operations<P>,
  name: FlagName,
  of: (kind: number) => Pick<Outcome<I32>, FlagName>,
): I32 {
  const has = (bit: number): I32 => op.and(kind, op.i32(bit));
  const either = (plain: number, subtracting: number): I32 =>
    op.select(has(OUTCOME.subtract), of(subtracting)[name], of(plain)[name]);
  // With a carry that came in or not: the formulas that take it into account hold for both.
  const computed = either(OUTCOME.addCarry, OUTCOME.subtractBorrow);
  const stepped = either(OUTCOME.increment, OUTCOME.decrement);
  const given = op.select(has(OUTCOME.given), of(OUTCOME.given)[name], of(OUTCOME.explicit)[name]);
  return op.select(has(OUTCOME.given | OUTCOME.explicit), given, op.select(has(OUTCOME.increment), stepped, computed));
}

function parts32<P>(op: FlagOperations<P>, { left, right, value, bits }: FlagWords): Parts<I32> {
  return { left: op.get(left), right: op.get(right), value: op.get(value), bits: op.get(bits) };
}

function parts64<P>(op: FlagOperations<P>, { wideLeft, wideRight, wideValue, bits }: FlagWords): Parts<I64> {
  return { left: op.get64(wideLeft), right: op.get64(wideRight), value: op.get64(wideValue), bits: op.get(bits) };
}
