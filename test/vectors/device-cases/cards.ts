/** Cases about card readers and punches; see ../device-cases-unit-record.ts. */
import { encodeEbcdic } from "../../../engine/s370/ebcdic.ts";
import type { DeviceCase } from "../device-case.ts";
import { deck, hexOf, numbered, oneByOne, refused, refusedHere, rejects, SENSE_ID } from "../unit-record-programs.ts";

/** What a 3505 has, and what Hercules' readers take in addition. */
const READS = [0x02, 0x42, 0x82];
const IMAGES = [0x22, 0x62, 0xa2];
const READS_WITHOUT_FEED = [0xc2, 0xe2];
const FEEDS = [0x23, 0x63, 0xa3];
const FORMATTED = [0x0a, 0x2a, 0x2b, 0x4a, 0x6a, 0x6b, 0x8a, 0xaa, 0xab, 0xca, 0xe3, 0xea, 0xeb, SENSE_ID];

export const readers: readonly DeviceCase[] = [
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

export const punches: readonly DeviceCase[] = [
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
