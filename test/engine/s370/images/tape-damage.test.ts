/** Damaged tape images: refused with what and where, or read as far as they are sound; never anything else. */
import { describe, expect, it } from "vitest";
import { damageOf, openTape } from "../../../../engine/s370/devices/images/tape.ts";
import { TapeReel } from "../../../../engine/s370/devices/images/tape-reel.ts";
import { bytesOf, MediumError } from "../../../../engine/s370/devices/media.ts";
import { Random } from "../../../vectors/random.ts";
import { block, MARK, tapeFile } from "../../../vectors/tape-files.ts";

const CONTENTS = [block(1, 80), block(2, 80), MARK, block(3, 3000), new Uint8Array(2000), block(4, 18), MARK, MARK];

/** Headers of the plain image below: where they begin. */
const STARTS = [0, 86, 172, 178, 3184, 5190, 5214, 5220];

function problem(change: (image: Uint8Array) => Uint8Array | undefined): string {
  const image = tapeFile(CONTENTS);
  try {
    openTape(bytesOf("bad.aws", change(image) ?? image));
  } catch (error) {
    if (error instanceof MediumError) return error.message;
    throw error;
  }
  return "sound";
}

function set(...bytes: readonly (readonly [at: number, value: number])[]): (image: Uint8Array) => undefined {
  return (image) => {
    for (const [at, value] of bytes) image[at] = value;
  };
}

describe("what is wrong with an image is said, and where", () => {
  it.each([
    ["nothing", set(), "sound"],
    [
      "the length of the chunk before",
      set([STARTS[1] + 2, 81]),
      "bad.aws, byte 86: the header says that the chunk before it has 81 bytes; it has 80",
    ],
    [
      "flags without a meaning",
      set([STARTS[1] + 4, 0xb0]),
      "bad.aws, byte 86: this is no header of a block: flags X'B0'",
    ],
    [
      "a block that has not begun",
      set([STARTS[1] + 4, 0x20]),
      "bad.aws, byte 86: the rest of a block that has not begun",
    ],
    [
      "a block that does not end",
      set([STARTS[0] + 4, 0x80]),
      "bad.aws, byte 86: a block begins before the one before it has ended",
    ],
    ["a tape mark within a block", set([STARTS[1] + 4, 0x80]), "bad.aws, byte 172: a tape mark within a block"],
    ["a tape mark with data", set([STARTS[1] + 4, 0x40]), "bad.aws, byte 86: a tape mark with 80 bytes of data"],
    ["both ways of compressing", set([STARTS[1] + 4, 0xa3]), "bad.aws, byte 86: compressed in a way that is not known"],
    [
      "a chunk beyond the end",
      (image: Uint8Array) => image.subarray(0, 4000),
      "bad.aws, byte 3,184: a chunk of 2000 bytes, of which the image has 810",
    ],
    [
      "a header cut short",
      (image: Uint8Array) => image.subarray(0, 175),
      "bad.aws, byte 172: the 3 bytes left are fewer than the 6 of a header",
    ],
    [
      "the end within a block",
      (image: Uint8Array) => {
        image[STARTS[1] + 4] = 0x80;
        return image.subarray(0, STARTS[2]);
      },
      "bad.aws, byte 86: the image ends within the block that begins here",
    ],
    [
      "another file",
      () => new TextEncoder().encode("this is a letter"),
      "bad.aws, byte 0: this is no AWS or HET tape image, and a flat file only with the length of its blocks",
    ],
  ])("%s", (_what, change, message) => expect(problem(change)).toBe(message));

  it("chunks of one block compressed in two ways", () => {
    const image = tapeFile([new Uint8Array(3000)], { compression: "zlib", chunk: 10 });
    image[16 + 4] &= ~0x03;
    expect(() => openTape(bytesOf("bad.het", image))).toThrow(
      "bad.het, byte 16: the block is compressed in one chunk and not in another",
    );
  });

  it("compressed data, when they are read", () => {
    const image = tapeFile([new Uint8Array(2000)], { compression: "zlib" });
    expect(damageOf(openTape(bytesOf("bad.het", image)))).toBeUndefined();
    image[12] ^= 1;
    const damage = damageOf(openTape(bytesOf("bad.het", image)));
    expect(damage?.message).toMatch(/^bad\.het, byte [\d,]+: the block is compressed \(zlib\), and damaged: /);
  });
});

describe("2,000 damaged images", () => {
  const random = new Random(4711);
  const images = [
    tapeFile(CONTENTS),
    tapeFile(CONTENTS, { chunk: 17 }),
    tapeFile(CONTENTS, { compression: "zlib" }),
    tapeFile(CONTENTS, { compression: "zlib", chunk: 9 }),
  ];

  /** Bits changed, bytes cut out, put in, or off the end. */
  function damaged(image: Uint8Array): Uint8Array {
    const at = random.below(image.length);
    const some = 1 + random.below(12);
    switch (random.below(4)) {
      case 0: {
        const copy = image.slice();
        for (let i = 0; i < some; i++) copy[random.below(copy.length)] ^= 1 << random.below(8);
        return copy;
      }
      case 1:
        return image.slice(0, at);
      case 2:
        return Uint8Array.of(...image.subarray(0, at), ...image.subarray(at + some));
      default:
        return Uint8Array.of(...image.subarray(0, at), ...image.subarray(0, some), ...image.subarray(at));
    }
  }

  it("are refused, or read up to the damage, and nothing else happens", () => {
    let refused = 0;
    let most = 0;
    for (let i = 0; i < 2000; i++) {
      const bytes = damaged(images[i % images.length]);
      const source = bytesOf("bad", bytes);
      try {
        const reel = new TapeReel(openTape(source));
        while (["block", "mark", "unreadable"].includes(reel.read().kind)) {}
        while (reel.spaceBackward().kind !== "load-point") {}
      } catch (error) {
        expect(error).toBeInstanceOf(MediumError);
        refused++;
      }
      // What does not even begin like a tape stays refused.
      try {
        const reel = new TapeReel(openTape(source, { upToDamage: true }));
        let blocks = 0;
        while (["block", "mark", "unreadable"].includes(reel.read().kind)) blocks++;
        most = Math.max(most, blocks);
        while (reel.readBackward().kind !== "load-point") {}
      } catch (error) {
        expect(error).toBeInstanceOf(MediumError);
      }
    }
    expect(refused).toBeGreaterThan(800);
    expect(most).toBeGreaterThanOrEqual(CONTENTS.length);
  });
});
