/** Cases of floating point, made from a seed: operations, formats, rounding modes and operands at and around the edges. */
import { Random } from "./random.ts";

export const FLOAT_OPERATIONS = [
  "add",
  "sub",
  "mul",
  "div",
  "sqrt",
  "compare",
  "compareSignaling",
  "round",
  "toInt32",
  "toInt64",
  "ofInt64",
  "convert",
] as const;
export type FloatOperation = (typeof FLOAT_OPERATIONS)[number];

export interface FloatCase {
  readonly operation: FloatOperation;
  /** Of the operands; `convert` goes to the other, `ofInt64` to this one. */
  readonly size: 32 | 64;
  /** 0 nearest, 1 down, 2 up, 3 toward zero. */
  readonly mode: number;
  readonly a: bigint;
  readonly b: bigint;
}

/** What a processor answered: bits (or 1 less, 2 equal, 4 unordered) and exceptions. */
export interface FloatAnswer {
  readonly bits: bigint;
  readonly exceptions: number;
}

const FORMATS = { 32: { fraction: 23, exponent: 8 }, 64: { fraction: 52, exponent: 11 } } as const;
const CASES_EACH = 90;

/** Bits of a number; edges are more frequent than chance makes them. */
function operand(random: Random, size: 32 | 64): bigint {
  const { fraction, exponent } = FORMATS[size];
  const bias = 2 ** (exponent - 1) - 1;
  const greatest = 2 ** exponent - 1;
  const whole = (BigInt(random.word()) << 32n) | BigInt(random.word());
  const below = BigInt.asUintN(fraction, whole);
  const ones = (1n << BigInt(fraction)) - 1n;
  const bit = 1n << BigInt(random.below(fraction));
  const parts = random.pick([
    0n,
    0n,
    1n,
    ones,
    ones - 1n,
    bit,
    ones ^ bit,
    ones << BigInt(random.below(fraction)),
    below,
    below,
    below,
  ]);
  const field = random.pick([
    0,
    0,
    1,
    greatest,
    greatest - 1,
    bias,
    bias - 1,
    bias + 1,
    bias + random.below(66),
    bias + random.between(-fraction - 3, fraction + 3),
    random.below(greatest),
  ]);
  const sign = random.below(2);
  return (BigInt(sign) << BigInt(size - 1)) | (BigInt(field) << BigInt(fraction)) | BigInt.asUintN(fraction, parts);
}

/** Products, and conversions, a little beside the least normal number: it decides whether they count as tiny. */
function besideLeast(random: Random, size: 32 | 64): [bigint, bigint] {
  const { fraction, exponent } = FORMATS[size];
  const bias = 2 ** (exponent - 1) - 1;
  const few = BigInt(random.below(4));
  const number = (field: number, below: bigint): bigint => (BigInt(field) << BigInt(fraction)) + below;
  if (size === 64 && random.chance(30))
    return [number(bias - 126, BigInt(random.between(-3, 3)) << BigInt(random.below(30))), 0n];
  return [number(1, few), number(bias, BigInt(random.below(3)) - 2n * few)];
}

/** The second operand is often near the first, so that sums cancel and quotients are about 1. */
function pair(random: Random, size: 32 | 64): [bigint, bigint] {
  if (random.chance(10)) return besideLeast(random, size);
  const a = operand(random, size);
  if (!random.chance(30)) return [a, operand(random, size)];
  const near = a + BigInt(random.between(-2, 2)) + (random.chance(50) ? 1n << BigInt(size - 1) : 0n);
  return [a, BigInt.asUintN(size, near)];
}

function integer(random: Random): bigint {
  const whole = BigInt.asIntN(64, (BigInt(random.edgeWord()) << 32n) | BigInt(random.edgeWord()));
  return whole >> BigInt(random.below(64));
}

export function floatCases(): FloatCase[] {
  const random = new Random(754);
  return FLOAT_OPERATIONS.flatMap((operation) =>
    ([32, 64] as const).flatMap((size) =>
      Array.from({ length: 4 * CASES_EACH }, (_, i) => {
        const [a, b] = operation === "ofInt64" ? [BigInt.asUintN(64, integer(random)), 0n] : pair(random, size);
        return { operation, size, mode: i % 4, a, b };
      }),
    ),
  );
}
