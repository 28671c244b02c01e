/** The interpreter's floating point: JavaScript's numbers, which are double precision, rounded for single. */
import { type FloatOperationsOn, type FloatsOn, NAN32, NAN64 } from "./float-operations.ts";
import type { Base } from "./interpreter-bits.ts";
import type { Variable } from "./operations.ts";

type Floats<Bits> = FloatsOn<number, bigint, Bits, number>;

/** From 2^52 on a number is an integer. */
const INTEGERS = 2 ** 52;

function nearest(a: number): number {
  if (!(Math.abs(a) < INTEGERS)) return a;
  // The sum has no room for a fraction: it is rounded, to the even one of two. The sign outlives a zero.
  const rounded = Math.abs(a) + INTEGERS - INTEGERS;
  return a < 0 || Object.is(a, -0) ? -rounded : rounded;
}

/** Toward zero, into a range; NaN becomes 0. */
function integer(a: number, least: number, greatest: number): number {
  return Number.isNaN(a) ? 0 : Math.min(Math.max(Math.trunc(a), least), greatest);
}

function integer64(a: number, least: bigint, greatest: bigint): bigint {
  if (Number.isNaN(a)) return 0n;
  if (a >= Number(greatest)) return greatest;
  return a <= Number(least) ? least : BigInt(Math.trunc(a));
}

/** An integer of up to 64 bits rounded to single precision, once. */
function singleOf(a: bigint): number {
  const size = a < 0n ? -a : a;
  if (size < 2n ** 53n) return Math.fround(Number(a));
  // Double precision keeps the upper 53 bits; what is below them counts as a last bit.
  const upper = Number((size >> 11n) | (size & 2047n ? 1n : 0n)) * 2048;
  return Math.fround(a < 0n ? -upper : upper);
}

/** What both precisions have; `round` makes a double-precision result one of this precision. */
function floats<Bits>(
  round: (a: number) => number,
  own: Pick<Floats<Bits>, "ofBits" | "bits" | "ofSigned64" | "ofUnsigned64">,
): Floats<Bits> {
  return {
    ...own,
    constant: round,
    // Single precision is less than half of double: to round the rounded result is to round the exact one.
    add: (a, b) => round(a + b),
    sub: (a, b) => round(a - b),
    mul: (a, b) => round(a * b),
    div: (a, b) => round(a / b),
    sqrt: (a) => round(Math.sqrt(a)),
    negate: (a) => -a,
    abs: Math.abs,
    min: (a, b) => Math.min(a, b),
    max: (a, b) => Math.max(a, b),
    ceil: Math.ceil,
    floor: Math.floor,
    truncate: Math.trunc,
    nearest,
    equal: (a, b) => (a === b ? 1 : 0),
    less: (a, b) => (a < b ? 1 : 0),
    lessOrEqual: (a, b) => (a <= b ? 1 : 0),
    isNaN: (a) => (Number.isNaN(a) ? 1 : 0),
    select: (condition, ifTrue, ifFalse) => (condition !== 0 ? ifTrue : ifFalse),
    variable: (initial) => variableOf(initial),
    ofSigned: (a) => round(a),
    ofUnsigned: (a) => round(a >>> 0),
    toSigned: (a) => integer(a, -(2 ** 31), 2 ** 31 - 1) | 0,
    toUnsigned: (a) => integer(a, 0, 2 ** 32 - 1) | 0,
    toSigned64: (a) => integer64(a, -(2n ** 63n), 2n ** 63n - 1n),
    toUnsigned64: (a) => BigInt.asIntN(64, integer64(a, 0n, 2n ** 64n - 1n)),
  };
}

/** A variable of the interpreter's. */
export function variableOf<T>(initial: T): Variable<T> {
  let current = initial;
  return {
    get: () => current,
    set: (value) => {
      current = value;
    },
  };
}

const view = new DataView(new ArrayBuffer(8));

export const singlePrecision: Floats<number> = floats<number>(Math.fround, {
  ofBits: (bits) => {
    view.setInt32(0, bits);
    return view.getFloat32(0);
  },
  bits: (a) => {
    if (Number.isNaN(a)) return NAN32;
    view.setFloat32(0, a);
    return view.getInt32(0);
  },
  ofSigned64: singleOf,
  ofUnsigned64: (a) => singleOf(BigInt.asUintN(64, a)),
});

export const doublePrecision: Floats<bigint> = floats<bigint>((a) => a, {
  ofBits: (bits) => {
    view.setBigInt64(0, bits);
    return view.getFloat64(0);
  },
  bits: (a) => {
    if (Number.isNaN(a)) return NAN64;
    view.setFloat64(0, a);
    return view.getBigInt64(0);
  },
  ofSigned64: Number,
  ofUnsigned64: (a) => Number(BigInt.asUintN(64, a)),
});

/** Gives the interpreter floating point. */
export function withFloats<B extends Base>(
  base: B,
): B & (new (...parameters: ConstructorParameters<B>) => FloatOperationsOn<number, bigint, number, number>) {
  return class extends base implements FloatOperationsOn<number, bigint, number, number> {
    readonly single = singlePrecision;
    readonly double = doublePrecision;
    promote(a: number): number {
      return a;
    }
    demote(a: number): number {
      return Math.fround(a);
    }
  };
}
