/** Cases about channels: counts, chaining, indirect addresses, keys, checks, condition codes, with a reader and a printer. */
import { encodeEbcdic } from "../../engine/s370/index.ts";
import type { DeviceCase } from "./device-case.ts";

const READER = "00C 3505 cards.deck ebcdic";
const PRINTER = "00E 1403 print.txt";

/** Cards "CARD 1", "CARD 2", … */
function cards(count: number): Uint8Array {
  const text = Array.from({ length: count }, (_, i) => `CARD ${i + 1} ABCDEFGHIJKLMNOPQRSTUVWXYZ`.padEnd(80)).join("");
  return encodeEbcdic(text);
}

function reads(name: string, source: string, more: Partial<DeviceCase> = {}): DeviceCase {
  return {
    name,
    source,
    configuration: [READER],
    files: { "cards.deck": () => cards(20) },
    areas: [["AREA", 240]],
    ...more,
  };
}

const AREA = `
         DS    0D
AREA     DC    240X'EE'
`;

function checks(name: string, ccws: string, more: Partial<DeviceCase> = {}): DeviceCase {
  return reads(
    name,
    `
         IO    X'00C',CCWS
         DONE
         DS    0D
${ccws}
${AREA}`,
    more,
  );
}

/** A statement of a CCW. */
const ccw = (label: string, code: string, data: string, flags: string, count: string | number): string =>
  `${label.padEnd(8)} CCW   X'${code}',${data},X'${flags}',${count}`;

/** A check that is found while a command's data are transferred. */
const WITHIN_A_COMMAND: Partial<DeviceCase> = {
  differs:
    "The device has begun: it ends the command with channel end and device end (GA22-7000, Program Check). Hercules gives the check alone.",
  expected: { "slot 1": "io 00C cc 0 csw 00 001020 0C 20 0000" },
};

/** Channel end when the card has been read, device end when it has been fed: Hercules gives both at once. */
const FEEDING = "GA21-9124, 3505: device end comes when the card has been fed. Hercules gives it with channel end.";

