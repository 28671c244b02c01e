/** What tracks hold ("Track Capacity" of each drive's manual, and the tables that access methods' manuals have of it). */
import { expect, test } from "vitest";
import { driveOf, recordBytes } from "../../../../engine/s370/devices/dasd/drives.ts";
import { diskType } from "../../../../engine/s370/devices/images/disk-types.ts";

function recordsOf(disk: string, data: number, key = 0): number {
  const type = diskType(disk);
  const drive = type && driveOf(type);
  if (!drive) throw new Error(`no ${disk}`);
  return Math.floor(drive.capacity / recordBytes(drive, key, data));
}

test.each([
  ["3330-1", 13_030, 1],
  ["3330-1", 80, 61],
  ["3350-1", 19_069, 1],
  ["3350-1", 4096, 4],
  ["3375-1", 35_616, 1],
  ["3375-1", 17_600, 2],
  ["3375-1", 17_601, 1],
  ["3375-1", 4096, 8],
  ["3380-1", 47_476, 1],
  ["3380-1", 23_476, 2],
  ["3380-1", 23_477, 1],
  ["3380-1", 4096, 10],
  ["3380-1", 80, 83],
  ["3390-1", 56_664, 1],
  ["3390-1", 27_998, 2],
  ["3390-1", 27_999, 1],
  ["3390-1", 4096, 12],
  ["3390-1", 80, 78],
])("a track of a %s holds records of %i bytes: %i", (disk, bytes, records) => {
  expect(recordsOf(disk, bytes)).toBe(records);
});

test.each([
  ["3375-1", 4096, 7],
  ["3380-1", 4096, 9],
  ["3390-1", 4096, 11],
])("a track of a %s holds records of a key of 8 bytes and %i of data: %i", (disk, bytes, records) => {
  expect(recordsOf(disk, bytes, 8)).toBe(records);
});
