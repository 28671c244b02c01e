/** Damaged disk images: what is said of them, and that nothing else ever happens. */
import { describe, expect, it } from "vitest";
import { isDiskImage } from "../../../../engine/s370/devices/images/ckd-header.ts";
import {
  damagedTracks,
  diskFile,
  openDisk,
  openTracks,
  otherFileNames,
} from "../../../../engine/s370/devices/images/disk-image.ts";
import { tracksOf } from "../../../../engine/s370/devices/images/disk-pack.ts";
import { type ByteSource, bytesOf, MediumError } from "../../../../engine/s370/devices/media.ts";
import { diskRecording, recordedFile, splitImage } from "../../../vectors/disk-images.ts";
import { Random } from "../../../vectors/random.ts";

const recording = diskRecording();

function bytesIn(name: string): Uint8Array {
  const file = recordedFile(recording, name);
  return file.read(0, file.size);
}

/** A recorded file in which bytes have been replaced. */
function changed(name: string, at: number, ...bytes: number[]): ByteSource {
  const copy = bytesIn(name).slice();
  copy.set(bytes, at);
  return bytesOf(name, copy);
}

function cut(name: string, size: number): ByteSource {
  return bytesOf(name, bytesIn(name).subarray(0, size));
}

/** What is said when a pack is opened, or when its tracks are read. */
function said(...files: ByteSource[]): string {
  try {
    const [first] = damagedTracks(openTracks(files));
    return first?.message ?? "nothing";
  } catch (error) {
    if (error instanceof MediumError) return error.message;
    throw error;
  }
}

/** Where the image has a track, and where its level-2 entry is. */
function placeOf(name: string, track: number): { at: number; entry: number } {
  const view = new DataView(bytesIn(name).buffer);
  const entry = view.getUint32(1024, true) + 8 * track;
  return { at: view.getUint32(entry, true), entry };
}

const PLAIN = "loaded.ckd";
const ZLIB = "copied-zlib.cckd";
const BZIP2 = "copied-bzip2.cckd";
const NONE = "copied-none.cckd";

describe("a file that is no disk image", () => {
  it.each([
    ["nothing", "", "this is not a disk image: it does not begin with CKD_P370, CKD_C370 or CKD_S370"],
    ["a 64-bit image", "CKD_C064", "this is a 64-bit image (CKD64), which is not read here: convert it to CKD"],
    ["a fixed-block disk", "FBA_C370", "this is the image of a fixed-block disk, not of a count-key-data disk"],
    ["a word", "toString", "this is not a disk image: it does not begin with CKD_P370, CKD_C370 or CKD_S370"],
    ["a header alone", "CKD_P370", "the header of a disk image has 512 bytes"],
  ])("is refused: %s", (_, text, what) => {
    const message = said(bytesOf("FILE", new TextEncoder().encode(text)));
    expect(message).toBe(`FILE, byte ${text === "CKD_P370" ? 8 : 0}: ${what}`);
  });
});

it("disk images are known by their first bytes", () => {
  for (const name of [PLAIN, ZLIB, "shadow_1.cckd"]) expect(isDiskImage(recordedFile(recording, name))).toBe(true);
  for (const text of ["", "CKD_P37", "FBA_C370"]) {
    expect(isDiskImage(bytesOf("FILE", new TextEncoder().encode(text)))).toBe(false);
  }
});

describe("a damaged plain image", () => {
  it.each([
    ["cut short", cut(PLAIN, 164_000), "byte 164,000: the image is cut short: 4 cylinders take 164,352 bytes"],
    ["without tracks", cut(PLAIN, 512), "byte 0: a disk of 0 cylinders is none"],
    ["of another disk", changed(PLAIN, 16, 0x99), "byte 16: no disk is known whose type ends in 99"],
    ["with other heads", changed(PLAIN, 8, 5), "byte 8: a cylinder of a 2311 has 10 tracks, not 5"],
    ["with short tracks", changed(PLAIN, 12, 0, 1), "byte 12: a track of a 2311 does not take 256 bytes"],
    ["of several files", changed(PLAIN, 17, 1, 3), "byte 18: the image goes on in file 2, which is not here"],
    [
      "that begins with another file",
      changed(PLAIN, 17, 2),
      "byte 17: this is file 2 of an image in several files, where file 1 is expected",
    ],
    [
      "with another home address",
      changed(PLAIN, 512 + 4096 + 4, 7),
      "byte 4,608: track 1 (cylinder 0, head 1): its home address says cylinder 0, head 7",
    ],
    [
      "with a long record",
      changed(PLAIN, 512 + 4096 + 11, 0x20),
      "byte 4,613: track 1 (cylinder 0, head 1): record 0 goes beyond the end of the track",
    ],
    [
      "without an end mark",
      changed(PLAIN, 512 + 39 * 4096 + 21, 0, 0, 0, 0, 0, 0, 0x0f, 0xcf),
      "byte 164,348: track 39 (cylinder 3, head 9): the track has no end mark",
    ],
  ])("is refused: %s", (_, file, what) => {
    expect(said(file)).toBe(`${PLAIN}, ${what}`);
  });

  it("that is cut short can be opened as far as it goes, read only", () => {
    const file = cut(PLAIN, 512 + 33 * 4096 + 100);
    expect(() => openDisk([file])).toThrow(MediumError);
    const pack = openDisk([file], { damaged: true });
    expect(pack.readOnly).toBe(true);
    expect(pack.base.damage?.message).toContain("the image is cut short");
    expect(pack.track(32)).toEqual(openDisk([recordedFile(recording, PLAIN)]).track(32));
    expect(() => pack.track(33)).toThrow(
      "loaded.ckd, byte 135,780: track 33 (cylinder 3, head 3): the image is cut short",
    );
    expect([...damagedTracks(pack.base)]).toHaveLength(7);
    expect(() => pack.replace(0, pack.track(0))).toThrow("loaded.ckd is read only");
    expect(() => [...diskFile(pack, "plain")]).toThrow(MediumError);
  });
});

