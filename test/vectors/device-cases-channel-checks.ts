/**
 * Cases about checks that the channel finds in its equipment, and about chaining check (GA22-7000, "Channel-Data Check" and
 * the sections after it, "Limited Channel Logout"). Nothing fails in Hercules, and no byte is too fast for it: what must be
 * here stands with each case. Here the operator makes the next operation at a device fail.
 */
import { blankPack } from "../../engine/s370/devices/images/disk-blank.ts";
import { diskFile } from "../../engine/s370/devices/images/disk-image.ts";
import { DiskPack } from "../../engine/s370/devices/images/disk-pack.ts";
import { diskType } from "../../engine/s370/devices/images/disk-types.ts";
import { encodeEbcdic } from "../../engine/s370/index.ts";
import type { DeviceCase } from "./device-case.ts";
import { block, MARK, tapeFile } from "./tape-files.ts";

const DIFFERS =
  "GA22-7000, 'Limited Channel Logout': the channel says of a failure in the CSW and at location 176. Nothing fails in Hercules.";
const OVERRUN =
  "GA22-7000, 'Chaining Check': bytes come faster than the CCWs are fetched that say where they go. In Hercules they wait.";

const CARD_1 = "CARD 1".padEnd(80);
const CARDS = encodeEbcdic(`${CARD_1}${"CARD 2".padEnd(80)}${"CARD 3".padEnd(80)}`);

/** At fixed places. */
const PARTS = `
         ORG   X'1800'
READ     CCW   X'02',AREA,X'40',80
SENSE    CCW   X'04',AREA+80,X'20',1
PIECES   CCW   X'02',AREA,X'80',40
         CCW   X'00',AREA+40,X'60',20
         CCW   X'04',AREA+80,X'20',1
NOPS     CCW   X'03',0,X'60',1
         CCW   X'03',0,X'20',1
BYTES    CCW   X'02',AREA,X'80',1
         CCW   X'00',AREA+1,X'80',1
         CCW   X'00',AREA+2,X'00',78
         DS    0F
KEYMASK  DC    X'80000040'
ONES     DC    X'FFFFFFFF'
AREA     DC    84X'EE'
LOGOUTS  DC    24X'EE'
`;

/** Waits, at a stage, for the operator's interrupt key, whatever else he does before. */
const forOperator = (stage: number): string => `
         LCTL  0,0,KEYMASK
         MVC   88(8),KEY${stage}
         STAGE ${stage}
         LPSW  WAIT${stage}
         DS    0D
WAIT${stage}    DC    X'0102000000000000'
KEY${stage}     DC    A(0),A(ON${stage})
ON${stage}      DS    0H`;

/** What the operator does at a stage: a channel status (hexadecimal) for the next operation at a device. */
const fails = (stage: number, check: string, device: string) => ({
  stage,
  hercules: ["ext"],
  here: [
    ["operator", `channel-check ${check}${device.padStart(4, "0")}`],
    ["operator", "external"],
  ] as const,
});

/** Ones where the logout comes: bit 0 then says whether it has. The I/O address is stored with it. */
const expectLogout = `
         MVC   176(4),ONES
         MVC   186(2),ONES`;
const keepLogout = (at: number): string => `
         MVC   LOGOUTS+${8 * at}(4),176
         MVC   LOGOUTS+${8 * at + 4}(2),186`;

/** What of a chain of data is different from one case to the next. */
interface Pieces {
  readonly device: string;
  /** Statement of the configuration behind the address, and its file. */
  readonly unit: string;
  readonly files: Readonly<Record<string, () => Uint8Array>>;
  readonly command: string;
  /** Bytes of a piece: together they are 80. */
  readonly bytes: number;
  /** Whether a TRANSFER IN CHANNEL stands before each but the first. */
  readonly transfers?: boolean;
  readonly fast?: boolean;
  /** With a chaining check: the CCW's address in the CSW, and what is in storage by then. */
  readonly check?: readonly [next: string, stored: Uint8Array];
}

