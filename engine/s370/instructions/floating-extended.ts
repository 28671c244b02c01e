/** Extended numbers, in two registers each (GA22-7000, "Floating-Point Instructions"). */
import type { I32, I64 } from "../../translator/operations.ts";
import { EXPONENT_OVERFLOW } from "../interruption-codes.ts";
import type { S370Operations } from "../operations.ts";
import type { Decoded, Register } from "./decoded.ts";
import { type InstructionDefinition, rr, rx } from "./definition.ts";
import {
  characteristic,
  characteristics,
  characteristicsOf,
  type Destination,
  finish,
  finishSum,
  fromPair,
  LONG_FRACTION,
  leadingZeroDigits64,
  long,
  onPairs,
  SIGN,
  setLong,
  toPair,
} from "./floating-numbers.ts";

/** Digits in two parts, of 14 each where it is a number's fraction. */
interface Parts {
  readonly high: I64;
  readonly low: I64;
}

/** Fifteen digits: a part of a sum, which has a carry in front and a guard digit behind. */
const SUM_BITS = 60;
const SUM_PART = (1n << 60n) - 1n;

const part = (op: S370Operations, value: I64): I64 => op.and64(value, op.i64(LONG_FRACTION));
const sumPart = (op: S370Operations, value: I64): I64 => op.and64(value, op.i64(SUM_PART));

/** Sign and characteristic of the high-order part's left half, and the fraction: the low-order part has only digits. */
function extended(op: S370Operations, register: Register): Parts & { readonly left: I32 } {
  const high = long(op, register);
  return { left: op.high(high), high: part(op, high), low: part(op, long(op, register + 2)) };
}

/** A result in registers `register` and `register` + 2. The low-order characteristic is 14 less, modulo 128. */
function extendedResult(op: S370Operations, register: Register, sign: I32, fraction: Parts): Destination {
  const zero = op.i32(0);
  const signed = op.and(sign, op.i32(SIGN));
  return {
    put: (value) => {
      const { high, low } = fraction;
      const lower = characteristic(op, op.sub(value, op.i32(characteristics(14))));
      setLong(op, register, op.or(op.or(signed, value), op.high(high)), op.low(high));
      setLong(op, register + 2, op.or(op.or(signed, lower), op.high(low)), op.low(low));
    },
    putTrueZero: () => {
      setLong(op, register, zero, zero);
      setLong(op, register + 2, zero, zero);
    },
  };
}

/** 30 digits shifted right by `bits` (0 to 120); what leaves at the right is lost. */
function shiftedRight(op: S370Operations, { high, low }: Parts, bits: I32): Parts {
  const near = op.lessUnsigned(bits, op.i32(SUM_BITS));
  const within = op.select(near, bits, op.sub(bits, op.i32(SUM_BITS)));
  const moved = op.shiftRightUnsigned64(high, within);
  const crossing = sumPart(op, op.shiftLeft64(high, op.sub(op.i32(SUM_BITS), within)));
  return {
    high: op.select64(near, moved, op.i64(0n)),
    low: op.select64(near, op.or64(op.shiftRightUnsigned64(low, within), crossing), moved),
  };
}

/** 30 digits shifted left until the first is not zero, and by how many bits. */
function normalized(op: S370Operations, { high, low }: Parts): Parts & { readonly shift: I32 } {
  const far = op.isZero64(high);
  const first = op.select64(far, low, high);
  const within = leadingZeroDigits64(op, op.shiftLeft64(first, op.i32(4)));
  const moved = sumPart(op, op.shiftLeft64(first, within));
  const crossing = op.shiftRightUnsigned64(low, op.sub(op.i32(SUM_BITS), within));
  return {
    high: op.select64(far, moved, op.or64(moved, crossing)),
    low: op.select64(far, op.i64(0n), sumPart(op, op.shiftLeft64(low, within))),
    shift: op.add(within, op.select(far, op.i32(SUM_BITS), op.i32(0))),
  };
}

