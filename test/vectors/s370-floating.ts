/** Random floating-point numbers, among which the edges are frequent. */
import type { Random } from "./random.ts";

/** A fraction of 14 digits. */
function fraction(random: Random): bigint {
  const any = (BigInt(random.below(1 << 24)) << 32n) | BigInt(random.word());
  const ones = (1n << 56n) - 1n;
  switch (random.below(16)) {
    case 0:
      return 0n;
    case 1:
      return ones;
    case 2:
      return 1n << 52n;
    case 3:
      // One digit somewhere.
      return BigInt(random.between(1, 15)) << BigInt(4 * random.below(14));
    case 4:
      // Not normalized.
      return any >> BigInt(4 * random.between(1, 13));
    case 5:
      return any >> BigInt(random.between(1, 8));
    case 6:
      // The left half's digits are all ones, or the rest is zero: rounding and short numbers.
      return (0xff_ffffn << 32n) | BigInt(random.edgeWord());
    case 7:
      return any & (0xff_ffffn << 32n);
    case 8:
      return ones - BigInt(random.below(16));
    case 9:
      return (1n << 52n) + BigInt(random.below(16));
    default:
      return any | (BigInt(random.between(1, 15)) << 52n);
  }
}

/** A long number. */
export function longNumber(random: Random): bigint {
  const characteristic = random.pick([
    random.below(128),
    random.between(56, 72),
    random.between(62, 66),
    random.below(16),
    random.between(112, 127),
    random.pick([0, 1, 126, 127]),
  ]);
  return pack(random.below(2), characteristic, fraction(random));
}

const pack = (sign: number, characteristic: number, digits: bigint): bigint =>
  (BigInt(sign) << 63n) | (BigInt(characteristic & 127) << 56n) | (digits & ((1n << 56n) - 1n));

/** A long number that has something to do with another: equal, opposite, of another scale, a little more or less. */
export function relatedNumber(random: Random, other: bigint): bigint {
  const sign = Number(other >> 63n) ^ random.below(2);
  const characteristic = Number((other >> 56n) & 127n);
  const digits = other & ((1n << 56n) - 1n);
  const shift = random.between(1, 15);
  switch (random.below(8)) {
    case 0:
      return pack(sign, characteristic, digits);
    case 1:
      // The same value, or nearly: digits moved, with the characteristic.
      return pack(sign, Math.min(127, characteristic + shift), digits >> BigInt(4 * shift));
    case 2:
      return pack(sign, Math.max(0, characteristic - shift), digits << BigInt(4 * shift));
    case 3:
      return pack(sign, characteristic, digits + BigInt(random.between(-20, 20)));
    case 4:
      return pack(sign, characteristic, digits ^ (BigInt(random.below(256)) << BigInt(random.pick([0, 24, 32, 48]))));
    case 5:
      return pack(sign, Math.max(0, Math.min(127, characteristic + random.between(-16, 16))), fraction(random));
    case 6:
      // What gives a product or quotient at the end of the range of characteristics.
      return pack(sign, random.pick(opposites(characteristic)) + random.between(-2, 2), fraction(random));
    default:
      return pack(sign, characteristic, fraction(random));
  }
}

/** Characteristics that give a product or a quotient of 0 or 127. */
const opposites = (characteristic: number): number[] => [
  64 - characteristic,
  191 - characteristic,
  characteristic + 64,
  characteristic - 63,
];

/** The four floating-point registers. */
export function floatingRegisters(random: Random): bigint[] {
  const numbers = [longNumber(random)];
  // Sums that leave the range of characteristics begin at its ends.
  if (random.chance(20)) numbers[0] = pack(random.below(2), random.pick([0, 1, 2, 127, 127]), fraction(random));
  while (numbers.length < 4)
    numbers.push(random.chance(50) ? longNumber(random) : relatedNumber(random, random.pick(numbers)));
  return numbers;
}
