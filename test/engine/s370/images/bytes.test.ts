/** What expands the compressed parts of images. */
import { zlibSync } from "fflate";
import { describe, expect, it } from "vitest";
import { expandBzip2 } from "../../../../engine/s370/devices/images/bytes-bzip2.ts";
import { PackedError } from "../../../../engine/s370/devices/images/bytes-packed.ts";
import { expandZlib } from "../../../../engine/s370/devices/images/bytes-zlib.ts";

/** Runs of 0-299 equal bytes: what they are is below, how bzip2 packs them is here. */
const PACKED_RUNS = "QlpoOTFBWSZTWZtX/lEAACVAAsAAABAACCAAIKU0GYyRsUjxdyRThQkJtX/lEA==";
const PACKED_NOTHING = "QlpoMRdyRThQkAAAAAA=";

function runs(): Uint8Array {
  const bytes: number[] = [];
  for (let run = 0; run < 900; run += 7) for (let left = run % 300; left > 0; left--) bytes.push(run % 7);
  return Uint8Array.from(bytes);
}

function decode(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

describe("bzip2", () => {
  it("is expanded as bzip2 has packed it", () => {
    expect(expandBzip2(decode(PACKED_RUNS), 65_535)).toEqual(runs());
    expect(expandBzip2(decode(PACKED_NOTHING), 65_535)).toEqual(new Uint8Array(0));
  });

  it("is refused where more comes out than there can be", () => {
    expect(() => expandBzip2(decode(PACKED_RUNS), runs().length - 1)).toThrow(PackedError);
  });

  it("ends in an error wherever it is damaged", () => {
    const good = decode(PACKED_RUNS);
    let same = 0;
    for (let at = 0; at < good.length; at++) {
      expect(() => expandBzip2(good.subarray(0, at), 65_535)).toThrow(new PackedError("it is cut short"));
      for (const value of [0x00, 0x55, 0xff]) {
        for (const length of [1, 9, 90]) {
          const bad = good.slice();
          bad.fill(value, at, at + length);
          try {
            expect(expandBzip2(bad, 65_535)).toEqual(runs());
            same++;
          } catch (error) {
            expect(error).toBeInstanceOf(PackedError);
          }
        }
      }
    }
    expect(same).toBeLessThan(good.length / 4);
  });
});

describe("zlib", () => {
  const packed = zlibSync(runs());

  it("is expanded, also with unused bytes behind it", () => {
    expect(expandZlib(packed, runs().length)).toEqual(runs());
    const longer = new Uint8Array(packed.length + 40);
    longer.set(packed);
    expect(expandZlib(longer, runs().length)).toEqual(runs());
  });

  it("is refused where more comes out than there can be, where it is cut short, and where its check sum is wrong", () => {
    expect(() => expandZlib(packed, runs().length - 1)).toThrow(PackedError);
    expect(() => expandZlib(packed.subarray(0, 20), 65_535)).toThrow(PackedError);
    expect(() => expandZlib(packed.subarray(0, 3), 65_535)).toThrow(new PackedError("it is cut short"));
    const wrong = packed.slice();
    wrong[packed.length - 1] = (wrong[packed.length - 1] ?? 0) ^ 1;
    expect(() => expandZlib(wrong, 65_535)).toThrow(new PackedError("its check sum is wrong"));
  });
});
