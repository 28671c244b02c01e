/** What record-disks.ts records and the tests of disk images read. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { diskFile, openDisk } from "../../engine/s370/devices/images/disk-image.ts";
import { blankPack } from "../../engine/s370/devices/images/disk-blank.ts";
import { makeTrack } from "../../engine/s370/devices/images/ckd-track.ts";
import { DiskPack, tracksOf } from "../../engine/s370/devices/images/disk-pack.ts";
import { diskType } from "../../engine/s370/devices/images/disk-types.ts";
import { type ByteSource, bytesOf } from "../../engine/s370/devices/media.ts";

export interface DiskRecording {
  readonly recorder: string;
  /** Files that Hercules' utilities made, and Hercules itself: base64. */
  readonly files: Readonly<Record<string, string>>;
  /** SHA-256 of the plain image that dasdcopy makes of a pack, by the words of {@link PACKS}. */
  readonly packs: Readonly<Record<string, string>>;
  /** SHA-256 of blank packs as dasdinit makes them: by disk, labelled or not. */
  readonly blanks: Readonly<Record<string, string>>;
  /** Cylinders that dasdinit gives to a disk without being told a number. */
  readonly cylinders: Readonly<Record<string, number>>;
  /** Of the files of {@link writtenFiles}: what the utilities found. */
  readonly written: Readonly<Record<string, WrittenFile>>;
}

export interface WrittenFile {
  /** SHA-256 of the file that the utilities looked at. */
  readonly file: string;
  /** SHA-256 of the plain image that dasdcopy made of it. */
  readonly copied: string;
  /** What dasdls listed. */
  readonly listed: string;
}

/** Packs in {@link DiskRecording.files}, by their files: image first, then shadow files. */
export const PACKS: readonly (readonly string[])[] = [
  ["loaded.ckd"],
  ["loaded-zlib.cckd"],
  ["loaded-bzip2.cckd"],
  ["copied-zlib.cckd"],
  ["copied-bzip2.cckd"],
  ["copied-none.cckd"],
  ["swapped.cckd"],
  ["written.cckd"],
  ["compressed.cckd"],
  ["copied-zlib.cckd", "shadow_1.cckd"],
  ["copied-zlib.cckd", "shadow_1.cckd", "shadow_2.cckd"],
  ["empty.cckd"],
  ["linux.cckd"],
];

/**
 * The recorded plain image in two files, as dasdinit makes them of larger packs: their headers say which each is, and
 * with which cylinder it ends.
 */
export function splitImage(whole: Uint8Array): { name: string; bytes: Uint8Array }[] {
  const cylinder = 10 * 4096;
  return [0, 1].map((index) => {
    const header = whole.slice(0, 512);
    header.set([index + 1, index === 0 ? 1 : 0, 0], 17);
    const tracks = whole.subarray(512 + index * 2 * cylinder, 512 + (index + 1) * 2 * cylinder);
    return { name: `split_${index + 1}.ckd`, bytes: Uint8Array.of(...header, ...tracks) };
  });
}

/** A compressed image whose empty tracks have an end-of-file record, as Hercules made them before 3.0. */
export function withEndOfFile(image: Uint8Array): Uint8Array {
  const old = image.slice();
  const view = new DataView(old.buffer);
  old[512 + 44] = 0;
  const table = view.getUint32(1024, true);
  for (let entry = table; entry < table + 256 * 8; entry += 8) if (view.getUint32(entry, true) === 0) view.setUint32(entry + 4, 0);
  return old;
}

/** Disks of which blank packs are compared. */
export const BLANK_DISKS = [
  "2305-1",
  "2305-2",
  "2311-1",
  "2314-1",
  "3330-1",
  "3330-11",
  "3340-35",
  "3340-70",
  "3350-1",
  "3375-1",
  "3380-1",
  "3390-1",
] as const;

/** Cylinders of blank packs that are compared: all tracks but the first are alike. */
export const BLANK_CYLINDERS = 2;

/** The recording. */
export function diskRecording(): DiskRecording {
  const bytes = gunzipSync(readFileSync(new URL("disks.json.gz", import.meta.url)));
  // What record-disks.ts has written.
  return JSON.parse(bytes.toString("utf8")) as DiskRecording;
}

/** A recorded file. */
export function recordedFile(recording: DiskRecording, name: string): ByteSource {
  const file = recording.files[name];
  if (file === undefined) throw new Error(`${name} is not recorded`);
  return bytesOf(name, new Uint8Array(Buffer.from(file, "base64")));
}

/**
 * Packs written here, for Hercules' utilities: a blank 3340 with a few tracks, and the recorded 2311 with more on it, in
 * every form. The first file of each is an image; `over` is the recorded file under a shadow file.
 */
export function writtenFiles(recording: Pick<DiskRecording, "files">): { name: string; bytes: Uint8Array; over?: string }[] {
  const disk = diskType("3340-35");
  if (disk === undefined) throw new Error("no 3340");
  const fresh = new DiskPack(blankPack(disk, { volume: "FRESH1", cylinders: 30 }));
  for (let number = 1; number < 300; number += 7) fresh.replace(number, track(fresh, number));
  const image = "copied-zlib.cckd";
  const changed = openDisk([recordedFile({ ...recording, recorder: "", packs: {}, blanks: {}, cylinders: {}, written: {} }, image)]);
  for (let number = 10; number < tracksOf(changed.geometry); number += 5) changed.replace(number, track(changed, number));
  return [
    { name: "fresh.ckd", bytes: joined(diskFile(fresh, "plain")) },
    { name: "fresh-zlib.cckd", bytes: joined(diskFile(fresh, "compressed")) },
    { name: "fresh-none.cckd", bytes: joined(diskFile(fresh, "compressed", "none")) },
    { name: "changed.ckd", bytes: joined(diskFile(changed, "plain")) },
    { name: "changed-zlib.cckd", bytes: joined(diskFile(changed, "compressed")) },
    { name: "changed_1.cckd", bytes: joined(diskFile(changed, "shadow")), over: image },
    { name: "changed-none_1.cckd", bytes: joined(diskFile(changed, "shadow", "none")), over: image },
  ];
}

/** Chunks one after the other. */
export function joined(chunks: Iterable<Uint8Array>): Uint8Array {
  return new Uint8Array(Buffer.concat([...chunks]));
}

/** A track with records of all sizes, with and without keys. */
function track(pack: DiskPack, number: number): Uint8Array {
  const { heads, disk } = pack.geometry;
  const cylinder = Math.floor(number / heads);
  const fill = (length: number, step: number) => Uint8Array.from({ length }, (_, at) => (at * step + number) >> (at % 3));
  const records = [
    { record: 0, data: new Uint8Array(8) },
    { record: 1, key: fill(44, 3), data: fill(96, 1) },
    { record: 2, data: fill(Math.floor(disk.mostData / 2) - (number % 100), 7) },
    { record: 3, data: new Uint8Array(0) },
    { record: 4, key: fill(number % 50, 5), data: fill(number, 11) },
  ];
  return makeTrack(cylinder, number % heads, records.slice(0, 1 + (number % 5)));
}
