/** Cases about disks: every command that Hercules has too, in its place and out of it, and what ends with errors. */
import { makeTrack, type NewRecord } from "../../engine/s370/devices/images/ckd-track.ts";
import { geometryOf } from "../../engine/s370/devices/images/disk-blank.ts";
import { diskFile } from "../../engine/s370/devices/images/disk-image.ts";
import { DiskPack } from "../../engine/s370/devices/images/disk-pack.ts";
import { diskType } from "../../engine/s370/devices/images/disk-types.ts";
import type { DeviceCase } from "./device-case.ts";

/** A CCW of a program: what goes out, as hexadecimal digits, or how much may come in; suppressing length indication unless not. */
type Ccw = readonly [code: string, data: string | number, exact?: "exact"] | "loop";

const CYLINDERS = 4;
/** Where data are read to: each read has its own place. */
const AREA = 0x8000;

/**
 * What the packs of cases have. Cylinder 1: five records on each track with keys, the last one an end of file. Cylinder 2:
 * three without keys, of which the last goes on on the next track on heads 1 and 2. Cylinder 3: record 0 alone.
 */
function recordsOf(cylinder: number, head: number, loads: boolean): NewRecord[] {
  const data = (record: number, length: number): Uint8Array =>
    Uint8Array.from({ length }, (_, at) => (cylinder * 64 + head * 16 + record * 3 + at) & 0xff);
  if (cylinder === 0 && head === 0) {
    if (loads) return [LOAD_FIRST, LOAD_SECOND].map((digits, at) => ({ record: at + 1, data: bytesOf(digits) }));
    return [1, 2].map((record) => ({ record, data: data(record, 24) }));
  }
  if (cylinder === 1) {
    return [1, 2, 3, 4, 5].map((record) => ({
      record,
      key: Uint8Array.of(0xd2, 0xf0 + head, 0xf0 + record, 0x40),
      data: data(record, record === 5 ? 0 : 20),
    }));
  }
  if (cylinder === 2) return [1, 2, 3].map((record) => ({ record, data: data(record, 40) }));
  return [];
}

/** What is read from record 1 when a pack is loaded from: the PSW that it ends with, and CCWs that go on to record 2 … */
const LOAD_FIRST = "000A000000000ABC 0600040060000027 0800040000000001";
/** … which at location 400 has CCWs that read record 3 of cylinder 1, head 2 to location 8000; and its address. */
const LOAD_SECOND = "0700042040000006 3100042240000005 0800040800000001 0600800020000014 00000001000203";

function pack(name: string, loads: boolean): DiskPack {
  const disk = diskType(name);
  if (!disk) throw new Error(`no disk ${name}`);
  const geometry = geometryOf(disk, CYLINDERS);
  const made = new DiskPack({
    name,
    geometry,
    damage: undefined,
    read(number) {
      const cylinder = Math.floor(number / geometry.heads);
      const head = number % geometry.heads;
      const zero = { record: 0, data: new Uint8Array(8) };
      return makeTrack(cylinder, head, [zero, ...recordsOf(cylinder, head, loads)]);
    },
  });
  for (const head of [1, 2]) {
    const number = 2 * geometry.heads + head;
    const track = made.track(number).slice();
    track[5 + 16 + 2 * 48] |= 0x80;
    made.replace(number, track);
  }
  return made;
}

/** Images by disk: compressed where they would be large. */
const images = new Map<string, Uint8Array>();

function imageOf(name: string, loads = false): Uint8Array {
  const key = `${name} ${loads}`;
  const known = images.get(key);
  if (known) return known;
  const image = Buffer.concat([...diskFile(pack(name, loads), /^33[35]0/.test(name) ? "compressed" : "plain")]);
  images.set(key, image);
  return image;
}

