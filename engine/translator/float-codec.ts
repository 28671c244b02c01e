/**
 * Numbers of IEEE 754 taken apart and put together: what all software floating point has in common. Written in the
 * operations, so it is executed and translated alike.
 */
import type { NarrowOperations } from "./narrow-operations.ts";
import type { I32, I64 } from "./operations.ts";

export interface FloatFormat {
  readonly size: 32 | 64;
  /** Bits of the fraction, and of the exponent. */
  readonly fraction: number;
  readonly exponent: number;
}

export const SINGLE_FORMAT: FloatFormat = { size: 32, fraction: 23, exponent: 8 };
export const DOUBLE_FORMAT: FloatFormat = { size: 64, fraction: 52, exponent: 11 };

/** Rounding modes, as the x86 numbers them. */
export const ROUNDING = { nearest: 0, down: 1, up: 2, zero: 3 } as const;

/** Exceptions, each a bit where the x86 has it. */
export const FLOAT_EXCEPTION = {
  invalid: 1,
  denormal: 2,
  divideByZero: 4,
  overflow: 8,
  underflow: 16,
  inexact: 32,
} as const;

export interface FloatResult {
  readonly bits: I64;
  /** Bits of {@link FLOAT_EXCEPTION}; what they do when they are not masked is up to the definition. */
  readonly exceptions: I32;
}

/** A number taken apart: (-1)^sign × significand × 2^(exponent - 62), with the leading bit of the significand in bit 62. */
export interface Parts {
  readonly bits: I64;
  readonly sign: I32;
  readonly exponent: I32;
  readonly significand: I64;
  readonly isNaN: I32;
  readonly isSignaling: I32;
  readonly isInfinite: I32;
  readonly isZero: I32;
  readonly isSubnormal: I32;
}

/** A result on its way: as {@link Parts}, with what is below the significand's last bit counted into that bit. */
export interface Exact {
  readonly sign: I32;
  readonly exponent: I32;
  readonly significand: I64;
}

/** Exponent of a zero: below that of all numbers. */
const LEAST = -20_000;

/** Numbers of one format, rounded in one mode. */
export class FloatCodec<P> {
  readonly #op: NarrowOperations<P>;
  readonly #format: FloatFormat;
  /** {@link ROUNDING} */
  readonly #mode: I32;
  readonly #bias: number;

  constructor(op: NarrowOperations<P>, format: FloatFormat, mode: I32) {
    this.#op = op;
    this.#format = format;
    this.#mode = mode;
    this.#bias = 2 ** (format.exponent - 1) - 1;
  }

  /** Brings the leading bit of an unsigned value to bit 62; `exponent` is right where it is in bit 63. */
  normal(sign: I32, exponent: I32, value: I64): Exact {
    const op = this.#op;
    const one = op.i32(1);
    const zeros = op.leadingZeros64(value);
    const halved = op.or64(op.shiftRightUnsigned64(value, one), op.and64(value, op.i64(1n)));
    const shifted = op.shiftLeft64(value, op.and(op.sub(zeros, one), op.i32(63)));
    return {
      sign,
      exponent: op.sub(exponent, zeros),
      significand: op.select64(op.isZero(zeros), halved, shifted),
    };
  }

  /** The value with its last bit one if `below` is not zero. */
  sticky(value: I64, below: I64): I64 {
    const op = this.#op;
    return op.or64(value, op.extendUnsigned(op.isZero(op.isZero64(below))));
  }

  /** Shifts right by 0 or more; what goes out counts into the last bit. */
  shiftRight(value: I64, count: I32): I64 {
    const op = this.#op;
    const isFar = op.lessUnsigned(op.i32(63), count);
    const by = op.and(count, op.i32(63));
    const kept = op.shiftRightUnsigned64(value, by);
    const lost = op.xor64(op.shiftLeft64(kept, by), value);
    return op.select64(isFar, op.extendUnsigned(op.isZero(op.isZero64(value))), this.sticky(kept, lost));
  }

