/** Products and quotients of 128 bits, written in the core's operations. */
import type { I32, I64, Operations } from "./operations.ts";

/** The whole product of two signed values. */
export function mulSignedWide64<P>(op: Operations<P>, a: I64, b: I64): { readonly high: I64; readonly low: I64 } {
  const { high, low } = op.mulWide64(a, b);
  const ifNegative = (sign: I64, value: I64): I64 => op.and64(op.shiftRightSigned64(sign, op.i32(63)), value);
  return { high: op.sub64(op.sub64(high, ifNegative(a, b)), ifNegative(b, a)), low };
}

/**
 * Quotient and remainder of a 128-bit dividend, unsigned. The definition has excluded a quotient beyond 64 bits: `high` is
 * below `divisor`.
 */
export function divideUnsignedWide64<P>(
  op: Operations<P>,
  high: I64,
  low: I64,
  divisor: I64,
): { readonly quotient: I64; readonly remainder: I64 } {
  const quotient = op.variable64(op.i64(0n));
  const remainder = op.variable64(op.i64(0n));
  op.if(
    op.isZero64(high),
    () => {
      quotient.set(op.divUnsigned64(low, divisor));
      remainder.set(op.remUnsigned64(low, divisor));
    },
    () => {
      const result = divideByDigits(op, high, low, divisor);
      quotient.set(result.quotient);
      remainder.set(result.remainder);
    },
  );
  return { quotient: quotient.get(), remainder: remainder.get() };
}

/**
 * The same of signed values, truncated. `overflow` says that the divisor is zero or the quotient beyond 64 bits; quotient
 * and remainder mean nothing then.
 */
export function divideSignedWide64<P>(
  op: Operations<P>,
  high: I64,
  low: I64,
  divisor: I64,
): { readonly quotient: I64; readonly remainder: I64; readonly overflow: I32 } {
  const zero = op.i64(0n);
  const isNegative = op.lessSigned64(high, zero);
  const isDifferent = op.xor(isNegative, op.lessSigned64(divisor, zero));
  const borrow = op.extendUnsigned(op.isZero(op.isZero64(low)));
  const dividendHigh = op.select64(isNegative, op.sub64(op.sub64(zero, high), borrow), high);
  const dividendLow = negatedIf(op, isNegative, low);
  const by = negatedIf(op, op.lessSigned64(divisor, zero), divisor);
  const fits = op.lessUnsigned64(dividendHigh, by);
  const magnitude = divideUnsignedWide64(
    op,
    op.select64(fits, dividendHigh, zero),
    dividendLow,
    op.select64(fits, by, op.i64(1n)),
  );
  // A negative quotient may be one greater than a positive one.
  const greatest = op.sub64(op.extendUnsigned(isDifferent), op.i64(-(2n ** 63n) + 1n));
  const tooGreat = op.lessUnsigned64(greatest, magnitude.quotient);
  return {
    quotient: negatedIf(op, isDifferent, magnitude.quotient),
    remainder: negatedIf(op, isNegative, magnitude.remainder),
    overflow: op.or(op.isZero(fits), tooGreat),
  };
}

function negatedIf<P>(op: Operations<P>, condition: I32, value: I64): I64 {
  return op.select64(condition, op.sub64(op.i64(0n), value), value);
}

/** Knuth, The Art of Computer Programming, vol. 2, "Algorithm D", with two digits of 32 bits. */
function divideByDigits<P>(op: Operations<P>, high: I64, low: I64, divisor: I64): { quotient: I64; remainder: I64 } {
  const by32 = op.i32(32);
  const digit = (value: I64): I64 => op.and64(value, op.i64(0xffff_ffffn));
  const shift = op.leadingZeros64(divisor);
  const comesIn = op.shiftRightUnsigned64(op.shiftRightUnsigned64(low, op.i32(1)), op.sub(op.i32(63), shift));
  const by = op.shiftLeft64(divisor, shift);
  const byHigh = op.shiftRightUnsigned64(by, by32);
  const byLow = digit(by);
  const rest = op.shiftLeft64(low, shift);

  /** One digit of the quotient, and what is left of `above` and the dividend's `next` digit. */
  const step = (above: I64, next: I64): { digit: I64; left: I64 } => {
    let guess = op.divUnsigned64(above, byHigh);
    let left = op.sub64(above, op.mul64(guess, byHigh));
    // The guess is at most 2 too great.
    for (let i = 0; i < 2; i++) {
      const product = op.mul64(guess, byLow);
      const isBeyond = op.isZero(op.isZero64(op.shiftRightUnsigned64(guess, by32)));
      const isAbove = op.lessUnsigned64(op.or64(op.shiftLeft64(left, by32), next), product);
      const mayBe = op.isZero64(op.shiftRightUnsigned64(left, by32));
      const less = op.extendUnsigned(op.and(mayBe, op.or(isBeyond, isAbove)));
      guess = op.sub64(guess, less);
      left = op.add64(left, op.mul64(less, byHigh));
    }
    return { digit: guess, left: op.sub64(op.or64(op.shiftLeft64(above, by32), next), op.mul64(guess, by)) };
  };
  const first = step(op.or64(op.shiftLeft64(high, shift), comesIn), op.shiftRightUnsigned64(rest, by32));
  const second = step(first.left, digit(rest));
  return {
    quotient: op.add64(op.shiftLeft64(first.digit, by32), second.digit),
    remainder: op.shiftRightUnsigned64(second.left, shift),
  };
}
