/**
 * Cases about unit-record devices: consoles, card readers and punches, printers. Each command and each error by itself,
 * then as programs use them. Where the other machine has a command that the device's manual does not, the case says so.
 */
import { encodeEbcdic } from "../../engine/s370/ebcdic.ts";
import type { DeviceCase } from "./device-case.ts";
import { channels, deck, FORM, hex, hexOf, numbered, oneByOne, refused, refusedHere, rejects, skipTo } from "./unit-record-programs.ts";

const CONSOLE = "009 3215-C / noprompt";
/** What Hercules' devices have, and those of the time do not. */
const SENSE_ID = 0xe4;

const LATER_COMMANDS = "SENSE ID came with later devices: a command reject here.";

const consoles: readonly DeviceCase[] = [
  {
    name: "3215: lines with carrier return and without, alarm, no-operation",
    source: `
         IO    9,WRITES
         IO    9,NOP
         IO    9,ALARM
         DONE
WRITES   CCW   X'01',A,X'60',2
         CCW   X'09',B,X'60',2
         CCW   X'03',0,X'60',1
         CCW   X'0B',0,X'60',1
         CCW   X'09',A,X'20',2
NOP      CCW   X'03',0,X'20',1
ALARM    CCW   X'0B',0,X'20',1
A        DC    C'AA'
B        DC    C'BB'
`,
    configuration: [CONSOLE],
  },
  {
    name: "3215: a line of data chained from three places, and one of which nothing is fetched",
    source: `
         IO    9,LINE
         IO    9,SHORT
         DONE
LINE     CCW   X'09',A,X'A0',2
         CCW   X'00',B,X'A0',1
         CCW   X'00',A,X'20',1
SHORT    CCW   X'09',A,X'00',1
A        DC    C'AA'
B        DC    C'BB'
`,
    configuration: [CONSOLE],
  },
  ...[
    ["shorter than the count", "abc", "00", 8],
    ["shorter than the count, length suppressed", "abc", "20", 8],
    ["as long as the count", "abcdefgh", "00", 8],
    ["longer than the count", "abcdefghijk", "00", 8],
    ["longer than the count, length suppressed", "abcdefghijk", "20", 8],
  ].map(
    ([what, typed, flags, count]): DeviceCase => ({
      name: `3215: reads a line ${what}`,
      source: `
         BEGIN 9,READ
         STAGE 1
         AWAIT
         DONE
READ     CCW   X'0A',DATA,X'${flags}',${count}
DATA     DC    16X'EE'
`,
      configuration: [CONSOLE],
      steps: [{ stage: 1, type: `${typed}` }],
      areas: [["DATA", 16]],
    }),
  ),
  {
    name: "3215: reads a line of nothing, then one into two places",
    source: `
         BEGIN 9,READ
         STAGE 1
         AWAIT
         BEGIN 9,CHAINED
         STAGE 2
         AWAIT
         DONE
READ     CCW   X'0A',DATA,X'20',8
CHAINED  CCW   X'0A',DATA,X'A0',3
         CCW   X'00',DATA+8,X'20',8
DATA     DC    16X'EE'
`,
    configuration: [CONSOLE],
    steps: [
      { stage: 1, type: "" },
      { stage: 2, type: "two places" },
    ],
    areas: [["DATA", 16]],
  },
  {
    name: "1052: lines out, a line in",
    source: `
         IO    9,WRITES
         BEGIN 9,READ
         STAGE 1
         AWAIT
         IO    9,WRONG
         DONE
WRITES   CCW   X'01',A,X'60',2
         CCW   X'09',A,X'60',2
         CCW   X'0B',0,X'20',1
READ     CCW   X'0A',DATA,X'20',8
WRONG    CCW   X'02',DATA,X'20',8
A        DC    C'AA'
DATA     DC    16X'EE'
`,
    configuration: ["009 1052-C / noprompt"],
    steps: [{ stage: 1, type: "typed" }],
    areas: [["DATA", 16]],
  },
  {
    name: "3215: attention, then lines out before the line is read",
    source: `
         STAGE 1
         AWAIT
         IO    9,WRITES
         IO    9,READ
         DONE
WRITES   CCW   X'01',A,X'60',2
         CCW   X'09',A,X'60',2
         CCW   X'01',A,X'20',2
READ     CCW   X'0A',DATA,X'20',8
A        DC    C'AA'
DATA     DC    16X'EE'
`,
    configuration: [CONSOLE],
    steps: [{ stage: 1, type: "typed" }],
    areas: [["DATA", 16]],
  },
  ...rejects({ configuration: [CONSOLE] }, "3215", "009", [0x01, 0x03, 0x09, 0x0a, 0x0b, SENSE_ID]),
  {
    name: "3215: a command of later devices",
    source: oneByOne("009", [SENSE_ID]),
    configuration: [CONSOLE],
    differs: LATER_COMMANDS,
    expected: refusedHere("009", [SENSE_ID], 1),
  },
];