function addExtended(op: S370Operations, f: Decoded, subtract: boolean): void {
  const a = extended(op, f.r1);
  const second = extended(op, f.r2);
  const b = subtract ? { ...second, left: op.xor(second.left, op.i32(SIGN)) } : second;
  const firstLow = op.lessUnsigned(characteristic(op, a.left), characteristic(op, b.left));
  const choose = (first: I64, other: I64): I64 => op.select64(firstLow, other, first);
  const upper = op.select(firstLow, b.left, a.left);
  const lower = op.select(firstLow, a.left, b.left);
  const before = characteristic(op, upper);
  const distance = op.shiftRightUnsigned(op.sub(before, characteristic(op, lower)), op.i32(22));
  const bits = op.select(op.lessUnsigned(distance, op.i32(120)), distance, op.i32(120));
  const guarded = (high: I64, low: I64): Parts => ({ high, low: op.shiftLeft64(low, op.i32(4)) });
  const x = guarded(choose(a.high, b.high), choose(a.low, b.low));
  const y = shiftedRight(op, guarded(choose(b.high, a.high), choose(b.low, a.low)), bits);

  const differ = op.extendSigned(op.shiftRightSigned(op.xor(a.left, b.left), op.i32(31)));
  const signed = (value: I64, sign: I64): I64 => op.sub64(op.xor64(value, sign), sign);
  const low = op.add64(x.low, signed(y.low, differ));
  const carried = (value: I64): I64 => op.shiftRightSigned64(value, op.i32(SUM_BITS));
  const high = op.add64(op.add64(x.high, signed(y.high, differ)), carried(low));
  const negative = op.shiftRightSigned64(high, op.i32(63));
  const magnitudeLow = signed(sumPart(op, low), negative);
  const magnitude = {
    high: op.add64(signed(high, negative), carried(magnitudeLow)),
    low: sumPart(op, magnitudeLow),
  };

  const sum = normalized(op, magnitude);
  const fraction = {
    high: op.shiftRightUnsigned64(sum.high, op.i32(4)),
    low: part(op, op.or64(op.shiftLeft64(sum.high, op.i32(52)), op.shiftRightUnsigned64(sum.low, op.i32(8)))),
  };
  const sign = op.xor(upper, op.low(negative));
  const value = op.sub(op.add(before, op.i32(characteristics(1))), characteristicsOf(op, sum.shift));
  const range = { characteristic: value, underflow: op.lessUnsigned(op.i32(characteristics(128)), value) };
  const none = op.i64(0n);
  const ofZeros = {
    zero: op.isZero64(op.or64(magnitude.high, magnitude.low)),
    put: () => extendedResult(op, f.r1, op.i32(0), { high: none, low: none }).put(before),
  };
  finishSum(op, range, ofZeros, sign, extendedResult(op, f.r1, sign, fraction));
}

/** A fraction whose first digit is not zero, unless it is zero as a whole, and its characteristic in units of one. */
function prenormalized(op: S370Operations, { left, high, low }: Parts & { left: I32 }): Parts & { value: I32 } {
  const far = op.isZero64(high);
  const first = op.select64(far, low, high);
  const rest = op.select64(far, op.i64(0n), low);
  const bits = leadingZeroDigits64(op, op.shiftLeft64(first, op.i32(8)));
  const crossing = op.shiftRightUnsigned64(rest, op.and(op.sub(op.i32(56), bits), op.i32(63)));
  const lost = op.add(op.shiftRightUnsigned(bits, op.i32(2)), op.select(far, op.i32(14), op.i32(0)));
  return {
    high: op.or64(part(op, op.shiftLeft64(first, bits)), crossing),
    low: part(op, op.shiftLeft64(rest, bits)),
    value: op.sub(op.shiftRightUnsigned(characteristic(op, left), op.i32(24)), lost),
  };
}

/** The product of two parts, in two parts. */
function product(op: S370Operations, a: I64, b: I64): Parts {
  const { high, low } = op.mulWide64(a, b);
  return {
    high: op.or64(op.shiftLeft64(high, op.i32(8)), op.shiftRightUnsigned64(low, op.i32(56))),
    low: part(op, low),
  };
}

