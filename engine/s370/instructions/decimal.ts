/** Decimal arithmetic (GA22-7000, "Decimal Instructions"): packed numbers of up to 31 digits, in storage. */
import type { I32, I64 } from "../../translator/operations.ts";
import { DATA, DECIMAL_DIVIDE, DECIMAL_OVERFLOW, SPECIFICATION } from "../interruption-codes.ts";
import type { S370Operations } from "../operations.ts";
import { state } from "../state.ts";
import { eights, fours, fromEights, toBinary, toDigits } from "./decimal-binary.ts";
import {
  addDigits,
  digitsOf,
  equalDigits,
  highOf,
  isNegative,
  isNonzero,
  lessDigits,
  packed,
  selectWide,
  settled,
  shiftLeft,
  shiftLeftBy,
  shiftRight,
  shiftRightBy,
  subtractDigits,
  type Wide,
  wideVariable,
  wrongCodes,
} from "./decimal-digits.ts";
import {
  apart,
  type Field,
  firstToLoad,
  firstToStore,
  isNarrow,
  load,
  maskOfBytes,
  maskOfDigits,
  overlapsToTheRight,
  secondToLoad,
  store,
} from "./decimal-fields.ts";
import type { Decoded } from "./decoded.ts";
import { type InstructionDefinition, ssi, ssl } from "./definition.ts";

/**
 * Data exception unless every digit is one, and every sign. Where both operands are looked at, fields that overlap and
 * end apart are found out as well: the sign of one is where the other has a digit.
 */
function check(op: S370Operations, ...numbers: readonly Wide[]): void {
  const wrong = numbers.map((number) => wrongCodes(op, number)).reduce((a, b) => op.or64(a, b));
  op.trapIf(op.isZero(op.isZero64(wrong)), DATA);
}

/** The digits that a field has room for, and whether others were lost, where that can be. */
function truncated(op: S370Operations, field: Field, digits: Wide): { kept: Wide; lost: I32 } {
  const { high, low } = digits;
  const some = (value: I64): I32 => op.isZero(op.isZero64(value));
  if (field.known === undefined) {
    const mask = maskOfDigits(op, field.code);
    const kept = { high: op.and64(highOf(op, digits), highOf(op, mask)), low: op.and64(low, mask.low) };
    return { kept, lost: op.isZero(equalDigits(op, kept, { high: highOf(op, digits), low })) };
  }
  const room = 8 * field.known + 4;
  const ones = (bits: number): I64 => op.i64((1n << BigInt(bits)) - 1n);
  if (room > 64) {
    if (high === undefined) return { kept: digits, lost: op.i32(0) };
    const beyond = op.shiftRightUnsigned64(high, op.i32(room - 64));
    return { kept: { high: op.and64(high, ones(room - 64)), low }, lost: some(beyond) };
  }
  const beyond = op.shiftRightUnsigned64(low, op.i32(room));
  return {
    kept: { low: op.and64(low, ones(room)) },
    lost: some(high === undefined ? beyond : op.or64(beyond, high)),
  };
}

/**
 * Stores a result, sets the condition code, and raises decimal overflow where it happened and the program mask allows
 * it. Zero is positive unless digits were lost. `lost`: whether some were before.
 */
function finish(op: S370Operations, slow: I32, field: Field, result: Wide, negative: I32, lost?: I32): void {
  const { kept, lost: now } = truncated(op, field, result);
  const overflow = settled(op, lost === undefined ? now : op.or(lost, now));
  const nonzero = settled(op, isNonzero(op, kept));
  const minus = settled(op, op.and(negative, op.or(nonzero, overflow)));
  store(op, slow, field, packed(op, kept, minus));
  const code = op.select(nonzero, op.sub(op.i32(2), minus), op.i32(0));
  op.setCc(op.select(overflow, op.i32(3), code));
  const allowed = op.and(op.shiftRightUnsigned(op.get(state.programMask), op.i32(2)), overflow);
  op.trapIf(allowed, DECIMAL_OVERFLOW);
}

/** ADD DECIMAL, and SUBTRACT DECIMAL with the second operand's sign inverted. */
function addDecimal(op: S370Operations, f: Decoded, inverted: boolean): void {
  const first = firstToStore(op, f);
  const second = secondToLoad(op, f);
  const slow = apart(op, first, second);
  const [one, two] = load(op, slow, first, second);
  check(op, one, two);
  const [a, b] = [digitsOf(op, one), digitsOf(op, two)];
  const signA = isNegative(op, one);
  const signB = inverted ? op.xor(isNegative(op, two), op.i32(1)) : isNegative(op, two);
  const result = wideVariable(op, isNarrow(first) && isNarrow(second));
  const negative = op.variable(signA);
  op.if(
    op.equal(signA, signB),
    () => result.set(addDigits(op, a, b)),
    () => {
      const less = lessDigits(op, a, b);
      result.set(subtractDigits(op, selectWide(op, less, b, a), selectWide(op, less, a, b)));
      negative.set(op.xor(signA, less));
    },
  );
  finish(op, slow, first, result.get(), negative.get());
}

