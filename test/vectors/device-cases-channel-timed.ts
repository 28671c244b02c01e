/**
 * Cases about selector, block-multiplexer and byte-multiplexer channels while devices take their time (GA22-7000, "Types of
 * Channels", "States of the Input/Output System"). Channels of Hercules are never busy, and its tapes rewind and its arms
 * move in no time: what must be here stands with each case. In Hercules, instructions that would start or halt something
 * there are replaced by TEST I/O.
 */
import { blankPack } from "../../engine/s370/devices/images/disk-blank.ts";
import { diskFile } from "../../engine/s370/devices/images/disk-image.ts";
import { DiskPack } from "../../engine/s370/devices/images/disk-pack.ts";
import { diskType } from "../../engine/s370/devices/images/disk-types.ts";
import type { DeviceCase } from "./device-case.ts";
import { block, MARK, tapeFile } from "./tape-files.ts";

const DIFFERS =
  "GA22-7000, 'States of the Input/Output System': a channel is working while it serves a device in burst mode, a device until its device end. In Hercules no channel is ever working, and no device after channel end.";

const TAPES = ["180 3420 a.aws", "181 3420 b.aws"];
const DISKS = ["150 3330 a.cckd", "151 3330 b.cckd"];

/** Short blocks on one reel; a long one, which takes some milliseconds, on the other. */
const REELS = {
  "a.aws": () => tapeFile([block(1, 32), block(2, 32), MARK]),
  "b.aws": () => tapeFile([block(3, 20_000), block(4, 32), MARK]),
};
const PACKS = { "a.cckd": () => pack("PACK01"), "b.cckd": () => pack("PACK02") };

function pack(volume: string): Uint8Array {
  const disk = diskType("3330-1");
  if (!disk) throw new Error("there is no 3330");
  return Buffer.concat([...diskFile(new DiskPack(blankPack(disk, { volume })), "compressed")]);
}

/** At fixed places. */
const PARTS = `
         ORG   X'1800'
READ     CCW   X'02',AREA,X'00',32
NEXT     CCW   X'02',AREA+32,X'20',32
LONG     CCW   X'02',X'8000',X'00',20000
REWIND   CCW   X'07',0,X'20',1
SENSE    CCW   X'04',SENSES,X'20',1
SEEK     CCW   X'07',FAR,X'40',6
HOME     CCW   X'1A',AREA,X'00',5
BACK     CCW   X'07',NEAR,X'40',6
         CCW   X'1A',AREA+8,X'00',5
FAR      DC    X'000000C80005'
NEAR     DC    X'000000000001'
SENSES   DC    X'EEEE'
         DS    0F
MULTIPLE DC    X'80000000'
NONE     DC    F'0'
AREA     DC    64X'EE'
`;

/** An instruction that is TEST I/O in Hercules. */
const only = (label: string, instruction: string, device: string, caw?: string): string => `
${caw === undefined ? "" : `         LA    0,${caw}\n         ST    0,72`}
         LA    1,X'${device}'
         XC    64(8),64
${label.padEnd(8)} ${instruction.padEnd(5)} 0(1)
         BALR  0,0
         BAL   14,IOASKED`;

const TEST_IO = "9D001000";
/** In place of an AWAIT of something that Hercules has told already. */
const NOTHING = "47000000";

/** Waits until channel 1 has an interruption pending. */
const pending = (label: string): string => `
${label.padEnd(8)} TCH   X'100'
         BC    8,${label}
         BC    2,${label}`;

interface Timed {
  readonly multiplexing?: false;
  readonly channel?: "SELECTOR";
  readonly devices: readonly string[];
  readonly slots: readonly string[];
  /** Symbols of what is replaced in Hercules. */
  readonly replaced?: readonly string[];
  /** Of what is left out. */
  readonly leftOut?: readonly string[];
  readonly areas?: DeviceCase["areas"];
  readonly expected?: DeviceCase["expected"];
}

