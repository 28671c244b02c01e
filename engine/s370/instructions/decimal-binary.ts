/** From decimal digits to binary and back, many digits at a time: neighbours are joined or split in parallel. */
import type { I32, I64 } from "../../translator/operations.ts";
import type { S370Operations } from "../operations.ts";

/**
 * Joins neighbouring lanes of `bits` bits, each a number below `base`, to lanes of twice the bits below its square.
 * Left times 2 ** bits plus right becomes left times base plus right by taking away the difference.
 */
function join(op: S370Operations, value: I64, bits: number, base: bigint, lefts: bigint | undefined): I64 {
  const moved = op.shiftRightUnsigned64(value, op.i32(bits));
  const left = lefts === undefined ? moved : op.and64(moved, op.i64(lefts));
  return op.sub64(value, op.mul64(left, op.i64((1n << BigInt(bits)) - base)));
}

/** Four groups of four digits become four numbers below 10 ** 4, of 16 bits each. `digits` of the 16 may be nonzero. */
export function fours(op: S370Operations, value: I64, digits = 16): I64 {
  const pairs = join(op, value, 4, 10n, 0x0f0f_0f0f_0f0f_0f0fn);
  return digits <= 2 ? pairs : join(op, pairs, 8, 100n, 0x00ff_00ff_00ff_00ffn);
}

/** Two groups of eight digits become two numbers below 10 ** 8, of 32 bits each. */
export function eights(op: S370Operations, value: I64, digits = 16): I64 {
  const joined = fours(op, value, digits);
  return digits <= 4 ? joined : join(op, joined, 16, 10_000n, 0x0000_ffff_0000_ffffn);
}

/** The binary number that sixteen digits say, of which `digits` (known when the definition runs) may be nonzero. */
export function toBinary(op: S370Operations, value: I64, digits = 16): I64 {
  const joined = eights(op, value, digits);
  return digits <= 8 ? joined : join(op, joined, 32, 100_000_000n, undefined);
}

/** Splits each lane, given its quotients by `base` at the place of the left one of the lanes that it becomes. */
function split(op: S370Operations, value: I64, quotients: I64, bits: number, base: bigint): I64 {
  return op.add64(value, op.mul64(quotients, op.i64((1n << BigInt(bits)) - base)));
}

/** Quotients of alternate lanes: multiplied by a reciprocal and shifted, the lane between taking what that needs. */
function quotients(
  op: S370Operations,
  value: I64,
  lanes: bigint,
  reciprocal: bigint,
  shift: number,
  results: bigint,
): I64 {
  const products = op.mul64(op.and64(value, op.i64(lanes)), op.i64(reciprocal));
  return op.and64(op.shiftRightUnsigned64(products, op.i32(shift)), op.i64(results));
}

function even(op: S370Operations, value: I64, bits: number, of: (lanes: I64) => I64): I64 {
  const right = of(value);
  const left = of(op.shiftRightUnsigned64(value, op.i32(bits)));
  return op.or64(right, op.shiftLeft64(left, op.i32(bits)));
}

/** Digits of four numbers below 10 ** 4, of 16 bits each. */
function fromFours(op: S370Operations, value: I64, digits: number): I64 {
  // 5,243 / 2 ** 19 is enough of a hundredth for 10 ** 4, 103 / 2 ** 10 enough of a tenth for 100.
  const hundredths = (lanes: I64): I64 =>
    quotients(op, lanes, 0x0000_ffff_0000_ffffn, 5243n, 19, 0x0000_007f_0000_007fn);
  const tenths = (lanes: I64): I64 => quotients(op, lanes, 0x00ff_00ff_00ff_00ffn, 103n, 10, 0x000f_000f_000f_000fn);
  const hundreds = digits <= 4 ? hundredths(value) : even(op, value, 16, hundredths);
  const pairs = digits <= 2 ? value : split(op, value, hundreds, 8, 100n);
  return split(op, pairs, digits <= 2 ? tenths(pairs) : even(op, pairs, 8, tenths), 4, 10n);
}

/** A ten-thousandth of a number below 10 ** 8: 109,951,163 / 2 ** 40 is enough of one. */
function tenThousandths(op: S370Operations, value: I64): I64 {
  return op.shiftRightUnsigned64(op.mul64(value, op.i64(109_951_163n)), op.i32(40));
}

/** Digits of two numbers below 10 ** 8, of 32 bits each. The left one is below 10 ** 4 where `digits` says so. */
export function fromEights(op: S370Operations, value: I64, digits = 16): I64 {
  if (digits <= 4) return fromFours(op, value, digits);
  const right = tenThousandths(op, digits <= 8 ? value : op.and64(value, op.i64(0xffff_ffffn)));
  if (digits <= 12) return fromFours(op, split(op, value, right, 16, 10_000n), digits);
  const left = tenThousandths(op, op.shiftRightUnsigned64(value, op.i32(32)));
  const both = op.or64(right, op.shiftLeft64(left, op.i32(32)));
  return fromFours(op, split(op, value, both, 16, 10_000n), digits);
}

/** The digits of a number below 10 ** `digits`, which is at most 16. */
export function toDigits(op: S370Operations, value: I64, digits = 16): I64 {
  if (digits <= 8) return fromEights(op, value, digits);
  const left = op.divUnsigned64(value, op.i64(100_000_000n));
  return fromEights(op, split(op, value, left, 32, 100_000_000n), digits);
}

/** The digits of 32 unsigned bits: ten. */
export function wordToDigits(op: S370Operations, value: I32): I64 {
  const wide = op.extendUnsigned(value);
  // 1,441,151,881 / 2 ** 57 is enough of 10 ** -8 for 32 bits, and the product has room in 64.
  const left = op.shiftRightUnsigned64(op.mul64(wide, op.i64(1_441_151_881n)), op.i32(57));
  return fromEights(op, split(op, wide, left, 32, 100_000_000n), 10);
}
