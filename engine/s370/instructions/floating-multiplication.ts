/** Products and quotients of short and long numbers (GA22-7000, "Floating-Point Instructions"). */
import type { I32, I64, Variable } from "../../translator/operations.ts";
import { FLOATING_POINT_DIVIDE } from "../interruption-codes.ts";
import type { S370Operations } from "../operations.ts";
import type { Register } from "./decoded.ts";
import type { InstructionDefinition } from "./definition.ts";
import {
  type Combine,
  characteristic,
  characteristics,
  characteristicsOf,
  finish,
  leadingZeroDigits,
  leadingZeroDigits64,
  long,
  longResult,
  longs,
  type Range,
  short,
  shortResult,
  shorts,
} from "./floating-numbers.ts";

/** Fractions whose first digit is not zero, at the left of the word or doubleword, unless they are zero as a whole. */
interface Normalized<T> {
  readonly a: Variable<T>;
  readonly b: Variable<T>;
  /** Bits by which each went left. */
  readonly bitsOfA: Variable<I32>;
  readonly bitsOfB: Variable<I32>;
}

/** Most numbers are normalized before: they pass by one test. */
function prenormalizedShort(op: S370Operations, a: I32, b: I32): Normalized<I32> {
  const first = op.shiftLeft(a, op.i32(8));
  const second = op.shiftLeft(b, op.i32(8));
  const result = {
    a: op.variable(first),
    b: op.variable(second),
    bitsOfA: op.variable(op.i32(0)),
    bitsOfB: op.variable(op.i32(0)),
  };
  const digit = op.i32(0x1000_0000);
  op.if(op.or(op.lessUnsigned(first, digit), op.lessUnsigned(second, digit)), () => {
    const shiftA = leadingZeroDigits(op, first);
    const shiftB = leadingZeroDigits(op, second);
    result.a.set(op.shiftLeft(first, shiftA));
    result.b.set(op.shiftLeft(second, shiftB));
    result.bitsOfA.set(shiftA);
    result.bitsOfB.set(shiftB);
  });
  return result;
}

function prenormalizedLong(op: S370Operations, a: I64, b: I64): Normalized<I64> {
  const first = op.shiftLeft64(a, op.i32(8));
  const second = op.shiftLeft64(b, op.i32(8));
  const result = {
    a: op.variable64(first),
    b: op.variable64(second),
    bitsOfA: op.variable(op.i32(0)),
    bitsOfB: op.variable(op.i32(0)),
  };
  const digit = op.i32(0x1000_0000);
  op.if(op.or(op.lessUnsigned(op.high(first), digit), op.lessUnsigned(op.high(second), digit)), () => {
    const shiftA = leadingZeroDigits64(op, first);
    const shiftB = leadingZeroDigits64(op, second);
    result.a.set(op.shiftLeft64(first, shiftA));
    result.b.set(op.shiftLeft64(second, shiftB));
    result.bitsOfA.set(shiftA);
    result.bitsOfB.set(shiftB);
  });
  return result;
}

/** The range of a product's or quotient's characteristic, from all of it in units of one. */
function rangeOf(op: S370Operations, value: I32): Range {
  return { characteristic: op.shiftLeft(value, op.i32(24)), underflow: op.lessSigned(value, op.i32(0)) };
}

const unit = (op: S370Operations, left: I32): I32 => op.shiftRightUnsigned(characteristic(op, left), op.i32(24));
const digits = (op: S370Operations, bits: I32): I32 => op.shiftRightUnsigned(bits, op.i32(2));

/** The product's first digits are in `product`; of normalized fractions at most one of them is zero. */
function finishProduct(op: S370Operations, register: Register, left: I32, right: I32, bits: I32, product: I64): void {
  const shift = leadingZeroDigits64(op, product);
  const fraction = op.shiftRightUnsigned64(op.shiftLeft64(product, shift), op.i32(8));
  const both = op.sub(op.add(unit(op, left), unit(op, right)), op.i32(64));
  const range = rangeOf(op, op.sub(both, digits(op, op.add(bits, shift))));
  finish(op, range, op.isZero64(product), longResult(op, register, op.xor(left, right), fraction));
}

/**
 * The usual product: of its first digits at most two are zero, and its characteristic is in range. Then it need not be
 * known whether the operands were normalized. Everything else is `otherwise`.
 */
function usualProduct(
  op: S370Operations,
  register: Register,
  left: I32,
  right: I32,
  product: I64,
  otherwise: () => void,
): void {
  const shift = leadingZeroDigits64(op, product);
  const fraction = op.shiftRightUnsigned64(op.shiftLeft64(product, shift), op.i32(8));
  const both = op.add(characteristic(op, left), characteristic(op, right));
  const value = op.sub(op.sub(both, op.i32(characteristics(64))), characteristicsOf(op, shift));
  longResult(op, register, op.xor(left, right), fraction).put(value);
  // Below zero where the first three digits are zeros: one test of a sign sees that, and a characteristic out of range.
  const enough = op.sub(op.low(op.shiftRightUnsigned64(product, op.i32(33))), op.i32(0x0008_0000));
  op.if(op.lessSigned(op.or(enough, value), op.i32(0)), otherwise);
}

/** Twelve digits of a product in a long number's fourteen. */
const multiplyShort: Combine<I32> = (op, register, second) => {
  const first = short(op, register);
  const multiply = (a: I32, b: I32): I64 => op.mul64(op.extendUnsigned(a), op.extendUnsigned(b));
  const product = multiply(op.shiftLeft(first, op.i32(8)), op.shiftLeft(second, op.i32(8)));
  usualProduct(op, register, first, second, product, () => {
    const { a, b, bitsOfA, bitsOfB } = prenormalizedShort(op, first, second);
    const bits = op.add(bitsOfA.get(), bitsOfB.get());
    finishProduct(op, register, first, second, bits, multiply(a.get(), b.get()));
  });
};

