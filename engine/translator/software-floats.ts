/**
 * Floating point in integers alone: IEEE 754 single and double precision in every rounding mode, with exceptions, for what
 * host arithmetic cannot say. Written in the operations, so it is executed and translated alike. Values are bits in 64-bit
 * integers (single precision in the right half, with zeros to its left). Where the standard leaves a choice, it is the
 * x86's: a NaN operand comes out quiet, the first if there are two; an invalid operation gives the negative quiet NaN; a
 * result is tiny if it is so after rounding.
 */
import { FloatCodec, type FloatFormat, type FloatResult, type Parts, ROUNDING } from "./float-codec.ts";
import type { NarrowOperations } from "./narrow-operations.ts";
import type { I32, I64 } from "./operations.ts";
import { divideUnsignedWide64 } from "./wide-arithmetic.ts";

/** How two numbers compare; if unordered, neither less nor equal. */
export interface FloatComparison {
  readonly less: I32;
  readonly equal: I32;
  readonly unordered: I32;
  readonly exceptions: I32;
}

/** Arithmetic of one format in one rounding mode. */
export class SoftwareFloats<P> {
  readonly #op: NarrowOperations<P>;
  readonly #format: FloatFormat;
  /** {@link ROUNDING} */
  readonly #mode: I32;
  readonly #codec: FloatCodec<P>;

  constructor(op: NarrowOperations<P>, format: FloatFormat, mode: I32) {
    this.#op = op;
    this.#format = format;
    this.#mode = mode;
    this.#codec = new FloatCodec(op, format, mode);
  }

  add(a: I64, b: I64): FloatResult {
    return this.#sum(this.#codec.parts(a), this.#codec.parts(b));
  }

  sub(a: I64, b: I64): FloatResult {
    const right = this.#codec.parts(b);
    // A NaN keeps its sign.
    return this.#sum(this.#codec.parts(a), { ...right, sign: this.#op.xor(right.sign, this.#op.i32(1)) });
  }

