/**
 * Cases about suspended channel programs (GA22-7000, "Suspension of Channel-Program Execution", "RESUME I/O"). Hercules has
 * the facility for channel subsystems only: on a System/370 its channels take the flag for a program check, ignore the
 * permission in the CAW, and its RESUME I/O is START I/O. What must be here stands with each case.
 */
import { encodeEbcdic } from "../../engine/s370/index.ts";
import type { DeviceCase } from "./device-case.ts";

const DIFFERS =
  "GA22-7000, 'Suspension of Channel-Program Execution': with bit 4 of the CAW, a CCW with the S flag suspends, and RESUME I/O fetches it again. Hercules has a program check, and takes RESUME I/O for START I/O.";

const TEXT = "CARD 1".padEnd(80);
const CARD = hex(encodeEbcdic(TEXT));

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex").toUpperCase();
}

/** At fixed places: a card and a sense byte go to AREA, of which the first command may be the one that suspends. */
const PARTS = `
         ORG   X'1800'
CHAIN    CCW   X'02',AREA,X'60',80
SECOND   CCW   X'04',AREA+80,X'2A',1
ELSE     CCW   X'04',AREA+81,X'20',1
ALONE    CCW   X'04',AREA+80,X'22',1
DATA     CCW   X'02',AREA,X'A0',40
         CCW   X'00',AREA+40,X'22',40
OTHER    CCW   X'04',AREA+82,X'20',1
TOELSE   DC    X'08',AL3(ELSE)
CAW      DC    X'08',AL3(CHAIN)
CAWALONE DC    X'08',AL3(ALONE)
CAWDATA  DC    X'08',AL3(DATA)
MULTIPLE DC    X'80000000'
NONE     DC    F'0'
AREA     DC    84X'EE'
`;

/** Bytes of AREA: the card or none, then three of the places for sense bytes that have been stored into. */
const area = (card: boolean, ...senses: readonly (0 | 1 | 2)[]): string =>
  `${card ? CARD : "EE".repeat(80)}${[0, 1, 2, 3].map((place) => (senses.some((at) => at === place) ? "00" : "EE")).join("")}`;

/** Starts with a CAW. */
const start = (caw: string, device = "00C"): string => `
         L     0,${caw}
         LA    1,X'${device}'
         BAL   14,IOBEGIN`;

/** Takes what still comes of a device, in Hercules. */
const finish = (label: string): string => `
${label.padEnd(8)} TIO   X'00C'
         BC    2,${label}`;

const READER = ["00C 3505 cards.deck ebcdic"];
const READERS = ["10C 3505 cards.deck ebcdic", "10D 3505 other.deck ebcdic"];

/** In Hercules, nothing comes where the case waits HERE: no operation in place of the AWAIT. */
const NO_AWAIT = { HERE: "47000000" };

function suspended(name: string, statements: string, slots: readonly string[], more: Partial<DeviceCase> = {}) {
  const expected = Object.fromEntries(slots.map((slot, at) => [`slot ${at + 1}`, slot]));
  return {
    name,
    source: `
         LCTL  0,0,MULTIPLE
${statements.replace(/^\n/, "").trimEnd()}
         DONE
${PARTS}`,
    configuration: READER,
    files: { "cards.deck": () => encodeEbcdic(`${TEXT}${"CARD 2".padEnd(80)}${"CARD 3".padEnd(80)}`) },
    areas: [["AREA", 84]] as const,
    differs: DIFFERS,
    ...more,
    expected: { ...expected, ...more.expected },
  } satisfies DeviceCase;
}

const BEGUN = "begin 00C cc 0 csw 00 000000 00 00 0000";
const asked = (code: number, device = "00C"): string => `ask ${device} cc ${code} csw 00 000000 00 00 0000`;

/** A suspend flag that is none: the channel program is executed with {@link start}, whose ending is awaited. */
function refused(name: string, caw: string, more: Partial<DeviceCase>): DeviceCase {
  return {
    name,
    source: `
         LCTL  0,0,MULTIPLE
         L     0,${caw}
         LA    1,X'00C'
         BAL   14,IOSUB
         DONE
${PARTS}`,
    configuration: READER,
    files: { "cards.deck": () => encodeEbcdic(TEXT) },
    areas: [["AREA", 84]],
    ...more,
  };
}

