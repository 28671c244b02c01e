/**
 * Cases about those commands of disks that device-cases-dasd.ts does not give: each with what it finds or leaves. Many of them
 * Hercules has not; what must be here then stands in the case.
 */
import type { DeviceCase } from "./device-case.ts";
import { type Ccw, diskCase, endedAt, find, hex, made, nextAfter, place, READ, seek, senseOf, slot, track } from "./disk-programs.ts";

type Programs = readonly (readonly Ccw[])[];

const SYSTEM_360 = ["2314-1", "2311-1"];
const WITH_3830 = ["3350-1", "3330-1", "3340-35"];
const WITH_SECTORS = [...WITH_3830, "2305-2"];

/** A case in which a command is rejected there, or without effect; with what the programs come to here ("": the same). */
function onlyHere(disk: string, what: string, programs: Programs, differs: string, slots: readonly string[], areas: Readonly<Record<string, string>> = {}): DeviceCase {
  const numbered = slots.map((text, at) => [`slot ${at + 1}`, text]).filter(([, text]) => text !== "");
  return {
    ...diskCase(disk, what, programs),
    areas: Object.entries(areas).map(([at, digits]) => [at, digits.length / 2] as const),
    differs,
    expected: { ...Object.fromEntries(numbered), ...areas },
  };
}

/** The identifier or the key is high, or equal, on a track behind. */
function highOnNextTracks(disk: string): DeviceCase {
  return diskCase(disk, "multitrack: searches that are high, or equal or high, on the next tracks", [
    [seek(1, 0), ["D1", `${place(1, 0)}05`], "loop", ["0E", 64]],
    [seek(1, 0), ["F1", `${place(1, 1)}03`], "loop", ["0E", 64]],
    [seek(1, 0), ["C9", "D2F1F240"], "loop", READ],
    [seek(1, 0), ["E9", "D2F1F240"], "loop", READ],
  ]);
}

/** Record 1's count area is passed over, with the lengths that it has, with others, and with a write behind it. */
function spaceCount(disk: string): DeviceCase {
  const first: Ccw[] = [seek(1, 1), ["1A", 5], ["16", 16]];
  const programs: Programs = [
    [...first, ["0F", "040014"], ["0E", 64]],
    [...first, ["0F", "000002"], READ],
    [...first, ["0F", "040014"], ["05", "C0"]],
  ];
  return onlyHere(
    disk,
    "space count",
    programs,
    "SPACE COUNT passes over a count area, and has its lengths from storage; writes may not follow in its chain (GA26-1592, Space Count). Hercules rejects it.",
    [
      endedAt(nextAfter(programs, 1, 5), 64 - 24),
      endedAt(nextAfter(programs, 2, 5), 64 - 2),
      slot(nextAfter(programs, 3, 5), "0E", "0001", senseOf(disk, disk.startsWith("231") ? "8010" : "8000", 1, 1, 2)),
    ],
    { "8020": "D2F1F14053545556", "8080": "D2F10000" },
  );
}

/** Before which sector records 2, 4 and 1 of a track with keys of four bytes and data of twenty begin. */
const SECTORS: Readonly<Record<string, readonly [two: string, four: string, one: string]>> = {
  "3350-1": ["06", "0A", "04"],
  "3330-1": ["04", "08", "02"],
  "3340-35": ["04", "08", "02"],
  "2305-2": ["06", "0E", "02"],
};

function readSector(disk: string): DeviceCase {
  const programs: Programs = [
    [...find(1, 1, 2), ["22", 1]],
    [...find(1, 1, 4), READ, ["22", 1]],
    [...find(1, 1, 1), ["22", 1], ["03", ""]],
  ];
  const [two, four, one] = SECTORS[disk];
  return onlyHere(
    disk,
    "read sector",
    programs,
    "READ SECTOR says from which sector on the record last processed is found again (GA26-1592, Read Sector); Hercules says zero always.",
    [],
    { "8000": two, "8050": four, "8060": one },
  );
}

function diagnostics(disk: string): DeviceCase {
  const programs: Programs = [
    [["53", "07"]],
    [["73", "00".repeat(16)]],
    [["44", 16]],
  ];
  return onlyHere(
    disk,
    "diagnostic load, diagnostic write, read diagnostic status",
    programs,
    "A 3830 takes diagnostic programs, and says in 16 bytes what they have found (GA26-1592, Diagnostic Commands): nothing. Hercules rejects the commands.",
    programs.map((_, at) => endedAt(nextAfter(programs, at + 1, 1))),
    { "8000": "00".repeat(16) },
  );
}

/** The log when a record of 20 bytes has been read with a movement of the arms before it, then when nothing has been. */
function bufferedLog(disk: string): DeviceCase {
  const programs: Programs = [
    [["A4", 24]],
    [...find(1, 1, 2), READ],
    [["A4", 24]],
    [["A4", 24]],
    [["03", ""], ["A4", 24]],
  ];
  const log = (cylinder: number, head: number, bytesRead: number, seeks: number): string =>
    `${senseOf(disk, "0000", cylinder, head, 0x60).slice(0, 16)}${hex(bytesRead, 8)}00000000${hex(seeks, 4)}`.padEnd(48, "0");
  return onlyHere(
    disk,
    "read and reset buffered log",
    programs,
    "The log has bytes read and movements of the arms since it was read last, in format 6 of the sense bytes (GA26-1592, Read and Reset Buffered Log); it is the first of its chain. Hercules's log is empty.",
    ["", "", "", "", slot(nextAfter(programs, 5, 2), "0E", "0018", senseOf(disk, "8000", 1, 1, 2))],
    { "8000": log(0, 0, 0, 0), "8060": log(1, 1, 20, disk === "2305-2" ? 0 : 1), "8080": log(1, 1, 0, 0) },
  );
}

