/**
 * Hexadecimal floating point by exact whole numbers, written from the manual alone (GA22-7000, "Floating-Point
 * Instructions"): digit by digit and slow, to compare the instructions with.
 */
import {
  EXPONENT_OVERFLOW,
  EXPONENT_UNDERFLOW,
  FLOATING_POINT_DIVIDE,
  SIGNIFICANCE,
} from "../../../engine/s370/interruption-codes.ts";

/** Digits of a fraction. */
export type Digits = 6 | 14 | 28;

interface Parts {
  readonly negative: boolean;
  readonly characteristic: number;
  readonly fraction: bigint;
}

/** What an instruction leaves; the number in the form of its length, undefined where nothing is stored. */
export interface Ending {
  readonly number?: bigint;
  readonly conditionCode?: number;
  readonly interruption?: number;
}

/** Program mask bits that let an interruption happen. */
export interface Mask {
  readonly underflow: boolean;
  readonly significance: boolean;
}

const lowest = (value: bigint, digits: number): bigint => value & ((1n << BigInt(4 * digits)) - 1n);

/** An extended number's 128 bits have the second sign and characteristic in the middle: they say nothing. */
function read(number: bigint, digits: Digits): Parts {
  const width = digits === 28 ? 128 : 8 + 4 * digits;
  const head = Number(number >> BigInt(width - 8));
  const fraction = digits === 28 ? (lowest(number >> 64n, 14) << 56n) | lowest(number, 14) : lowest(number, digits);
  return { negative: head >= 128, characteristic: head % 128, fraction };
}

function write({ negative, characteristic, fraction }: Parts, digits: Digits): bigint {
  const head = (value: number): bigint => BigInt((negative ? 128 : 0) + (((value % 128) + 128) % 128));
  if (digits !== 28) return (head(characteristic) << BigInt(4 * digits)) | fraction;
  const high = (head(characteristic) << 56n) | (fraction >> 56n);
  return (high << 64n) | (head(characteristic - 14) << 56n) | lowest(fraction, 14);
}

/** The number with its characteristic brought into range, or a true zero; and the interruption. */
function inRange(parts: Parts, digits: Digits, mask: Mask): Ending {
  if (parts.characteristic > 127) return { number: write(parts, digits), interruption: EXPONENT_OVERFLOW };
  if (parts.characteristic >= 0) return { number: write(parts, digits) };
  return mask.underflow ? { number: write(parts, digits), interruption: EXPONENT_UNDERFLOW } : { number: 0n };
}

/** Digits in front of the fraction's `digits` are cut off at the right, zeros in front are shifted out. */
function normalize(parts: Parts, fractionDigits: number, digits: Digits): Parts {
  let { characteristic, fraction } = parts;
  let has = fractionDigits;
  while (fraction >> BigInt(4 * has) !== 0n) {
    has++;
    characteristic++;
  }
  while (fraction >> BigInt(4 * (has - 1)) === 0n) {
    has--;
    characteristic--;
  }
  const surplus = has - digits;
  return {
    negative: parts.negative,
    characteristic,
    fraction: surplus >= 0 ? fraction >> BigInt(4 * surplus) : fraction << BigInt(-4 * surplus),
  };
}

const conditionOf = ({ negative, fraction }: Parts): number => (fraction === 0n ? 0 : negative ? 1 : 2);

/** The sum with its guard digit: one digit more than the fraction, and perhaps a carry. */
function intermediateSum(a: Parts, b: Parts): Parts {
  const [low, high] = a.characteristic < b.characteristic ? [a, b] : [b, a];
  let shifted = low.fraction * 16n;
  for (let i = low.characteristic; i < high.characteristic; i++) shifted /= 16n;
  const signed = (negative: boolean, value: bigint): bigint => (negative ? -value : value);
  const sum = signed(high.negative, high.fraction * 16n) + signed(low.negative, shifted);
  return { negative: sum < 0n, characteristic: high.characteristic, fraction: sum < 0n ? -sum : sum };
}

