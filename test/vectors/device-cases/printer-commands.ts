/** Cases about each of printers' commands; see ../device-cases-unit-record.ts. */
import type { DeviceCase } from "../device-case.ts";
import { channels, FORM, hex, oneByOne, refusedHere, rejects, SENSE_ID, skipTo } from "../unit-record-programs.ts";

/** Commands of both printers, and of each. */
const LINES = [0x01, 0x09, 0x11, 0x19, ...channels.map(skipTo)];
const MOTIONS = [0x0b, 0x13, 0x1b, ...channels.map((channel) => skipTo(channel) | 2)];
const COMMON = [0x02, 0x03, 0x06, 0x73, 0x7b, ...LINES, ...MOTIONS];
const DIAGNOSTIC_WRITES = [0x05, 0x0d, 0x15, 0x1d, ...channels.map((channel) => skipTo(channel) | 4)];
const LOADS_1403 = [0xeb, 0xf3, 0xfb];
const OWN_3211 = [0x07, 0x0a, 0x12, 0x23, 0x43, 0x63, 0x6b, 0x83, 0xfb];

/** Loads a forms control buffer, then prints two lines that skip to its channels 2 and 1. */
const loading = (bytes: string, flags: string) => `
         IO    14,LOAD
         IO    14,LINES
         DONE
LOAD     CCW   X'63',BYTES,X'${flags}',${bytes.length / 2}
LINES    CCW   X'91',TEXT,X'60',3
         CCW   X'89',TEXT,X'20',3
TEXT     DC    C'ABC'
BYTES    DC    X'${bytes}'
`;

/** Hercules does not look at a character set: all of the count is left. */
const UNREAD = "Hercules does not fetch the character set, and leaves the count as it was.";

