/** Packs: tracks of an image and what is written on them. */
import { describe, expect, it } from "vitest";
import { HeldBytes } from "../../../../engine/machine/held-bytes.ts";
import { makeTrack, recordsOf } from "../../../../engine/s370/devices/images/ckd-track.ts";
import { blankPack } from "../../../../engine/s370/devices/images/disk-blank.ts";
import { DiskPack, tracksOf } from "../../../../engine/s370/devices/images/disk-pack.ts";
import { DISK_TYPES, diskType, diskTypeOf, lastTwoDigits } from "../../../../engine/s370/devices/images/disk-types.ts";

const disk3350 = named("3350");

function named(name: string) {
  const disk = diskType(name);
  if (disk === undefined) throw new Error(`no ${name}`);
  return disk;
}

function track(number: number, data: Uint8Array): Uint8Array {
  return makeTrack(Math.floor(number / 30), number % 30, [
    { record: 0, data: new Uint8Array(8) },
    { record: 1, data },
  ]);
}

describe("a blank pack", () => {
  it("has records only where its label is", () => {
    const pack = new DiskPack(blankPack(disk3350, { volume: "SYSRES" }));
    expect(tracksOf(pack.geometry)).toBe(555 * 30);
    expect(recordsOf(pack.track(0)).map((each) => [each.record, each.keyLength, each.dataLength])).toEqual([
      [0, 0, 8],
      [1, 4, 24],
      [2, 4, 144],
      [3, 4, 80],
    ]);
    expect(recordsOf(pack.track(16_649)).map((each) => each.record)).toEqual([0]);
    expect([...pack.track(61).subarray(0, 5)]).toEqual([0, 0, 2, 0, 1]);
  });

  it("can have any number of cylinders", () => {
    const pack = new DiskPack(blankPack(disk3350, { cylinders: 3 }));
    expect(() => pack.track(90)).toThrow(new RangeError("blank 3350-1 has no track 90: there are 90"));
  });
});

describe("writing", () => {
  it("replaces a track, and nothing of what was saved before", () => {
    const pack = new DiskPack(blankPack(disk3350));
    const first = track(7, Uint8Array.of(1));
    pack.replace(7, first);
    const saved = pack.save();
    pack.replace(7, track(7, Uint8Array.of(2)));
    pack.replace(8, track(8, Uint8Array.of(3)));
    pack.replace(16_000, track(16_000, Uint8Array.of(4)));
    expect(pack.changed).toEqual([7, 8, 16_000]);
    const later = pack.save();
    pack.restore(saved);
    expect(pack.changed).toEqual([7]);
    expect(pack.track(7)).toBe(first);
    pack.replace(9, first);
    pack.restore(later);
    expect(pack.changed).toEqual([7, 8, 16_000]);
    pack.restore(saved);
    expect(pack.changed).toEqual([7]);
  });

  it("is refused on a pack that is read only", () => {
    const pack = new DiskPack(blankPack(disk3350), { readOnly: true });
    expect(() => pack.replace(0, track(0, Uint8Array.of()))).toThrow(new RangeError("blank 3350-1 is read only"));
  });

  it("takes little memory in hundreds of snapshots with thousands of tracks", () => {
    const pack = new DiskPack(blankPack(disk3350));
    const held = new HeldBytes();
    for (let number = 0; number < 3_000; number++) pack.replace(number, track(number, new Uint8Array(1000)));
    const first = held.add(pack.save());
    for (let snapshot = 0; snapshot < 300; snapshot++) {
      pack.replace(snapshot, track(snapshot, new Uint8Array(1000)));
      held.add(pack.save());
    }
    expect(first).toBeGreaterThan(3_000_000);
    expect((held.bytes - first) / 300).toBeLessThan(5_000);
  });
});

describe("reading", () => {
  it("keeps what was read last, up to 8 MB", () => {
    let reads = 0;
    const blank = blankPack(disk3350);
    const pack = new DiskPack({
      ...blank,
      read(number) {
        reads++;
        return track(number, new Uint8Array(18_000));
      },
    });
    const read = (from: number, to: number) => {
      const before = reads;
      for (let number = from; number < to; number++) pack.track(number);
      return reads - before;
    };
    expect(read(0, 400)).toBe(400);
    expect(read(0, 400)).toBe(0);
    expect(read(400, 500)).toBe(100);
    expect(read(200, 500)).toBe(0);
    expect(read(0, 10)).toBe(10);
    expect(read(1_000, 2_000)).toBe(1_000);
    expect(read(0, 10)).toBe(10);
  });
});

describe("disks", () => {
  it("are found by what an image says of them", () => {
    for (const disk of DISK_TYPES) expect(diskTypeOf(lastTwoDigits(disk), disk.cylinders)).toBe(disk);
    expect(diskTypeOf(0x30, 411)?.name).toBe("3330-1");
    expect(diskTypeOf(0x30, 412)?.name).toBe("3330-11");
    expect(diskTypeOf(0x50, 1000)?.name).toBe("3350-1");
    expect(diskTypeOf(0x99, 1)).toBeUndefined();
  });
});