const negated = (parts: Parts): Parts => ({ ...parts, negative: !parts.negative });

export interface Addition {
  readonly digits: Digits;
  readonly subtract: boolean;
  readonly normalized: boolean;
}

export function add(first: bigint, second: bigint, { digits, subtract, normalized }: Addition, mask: Mask): Ending {
  const a = read(first, digits);
  const b = read(second, digits);
  const sum = intermediateSum(a, subtract ? negated(b) : b);
  // Without normalization the guard digit does not count.
  const counted = normalized ? sum.fraction : sum.fraction / 16n;
  if (counted === 0n) {
    if (!mask.significance) return { number: 0n, conditionCode: 0 };
    const zero = { negative: false, characteristic: sum.characteristic, fraction: 0n };
    return { number: write(zero, digits), conditionCode: 0, interruption: SIGNIFICANCE };
  }
  let result: Parts = { ...sum, fraction: counted };
  if (normalized) result = normalize(sum, digits + 1, digits);
  else if (counted >> BigInt(4 * digits) !== 0n)
    result = { ...sum, characteristic: sum.characteristic + 1, fraction: counted / 16n };
  const ending = inRange(result, digits, mask);
  return { ...ending, conditionCode: ending.number === 0n ? 0 : conditionOf(result) };
}

export function compare(first: bigint, second: bigint, digits: Digits): Ending {
  return { conditionCode: conditionOf(intermediateSum(read(first, digits), negated(read(second, digits)))) };
}

/** `from` digits of the factors, `to` of the product. */
export function multiply(first: bigint, second: bigint, from: Digits, to: Digits, mask: Mask): Ending {
  const a = read(first, from);
  const b = read(second, from);
  const fraction = a.fraction * b.fraction;
  if (fraction === 0n) return { number: 0n };
  const characteristic = a.characteristic + b.characteristic - 64;
  return inRange(normalize({ negative: a.negative !== b.negative, characteristic, fraction }, 2 * from, to), to, mask);
}

export function divide(first: bigint, second: bigint, digits: Digits, mask: Mask): Ending {
  const a = read(first, digits);
  const b = read(second, digits);
  if (b.fraction === 0n) return { interruption: FLOATING_POINT_DIVIDE };
  if (a.fraction === 0n) return { number: 0n };
  // As many digits behind the point as any fractions need.
  const places = 3 * digits;
  const fraction = (a.fraction << BigInt(4 * places)) / b.fraction;
  const characteristic = a.characteristic - b.characteristic + 64;
  return inRange(
    normalize({ negative: a.negative !== b.negative, characteristic, fraction }, places, digits),
    digits,
    mask,
  );
}

export function halve(number: bigint, digits: Digits, mask: Mask): Ending {
  const parts = read(number, digits);
  if (parts.fraction === 0n) return { number: 0n };
  return inRange(normalize({ ...parts, fraction: parts.fraction * 8n }, digits + 1, digits), digits, mask);
}

/** From the longer form to the shorter: 14 digits to 6, 28 to 14. */
export function round(number: bigint, from: 14 | 28): Ending {
  const to = from === 28 ? 14 : 6;
  const { negative, characteristic, fraction } = read(number, from);
  const half = 8n << BigInt(4 * (from - to - 1));
  const rounded = (fraction + half) >> BigInt(4 * (from - to));
  if (rounded >> BigInt(4 * to) === 0n) return { number: write({ negative, characteristic, fraction: rounded }, to) };
  const carried = { negative, characteristic: characteristic + 1, fraction: rounded / 16n };
  return inRange(carried, to, { underflow: false, significance: false });
}

export type SignRule = "same" | "inverted" | "plus" | "minus";

export function withSign(number: bigint, digits: Digits, rule: SignRule): Ending {
  const parts = read(number, digits);
  const negative = { same: parts.negative, inverted: !parts.negative, plus: false, minus: true }[rule];
  const result = { ...parts, negative };
  return { number: write(result, digits), conditionCode: conditionOf(result) };
}
