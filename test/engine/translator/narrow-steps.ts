/** Steps of random definitions that use arithmetic with flags. */
import {
  type FlagWords,
  flag,
  flagsWord,
  keepFlags,
  keepFlags64,
  setFlagsWord,
} from "../../../engine/translator/lazy-flags.ts";
import type { NarrowOperations } from "../../../engine/translator/narrow-operations.ts";
import * as narrow from "../../../engine/translator/narrow-operations.ts";
import * as shifts from "../../../engine/translator/narrow-shifts.ts";
import type { I32, I64 } from "../../../engine/translator/operations.ts";
import type { Outcome } from "../../../engine/translator/outcome.ts";
import {
  divideSignedWide64,
  divideUnsignedWide64,
  mulSignedWide64,
} from "../../../engine/translator/wide-arithmetic.ts";
import type { WideStateOperations } from "../../../engine/translator/wide-state.ts";
import type { Random } from "../../vectors/random.ts";
import type { Scope, Step } from "./random-definitions.ts";

type Op = NarrowOperations<object> & WideStateOperations;

const NAMES = [
  "carry",
  "parity",
  "adjust",
  "zero",
  "sign",
  "overflow",
  "below",
  "belowOrEqual",
  "less",
  "lessOrEqual",
] as const;

/** Their flags are kept in `words`. */
export function narrowSteps(words: FlagWords): Step<Op>[] {
  return [
    arithmetic(words),
    arithmetic64(words),
    shifting,
    shifting64,
    bits,
    quotients,
    reading(words),
    reading(words),
  ];
}

const bit = (op: Op, scope: Scope, random: Random): I32 => op.and(random.pick(scope.ints), op.i32(1));

function flagOf(outcome: Outcome<I32> | Outcome<I64>, random: Random): I32 {
  return outcome[random.pick(NAMES)];
}

const arithmetic =
  (words: FlagWords): Step<Op> =>
  (op, scope, random) => {
    const size = random.pick([8, 16, 32] as const);
    const [a, b, c] = [random.pick(scope.ints), random.pick(scope.ints), bit(op, scope, random)];
    const outcome = random.pick([
      () => narrow.sum(op, size, a, b),
      () => narrow.difference(op, size, a, b),
      () => narrow.sumWithCarry(op, size, a, b, c),
      () => narrow.differenceWithBorrow(op, size, a, b, c),
      () => narrow.increment(op, size, a, c),
      () => narrow.decrement(op, size, a, c),
      () => narrow.logical(op, size, a),
      () => narrow.flagged(op, size, a, b),
    ])();
    scope.ints.push(outcome.value, flagOf(outcome, random));
    if (random.chance(60)) keepFlags(op, words, outcome);
  };

const arithmetic64 =
  (words: FlagWords): Step<Op> =>
  (op, scope, random) => {
    const [a, b, c] = [random.pick(scope.wides), random.pick(scope.wides), bit(op, scope, random)];
    const outcome = random.pick([
      () => narrow.sum64(op, a, b),
      () => narrow.difference64(op, a, b),
      () => narrow.sumWithCarry64(op, a, b, c),
      () => narrow.differenceWithBorrow64(op, a, b, c),
      () => narrow.increment64(op, a, c),
      () => narrow.decrement64(op, a, c),
      () => narrow.logical64(op, a),
      () => narrow.flagged64(op, a, random.pick(scope.ints)),
    ])();
    scope.wides.push(outcome.value);
    scope.ints.push(flagOf(outcome, random));
    if (random.chance(60)) keepFlags64(op, words, outcome);
  };

/** Flags of whatever operation came last, in this instruction or one before. */
const reading =
  (words: FlagWords): Step<Op> =>
  (op, scope, random) => {
    if (random.chance(20)) scope.ints.push(flagsWord(op, words));
    else scope.ints.push(flag(op, words, random.pick(NAMES)));
    if (random.chance(10)) setFlagsWord(op, words, random.pick(scope.ints));
  };

