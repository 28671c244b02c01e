import { expect, test } from "vitest";
import { Digest } from "../../../engine/grading/digest.ts";

/** The same by definition, with BigInt. */
function fnv(words: readonly number[]): string {
  let hash = 14695981039346656037n;
  for (const word of words) hash = BigInt.asUintN(64, (hash ^ BigInt(word >>> 0)) * 1099511628211n);
  return hash.toString(16).padStart(16, "0").toUpperCase();
}

test("is FNV-1a of 64 bits over words", () => {
  const words = [0, 1, 0xffffffff, 0x80000000, 0x12345678, 0xdeadbeef, 7, 7, 7];
  const digest = new Digest();
  expect(digest.hex()).toBe(fnv([]));
  for (const word of words) digest.word(word);
  expect(digest.hex()).toBe(fnv(words));
});

test("tells bytes apart by value, place and number", () => {
  const of = (...parts: number[][]) => {
    const digest = new Digest();
    for (const part of parts) digest.bytes(Uint8Array.from(part));
    return digest.hex();
  };
  const all = [
    of([1, 2, 3, 4, 5]),
    of([1, 2, 3, 5, 4]),
    of([1, 2, 3, 4, 5, 0]),
    of([1, 2, 3, 4], [5]),
    of([0]),
    of([0, 0]),
  ];
  expect(new Set(all).size).toBe(all.length);
});
