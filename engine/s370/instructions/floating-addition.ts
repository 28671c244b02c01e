/** Sums, differences, comparison and halving of short and long numbers (GA22-7000, "Floating-Point Instructions"). */
import type { I32, I64 } from "../../translator/operations.ts";
import type { S370Operations } from "../operations.ts";
import type { InstructionDefinition } from "./definition.ts";
import { rr } from "./definition.ts";
import {
  type Combine,
  characteristic,
  finish,
  finishSum,
  leadingZeroDigits,
  leadingZeroDigits64,
  long,
  longResult,
  longs,
  onRegisters,
  SIGN,
  setCcFloating,
  short,
  shortResult,
  shorts,
} from "./floating-numbers.ts";

/** The intermediate sum: digits as a carry, the fraction and the guard digit; the sign by its leftmost bit. */
interface Sum<T> {
  readonly magnitude: T;
  readonly sign: I32;
  /** The larger characteristic. */
  readonly characteristic: I32;
}

/** Of two characteristics in place (bits 1 to 7): whether the first is lower, and four times their distance, limited. */
function alignment(op: S370Operations, a: I32, b: I32, limit: number): { firstLow: I32; shift: I32 } {
  const first = op.and(a, op.i32(0x7f00_0000));
  const second = op.and(b, op.i32(0x7f00_0000));
  const firstLow = op.lessUnsigned(first, second);
  const distance = op.select(firstLow, op.sub(second, first), op.sub(first, second));
  const shift = op.shiftRightUnsigned(distance, op.i32(22));
  return { firstLow, shift: op.select(op.lessUnsigned(shift, op.i32(limit)), shift, op.i32(limit)) };
}

/** The fraction, with a digit's room at the left for the carry and at the right for the guard digit. */
const widened = (op: S370Operations, value: I32): I32 =>
  op.shiftRightUnsigned(op.shiftLeft(value, op.i32(8)), op.i32(4));
const widened64 = (op: S370Operations, value: I64): I64 =>
  op.shiftRightUnsigned64(op.shiftLeft64(value, op.i32(8)), op.i32(4));

function addShort(op: S370Operations, a: I32, b: I32): Sum<I32> {
  const { firstLow, shift } = alignment(op, a, b, 28);
  const upper = op.select(firstLow, b, a);
  const lower = op.select(firstLow, a, b);
  const shifted = op.shiftRightUnsigned(widened(op, lower), shift);
  // All ones where the signs differ: then the shifted fraction is subtracted.
  const differ = op.shiftRightSigned(op.xor(a, b), op.i32(31));
  const sum = op.add(widened(op, upper), op.sub(op.xor(shifted, differ), differ));
  const negative = op.shiftRightSigned(sum, op.i32(31));
  return {
    magnitude: op.sub(op.xor(sum, negative), negative),
    sign: op.xor(upper, negative),
    characteristic: characteristic(op, upper),
  };
}

function addLong(op: S370Operations, a: I64, b: I64): Sum<I64> {
  const { firstLow, shift } = alignment(op, op.high(a), op.high(b), 60);
  const upper = op.select64(firstLow, b, a);
  const lower = op.select64(firstLow, a, b);
  const shifted = op.shiftRightUnsigned64(widened64(op, lower), shift);
  const differ = op.shiftRightSigned64(op.xor64(a, b), op.i32(63));
  const sum = op.add64(widened64(op, upper), op.sub64(op.xor64(shifted, differ), differ));
  const negative = op.shiftRightSigned64(sum, op.i32(63));
  return {
    magnitude: op.sub64(op.xor64(sum, negative), negative),
    sign: op.high(op.xor64(upper, negative)),
    characteristic: characteristic(op, op.high(upper)),
  };
}

/** The fraction's first digit is the sum's second: each zero digit more takes one from the characteristic. */
const normalizedCharacteristic = (op: S370Operations, before: I32, shift: I32): I32 =>
  op.sub(op.add(before, op.i32(1)), op.shiftRightUnsigned(shift, op.i32(2)));

