/**
 * Floating point as far as every host computes the same: IEEE 754 single and double precision, rounding to nearest, no
 * exception flags, and one NaN. A definition that must say which NaN, how else to round, or what was inexact, finds that out
 * from the bits; these operations serve it where there is nothing to find out.
 */
import type { I32, I64, Variable } from "./operations.ts";

declare const f32: unique symbol;
declare const f64: unique symbol;

/** A single-precision number, or NaN. */
export interface F32 {
  readonly [f32]: true;
}

/** A double-precision number, or NaN. */
export interface F64 {
  readonly [f64]: true;
}

/** Bits of the NaN that stands for all. */
export const NAN32 = 0x7fc0_0000;
export const NAN64 = 0x7ff8_0000_0000_0000n;

/** Operations on one precision: numbers `F`, whose bits are a `Bits`. */
export interface FloatsOn<T32, T64, Bits, F> {
  /** A constant; rounded to this precision. */
  constant(value: number): F;
  /** The number that the bits stand for; every NaN becomes the one there is. */
  ofBits(bits: Bits): F;
  /** The bits; of NaN {@link NAN32} or {@link NAN64}. */
  bits(a: F): Bits;

  add(a: F, b: F): F;
  sub(a: F, b: F): F;
  mul(a: F, b: F): F;
  div(a: F, b: F): F;
  sqrt(a: F): F;
  negate(a: F): F;
  abs(a: F): F;
  /** NaN where either is; -0 is below 0. */
  min(a: F, b: F): F;
  max(a: F, b: F): F;
  /** To an integer: up, down, toward zero, to the nearest (the even one of two). */
  ceil(a: F): F;
  floor(a: F): F;
  truncate(a: F): F;
  nearest(a: F): F;
  /** Comparisons are false where either is NaN; -0 equals 0. */
  equal(a: F, b: F): T32;
  less(a: F, b: F): T32;
  lessOrEqual(a: F, b: F): T32;
  isNaN(a: F): T32;
  select(condition: T32, ifTrue: F, ifFalse: F): F;
  variable(initial: F): Variable<F>;

  /** From integers, rounded to the nearest. */
  ofSigned(a: T32): F;
  ofUnsigned(a: T32): F;
  ofSigned64(a: T64): F;
  ofUnsigned64(a: T64): F;
  /** To integers, toward zero; what is out of range becomes the least or greatest, NaN becomes 0. */
  toSigned(a: F): T32;
  toUnsigned(a: F): T32;
  toSigned64(a: F): T64;
  toUnsigned64(a: F): T64;
}

export interface FloatOperationsOn<T32, T64, S, D> {
  readonly single: FloatsOn<T32, T64, T32, S>;
  readonly double: FloatsOn<T32, T64, T64, D>;
  /** A single-precision number in double precision. */
  promote(a: S): D;
  /** A double-precision number rounded to single precision. */
  demote(a: D): S;
}

/** What definitions see. */
export type FloatOperations = FloatOperationsOn<I32, I64, F32, F64>;