function timed(name: string, statements: string, how: Timed): DeviceCase {
  const { multiplexing, channel, devices, slots, replaced = [], leftOut = [], areas, expected } = how;
  const patches = [...replaced.map((at) => [at, TEST_IO]), ...leftOut.map((at) => [at, NOTHING])];
  const tapes = devices.some((device) => device.includes("3420"));
  const disks = devices.some((device) => device.includes("3330"));
  return {
    name,
    source: `
         LCTL  0,0,${multiplexing === false ? "NONE" : "MULTIPLE"}
${statements.replace(/^\n/, "").trimEnd()}
         DONE
${PARTS}`,
    configuration: ["DEVICES TIMED", ...(channel ? [`CHANNEL 1 ${channel}`] : []), ...devices],
    there: { configuration: devices, patches: Object.fromEntries(patches) },
    files: { ...(tapes && REELS), ...(disks && PACKS) },
    areas: areas ?? [["AREA", 64]],
    differs: DIFFERS,
    expected: { ...Object.fromEntries(slots.map((slot, at) => [`slot ${at + 1}`, slot])), ...expected },
  };
}

const begun = (device: string): string => `begin ${device} cc 0 csw 00 000000 00 00 0000`;
const asked = (code: number, device: string, unit = "00"): string =>
  `ask ${device} cc ${code} csw 00 000000 ${unit} 00 0000`;
const ended = (kind: "io" | "await", device: string, rest: string): string => `${kind} ${device} cc 0 csw ${rest}`;

/** A read that keeps its channel, and everything that can be asked meanwhile. */
const serving = (name: string, how: Pick<Timed, "channel" | "multiplexing">, id: string): DeviceCase =>
  timed(
    name,
    `
         BEGIN X'180',READ
         ASK   TIO,X'180'
         ASK   TIO,X'181'
         ASK   TCH,X'100'
         ASK   STIDC,X'100'
${only("S181", "SIO", "181", "NEXT")}
${only("H181", "HDV", "181")}
         ASK   CLRIO,X'181'
         AWAIT
         ASK   TCH,X'100'
         ASK   STIDC,X'100'
         ASK   TIO,X'181'
         IO    X'180',NEXT`,
    {
      ...how,
      devices: TAPES,
      replaced: ["S181", "H181"],
      slots: [
        begun("180"),
        asked(2, "180"),
        asked(2, "181"),
        asked(2, "100"),
        asked(2, "100"),
        asked(2, "181"),
        asked(2, "181"),
        // Without block multiplexing it is TEST I/O.
        asked(how.multiplexing === false ? 2 : 0, "181"),
        ended("await", "180", "00 001808 0C 00 0000"),
      ],
      areas: [
        ["A8", 4],
        ["AREA", 64],
      ],
      expected: { A8: id },
    },
  );

/** Arms that move for a command to which a read is chained, and another disk on the channel. */
const moving = (name: string, statements: string, how: Omit<Timed, "devices">): DeviceCase =>
  timed(name, statements, { ...how, devices: DISKS });

/** What the two disks read when the arms have arrived: cylinder and head. */
const ARRIVED = { here: "0000C80005", other: "0000000001" };
const home = (here: boolean, other: boolean): string =>
  `${here ? ARRIVED.here : "EE".repeat(5)}EEEEEE${other ? ARRIVED.other : "EE".repeat(5)}${"EE".repeat(51)}`;

