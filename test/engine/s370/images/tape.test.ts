/** Tape images: AWS, HET and flat files, the reels on which programs write, and images written out. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { HeldBytes } from "../../../../engine/machine/held-bytes.ts";
import { damageOf, openTape, writeTape } from "../../../../engine/s370/devices/images/tape.ts";
import { blankTape, flatTape } from "../../../../engine/s370/devices/images/tape-image.ts";
import { type Read, TapeReel } from "../../../../engine/s370/devices/images/tape-reel.ts";
import { emptySequence, itemOf, withItem } from "../../../../engine/s370/devices/images/tape-sequence.ts";
import { type ByteSource, bytesOf, MediumError } from "../../../../engine/s370/devices/media.ts";
import { imageOf, MADE, TAPES, type TapeRecording } from "../../../vectors/tape-cases.ts";
import { block, MARK, tapeFile } from "../../../vectors/tape-files.ts";

const BIG = block(7, 40_000);
const CONTENTS = [block(1, 16), block(2, 300), MARK, BIG, block(4, 1), MARK, MARK];

function open(bytes: Uint8Array, options = {}) {
  return openTape(bytesOf("test.aws", bytes), options);
}

/** What a reel says, in a word and a number. */
function words(read: Read): string {
  return read.kind === "block" ? `${read.data.length} bytes` : read.kind;
}

describe.each([
  ["AWS", {}],
  ["AWS in chunks of 4,096 bytes", { chunk: 4096 }],
  ["AWS in chunks of one byte", { chunk: 1 }],
  ["HET", { compression: "zlib" }],
  ["HET in chunks of 100 bytes", { compression: "zlib", chunk: 100 }],
] as const)("%s", (_name, options) => {
  const image = tapeFile(CONTENTS, options);

  it("has what was written", () => {
    expect([...new TapeReel(open(image)).contents()]).toEqual(CONTENTS);
    expect(damageOf(open(image))).toBeUndefined();
  });

  it("is read forward and backward, block by block", () => {
    const reel = new TapeReel(open(image));
    const forward = Array.from({ length: 8 }, () => reel.read());
    expect(forward.map(words)).toEqual([
      "16 bytes",
      "300 bytes",
      "mark",
      "40000 bytes",
      "1 bytes",
      "mark",
      "mark",
      "blank",
    ]);
    expect(reel.position).toBe(7);
    const backward = Array.from({ length: 7 }, () => reel.readBackward());
    expect(backward).toEqual(forward.slice(0, 7).reverse());
    expect(reel.readBackward().kind).toBe("load-point");
    expect(reel.atLoadPoint).toBe(true);
  });

  it("is spaced over", () => {
    const reel = new TapeReel(open(image));
    expect(Array.from({ length: 8 }, () => reel.space().kind)).toEqual([
      "block",
      "block",
      "mark",
      "block",
      "block",
      "mark",
      "mark",
      "blank",
    ]);
    expect(reel.spaceBackward()).toEqual({ kind: "mark" });
    expect(reel.totals.marks).toBe(2);
  });

  it("is written out as it was", () => {
    expect(Buffer.concat([...writeTape(new TapeReel(open(image)).contents(), options)])).toEqual(Buffer.from(image));
  });
});

describe("a flat file", () => {
  it("is one file of blocks, the last one shorter, and two tape marks", () => {
    const reel = new TapeReel(flatTape(bytesOf("cards", block(1, 200)), 80));
    expect([...reel.contents()]).toEqual([
      block(1, 200).subarray(0, 80),
      block(1, 200).subarray(80, 160),
      block(1, 200).subarray(160),
      MARK,
      MARK,
    ]);
    expect(reel.totals).toEqual({ bytes: 0, blocks: 0, marks: 0, erased: 0 });
    for (let i = 0; i < 4; i++) reel.space();
    expect(reel.totals).toEqual({ bytes: 200, blocks: 3, marks: 1, erased: 0 });
  });

  it("needs the length of its blocks", () => {
    expect(() => open(new TextEncoder().encode("just text, and no tape"))).toThrow(
      new MediumError(
        "test.aws",
        0,
        "this is no AWS or HET tape image, and a flat file only with the length of its blocks",
      ),
    );
    expect(() => openTape(bytesOf("x", new Uint8Array(1)), { blockLength: 0 })).toThrow(
      new RangeError("x: a block cannot have 0 bytes"),
    );
  });
});

