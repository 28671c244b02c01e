/** What an arithmetic operation gave, and the flags that follow from it: carry, overflow, auxiliary carry, parity. */
import type { I32, I64, Operations } from "./operations.ts";

/** Kinds of {@link Outcome}: bits that may be combined as far as the names below go. */
export const OUTCOME = {
  add: 0,
  subtract: 1,
  /** With a carry, or borrow, that came in. */
  addCarry: 2,
  subtractBorrow: 3,
  /** Adds or subtracts 1 and leaves the carry as it was. */
  increment: 4,
  decrement: 5,
  /** The operands are 64 bits wide. */
  wide: 8,
  /** Carry, overflow and auxiliary carry are given; the rest depends on the result. */
  given: 16,
  /** All are given. */
  explicit: 32,
} as const;

/** Flags as a word: the bits are where the x86 has them in its own. */
export const FLAG = { carry: 0x1, parity: 0x4, adjust: 0x10, zero: 0x40, sign: 0x80, overflow: 0x800 } as const;

/**
 * An operation's result, and what its flags are. A flag is computed where it is asked for. Operands and result are
 * sign-extended from their width, which changes no comparison.
 */
export interface Outcome<T> {
  readonly kind: number;
  readonly left: T;
  readonly right: T;
  readonly value: T;
  /** Bits of {@link FLAG} that the operands do not say. */
  readonly bits: I32;
  /** Carry out of the leftmost bit; of a subtraction: borrow. */
  readonly carry: I32;
  /** Of the low 8 bits of the result: whether the number of ones is even. */
  readonly parity: I32;
  /** Carry, or borrow, between bit 3 and bit 4 (the rightmost bit being 0). */
  readonly adjust: I32;
  readonly zero: I32;
  readonly sign: I32;
  readonly overflow: I32;
  /** After a subtraction: whether left is below right, unsigned. */
  readonly below: I32;
  readonly belowOrEqual: I32;
  /** After a subtraction: whether left is less than right, signed. */
  readonly less: I32;
  readonly lessOrEqual: I32;
}

/** What an outcome is made of. */
export type Parts<T> = Pick<Outcome<T>, "left" | "right" | "value" | "bits">;

/** The few operations on operands that flags are made of, for one width of representation. */
interface Width<T> {
  readonly and: (a: T, b: T) => T;
  readonly or: (a: T, b: T) => T;
  readonly xor: (a: T, b: T) => T;
  readonly not: (a: T) => T;
  readonly below: (a: T, b: T) => I32;
  readonly less: (a: T, b: T) => I32;
  readonly equal: (a: T, b: T) => I32;
  readonly isZero: (a: T) => I32;
  readonly isNegative: (a: T) => I32;
  /** The rightmost 32 bits. */
  readonly low: (a: T) => I32;
}

function width32<P>(op: Operations<P>): Width<I32> {
  return {
    and: (a, b) => op.and(a, b),
    or: (a, b) => op.or(a, b),
    xor: (a, b) => op.xor(a, b),
    not: (a) => op.xor(a, op.i32(-1)),
    below: (a, b) => op.lessUnsigned(a, b),
    less: (a, b) => op.lessSigned(a, b),
    equal: (a, b) => op.equal(a, b),
    isZero: (a) => op.isZero(a),
    isNegative: (a) => op.lessSigned(a, op.i32(0)),
    low: (a) => a,
  };
}

function width64<P>(op: Operations<P>): Width<I64> {
  return {
    and: (a, b) => op.and64(a, b),
    or: (a, b) => op.or64(a, b),
    xor: (a, b) => op.xor64(a, b),
    not: (a) => op.xor64(a, op.i64(-1n)),
    below: (a, b) => op.lessUnsigned64(a, b),
    less: (a, b) => op.lessSigned64(a, b),
    equal: (a, b) => op.equal64(a, b),
    isZero: (a) => op.isZero64(a),
    isNegative: (a) => op.lessSigned64(a, op.i64(0n)),
    low: (a) => op.low(a),
  };
}