/** The volume label of a blank pack, of which 80 bytes are read; or 80 bytes of another device. */
function pieces(name: string, { device, unit, files, command, bytes, transfers, fast, check }: Pieces): DeviceCase {
  const isDisk = unit.startsWith("3350") || unit.startsWith("2305");
  const ccws = Array.from({ length: 80 / bytes }, (_, at) => {
    const flags = (at + 1) * bytes < 80 ? "80" : "00";
    const ccw = `P${at}`.padEnd(8) + ` CCW   X'${at === 0 ? command : "00"}',AREA+${at * bytes},X'${flags}',${bytes}`;
    return transfers && at > 0 ? `         CCW   X'08',P${at},0,1\n${ccw}` : ccw;
  });
  const statement = `${device} ${unit}`;
  return {
    name,
    source: `
         IO    X'${device}',PROGRAM
         DONE
         ORG   X'1800'
PROGRAM  DS    0D
${
  isDisk
    ? `         CCW   X'07',SEEK,X'40',6
SEARCH   CCW   X'31',SEEK+2,X'40',5
         CCW   X'08',SEARCH,0,1`
    : ""
}
${ccws.join("\n")}
SEEK     DC    X'00000000000003'
AREA     DC    84X'EE'
`,
    configuration: [...(fast ? [] : ["DEVICES TIMED"]), statement],
    there: { configuration: [statement], patches: {} },
    files,
    areas: [["AREA", 84]],
    ...(check && {
      differs: OVERRUN,
      expected: { "slot 1": `io ${device} cc 0 csw 00 ${check[0]} 0C 01 0000`, AREA: hex(check[1]).padEnd(168, "E") },
    }),
  };
}

const pack = (type: string) => () => {
  const disk = diskType(type);
  if (!disk) throw new Error(`there is no ${type}`);
  return new Uint8Array(Buffer.concat([...diskFile(new DiskPack(blankPack(disk, { volume: "PACK01" })), "compressed")]));
};
const DISK_3350 = {
  device: "150",
  unit: "3350 a.cckd",
  files: { "a.cckd": pack("3350") },
  command: "06",
};
const DISK_2305 = { device: "150", unit: "2305 a.cckd", files: { "a.cckd": pack("2305-1") }, command: "06" };
const TAPE = {
  device: "180",
  unit: "3420 a.aws",
  files: { "a.aws": () => tapeFile([block(1, 80), MARK]) },
  command: "02",
};
const READER = { device: "00C", unit: "3505 cards.deck ebcdic", files: { "cards.deck": () => CARDS }, command: "02" };

const CHECKS = [
  ["channel-data check", "8", "08", "04101F43", "04101F42"],
  ["channel-control check", "4", "04", "04401F83", "04401F82"],
  ["interface-control check", "2", "02", "04081F83", "04081F82"],
] as const;