/** A case: channel programs, one after the other. */
function diskCase(
  disk: string,
  what: string,
  programs: readonly (readonly Ccw[])[],
): DeviceCase {
  const lines: string[] = programs.map((_, at) => `         IO    X'150',P${at + 1}`);
  lines.push("         DONE");
  const constants: string[] = [];
  let area = AREA;
  programs.forEach((ccws, program) => {
    ccws.forEach((ccw, at) => {
      const label = (at === 0 ? `P${program + 1}` : "").padEnd(8);
      const chain = at + 1 < ccws.length ? 0x40 : 0;
      if (ccw === "loop") {
        lines.push(`${label} CCW   X'08',*-8,X'00',1`);
        return;
      }
      const [code, data, exact] = ccw;
      const flags = `X'${(chain | (exact ? 0 : 0x20)).toString(16).padStart(2, "0")}'`;
      if (typeof data === "number") {
        lines.push(`${label} CCW   X'${code}',X'${area.toString(16).toUpperCase()}',${flags},${data}`);
        area += Math.ceil(data / 16) * 16;
      } else {
        const digits = data.replaceAll(" ", "");
        const name = `D${program + 1}X${at}`;
        lines.push(`${label} CCW   X'${code}',${name},${flags},${Math.max(1, digits.length / 2)}`);
        for (let from = 0; from < Math.max(digits.length, 2); from += 40) {
          constants.push(`${(from === 0 ? name : "").padEnd(8)} DC    X'${digits.slice(from, from + 40) || "00"}'`);
        }
      }
    });
  });
  const length = area - AREA;
  return {
    name: `${disk}: ${what}`,
    source: `${[...lines, ...constants].join("\n")}\n`,
    configuration: [`150 ${disk.slice(0, 4)} pack.ckd`],
    files: { "pack.ckd": () => imageOf(disk) },
    // Hercules gives invalid sequence, missing address marker, a seek check for a wrong address, and the command of an
    // overflow record to no control; here those with six sense bytes have them.
    ...(isSix(disk) && { senseBits: "FEEDFFFFFF00" }),
    ...(length > 0 && { areas: [[AREA.toString(16).toUpperCase(), length] as const] }),
  };
}

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, "0");
const place = (cylinder: number, head: number): string => hex(cylinder, 4) + hex(head, 4);
const seek = (cylinder: number, head: number): Ccw => ["07", `0000${place(cylinder, head)}`];
const id = (cylinder: number, head: number, record: number): Ccw => ["31", place(cylinder, head) + hex(record, 2)];
const find = (cylinder: number, head: number, record: number): Ccw[] => [
  seek(cylinder, head),
  id(cylinder, head, record),
  "loop",
];
const home = (cylinder: number, head: number): Ccw[] => [
  seek(cylinder, head),
  ["39", place(cylinder, head)],
  "loop",
];
const READ: Ccw = ["06", 64];
const READ_ALL: Ccw = ["1E", 64];
/** A record of ten bytes of data, with a key or without. */
const made = (cylinder: number, head: number, record: number, key = ""): string =>
  `${place(cylinder, head)}${hex(record, 2)}${hex(key.length / 2, 2)}000A${key}A0A1A2A3A4A5A6A7A8A9`;
/** Reads what a track has behind record 0. */
const track = (cylinder: number, head: number, records: number): Ccw[] => [
  seek(cylinder, head),
  ["1A", 5],
  ["16", 16],
  ...Array.from({ length: records }, () => READ_ALL),
];

