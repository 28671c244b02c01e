import { describe, expect, test } from "vitest";
import { EventQueue } from "../../../engine/machine/events.ts";
import { PAGE_SIZE, Storage } from "../../../engine/machine/storage.ts";
import { Random } from "../../vectors/random.ts";

describe("the event queue", () => {
  test("gives events in order of tick, those of one tick in the order asked for", () => {
    const seed = 20;
    const random = new Random(seed);
    const queue = new EventQueue();
    const asked = Array.from({ length: 200 }, (_, i) => ({ tick: random.below(40), device: i, what: "x" }));
    for (const event of asked) queue.add(event);
    const taken = asked.map(() => queue.take(100));
    const sorted = [...asked].sort((a, b) => a.tick - b.tick || a.device - b.device);
    expect(taken, `seed ${seed}`).toEqual(sorted);
    expect(queue.next).toBe(Number.POSITIVE_INFINITY);
  });

  test("keeps what is not due yet", () => {
    const queue = new EventQueue();
    queue.add({ tick: 10, device: 1, what: "x" });
    expect(queue.take(9)).toBeUndefined();
    expect(queue.next).toBe(10);
    expect(queue.take(10)).toEqual({ tick: 10, device: 1, what: "x" });
    expect(queue.take(10)).toBeUndefined();
  });

  test("forgets one device's events, and comes back from a copy", () => {
    const queue = new EventQueue();
    queue.add({ tick: 1, device: 1, what: "a" });
    queue.add({ tick: 2, device: 2, what: "b" });
    const saved = queue.save();
    queue.cancel(1);
    expect(queue.next).toBe(2);
    queue.take(5);
    queue.restore(saved);
    expect(queue.take(5)?.what).toBe("a");
    expect(saved).toHaveLength(2);
  });
});

describe("storage", () => {
  test("reads a copy, without what lies beyond its end", () => {
    const storage = new Storage(0x10000, 2 * PAGE_SIZE);
    storage.write(2 * PAGE_SIZE - 2, Uint8Array.of(1, 2));
    const copy = storage.read(2 * PAGE_SIZE - 2, 10);
    expect([...copy]).toEqual([1, 2]);
    copy[0] = 9;
    expect(storage.bytes[2 * PAGE_SIZE - 2]).toBe(1);
  });

  test.each([
    [-1, 1],
    [PAGE_SIZE, 1],
    [PAGE_SIZE - 1, 2],
  ])("refuses to store outside itself: at %i, %i bytes", (address, length) => {
    const storage = new Storage(0, PAGE_SIZE);
    expect(() => storage.write(address, new Uint8Array(length))).toThrow(/beyond storage, which ends at X'FFF'/);
  });

  test("marks every page that a store touches", () => {
    const storage = new Storage(0, 4 * PAGE_SIZE);
    storage.write(PAGE_SIZE - 1, new Uint8Array(PAGE_SIZE + 2));
    expect([...storage.dirty]).toEqual([1, 1, 1, 0]);
  });

  test("shares unchanged pages between copies, and gives any copy back", () => {
    const seed = 7;
    const random = new Random(seed);
    const storage = new Storage(0, 8 * PAGE_SIZE);
    const copies = Array.from({ length: 30 }, () => {
      for (let i = random.below(4); i > 0; i--)
        storage.write(random.below(8 * PAGE_SIZE - 4), Uint8Array.of(random.below(256), 1, 2, 3));
      return { pages: storage.save(), bytes: storage.bytes.slice() };
    });
    for (let i = 0; i < 100; i++) {
      if (random.chance(30)) storage.write(random.below(8 * PAGE_SIZE), Uint8Array.of(77));
      const copy = random.pick(copies);
      storage.restore(copy.pages);
      expect(storage.bytes, `seed ${seed}, round ${i}`).toEqual(copy.bytes);
    }
    const distinct = new Set(copies.flatMap(({ pages }) => pages.flat()));
    expect(distinct.size).toBeLessThan(8 * 30);
  });

  test("copies nothing where a program has stored what was there already", () => {
    const storage = new Storage(0, 2 * PAGE_SIZE);
    storage.write(5, Uint8Array.of(1, 2, 3));
    const before = storage.save().flat();
    storage.write(5, Uint8Array.of(1, 2, 3));
    const after = storage.save().flat();
    expect(after.map((page, i) => page === before[i])).toEqual([true, true]);
  });

  test("tells its watcher what going back changes, to the word", () => {
    const storage = new Storage(0, 3 * PAGE_SIZE);
    storage.write(0, new Uint8Array(3 * PAGE_SIZE).fill(7));
    const before = storage.save();
    const told: [address: number, length: number][] = [];
    storage.watcher = (address, length) => told.push([address, length]);
    storage.write(PAGE_SIZE + 127, Uint8Array.of(1, 2));
    storage.save();
    storage.write(2 * PAGE_SIZE + 4000, Uint8Array.of(1));
    storage.write(2 * PAGE_SIZE + 100, Uint8Array.of(7));
    told.length = 0;
    storage.restore(before);
    expect(told).toEqual([
      [PAGE_SIZE + 124, 8],
      [2 * PAGE_SIZE + 4000, 4],
    ]);
    expect(storage.bytes.every((byte) => byte === 7)).toBe(true);
  });
});