describe("a damaged compressed image", () => {
  const place = placeOf(ZLIB, 1);
  const bzip2 = placeOf(BZIP2, 1);
  const size = bytesIn(ZLIB).length;
  it.each([
    ["cut within its headers", cut(ZLIB, 1000), "byte 1,000: the headers of a compressed image have 1024 bytes"],
    ["cut within its table", cut(ZLIB, 1026), "byte 1,026: the image is cut short within its level-1 table"],
    ["with another table size", changed(ZLIB, 520, 0, 2), "byte 520: a level-2 table has 256 entries"],
    ["with a short table", changed(ZLIB, 516, 0), "byte 516: 40 tracks need a level-1 table of 1 entries, not 0"],
    ["with too many cylinders", changed(ZLIB, 552, 0, 0, 2), "byte 0: a disk of 131,072 cylinders is none"],
    [
      "with a table beyond its end",
      changed(ZLIB, 1024, 0, 0, 1, 0),
      "byte 65,536: level-2 table 0 goes beyond the end of the image",
    ],
    [
      "with an entry beyond its end",
      changed(ZLIB, place.entry, 0, 0, 1, 0),
      "byte 65,536: track 1 (cylinder 0, head 1): the image has no ",
    ],
    [
      "with a track in the file below",
      changed(ZLIB, place.entry, 0xff, 0xff, 0xff, 0xff),
      "byte 0: track 1 (cylinder 0, head 1): its tables say that it is in a file below this one",
    ],
    [
      "with another home address",
      changed(ZLIB, place.at + 4, 2),
      `byte ${place.at.toLocaleString("en")}: track 1 (cylinder 0, head 1): its home address says cylinder 0, head 2`,
    ],
    [
      "with another compression",
      changed(ZLIB, place.at, 7),
      `byte ${place.at.toLocaleString("en")}: track 1 (cylinder 0, head 1): it does not expand: it is compressed in a way`,
    ],
    [
      "with a track that does not expand",
      changed(ZLIB, place.at + 30, 0xff, 0xff, 0xff, 0xff),
      `byte ${place.at.toLocaleString("en")}: track 1 (cylinder 0, head 1): it does not expand: `,
    ],
    [
      "with a track of bzip2 that does not expand",
      changed(BZIP2, bzip2.at + 60, 0xff, 0xff, 0xff, 0xff),
      `byte ${bzip2.at.toLocaleString("en")}: track 1 (cylinder 0, head 1): it does not expand: `,
    ],
    [
      "cut short",
      cut(ZLIB, size - 1),
      `byte ${(size - 1).toLocaleString("en")}: the image is cut short: it says ${size} bytes`,
    ],
  ])("is refused: %s", (_, file, what) => {
    const message = said(file);
    expect(message.startsWith(`${file.name}, ${what}`), message).toBe(true);
  });

  it("can be opened read only, and all but the damage is read", () => {
    const whole = openDisk([recordedFile(recording, NONE)]);
    const pack = openDisk([changed(NONE, placeOf(NONE, 1).entry, 0, 0, 1, 0)], { damaged: true });
    expect(pack.base.damage).toBeInstanceOf(MediumError);
    expect(() => pack.track(1)).toThrow(MediumError);
    for (const number of [0, 2, 3, 39]) expect(pack.track(number)).toEqual(whole.track(number));
    expect([...damagedTracks(pack.base)]).toHaveLength(1);
  });
});