function compareDecimal(op: S370Operations, f: Decoded): void {
  const first = firstToLoad(op, f);
  const second = secondToLoad(op, f);
  const [one, two] = load(op, apart(op, first, second), first, second);
  check(op, one, two);
  const [a, b] = [digitsOf(op, one), digitsOf(op, two)];
  const [signA, signB] = [isNegative(op, one), isNegative(op, two)];
  const alike = op.equal(signA, signB);
  const zeros = op.isZero(op.or(isNonzero(op, a), isNonzero(op, b)));
  const equal = op.select(alike, equalDigits(op, a, b), zeros);
  const low = op.select(alike, op.xor(lessDigits(op, a, b), signA), signA);
  op.setCc(op.select(equal, op.i32(0), op.sub(op.i32(2), low)));
}

function zeroAndAdd(op: S370Operations, f: Decoded): void {
  const first = firstToStore(op, f);
  const second = secondToLoad(op, f);
  // Processed from right to left, the result's sign would come to where a digit is yet to be fetched.
  const overlap = overlapsToTheRight(op, f, first, second);
  if (overlap !== undefined) op.trapIf(overlap, DATA);
  const slow = apart(op, first, second);
  const [two] = load(op, slow, second);
  check(op, two);
  finish(op, slow, first, digitsOf(op, two), isNegative(op, two));
}

/**
 * Specification exception where the second operand is longer than 8 bytes, or not shorter than the first. Returns false
 * if that is known to be so, and the definition is done.
 */
function needShorter(op: S370Operations, f: Decoded): boolean {
  const [l1, l2] = [op.known(f.l1), op.known(f.l2)];
  if (l1 !== undefined && l2 !== undefined) {
    if (l2 <= 7 && l2 < l1) return true;
    op.trap(SPECIFICATION);
    return false;
  }
  op.trapIf(op.or(op.lessUnsigned(op.i32(7), f.l2), op.isZero(op.lessUnsigned(f.l2, f.l1))), SPECIFICATION);
  return true;
}

/** A number below 10 ** 8, or nothing where it is known to be zero. */
type Limb = I64 | undefined;

/** A sum of products of limbs, each below 10 ** 16. */
function sumOfProducts(op: S370Operations, ...factors: readonly (readonly [Limb, Limb])[]): Limb {
  let sum: Limb;
  for (const [a, b] of factors) {
    if (a === undefined || b === undefined) continue;
    const product = op.mul64(a, b);
    sum = sum === undefined ? product : op.add64(sum, product);
  }
  return sum;
}

/** The product of two numbers of so many digits, together at most 16. */
function narrowProduct(op: S370Operations, a: I64, b: I64, digitsA: number, digitsB: number): I64 {
  const product = op.mul64(toBinary(op, a, digitsA), toBinary(op, b, digitsB));
  return toDigits(op, product, digitsA + digitsB);
}

/** Up to 30 digits, from the product of at most 29 and at most 15, with the bytes that these are in. */
function productOf(op: S370Operations, a: Wide, b: Wide, bytesA: number | undefined, bytesB: number | undefined): Wide {
  const right = (pair: I64): Limb => op.and64(pair, op.i64(0xffff_ffffn));
  const left = (pair: I64): Limb => op.shiftRightUnsigned64(pair, op.i32(32));
  const lowA = eights(op, a.low);
  const lowB = eights(op, b.low, bytesB === undefined ? 16 : 2 * bytesB);
  const shortA = bytesA !== undefined && bytesA <= 8;
  const highA = shortA || a.high === undefined ? undefined : eights(op, a.high);
  const [a0, a1] = [right(lowA), left(lowA)];
  const [a2, a3] = highA === undefined ? [undefined, undefined] : [right(highA), left(highA)];
  const [b0, b1] = bytesB !== undefined && bytesB <= 4 ? [lowB, undefined] : [right(lowB), left(lowB)];
  const columns = [
    sumOfProducts(op, [a0, b0]),
    sumOfProducts(op, [a1, b0], [a0, b1]),
    sumOfProducts(op, [a2, b0], [a1, b1]),
    sumOfProducts(op, [a3, b0], [a2, b1]),
  ];
  let carry = op.i64(0n);
  const limbs = columns.map((column) => {
    const sum = column === undefined ? carry : op.add64(column, carry);
    carry = op.divUnsigned64(sum, op.i64(100_000_000n));
    return op.sub64(sum, op.mul64(carry, op.i64(100_000_000n)));
  });
  const digits = (low: I64, high: I64): I64 => fromEights(op, op.or64(low, op.shiftLeft64(high, op.i32(32))));
  return { high: digits(limbs[2], limbs[3]), low: digits(limbs[0], limbs[1]) };
}