/** The left half of the product has sixteen digits: fourteen, and two for zeros in front. */
const multiplyLong: Combine<I64> = (op, register, second) => {
  const first = long(op, register);
  const left = op.high(first);
  const right = op.high(second);
  const product = op.mulWide64(op.shiftLeft64(first, op.i32(8)), op.shiftLeft64(second, op.i32(8))).high;
  usualProduct(op, register, left, right, product, () => {
    const { a, b, bitsOfA, bitsOfB } = prenormalizedLong(op, first, second);
    const bits = op.add(bitsOfA.get(), bitsOfB.get());
    finishProduct(op, register, left, right, bits, op.mulWide64(a.get(), b.get()).high);
  });
};

/** Of a quotient whose fraction is the dividend's by the divisor's; one more where that is 1 or more. */
function rangeOfQuotient(
  op: S370Operations,
  left: I32,
  right: I32,
  { bitsOfA, bitsOfB }: { bitsOfA: Variable<I32>; bitsOfB: Variable<I32> },
  below: I32,
): Range {
  const dividend = op.sub(unit(op, left), digits(op, bitsOfA.get()));
  const divisor = op.sub(unit(op, right), digits(op, bitsOfB.get()));
  return rangeOf(op, op.sub(op.add(op.sub(dividend, divisor), op.i32(65)), below));
}

const divideShort: Combine<I32> = (op, register, second) => {
  const first = short(op, register);
  op.trapIf(op.isZero(op.shiftLeft(second, op.i32(8))), FLOATING_POINT_DIVIDE);
  const normalized = prenormalizedShort(op, first, second);
  const dividend = normalized.a.get();
  const divisor = normalized.b.get();
  const below = op.lessUnsigned(dividend, divisor);
  // Six digits of quotient: 24 bits, of which a dividend below the divisor gives all, another one the last 20.
  const scale = op.select(below, op.i32(24), op.i32(20));
  const scaled = op.shiftLeft64(op.extendUnsigned(dividend), scale);
  const quotient = op.low(op.divUnsigned64(scaled, op.extendUnsigned(divisor)));
  const range = rangeOfQuotient(op, first, second, normalized, below);
  finish(op, range, op.isZero(dividend), shortResult(op, register, op.xor(first, second), quotient));
};

/** Bits of a digit in the division of long fractions. */
const HALF = 28;

/**
 * One step of long division: 28 bits of `rest` × 2**`scale` / `divisor`, where the divisor has 56 bits, the first of
 * them one. The estimate, from the divisor's first half, is at most two too large (Knuth, The Art of Computer
 * Programming, volume 2, 4.3.1, theorem B). A rest below zero shows it.
 */
function divideStep(op: S370Operations, rest: I64, scale: number, divisor: I64): { quotient: I64; rest: I64 } {
  const leftHalf = op.shiftRightUnsigned64(divisor, op.i32(HALF));
  const estimate = op.divUnsigned64(op.shiftRightUnsigned64(rest, op.i32(HALF - scale)), leftHalf);
  const correct = (from: { quotient: I64; rest: I64 }): { quotient: I64; rest: I64 } => {
    const below = op.shiftRightSigned64(from.rest, op.i32(63));
    return { quotient: op.add64(from.quotient, below), rest: op.add64(from.rest, op.and64(below, divisor)) };
  };
  const left = op.sub64(op.shiftLeft64(rest, op.i32(scale)), op.mul64(estimate, divisor));
  return correct(correct({ quotient: estimate, rest: left }));
}

const divideLong: Combine<I64> = (op, register, second) => {
  const first = long(op, register);
  op.trapIf(op.isZero64(op.shiftLeft64(second, op.i32(8))), FLOATING_POINT_DIVIDE);
  const normalized = prenormalizedLong(op, first, second);
  const dividend = normalized.a.get();
  const divisor = normalized.b.get();
  const below = op.lessUnsigned64(dividend, divisor);
  // Up to three zero bits in front of the divisor; both go left by them, which leaves the quotient as it is.
  const zeros = op.leadingZeros64(divisor);
  const scaledDivisor = op.shiftRightUnsigned64(op.shiftLeft64(divisor, zeros), op.i32(8));
  const scaled = op.shiftRightUnsigned64(dividend, op.i32(8));
  const shift = op.add(zeros, op.select(below, op.i32(4), op.i32(0)));
  const start = divideStep(op, op.shiftLeft64(scaled, shift), HALF - 4, scaledDivisor);
  const end = divideStep(op, start.rest, HALF, scaledDivisor);
  const quotient = op.add64(op.shiftLeft64(start.quotient, op.i32(HALF)), end.quotient);
  const left = op.high(first);
  const right = op.high(second);
  const range = rangeOfQuotient(op, left, right, normalized, below);
  finish(op, range, op.isZero64(dividend), longResult(op, register, op.xor(left, right), quotient));
};

export const floatingMultiplication: readonly InstructionDefinition[] = [
  ...shorts("ME", 0x3c, "Multiply", multiplyShort),
  ...longs("MD", 0x2c, "Multiply", multiplyLong),
  ...shorts("DE", 0x3d, "Divide", divideShort),
  ...longs("DD", 0x2d, "Divide", divideLong),
];
