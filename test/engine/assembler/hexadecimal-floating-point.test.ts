/**
 * Floating-point constants against exact arithmetic on whole numbers: the constant must be normalized, and no further from
 * the number that is written than half a unit in its last place (GA22-7000, "Floating-Point Data Format").
 */
import { expect, test } from "vitest";
import { Random } from "../../vectors/random.ts";
import { assembled } from "./program.ts";

interface Format {
  readonly type: "E" | "D" | "L";
  readonly bytes: number;
  /** Hexadecimal digits of the fraction. */
  readonly digits: number;
}

const FORMATS: readonly Format[] = [
  { type: "E", bytes: 4, digits: 6 },
  { type: "D", bytes: 8, digits: 14 },
  { type: "L", bytes: 16, digits: 28 },
];

/** A number as it is written, digits × 10^exponent. */
interface Written {
  readonly text: string;
  readonly digits: bigint;
  readonly exponent: number;
}

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/** Both sides of a comparison times 10^a × 16^b, so that they are whole. */
function scaled(digits: bigint, tens: number, sixteens: number): bigint {
  return digits * 10n ** BigInt(tens + 400) * 16n ** BigInt(sixteens + 400);
}

/** What is wrong with a constant for a number; undefined if it is right. */
function fault({ digits, exponent, text }: Written, bytes: Uint8Array, format: Format): string | undefined {
  const hex = Buffer.from(bytes).toString("hex");
  const fraction = BigInt(`0x${format.type === "L" ? hex.slice(2, 16) + hex.slice(18) : hex.slice(2)}`);
  const characteristic = bytes[0] & 0x7f;
  const sixteens = characteristic - 64 - format.digits;
  const say = (what: string): string => `${format.type}'${text}' = ${hex}: ${what}`;
  if (bytes[0] >> 7 !== Number(digits < 0n)) return say("the sign");
  if (fraction >> BigInt(4 * format.digits - 4) === 0n) return say("not normalized");
  if (format.type === "L" && bytes[8] !== ((bytes[0] & 0x80) | ((characteristic - 14) & 0x7f)))
    return say("the second characteristic");
  const distance = scaled(fraction, 0, sixteens) - scaled(magnitude(digits), exponent, 0);
  const unit = scaled(1n, 0, sixteens);
  if (2n * magnitude(distance) > unit) return say("too far away");
  // Halfway between two constants the larger one is taken.
  return 2n * distance === -unit ? say("a half is rounded down") : undefined;
}

function check(numbers: readonly Written[], format: Format): void {
  const assembly = assembled(numbers.map(({ text }) => ` DC ${format.type}'${text}'`).join("\n"));
  const faults = numbers.map((number, index) => fault(number, assembly.lines[index].bytes, format));
  expect(faults.filter((found) => found !== undefined)).toEqual([]);
}

test.each(FORMATS)("$type: 2,000 random numbers of all sizes", (format) => {
  const random = new Random(format.bytes);
  const numbers = Array.from({ length: 2000 }, (): Written => {
    const length = 1 + random.below(40);
    const written = `${1 + random.below(9)}${Array.from({ length: length - 1 }, () => random.below(10)).join("")}`;
    const exponent = random.between(-78, 74) - length + 1;
    const negative = random.chance(30);
    const digits = BigInt(written) * (negative ? -1n : 1n);
    return { text: `${negative ? "-" : ""}${written}E${exponent}`, digits, exponent };
  });
  check(numbers, format);
});

test.each(FORMATS)("$type: numbers halfway between two constants, and next to them", (format) => {
  const random = new Random(format.bytes + 100);
  const numbers: Written[] = [];
  for (let index = 0; index < 300; index++) {
    // A whole number of so many digits and half a unit more; it has an exact decimal form.
    let fraction = 1n + BigInt(random.below(15));
    for (let digit = 1; digit < format.digits; digit++)
      fraction = fraction * 16n + BigInt(random.chance(30) ? 15 : random.below(16));
    const tenths = fraction * 10n + 5n + BigInt(random.between(-1, 1));
    numbers.push({ text: `${tenths / 10n}.${tenths % 10n}`, digits: tenths, exponent: -1 });
  }
  check(numbers, format);
});

test.each(FORMATS)("$type: the largest and the smallest", (format) => {
  const largest = (16n ** BigInt(format.digits) - 1n) * 16n ** BigInt(63 - format.digits);
  const text = String(largest);
  const cut = text.slice(0, 60);
  check(
    [
      { text: `${cut}E${text.length - cut.length}`, digits: BigInt(cut), exponent: text.length - cut.length },
      { text: "5.397605346934028E-79", digits: 5397605346934028n, exponent: -94 },
    ],
    format,
  );
});