function multiplyDecimal(op: S370Operations, f: Decoded): void {
  if (!needShorter(op, f)) return;
  const first = firstToStore(op, f);
  const second = secondToLoad(op, f);
  const slow = apart(op, first, second);
  const [one, two] = load(op, slow, first, second);
  check(op, one, two);
  // The multiplicand begins with as many bytes of zeros as the multiplier has bytes.
  const { known: l1 } = first;
  const { known: l2 } = second;
  const room = l1 === undefined || l2 === undefined ? undefined : l1 - l2;
  if (room === undefined) {
    const mask = maskOfBytes(op, op.sub(op.sub(first.code, second.code), op.i32(1)));
    const within = { high: op.and64(highOf(op, one), highOf(op, mask)), low: op.and64(one.low, mask.low) };
    op.trapIf(op.isZero(equalDigits(op, one, within)), DATA);
  } else op.trapIf(isNonzero(op, shiftRight(op, one, 8 * room)), DATA);
  const [a, b] = [digitsOf(op, one), digitsOf(op, two)];
  const negative = op.xor(isNegative(op, one), isNegative(op, two));
  const narrow = isNarrow(first) && room !== undefined && l2 !== undefined;
  const result = narrow
    ? { low: narrowProduct(op, a.low, b.low, 2 * room - 1, 2 * l2 + 1) }
    : productOf(op, a, b, room, l2 === undefined ? undefined : l2 + 1);
  store(op, slow, first, packed(op, result, negative));
}

interface Quotient {
  readonly quotient: Wide;
  /** Up to 15 digits. */
  readonly remainder: I64;
}

/** Both numbers have at most 15 digits; the divisor is not zero. The codes are of quotient's and remainder's fields. */
function divideNarrow(op: S370Operations, a: I64, divisor: I64, left: number, right: number): Quotient {
  const dividend = toBinary(op, a, 2 * (left + right) + 3);
  const quotient = op.divUnsigned64(dividend, divisor);
  const remainder = op.sub64(dividend, op.mul64(quotient, divisor));
  const digits = 2 * left + 1;
  op.trapIf(op.isZero(op.lessUnsigned64(quotient, op.i64(10n ** BigInt(digits)))), DECIMAL_DIVIDE);
  return { quotient: { low: toDigits(op, quotient, digits) }, remainder: toDigits(op, remainder, 2 * right + 1) };
}

/** As with pencil and paper: the left 15 digits at once, then groups of four or eight of the other sixteen. */
function divideWide(op: S370Operations, a: Wide, divisor: I64, bytesOfDivisor: number | undefined): Quotient {
  const left = toBinary(op, highOf(op, a));
  const high = op.divUnsigned64(left, divisor);
  let remainder = op.sub64(left, op.mul64(high, divisor));
  let low = op.i64(0n);
  // A remainder is below the divisor, and with the next digits behind it must not exceed 64 bits.
  const size = bytesOfDivisor !== undefined && bytesOfDivisor <= 6 ? 8 : 4;
  const groups = size === 8 ? eights(op, a.low) : fours(op, a.low);
  const base = op.i64(10n ** BigInt(size));
  for (let shift = 64 - 4 * size; shift >= 0; shift -= 4 * size) {
    const group = op.and64(op.shiftRightUnsigned64(groups, op.i32(shift)), op.i64((1n << BigInt(4 * size)) - 1n));
    const dividend = op.add64(op.mul64(remainder, base), group);
    const quotient = op.divUnsigned64(dividend, divisor);
    remainder = op.sub64(dividend, op.mul64(quotient, divisor));
    low = op.add64(op.mul64(low, base), quotient);
  }
  return { quotient: { high: toDigits(op, high), low: toDigits(op, low) }, remainder: toDigits(op, remainder) };
}