export const cases: readonly DeviceCase[] = [
  serving("a selector channel serves one device until channel end", { channel: "SELECTOR" }, "00000000"),
  serving("a block multiplexer serves a tape as a selector does, while it reads", {}, "20000000"),
  serving("a block multiplexer without block multiplexing too", { multiplexing: false }, "20000000"),
  timed(
    "STORE CHANNEL ID of a byte multiplexer, a selector and a block multiplexer",
    `
         ASK   STIDC,X'000'
         MVC   AREA(4),X'A8'
         ASK   STIDC,X'100'
         MVC   AREA+4(4),X'A8'
         ASK   STIDC,X'200'
         MVC   AREA+8(4),X'A8'`,
    {
      channel: "SELECTOR",
      devices: ["00C 3420 *", ...TAPES, "280 3420 *"],
      slots: [asked(0, "000"), asked(0, "100"), asked(0, "200")],
      areas: [["AREA", 12]],
      expected: { AREA: "100000000000000020000000" },
    },
  ),
  moving(
    "a block multiplexer serves another disk while arms move",
    `
         BEGIN X'150',SEEK
         ASK   TIO,X'150'
         ASK   TCH,X'100'
         ASK   TIO,X'151'
         IO    X'151',BACK
         ASK   TIO,X'150'
LATER    AWAIT`,
    {
      slots: [
        begun("150"),
        asked(2, "150"),
        asked(0, "100"),
        asked(0, "151"),
        ended("io", "151", "00 001848 0C 00 0000"),
        asked(2, "150"),
        ended("await", "150", "00 001838 0C 00 0000"),
      ],
      leftOut: ["LATER"],
      expected: { AREA: home(true, true) },
    },
  ),
  moving(
    "a block multiplexer without block multiplexing does not, nor does a selector",
    `
         BEGIN X'150',SEEK
         ASK   TIO,X'150'
         ASK   TCH,X'100'
         ASK   TIO,X'151'
         ASK   STIDC,X'100'
${only("START", "SIO", "151", "BACK")}
         AWAIT
         IO    X'151',BACK`,
    {
      multiplexing: false,
      slots: [
        begun("150"),
        asked(2, "150"),
        asked(2, "100"),
        asked(2, "151"),
        asked(2, "100"),
        asked(2, "151"),
        ended("await", "150", "00 001838 0C 00 0000"),
        ended("io", "151", "00 001848 0C 00 0000"),
      ],
      replaced: ["START"],
      expected: { AREA: home(true, true) },
    },
  ),
  moving(
    "HDV while arms move for a chain: device end ends it",
    `
         BEGIN X'150',SEEK
${only("HALT", "HDV", "150")}
         ASK   TIO,X'150'
         AWAIT
         ASK   TIO,X'150'
         IO    X'151',BACK`,
    {
      slots: [
        begun("150"),
        asked(1, "150"),
        asked(2, "150"),
        ended("await", "150", "00 001830 04 00 0000"),
        asked(0, "150"),
        ended("io", "151", "00 001848 0C 00 0000"),
      ],
      replaced: ["HALT"],
      expected: { AREA: home(false, true) },
    },
  ),
  moving(
    "HIO while arms move for a chain that keeps its channel: the channel is free, and device end ends the chain",
    `
         BEGIN X'150',SEEK
${only("HALT", "HIO", "151")}
         ASK   TCH,X'100'
         ASK   TIO,X'151'
         ASK   TIO,X'150'
         AWAIT
         IO    X'151',BACK`,
    {
      multiplexing: false,
      slots: [
        begun("150"),
        asked(2, "151"),
        asked(0, "100"),
        asked(0, "151"),
        asked(2, "150"),
        ended("await", "150", "00 001830 04 00 0000"),
        ended("io", "151", "00 001848 0C 00 0000"),
      ],
      replaced: ["HALT"],
      expected: { AREA: home(false, true) },
    },
  ),
  moving(
    "CLRIO while arms move for a chain: the device is busy until they have arrived",
    `
         BEGIN X'150',SEEK
         ASK   CLRIO,X'150'
         ASK   CLRIO,X'150'
         ASK   TIO,X'150'
${only("START", "SIO", "150", "HOME")}
LATER    AWAIT
         ASK   TIO,X'150'
         IO    X'151',BACK`,
    {
      slots: [
        begun("150"),
        "ask 150 cc 1 csw 00 001830 00 00 0000",
        asked(0, "150"),
        asked(1, "150", "10"),
        asked(1, "150", "10"),
        ended("await", "150", "00 000000 04 00 0000"),
        asked(0, "150"),
        ended("io", "151", "00 001848 0C 00 0000"),
      ],
      replaced: ["START"],
      leftOut: ["LATER"],
      expected: { AREA: home(false, true) },
    },
  ),
  moving(
    "CLRCH while arms move: all is gone, device end too",
    `
         BEGIN X'150',SEEK
         ASK   CLRCH,X'100'
         ASK   TIO,X'150'
         IO    X'150',BACK`,
    {
      slots: [begun("150"), asked(0, "100"), asked(0, "150"), ended("io", "150", "00 001848 0C 00 0000")],
      expected: { AREA: home(false, true) },
    },
  ),
  ...(["HIO", "HDV"] as const).map((instruction) =>
    timed(
      `${instruction} while a block is read on a selector: it ends the read, and channel end comes apart from it`,
      `
         BEGIN X'181',LONG
${only("HALT", instruction, "181")}
         AWAIT
LATER    AWAIT
         ASK   TIO,X'181'
         IO    X'181',READ`,
      {
        channel: "SELECTOR",
        devices: TAPES,
        slots: [
          begun("181"),
          asked(2, "181"),
          ended("await", "181", "00 001818 00 40 4E20"),
          ended("await", "181", "00 000000 0C 00 0000"),
          asked(0, "181"),
          ended("io", "181", "00 001808 0C 00 0000"),
        ],
        replaced: ["HALT"],
        leftOut: ["LATER"],
        expected: { AREA: `${hex(block(4, 32))}${"EE".repeat(32)}` },
      },
    ),
  ),
  timed(
    "HDV of a disk whose arms move while a tape on its channel reads: the channel is working, and the chain ends",
    `
         BEGIN X'150',SEEK
         BEGIN X'181',LONG
${only("OTHER", "HDV", "180")}
${only("HALT", "HDV", "150")}
         AWAIT
         AWAIT
         IO    X'150',BACK`,
    {
      devices: [...TAPES, ...DISKS],
      slots: [
        begun("150"),
        begun("181"),
        asked(2, "180"),
        asked(2, "150"),
        ended("await", "181", "00 001818 0C 00 0000"),
        ended("await", "150", "00 001830 04 00 0000"),
        ended("io", "150", "00 001848 0C 00 0000"),
      ],
      replaced: ["OTHER", "HALT"],
      expected: { AREA: home(false, true) },
    },
  ),
  timed(
    "a tape rewinds: its channel is free from channel end on, and the unit busy until device end",
    `
         IO    X'181',LONG
         IO    X'181',READ
         BEGIN X'181',REWIND
         ASK   TCH,X'100'
         ASK   TIO,X'181'
${only("START", "SIO", "181", "READ")}
${only("HIO", "HIO", "181")}
${only("HDV", "HDV", "181")}
         ASK   CLRIO,X'181'
         ASK   STIDC,X'100'
         IO    X'180',SENSE
LATER    AWAIT
         ASK   TIO,X'181'`,
    {
      channel: "SELECTOR",
      devices: TAPES,
      slots: [
        ended("io", "181", "00 001818 0C 00 0000"),
        ended("io", "181", "00 001808 0C 00 0000"),
        "begin 181 cc 1 csw 00 000000 08 00 0000",
        asked(0, "100"),
        asked(1, "181", "10"),
        asked(1, "181", "10"),
        asked(1, "181"),
        asked(1, "181"),
        asked(0, "181"),
        asked(0, "100"),
        ended("io", "180", "00 001828 0C 00 0000"),
        ended("await", "181", "00 000000 04 00 0000"),
        asked(0, "181"),
      ],
      replaced: ["START", "HIO", "HDV"],
      leftOut: ["LATER"],
      areas: [["A8", 4]],
      expected: { A8: "00000000" },
    },
  ),
  timed(
    "device end is pending: TCH, HIO, HDV and CLRIO leave it, SIO takes it with busy",
    `
         IO    X'180',READ
         BEGIN X'180',REWIND
${pending("PENDS")}
         ASK   TCH,X'100'
${only("HIO", "HIO", "180")}
${only("HDV", "HDV", "180")}
${only("CLEAR", "CLRIO", "180")}
         ASK   TCH,X'100'
${only("START", "SIO", "180", "READ")}
         ASK   TIO,X'180'
         IO    X'180',READ`,
    {
      devices: TAPES,
      slots: [
        ended("io", "180", "00 001808 0C 00 0000"),
        "begin 180 cc 1 csw 00 000000 08 00 0000",
        asked(1, "100"),
        asked(1, "180"),
        asked(1, "180"),
        asked(0, "180"),
        asked(1, "100"),
        asked(1, "180", "14"),
        asked(0, "180"),
        ended("io", "180", "00 001808 0C 00 0000"),
      ],
      replaced: ["HIO", "HDV", "CLEAR", "START"],
    },
  ),
];

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex").toUpperCase();
}
