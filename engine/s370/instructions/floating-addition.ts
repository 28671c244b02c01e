/** Sums, differences, comparison and halving of short and long numbers (GA22-7000, "Floating-Point Instructions"). */
import type { I32, I64 } from "../../translator/operations.ts";
import type { S370Operations } from "../operations.ts";
import type { Register } from "./decoded.ts";
import type { InstructionDefinition } from "./definition.ts";
import { rr } from "./definition.ts";
import {
  type Combine,
  characteristic,
  characteristics,
  characteristicsOf,
  finish,
  finishSum,
  leadingZeroDigits,
  leadingZeroDigits64,
  long,
  longResult,
  longs,
  onRegisters,
  type Range,
  SIGN,
  setCcFloating,
  setLong,
  setShort,
  short,
  shortResult,
  shorts,
} from "./floating-numbers.ts";

/** The intermediate sum: digits as a carry, the fraction and the guard digit; the sign by its leftmost bit. */
interface Sum<T> {
  readonly magnitude: T;
  readonly sign: I32;
  /** The larger characteristic, in its place. */
  readonly characteristic: I32;
}

/** Whether the first characteristic is lower, and four times their distance, limited. */
function alignment(op: S370Operations, a: I32, b: I32, limit: number): { low: I32; shift: I32 } {
  const first = characteristic(op, a);
  const second = characteristic(op, b);
  const low = op.lessUnsigned(first, second);
  const distance = op.select(low, op.sub(second, first), op.sub(first, second));
  const shift = op.shiftRightUnsigned(distance, op.i32(22));
  return { low, shift: op.select(op.lessUnsigned(shift, op.i32(limit)), shift, op.i32(limit)) };
}

/** The fraction, with a digit's room at the left for the carry and at the right for the guard digit. */
const widened = (op: S370Operations, value: I32): I32 =>
  op.shiftRightUnsigned(op.shiftLeft(value, op.i32(8)), op.i32(4));
const widened64 = (op: S370Operations, value: I64): I64 =>
  op.shiftRightUnsigned64(op.shiftLeft64(value, op.i32(8)), op.i32(4));

/**
 * Sum and difference are computed side by side: which it is to be is known as late as they are. Where signs differ and
 * the difference is below zero, the number with the lower characteristic has the larger fraction, and its sign counts.
 */
function addShort(op: S370Operations, a: I32, b: I32): Sum<I32> {
  const { low, shift } = alignment(op, a, b, 28);
  const upper = op.select(low, b, a);
  const x = widened(op, upper);
  const y = op.shiftRightUnsigned(widened(op, op.select(low, a, b)), shift);
  const signs = op.xor(a, b);
  const zero = op.i32(0);
  const difference = op.sub(x, y);
  const distance = op.select(op.lessSigned(difference, zero), op.sub(zero, difference), difference);
  return {
    magnitude: op.select(op.lessSigned(signs, zero), distance, op.add(x, y)),
    sign: op.xor(upper, op.and(difference, signs)),
    characteristic: characteristic(op, upper),
  };
}

function addLong(op: S370Operations, a: I64, b: I64): Sum<I64> {
  const { low, shift } = alignment(op, op.high(a), op.high(b), 60);
  const upper = op.select64(low, b, a);
  const x = widened64(op, upper);
  const y = op.shiftRightUnsigned64(widened64(op, op.select64(low, a, b)), shift);
  const signs = op.xor(op.high(a), op.high(b));
  const zero = op.i64(0n);
  const difference = op.sub64(x, y);
  const distance = op.select64(op.lessSigned64(difference, zero), op.sub64(zero, difference), difference);
  const left = op.high(upper);
  return {
    magnitude: op.select64(op.lessSigned(signs, op.i32(0)), distance, op.add64(x, y)),
    sign: op.xor(left, op.and(op.high(difference), signs)),
    characteristic: characteristic(op, left),
  };
}

/** Of a sum the characteristic exceeds 127 by one at most. */
const rangeOfSum = (op: S370Operations, value: I32): Range => ({
  characteristic: value,
  underflow: op.lessUnsigned(op.i32(characteristics(128)), value),
});

/** The fraction's first digit is the sum's second: each zero digit more takes one from the characteristic. */
const normalizedRange = (op: S370Operations, before: I32, shift: I32): Range =>
  rangeOfSum(op, op.sub(op.add(before, op.i32(characteristics(1))), characteristicsOf(op, shift)));

function finishShort(
  op: S370Operations,
  register: Register,
  sum: Sum<I32>,
  range: Range,
  fraction: I32,
  zero: I32,
): void {
  const ofZeros = { zero, put: () => setShort(op, register, sum.characteristic) };
  finishSum(op, range, ofZeros, sum.sign, shortResult(op, register, sum.sign, fraction));
}

function finishLong(
  op: S370Operations,
  register: Register,
  sum: Sum<I64>,
  range: Range,
  fraction: I64,
  zero: I32,
): void {
  const ofZeros = { zero, put: () => setLong(op, register, sum.characteristic, op.i32(0)) };
  finishSum(op, range, ofZeros, sum.sign, longResult(op, register, sum.sign, fraction));
}