/** What a 3505 has, and what Hercules' readers take in addition. */
const READS = [0x02, 0x42, 0x82];
const IMAGES = [0x22, 0x62, 0xa2];
const READS_WITHOUT_FEED = [0xc2, 0xe2];
const FEEDS = [0x23, 0x63, 0xa3];
const FORMATTED = [0x0a, 0x2a, 0x2b, 0x4a, 0x6a, 0x6b, 0x8a, 0xaa, 0xab, 0xca, 0xe3, 0xea, 0xeb, SENSE_ID];

const readers: readonly DeviceCase[] = [
  ...["3505", "2501", "1442"].map(
    (type): DeviceCase => ({
      name: `${type}: a deck of EBCDIC to its end, with the end-of-file key`,
      source: `
         IO    12,READ
         IO    12,READ
         IO    12,READ
         DONE
READ     CCW   X'02',DATA,X'20',80
DATA     DC    80X'EE'
`,
      configuration: [`00C ${type} a.deck ebcdic eof`],
      files: { "a.deck": deck("ONE", "TWO") },
      areas: [["DATA", 80]],
    }),
  ),
  {
    name: "3505: after unit exception, intervention required",
    source: `
         IO    12,READ
         IO    12,READ
         IO    12,READ
         DONE
READ     CCW   X'02',DATA,X'20',80
DATA     DC    80X'EE'
`,
    configuration: ["00C 3505 a.deck ebcdic eof"],
    files: { "a.deck": deck("ONE") },
    differs:
      "The end-of-file key is for the cards that lie in the hopper (GA21-9124, \"Operator's Panel\"): when their end has been told, the reader is not ready. Hercules says unit exception again.",
    expected: { "slot 3": refused("00C", "4010", 4) },
  },
  {
    name: "3505: a deck to its end, without the key",
    source: `
         IO    12,READ
         IO    12,READ
         IO    12,NOP
         IO    12,READ
         DONE
READ     CCW   X'02',DATA,X'20',80
NOP      CCW   X'03',0,X'20',1
DATA     DC    80X'EE'
`,
    configuration: ["00C 3505 a.deck ebcdic intrq"],
    files: { "a.deck": deck("ONE") },
    areas: [["DATA", 80]],
  },
  {
    name: "3505: commands chained, over the end of the deck",
    source: `
         IO    12,READS
         IO    12,READS
         DONE
READS    CCW   X'02',DATA,X'60',80
         CCW   X'42',DATA+80,X'60',80
         CCW   X'82',DATA+160,X'20',80
DATA     DC    240X'EE'
`,
    configuration: ["00C 3505 a.deck ebcdic eof"],
    files: { "a.deck": deck("ONE", "TWO", "THREE", "FOUR") },
    areas: [["DATA", 240]],
  },
  ...[
    ["fewer bytes than a card has", "00", 24],
    ["fewer bytes, length suppressed", "20", 24],
    ["more bytes", "00", 81],
    ["more bytes, length suppressed", "20", 81],
    ["no bytes: they are skipped", "10", 80],
  ].map(
    ([what, flags, count]): DeviceCase => ({
      name: `3505: ${what}`,
      source: `
         IO    12,READ
         IO    12,NEXT
         DONE
READ     CCW   X'02',DATA,X'${flags}',${count}
NEXT     CCW   X'02',DATA+100,X'20',80
DATA     DC    200X'EE'
`,
      configuration: ["00C 3505 a.deck ebcdic"],
      files: { "a.deck": numbered(3) },
      areas: [["DATA", 180]],
    }),
  ),
  {
    name: "3505: a card into three places, and the middle skipped",
    source: `
         IO    12,READ
         DONE
READ     CCW   X'02',DATA,X'80',3
         CCW   X'00',0,X'90',10
         CCW   X'00',DATA+40,X'00',67
DATA     DC    200X'EE'
`,
    configuration: ["00C 3505 a.deck ebcdic"],
    files: { "a.deck": deck("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") },
    areas: [["DATA", 120]],
  },
  {
    name: "3505: lines of text: tabs, carriage returns, blank ones, the last without an end",
    source: `
         IO    12,READ
         IO    12,READ
         IO    12,READ
         IO    12,READ
         IO    12,READ
         DONE
READ     CCW   X'02',DATA,X'20',80
DATA     DC    80X'EE'
`,
    configuration: ["00C 3505 a.txt ascii eof"],
    files: { "a.txt": new TextEncoder().encode("A\tLR\t1,2 comment\r\n\n\t\t|x\r\nlast") },
    areas: [["DATA", 80]],
  },
  {
    name: "3505: lines that are too long are cut where that is asked for",
    source: `
         IO    12,READ
         IO    12,READ2
         DONE
READ     CCW   X'02',DATA,X'20',80
READ2    CCW   X'02',DATA+80,X'20',80
DATA     DC    160X'EE'
`,
    configuration: ["00C 3505 a.txt ascii trunc"],
    files: { "a.txt": new TextEncoder().encode(`${"0123456789".repeat(9)}\nNEXT\n`) },
    areas: [["DATA", 160]],
  },
  {
    name: "3505: an object deck is EBCDIC, whatever else is in it",
    source: `
         IO    12,READ
         IO    12,READ2
         DONE
READ     CCW   X'02',DATA,X'20',80
READ2    CCW   X'02',DATA+80,X'20',80
DATA     DC    160X'EE'
`,
    configuration: ["00C 3505 a.obj"],
    files: {
      "a.obj": Uint8Array.from([2, ...encodeEbcdic("TXT"), ...Array.from({ length: 76 }, (_, i) => i), ...deck("NEXT")]),
    },
    areas: [["DATA", 160]],
  },
  {
    name: "3505: several decks behind one another",
    source: `
         IO    12,READ
         IO    12,READ
         IO    12,READ
         IO    12,READ
         DONE
READ     CCW   X'02',DATA,X'20',80
DATA     DC    80X'EE'
`,
    configuration: ["00C 3505 a.deck b.deck ebcdic multifile eof"],
    files: { "a.deck": deck("A 1", "A 2"), "b.deck": deck("B 1") },
    areas: [["DATA", 80]],
  },
  {
    name: "3505: an empty reader, and a deck that the operator loads",
    source: `
         IO    12,READ
         STAGE 1
         AWAIT
         IO    12,READ
         IO    12,READ
         DONE
READ     CCW   X'02',DATA,X'20',80
DATA     DC    80X'EE'
`,
    configuration: ["00C 3505"],
    files: { "a.deck": deck("ONE") },
    steps: [{ stage: 1, hercules: ["devinit 00C a.deck ebcdic"], here: [["00C", "load a.deck ebcdic"]] }],
    areas: [["DATA", 80]],
  },
  ...rejects({ configuration: ["00C 3505 a.deck ebcdic"], files: { "a.deck": numbered(1) } }, "3505", "00C", [
    ...[0x03, ...READS, ...IMAGES, ...READS_WITHOUT_FEED, ...FEEDS, ...FORMATTED],
  ]),
  {
    name: "3505: commands for features that are not installed",
    source: oneByOne("00C", FORMATTED),
    configuration: ["00C 3505 a.deck ebcdic"],
    files: { "a.deck": numbered(20) },
    differs:
      "Formatted reading is optical mark reading or read column eliminate, special features of a 3505 (GA21-9124, \"Commands\"); Hercules reads a card. SENSE ID came with later devices.",
    expected: refusedHere("00C", FORMATTED, 4),
  },
  {
    name: "3505: feeds, and reads without feeding",
    source: `
         IO    12,FEED
         IO    12,HOLD
         IO    12,HOLD
         IO    12,FEED2
         IO    12,READ
         DONE
FEED     CCW   X'23',0,X'20',1
HOLD     CCW   X'C2',DATA,X'20',80
FEED2    CCW   X'63',0,X'20',1
READ     CCW   X'02',DATA+80,X'20',80
DATA     DC    160X'EE'
`,
    configuration: ["00C 3505 a.deck ebcdic"],
    files: { "a.deck": numbered(9) },
    areas: [["DATA", 160]],
    differs:
      "FEED passes a card, READ without feeding leaves it in the buffer, and the same one cannot be read twice (GA21-9124, \"Commands\"). For Hercules FEED is no operation, and each READ takes a card.",
    expected: {
      "slot 3": refused("00C", "80", 4),
      DATA: `${hexOf(deck("CARD 2"))}${hexOf(deck("CARD 3"))}`,
    },
  },
  {
    name: "3505: card images are 160 bytes",
    source: `
         IO    12,IMAGE
         DONE
IMAGE    CCW   X'22',DATA,X'00',160
DATA     DC    160X'EE'
`,
    configuration: ["00C 3505 a.deck ebcdic"],
    files: { "a.deck": deck("A1") },
    areas: [["DATA", 160]],
    differs: "Data mode 2 has two bytes for each column (GA21-9124, \"Data Mode 2\"); Hercules gives the 80 of mode 1.",
    expected: { "slot 1": "io 00C cc 0 csw 00 001018 0C 00 0000", DATA: `24000400${"00".repeat(156)}` },
  },
  {
    name: "3505: initial program loading from cards",
    source: `
         DONE
`,
    configuration: ["00C 3505 ipl.deck ebcdic"],
    ipl: "00C",
    files: {
      "ipl.deck": Uint8Array.from([
        // PSW; read into X'200'; read into X'250'
        ...[0x00, 0x0a, 0, 0, 0, 0, 0x02, 0x00, 0x02, 0, 0x02, 0x00, 0x60, 0, 0, 80, 0x02, 0, 0x02, 0x50, 0x20, 0, 0, 80],
        ...new Uint8Array(56),
        // LPSW 8(0,15) with BALR 15,0 before it: a disabled wait
        ...[0x05, 0xf0, 0x82, 0x00, 0xf0, 0x06, 0, 0, 0x00, 0x0a, 0, 0, 0, 0, 0xca, 0xfe],
        ...new Uint8Array(64),
        ...deck("SECOND"),
      ]),
    },
    areas: [["200", 160]],
  },
];

