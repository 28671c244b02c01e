/** Bytes that only grow: in chunks, saved without a copy. */
import { describe, expect, test } from "vitest";
import { GrowingBytes } from "../../../../engine/s370/devices/growing-bytes.ts";

const CHUNK = 0x8000;
const run = (from: number, count: number) => Uint8Array.from({ length: count }, (_, i) => (from + i) & 0xff);

describe("growing bytes", () => {
  test.each([1, 7, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5])(
    "come back as they were added, %i at a time",
    (step) => {
      const bytes = new GrowingBytes();
      const length = 4 * CHUNK;
      for (let at = 0; at < length; at += step) bytes.append(run(at, Math.min(step, length - at)));
      expect(bytes.length).toBe(length);
      expect(Buffer.compare(bytes.read(), run(0, length))).toBe(0);
      expect(bytes.read(CHUNK - 2, CHUNK + 2)).toEqual(run(CHUNK - 2, 4));
      expect(bytes.read(length - 1, length + 10)).toEqual(run(length - 1, 1));
      expect(bytes.read(length)).toEqual(new Uint8Array(0));
      expect(bytes.text(length - 3)).toBe(String.fromCharCode(...run(length - 3, 3)));
    },
  );

  test.each([0, 5, CHUNK, CHUNK + 5])("go on after going back, and leave other futures alone, from %i on", (kept) => {
    const bytes = new GrowingBytes();
    bytes.append(run(0, kept));
    const first = bytes.save();
    bytes.append(run(100, 20));
    const second = bytes.save();
    bytes.restore(first);
    bytes.append(run(200, 20));
    expect(bytes.read(kept)).toEqual(run(200, 20));
    bytes.restore(second);
    expect(bytes.read(kept)).toEqual(run(100, 20));
    bytes.restore(first);
    expect(bytes.length).toBe(kept);
  });

  test("a save without anything new is the one before", () => {
    const bytes = new GrowingBytes();
    bytes.append(run(0, 3));
    expect(bytes.save()).toBe(bytes.save());
  });
});
