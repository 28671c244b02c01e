import { expect, test } from "vitest";
import { HeldBytes } from "../../../engine/machine/held-bytes.ts";
import { Random } from "../../vectors/random.ts";

test("what several have is counted once, and freed with the last of them", () => {
  const held = new HeldBytes();
  const page = new Uint8Array(4096);
  const a = { page, more: new Uint8Array(1000) };
  const b = [page];
  expect(held.add(a)).toBeGreaterThan(5096);
  expect(held.add(b)).toBeLessThan(100);
  expect(held.freedBy(a)).toBeLessThan(2000);
  held.remove(a);
  expect(held.bytes).toBeGreaterThan(4096);
  expect(held.freedBy(b)).toBe(held.bytes);
  held.remove(b);
  expect(held.bytes).toBe(0);
});

test("objects, arrays, maps, sets, long strings and views are counted through and through", () => {
  const sizes = [
    { a: { b: [new Int32Array(1000)] } },
    new Map([["x", new Int32Array(1000)]]),
    new Set([new Int32Array(1000)]),
    ["x".repeat(2000)],
    new Array(500).fill(0),
    { text: `${"y".repeat(1000)}`, list: new Array(300).fill(null) },
  ].map((part) => new HeldBytes().add(part));
  for (const size of sizes) expect(size).toBeGreaterThanOrEqual(4000);
});

test("whatever is added and removed in any order, the sum is that of what is held", () => {
  for (const seed of [1, 2, 3]) {
    const random = new Random(seed);
    const leaves = Array.from({ length: 20 }, (_, i) => new Uint8Array(100 * i));
    const chunks = Array.from({ length: 20 }, () => Array.from({ length: 5 }, () => random.pick(leaves)));
    const held = new HeldBytes();
    const roots: object[] = [];
    for (let i = 0; i < 200; i++) {
      if (random.chance(60) || roots.length === 0) {
        const root = { chunks: Array.from({ length: 4 }, () => random.pick(chunks)), own: new Uint8Array(50) };
        roots.push(root);
        const before = held.bytes;
        expect(held.add(root)).toBe(held.bytes - before);
      } else {
        const [root] = roots.splice(random.below(roots.length), 1);
        const before = held.bytes;
        const freed = held.freedBy(root);
        held.remove(root);
        expect(before - held.bytes, `seed ${seed}`).toBeGreaterThanOrEqual(freed);
        expect(freed).toBeGreaterThan(0);
      }
    }
    const fresh = new HeldBytes();
    for (const root of roots) fresh.add(root);
    expect(held.bytes).toBe(fresh.bytes);
  }
});