describe("shadow files", () => {
  const shadow = recordedFile(recording, "shadow_1.cckd");

  it("need their image", () => {
    expect(said(shadow)).toContain("a shadow file has only what was changed: its image is needed too");
  });

  it("belong to an image of their size", () => {
    const other = changed("shadow_1.cckd", 552, 3);
    expect(said(recordedFile(recording, ZLIB), other)).toContain(
      "this is not a shadow file of copied-zlib.cckd, a 2311-1 of 4 cylinders",
    );
  });

  it("can be over a plain image too", () => {
    const plain = openDisk([recordedFile(recording, PLAIN), shadow]);
    const compressed = openDisk([recordedFile(recording, ZLIB), shadow]);
    for (let number = 0; number < tracksOf(plain.geometry); number++)
      expect(plain.track(number)).toEqual(compressed.track(number));
  });
});

it("two images are not one pack", () => {
  const zlib = recordedFile(recording, ZLIB);
  expect(said(zlib, recordedFile(recording, BZIP2))).toContain("this is an image of its own");
  expect(said(zlib, recordedFile(recording, PLAIN))).toContain("this is an image of its own");
  expect(() => openDisk([])).toThrow(RangeError);
});

describe("images of several files", () => {
  const files = splitImage(bytesIn(PLAIN)).map(({ name, bytes }) => bytesOf(name, bytes));

  it("are one pack, in whatever order they come", () => {
    const pack = openDisk(files.toReversed());
    const expected = openDisk([recordedFile(recording, PLAIN)]);
    expect(pack.name).toBe("split_1.ckd");
    expect(pack.geometry).toEqual(expected.geometry);
    for (let number = 0; number < 40; number++) expect(pack.track(number)).toEqual(expected.track(number));
  });

  it("are found by their names", () => {
    expect(otherFileNames("packs/pack_1.ckd").slice(0, 2)).toEqual(["packs/pack_2.ckd", "packs/pack_3.ckd"]);
    expect(otherFileNames("pack_1")).toHaveLength(8);
    expect(otherFileNames("pack_11.ckd")).toEqual([]);
  });

  it("are refused where one is missing, there twice, or cut short", () => {
    const [first, second] = files;
    if (first === undefined || second === undefined) throw new Error("no files");
    expect(said(first)).toContain("the image goes on in file 2, which is not here");
    expect(said(second)).toContain("this is file 2 of an image in several files, where file 1 is expected");
    expect(said(first, first, second)).toContain(
      "this is file 1 of an image in several files, where file 2 is expected",
    );
    const short = { ...first, size: first.size - 1, read: (at: number, length: number) => first.read(at, length) };
    expect(said(short, second)).toContain("the image is cut short: 2 cylinders take 82,432 bytes");
    const long = { ...first, size: first.size + 512 };
    expect(said(long, second)).toContain("the image goes beyond cylinder 1, with which it should end");
  });
});

describe("2,000 damaged images", () => {
  const packs = [[PLAIN], [ZLIB], [BZIP2], [NONE], ["written.cckd"], ["swapped.cckd"], [ZLIB, "shadow_1.cckd"]];
  const random = new Random(370);

  it("are read, or refused with what is wrong and where", () => {
    let refused = 0;
    let tracks = 0;
    for (let each = 0; each < 2_000; each++) {
      const names = packs[each % packs.length] ?? [PLAIN];
      const victim = random.below(names.length);
      const files = names.map((name, at) =>
        at === victim ? bytesOf(name, damage(bytesIn(name))) : recordedFile(recording, name),
      );
      for (const damaged of [false, true]) {
        try {
          const pack = openDisk(files, { damaged });
          for (const error of damagedTracks(pack.base)) {
            expect(error.message).toMatch(/^\S+, byte [\d,]+: track \d+ \(cylinder \d+, head \d+\): /);
            tracks++;
          }
        } catch (error) {
          expect(error).toBeInstanceOf(MediumError);
          if (!damaged) refused++;
        }
      }
    }
    expect(refused).toBeGreaterThan(300);
    expect(tracks).toBeGreaterThan(2_000);
  });

  /** Cuts, or replaces some bytes: in the headers and tables as often as elsewhere. */
  function damage(good: Uint8Array): Uint8Array {
    if (random.below(100) < 15) return good.subarray(0, random.below(good.length));
    const bad = good.slice();
    for (let times = 1 + random.below(4); times > 0; times--) {
      const tables = random.below(2) === 0;
      const at = random.below(tables ? Math.min(4096, bad.length) : bad.length);
      const length = random.below(2) === 0 ? 1 : 1 + random.below(600);
      const value = random.below(256);
      for (let byte = at; byte < Math.min(at + length, bad.length); byte++) {
        bad[byte] = random.below(2) === 0 ? value : random.below(256);
      }
    }
    return bad;
  }
});