  mul(a: I64, b: I64): FloatResult {
    const op = this.#op;
    const [x, y] = [this.#codec.parts(a), this.#codec.parts(b)];
    const sign = op.xor(x.sign, y.sign);
    const one = op.i32(1);
    const { high, low } = op.mulWide64(op.shiftLeft64(x.significand, one), op.shiftLeft64(y.significand, one));
    const exact = this.#codec.normal(sign, op.add(op.add(x.exponent, y.exponent), one), this.#codec.sticky(high, low));
    const invalid = op.or(op.and(x.isInfinite, y.isZero), op.and(x.isZero, y.isInfinite));
    return this.#codec.result(exact, [x, y], {
      invalid,
      infinite: op.or(x.isInfinite, y.isInfinite),
      zero: op.or(x.isZero, y.isZero),
    });
  }

  div(a: I64, b: I64): FloatResult {
    const op = this.#op;
    const [x, y] = [this.#codec.parts(a), this.#codec.parts(b)];
    const sign = op.xor(x.sign, y.sign);
    // A zero divisor has its own result; here it must only not end the program.
    const divisor = op.select64(y.isZero, op.i64(-(2n ** 63n)), op.shiftLeft64(y.significand, op.i32(1)));
    const { quotient, remainder } = divideUnsignedWide64(op, x.significand, op.i64(0n), divisor);
    const exact = this.#codec.normal(sign, op.sub(x.exponent, y.exponent), this.#codec.sticky(quotient, remainder));
    const invalid = op.or(op.and(x.isZero, y.isZero), op.and(x.isInfinite, y.isInfinite));
    return this.#codec.result(exact, [x, y], {
      invalid,
      infinite: op.or(x.isInfinite, y.isZero),
      zero: op.or(x.isZero, y.isInfinite),
      divideByZero: op.and(y.isZero, op.isZero(op.or(x.isInfinite, x.isZero))),
    });
  }

  sqrt(a: I64): FloatResult {
    const op = this.#op;
    const x = this.#codec.parts(a);
    const two = op.i32(2);
    const odd = op.and(x.exponent, op.i32(1));
    const radicand = op.variable64(op.shiftLeft64(x.significand, odd));
    const root = op.variable64(op.i64(0n));
    const rest = op.variable64(op.i64(0n));
    const rounds = op.variable(op.i32(SQUARE_ROOT_BITS));
    // One bit of the root from two of the radicand.
    op.loop(() => {
      const next = op.shiftRightUnsigned64(radicand.get(), op.i32(62));
      const above = op.or64(op.shiftLeft64(rest.get(), two), next);
      const test = op.or64(op.shiftLeft64(root.get(), two), op.i64(1n));
      const fits = op.isZero(op.lessUnsigned64(above, test));
      radicand.set(op.shiftLeft64(radicand.get(), two));
      rest.set(op.select64(fits, op.sub64(above, test), above));
      root.set(op.or64(op.shiftLeft64(root.get(), op.i32(1)), op.extendUnsigned(fits)));
      rounds.set(op.sub(rounds.get(), op.i32(1)));
      return op.notEqual(rounds.get(), op.i32(0));
    });
    const significand = this.#codec.sticky(op.shiftLeft64(root.get(), op.i32(63 - SQUARE_ROOT_BITS)), rest.get());
    const exact = { sign: x.sign, exponent: op.shiftRightSigned(x.exponent, op.i32(1)), significand };
    const invalid = op.and(x.sign, op.isZero(op.or(x.isZero, x.isNaN)));
    return this.#codec.result(exact, [x, x], { invalid, infinite: x.isInfinite, zero: x.isZero });
  }

  /** `signaling`: any NaN is invalid, not only a signaling one. */
  compare(a: I64, b: I64, signaling: boolean): FloatComparison {
    const op = this.#op;
    const [x, y] = [this.#codec.parts(a), this.#codec.parts(b)];
    const unordered = op.or(x.isNaN, y.isNaN);
    const ordered = op.isZero(unordered);
    const zeros = op.and(x.isZero, y.isZero);
    const equal = op.and(ordered, op.or(zeros, op.equal64(a, b)));
    // Magnitudes follow their bits.
    const magnitude = op.i64(2n ** BigInt(this.#format.size - 1) - 1n);
    const [left, right] = [op.and64(a, magnitude), op.and64(b, magnitude)];
    const sameSign = op.select(x.sign, op.lessUnsigned64(right, left), op.lessUnsigned64(left, right));
    const less = op.select(op.xor(x.sign, y.sign), op.and(x.sign, op.isZero(zeros)), sameSign);
    const invalid = signaling ? unordered : op.or(x.isSignaling, y.isSignaling);
    const denormal = op.and(ordered, op.or(x.isSubnormal, y.isSubnormal));
    return { less: op.and(ordered, less), equal, unordered, exceptions: this.#codec.exceptions({ invalid, denormal }) };
  }

  /** The nearest integer in the rounding mode's direction, as a number of the same format. */
  round(a: I64): FloatResult {
    const op = this.#op;
    const x = this.#codec.parts(a);
    const { value, inexact } = this.#codec.integer(x);
    const isWhole = this.#codec.isWhole(x.exponent);
    const shift = op.sub(op.leadingZeros64(value), op.i32(1));
    const significand = op.shiftLeft64(value, op.and(shift, op.i32(63)));
    const packed = this.#codec.pack({ sign: x.sign, exponent: op.sub(op.i32(62), shift), significand }).bits;
    const zero = this.#codec.signed(x.sign, op.i64(0n));
    const rounded = op.select64(op.isZero64(value), zero, packed);
    // Infinities and zeros are whole, a NaN is quieted.
    const stays = op.or(isWhole, op.or(x.isZero, x.isInfinite));
    const number = op.select64(stays, a, rounded);
    const bits = op.select64(x.isNaN, op.or64(a, this.#codec.quietBit), number);
    const isInexact = op.and(inexact, op.isZero(op.or(stays, x.isNaN)));
    return { bits, exceptions: this.#codec.exceptions({ invalid: x.isSignaling, inexact: isInexact }) };
  }

  /** To a signed integer of 32 or 64 bits, sign-extended; what is out of range, or NaN, is invalid and gives the least. */
  toInteger(size: 32 | 64, a: I64): FloatResult {
    const op = this.#op;
    const x = this.#codec.parts(a);
    const { value, inexact } = this.#codec.integer(x);
    const least = -(2n ** BigInt(size - 1));
    const isBeyond = op.isZero(op.lessSigned(x.exponent, op.i32(size === 64 ? 63 : 32)));
    const limit = op.add64(op.i64(-least - 1n), op.extendUnsigned(x.sign));
    const isTooGreat = op.or(isBeyond, op.lessUnsigned64(limit, value));
    // The least of 64 bits is a power of 2 that #integer does not reach.
    const isPower = op.equal64(x.significand, op.i64(2n ** 62n));
    const isLeast = op.and(op.and(x.sign, isPower), op.equal(x.exponent, op.i32(63)));
    const isRefused = size === 64 ? op.and(isTooGreat, op.isZero(isLeast)) : isTooGreat;
    const invalid = op.or(op.or(x.isNaN, x.isInfinite), op.and(isRefused, op.isZero(x.isZero)));
    const negated = op.select64(x.sign, op.sub64(op.i64(0n), value), value);
    const isGiven = size === 64 ? op.or(invalid, isLeast) : invalid;
    const bits = op.select64(isGiven, op.i64(least), op.select64(x.isZero, op.i64(0n), negated));
    const isInexact = op.and(inexact, op.isZero(op.or(invalid, x.isZero)));
    return { bits, exceptions: this.#codec.exceptions({ invalid, inexact: isInexact }) };
  }

  /** From a signed 64-bit integer. */
  ofInteger(a: I64): FloatResult {
    const op = this.#op;
    const sign = op.lessSigned64(a, op.i64(0n));
    const magnitude = op.select64(sign, op.sub64(op.i64(0n), a), a);
    const zeros = op.leadingZeros64(magnitude);
    // The greatest magnitude has its leading bit in bit 63.
    const isGreatest = op.isZero(zeros);
    const shifted = op.shiftLeft64(magnitude, op.and(op.sub(zeros, op.i32(1)), op.i32(63)));
    const significand = op.select64(isGreatest, op.i64(2n ** 62n), shifted);
    const { bits, exceptions } = this.#codec.pack({ sign, exponent: op.sub(op.i32(63), zeros), significand });
    const isZero = op.isZero64(a);
    const none = op.i32(0);
    return { bits: op.select64(isZero, op.i64(0n), bits), exceptions: op.select(isZero, none, exceptions) };
  }

  /** From the other format. */
  convert(from: FloatFormat, a: I64): FloatResult {
    const op = this.#op;
    const x = new FloatCodec(op, from, this.#mode).parts(a);
    const shift = this.#format.fraction - from.fraction;
    // What fits of a NaN's fraction is kept.
    const fraction = op.and64(a, op.i64(2n ** BigInt(from.fraction) - 1n));
    const moved =
      shift > 0 ? op.shiftLeft64(fraction, op.i32(shift)) : op.shiftRightUnsigned64(fraction, op.i32(-shift));
    const nan = this.#codec.signed(x.sign, op.or64(op.or64(moved, this.#codec.quietBit), this.#codec.infinity));
    const { bits, exceptions } = this.#codec.result(
      x,
      [
        { ...x, bits: nan },
        { ...x, bits: nan },
      ],
      {
        invalid: op.i32(0),
        infinite: x.isInfinite,
        zero: x.isZero,
      },
    );
    return { bits, exceptions };
  }

  #sum(x: Parts, y: Parts): FloatResult {
    const op = this.#op;
    const differ = op.xor(x.sign, y.sign);
    const isLess = op.or(
      op.lessSigned(x.exponent, y.exponent),
      op.and(op.equal(x.exponent, y.exponent), op.lessUnsigned64(x.significand, y.significand)),
    );
    const great = {
      sign: op.select(isLess, y.sign, x.sign),
      exponent: op.select(isLess, y.exponent, x.exponent),
      significand: op.select64(isLess, y.significand, x.significand),
    };
    const small = op.select64(isLess, x.significand, y.significand);
    const distance = op.sub(great.exponent, op.select(isLess, x.exponent, y.exponent));
    const aligned = this.#codec.shiftRight(small, distance);
    const sum = op.select64(differ, op.sub64(great.significand, aligned), op.add64(great.significand, aligned));
    const exact = this.#codec.normal(great.sign, op.add(great.exponent, op.i32(1)), sum);
    // Nothing left of numbers of different sign: zero, negative only when rounding down.
    const isZero = op.isZero64(sum);
    const down = op.equal(this.#mode, op.i32(ROUNDING.down));
    const zeroSign = op.select(differ, down, x.sign);
    return this.#codec.result({ ...exact, sign: op.select(isZero, zeroSign, exact.sign) }, [x, y], {
      invalid: op.and(differ, op.and(x.isInfinite, y.isInfinite)),
      infinite: op.or(x.isInfinite, y.isInfinite),
      zero: isZero,
      infiniteSign: op.select(x.isInfinite, x.sign, y.sign),
    });
  }
}

/** Bits of a square root that are found: those of a double-precision number, and some to round by. */
const SQUARE_ROOT_BITS = 56;