function divideDecimal(op: S370Operations, f: Decoded): void {
  if (!needShorter(op, f)) return;
  const first = firstToStore(op, f);
  const second = secondToLoad(op, f);
  const slow = apart(op, first, second);
  const [one, two] = load(op, slow, first, second);
  check(op, one, two);
  const [a, b] = [digitsOf(op, one), digitsOf(op, two)];
  const { known: l1 } = first;
  const { known: l2 } = second;
  op.trapIf(op.isZero(isNonzero(op, { low: b.low })), DECIMAL_DIVIDE);
  const divisor = toBinary(op, b.low, l2 === undefined ? 16 : 2 * l2 + 1);
  // The quotient's field is what the remainder, as long as the divisor, leaves.
  const code = op.sub(op.sub(first.code, second.code), op.i32(1));
  const known = l1 === undefined || l2 === undefined ? undefined : l1 - l2 - 1;
  const narrow = isNarrow(first) && known !== undefined && l2 !== undefined;
  const { quotient, remainder } = narrow
    ? divideNarrow(op, a.low, divisor, known, l2)
    : divideWide(op, a, divisor, l2 === undefined ? undefined : l2 + 1);
  if (!narrow) op.trapIf(truncated(op, { ...first, code, known }, quotient).lost, DECIMAL_DIVIDE);
  const sign = isNegative(op, one);
  const left = packed(op, quotient, op.xor(sign, isNegative(op, two)));
  const right = packed(op, { low: remainder }, sign);
  const bits = op.shiftLeft(op.add(second.code, op.i32(1)), op.i32(3));
  const moved = l2 === undefined ? shiftLeftBy(op, left, bits) : shiftLeft(op, left, 8 * l2 + 8);
  store(op, slow, first, { ...moved, low: op.or64(moved.low, right.low) });
}

/** To the left: what the shift and the field lose is the overflow. */
function shiftedLeft(op: S370Operations, digits: Wide, count: I32, known: number | undefined): [Wide, I32] {
  if (known !== undefined) {
    if (known === 0) return [digits, op.i32(0)];
    const moved = shiftLeft(op, digits, 4 * known);
    return [moved, op.isZero(equalDigits(op, shiftRight(op, moved, 4 * known), digits))];
  }
  const bits = op.shiftLeft(count, op.i32(2));
  const moved = shiftLeftBy(op, digits, bits);
  return [moved, op.isZero(equalDigits(op, shiftRightBy(op, moved, bits), digits))];
}

/** To the right, with the rounding digit added to the leftmost digit that leaves. */
function shiftedRight(op: S370Operations, digits: Wide, count: I32, known: number | undefined, rounding: I32): Wide {
  const moved =
    known === undefined
      ? shiftRightBy(op, digits, op.shiftLeft(op.sub(count, op.i32(1)), op.i32(2)))
      : shiftRight(op, digits, 4 * (known - 1));
  const rounded = op.known(rounding) === 0 ? moved : addDigits(op, moved, { low: op.extendUnsigned(rounding) });
  return shiftRight(op, rounded, 4);
}

/** The second address is no address: six bits of it are a count, to the left if positive. */
function shiftAndRound(op: S370Operations, f: Decoded): void {
  const first = firstToStore(op, f);
  const slow = apart(op, first);
  const [one] = load(op, slow, first);
  // I3, the rounding digit, is where SS instructions of two lengths have the second.
  op.trapIf(op.lessUnsigned(op.i32(9), f.l2), DATA);
  check(op, one);
  const digits = digitsOf(op, one);
  const negative = isNegative(op, one);
  const address = op.address(f.b2, f.d2);
  const rounding = f.l2;
  const known = op.known(address);
  const count = known === undefined ? undefined : known & 63;
  if (count !== undefined && count < 32) {
    const [result, lost] = shiftedLeft(op, digits, op.i32(count), count);
    finish(op, slow, first, result, negative, lost);
  } else if (count !== undefined) {
    const result = shiftedRight(op, digits, op.i32(64 - count), 64 - count, rounding);
    finish(op, slow, first, result, negative);
  } else {
    const wide = { high: highOf(op, digits), low: digits.low };
    const value = op.and(address, op.i32(63));
    const result = wideVariable(op, false);
    const lost = op.variable(op.i32(0));
    op.if(
      op.lessUnsigned(value, op.i32(32)),
      () => {
        const [moved, over] = shiftedLeft(op, wide, value, undefined);
        result.set(moved);
        lost.set(over);
      },
      () => result.set(shiftedRight(op, wide, op.sub(op.i32(64), value), undefined, rounding)),
    );
    finish(op, slow, first, result.get(), negative, lost.get());
  }
}

export const decimal: readonly InstructionDefinition[] = [
  ssl("ZAP", 0xf8, "Zero and Add", zeroAndAdd),
  ssl("CP", 0xf9, "Compare Decimal", compareDecimal),
  ssl("AP", 0xfa, "Add Decimal", (op, f) => addDecimal(op, f, false)),
  ssl("SP", 0xfb, "Subtract Decimal", (op, f) => addDecimal(op, f, true)),
  ssl("MP", 0xfc, "Multiply Decimal", multiplyDecimal),
  ssl("DP", 0xfd, "Divide Decimal", divideDecimal),
  ssi("SRP", 0xf0, "Shift and Round Decimal", shiftAndRound),
];