const KEY = "D2F1F240";
/** Data of record 2 on head 1 of cylinder 1, with another last byte if that is given. */
const data = (last = 0x69): string => Array.from({ length: 20 }, (_, at) => hex(at === 19 ? last : 0x56 + at, 2)).join("");

/** Arguments of searches for key and data: equal; the record is high; it is low; the key is not compared. */
const ARGUMENTS = { equal: KEY + data(), high: KEY + data(0), low: KEY + data(0xf0), masked: `FFFFFFFF${data()}` };

const SEARCHES: readonly (readonly [codes: readonly string[], satisfied: readonly (keyof typeof ARGUMENTS)[]])[] = [
  [["2D", "AD"], ["equal", "masked"]],
  [["4D", "CD"], ["high"]],
  [["6D", "ED"], ["equal", "high", "masked"]],
];

/** Those that continue a search with the data alone: of them, two have been decided before. */
const CONTINUED: typeof SEARCHES = [
  [["25", "A5"], ["equal"]],
  [["45", "C5"], ["high"]],
  [["65", "E5"], ["equal", "high"]],
  [["35", "B5", "75", "F5"], ["equal", "high", "low"]],
  [["55", "D5"], []],
];

/** Each comparison of record 2: it is satisfied where the chain goes on with the second of the two CCWs behind it. */
function scans(disk: string, what: string, searches: typeof SEARCHES, kinds: readonly (keyof typeof ARGUMENTS)[], from: number): DeviceCase {
  const all = searches.flatMap(([codes, satisfied]) => codes.flatMap((code) => kinds.map((kind) => ({ code, kind, found: satisfied.includes(kind) }))));
  const programs = all.map(({ code, kind }): Ccw[] => [...find(1, 1, 2), [code, ARGUMENTS[kind].slice(from)], ["03", "", "last"], ["03", ""]]);
  return onlyHere(
    disk,
    what,
    programs,
    "File scan belongs to the 2314 and to the 2841 (GX20-1703, Channel Commands): key and data are compared but for bytes of ones. Hercules rejects it.",
    all.map(({ found }, at) => endedAt(nextAfter(programs, at + 1, found ? 6 : 5), 1)),
  );
}

/** A 2305 has 24 sense bytes, which Hercules says with six. */
const DRUM_SENSE = "A 2305's control has 24 sense bytes (GA26-1589, Sense Bytes); Hercules's has six.";

function drumSenses(): DeviceCase {
  const programs: Programs = [[["04", 24, "exact"]], [["B4", 24, "exact"]], [["94", 24, "exact"]], [seek(1, 2), ["04", 24, "exact"]]];
  const nowhere = senseOf("2305-2", "0000", 0, 0, 0);
  return onlyHere(
    "2305-2",
    "sense, reserve, release",
    programs,
    DRUM_SENSE,
    programs.map((ccws, at) => endedAt(nextAfter(programs, at + 1, ccws.length))),
    { "8000": nowhere, "8020": nowhere, "8040": nowhere, "8060": senseOf("2305-2", "0000", 1, 2, 0) },
  );
}

/** Whether it was satisfied then is in the CSW. */
function searchesAlone(disk: string): DeviceCase {
  const programs: Programs = [
    [seek(1, 1), ["39", place(1, 1)]],
    [seek(1, 1), ["39", place(1, 2)]],
    [...find(1, 1, 2), ["29", KEY]],
    [...find(1, 1, 2), ["49", KEY]],
  ];
  return {
    ...diskCase(disk, "searches that end their chains", programs),
    differs:
      "The CSW has the address behind the last CCW that was used (GA22-7000, Command Address); Hercules leaves one out for the status modifier where nothing is chained too.",
    expected: {
      "slot 1": endedAt(nextAfter(programs, 1, 2), 0, "4C"),
      "slot 3": endedAt(nextAfter(programs, 3, 4), 0, "4C"),
    },
  };
}

export const cases: readonly DeviceCase[] = [
  ...[...WITH_SECTORS, ...SYSTEM_360].flatMap((disk) => [highOnNextTracks(disk), spaceCount(disk), searchesAlone(disk)]),
  ...WITH_SECTORS.flatMap((disk) => [readSector(disk), bufferedLog(disk)]),
  ...WITH_3830.map(diagnostics),
  drumSenses(),
  diskCase("2305-2", "set sector, and the search behind it", [[seek(1, 1), ["23", "05"], ...find(1, 1, 2).slice(1), READ]]),
  diskCase("2305-2", "erase, and a record where others were", [
    [...find(1, 1, 2), ["11", `${place(1, 1)}03000000`]],
    track(1, 1, 2),
    [...find(1, 1, 1), ["1D", made(1, 1, 2)]],
    track(1, 1, 2),
  ]),
  ...SYSTEM_360.flatMap((disk) => [
    scans(disk, "searches for key and data", SEARCHES, ["equal", "high", "low", "masked"], 0),
    scans(disk, "continued searches for data", CONTINUED, ["equal", "high", "low"], KEY.length),
  ]),
];
