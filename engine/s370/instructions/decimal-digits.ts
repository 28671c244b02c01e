/**
 * Decimal digits four bits each, sixteen to a 64-bit value, and arithmetic on all of them at once. Numbers of up to 31
 * digits are two such values; the leftmost digit of the left one is always free to take a carry.
 */
import type { I32, I64 } from "../../translator/operations.ts";
import type { S370Operations } from "../operations.ts";

/**
 * A number of up to 128 bits. Without `high` it is known to have none left of `low`; digits then stop at 15, so that a
 * carry finds room there too.
 */
export interface Wide {
  readonly high?: I64;
  readonly low: I64;
}

const EACH_SIX = 0x6666_6666_6666_6666n;
/** Six in each digit but the leftmost. */
const SIX_BELOW = 0x0666_6666_6666_6666n;
/** Where each digit but the rightmost begins: a carry or borrow from its right shows there. */
const CARRIES = 0x1111_1111_1111_1110n;
const TENS = 0x8888_8888_8888_8888n;

/** The left half, zero where it is known to be. */
export function highOf(op: S370Operations, { high }: Wide): I64 {
  return high ?? op.i64(0n);
}

/**
 * A value computed here, once. An executor that puts off computing until a value is used would do it anew in each branch
 * that uses it, and behind them again.
 */
export function settled(op: S370Operations, value: I32): I32 {
  return op.variable(value).get();
}

/** As {@link settled}. */
export function settledWide(op: S370Operations, { high, low }: Wide): Wide {
  const right = op.variable64(low).get();
  return high === undefined ? { low: right } : { high: op.variable64(high).get(), low: right };
}

/** 1 if the number is not zero. */
export function isNonzero(op: S370Operations, { high, low }: Wide): I32 {
  return op.isZero(op.isZero64(high === undefined ? low : op.or64(high, low)));
}

/** 8 in each digit that is A to F, 0 in the others. */
function aboveNine(op: S370Operations, value: I64): I64 {
  // Bit 8 of a digit and, moved onto it, bit 4 or bit 2.
  const either = op.or64(op.shiftLeft64(value, op.i32(1)), op.shiftLeft64(value, op.i32(2)));
  return op.and64(op.and64(value, either), op.i64(TENS));
}

/** Nonzero if a packed number has a digit that is none, or no sign where its sign is. */
export function wrongCodes(op: S370Operations, { high, low }: Wide): I64 {
  const wrong = op.xor64(aboveNine(op, low), op.i64(8n));
  return high === undefined ? wrong : op.or64(wrong, aboveNine(op, high));
}

/** Nonzero if one of sixteen digits is none. */
export const wrongDigits = aboveNine;

/** 1 if a packed number's sign is minus: B or D. */
export function isNegative(op: S370Operations, { low }: Wide): I32 {
  const sign = op.and(op.low(low), op.i32(15));
  return op.and(op.shiftRightUnsigned(op.i32(0x2800), sign), op.i32(1));
}

/** A packed number's digits, without the sign. */
export function digitsOf(op: S370Operations, packed: Wide): Wide {
  return shiftRight(op, packed, 4);
}

/** Digits with a sign behind them: C for plus, D for minus. */
export function packed(op: S370Operations, digits: Wide, negative: I32): Wide {
  const { high, low } = shiftLeft(op, digits, 4);
  return { high, low: op.or64(low, op.extendUnsigned(op.or(op.i32(12), negative))) };
}

/** Shifts by a number of bits that is known, 0 to 127. A number without a left half keeps having none. */
export function shiftRight(op: S370Operations, { high, low }: Wide, bits: number): Wide {
  const by = (n: number): I32 => op.i32(n);
  if (bits === 0) return high === undefined ? { low } : { high, low };
  if (high === undefined) return { low: bits < 64 ? op.shiftRightUnsigned64(low, by(bits)) : op.i64(0n) };
  if (bits >= 64) return { low: bits === 64 ? high : op.shiftRightUnsigned64(high, by(bits - 64)), high: op.i64(0n) };
  const moved = op.shiftLeft64(high, by(64 - bits));
  return {
    high: op.shiftRightUnsigned64(high, by(bits)),
    low: op.or64(op.shiftRightUnsigned64(low, by(bits)), moved),
  };
}

/** As {@link shiftRight}; what leaves 128 bits (64 without a left half) is lost. */
export function shiftLeft(op: S370Operations, { high, low }: Wide, bits: number): Wide {
  const by = (n: number): I32 => op.i32(n);
  if (bits === 0) return high === undefined ? { low } : { high, low };
  if (high === undefined) return { low: bits < 64 ? op.shiftLeft64(low, by(bits)) : op.i64(0n) };
  if (bits >= 64) return { high: bits === 64 ? low : op.shiftLeft64(low, by(bits - 64)), low: op.i64(0n) };
  const moved = op.shiftRightUnsigned64(low, by(64 - bits));
  return { high: op.or64(op.shiftLeft64(high, by(bits)), moved), low: op.shiftLeft64(low, by(bits)) };
}