/** What all types of disks do alike. */
function common(disk: string): DeviceCase[] {
  const each = (what: string, ...programs: (readonly Ccw[])[]) => diskCase(disk, what, programs);
  return [
    each("a record by its identifier", [...find(1, 2, 3), READ], [...find(1, 2, 3), ["0E", 64]]),
    each("records that follow one another", [...find(1, 0, 1), READ, ["12", 8], READ, READ_ALL, ["0E", 64], ["12", 8]]),
    each("home address, record 0, and what is behind it", track(1, 1, 5)),
    each("end of file", [...find(1, 1, 5), READ], [...find(1, 1, 5), ["0E", 64]], [...find(1, 1, 4), READ_ALL]),
    each("wrong length", [...find(1, 1, 1), ["06", 30, "exact"]], [...find(1, 1, 1), ["06", 10, "exact"]], [
      ...find(1, 1, 1),
      ["06", 20, "exact"],
    ]),
    each(
      "searches for an identifier that is equal, high, equal or high",
      [seek(1, 0), ["31", `${place(1, 0)}02`], "loop", READ_ALL],
      [seek(1, 0), ["51", `${place(1, 0)}02`], "loop", READ_ALL],
      [seek(1, 0), ["71", `${place(1, 0)}02`], "loop", READ_ALL],
    ),
    each(
      "searches for a key that is equal, high, equal or high",
      [seek(1, 0), ["29", "D2F0F240"], "loop", READ],
      [seek(1, 0), ["49", "D2F0F240"], "loop", READ],
      [seek(1, 0), ["69", "D2F0F240"], "loop", READ],
      [...find(1, 0, 3), ["29", "D2F0F340"], "loop", READ],
    ),
    each("searches of no key", [seek(2, 0), ["29", "D2F0F240"], READ]),
    each("searches for the home address", [...home(1, 3), ["12", 8]], [seek(1, 3), ["39", place(1, 2)], ["12", 8]]),
    each("no record found", [...find(1, 0, 9)], [seek(1, 0), ["29", "D2F0F940"], "loop"], [seek(3, 0), ["12", 8]]),
    each(
      "no data, no count on an empty track",
      [seek(3, 1), READ],
      [seek(3, 1), ["0E", 64]],
      [seek(3, 1), READ_ALL],
      [seek(3, 1), ["29", "D2F0F940"], "loop"],
    ),
    each(
      "multitrack: searches on the next tracks",
      [seek(1, 0), ["B1", `${place(1, 2)}02`], "loop", READ],
      [seek(1, 0), ["A9", "D2F1F440"], "loop", READ],
      [seek(1, 0), ["B9", place(1, 2)], "loop", ["12", 8]],
      [seek(1, 0), ["D1", `${place(1, 1)}04`], "loop", ["0E", 64]],
    ),
    each(
      "multitrack: reads on the next tracks",
      [...find(1, 1, 5), ["92", 8], ["92", 8]],
      [...find(2, 4, 3), ["86", 64], ["86", 64]],
      [...find(1, 1, 5), ["9E", 64], ["9E", 64]],
      [...find(1, 1, 5), ["8E", 64]],
      [seek(1, 2), ["9A", 5], ["96", 16]],
    ),
    each(
      "multitrack: the end of the cylinder",
      [seek(1, lastHead(disk) - 1), ["B1", `${place(3, 9)}02`], "loop"],
      [...find(1, lastHead(disk), 5), ["92", 8]],
      [seek(1, lastHead(disk)), ["9A", 5]],
      [seek(1, lastHead(disk)), ["96", 16]],
    ),
    each("initial program load reads record 1 of cylinder 0", [seek(2, 2), ["02", 24]], [["02", 30, "exact"]]),
    each("seek head, seek cylinder", [seek(1, 1), ["1B", "000000000003"], ["1A", 5]], [["0B", "000000020004"], ["1A", 5]]),
    each("recalibrate, restore, no-operation", [seek(2, 2), ["13", ""], ["1A", 5]], [seek(2, 2), ["17", ""], ["1A", 5]], [
      seek(2, 2),
      ["03", ""],
      ["1A", 5],
    ]),
    each("write data", [...find(1, 1, 2), ["05", "C0C1C2C3C4C5C6C7C8C9C0C1C2C3C4C5C6C7C8C9"]], track(1, 1, 5)),
    each("write data after a search for the key", [
      seek(1, 1),
      ["29", "D2F1F240"],
      "loop",
      ["05", "C0C1C2C3C4C5C6C7C8C9C0C1C2C3C4C5C6C7C8C9"],
    ], track(1, 1, 5)),
    each("write data: fewer, and more", [...find(1, 1, 2), ["05", "C0C1"]], [
      ...find(1, 1, 1),
      ["05", "C0C1C2C3C4C5C6C7C8C9C0C1C2C3C4C5C6C7C8C9FFFF", "exact"],
    ], track(1, 1, 3)),
    each("write key and data", [...find(1, 1, 2), ["0D", "E1E2E3E4C0C1C2C3C4C5C6C7C8C9C0C1C2C3C4C5C6C7C8C9"]], track(1, 1, 3)),
    each("write an end of file", [...find(1, 1, 5), ["05", "C0"]], [...find(1, 1, 5), ["0D", "C0C1C2C3C4"]], track(1, 1, 5)),
    each(
      "write count, key and data",
      [...find(1, 1, 2), ["1D", made(1, 1, 3)], ["1D", made(1, 1, 4, "B1B2")]],
      track(1, 1, 4),
      [...find(3, 1, 0), ["1D", made(3, 1, 1)], ["1D", `${place(3, 1)}02000000`]],
      track(3, 1, 2),
    ),
    each("write count, key and data behind other commands", [...find(1, 1, 2), READ, ["1D", made(1, 1, 3)]], track(1, 1, 3), [
      ...find(1, 1, 1),
      ["05", "C0C1"],
      ["1D", made(1, 1, 2)],
    ], track(1, 1, 2), [seek(1, 2), ["29", "D2F2F240"], "loop", ["1D", made(1, 2, 3)]], track(1, 2, 3)),
    each("write record 0", [seek(3, 2), ["1F", "C0"], ...home(3, 2).slice(1), [
      "15",
      `${place(3, 2)}00000008C1C2C3C4C5C6C7C8`,
    ], ["1D", made(3, 2, 1)]], track(3, 2, 1)),
    each("write home address and record 0", [seek(1, 2), ["1F", "C0"], ["19", `00${place(1, 2)}`], [
      "15",
      `${place(1, 2)}00000008C1C2C3C4C5C6C7C8`,
    ], ["1D", made(1, 2, 1)]], track(1, 2, 1)),
    each("erase", [...find(1, 1, 2), ["11", `${place(1, 1)}03000000`]], track(1, 1, 2), [...find(1, 1, 3)]),
    each("an overflow record is read and written", [...find(2, 1, 3), READ, READ], [...find(2, 1, 3), ["05", "C1".repeat(120)]], [
      ...find(2, 1, 3),
      ["06", 120, "exact"],
    ], [...find(2, 3, 1), READ]),
    each("special count, key and data", [...find(1, 1, 2), ["01", made(1, 1, 3)]], [...find(1, 2, 0), ["1D", made(1, 2, 1)]], [
      ...find(1, 1, 3),
      ["06", 20, "exact"],
    ]),
    each(
      "writes out of sequence",
      [seek(1, 1), ["05", "C0"]],
      [seek(1, 1), ["0D", "C0"]],
      [seek(1, 1), ["1D", made(1, 1, 1)]],
      [seek(1, 1), ["11", "C0"]],
      [seek(1, 1), ["1F", "C0"], ["15", made(1, 1, 0)]],
      [seek(1, 1), ["71", `${place(1, 1)}02`], "loop", ["05", "C0"]],
      [seek(1, 1), ["29", "D2F1F240"], "loop", ["0D", "C0"]],
      [...find(1, 1, 2), ["12", 8], ["1D", made(1, 1, 1)]],
      [...home(1, 1), ["1D", made(1, 1, 1)]],
      track(1, 1, 5),
    ),
    each(
      "writes that the file mask forbids",
      [seek(1, 1), ["1F", "40"], ...find(1, 1, 2).slice(1), ["05", "C0"]],
      [seek(1, 1), ["1F", "40"], ...find(1, 1, 2).slice(1), ["0D", "C0"]],
      [seek(1, 1), ["1F", "80"], ...find(1, 1, 2).slice(1), ["1D", made(1, 1, 3)]],
      [seek(1, 1), ["1F", "80"], ...find(1, 1, 2).slice(1), ["11", "C0"]],
      [seek(1, 1), ["1F", "00"], ...home(1, 1).slice(1), ["15", made(1, 1, 0)]],
      track(1, 1, 5),
    ),
    each(
      "seeks that the file mask forbids",
      [["1F", "08"], seek(1, 1)],
      [["1F", "10"], ["0B", "000000010001"]],
      [["1F", "18"], ["1B", "000000010001"]],
      [["1F", "08"], ["13", ""]],
      [["1F", "10"], ["1B", "000000000001"], ["1A", 5]],
      [["1F", "08"], ["0B", "000000010001"], ["1A", 5]],
      [seek(1, 1), ["1F", "18"], ["9A", 5]],
      [seek(1, 1), ["1F", "18"], ["B1", `${place(1, 2)}02`], "loop"],
      [seek(2, 1), ["1F", "18"], ...find(2, 1, 3).slice(1), READ],
    ),
    each(
      "file masks that are none, and too many",
      [["1F", "20"]],
      [["1F", "00"], ["1F", "00"]],
      [["1F", "C0"], ["02", 24]],
    ),
    each(
      "seeks that go nowhere",
      [["07", "000000040000"]],
      [["07", `00000000${hex(lastHead(disk) + 1, 4)}`]],
      [["07", "000100000000"]],
      [["07", "0000000000"]],
      [["1A", 5]],
    ),
    each("sense", [seek(1, 2), ["04", 24]], [["04", 24]], [["04", 4, "exact"]]),
    each("reserve and release", [["B4", 24]], [["94", 24]], [["03", ""], ["B4", 24]], [["1F", "00"], ["94", 24]]),
    each("a command that is none", [["77", "00"]]),
    {
      ...each("a command that is none, behind another", [seek(1, 1), ["7D", "00"]]),
      differs:
        "Unit check of a command that is rejected is initial status, without channel end (GA22-6974, Initial Selection); " +
        "Hercules presents every ending with channel end and device end.",
      expected: { "slot 1": slot("001020", "02", "0001", senseOf(disk, "8000", 1, 1, 1)) },
    },
    ...(isSix(disk) ? [] : [readOnly(disk)]),
    {
      ...each("write data behind read data", [...find(1, 1, 2), READ, ["05", "C0"]]),
      differs:
        "No data are asked for where the command is rejected for its place in the chain (GA26-1592, Write Data); " +
        "Hercules has taken them by then.",
      expected: {
        "slot 1": slot("001038", "0E", "0001", senseOf(disk, isSix(disk) ? "8010" : "8000", 1, 1, 2)),
      },
    },
  ];
}

