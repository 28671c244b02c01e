/** Cases about disks: every command that Hercules has too, in its place and out of it, and what ends with errors. */
import type { DeviceCase } from "./device-case.ts";
import { type Ccw, diskCase, find, hex, home, imageOf, isSix, lastHead, made, place, READ, READ_ALL, seek, senseOf, slot, track } from "./disk-programs.ts";

/** What all types of disks do alike. */
export function common(disk: string): DeviceCase[] {
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
export function load(disk: string): DeviceCase {
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

/** What those with rotational position sensing, and the storage control 3830, have besides. */
export function later(disk: string): DeviceCase[] {
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