export const cases: readonly DeviceCase[] = [
  // --- Counts
  checks("a read of as much as there is", ccw("CCWS", "02", "AREA", "00", 80)),
  checks("a read of less is of incorrect length", ccw("CCWS", "02", "AREA", "00", 60)),
  checks("a read of more too", ccw("CCWS", "02", "AREA", "00", 100)),
  checks("suppressed, a read of less", ccw("CCWS", "02", "AREA", "20", 60)),
  checks("suppressed, a read of more", ccw("CCWS", "02", "AREA", "20", 100)),
  checks("a read that skips", ccw("CCWS", "02", "AREA", "10", 80)),
  checks(
    "incorrect length ends a chain",
    [ccw("CCWS", "02", "AREA", "40", 60), ccw("", "02", "AREA+80", "00", 80)].join("\n"),
  ),
  checks(
    "suppressed, it does not",
    [ccw("CCWS", "02", "AREA", "60", 60), ccw("", "02", "AREA+80", "00", 80)].join("\n"),
  ),
  // --- Chaining
  checks(
    "data chained through three areas",
    [ccw("CCWS", "02", "AREA", "80", 10), ccw("", "00", "AREA+100", "80", 20), ccw("", "FF", "AREA+200", "00", 50)].join(
      "\n",
    ),
    { areas: [["AREA", 250]] },
  ),
  checks(
    "data chained, the middle skipped",
    [ccw("CCWS", "02", "AREA", "80", 10), ccw("", "00", "AREA+100", "90", 20), ccw("", "00", "AREA+40", "00", 50)].join(
      "\n",
    ),
  ),
  checks(
    "data chained, with more areas than data",
    [ccw("CCWS", "02", "AREA", "80", 60), ccw("", "00", "AREA+80", "80", 60), ccw("", "00", "AREA+160", "00", 10)].join(
      "\n",
    ),
  ),
  checks(
    "data chained, then commands",
    [ccw("CCWS", "02", "AREA", "80", 40), ccw("", "00", "AREA+40", "40", 40), ccw("", "02", "AREA+80", "00", 80)].join(
      "\n",
    ),
  ),
  checks(
    "data chained through a transfer in channel",
    [
      ccw("CCWS", "02", "AREA", "80", 10),
      ccw("", "08", "MORE", "00", 1),
      ccw("", "02", "AREA", "00", 80),
      ccw("MORE", "00", "AREA+100", "00", 70),
    ].join("\n"),
  ),
  checks(
    "commands chained through a transfer in channel, whose other fields are not looked at",
    [
      ccw("CCWS", "02", "AREA", "40", 80),
      "         DC    X'F8',AL3(MORE),X'FFFFFFFF'",
      ccw("", "02", "AREA", "00", 80),
      ccw("MORE", "02", "AREA+80", "00", 80),
    ].join("\n"),
  ),
  checks(
    "a CCW read by the command before it",
    `
CCWS     CCW   X'02',AREA,X'60',8
         CCW   X'02',PATCH,X'60',8
PATCH    CCW   X'02',AREA+80,X'20',80`,
    {
      files: {
        "cards.deck": () => {
          const bytes = cards(3);
          // An own card: CCW X'02', X'8100', X'20', 80.
          bytes.set([0x02, 0x00, 0x81, 0x00, 0x20, 0x00, 0x00, 0x50], 80);
          return bytes;
        },
      },
      areas: [
        ["AREA", 160],
        ["8100", 80],
      ],
    },
  ),
  // --- Checks on chaining
  ...(
    [
      ["a command of zeros", ccw("", "10", "AREA", "00", 80)],
      ["a count of zero", ccw("", "02", "AREA", "00", 0)],
      ["a transfer in channel to no doubleword", ccw("", "08", "AREA+4", "00", 1)],
      ["a transfer in channel beyond storage", ccw("", "08", "X'FFFFF8'", "00", 1)],
      ["a transfer in channel to a transfer in channel", ccw("", "08", "CCWS+16", "00", 1) + "\n" + ccw("", "08", "CCWS", "00", 1)],
      ["flags that are none", ccw("", "02", "AREA", "01", 80)],
      ["data beyond storage", ccw("", "02", "X'300000'", "00", 80)],
    ] as const
  ).map(([what, bad]) =>
    checks(`command chaining to ${what}`, [ccw("CCWS", "02", "AREA", "40", 80), bad].join("\n")),
  ),
  ...(
    [
      ["a count of zero", ccw("", "00", "AREA+80", "00", 0)],
    ] as const
  ).map(([what, bad]) =>
    checks(`data chaining to ${what}`, [ccw("CCWS", "02", "AREA", "80", 40), bad].join("\n"), WITHIN_A_COMMAND),
  ),
  checks(
    "data chaining to a command of zeros, which is right",
    [ccw("CCWS", "02", "AREA", "80", 40), ccw("", "00", "AREA+80", "00", 40)].join("\n"),
  ),
  // --- Checks at once
  ...(
    [
      ["a transfer in channel first", ccw("CCWS", "08", "CCWS+8", "00", 1)],
      ["a command of zeros", ccw("CCWS", "10", "AREA", "00", 80)],
      ["a count of zero", ccw("CCWS", "02", "AREA", "00", 0)],
      ["flags that are none", ccw("CCWS", "02", "AREA", "01", 80)],
    ] as const
  ).map(([what, bad]) => checks(`START I/O with ${what}`, bad)),
  reads(
    "START I/O with a CAW that is not at a doubleword, and with ones where zeros must be",
    `
         BEGIN X'00C',CCWS+4
         LA    1,X'00C'
         L     2,BADCAW
         ST    2,72
         XC    64(8),64
         SIO   0(1)
         BALR  0,0
         BAL   14,IOASKED
         DONE
BADCAW   DC    X'02',AL3(CCWS)
         DS    0D
${ccw("CCWS", "02", "AREA", "00", 80)}
${AREA}`,
    {
      differs: "Both are program checks (GA22-7000, Program Check). Hercules ignores the bits.",
      expected: {
        "slot 1": "begin 00C cc 1 csw 00 000000 00 20 0000",
        "slot 2": "ask 00C cc 1 csw 00 000000 00 20 0000",
        AREA: "EE".repeat(240),
      },
    },
  ),
  // --- Indirect data addresses
  checks(
    "indirect data addresses across a 2 KiB border",
    [ccw("CCWS", "02", "LIST", "04", 80), "LIST     DC    A(X'87F0',X'9000')"].join("\n"),
    {
      areas: [
        ["87F0", 16],
        ["9000", 80],
      ],
    },
  ),
  checks(
    "indirect data addresses, data chained",
    [
      ccw("CCWS", "02", "LIST", "84", 40),
      ccw("", "00", "LIST+8", "04", 40),
      "LIST     DC    A(X'87F0',X'9000',X'A123',X'B000')",
    ].join("\n"),
    {
      areas: [
        ["87F0", 16],
        ["9000", 48],
        ["A123", 64],
      ],
    },
  ),
  checks(
    "an indirect data address that does not begin its block",
    [ccw("CCWS", "02", "LIST", "04", 80), "LIST     DC    A(X'87F0',X'9004')"].join("\n"),
  ),
  checks(
    "an indirect data address with something in its first byte",
    [ccw("CCWS", "02", "LIST", "04", 80), "LIST     DC    X'01008000'"].join("\n"),
  ),
  checks(
    "a list of indirect data addresses that is not at a word",
    [ccw("CCWS", "02", "LIST+2", "04", 80), "LIST     DC    A(X'87F0',X'9000')"].join("\n"),
  ),
  // --- Keys
  ...(
    [
      ["the same key", 1, "30", "30000000"],
      ["another key", 1, "40", "30000000"],
      ["key 0 of the subchannel", 1, "40", "00000000"],
    ] as const
  ).map(([what, , block, key]) =>
    reads(
      `a read into a block of ${what}`,
      `
         L     2,=A(X'8000')
         LA    3,X'${block}'
         SSK   3,2
         L     0,CAW
         LA    1,X'00C'
         BAL   14,IOSUB
         DONE
         DS    0D
CAW      DC    X'${key.slice(0, 2)}',AL3(CCWS)
         DS    0D
CCWS     CCW   X'02',X'8000',X'00',80
${AREA}`,
      { areas: [["8000", 80]] },
    ),
  ),
  reads(
    "a channel program in a fetch-protected block of another key",
    `
         L     2,=A(X'8800')
         LA    3,X'48'
         SSK   3,2
         MVC   X'8800'(8,0),CCWS
         L     0,CAW
         LA    1,X'00C'
         BAL   14,IOSUB
         DONE
         DS    0D
CAW      DC    X'30',AL3(X'8800')
         DS    0D
CCWS     CCW   X'02',AREA,X'00',80
${AREA}`.replace("         MVC   X'8800'(8,0),CCWS\n", "         L     4,=A(X'8800')\n         MVC   0(8,4),CCWS\n"),
  ),
  // --- Program-controlled interruption
  reads(
    "PCI in the first of two commands",
    `
         BEGIN X'00C',CCWS
         AWAIT
         AWAIT
         DONE
         DS    0D
CCWS     CCW   X'02',AREA,X'48',80
         CCW   X'02',AREA+80,X'00',80
${AREA}`,
    { differs: FEEDING, expected: { "slot 3": "await 00C cc 0 csw 00 001028 08 00 0000" } },
  ),
  // --- Condition codes
  reads(
    "TIO, TCH, HIO, HDV, CLRIO, STIDC with nothing going on",
    `
         ASK   TIO,X'00C'
         ASK   TCH,X'00C'
         ASK   CLRIO,X'00C'
         ASK   TIO,X'00A'
         ASK   HIO,X'00A'
         ASK   HDV,X'00A'
         ASK   CLRIO,X'00A'
         ASK   TIO,X'70C'
         ASK   TCH,X'70C'
         BEGIN X'00A',CCWS
         DONE
         DS    0D
CCWS     CCW   X'02',AREA,X'00',80
${AREA}`,
  ),
  reads(
    "an operation that has ended, asked for by TIO",
    `
         BEGIN X'00C',CCWS
LOOP     TIO   X'00C'
         BC    2,LOOP
         ASK   TIO,X'00C'
         DONE
         DS    0D
CCWS     CCW   X'02',AREA,X'00',80
${AREA}`,
    { differs: FEEDING, expected: { "slot 2": "ask 00C cc 1 csw 00 000000 04 00 0000" } },
  ),
  {
    name: "output: data chained into one line, a length that is wrong, a line from a protected block",
    source: `
         IO    X'00E',CHAINED
         IO    X'00E',LONG
         L     2,=A(X'8000')
         LA    3,X'48'
         SSK   3,2
         L     0,CAW
         LA    1,X'00E'
         BAL   14,IOSUB
         DONE
         DS    0D
CHAINED  CCW   X'09',TEXT,X'80',3
         CCW   X'00',TEXT+10,X'80',2
         CCW   X'00',TEXT+20,X'20',4
LONG     CCW   X'09',TEXT,X'40',30
         CCW   X'09',TEXT,X'20',5
LOCKED   CCW   X'09',X'8000',X'20',5
CAW      DC    X'30',AL3(LOCKED)
TEXT     DC    C'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
`,
    configuration: [PRINTER],
    outputs: ["print.txt"],
    differs:
      "The printer has taken the command: it ends it with channel end and device end, and spaces (GA22-7000, Protection Check). Hercules gives the check alone.",
    expected: {
      "slot 3": "io 00E cc 0 csw 30 001068 0C 10 0005",
      "print.txt": JSON.stringify("ABCKLUVWX\nABCDEFGHIJKLMNOPQRSTUVWXYZ0123\nABCDE\n\n"),
    },
  },
];