/** `digits` are a product's first 42, of which at most one is zero, unless all are. */
function finishProduct(
  op: S370Operations,
  register: Register,
  sign: I32,
  value: I32,
  digits: Parts & { readonly rest: I64 },
): void {
  const short = op.isZero64(op.shiftRightUnsigned64(digits.high, op.i32(52)));
  const shift = op.shiftLeft(short, op.i32(2));
  const back = op.sub(op.i32(56), shift);
  const joined = (left: I64, right: I64): I64 =>
    part(op, op.or64(op.shiftLeft64(left, shift), op.shiftRightUnsigned64(right, back)));
  const fraction = { high: joined(digits.high, digits.low), low: joined(digits.low, digits.rest) };
  const all = op.sub(value, short);
  const range = { characteristic: op.shiftLeft(all, op.i32(24)), underflow: op.lessSigned(all, op.i32(0)) };
  finish(op, range, op.isZero64(digits.high), extendedResult(op, register, sign, fraction));
}

function multiplyExtended(op: S370Operations, f: Decoded): void {
  const first = extended(op, f.r1);
  const second = extended(op, f.r2);
  const a = prenormalized(op, first);
  const b = prenormalized(op, second);
  const upper = product(op, a.high, b.high);
  const one = product(op, a.high, b.low);
  const other = product(op, a.low, b.high);
  const lower = product(op, a.low, b.low);
  // Parts of 14 digits from the right; each sum hands what exceeds 56 bits to the next.
  const carried = (value: I64): I64 => op.shiftRightUnsigned64(value, op.i32(56));
  const third = op.add64(op.add64(one.low, other.low), lower.high);
  const middle = op.add64(op.add64(one.high, other.high), op.add64(upper.low, carried(third)));
  const digits = {
    high: op.add64(upper.high, carried(middle)),
    low: part(op, middle),
    rest: part(op, third),
  };
  const value = op.sub(op.add(a.value, b.value), op.i32(64));
  finishProduct(op, f.r1, op.xor(first.left, second.left), value, digits);
}

/** The exact product of long numbers. */
function multiplyLongs(op: S370Operations, register: Register, second: I64): void {
  const long1 = long(op, register);
  const left = op.high(long1);
  const right = op.high(second);
  const none = op.i64(0n);
  const a = prenormalized(op, { left, high: part(op, long1), low: none });
  const b = prenormalized(op, { left: right, high: part(op, second), low: none });
  const value = op.sub(op.add(a.value, b.value), op.i32(64));
  finishProduct(op, register, op.xor(left, right), value, { ...product(op, a.high, b.high), rest: none });
}

/**
 * The high-order part, one larger where the low-order fraction begins with a one. A carry out of the fraction has gone
 * into the characteristic, and leaves a first digit of 1. Without normalization, as rounding is defined.
 */
function loadRounded(op: S370Operations, f: Decoded): void {
  const high = long(op, f.r2);
  const low = long(op, f.r2 + 2);
  const bit = op.and64(op.shiftRightUnsigned64(low, op.i32(55)), op.i64(1n));
  const rounded = op.add64(op.and64(high, op.i64((1n << 63n) - 1n)), bit);
  const carry = op.and(op.low(bit), op.isZero64(part(op, rounded)));
  const first = op.shiftLeft(carry, op.i32(20));
  const sign = op.and(op.high(high), op.i32(SIGN));
  const left = op.and(op.high(rounded), op.i32(0x7fff_ffff));
  setLong(op, f.r1, op.or(op.or(sign, left), first), op.low(rounded));
  op.trapIf(op.lessSigned(op.high(rounded), op.i32(0)), EXPONENT_OVERFLOW);
}

export const floatingExtended: readonly InstructionDefinition[] = [
  rr(
    "AXR",
    0x36,
    "Add Normalized Register (Extended)",
    onPairs((op, f) => addExtended(op, f, false)),
  ),
  rr(
    "SXR",
    0x37,
    "Subtract Normalized Register (Extended)",
    onPairs((op, f) => addExtended(op, f, true)),
  ),
  rr("MXR", 0x26, "Multiply Register (Extended)", onPairs(multiplyExtended)),
  rr(
    "MXDR",
    0x27,
    "Multiply Register (Long to Extended)",
    toPair((op, f) => multiplyLongs(op, f.r1, long(op, f.r2))),
  ),
  rx(
    "MXD",
    0x67,
    "Multiply (Long to Extended)",
    toPair((op, f) => multiplyLongs(op, f.r1, op.load64(op.indexed(f.x2, f.b2, f.d2)))),
  ),
  rr("LRDR", 0x25, "Load Rounded (Extended to Long)", fromPair(loadRounded)),
];
