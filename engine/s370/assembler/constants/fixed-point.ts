/** F and H: fixed point in two's complement (GC33-4010, "DC — Define Constant", "Scale Modifier", "Exponent Modifier"). */
import { bytesOf, Fault } from "../fault.ts";
import { decimalNumber, ratio, rounded } from "./decimal-numbers.ts";
import { fieldOf, type Nominal } from "./field.ts";

/** A number × 10^exponent × 2^scale, rounded to an integer. */
export const fixedPoint =
  (implied: number): Nominal =>
  (text, { bits = implied * 8, scale = 0, exponent = 0 }, at) => {
    const number = decimalNumber(text, at);
    const [numerator, denominator] = ratio(number, exponent);
    const magnitude =
      scale >= 0 ? rounded(numerator << BigInt(scale), denominator) : rounded(numerator, denominator << BigInt(-scale));
    const value = number.negative ? -magnitude : magnitude;
    const limit = 1n << BigInt(bits - 1);
    if (value < -limit || value >= limit) {
      const modified = scale !== 0 || exponent !== 0 ? " as it is scaled" : "";
      const room = bits % 8 === 0 ? bytesOf(bits / 8) : `${bits} bits`;
      throw new Fault(
        at,
        `${text.trim().slice(0, 24)}${modified} does not fit in ${room}: from -${commas(limit)} to ${commas(limit - 1n)}; for a bit pattern use X'…'`,
      );
    }
    return fieldOf(value, bits);
  };

const commas = (value: bigint): string => value.toString().replace(/\B(?=(\d{3})+$)/g, ",");