export const cases: readonly DeviceCase[] = [
  suspended(
    "suspended in a chain, told by PCI; RIO goes on when the flag is gone",
    `
${start("CAW")}
         AWAIT
         ASK   TIO,X'00C'
         ASK   SIO,X'00C'
         MVI   SECOND+4,X'20'
         ASK   RIO,X'00C'
         AWAIT
         ASK   TIO,X'00C'`,
    [
      BEGUN,
      "await 00C cc 0 csw 08 001810 00 80 0001",
      asked(2),
      asked(2),
      asked(0),
      "await 00C cc 0 csw 00 001810 0C 00 0000",
      asked(0),
    ],
    { expected: { AREA: area(true, 0) } },
  ),
  suspended(
    "suspended before the first command, without PCI: RIO with the flag on changes nothing",
    `
${start("CAWALONE")}
         ASK   TIO,X'00C'
         ASK   RIO,X'00C'
         ASK   TIO,X'00C'
         MVI   ALONE+4,X'20'
         ASK   RIO,X'00C'
         AWAIT
         ASK   TIO,X'00C'`,
    [BEGUN, asked(2), asked(0), asked(2), asked(0), "await 00C cc 0 csw 00 001820 0C 00 0000", asked(0)],
    { expected: { AREA: area(false, 0) } },
  ),
  suspended(
    "resumed where a transfer in channel has taken the place of the CCW: it leads elsewhere, whatever its flags",
    `
${start("CAW")}
         AWAIT
         MVC   SECOND(4),TOELSE
         ASK   RIO,X'00C'
         AWAIT
         ASK   TIO,X'00C'`,
    [
      BEGUN,
      "await 00C cc 0 csw 08 001810 00 80 0001",
      asked(0),
      "await 00C cc 0 csw 00 001818 0C 00 0000",
      asked(0),
    ],
    { expected: { AREA: area(true, 1) } },
  ),
  suspended(
    "a suspended program is ended by HDV",
    `
${start("CAWALONE")}
         ASK   HDV,X'00C'
HERE     AWAIT
${finish("FINISH")}
         ASK   TIO,X'00C'
         ASK   RIO,X'00C'
${finish("AGAIN")}
         IO    X'00C',OTHER`,
    [
      BEGUN,
      asked(1),
      "await 00C cc 0 csw 00 001820 0C 00 0001",
      asked(0),
      asked(0),
      "io 00C cc 0 csw 00 001838 0C 00 0000",
    ],
    { there: { configuration: READER, patches: NO_AWAIT }, expected: { AREA: area(false, 2) } },
  ),
  suspended(
    "a suspended program is discontinued by CLRIO",
    `
${start("CAWALONE")}
         ASK   CLRIO,X'00C'
${finish("FINISH")}
         ASK   TIO,X'00C'
         ASK   CLRIO,X'00C'
         IO    X'00C',OTHER`,
    [
      BEGUN,
      "ask 00C cc 1 csw 00 001820 00 00 0001",
      asked(0),
      asked(0),
      "io 00C cc 0 csw 00 001838 0C 00 0000",
    ],
    { expected: { AREA: area(false, 2) } },
  ),
  suspended(
    "a suspended program leaves its block multiplexer to others",
    `
${start("CAWALONE", "10C")}
         ASK   TCH,X'100'
         ASK   TIO,X'10D'
         IO    X'10D',OTHER
         ASK   TIO,X'10C'
         MVI   ALONE+4,X'20'
         ASK   RIO,X'10C'
HERE     AWAIT`,
    [
      "begin 10C cc 0 csw 00 000000 00 00 0000",
      asked(0, "100"),
      asked(0, "10D"),
      "io 10D cc 0 csw 00 001838 0C 00 0000",
      asked(2, "10C"),
      asked(0, "10C"),
      "await 10C cc 0 csw 00 001820 0C 00 0000",
    ],
    {
      configuration: READERS,
      there: { configuration: READERS, patches: NO_AWAIT },
      files: { "cards.deck": () => encodeEbcdic(TEXT), "other.deck": () => encodeEbcdic(TEXT) },
      expected: { AREA: area(false, 0, 2) },
    },
  ),
  refused("a suspend flag that the CAW does not allow is a program check, in the first CCW", "=A(ALONE)", {}),
  refused("a suspend flag that the CAW does not allow is a program check, by command chaining", "=A(CHAIN)", {}),
  refused("a suspend flag in data chaining is a program check", "CAWDATA", {
    differs: "The device has begun: it ends the command with channel end and device end (GA22-7000, Program Check). Hercules gives the check alone.",
    expected: { "slot 1": "io 00C cc 0 csw 00 001830 0C 20 0000" },
  }),
  ...(["selector", "block"] as const).map((kind): DeviceCase => {
    const there = "10C 3505 cards.deck ebcdic";
    return {
      name:
        kind === "selector"
          ? "a selector channel has no suspension: the CAW's permission is a program check"
          : "a block multiplexer without block multiplexing does not suspend: the flag is a program check",
      source: `
         LCTL  0,0,NONE
         L     0,CAWALONE
         LA    1,X'10C'
         BAL   14,IOSUB
         MVI   ALONE+4,X'20'
         L     0,CAWALONE
         LA    1,X'10C'
         BAL   14,IOSUB
         DONE
${PARTS}`,
      configuration: [`CHANNEL 1 ${kind}`, there],
      there: { configuration: [there], patches: {} },
      files: { "cards.deck": () => encodeEbcdic(TEXT) },
      areas: [["AREA", 84]],
      ...(kind === "selector" && {
        differs: "GA22-7000, 'Suspension of Channel-Program Execution': there is no such facility for a selector channel, and the bit must be zero. Hercules ignores it.",
        expected: {
          "slot 2": "io 10C cc 1 csw 00 000000 00 20 0000",
          AREA: area(false),
        },
      }),
    };
  }),
];