  /** Rounds to a multiple of 2^shift (1 to 63), and says in units of that; the value is below 2^63. */
  rounded(value: I64, shift: I32, sign: I32): { value: I64; inexact: I32 } {
    const op = this.#op;
    const one = op.i64(1n);
    const mask = op.sub64(op.shiftLeft64(one, shift), one);
    const half = op.shiftLeft64(one, op.sub(shift, op.i32(1)));
    const nearest = op.isZero(this.#mode);
    const away = op.equal(this.#mode, op.select(sign, op.i32(ROUNDING.down), op.i32(ROUNDING.up)));
    const addend = op.select64(nearest, half, op.select64(away, mask, op.i64(0n)));
    const units = op.shiftRightUnsigned64(op.add64(value, addend), shift);
    const out = op.and64(value, mask);
    const tie = op.extendUnsigned(op.and(nearest, op.equal64(out, half)));
    return { value: op.and64(units, op.xor64(tie, op.i64(-1n))), inexact: op.isZero(op.isZero64(out)) };
  }

  /** The magnitude rounded to an integer; right for exponents up to 62. */
  integer({ significand, exponent, sign }: Parts): { value: I64; inexact: I32 } {
    const op = this.#op;
    const isWhole = this.isWhole(exponent);
    // Below a half all numbers are alike: a quarter stands for them.
    const isSmall = op.lessSigned(exponent, op.i32(-1));
    const from = op.select64(isSmall, op.i64(2n ** 61n), significand);
    const shift = op.and(op.sub(op.i32(62), exponent), op.i32(63));
    const rounded = this.rounded(from, op.select(isSmall, op.i32(63), op.select(isWhole, op.i32(1), shift)), sign);
    const whole = op.shiftRightUnsigned64(significand, shift);
    return {
      value: op.select64(isWhole, whole, rounded.value),
      inexact: op.and(rounded.inexact, op.isZero(isWhole)),
    };
  }

  /** Whether a number of such an exponent has no bits below the point. */
  isWhole(exponent: I32): I32 {
    return this.#op.isZero(this.#op.lessSigned(exponent, this.#op.i32(this.#format.fraction)));
  }

  /** Takes a number apart. */
  parts(bits: I64): Parts {
    const op = this.#op;
    const { size, fraction, exponent } = this.#format;
    const below = op.and64(bits, op.i64(2n ** BigInt(fraction) - 1n));
    const field = op.and(op.low(op.shiftRightUnsigned64(bits, op.i32(fraction))), op.i32(2 ** exponent - 1));
    const sign = op.and(op.low(op.shiftRightUnsigned64(bits, op.i32(size - 1))), op.i32(1));
    const isGreatest = op.equal(field, op.i32(2 ** exponent - 1));
    const isLeast = op.isZero(field);
    const isNone = op.isZero64(below);
    const isNoNumber = op.and(isGreatest, op.isZero(isNone));
    const isQuiet = op.low(op.shiftRightUnsigned64(below, op.i32(fraction - 1)));
    const normal = op.shiftLeft64(op.or64(below, op.i64(2n ** BigInt(fraction))), op.i32(62 - fraction));
    const shift = op.and(op.sub(op.leadingZeros64(below), op.i32(1)), op.i32(63));
    const isZero = op.and(isLeast, isNone);
    const ofSubnormal = op.sub(op.i32(63 - this.#bias - fraction), shift);
    return {
      bits,
      sign,
      exponent: op.select(isZero, op.i32(LEAST), op.select(isLeast, ofSubnormal, op.sub(field, op.i32(this.#bias)))),
      significand: op.select64(isLeast, op.shiftLeft64(below, shift), normal),
      isNaN: isNoNumber,
      isSignaling: op.and(isNoNumber, op.isZero(isQuiet)),
      isInfinite: op.and(isGreatest, isNone),
      isZero,
      isSubnormal: op.and(isLeast, op.isZero(isNone)),
    };
  }

  /** The result of an operation: that of its special cases, else the exact one rounded. */
  result(
    exact: Exact,
    [x, y]: readonly [Parts, Parts],
    special: {
      readonly invalid: I32;
      readonly infinite: I32;
      readonly zero: I32;
      readonly divideByZero?: I32;
      readonly infiniteSign?: I32;
    },
  ): FloatResult {
    const op = this.#op;
    const none = op.i32(0);
    const packed = this.pack(exact);
    const infinity = this.signed(special.infiniteSign ?? exact.sign, this.infinity);
    const zero = this.signed(exact.sign, op.i64(0n));
    const indefinite = op.i64(
      this.#bitsOf({ sign: 1n, exponent: true, fraction: 2n ** BigInt(this.#format.fraction - 1) }),
    );
    const nan = op.or64(op.select64(x.isNaN, x.bits, y.bits), this.quietBit);
    const isAnyNaN = op.or(x.isNaN, y.isNaN);
    const finite = op.select64(special.zero, zero, packed.bits);
    const bits = op.select64(
      isAnyNaN,
      nan,
      op.select64(special.invalid, indefinite, op.select64(special.infinite, infinity, finite)),
    );
    const invalid = op.select(isAnyNaN, op.or(x.isSignaling, y.isSignaling), special.invalid);
    const isNumber = op.isZero(op.or(isAnyNaN, special.invalid));
    const divideByZero = op.and(isNumber, special.divideByZero ?? none);
    const denormal = op.and(op.and(isNumber, op.isZero(divideByZero)), op.or(x.isSubnormal, y.isSubnormal));
    const isRounded = op.and(isNumber, op.isZero(op.or(special.infinite, special.zero)));
    return {
      bits,
      exceptions: op.or(
        this.exceptions({ invalid, denormal, divideByZero }),
        op.select(isRounded, packed.exceptions, none),
      ),
    };
  }

  /** Rounds to the format, subnormal or infinite where it must be. */
  pack({ sign, exponent, significand }: Exact): FloatResult {
    const op = this.#op;
    const { fraction, exponent: exponentBits } = this.#format;
    const least = 1 - this.#bias;
    const isBelow = op.lessSigned(exponent, op.i32(least));
    const isAbove = op.lessSigned(op.i32(this.#bias), exponent);
    const distance = op.select(isBelow, op.sub(op.i32(least), exponent), op.i32(0));
    const shift = op.i32(62 - fraction);
    const { value, inexact } = this.rounded(this.shiftRight(significand, distance), shift, sign);
    // The leading bit adds one to the field of the exponent; so does a carry out of the fraction.
    const field = op.select(op.or(isBelow, isAbove), op.i32(0), op.add(exponent, op.i32(this.#bias - 1)));
    const magnitude = op.add64(op.shiftLeft64(op.extendUnsigned(field), op.i32(fraction)), value);
    const greatest = op.i64((2n ** BigInt(exponentBits) - 1n) << BigInt(fraction));
    const overflow = op.or(isAbove, op.isZero(op.lessUnsigned64(magnitude, greatest)));
    const toward = op.select(sign, op.i32(ROUNDING.up), op.i32(ROUNDING.down));
    const isCut = op.or(op.equal(this.#mode, op.i32(ROUNDING.zero)), op.equal(this.#mode, toward));
    const beyond = op.select64(isCut, op.sub64(greatest, op.i64(1n)), greatest);
    // Tiny is what would stay below the least normal number if exponents had no limit.
    const unlimited = this.rounded(significand, shift, sign).value;
    const grows = op.equal64(unlimited, op.i64(2n ** BigInt(fraction + 1)));
    const reaches = op.and(op.equal(exponent, op.i32(least - 1)), grows);
    const isInexact = op.or(inexact, overflow);
    const underflow = op.and(op.and(isBelow, op.isZero(reaches)), inexact);
    return {
      bits: this.signed(sign, op.select64(overflow, beyond, magnitude)),
      exceptions: this.exceptions({ overflow, underflow, inexact: isInexact }),
    };
  }

  /** The bits of a magnitude with a sign. */
  signed(sign: I32, magnitude: I64): I64 {
    const op = this.#op;
    return op.or64(magnitude, op.shiftLeft64(op.extendUnsigned(sign), op.i32(this.#format.size - 1)));
  }

  #bitsOf({ sign, exponent, fraction }: { sign: bigint; exponent: boolean; fraction: bigint }): bigint {
    const { size, fraction: fractionBits, exponent: exponentBits } = this.#format;
    const field = exponent ? 2n ** BigInt(exponentBits) - 1n : 0n;
    return (sign << BigInt(size - 1)) | (field << BigInt(fractionBits)) | fraction;
  }
  /** Bits of positive infinity. */
  get infinity(): I64 {
    return this.#op.i64(this.#bitsOf({ sign: 0n, exponent: true, fraction: 0n }));
  }
  /** The bit that makes a NaN a quiet one. */
  get quietBit(): I64 {
    return this.#op.i64(2n ** BigInt(this.#format.fraction - 1));
  }

  /** The word of exceptions that are 1. */
  exceptions(each: Partial<Record<keyof typeof FLOAT_EXCEPTION, I32>>): I32 {
    const op = this.#op;
    let all = op.i32(0);
    for (const [name, flag] of Object.entries(each)) {
      // Object.entries gives strings; the keys are those of FLOAT_EXCEPTION.
      const place = 31 - Math.clz32(FLOAT_EXCEPTION[name as keyof typeof FLOAT_EXCEPTION]);
      all = op.or(all, op.shiftLeft(flag, op.i32(place)));
    }
    return all;
  }
}
