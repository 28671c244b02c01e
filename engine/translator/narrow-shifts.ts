/**
 * Shifts and rotates that say what went out, on 8, 16, 32 and 64 bits. Counts are 0 to 31 (64 bits: 0 to 63) and may exceed
 * the size; values are sign-extended from it.
 */
import { type NarrowOperations, type NarrowSize, signedOf, unsignedOf } from "./narrow-operations.ts";
import type { I32, I64, Operations } from "./operations.ts";

/** For a count of 0 only the value counts: flags stay as they were, and what is here as carry and overflow is not defined. */
export interface Shifted<T> {
  readonly value: T;
  /** The last bit that went out. */
  readonly carry: I32;
  /** Whether the sign changed, as it is defined for a count of 1. */
  readonly overflow: I32;
}

/** What shifts are made of, for values of `size` bits in one representation. */
interface Lane<T> {
  readonly size: number;
  readonly signed: (a: T) => T;
  readonly unsigned: (a: T) => T;
  readonly or: (a: T, b: T) => T;
  readonly left: (a: T, count: I32) => T;
  readonly right: (a: T, count: I32) => T;
  readonly rightSigned: (a: T, count: I32) => T;
  readonly rotateLeft: (a: T, count: I32) => T;
  readonly rotateRight: (a: T, count: I32) => T;
  readonly select: (condition: I32, ifTrue: T, ifFalse: T) => T;
  readonly of: (bit: I32) => T;
  readonly low: (a: T) => I32;
}

/** 8 or 16 bits are rotated as copies side by side. */
const COPIES = { 8: 0x01010101, 16: 0x00010001, 32: 1 } as const;

function lane32<P>(op: NarrowOperations<P>, size: NarrowSize): Lane<I32> {
  const copies = (a: I32): I32 => (size === 32 ? a : op.mul(unsignedOf(op, size, a), op.i32(COPIES[size])));
  return {
    size,
    signed: (a) => signedOf(op, size, a),
    unsigned: (a) => unsignedOf(op, size, a),
    or: (a, b) => op.or(a, b),
    left: (a, count) => op.shiftLeft(a, count),
    right: (a, count) => op.shiftRightUnsigned(a, count),
    rightSigned: (a, count) => op.shiftRightSigned(a, count),
    rotateLeft: (a, count) => op.rotateLeft(copies(a), count),
    rotateRight: (a, count) => op.rotateRight(copies(a), count),
    select: (condition, ifTrue, ifFalse) => op.select(condition, ifTrue, ifFalse),
    of: (bit) => bit,
    low: (a) => a,
  };
}

function lane64<P>(op: NarrowOperations<P>): Lane<I64> {
  return {
    size: 64,
    signed: (a) => a,
    unsigned: (a) => a,
    or: (a, b) => op.or64(a, b),
    left: (a, count) => op.shiftLeft64(a, count),
    right: (a, count) => op.shiftRightUnsigned64(a, count),
    rightSigned: (a, count) => op.shiftRightSigned64(a, count),
    rotateLeft: (a, count) => op.rotateLeft64(a, count),
    rotateRight: (a, count) => op.rotateRight64(a, count),
    select: (condition, ifTrue, ifFalse) => op.select64(condition, ifTrue, ifFalse),
    of: (bit) => op.extendUnsigned(bit),
    low: (a) => op.low(a),
  };
}

/** `a` plus a constant, as a count: taken modulo the width of representation. */
function count<P>(op: Operations<P>, mask: number, a: I32): I32 {
  return op.and(a, op.i32(mask));
}

class Shifter<P, T> {
  readonly #op: NarrowOperations<P>;
  readonly #lane: Lane<T>;
  /** Of counts that the representation's shifts take. */
  readonly #mask: number;

  constructor(op: NarrowOperations<P>, lane: Lane<T>) {
    this.#op = op;
    this.#lane = lane;
    this.#mask = lane.size === 64 ? 63 : 31;
  }

  left(a: T, n: I32): Shifted<T> {
    const { signed, unsigned, left, right, size } = this.#lane;
    // A lane below 32 bits has room for what goes out of it.
    const value = signed(left(unsigned(a), n));
    const out = (): T => (size < 32 ? right(left(unsigned(a), n), this.#op.i32(size)) : right(a, this.#minus(size, n)));
    return this.#shifted(
      value,
      () => this.#bit(out()),
      (carry) => this.#op.xor(this.#sign(value), carry),
    );
  }

  rightUnsigned(a: T, n: I32): Shifted<T> {
    const { signed, unsigned, right } = this.#lane;
    const value = signed(right(unsigned(a), n));
    return this.#shifted(
      value,
      () => this.#bit(right(unsigned(a), this.#less(n))),
      () => this.#sign(signed(a)),
    );
  }

