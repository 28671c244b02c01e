/** From digits to binary and back: every group of four digits in every place, and random numbers. */
import { expect, test } from "vitest";
import { fromEights, toBinary, toDigits, wordToDigits } from "../../../../engine/s370/instructions/decimal-binary.ts";
import type { I32, I64 } from "../../../../engine/translator/operations.ts";
import { Random } from "../../../vectors/random.ts";
import { SingleStep } from "./executors.ts";

const { op } = new SingleStep({ known: true, places: true });
// The interpreter's values are numbers and bigints.
const opaque = (value: bigint): I64 => BigInt.asIntN(64, value) as unknown as I64;
const word = (value: number): I32 => (value | 0) as unknown as I32;
const plain = (value: I64): bigint => BigInt.asUintN(64, value as unknown as bigint);

/** A number's decimal digits, four bits each. */
const digitsOf = (number: bigint): bigint => BigInt(`0x${number}`);

test("every four digits, in each of four places", () => {
  for (let group = 0n; group < 10_000n; group++) {
    for (const [place, digits] of [
      [1n, 4],
      [10n ** 4n, 8],
      [10n ** 8n, 12],
      [10n ** 12n, 16],
    ] as const) {
      const number = group * place;
      if (plain(toDigits(op, opaque(number), digits)) !== digitsOf(number)) expect.fail(`${number} to digits`);
      if (plain(toBinary(op, opaque(digitsOf(number)), digits)) !== number) expect.fail(`${number} to binary`);
    }
  }
});

test("random numbers of 1 to 16 digits", () => {
  const random = new Random(16);
  for (let i = 0; i < 5000; i++) {
    const digits = random.between(1, 16);
    const number = (BigInt(random.word()) * 2n ** 32n + BigInt(random.word())) % 10n ** BigInt(digits);
    expect(plain(toDigits(op, opaque(number), digits))).toBe(digitsOf(number));
    expect(plain(toDigits(op, opaque(number)))).toBe(digitsOf(number));
    expect(plain(toBinary(op, opaque(digitsOf(number)), digits))).toBe(number);
    const pair = ((number / 10n ** 8n) << 32n) | (number % 10n ** 8n);
    expect(plain(fromEights(op, opaque(pair)))).toBe(digitsOf(number));
  }
});

test("numbers of 32 bits, at the edges and at random", () => {
  const random = new Random(32);
  const edges = [0, 9, 10, 99_999_999, 100_000_000, 2_147_483_648, 4_294_967_295, 4_200_000_000];
  for (const number of [...edges, ...Array.from({ length: 5000 }, () => random.edgeWord())])
    expect(plain(wordToDigits(op, word(number)))).toBe(digitsOf(BigInt(number)));
});