const addNormalizedShort: Combine<I32> = (op, register, second) => {
  const sum = addShort(op, short(op, register), second);
  const shift = leadingZeroDigits(op, sum.magnitude);
  const fraction = op.shiftRightUnsigned(op.shiftLeft(sum.magnitude, shift), op.i32(8));
  const range = normalizedRange(op, sum.characteristic, shift);
  finishShort(op, register, sum, range, fraction, op.isZero(sum.magnitude));
};

const addNormalizedLong: Combine<I64> = (op, register, second) => {
  const sum = addLong(op, long(op, register), second);
  const shift = leadingZeroDigits64(op, sum.magnitude);
  const fraction = op.shiftRightUnsigned64(op.shiftLeft64(sum.magnitude, shift), op.i32(8));
  const range = normalizedRange(op, sum.characteristic, shift);
  finishLong(op, register, sum, range, fraction, op.isZero64(sum.magnitude));
};

/** Only a carry is shifted in, by these bits; the guard digit is lost, and does not keep a fraction from being zero. */
function shiftOfCarry(op: S370Operations, left: I32, before: I32): { bits: I32; range: Range } {
  const carry = op.lessUnsigned(op.i32(0x0fff_ffff), left);
  const value = op.add(before, op.shiftLeft(carry, op.i32(24)));
  return { bits: op.select(carry, op.i32(8), op.i32(4)), range: { characteristic: value, underflow: op.i32(0) } };
}

const addUnnormalizedShort: Combine<I32> = (op, register, second) => {
  const sum = addShort(op, short(op, register), second);
  const { bits, range } = shiftOfCarry(op, sum.magnitude, sum.characteristic);
  const fraction = op.shiftRightUnsigned(sum.magnitude, bits);
  finishShort(op, register, sum, range, fraction, op.isZero(fraction));
};

const addUnnormalizedLong: Combine<I64> = (op, register, second) => {
  const sum = addLong(op, long(op, register), second);
  const { bits, range } = shiftOfCarry(op, op.high(sum.magnitude), sum.characteristic);
  const fraction = op.shiftRightUnsigned64(sum.magnitude, bits);
  finishLong(op, register, sum, range, fraction, op.isZero64(fraction));
};

/** Subtraction is addition of the number with its sign inverted. */
const subtractShort =
  (add: Combine<I32>): Combine<I32> =>
  (op, register, second) =>
    add(op, register, op.xor(second, op.i32(SIGN)));
const subtractLong =
  (add: Combine<I64>): Combine<I64> =>
  (op, register, second) =>
    add(op, register, op.xor64(second, op.i64(1n << 63n)));

const compareShort: Combine<I32> = (op, register, second) => {
  const { magnitude, sign } = addShort(op, short(op, register), op.xor(second, op.i32(SIGN)));
  setCcFloating(op, op.isZero(magnitude), sign);
};

const compareLong: Combine<I64> = (op, register, second) => {
  const { magnitude, sign } = addLong(op, long(op, register), op.xor64(second, op.i64(1n << 63n)));
  setCcFloating(op, op.isZero64(magnitude), sign);
};

/** The bit that is shifted out goes into a guard digit, and the fraction is normalized from there. */
const halveShort = onRegisters((op, f) => {
  const number = short(op, f.r2);
  const half = op.shiftRightUnsigned(widened(op, number), op.i32(1));
  const shift = leadingZeroDigits(op, half);
  const fraction = op.shiftRightUnsigned(op.shiftLeft(half, shift), op.i32(8));
  const range = normalizedRange(op, characteristic(op, number), shift);
  finish(op, range, op.isZero(half), shortResult(op, f.r1, number, fraction));
});

const halveLong = onRegisters((op, f) => {
  const number = long(op, f.r2);
  const half = op.shiftRightUnsigned64(widened64(op, number), op.i32(1));
  const shift = leadingZeroDigits64(op, half);
  const fraction = op.shiftRightUnsigned64(op.shiftLeft64(half, shift), op.i32(8));
  const sign = op.high(number);
  const range = normalizedRange(op, characteristic(op, sign), shift);
  finish(op, range, op.isZero64(half), longResult(op, f.r1, sign, fraction));
});

export const floatingAddition: readonly InstructionDefinition[] = [
  ...shorts("AE", 0x3a, "Add Normalized", addNormalizedShort),
  ...longs("AD", 0x2a, "Add Normalized", addNormalizedLong),
  ...shorts("AU", 0x3e, "Add Unnormalized", addUnnormalizedShort),
  ...longs("AW", 0x2e, "Add Unnormalized", addUnnormalizedLong),
  ...shorts("SE", 0x3b, "Subtract Normalized", subtractShort(addNormalizedShort)),
  ...longs("SD", 0x2b, "Subtract Normalized", subtractLong(addNormalizedLong)),
  ...shorts("SU", 0x3f, "Subtract Unnormalized", subtractShort(addUnnormalizedShort)),
  ...longs("SW", 0x2f, "Subtract Unnormalized", subtractLong(addUnnormalizedLong)),
  ...shorts("CE", 0x39, "Compare", compareShort),
  ...longs("CD", 0x29, "Compare", compareLong),
  rr("HER", 0x34, "Halve (Short)", halveShort),
  rr("HDR", 0x24, "Halve (Long)", halveLong),
];