const addNormalizedShort: Combine<I32> = (op, register, second) => {
  const sum = addShort(op, short(op, register), second);
  const shift = leadingZeroDigits(op, sum.magnitude);
  const fraction = op.shiftRightUnsigned(op.shiftLeft(sum.magnitude, shift), op.i32(8));
  const value = normalizedCharacteristic(op, sum.characteristic, shift);
  const result = shortResult(op, register, sum.sign, fraction);
  finishSum(op, value, sum.characteristic, op.isZero(sum.magnitude), sum.sign, result);
};

const addNormalizedLong: Combine<I64> = (op, register, second) => {
  const sum = addLong(op, long(op, register), second);
  const shift = leadingZeroDigits64(op, sum.magnitude);
  const fraction = op.shiftRightUnsigned64(op.shiftLeft64(sum.magnitude, shift), op.i32(8));
  const value = normalizedCharacteristic(op, sum.characteristic, shift);
  const result = longResult(op, register, sum.sign, fraction);
  finishSum(op, value, sum.characteristic, op.isZero64(sum.magnitude), sum.sign, result);
};

/** Only a carry is shifted in; the guard digit is lost, and does not keep a fraction from being zero. */
const addUnnormalizedShort: Combine<I32> = (op, register, second) => {
  const sum = addShort(op, short(op, register), second);
  const carry = op.lessUnsigned(op.i32(0x0fff_ffff), sum.magnitude);
  const shift = op.select(carry, op.i32(8), op.i32(4));
  const fraction = op.shiftRightUnsigned(sum.magnitude, shift);
  const result = shortResult(op, register, sum.sign, fraction);
  finishSum(op, op.add(sum.characteristic, carry), sum.characteristic, op.isZero(fraction), sum.sign, result);
};

const addUnnormalizedLong: Combine<I64> = (op, register, second) => {
  const sum = addLong(op, long(op, register), second);
  const carry = op.lessUnsigned(op.i32(0x0fff_ffff), op.high(sum.magnitude));
  const shift = op.select(carry, op.i32(8), op.i32(4));
  const fraction = op.shiftRightUnsigned64(sum.magnitude, shift);
  const result = longResult(op, register, sum.sign, fraction);
  finishSum(op, op.add(sum.characteristic, carry), sum.characteristic, op.isZero64(fraction), sum.sign, result);
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
  setCcFloating(op, op.notEqual(magnitude, op.i32(0)), sign);
};

const compareLong: Combine<I64> = (op, register, second) => {
  const { magnitude, sign } = addLong(op, long(op, register), op.xor64(second, op.i64(1n << 63n)));
  setCcFloating(op, op.isZero(op.isZero64(magnitude)), sign);
};

/** The bit that is shifted out goes into a guard digit, and the fraction is normalized from there. */
const halveShort = onRegisters((op, f) => {
  const number = short(op, f.r2);
  const half = op.shiftRightUnsigned(widened(op, number), op.i32(1));
  const shift = leadingZeroDigits(op, half);
  const fraction = op.shiftRightUnsigned(op.shiftLeft(half, shift), op.i32(8));
  const value = normalizedCharacteristic(op, characteristic(op, number), shift);
  finish(op, value, op.isZero(half), shortResult(op, f.r1, number, fraction));
});

const halveLong = onRegisters((op, f) => {
  const number = long(op, f.r2);
  const half = op.shiftRightUnsigned64(widened64(op, number), op.i32(1));
  const shift = leadingZeroDigits64(op, half);
  const fraction = op.shiftRightUnsigned64(op.shiftLeft64(half, shift), op.i32(8));
  const sign = op.high(number);
  const value = normalizedCharacteristic(op, characteristic(op, sign), shift);
  finish(op, value, op.isZero64(half), longResult(op, f.r1, sign, fraction));
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