/** Whether the control has six sense bytes. */
function isSix(disk: string): boolean {
  return disk === "2311-1" || disk === "2314-1";
}

/** Sense bytes of an error: bytes 0 and 1, where the arms are, and the message of byte 7. */
function senseOf(disk: string, bytes: string, cylinder: number, head: number, message: number): string {
  if (isSix(disk)) return `${bytes}00${disk === "2311-1" ? "C8" : "40"}`.padEnd(48, "0");
  const drive: Readonly<Record<string, string>> = { "3330-1": "000038", "3340-35": "810080", "3350-1": "000080" };
  return `${bytes}${drive[disk]}${hex(cylinder, 2)}${hex(head, 2)}${hex(message, 2)}`.padEnd(48, "0");
}

/** A result with unit check, for a disk with 24 sense bytes or with six (of which SENSE then leaves 18 over). */
function slot(next: string, status: string, residual: string, sense: string): string {
  const left = sense.startsWith("00C8", 4) || sense.startsWith("0040", 4) ? "0012" : "0000";
  return `io 150 cc 0 csw 00 ${next} ${status} 00 ${residual} sense ${sense} left ${left}`;
}

/** Writes on a pack that is read only; drives of System/360 have no switch for that. */
function readOnly(disk: string): DeviceCase {
  const programs: readonly Ccw[][] = [
    [...find(1, 1, 2), ["1D", made(1, 1, 3)]],
    [...find(1, 1, 2), ["05", "C0"]],
    [...find(1, 1, 2), READ],
  ];
  return {
    ...diskCase(disk, "a pack that is read only", programs),
    configuration: [`150 ${disk.slice(0, 4)} pack.ckd ro`],
    differs:
      "No data are asked for where writing is inhibited (GA26-1592, Sense Byte 1); Hercules finds that when it has taken them.",
    expected: { "slot 2": slot("001068", "0E", "0001", senseOf(disk, "1002", 1, 1, 0x10)) },
  };
}