const WRITES = [0x01, 0x41, 0x81];
const IMAGE_WRITES = [0x21, 0x61, 0xa1];

const punches: readonly DeviceCase[] = [
  {
    name: "3525: cards into each stacker; too few and too many bytes",
    source: `
         IO    13,ONE
         IO    13,THREE
         IO    13,FEW
         IO    13,MANY
         IO    13,CHAIN
         IO    13,NOP
         DONE
ONE      CCW   X'01',DATA,X'00',80
THREE    CCW   X'01',DATA,X'60',80
         CCW   X'01',DATA+1,X'60',80
         CCW   X'01',DATA+2,X'20',80
FEW      CCW   X'01',DATA,X'00',3
MANY     CCW   X'01',DATA,X'00',90
CHAIN    CCW   X'01',DATA,X'80',5
         CCW   X'00',DATA+20,X'00',5
NOP      CCW   X'03',0,X'20',1
DATA     DC    CL100'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
`,
    configuration: ["00D 3525 p.deck"],
    outputs: ["p.deck"],
  },
  {
    name: "3525: text put out",
    source: `
         IO    13,ONE
         IO    13,TWO
         DONE
ONE      CCW   X'01',DATA,X'20',26
TWO      CCW   X'01',DATA,X'20',3
DATA     DC    CL100'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
`,
    configuration: ["00D 3525 p.txt ascii"],
    outputs: ["p.txt"],
  },
  {
    name: "3525: stackers",
    source: oneByOne("00D", WRITES),
    configuration: ["00D 3525 p.deck"],
    outputs: ["p.deck"],
  },
  ...rejects({ configuration: ["00D 3525 p.deck"] }, "3525", "00D", [0x03, ...WRITES, ...IMAGE_WRITES, SENSE_ID]),
  {
    name: "3525: card images, and a command of later devices",
    source: oneByOne("00D", [...IMAGE_WRITES, SENSE_ID], { flags: "00", count: 160 }),
    configuration: ["00D 3525 p.deck"],
    differs: "A 3525 punches in data mode 2 (GA21-9124, \"Commands\"); Hercules' does not. SENSE ID came with later devices.",
    expected: {
      ...Object.fromEntries([0, 1, 2].map((i) => [`slot ${i + 1}`, `io 00D cc 0 csw 00 ${hexOf(Uint8Array.of(0, 0x10, 8 * i + 0x40))} 0C 00 0000`])),
      "slot 4": refused("00D", "80", 4),
    },
  },
];