/** Shifts by a number of bits known only at execution, 0 to 127. */
export function shiftRightBy(op: S370Operations, number: Wide, bits: I32): Wide {
  const high = highOf(op, number);
  const count = op.and(bits, op.i32(63));
  const far = op.and(bits, op.i32(64));
  // In two steps, because a count of 64 is none.
  const moved = op.shiftLeft64(op.shiftLeft64(high, op.i32(1)), op.sub(op.i32(63), count));
  const shifted = op.shiftRightUnsigned64(high, count);
  const near = op.or64(op.shiftRightUnsigned64(number.low, count), moved);
  return { high: op.select64(far, op.i64(0n), shifted), low: op.select64(far, shifted, near) };
}

export function shiftLeftBy(op: S370Operations, number: Wide, bits: I32): Wide {
  const { low } = number;
  const count = op.and(bits, op.i32(63));
  const far = op.and(bits, op.i32(64));
  const moved = op.shiftRightUnsigned64(op.shiftRightUnsigned64(low, op.i32(1)), op.sub(op.i32(63), count));
  const shifted = op.shiftLeft64(low, count);
  const near = op.or64(op.shiftLeft64(highOf(op, number), count), moved);
  return { high: op.select64(far, shifted, near), low: op.select64(far, op.i64(0n), shifted) };
}

/** Sum of up to 15 digits each and a carry of 0 or 1; a carry out becomes the sixteenth digit. */
function addFifteen(op: S370Operations, a: I64, b: I64, carry?: I64): I64 {
  const biased = op.add64(a, op.i64(SIX_BELOW));
  const plain = op.add64(biased, b);
  const sum = carry === undefined ? plain : op.add64(plain, carry);
  // A digit that gave no carry still holds the six that was added so that ten becomes sixteen.
  const carries = op.xor64(op.xor64(biased, b), sum);
  const without = op.and64(op.xor64(carries, op.i64(-1n)), op.i64(CARRIES));
  return op.sub64(sum, sixes(op, without));
}

/** For each mark at the beginning of a digit, six in the digit to its right. */
function sixes(op: S370Operations, marks: I64): I64 {
  return op.or64(op.shiftRightUnsigned64(marks, op.i32(2)), op.shiftRightUnsigned64(marks, op.i32(3)));
}

/** Sum of two numbers of digits. */
export function addDigits(op: S370Operations, a: Wide, b: Wide): Wide {
  if (a.high === undefined && b.high === undefined) return { low: addFifteen(op, a.low, b.low) };
  const biased = op.add64(a.low, op.i64(EACH_SIX));
  const sum = op.add64(biased, b.low);
  const carry = op.lessUnsigned64(sum, biased);
  const carries = op.xor64(op.xor64(biased, b.low), sum);
  const without = op.and64(op.xor64(carries, op.i64(-1n)), op.i64(CARRIES));
  const last = op.select64(carry, op.i64(0n), op.i64(6n << 60n));
  const low = op.sub64(op.sub64(sum, sixes(op, without)), last);
  return { high: addFifteen(op, highOf(op, a), highOf(op, b), op.extendUnsigned(carry)), low };
}

/** Difference of two numbers of digits; `b` is not greater than `a`. */
export function subtractDigits(op: S370Operations, a: Wide, b: Wide): Wide {
  const corrected = (x: I64, y: I64, difference: I64): I64 => {
    const borrows = op.and64(op.xor64(op.xor64(x, y), difference), op.i64(CARRIES));
    return op.sub64(difference, sixes(op, borrows));
  };
  const low = corrected(a.low, b.low, op.sub64(a.low, b.low));
  if (a.high === undefined && b.high === undefined) return { low };
  const borrow = op.lessUnsigned64(a.low, b.low);
  const [left, right] = [highOf(op, a), highOf(op, b)];
  const high = corrected(left, right, op.sub64(op.sub64(left, right), op.extendUnsigned(borrow)));
  return { high, low: op.sub64(low, op.select64(borrow, op.i64(6n << 60n), op.i64(0n))) };
}

/** 1 if `a` is less than `b`. */
export function lessDigits(op: S370Operations, a: Wide, b: Wide): I32 {
  const low = op.lessUnsigned64(a.low, b.low);
  if (a.high === undefined && b.high === undefined) return low;
  const [left, right] = [highOf(op, a), highOf(op, b)];
  return op.select(op.equal64(left, right), low, op.lessUnsigned64(left, right));
}

/** 1 if both are the same. */
export function equalDigits(op: S370Operations, a: Wide, b: Wide): I32 {
  const low = op.equal64(a.low, b.low);
  if (a.high === undefined && b.high === undefined) return low;
  return op.and(low, op.equal64(highOf(op, a), highOf(op, b)));
}

/** `a` or `b`, whole. */
export function selectWide(op: S370Operations, condition: I32, a: Wide, b: Wide): Wide {
  const low = op.select64(condition, a.low, b.low);
  if (a.high === undefined && b.high === undefined) return { low };
  return { high: op.select64(condition, highOf(op, a), highOf(op, b)), low };
}

/** A wide variable, for values that a branch makes. `narrow`: its values have no left half. */
export function wideVariable(op: S370Operations, narrow: boolean): { get(): Wide; set(value: Wide): void } {
  const low = op.variable64(op.i64(0n));
  if (narrow)
    return {
      get: () => ({ low: low.get() }),
      set: (value) => low.set(value.low),
    };
  const high = op.variable64(op.i64(0n));
  return {
    get: () => ({ high: high.get(), low: low.get() }),
    set: (value) => {
      high.set(highOf(op, value));
      low.set(value.low);
    },
  };
}