  rightSigned(a: T, n: I32): Shifted<T> {
    const { signed, rightSigned } = this.#lane;
    return this.#shifted(
      rightSigned(signed(a), n),
      () => this.#bit(rightSigned(signed(a), this.#less(n))),
      () => this.#op.i32(0),
    );
  }

  rotateLeft(a: T, n: I32): Shifted<T> {
    const value = this.#lane.signed(this.#lane.rotateLeft(a, n));
    return this.#shifted(
      value,
      () => this.#bit(value),
      (carry) => this.#op.xor(this.#sign(value), carry),
    );
  }

  rotateRight(a: T, n: I32): Shifted<T> {
    const value = this.#lane.signed(this.#lane.rotateRight(a, n));
    return this.#shifted(
      value,
      () => this.#sign(value),
      () => this.#signChange(value),
    );
  }

  rotateLeftThrough(a: T, n: I32, carryIn: I32): Shifted<T> {
    const op = this.#op;
    const { signed, unsigned, or, left, right, select, of } = this.#lane;
    const places = this.#throughCount(n);
    const stays = op.isZero(places);
    const from = unsigned(a);
    const comesIn = left(of(carryIn), this.#less(places));
    const around = right(right(from, op.i32(1)), this.#minus(this.#lane.size, places));
    const value = select(stays, signed(a), signed(or(or(left(from, places), comesIn), around)));
    return this.#shifted(
      value,
      () => op.select(stays, carryIn, this.#bit(right(from, this.#minus(this.#lane.size, places)))),
      (carry) => op.xor(this.#sign(value), carry),
    );
  }

  rotateRightThrough(a: T, n: I32, carryIn: I32): Shifted<T> {
    const op = this.#op;
    const { signed, unsigned, or, left, right, select, of } = this.#lane;
    const places = this.#throughCount(n);
    const stays = op.isZero(places);
    const from = unsigned(a);
    const comesIn = left(of(carryIn), this.#minus(this.#lane.size, places));
    const around = left(left(from, op.i32(1)), this.#minus(this.#lane.size, places));
    const value = select(stays, signed(a), signed(or(or(right(from, places), comesIn), around)));
    return this.#shifted(
      value,
      () => op.select(stays, carryIn, this.#bit(right(from, this.#less(places)))),
      () => this.#signChange(value),
    );
  }

  #shifted(value: T, carry: () => I32, overflow: (carry: I32) => I32): Shifted<T> {
    return {
      value,
      get carry() {
        return carry();
      },
      get overflow() {
        return overflow(carry());
      },
    };
  }
  /** How far a rotation through the carry turns. 32 and 64 bits: counts are below their size already. */
  #throughCount(n: I32): I32 {
    const { size } = this.#lane;
    return size < 32 ? this.#op.remUnsigned(n, this.#op.i32(size + 1)) : n;
  }
  #less(n: I32): I32 {
    return count(this.#op, this.#mask, this.#op.sub(n, this.#op.i32(1)));
  }
  #minus(from: number, n: I32): I32 {
    return count(this.#op, this.#mask, this.#op.sub(this.#op.i32(from), n));
  }
  #bit(a: T): I32 {
    return this.#op.and(this.#lane.low(a), this.#op.i32(1));
  }
  #sign(a: T): I32 {
    return this.#bit(this.#lane.right(a, this.#op.i32(this.#mask)));
  }
  /** Whether the two leftmost bits differ. */
  #signChange(value: T): I32 {
    const next = this.#bit(this.#lane.right(value, this.#op.i32(this.#lane.size - 2)));
    return this.#op.xor(this.#sign(value), next);
  }
}

export function shiftLeftOut<P>(op: NarrowOperations<P>, size: NarrowSize, a: I32, n: I32): Shifted<I32> {
  return new Shifter(op, lane32(op, size)).left(a, n);
}
export function shiftRightUnsignedOut<P>(op: NarrowOperations<P>, size: NarrowSize, a: I32, n: I32): Shifted<I32> {
  return new Shifter(op, lane32(op, size)).rightUnsigned(a, n);
}
export function shiftRightSignedOut<P>(op: NarrowOperations<P>, size: NarrowSize, a: I32, n: I32): Shifted<I32> {
  return new Shifter(op, lane32(op, size)).rightSigned(a, n);
}
export function rotateLeftOut<P>(op: NarrowOperations<P>, size: NarrowSize, a: I32, n: I32): Shifted<I32> {
  return new Shifter(op, lane32(op, size)).rotateLeft(a, n);
}
export function rotateRightOut<P>(op: NarrowOperations<P>, size: NarrowSize, a: I32, n: I32): Shifted<I32> {
  return new Shifter(op, lane32(op, size)).rotateRight(a, n);
}
/** Through the carry; where `n` is a multiple of `size` + 1, the carry stays. */
export function rotateLeftThrough<P>(
  op: NarrowOperations<P>,
  size: NarrowSize,
  a: I32,
  n: I32,
  carry: I32,
): Shifted<I32> {
  return new Shifter(op, lane32(op, size)).rotateLeftThrough(a, n, carry);
}
export function rotateRightThrough<P>(
  op: NarrowOperations<P>,
  size: NarrowSize,
  a: I32,
  n: I32,
  carry: I32,
): Shifted<I32> {
  return new Shifter(op, lane32(op, size)).rotateRightThrough(a, n, carry);
}
export function shiftLeftOut64<P>(op: NarrowOperations<P>, a: I64, n: I32): Shifted<I64> {
  return new Shifter(op, lane64(op)).left(a, n);
}
export function shiftRightUnsignedOut64<P>(op: NarrowOperations<P>, a: I64, n: I32): Shifted<I64> {
  return new Shifter(op, lane64(op)).rightUnsigned(a, n);
}
export function shiftRightSignedOut64<P>(op: NarrowOperations<P>, a: I64, n: I32): Shifted<I64> {
  return new Shifter(op, lane64(op)).rightSigned(a, n);
}
export function rotateLeftOut64<P>(op: NarrowOperations<P>, a: I64, n: I32): Shifted<I64> {
  return new Shifter(op, lane64(op)).rotateLeft(a, n);
}
export function rotateRightOut64<P>(op: NarrowOperations<P>, a: I64, n: I32): Shifted<I64> {
  return new Shifter(op, lane64(op)).rotateRight(a, n);
}
export function rotateLeftThrough64<P>(op: NarrowOperations<P>, a: I64, n: I32, carry: I32): Shifted<I64> {
  return new Shifter(op, lane64(op)).rotateLeftThrough(a, n, carry);
}
export function rotateRightThrough64<P>(op: NarrowOperations<P>, a: I64, n: I32, carry: I32): Shifted<I64> {
  return new Shifter(op, lane64(op)).rotateRightThrough(a, n, carry);
}

