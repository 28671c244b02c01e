/**
 * Cases about what ends commands of tape units with unit check or unit exception, beyond device-cases-tape.ts, which has those
 * of a 3420 for nine tracks: of each other unit, and what is wrong with densities, with seven tracks, and with storage.
 */
import { commandList } from "./command-list.ts";
import type { DeviceCase } from "./device-case.ts";
import { block, MARK, tapeFile } from "./tape-files.ts";

interface Unit {
  readonly type: string;
  readonly senseBytes: number;
  /** Sense bytes 2 and 3 of a tape that has been read at the density that the unit has. */
  readonly dense: string;
  /** Sense bytes from 5 on; and with a seven-track head. */
  readonly unit: string;
  readonly sevenTrack?: string;
}

const UNITS: readonly Unit[] = [
  { type: "2401", senseBytes: 6, dense: "0004", unit: "00", sevenTrack: "00" },
  { type: "2415", senseBytes: 6, dense: "0004", unit: "00", sevenTrack: "00" },
  { type: "2420", senseBytes: 6, dense: "0004", unit: "00" },
  { type: "3410", senseBytes: 9, dense: "0004", unit: "40230000", sevenTrack: "40830000" },
  { type: "3411", senseBytes: 9, dense: "0004", unit: "40230000", sevenTrack: "40830000" },
  { type: "3420", senseBytes: 24, dense: "0000", unit: "C03B", sevenTrack: "C093" },
];

const there = (words: string): Pick<DeviceCase, "there"> => ({ there: { configuration: [`180 3420 ${words}`], patches: {} } });

/** How a command ends with sense bytes, and so much of the count left. */
const ended = ({ senseBytes }: Unit, left: string, sense: string): string =>
  `0E ${left} sense ${sense.padEnd(48, "0")} left ${(24 - senseBytes).toString(16).toUpperCase().padStart(4, "0")}`;

/** Two blocks, compressed; the first one's bytes are damaged. */
function unreadable(): Uint8Array {
  const image = tapeFile([new Uint8Array(50), block(2, 32)], { compression: "zlib" });
  image[9] ^= 0x55;
  return image;
}

function errors(given: Unit): DeviceCase[] {
  const { type, senseBytes, dense, unit } = given;
  const other = type === "3420" ? "03" : "00";
  const ranAway = type === "3420" ? "C03B60" : unit;
  return [
    commandList({
      name: `${type}: a code that is none, a reel without its ring, a tape mark, the end of what is written`,
      device: "180",
      senseBytes,
      commands: [
        { code: "77", stored: ["02", `804A${dense}00${unit}`] },
        { code: "01", out: "C1C2", stored: ["02", `804A${dense}00${unit}`] },
        { code: "1F", stored: ["02", `804A${dense}00${unit}`] },
        { code: "02", in: 16, exact: true },
        { code: "02", in: 16 },
        { code: "02", in: 16, ends: ended(given, "0010", `1042${dense}42${ranAway}`) },
      ],
      configuration: [`180 ${type} a.aws ro`],
      ...there("a.aws ro"),
      files: { "a.aws": () => tapeFile([block(1, 16), MARK]) },
      differs: "Sense bytes say that the unit is ready, that no ring is in its reel, which density the tape has; a tape that finds nothing runs to its end (GA32-0020, Sense Bytes). Hercules says so in other bits, and in 24 bytes.",
    }),
    commandList({
      name: `${type}: no tape is on`,
      device: "180",
      senseBytes,
      commands: ["02", "07", "03"].map((code) => ({ code, stored: ["02", `4022${dense}00${unit}`] as const })),
      configuration: [`180 ${type} *`],
      ...there("*"),
      differs: "The same as far as it goes; sense bytes say which unit it is.",
    }),
    commandList({
      name: `${type}: a block that cannot be read`,
      device: "180",
      senseBytes,
      commands: [
        { code: "02", in: 16, ends: ended(given, "0010", `084000${type === "3420" ? "C0" : "C4"}00${unit}`) },
        { code: "02", in: 64 },
      ],
      configuration: [`180 ${type} a.het`],
      ...there("a.het"),
      files: { "a.het": unreadable },
      differs: "The same as far as it goes; sense bytes say which unit it is, and byte 3 that the tape has 1600 bits per inch.",
    }),
    commandList({
      name: `${type}: a tape of a density that it does not have`,
      device: "180",
      senseBytes,
      commands: [
        { code: "02", in: 16, ends: ended(given, "0010", `0049${other}0000${unit}`), holds: "" },
        { code: "0C", in: 16, ends: ended(given, "0010", `0048${other}0200${unit}`), holds: "" },
      ],
      configuration: [`180 ${type} a.aws density=${type === "3420" ? 800 : 6250}`],
      ...there("a.aws"),
      files: { "a.aws": () => tapeFile([block(1, 16), MARK]) },
      differs: "Not capable (GA32-0020, Sense Byte 1). Hercules's tapes have no density.",
    }),
    {
      name: `${type}: data that are not in storage`,
      source: `
         IO    X'180',WRITE
         IO    X'180',NOP
         DONE
WRITE    CCW   X'01',X'F00000',X'20',16
NOP      CCW   X'03',0,X'20',1
`,
      configuration: [`180 ${type} a.aws`],
      ...there("a.aws"),
      files: { "a.aws": () => new Uint8Array(0) },
      differs: "A write for which there are no data is a word count of zero (GA32-0020, Sense Byte 0). Hercules does not ask for them.",
      expected: { "slot 1": `io 180 cc 0 csw 00 001028 0E 20 ${ended(given, "0010", `024C${dense}00${unit}`).slice(3)}` },
    },
  ];
}

/** What was written as six bits of each byte is read through the converter: bits are left. */
function converterCheck(given: Unit): DeviceCase {
  const { type, senseBytes } = given;
  return commandList({
    name: `${type}: seven tracks: bits are left that make no byte`,
    device: "180",
    senseBytes,
    commands: [
      { code: "B3" },
      { code: "01", out: "C1C2C3", exact: true },
      { code: "07" },
      { code: "93" },
      { code: "02", in: 8, ends: ended(given, "0006", `0950000000${given.sevenTrack}`), holds: "0420" },
    ],
    configuration: [`180 ${type} a.aws tracks=7${type === "3420" ? " model=7" : ""}`],
    ...there("a.aws"),
    files: { "a.aws": () => new Uint8Array(0) },
    differs: "Data converter check (GA22-6866, Data Converter). Hercules's tapes have nine tracks.",
  });
}

export const cases: readonly DeviceCase[] = UNITS.flatMap((unit) => [...errors(unit), ...(unit.sevenTrack ? [converterCheck(unit)] : [])]);
