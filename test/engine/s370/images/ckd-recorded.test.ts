/** Disk images of another System/370 read here, and images written here that it has read (test/vectors/record-disks.ts). */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { blankPack } from "../../../../engine/s370/devices/images/disk-blank.ts";
import { damagedTracks, diskFile, openDisk } from "../../../../engine/s370/devices/images/disk-image.ts";
import { DiskPack } from "../../../../engine/s370/devices/images/disk-pack.ts";
import { diskType } from "../../../../engine/s370/devices/images/disk-types.ts";
import { bytesOf } from "../../../../engine/s370/devices/media.ts";
import {
  BLANK_CYLINDERS,
  BLANK_DISKS,
  diskRecording,
  joined,
  PACKS,
  recordedFile,
  writtenFiles,
} from "../../../vectors/disk-images.ts";

const recording = diskRecording();

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function plain(pack: DiskPack): string {
  return digest(joined(diskFile(pack, "plain")));
}

describe("images made by Hercules' utilities", () => {
  it.each(PACKS.map((files) => [files.join(" "), files] as const))(
    "%s is the pack that dasdcopy copies",
    (words, files) => {
      const pack = openDisk(files.map((file) => recordedFile(recording, file)));
      expect([...damagedTracks(pack.base)]).toEqual([]);
      expect(plain(pack)).toBe(recording.packs[words]);
    },
  );

  it("are alike where one was made of the other, and others where a program has written", () => {
    const [loaded, zlib, bzip2] = ["copied-none.cckd", "copied-zlib.cckd", "swapped.cckd"].map(
      (each) => recording.packs[each],
    );
    expect(new Set([recording.packs["loaded.ckd"], loaded, zlib, bzip2]).size).toBe(1);
    expect(recording.packs["compressed.cckd"]).toBe(recording.packs["written.cckd"]);
    const shadowed = PACKS.filter((files) => files[0] === "copied-zlib.cckd").map(
      (files) => recording.packs[files.join(" ")],
    );
    expect(new Set([...shadowed, recording.packs["written.cckd"]]).size).toBe(4);
  });

  it("are written here in every form and read again", () => {
    for (const files of PACKS) {
      const pack = openDisk(files.map((file) => recordedFile(recording, file)));
      for (const compression of ["zlib", "none"] as const) {
        const again = openDisk([bytesOf("again", joined(diskFile(pack, "compressed", compression)))]);
        expect(plain(again)).toBe(plain(pack));
      }
    }
  });

  it("are smaller when they are written anew than with their free space", () => {
    const file = recordedFile(recording, "written.cckd");
    expect(joined(diskFile(openDisk([file]), "compressed")).length).toBeLessThan(file.size);
  });
});

describe("blank packs", () => {
  it.each(BLANK_DISKS)("of a %s are as dasdinit makes them", (name) => {
    const disk = diskType(name);
    if (disk === undefined) throw new Error(name);
    expect(disk.cylinders).toBe(recording.cylinders[name]);
    const labelled = new DiskPack(blankPack(disk, { volume: "VOL123", cylinders: BLANK_CYLINDERS }));
    expect(plain(labelled)).toBe(recording.blanks[`${name} labelled`]);
    const raw = new DiskPack(blankPack(disk, { cylinders: BLANK_CYLINDERS }));
    expect(plain(raw)).toBe(recording.blanks[`${name} raw`]);
  });
});

describe("files written here", () => {
  const files = writtenFiles(recording);
  it.each(files.map((file) => [file.name, file] as const))("%s is what Hercules' utilities have read", (name, file) => {
    const recorded = recording.written[name];
    expect(digest(file.bytes)).toBe(recorded?.file);
    const sources = file.over === undefined ? [] : [recordedFile(recording, file.over)];
    const pack = openDisk([...sources, bytesOf(name, file.bytes)]);
    expect(plain(pack)).toBe(recorded?.copied);
    expect(recorded?.listed).toContain(name.startsWith("fresh") ? "VOLSER=FRESH1" : "VOLSER=TEST01");
  });
});