/** Shifts left, and the leftmost bits of `from` in. On 16 bits, counts above 16 go round: `a` follows `from` again. */
export function shiftLeftDouble<P>(op: NarrowOperations<P>, size: 16 | 32, a: I32, from: I32, n: I32): Shifted<I32> {
  const low = (value: I32): I32 => op.and(value, op.i32(1));
  if (size === 16) {
    const turned = op.rotateLeft(both16(op, a, from), n);
    const value = op.shiftRightSigned(turned, op.i32(16));
    return {
      value,
      // The bit that went out last has come round to the right end.
      carry: low(turned),
      overflow: op.lessSigned(op.xor(value, op.extend16(a)), op.i32(0)),
    };
  }
  const value = op.high(op.shiftLeft64(op.pair(a, from), n));
  const out = op.shiftRightUnsigned(a, count(op, 31, op.sub(op.i32(0), n)));
  return { value, carry: low(out), overflow: op.lessSigned(op.xor(value, a), op.i32(0)) };
}

/** Shifts right, and the rightmost bits of `from` in. On 16 bits, counts above 16 go round. */
export function shiftRightDouble<P>(op: NarrowOperations<P>, size: 16 | 32, a: I32, from: I32, n: I32): Shifted<I32> {
  if (size === 16) {
    const turned = op.rotateRight(both16(op, from, a), n);
    const value = op.extend16(turned);
    return {
      value,
      carry: op.shiftRightUnsigned(turned, op.i32(31)),
      overflow: op.lessSigned(op.xor(value, op.extend16(a)), op.i32(0)),
    };
  }
  const value = op.low(op.shiftRightUnsigned64(op.pair(from, a), n));
  const out = op.shiftRightUnsigned(a, count(op, 31, op.sub(n, op.i32(1))));
  return { value, carry: op.and(out, op.i32(1)), overflow: op.lessSigned(op.xor(value, a), op.i32(0)) };
}

export function shiftLeftDouble64<P>(op: NarrowOperations<P>, a: I64, from: I64, n: I32): Shifted<I64> {
  const rest = count(op, 63, op.sub(op.i32(63), n));
  const comesIn = op.shiftRightUnsigned64(op.shiftRightUnsigned64(from, op.i32(1)), rest);
  const value = op.or64(op.shiftLeft64(a, n), comesIn);
  const out = op.low(op.shiftRightUnsigned64(a, count(op, 63, op.sub(op.i32(0), n))));
  return { value, carry: op.and(out, op.i32(1)), overflow: op.lessSigned64(op.xor64(value, a), op.i64(0n)) };
}

export function shiftRightDouble64<P>(op: NarrowOperations<P>, a: I64, from: I64, n: I32): Shifted<I64> {
  const rest = count(op, 63, op.sub(op.i32(63), n));
  const comesIn = op.shiftLeft64(op.shiftLeft64(from, op.i32(1)), rest);
  const value = op.or64(op.shiftRightUnsigned64(a, n), comesIn);
  const out = op.low(op.shiftRightUnsigned64(a, count(op, 63, op.sub(n, op.i32(1)))));
  return { value, carry: op.and(out, op.i32(1)), overflow: op.lessSigned64(op.xor64(value, a), op.i64(0n)) };
}

function both16<P>(op: Operations<P>, left: I32, right: I32): I32 {
  return op.or(op.shiftLeft(left, op.i32(16)), op.and(right, op.i32(0xffff)));
}