export const cases: readonly DeviceCase[] = [
  ...CHECKS.flatMap(([name, digit, status, logout, atOnce]): DeviceCase[] => [
    {
      name: `${name}: a chain ends with it, and the channel says where`,
      source: `
${forOperator(1)}
${expectLogout}
         IO    X'00C',READ
${keepLogout(0)}
${expectLogout}
         IO    X'00C',READ
${keepLogout(1)}
         DONE
${PARTS}`,
      configuration: ["00C 3505 cards.deck ebcdic"],
      files: { "cards.deck": () => CARDS },
      steps: [fails(1, digit, "00C")],
      areas: [
        ["AREA", 84],
        ["LOGOUTS", 16],
      ],
      differs: DIFFERS,
      expected: {
        "slot 1": `io 00C cc 0 csw 00 001808 0C ${status} 0000`,
        "slot 2": "io 00C cc 0 csw 00 001810 0C 00 0000",
        AREA: `${hex(encodeEbcdic("CARD 2".padEnd(80)))}00EEEEEE`,
        LOGOUTS: `${logout}000CEEEEFFFFFFFFFFFFEEEE`,
      },
    },
    {
      name: `${name}: of a command that is done at once, START I/O tells`,
      source: `
${forOperator(1)}
${expectLogout}
         BEGIN X'00C',NOPS
${keepLogout(0)}
         ASK   TIO,X'00C'
         DONE
${PARTS}`,
      configuration: ["00C 3505 cards.deck ebcdic"],
      files: { "cards.deck": () => CARDS },
      steps: [fails(1, digit, "00C")],
      areas: [["LOGOUTS", 8]],
      differs: DIFFERS,
      expected: {
        "slot 1": `begin 00C cc 1 csw 00 000000 0C ${status} 0000`,
        "slot 2": "ask 00C cc 0 csw 00 000000 00 00 0000",
        LOGOUTS: `${atOnce}000CEEEE`,
      },
    },
  ]),
  {
    name: "channel-data check: data chaining goes on, the chain does not, incorrect length is told",
    source: `
${forOperator(1)}
${expectLogout}
         IO    X'00C',PIECES
${keepLogout(0)}
         DONE
${PARTS}`,
    configuration: ["00C 3505 cards.deck ebcdic"],
    files: { "cards.deck": () => CARDS },
    steps: [fails(1, "8", "00C")],
    areas: [
      ["AREA", 84],
      ["LOGOUTS", 8],
    ],
    differs: DIFFERS,
    expected: {
      // The second piece suppresses length indication: 20 columns of the card are left.
      "slot 1": "io 00C cc 0 csw 00 001820 0C 08 0000",
      AREA: `${hex(encodeEbcdic(CARD_1.slice(0, 60)))}${"EE".repeat(24)}`,
      LOGOUTS: "04101F43000CEEEE",
    },
  },
  {
    name: "interface-control check: masked off, it waits with its logout until it is let in, in EC mode",
    source: `
${forOperator(1)}
${expectLogout}
         LCTL  2,2,NO1
         MVC   120(8),ECNEW
         MVC   IOENABLE(2),ECPSW
         BEGIN X'10C',SENSE
         IO    X'00C',SENSE
         ASK   TCH,X'100'
${keepLogout(0)}
         LCTL  2,2,ONLY1
         AWAIT
${keepLogout(1)}
         B     READY
         DS    0D
* THE OLD PSW OF EC MODE HAS NO DEVICE
ECNEW    DC    A(0),A(ECTAKEN)
NO1      DC    X'80000000'
ONLY1    DC    X'40000000'
ECPSW    DC    X'020A'
ECTAKEN  MVC   58(2),X'BA'
         B     IOTAKEN
READY    DS    0H
         DONE
${PARTS}`,
    configuration: ["00C 3505 cards.deck ebcdic", "10C 3505 more.deck ebcdic"],
    files: { "cards.deck": () => CARDS, "more.deck": () => CARDS },
    steps: [fails(1, "2", "10C")],
    areas: [["LOGOUTS", 16]],
    differs: DIFFERS,
    expected: {
      "slot 4": "await 10C cc 0 csw 00 001810 0C 02 0000",
      LOGOUTS: "FFFFFFFF000CEEEE04081F83010CEEEE",
    },
  },
  {
    name: "channel-control check: TIO takes it, with the logout; without a check there is none",
    source: `
${forOperator(1)}
${expectLogout}
         BEGIN X'00C',SENSE
PENDS    TCH   X'000'
         BC    8,PENDS
${keepLogout(0)}
         ASK   TIO,X'00C'
${keepLogout(1)}
${expectLogout}
         IO    X'00C',SENSE
${keepLogout(2)}
         DONE
${PARTS}`,
    configuration: ["00C 3505 cards.deck ebcdic"],
    files: { "cards.deck": () => CARDS },
    steps: [fails(1, "4", "00C")],
    areas: [["LOGOUTS", 24]],
    differs: DIFFERS,
    expected: {
      "slot 2": "ask 00C cc 1 csw 00 001810 0C 04 0000",
      LOGOUTS: "FFFFFFFFFFFFEEEE04401F83000CEEEEFFFFFFFFFFFFEEEE",
    },
  },
  pieces("chaining check: a 3350 whose bytes are chained one by one", { ...DISK_3350, bytes: 1, check: ["001878", encodeEbcdic("VOL1PACK01 ")] }),
  pieces("a 3350 whose bytes are chained by fours is in time", { ...DISK_3350, bytes: 4 }),
  pieces("a 3350 whose bytes are chained one by one is in time where devices are fast", {
    ...DISK_3350,
    bytes: 1,
    fast: true,
  }),
  pieces("a 2305 whose bytes are chained by eights is in time", { ...DISK_2305, bytes: 8 }),
  pieces("chaining check: a 2305 whose bytes are chained by fives, each through a transfer in channel", {
    ...DISK_2305,
    bytes: 5,
    transfers: true,
    check: ["001840", encodeEbcdic("VOL1PACK01")],
  }),
  pieces("chaining check: a 3420 whose bytes are chained one by one", { ...TAPE, bytes: 1, check: ["001860", block(1, 11)] }),
  {
    name: "chaining check: the operator has one of a reader, where it chains data on input; there is no logout",
    source: `
${forOperator(1)}
${expectLogout}
         IO    X'00C',BYTES
${keepLogout(0)}
         IO    X'00C',BYTES
         DONE
${PARTS}`,
    configuration: ["00C 3505 cards.deck ebcdic"],
    files: { "cards.deck": () => CARDS },
    steps: [fails(1, "1", "00C")],
    areas: [["LOGOUTS", 8]],
    differs: OVERRUN,
    expected: { "slot 1": "io 00C cc 0 csw 00 001848 0C 01 0000" },
  },
  pieces("a 3505 has a buffer: its bytes can be chained one by one", { ...READER, bytes: 1 }),
];

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex").toUpperCase();
}
