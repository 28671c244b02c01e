/**
 * Cases about what ends commands of disks with unit check, beyond device-cases-dasd.ts: no pack, defective tracks, records that
 * are too long, tracks without records; and all of it on a 2305, whose sense bytes Hercules has not.
 */
import type { DeviceCase } from "./device-case.ts";
import { type Ccw, diskCase, endedAt, find, hex, imageOf, isSix, lastHead, made, nextAfter, place, READ, seek, senseOf, slot } from "./disk-programs.ts";

type Programs = readonly (readonly Ccw[])[];

const DISKS = ["3350-1", "3330-1", "3340-35", "2305-2", "2314-1", "2311-1"];

/** A result of one of them: status 0E, what is left of the count, sense bytes 0 and 1, and with 24 the message. */
type Failure = readonly [program: number, ccw: number, left: string, six: string, full: string, message?: number];

/** A case with the results of programs that fail here otherwise than there, with the arms at a place. */
function failing(disk: string, what: string, programs: Programs, failures: readonly Failure[], [cylinder, head]: readonly [number, number], differs: string, read?: string): DeviceCase {
  const results = failures.map(([program, ccw, left, six, full, message = 0]): [string, string] => [
    `slot ${program}`,
    slot(nextAfter(programs, program, ccw), "0E", left, senseOf(disk, isSix(disk) ? six : full, cylinder, head, message)),
  ]);
  return { ...diskCase(disk, what, programs), differs, expected: { ...Object.fromEntries(results), ...(read !== undefined && { "8000": read }) } };
}

/** Nothing but senses is executed; a drive without a pack is nothing that Hercules has. */
function noPack(disk: string): DeviceCase {
  const commands: Programs = [[["1A", 5]], [seek(1, 1)], [["03", ""]], [["02", 24]], [["04", 24]]];
  const { source, areas } = diskCase(disk, "no pack is on the drive", commands);
  // Byte 3 of six says whether the drive is on line; a 3340's byte 2, and a 3330's byte 4, what drive it is.
  const bytes = isSix(disk) ? "" : senseOf(disk, "4000", 0, 0, 0).slice(4);
  const sense = `4000${bytes}`.padEnd(48, "0");
  const refused = `io 150 cc 1 csw 00 000000 02 00 0000 sense ${sense} left ${isSix(disk) ? "0012" : "0000"}`;
  return {
    name: `${disk}: no pack is on the drive`,
    source,
    configuration: [`150 ${disk.slice(0, 4)} *`],
    there: { configuration: [`150 ${disk.slice(0, 4)} pack.ckd`], patches: {} },
    files: diskCase(disk, "", commands).files,
    areas: areas?.map(([at]) => [at, 0] as const),
    differs: "A drive without a pack is not ready: intervention required (GA26-1592, Sense Byte 0). In Hercules a drive has its pack always.",
    expected: { ...Object.fromEntries([1, 2, 3, 4].map((at) => [`slot ${at}`, refused])), "slot 5": endedAt(nextAfter(commands, 5, 1), isSix(disk) ? 18 : 0) },
  };
}

function defective(disk: string): DeviceCase {
  const mark: Ccw[] = [seek(1, 2), ["1F", "C0"], ["19", `02${place(1, 2)}`], ["15", `${place(1, 2)}00000008C1C2C3C4C5C6C7C8`]];
  const programs: Programs = [mark, [seek(1, 2), ["1A", 5], ["16", 16]], [seek(1, 2), ["12", 8]], [seek(1, 2), ["31", `${place(1, 2)}01`], "loop"]];
  return failing(
    disk,
    "a track that is marked defective",
    programs,
    [
      [3, 2, "0008", "0200", "0200"],
      [4, 2, "0005", "0200", "0200"],
    ],
    [1, 2],
    "Of a defective track only home address and record 0 can be read, all else is track condition check (GA26-1592, Sense Byte 0). Hercules does not write the flag.",
    `02${place(1, 2)}`.padEnd(32, "0") + `${place(1, 2)}00000008C1C2C3C4C5C6C7C8`.padEnd(64, "0"),
  );
}

function overrun(disk: string): DeviceCase {
  const programs: Programs = [
    [...find(3, 1, 0), ["1D", `${place(3, 1)}01007000${"A1".repeat(16)}`]],
    [...find(3, 1, 0), ["1D", made(3, 1, 1)], ["1D", `${place(3, 1)}02007000${"A1".repeat(16)}`]],
  ];
  return failing(
    disk,
    "a record that does not fit its track",
    programs,
    [
      [1, 4, "0010", "0040", "0040"],
      [2, 5, "0010", "0040", "0040"],
    ],
    [3, 1],
    "Track overrun (GA26-1592, Sense Byte 1).",
  );
}