class FlaggedOutcome<P, T> implements Outcome<T> {
  readonly kind: number;
  readonly left: T;
  readonly right: T;
  readonly value: T;
  readonly bits: I32;
  readonly #op: Operations<P>;
  readonly #width: Width<T>;

  constructor(op: Operations<P>, width: Width<T>, kind: number, { left, right, value, bits }: Parts<T>) {
    this.#op = op;
    this.#width = width;
    this.kind = kind;
    this.left = left;
    this.right = right;
    this.value = value;
    this.bits = bits;
  }

  get carry(): I32 {
    const { and, or, not, below, isNegative } = this.#width;
    const { left, right, value } = this;
    switch (this.kind & ~OUTCOME.wide) {
      case OUTCOME.add:
        return below(value, left);
      case OUTCOME.subtract:
        return below(left, right);
      case OUTCOME.addCarry:
        return isNegative(or(and(left, right), and(or(left, right), not(value))));
      case OUTCOME.subtractBorrow:
        return isNegative(or(and(not(left), right), and(or(not(left), right), value)));
      default:
        return this.#bit(FLAG.carry);
    }
  }
  get parity(): I32 {
    if (this.kind & OUTCOME.explicit) return this.#bit(FLAG.parity);
    const op = this.#op;
    const low = this.#width.low(this.value);
    const folded = op.and(op.xor(low, op.shiftRightUnsigned(low, op.i32(4))), op.i32(15));
    // Bit n of the constant says whether n has an even number of ones.
    return op.and(op.shiftRightUnsigned(op.i32(0x9669), folded), op.i32(1));
  }
  get adjust(): I32 {
    if (this.#isGiven) return this.#bit(FLAG.adjust);
    const { xor, low } = this.#width;
    const op = this.#op;
    const changed = low(xor(xor(this.left, this.right), this.value));
    return op.and(op.shiftRightUnsigned(changed, op.i32(4)), op.i32(1));
  }
  get zero(): I32 {
    if (this.kind & OUTCOME.explicit) return this.#bit(FLAG.zero);
    if (this.#compares) return this.#width.equal(this.left, this.right);
    return this.#width.isZero(this.value);
  }
  get sign(): I32 {
    return this.kind & OUTCOME.explicit ? this.#bit(FLAG.sign) : this.#width.isNegative(this.value);
  }
  get overflow(): I32 {
    if (this.#isGiven) return this.#bit(FLAG.overflow);
    const { and, xor, isNegative } = this.#width;
    const { left, right, value } = this;
    const other = this.kind & OUTCOME.subtract ? xor(left, right) : xor(right, value);
    return isNegative(and(other, xor(left, value)));
  }
  get below(): I32 {
    return this.carry;
  }
  get belowOrEqual(): I32 {
    if (this.#compares) return this.#op.isZero(this.#width.below(this.right, this.left));
    return this.#op.or(this.carry, this.zero);
  }
  get less(): I32 {
    if (this.#compares) return this.#width.less(this.left, this.right);
    return this.#op.xor(this.sign, this.overflow);
  }
  get lessOrEqual(): I32 {
    if (this.#compares) return this.#op.isZero(this.#width.less(this.right, this.left));
    return this.#op.or(this.less, this.zero);
  }

  get #compares(): boolean {
    return (this.kind & ~OUTCOME.wide) === OUTCOME.subtract;
  }
  get #isGiven(): boolean {
    return (this.kind & (OUTCOME.given | OUTCOME.explicit)) !== 0;
  }
  #bit(flag: number): I32 {
    const op = this.#op;
    const place = 31 - Math.clz32(flag);
    return op.and(op.shiftRightUnsigned(this.bits, op.i32(place)), op.i32(1));
  }
}

/** An outcome on up to 32 bits, of its parts; they are sign-extended. */
export function outcome32<P>(op: Operations<P>, kind: number, parts: Parts<I32>): Outcome<I32> {
  return new FlaggedOutcome(op, width32(op), kind, parts);
}

/** An outcome on 64 bits. */
export function outcome64<P>(op: Operations<P>, kind: number, parts: Parts<I64>): Outcome<I64> {
  return new FlaggedOutcome(op, width64(op), kind | OUTCOME.wide, parts);
}