/** Loads from the disk. */
function load(disk: string): DeviceCase {
  return {
    name: `${disk}: is loaded from`,
    source: "         DONE\n",
    ipl: "150",
    configuration: [`150 ${disk.slice(0, 4)} pack.ckd`],
    files: { "pack.ckd": () => imageOf(disk, true) },
    areas: [
      ["400", 40],
      ["8000", 24],
    ],
  };
}

function bytesOf(digits: string): Uint8Array {
  return Uint8Array.from(digits.replaceAll(" ", "").match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function lastHead(disk: string): number {
  return (diskType(disk)?.heads ?? 1) - 1;
}

/** What those with rotational position sensing, and the storage control 3830, have besides. */
function later(disk: string): DeviceCase[] {
  const each = (what: string, ...programs: (readonly Ccw[])[]) => diskCase(disk, what, programs);
  return [
    each("set sector, and the search behind it", [seek(1, 1), ["23", "05"], ...find(1, 1, 2).slice(1), READ]),
    each("multiple count, key and data", [seek(1, 1), ["5E", 400]], [...find(1, 1, 3), ["5E", 400]]),
    each("sense I/O type", [["E4", 7]]),
  ];
}

/** Cases with unit check: Hercules has six sense bytes for a 2305, whose control has 24 (GA26-1589, "Sense Bytes"). */
const ERRORS = /read only|no record|no data|end of the cylinder|sequence|forbids|nowhere|file masks|none|behind read|sense|erase|reserve/;

export const cases: readonly DeviceCase[] = [
  ...["3350-1", "3330-1", "3340-35", "2314-1", "2311-1", "2305-2"].map(load),
  ...common("3350-1"),
  ...later("3350-1"),
  ...common("3330-1"),
  ...later("3330-1"),
  ...common("3340-35"),
  ...later("3340-35"),
  ...common("2314-1"),
  ...common("2311-1"),
  ...common("2305-2").filter(({ name }) => !ERRORS.test(name)),
];