function empty(disk: string): DeviceCase {
  const programs: Programs = [
    [seek(1, 2), ["1F", "C0"], ["19", `00${place(1, 2)}`]],
    [seek(1, 2), ["16", 16]],
    [seek(1, 2), ["12", 8]],
    [seek(1, 2), ["31", `${place(1, 2)}01`], "loop"],
  ];
  return failing(
    disk,
    "a track with nothing behind its home address",
    programs,
    [
      [2, 2, "0010", "000A", "0008"],
      [3, 2, "0008", "000A", "0008"],
      [4, 2, "0005", "000A", "0008"],
    ],
    [1, 2],
    "No record found; with six sense bytes, missing address marker too (GA26-3599, Sense Byte 1). Hercules leaves the records.",
    "00".repeat(32),
  );
}

/** The image of a pack that is cut short: its last tracks are gone. Hercules opens no such image; it has the whole one. */
function damaged(disk: string): DeviceCase {
  const at = [2, lastHead(disk)] as const;
  const programs: Programs = [
    [...find(1, 1, 2), READ],
    [seek(...at), ["1A", 5]],
    [seek(...at), ["12", 8]],
    [seek(...at), ["31", `${place(...at)}01`], "loop"],
  ];
  const type = disk.slice(0, 4);
  const image = imageOf(disk);
  const sense = isSix(disk)
    ? senseOf(disk, "0800", ...at, 0)
    : `${senseOf(disk, "0880", ...at, 0x40).slice(0, 16)}0002${hex(at[1], 4)}`.padEnd(48, "0");
  return {
    ...failing(disk, "a pack whose last tracks cannot be read", programs, [], at, "Data check (GA26-1592, Sense Bytes 0 and 1; format 4 has the address of the track): for here a damaged image is a damaged pack."),
    configuration: [`150 ${type} pack.ckd damaged`],
    there: { configuration: [`150 ${type} whole.ckd`], patches: {} },
    files: { "whole.ckd": image, "pack.ckd": image.slice(0, Math.floor(image.length * (/^33[35]0/.test(disk) ? 0.95 : 0.7))) },
    areas: [["8000", 64]],
    expected: {
      "slot 2": slot(nextAfter(programs, 2, 2), "0E", "0005", sense),
      "slot 3": slot(nextAfter(programs, 3, 2), "0E", "0008", sense),
      "slot 4": slot(nextAfter(programs, 4, 2), "0E", "0005", sense),
    },
  };
}

const DRUM = "A 2305's control has 24 sense bytes (GA26-1589, Sense Bytes); Hercules's has six.";

const OVERFLOW: Programs = [[seek(2, 1), ["1F", "18"], ...find(2, 1, 3).slice(1), READ]];

/** The 2305's share of what device-cases-dasd.ts has for other disks. */
function drumErrors(): DeviceCase[] {
  const disk = "2305-2";
  const one = (what: string, program: readonly Ccw[], [ccw, left, bytes, message]: readonly [number, string, string, number?], at: readonly [number, number]): DeviceCase =>
    failing(disk, what, [program], [[1, ccw, left, "", bytes, message]], at, DRUM);
  return [
    one("no record found", find(1, 1, 9), [2, "0005", "0008"], [1, 1]),
    one("the end of the cylinder", [seek(1, 7), ["9A", 5]], [2, "0005", "0020"], [1, 7]),
    one("a head that the file mask protects", [seek(1, 1), ["1F", "18"], ["9A", 5]], [3, "0005", "0004"], [1, 1]),
    one("a write that the file mask forbids", [seek(1, 1), ["1F", "40"], ...find(1, 1, 2).slice(1), ["05", "C0"]], [5, "0001", "8000", 2], [1, 1]),
    one("a write out of sequence", [seek(1, 1), ["05", "C0"]], [2, "0001", "8000", 2], [1, 1]),
    {
      ...diskCase(disk, "an overflow record behind a head that is protected", OVERFLOW),
      differs: DRUM,
      // Byte 3: the command was a read.
      expected: { "slot 1": slot(nextAfter(OVERFLOW, 1, 5), "0E", "0018", "000500060002010000".padEnd(48, "0")) },
    },
    {
      ...one("a pack that is read only", [...find(1, 1, 2), ["05", "C0"]], [4, "0001", "1002", 0x10], [1, 1]),
      configuration: ["150 2305 pack.ckd ro"],
    },
  ];
}

export const cases: readonly DeviceCase[] = [...DISKS.flatMap((disk) => [noPack(disk), defective(disk), overrun(disk), empty(disk), damaged(disk)]), ...drumErrors()];