const printers: readonly DeviceCase[] = ["1403", "3211"].flatMap((type): DeviceCase[] => {
  const senseBytes = type === "1403" ? 1 : 6;
  const left = hex(24 - senseBytes).padStart(4, "0");
  const sensed = (sense: string) => `sense ${sense.padEnd(48, "0")} left ${left}`;
  return [
    {
      name: `${type}: writing and spacing; spacing at once`,
      source: oneByOne("00E", [0x01, 0x09, 0x11, 0x19, 0x0b, 0x13, 0x1b, 0x03], { count: 8 }),
      configuration: [`00E ${type} p.txt ${FORM}`],
      outputs: ["p.txt"],
    },
    {
      name: `${type}: writing and skipping to each channel`,
      source: oneByOne("00E", [0x09, ...channels.map(skipTo)], { count: 8 }),
      configuration: [`00E ${type} p.txt ${FORM}`],
      outputs: ["p.txt"],
    },
    {
      name: `${type}: writing and skipping to where the paper stands`,
      source: oneByOne("00E", [skipTo(1), 0x0b], { count: 8 }),
      configuration: [`00E ${type} p.txt ${FORM}`],
      outputs: ["p.txt"],
      differs:
        "The carriage moves until the channel is met again (GA24-3312, \"Carriage Skip\"): a form's length. Hercules leaves the paper where it is.",
      expected: { "p.txt": JSON.stringify("ABCDEFGH\f\n") },
    },
    {
      name: `${type}: skipping to each channel at once`,
      source: oneByOne("00E", [0x09, ...channels.map((channel) => skipTo(channel) | 2)], { count: 8 }),
      configuration: [`00E ${type} p.txt ${FORM}`],
      outputs: ["p.txt"],
    },
    {
      name: `${type}: a channel that the form does not have`,
      source: oneByOne("00E", [0x09, skipTo(5), skipTo(6) | 2], { count: 8 }),
      configuration: [`00E ${type} p.txt fcb=1:1,7:2`],
      outputs: ["p.txt"],
      differs:
        type === "1403"
          ? "The paper of a 1403 runs on until the operator stops it (GA24-3073, \"Carriage Control\"); Hercules has an equipment check."
          : "A 3211 stops at the second beginning of a form, with a line position check (GA24-3543, \"Sense Information\"); Hercules has the equipment check alone.",
      expected:
        type === "1403"
          ? {
              "slot 2": `io 00E cc 0 csw 00 001038 0E 00 0000 ${sensed("40")}`,
              "slot 3": refused("00E", "40", 1),
              "p.txt": JSON.stringify("ABCDEFGH\nABCDEFGH\f\f"),
            }
          : {
              "slot 2": `io 00E cc 0 csw 00 001038 0E 00 0000 ${sensed("1010")}`,
              "slot 3": `io 00E cc 1 csw 00 000000 0E 00 0000 ${sensed("1010")}`,
              "p.txt": JSON.stringify("ABCDEFGH\nABCDEFGH\f\f\f\f"),
            },
    },
    {
      name: `${type}: spacing over channels 9 and 12`,
      source: `
         IO    14,TO8
         IO    14,THREE
         IO    14,THREE
         IO    14,THREE
         IO    14,TO11
         IO    14,THREE
         IO    14,THREE
         IO    14,CHAIN
         DONE
TO8      CCW   X'C3',0,X'20',1
THREE    CCW   X'19',DATA,X'20',8
TO11     CCW   X'DB',0,X'20',1
CHAIN    CCW   X'C3',0,X'60',1
         CCW   X'19',DATA,X'60',8
         CCW   X'19',DATA,X'60',8
         CCW   X'19',DATA,X'20',8
DATA     DC    C'ABCDEFGH'
`,
      configuration: [`00E ${type} p.txt ${FORM}`],
      differs:
        "Paper that spaces over channel 9 is unit check (bit 7), over channel 12 unit exception, both with device end (GA24-3312, \"Status Information\"; GA24-3543, likewise). Hercules tells neither.",
      expected: {
        "slot 3": `io 00E cc 0 csw 00 001078 0E 00 0000 ${sensed("01")}`,
        "slot 7": "io 00E cc 0 csw 00 001078 0D 00 0000",
        "slot 8": `io 00E cc 0 csw 00 001098 06 00 0000 ${sensed("01")}`,
      },
    },
    {
      name: `${type}: lines as long as the paper and too short, of data chained, of blanks, one over another`,
      source: `
         IO    14,FULL
         IO    14,CHAINED
         IO    14,BLANK
         IO    14,OVER
         DONE
FULL     CCW   X'09',DATA,X'00',132
CHAINED  CCW   X'09',DATA,X'80',3
         CCW   X'00',DATA+10,X'80',3
         CCW   X'00',DATA+20,X'00',3
BLANK    CCW   X'09',DATA+40,X'20',10
OVER     CCW   X'01',DATA,X'60',8
         CCW   X'09',DATA+8,X'20',8
DATA     DC    CL140'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
`,
      configuration: [`00E ${type} p.txt ${FORM}`],
      outputs: ["p.txt"],
    },
    {
      name: `${type}: lines that are longer than the paper is wide`,
      source: `
         IO    14,LONG
         IO    14,FITTING
         DONE
LONG     CCW   X'09',DATA,X'00',133
FITTING  CCW   X'09',DATA,X'20',150
DATA     DC    150C'*'
`,
      configuration: [`00E ${type} p.txt ${FORM}`],
      outputs: ["p.txt"],
      differs: "The printer has 132 positions, and its buffer as many bytes; Hercules has 150.",
      expected: {
        "slot 1": "io 00E cc 0 csw 00 001028 0C 40 0001",
        "slot 2": "io 00E cc 0 csw 00 001030 0C 00 0012",
        "p.txt": JSON.stringify(`${"*".repeat(132)}\n${"*".repeat(132)}\n`),
      },
    },
    {
      name: `${type}: data checks blocked and allowed`,
      source: oneByOne("00E", [0x73, 0x7b, 0x09], { count: 8 }),
      configuration: [`00E ${type} p.txt ${FORM}`],
      outputs: ["p.txt"],
    },
    {
      name: `${type}: stopped and started by the operator`,
      source: `
         IO    14,LINE
         STAGE 1
         AWAIT
         IO    14,LINE
         DONE
LINE     CCW   X'09',DATA,X'20',8
DATA     DC    C'ABCDEFGH'
`,
      configuration: [`00E ${type} p.txt ${FORM}`],
      steps: [{ stage: 1, hercules: [`devinit 00E p.txt ${FORM}`], here: [["00E", "not-ready"], ["00E", "ready"]] }],
    },
  ];
});

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

const printerCommands: readonly DeviceCase[] = [
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

export const cases: readonly DeviceCase[] = [...consoles, ...readers, ...punches, ...printers, ...printerCommands];