const shifting: Step<Op> = (op, scope, random) => {
  const [a, b, c] = [random.pick(scope.ints), random.pick(scope.ints), bit(op, scope, random)];
  const size = random.pick([8, 16, 32] as const);
  const n = random.chance(50) ? op.i32(1 + random.below(31)) : op.and(random.pick(scope.ints), op.i32(31));
  const double = size === 8 ? 16 : size;
  const { value, carry, overflow } = random.pick([
    () => shifts.shiftLeftOut(op, size, a, n),
    () => shifts.shiftRightUnsignedOut(op, size, a, n),
    () => shifts.shiftRightSignedOut(op, size, a, n),
    () => shifts.rotateLeftOut(op, size, a, n),
    () => shifts.rotateRightOut(op, size, a, n),
    () => shifts.rotateLeftThrough(op, size, a, n, c),
    () => shifts.rotateRightThrough(op, size, a, n, c),
    () => shifts.shiftLeftDouble(op, double, a, b, n),
    () => shifts.shiftRightDouble(op, double, a, b, n),
  ])();
  // For a count of 0 they are not defined.
  const isMoved = op.isZero(op.isZero(n));
  scope.ints.push(value, op.and(carry, isMoved), op.and(overflow, isMoved));
};

const shifting64: Step<Op> = (op, scope, random) => {
  const [a, b, c] = [random.pick(scope.wides), random.pick(scope.wides), bit(op, scope, random)];
  const n = random.chance(50) ? op.i32(1 + random.below(63)) : op.and(random.pick(scope.ints), op.i32(63));
  const { value, carry, overflow } = random.pick([
    () => shifts.shiftLeftOut64(op, a, n),
    () => shifts.shiftRightUnsignedOut64(op, a, n),
    () => shifts.shiftRightSignedOut64(op, a, n),
    () => shifts.rotateLeftOut64(op, a, n),
    () => shifts.rotateRightOut64(op, a, n),
    () => shifts.rotateLeftThrough64(op, a, n, c),
    () => shifts.rotateRightThrough64(op, a, n, c),
    () => shifts.shiftLeftDouble64(op, a, b, n),
    () => shifts.shiftRightDouble64(op, a, b, n),
  ])();
  const isMoved = op.isZero(op.isZero(n));
  scope.wides.push(value);
  scope.ints.push(op.and(carry, isMoved), op.and(overflow, isMoved));
};

const bits: Step<Op> = (op, scope, random) => {
  const { ints, wides } = scope;
  const [a, b, x] = [random.pick(ints), random.pick(ints), random.pick(wides)];
  const n = random.chance(50) ? op.i32(random.below(32)) : op.and(b, op.i32(31));
  const m = random.chance(50) ? op.i32(random.below(64)) : op.and(b, op.i32(63));
  const positive = op.or(op.and(b, op.i32(0x7fff_ffff)), op.i32(1));
  random.pick([
    () => ints.push(op.rotateLeft(a, n)),
    () => ints.push(op.rotateRight(a, n)),
    () => wides.push(op.rotateLeft64(x, m)),
    () => wides.push(op.rotateRight64(x, m)),
    () => ints.push(op.trailingZeros(a), op.trailingZeros64(x)),
    () => ints.push(op.onesCount(a), op.onesCount64(x)),
    () => ints.push(op.divSigned(a, positive), op.remSigned(a, positive)),
    () => ints.push(narrow.byteSwap(op, a), narrow.byteSwap16(op, b)),
    () => wides.push(narrow.byteSwap64(op, x)),
  ])();
};

const quotients: Step<Op> = (op, scope, random) => {
  const { ints, wides } = scope;
  const [x, y, z] = [random.pick(wides), random.pick(wides), random.pick(wides)];
  const kind = random.below(3);
  if (kind === 0) {
    const { high, low } = mulSignedWide64(op, x, y);
    wides.push(high, low);
  } else if (kind === 1) {
    const divisor = op.or64(z, op.i64(1n));
    const { quotient, remainder } = divideUnsignedWide64(op, op.remUnsigned64(x, divisor), y, divisor);
    wides.push(quotient, remainder);
  } else {
    const { quotient, remainder, overflow } = divideSignedWide64(op, x, y, z);
    const none = op.i64(0n);
    wides.push(op.select64(overflow, none, quotient), op.select64(overflow, none, remainder));
    ints.push(overflow);
  }
};
