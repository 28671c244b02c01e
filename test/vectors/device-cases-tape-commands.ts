/**
 * Cases about those commands of tape controls that device-cases-tape.ts and device-cases-tape-models.ts do not give, and
 * about tape units that Hercules has not: a 3420 stands for those of the 2400 series there.
 */
import { commandList, type GivenCommand } from "./command-list.ts";
import type { DeviceCase } from "./device-case.ts";
import { block, MARK, tapeFile } from "./tape-files.ts";

const BLANK = () => new Uint8Array(0);

/** Densities in bits 0 and 1 of MODE SET 1. */
const DENSITIES = [0x00, 0x40, 0x80];
/** What MODE SET 1 says besides, and what then is on tape of C1 F1 D2 (A, 1, K). */
const MODES: readonly (readonly [bits: number, onTape: string])[] = [
  // The converter makes four characters of three bytes.
  [0x13, "301F0712"],
  // Six bits of each byte, with even parity and with odd.
  [0x23, "013112"],
  [0x33, "013112"],
  // The translator makes characters of the older code.
  [0x2b, "310122"],
  [0x3b, "310122"],
];
/** Reads characters as they are on tape. */
const AS_IT_IS = 0x33;

const code = (bits: number): string => bits.toString(16).toUpperCase().padStart(2, "0");

interface Unit {
  readonly type: string;
  readonly senseBytes: number;
  /** Whether bytes can be written with 800 bits per inch too. */
  readonly dual: boolean;
  /** Sense bytes behind the first five. */
  readonly unit: string;
}

const UNITS: readonly Unit[] = [
  { type: "2401", senseBytes: 6, dual: true, unit: "00" },
  { type: "2415", senseBytes: 6, dual: true, unit: "00" },
  { type: "2420", senseBytes: 6, dual: false, unit: "00" },
  { type: "3410", senseBytes: 9, dual: true, unit: "40230000" },
  { type: "3411", senseBytes: 9, dual: true, unit: "40230000" },
];

/** The unit as Hercules has it. */
const there = ({ type }: Unit): Pick<DeviceCase, "there"> =>
  type.startsWith("24") ? { there: { configuration: ["180 3420 a.aws"], patches: {} } } : {};

/** All commands on nine tracks. MODE SET 1 is for others, and leaves everything as it is. */
function nineTracks(unit: Unit): DeviceCase {
  const { type, senseBytes, dual } = unit;
  const sense = (firstFive: string): GivenCommand => ({ code: "04", in: senseBytes, holds: firstFive + unit.unit });
  const [dense, other] = ["0004", dual ? "0300" : "0004"];
  return commandList({
    name: `${type}: every command on nine tracks`,
    device: "180",
    senseBytes,
    commands: [
      { code: "03" },
      ...DENSITIES.flatMap((density) => MODES.map(([bits]) => ({ code: code(density | bits) }))),
      { code: "C3" },
      { code: "01", out: "F1F2F3F4", exact: true },
      sense(`0044${dense}00`),
      { code: "07" },
      { code: "CB" },
      { code: "01", out: "F5F6F7F8", exact: true },
      sense(`0044${other}00`),
      { code: "1F" },
      { code: "17" },
      { code: "01", out: "C1C2C3", exact: true },
      { code: "2F" },
      { code: "2F", stored: ["2E", `0048${dual ? "0302" : "0006"}00${unit.unit}`] },
      { code: "3F" },
      { code: "37" },
      { code: "27" },
      { code: "02", in: 3, exact: true },
      { code: "0C", in: 3, exact: true },
      sense(`0040${dual ? "0302" : "0006"}00`),
      { code: "1B", out: "00", ends: "0C 0000" },
      ...(type.startsWith("34") ? [{ code: "EB" }] : []),
      { code: "07" },
      sense(`0048${other}00`),
      { code: "0F", stored: ["2E", `4020${other}00${unit.unit}`] },
      sense(`4020${other}00`),
    ],
    configuration: [`180 ${type} a.aws`],
    ...there(unit),
    files: { "a.aws": BLANK },
    outputs: ["a.aws"],
    differs:
      "A file is spaced back to the load point with control unit end (GA22-6866, Control Unit End), and REQUEST TRACK IN ERROR is there; sense bytes have density and direction. Hercules has none of that.",
  });
}

/** What each mode leaves on tape, in each density. */
function sevenTracks(type: string, senseBytes: number, densities: readonly number[], model = ""): DeviceCase {
  return commandList({
    name: `${type}: seven tracks, each mode written and read as it is on tape`,
    device: "180",
    senseBytes,
    commands: densities.flatMap((density) =>
      MODES.flatMap(([bits, onTape]): GivenCommand[] => [
        { code: code(density | bits) },
        { code: "01", out: "C1F1D2", exact: true },
        { code: "07" },
        { code: code(density | AS_IT_IS) },
        { code: "02", in: 8, ends: `0C ${code(8 - onTape.length / 2).padStart(4, "0")}`, holds: onTape },
        { code: "07" },
      ]),
    ),
    configuration: [`180 ${type} a.aws tracks=7${model}`],
    there: { configuration: ["180 3420 a.aws"], patches: {} },
    files: { "a.aws": BLANK },
    differs:
      "On seven tracks a character has six bits: MODE SET 1 says how they are made of bytes (GA22-6866, Seven-Track Compatibility). Hercules has nine tracks, and reads what was written.",
  });
}

export const cases: readonly DeviceCase[] = [
  ...UNITS.map(nineTracks),
  sevenTracks("2401", 6, DENSITIES),
  sevenTracks("2415", 6, DENSITIES),
  sevenTracks("3410", 9, DENSITIES),
  sevenTracks("3411", 9, DENSITIES),
  sevenTracks("3420", 24, DENSITIES, " model=7"),
  ...[
    ["3410", "104000044240230000", "000F"],
    ["3411", "104000044240230000", "000F"],
    ["3420", "1040000042C03B60", "0000"],
  ].map(([type, ranAway, left]) =>
    commandList({
      name: `${type}: all that is behind the second block erased`,
      device: "180",
      senseBytes: type === "3420" ? 24 : 9,
      commands: [
        { code: "37" },
        { code: "37" },
        { code: "17", chains: true },
        { code: "97" },
        { code: "07" },
        { code: "02", in: 16, exact: true },
        { code: "02", in: 16, exact: true },
        { code: "02", in: 16, ends: `0E 0010 sense ${ranAway.padEnd(48, "0")} left ${left}`, holds: "" },
      ],
      configuration: [`180 ${type} a.aws`],
      files: { "a.aws": () => tapeFile([block(1, 16), block(2, 16), block(3, 16), MARK]) },
      outputs: ["a.aws"],
      differs: "DATA SECURITY ERASE erases to the end-of-tape marker (GA32-0020, Data Security Erase), so that a read finds nothing up to the tape's end. Hercules leaves what is there.",
      expected: { "a.aws": JSON.stringify(Buffer.from(tapeFile([block(1, 16), block(2, 16)])).toString("latin1")) },
    }),
  ),
  commandList({
    name: "3420: no-operation, mode set of 6250, sense",
    device: "180",
    senseBytes: 24,
    commands: [{ code: "03" }, { code: "D3" }, { code: "01", out: "F1F2F3F4", exact: true }, { code: "04", in: 24, exact: true, holds: "0044000000C03B" }],
    configuration: ["180 3420 a.aws"],
    files: { "a.aws": BLANK },
    outputs: ["a.aws"],
    differs: "Sense bytes: GA32-0021, Sense Byte 1 (ready, and has written).",
  }),
];