describe("a reel", () => {
  it("ends where something is written", () => {
    const reel = new TapeReel(open(tapeFile(CONTENTS)), { ring: true });
    reel.space();
    reel.write(block(9, 5));
    expect([...reel.contents()]).toEqual([block(1, 16), block(9, 5)]);
    reel.writeMark();
    reel.write(block(10, 6));
    reel.spaceBackward();
    reel.spaceBackward();
    reel.write(block(11, 7));
    expect([...reel.contents()]).toEqual([block(1, 16), block(9, 5), block(11, 7)]);
    reel.rewind();
    reel.spaceBackward();
    reel.write(block(12, 8));
    expect([...reel.contents()]).toEqual([block(12, 8)]);
    expect(reel.changed).toBe(true);
  });

  it("ends where it is erased, and is longer by what was erased", () => {
    const reel = new TapeReel(open(tapeFile(CONTENTS)), { ring: true });
    reel.space();
    reel.erase(3.5);
    expect(reel.read().kind).toBe("blank");
    reel.erase(3.5);
    reel.write(block(1, 4));
    expect(reel.totals).toEqual({ bytes: 20, blocks: 2, marks: 0, erased: 7 });
    expect([...reel.contents()]).toEqual([block(1, 16), block(1, 4)]);
  });

  it("is not written on without a ring", () => {
    const reel = new TapeReel(open(tapeFile(CONTENTS)));
    const refused = new RangeError("test.aws has no ring: nothing can be written on it");
    expect(() => reel.write(block(1, 1))).toThrow(refused);
    expect(() => reel.writeMark()).toThrow(refused);
    expect(() => reel.erase(1)).toThrow(refused);
    expect(reel.changed).toBe(false);
  });

  it("goes back to any of its states, and on from there", () => {
    const reel = new TapeReel(blankTape("scratch"), { ring: true });
    const states = Array.from({ length: 100 }, (_, i) => {
      reel.write(block(i, 10 + i));
      return reel.save();
    });
    for (const i of [70, 3, 99, 50]) {
      reel.restore(states[i]);
      expect([...reel.contents()].length).toBe(i + 1);
      reel.write(block(200, 5));
      expect(words(reel.readBackward())).toBe("5 bytes");
      expect(words(reel.readBackward())).toBe(`${10 + i} bytes`);
    }
    reel.restore(states[99]);
    expect([...reel.contents()].map((each) => each?.length)).toEqual(Array.from({ length: 100 }, (_, i) => 10 + i));
  });

  it("takes little memory and time in a thousand snapshots of 20,000 blocks", () => {
    const reel = new TapeReel(blankTape("scratch"), { ring: true });
    const held = new HeldBytes();
    const data = block(1, 100);
    for (let i = 0; i < 20_000; i++) {
      reel.write(data);
      // Going back over a tape mark and writing on is what programs do that extend a file.
      reel.writeMark();
      reel.spaceBackward();
      if (i % 20 === 0) held.add(reel.save());
    }
    const perBlock = held.bytes / 20_000;
    expect(perBlock).toBeLessThan(600);
  });
});

describe("a sequence", () => {
  it("has each item where it was put, whatever is cut off", () => {
    let sequence = emptySequence<number>();
    for (let i = 0; i < 40_000; i++) sequence = withItem(sequence, i, i);
    const long = sequence;
    for (const cut of [39_999, 33_000, 32_768, 1024, 1023, 32, 31, 1, 0]) {
      sequence = withItem(long, cut, -1);
      expect(sequence.length).toBe(cut + 1);
      expect(itemOf(sequence, cut)).toBe(-1);
      if (cut > 0) expect(itemOf(sequence, cut - 1)).toBe(cut - 1);
      sequence = withItem(withItem(sequence, cut + 1, -2), cut + 2, -3);
      expect([itemOf(sequence, cut + 1), itemOf(sequence, cut + 2)]).toEqual([-2, -3]);
    }
    expect(itemOf(long, 39_999)).toBe(39_999);
  });
});

describe("a large image", () => {
  /** An image of 100 MB that exists only as far as it is read: blocks of 100 bytes. */
  function large(): ByteSource & { bytesRead: number } {
    const period = tapeFile([block(1, 100)]).length;
    const source = {
      name: "large.aws",
      size: Math.floor(100_000_000 / period) * period,
      bytesRead: 0,
      read(at: number, length: number) {
        const bytes = new Uint8Array(Math.max(0, Math.min(length, source.size - at)));
        source.bytesRead += bytes.length;
        for (let i = 0; i < bytes.length; i++) {
          const place = (at + i) % period;
          const header = [100, 0, at + i < period ? 0 : 100, 0, 0xa0, 0];
          bytes[i] = header[place] ?? place;
        }
        return bytes;
      },
    };
    return source;
  }

  it("is opened by reading little of it", () => {
    const source = large();
    const reel = new TapeReel(openTape(source));
    expect(words(reel.read())).toBe("100 bytes");
    expect(source.bytesRead).toBeLessThan(5_000_000);
  });
});

describe("images and Hercules' utilities", () => {
  const recording = JSON.parse(
    gunzipSync(readFileSync(new URL("../../../vectors/tapes.json.gz", import.meta.url))).toString(),
  ) as TapeRecording;

  it.each(TAPES.map((tape) => [tape.name, tape] as const))("%s: they find in it what was written", (name, tape) => {
    const recorded = recording.written[name];
    expect(digest(imageOf(tape))).toBe(recorded.sha256);
    const files = filesOf(tape.contents);
    expect(recorded.hetmap).toEqual(
      files.map((blocks) => {
        const lengths = blocks.map(({ length }) => length);
        const bytes = lengths.reduce((sum, length) => sum + length, 0);
        const least = lengths.length > 0 ? Math.min(...lengths) : 0;
        return { blocks: lengths.length, least, most: Math.max(0, ...lengths), bytes };
      }),
    );
    expect(recorded.hetget).toEqual(files.map((blocks) => digest(Buffer.concat(blocks))));
  });

  it.each(Object.entries(MADE))("%s is read as its maker meant it", (name, { contents }) => {
    const reel = new TapeReel(openTape(bytesOf(name, gunzipSync(Buffer.from(recording.made[name], "base64")))));
    expect([...reel.contents()].map((each) => each && Buffer.from(each))).toEqual(
      contents.map((each) => each && Buffer.from(each)),
    );
  });
});

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Blocks by file; what no tape mark ends is none. */
function filesOf(contents: readonly (Uint8Array | null)[]): Uint8Array[][] {
  const files: Uint8Array[][] = [[]];
  for (const each of contents) each ? files[files.length - 1].push(each) : files.push([]);
  return files.slice(0, -1);
}
