/** E, D and L: hexadecimal floating point (GC33-4010, "DC — Define Constant"; GA22-7000, "Floating-Point Data Format"). */
import { Fault } from "../fault.ts";
import { decimalNumber, ratio, rounded } from "./decimal-numbers.ts";
import { fieldOf, type Nominal } from "./field.ts";

/** Bits of sign and characteristic, which begin each doubleword. */
const HEAD = 8;
const DOUBLEWORD = 64;
const EXCESS = 64;
const HIGHEST = 63;
const LOWEST = -64;
/** Hexadecimal digits of a long fraction: how much less the second doubleword's characteristic is. */
const LONG_DIGITS = 14;

/**
 * A sign, an exponent of 16 in excess-64 notation and a fraction, normalized (unless scaled) and rounded to nearest, a half up.
 * Beyond 64 bits a second doubleword goes on with the fraction after a sign and characteristic of its own.
 */
export const floatingPoint =
  (implied: number): Nominal =>
  (text, { bits = implied * 8, scale = 0, exponent: power = 0 }, at) => {
    const number = decimalNumber(text, at);
    const extended = bits > DOUBLEWORD;
    // Of a field that has hardly more than a head there is still a right head.
    const fractionBits = BigInt(Math.max(4, extended ? Math.max(bits - 2 * HEAD, DOUBLEWORD - HEAD) : bits - HEAD));
    let [numerator, denominator] = ratio(number, power);
    if (numerator === 0n) return fieldOf(0n, bits);
    let exponent = 0;
    for (; numerator >= denominator; exponent++) denominator *= 16n;
    for (; numerator * 16n < denominator; exponent--) numerator *= 16n;
    exponent += scale;
    denominator <<= BigInt(4 * scale);
    let fraction = rounded(numerator << fractionBits, denominator);
    if (fraction >> fractionBits !== 0n) {
      fraction >>= 4n;
      exponent++;
    }
    const written = text.trim().slice(0, 24);
    if (exponent > HIGHEST)
      throw new Fault(at, `${written} is too large for floating point: the limit is about 7.2E75`);
    if (exponent < LOWEST)
      throw new Fault(at, `${written} is too small for floating point: the smallest is about 5.4E-79`);
    const head = (characteristic: number): bigint => BigInt((number.negative ? 0x80 : 0) | (characteristic & 0x7f));
    const characteristic = exponent + EXCESS;
    if (!extended) {
      const whole = (head(characteristic) << fractionBits) | fraction;
      return fieldOf(whole >> (BigInt(HEAD) + fractionBits - BigInt(bits)), bits);
    }
    const lowBits = BigInt(Math.max(0, bits - DOUBLEWORD - HEAD));
    const high = (head(characteristic) << BigInt(DOUBLEWORD - HEAD)) | (fraction >> lowBits);
    const low = (head(characteristic - LONG_DIGITS) << lowBits) | (fraction & ((1n << lowBits) - 1n));
    const lowLength = BigInt(bits - DOUBLEWORD);
    return fieldOf((high << lowLength) | (low >> (BigInt(HEAD) + lowBits - lowLength)), bits);
  };