export const printerCommands: readonly DeviceCase[] = [
  ...rejects({ configuration: [`00E 1403 p.txt ${FORM}`], outputs: ["p.txt"] }, "1403", "00E", [
    ...[...COMMON, ...DIAGNOSTIC_WRITES, ...LOADS_1403, 0x23, 0x43, 0x63, SENSE_ID],
  ]),
  ...rejects({ configuration: [`00E 3211 p.txt ${FORM}`], outputs: ["p.txt"] }, "3211", "00E", [
    ...[...COMMON, ...DIAGNOSTIC_WRITES, ...OWN_3211, 0xeb, 0xf3, SENSE_ID],
  ]),
  ...["1403", "3211"].map(
    (type): DeviceCase => ({
      name: `${type}: the line buffer written, read and checked, unprinted`,
      source: oneByOne("00E", [0x05, 0x02, 0x06], { flags: "00", count: 132 }),
      configuration: [`00E ${type} p.txt ${FORM}`],
      areas: [["DATA", 4]],
      differs: "DIAGNOSTIC WRITE, READ and CHECK READ are there for both printers; Hercules rejects them, or reads nothing.",
      expected: {
        ...Object.fromEntries([0x30, 0x38, 0x40].map((at, i) => [`slot ${i + 1}`, `io 00E cc 0 csw 00 0010${hex(at)} 0C 00 0000`])),
        DATA: "04040404",
      },
    }),
  ),
  {
    name: "3211: its buffers read behind the diagnostic gate",
    source: `
         IO    14,LOADS
         IO    14,SETS
         IO    14,FORMS
         IO    14,COUNTER
         DONE
LOADS    CCW   X'FB',X'8000',X'60',512
         CCW   X'63',FORM,X'60',3
         CCW   X'0B',0,X'20',1
SETS     CCW   X'07',0,X'60',1
         CCW   X'0A',X'9000',X'00',512
FORMS    CCW   X'07',0,X'60',1
         CCW   X'12',X'9200',X'00',180
COUNTER  CCW   X'07',0,X'60',1
         CCW   X'06',X'92FF',X'00',1
FORM     DC    X'010210'
         ORG   X'8000'
         DC    16C'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'
`,
    configuration: [`00E 3211 p.txt ${FORM}`],
    areas: [
      ["9000", 4],
      ["9200", 4],
      ["92FF", 1],
    ],
    differs:
      "The gate lets the buffers be read (GA24-3543, \"Diagnostic Commands\"); the line counter comes with its bits in the other order. Hercules rejects the reads.",
    expected: {
      "slot 1": "io 00E cc 0 csw 00 001050 0C 00 0001",
      "slot 2": "io 00E cc 0 csw 00 001060 0C 00 0000",
      "slot 3": "io 00E cc 0 csw 00 001070 0C 00 0000",
      "slot 4": "io 00E cc 0 csw 00 001080 0C 00 0000",
      "9000": "C1C2C3C4",
      "9200": "01021000",
      "92FF": "C0",
    },
  },
  {
    name: "1403: commands of other printers",
    source: oneByOne("00E", [0x23, 0x43, 0x63, 0xe4], { count: 8 }),
    configuration: [`00E 1403 p.txt ${FORM}`],
    differs: "A 1403 has no FOLD, UNFOLD and forms control buffer (GA24-3312, \"Commands\"); Hercules takes them. SENSE ID came with later devices.",
    expected: refusedHere("00E", [0x23, 0x43, 0x63, 0xe4], 1),
  },
  {
    name: "3211: commands of other printers",
    source: oneByOne("00E", [0xeb, 0xf3, 0xe4], { count: 8 }),
    configuration: [`00E 3211 p.txt ${FORM}`],
    differs: "A 3211 has no gate before its character set, and FOLD by itself (GA24-3543, \"Commands\"); Hercules takes the 1403's. SENSE ID came with later devices.",
    expected: refusedHere("00E", [0xeb, 0xf3, 0xe4], 6),
  },
  {
    name: "1403: a character set behind its gate, and without it",
    source: `
         IO    14,CLOSED
         IO    14,LOAD
         IO    14,AFTER
         IO    14,FOLDED
         IO    14,SMALL
         DONE
CLOSED   CCW   X'FB',SET,X'20',240
LOAD     CCW   X'EB',0,X'60',1
         CCW   X'FB',SET,X'20',240
AFTER    CCW   X'FB',SET,X'20',240
FOLDED   CCW   X'EB',0,X'60',1
         CCW   X'F3',SET,X'20',240
SMALL    CCW   X'09',TEXT,X'20',8
TEXT     DC    X'8182838440C1C2C3'
SET      DC    6C'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,-/'
`,
    configuration: [`00E 1403 p.txt ${FORM}`],
    outputs: ["p.txt"],
    differs: UNREAD,
    expected: {
      "slot 2": "io 00E cc 0 csw 00 001058 0C 00 0000",
      "slot 4": "io 00E cc 0 csw 00 001070 0C 00 0000",
    },
  },
  {
    name: "1403: a character that is not in the character set",
    source: `
         IO    14,LOAD
         IO    14,BAD
         IO    14,BLOCKED
         IO    14,ALLOWED
         DONE
LOAD     CCW   X'EB',0,X'60',1
         CCW   X'FB',SET,X'20',240
BAD      CCW   X'09',TEXT,X'20',3
BLOCKED  CCW   X'73',0,X'60',1
         CCW   X'09',TEXT,X'20',3
ALLOWED  CCW   X'7B',0,X'60',1
         CCW   X'09',TEXT,X'20',3
TEXT     DC    C'A=B'
SET      DC    6C'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,-/'
`,
    configuration: [`00E 1403 p.txt ${FORM}`],
    outputs: ["p.txt"],
    differs:
      "A character that is not in the buffer prints as a blank, and is a data check unless those are blocked (GA24-3312, \"Universal Character Set\"); Hercules prints all.",
    expected: {
      "slot 1": "io 00E cc 0 csw 00 001048 0C 00 0000",
      "slot 2": `io 00E cc 0 csw 00 001050 0E 00 0000 sense ${"08".padEnd(48, "0")} left 0017`,
      "slot 4": `io 00E cc 0 csw 00 001070 0E 00 0000 sense ${"08".padEnd(48, "0")} left 0017`,
      "p.txt": JSON.stringify("A B\nA B\nA B\n"),
    },
  },
  ...[
    ["a form", "81010002001900", "20"],
    ["a form whose length is wrong, which a 3211 does not say", "81010002001900", "00"],
    ["a form that moves lines to the right, at eight lines to the inch", "8411000219", "20"],
  ].map(
    ([what, bytes, flags]): DeviceCase => ({
      name: `3211: ${what}`,
      source: loading(bytes, flags),
      configuration: [`00E 3211 p.txt ${FORM}`],
      outputs: ["p.txt"],
    }),
  ),
  {
    name: "3211: a form without an index byte",
    source: loading("010002001900", "20"),
    configuration: [`00E 3211 p.txt ${FORM}`],
    outputs: ["p.txt"],
    differs:
      "The index byte has bit 0 on, and need not be there (GA24-3543, \"Forms Control Buffer\"); Hercules takes the first byte for one, whatever it is.",
    expected: { "slot 2": "io 00E cc 0 csw 00 001038 0C 00 0000", "p.txt": JSON.stringify("ABC\n\nABC\f") },
  },
  ...[
    ["without an end", "81010002000900"],
    ["with a channel above 12", "81010D001900"],
  ].map(
    ([what, bytes]): DeviceCase => ({
      name: `3211: a form ${what}: load check`,
      source: loading(bytes, "20"),
      configuration: [`00E 3211 p.txt ${FORM}`],
      outputs: ["p.txt"],
      differs:
        "A load check (GA24-3543, \"Sense Information\"), of six sense bytes, leaves the form that was there; Hercules has one sense byte, takes channel 13, and loses the form.",
      expected: {
        "slot 1": `io 00E cc 0 csw 00 001028 0E 00 0000 sense ${"02".padEnd(48, "0")} left 0012`,
        "slot 2": "io 00E cc 0 csw 00 001038 0C 00 0000",
        "p.txt": JSON.stringify("ABC\n\nABC\f"),
      },
    }),
  ),
  {
    name: "3211: character set, folding",
    source: `
         IO    14,LOAD
         IO    14,FOLD
         IO    14,LINE
         IO    14,UNFOLD
         DONE
LOAD     CCW   X'FB',SET,X'20',512
FOLD     CCW   X'43',0,X'20',1
LINE     CCW   X'09',TEXT,X'20',8
UNFOLD   CCW   X'23',0,X'20',1
TEXT     DC    X'8182838440C1C2C3'
         ORG   X'8000'
SET      DC    12C'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,-/'
         DC    32X'00'
`.replaceAll("SET,", "X'8000',"),
    configuration: [`00E 3211 p.txt ${FORM}`],
    outputs: ["p.txt"],
    differs: UNREAD,
    expected: { "slot 1": "io 00E cc 0 csw 00 001040 0C 00 0000" },
  },
];
