/**
 * Cases about the 3277 display station in local mode: what programs write is interpreted there by s3270, at whose
 * keyboard the same keystrokes are made, so that both the channel's side and the station's are another's.
 */
import { encodeAddress } from "../../engine/s370/devices/display/codes.ts";
import type { DeviceCase, Step } from "./device-case.ts";
import { Random } from "./random.ts";

const DISPLAY = "0C0 3270";
/** Where Read Buffer is stored, and how much there can be: AID, cursor, and all locations. */
const BUFFER = "8000";
const BUFFER_BYTES = 1950;

const RESTORE = "C3";
const SF = "1D";
const IC = "13";
const PT = "05";

function hex(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join("");
}

/** SET BUFFER ADDRESS to a place, row and column from 1. */
function to(row: number, column: number): string {
  return `11${place(row, column)}`;
}

function place(row: number, column: number): string {
  return hex(encodeAddress((row - 1) * 80 + column - 1));
}

/** REPEAT TO ADDRESS of a character, ERASE UNPROTECTED TO ADDRESS. */
function repeatTo(row: number, column: number, character: string): string {
  return `3C${place(row, column)}${character}`;
}

function eraseTo(row: number, column: number): string {
  return `12${place(row, column)}`;
}

/** EBCDIC of capital letters, digits and blanks. */
function text(words: string): string {
  const codes = [...words].map((character) => {
    if (character === " ") return 0x40;
    if (character === "?") return 0x6f;
    const digit = "0123456789".indexOf(character);
    if (digit >= 0) return 0xf0 + digit;
    const rows = ["ABCDEFGHI", "JKLMNOPQR", "/STUVWXYZ"];
    const row = rows.findIndex((letters) => letters.includes(character));
    if (row < 0) throw new Error(`no code for "${character}"`);
    return 0xc1 + 0x10 * row + rows[row].indexOf(character);
  });
  return hex(codes);
}

/** A stream as DC statements of a name, and its length as NAMEL. */
function stream(name: string, ...parts: readonly string[]): string {
  const digits = parts.join("");
  const lines = digits.match(/.{1,48}/g) ?? [];
  return `${lines.map((line, i) => `${(i === 0 ? name : "").padEnd(8)} DC    X'${line}'\n`).join("")}${`${name}L`.padEnd(8)} EQU   *-${name}\n`;
}

/** A form with two fields for input, and protected text. */
const FORM = [RESTORE, to(1, 1), SF, "60", text("NAME"), SF, "40", IC, "0000000000", SF, "F0", text("TOWN"), SF, "40", "00000000", SF, "60", text("END")];

const READS = `
READBUF  CCW   X'02',X'8000',X'20',2000
READMOD  CCW   X'06',X'9000',X'20',2000
SENSE    CCW   X'04',X'9800',X'20',1
UNPROT   CCW   X'0F',0,X'20',1
SELECT   CCW   X'0B',0,X'20',1
NOP      CCW   X'03',0,X'20',1
`;

const AREAS = [
  [BUFFER, BUFFER_BYTES],
  ["9000", 160],
] as const;

interface Given {
  readonly name: string;
  readonly source: string;
  readonly steps?: readonly Step[];
  readonly differs?: string;
  readonly expected?: Readonly<Record<string, string>>;
}

function display({ source, ...given }: Given): DeviceCase {
  return {
    ...given,
    source: `${source}${READS}`,
    configuration: [DISPLAY],
    areas: AREAS,
    outputs: ["0C0.screen"],
  };
}

/** Streams written one after the other, each by Erase/Write or Write; then the whole buffer is read, and what is modified. */
function written(name: string, streams: readonly (readonly string[])[], more: Partial<Given> = {}): DeviceCase {
  const starts = streams.map((_, i) => `         IO    X'0C0',WRITE${i}\n`).join("");
  const ccws = streams.map((_, i) => `WRITE${i}   CCW   X'0${i === 0 ? 5 : 1}',DATA${i},X'20',DATA${i}L\n`).join("");
  const data = streams.map((parts, i) => stream(`DATA${i}`, ...parts)).join("");
  return display({
    name,
    source: `
${starts}         IO    X'0C0',READBUF
         IO    X'0C0',READMOD
         DONE
${ccws}${data}`,
    ...more,
  });
}

/** A write that is not as it should be: what comes before that is written. */
function checked(what: string, orders: string): DeviceCase {
  return display({
    name: `3277: operation check for ${what}`,
    source: `
         IO    X'0C0',WRITE
         IO    X'0C0',NOP
         DONE
WRITE    CCW   X'05',DATA,X'20',DATAL
${stream("DATA", "C1", text("AB"), orders)}`,
    differs: `GA27-2749, "Operation Check": an address that there is not, or an order that is not all there, ends a write with unit check. Hercules does not look at what is written.`,
    expected: {
      "slot 1": `io 0C0 cc 0 csw 00 001028 0E 00 0000 sense 01${"00".repeat(23)} left 0017`,
      "0C0.screen": JSON.stringify(`AB${"\n".repeat(24)}cursor 1,1\nkeyboard free\n`),
    },
  });
}

/** A screen from which all that is unprotected is erased. */
function erased(name: string, screen: readonly string[]): DeviceCase {
  return display({
    name,
    source: `
         IO    X'0C0',WRITE
         IO    X'0C0',UNPROT
         IO    X'0C0',READBUF
         IO    X'0C0',READMOD
         DONE
WRITE    CCW   X'05',DATA,X'20',DATAL
${stream("DATA", ...screen)}`,
  });
}

/** The operator does something at a form, which ends in attention; then what is modified is read, and all. */
function operated(name: string, keys: string, form: readonly string[] = FORM, more: Partial<Given> = {}): DeviceCase {
  return display({
    name,
    source: `
         IO    X'0C0',WRITE
         STAGE 1
         AWAIT
         IO    X'0C0',READMOD
         IO    X'0C0',READBUF
         DONE
WRITE    CCW   X'05',DATA,X'20',DATAL
${stream("DATA", ...form)}`,
    steps: [{ stage: 1, display: "0C0", keys }],
    ...more,
  });
}

// --- By chance

const PLACES = 1920;
const UNPROTECTED = [0x40, 0xc1, 0xc8, 0xc4, 0x4c];
const ATTRIBUTES = [...UNPROTECTED, 0x60, 0xe1, 0xe8, 0xf0, 0x6c];

function code(value: number): string {
  return hex([value]);
}

/** Characters and orders, in an order that no program would write. */
function randomStream(random: Random, length: number): string[] {
  const address = (): string => hex(encodeAddress(random.below(PLACES)));
  // Near one another, so that they meet.
  const near = (): string => hex(encodeAddress(random.below(200)));
  const parts = [random.pick(["C2", "C3"])];
  for (let i = 0; i < length; i++) {
    const kind = random.below(20);
    if (kind < 6) parts.push(hex(Array.from({ length: 1 + random.below(12) }, () => 0xc1 + random.below(9))));
    else if (kind < 10) parts.push(`${SF}${code(random.pick(ATTRIBUTES))}`);
    else if (kind < 14) parts.push(`11${random.chance(80) ? near() : address()}`);
    else if (kind === 14) parts.push(IC);
    else if (kind < 17) parts.push(parts[parts.length - 1].startsWith(SF) ? text("T") + PT : PT);
    else if (kind === 17) parts.push(`3C${near()}${random.pick(["00", "40", "D1"])}`);
    else if (kind === 18) parts.push(`12${near()}`);
    else parts.push("00".repeat(1 + random.below(9)));
  }
  return parts;
}

/** Rows that each begin with an attribute, and have others: no field is longer than a row. */
function randomForm(random: Random): string[] {
  const parts = [RESTORE];
  for (let row = 1; row <= 24; row++) {
    parts.push(to(row, 1), SF, code(random.pick(row < 6 ? ATTRIBUTES : [0x60])));
    if (row >= 6) continue;
    for (let i = random.below(5); i > 0; i--) parts.push(to(row, 2 + random.below(70)), SF, code(random.pick(ATTRIBUTES)));
    for (let i = random.below(4); i > 0; i--) parts.push(to(row, 2 + random.below(70)), hex([0xc1, 0xc2, 0xc3].slice(random.below(3))));
  }
  return [...parts, to(1 + random.below(6), 2 + random.below(70)), IC];
}

/** Keystrokes of all kinds, each behind RESET: what locks one keyboard need not lock the other as long. */
function randomKeys(random: Random): string {
  const keys = ["tab", "tab", "backtab", "home", "newline", "up", "down", "left 3", "right 2", "delete", "erase eof", "dup", "field mark"];
  let typed = "";
  for (let i = 0; i < 60; i++) {
    const kind = random.below(10);
    if (kind < 4) typed += `[reset]${random.pick(["A", "Z", "7", "m", "."])}`;
    else if (kind === 4) typed += `[reset][insert]${random.pick(["I", "J"])}`;
    else if (kind === 5 && random.chance(8)) typed += "[reset][erase input]";
    else typed += `[reset][${random.pick(keys)}]`;
  }
  return `${typed}[reset][${random.pick(["enter", "pf1", "pf11"])}]`;
}

const chance = new Random(3277);

export const cases: readonly DeviceCase[] = [
  // --- Commands and orders
  written("3277: Erase/Write, then Write from the cursor on", [
    [RESTORE, text("OLD")],
    [RESTORE, to(3, 5), IC, text("HERE")],
    [RESTORE, text("AT CURSOR")],
  ]),
  written("3277: attributes of all kinds", [
    [
      RESTORE,
      ...["40", "C1", "4C", "50", "60", "E8", "6C", "F0", "F1", "7C", "C8", "D9", "C4"].map(
        (attribute, i) => `${to(i + 1, 2)}${SF}${attribute}${text(`FIELD ${i}`)}`,
      ),
    ],
  ]),
  written("3277: writing around the end of the buffer", [[RESTORE, to(24, 78), text("ABCDEF")]]),
  written("3277: a character takes the place of an attribute", [
    [RESTORE, SF, "60", text("AB"), SF, "C1", text("CD"), SF, "60"],
    [RESTORE, to(1, 4), text("X")],
  ]),
  written("3277: REPEAT TO ADDRESS, forward, around and over attributes", [
    [RESTORE, SF, "60", text("ABCDEF"), to(1, 1), repeatTo(1, 5, "60"), text("X"), to(24, 79), repeatTo(1, 3, "5C")],
    [RESTORE, to(12, 1), repeatTo(12, 41, "D1"), repeatTo(13, 1, "00")],
  ]),
  written("3277: REPEAT TO ADDRESS of everything", [[RESTORE, to(7, 7), repeatTo(7, 7, "7E"), text("Z")]]),
  written("3277: ERASE UNPROTECTED TO ADDRESS", [
    [RESTORE, SF, "C1", text("ABCDE"), SF, "60", text("FGHIJ"), SF, "40", text("KLMNO"), SF, "60"],
    ["C2", to(1, 4), eraseTo(1, 16), text("P")],
  ]),
  written("3277: ERASE UNPROTECTED TO ADDRESS around, and of everything", [
    [RESTORE, text("AA"), SF, "60", text("BB"), to(24, 70), SF, "40", text("CCCC")],
    ["C2", to(24, 73), eraseTo(1, 2)],
    ["C2", to(2, 1), eraseTo(2, 1)],
  ]),
  written("3277: PROGRAM TAB after an order, after characters, and from an attribute", [
    [RESTORE, SF, "60", text("ABC"), SF, "40", text("DEF"), SF, "60", text("GHI"), SF, "40", text("JKL"), SF, "60"],
    [RESTORE, to(1, 2), PT, text("X"), PT, text("Y")],
    [RESTORE, to(1, 13), PT, text("Z")],
  ]),
  written("3277: PROGRAM TAB that comes to the end of the buffer", [
    [RESTORE, text("ABC"), SF, "40", text("DEF"), to(2, 1), SF, "60", text("GHI")],
    [RESTORE, to(2, 2), text("Y"), PT, PT, text("X")],
  ]),
  written(
    "3277: PROGRAM TAB at the beginning of the only field for input comes to location 0",
    [
      [RESTORE, SF, "60", text("ABC")],
      [RESTORE, to(2, 1), SF, "40", PT, text("X")],
    ],
    {
      differs: `GA27-2749, "Program Tab (PT)": the search ends with the last location. s3270 goes on around, and finds the field that it is in.`,
      expected: {
        "slot 3": "io 0C0 cc 0 csw 00 001060 0C 00 004C",
        [BUFFER]: `604040E7C1C2C3${"00".repeat(76)}1D40`.padEnd(2 * BUFFER_BYTES, "0"),
        "0C0.screen": JSON.stringify(`XABC${"\n".repeat(24)}cursor 1,1\nkeyboard free\n`),
      },
    },
  ),
  written("3277: INSERT CURSOR more than once", [[RESTORE, IC, text("AB"), to(5, 6), IC, text("C")]]),
  written("3277: reset of modified data tags, and none", [
    [RESTORE, SF, "C1", text("A"), SF, "C1", text("B"), SF, "60"],
    ["C2", text("Q")],
    ["C3", to(3, 1), SF, "C1", text("C")],
  ]),
  written("3277: keyboard not restored, alarm, start of a printer that is none", [["C0", text("A")], ["C4"], ["C8"]]),
  display({
    name: "3277: chained writes go on where the one before has ended",
    source: `
         IO    X'0C0',CHAIN
         IO    X'0C0',READBUF
         DONE
CHAIN    CCW   X'05',DATA1,X'60',DATA1L
         CCW   X'01',DATA2,X'60',DATA2L
         CCW   X'01',DATA3,X'20',DATA3L
${stream("DATA1", RESTORE, to(2, 1), text("ONE"))}${stream("DATA2", "C2", text("TWO"))}${stream("DATA3", "C2", to(4, 1), text("THREE"))}`,
  }),
  display({
    name: "3277: a write gathered by data chaining",
    source: `
         IO    X'0C0',CHAIN
         IO    X'0C0',READBUF
         DONE
CHAIN    CCW   X'05',DATA,X'80',5
         CCW   X'00',DATA+5,X'80',1
         CCW   X'00',DATA+6,X'20',DATAL-6
${stream("DATA", RESTORE, to(2, 1), SF, "60", text("GATHERED"))}`,
  }),
  display({
    name: "3277: SELECT chained to a read, NO-OPERATION, SENSE",
    source: `
         IO    X'0C0',WRITE
         IO    X'0C0',CHAIN
         IO    X'0C0',NOP
         IO    X'0C0',SENSE
         IO    X'0C0',SELECT
         DONE
WRITE    CCW   X'05',DATA,X'20',DATAL
CHAIN    CCW   X'0B',0,X'60',1
         CCW   X'02',X'8000',X'20',2000
${stream("DATA", ...FORM)}`,
  }),
  display({
    name: "3277: Read Buffer chained to a write begins at its buffer address",
    source: `
         IO    X'0C0',CHAIN
         DONE
CHAIN    CCW   X'05',DATA,X'60',DATAL
         CCW   X'02',X'8000',X'20',2000
${stream("DATA", RESTORE, text("BEFORE"), to(3, 1), text("BEHIND"), to(3, 1))}`,
  }),
  display({
    name: "3277: Read Buffer with a short count, one with a wrong one, and data chaining",
    source: `
         IO    X'0C0',WRITE
         IO    X'0C0',SHORT
         IO    X'0C0',WRONG
         IO    X'0C0',SCATTER
         DONE
WRITE    CCW   X'05',DATA,X'20',DATAL
SHORT    CCW   X'02',X'9000',X'20',8
WRONG    CCW   X'02',X'9010',X'00',8
SCATTER  CCW   X'02',X'9020',X'80',3
         CCW   X'00',X'9030',X'20',10
${stream("DATA", ...FORM)}`,
  }),
  erased("3277: Erase All Unprotected of a form", [RESTORE, SF, "E1", text("P"), SF, "C1", text("AB"), SF, "60"]),
  erased("3277: Erase All Unprotected of text without fields", [RESTORE, text("PLAIN"), IC]),
  erased("3277: Erase All Unprotected of protected text", [RESTORE, SF, "E1", text("FIXED"), IC]),
  display({
    name: "3277: a command that it does not have",
    source: `
         IO    X'0C0',CLEAN
         IO    X'0C0',WRONG
         DONE
CLEAN    CCW   X'05',ALONE,X'20',1
WRONG    CCW   X'09',ALONE,X'20',1
ALONE    DC    X'C3'
`,
  }),

  checked("an address beyond the buffer", "115D7F115E40"),
  checked("START FIELD without its attribute", SF),
  checked("REPEAT TO ADDRESS without its character", "3CC150"),
  {
    name: "3277: intervention is required while the station is off",
    source: `
         STAGE 1
         LA    5,2000
         BCT   5,*
         AWAIT
         IO    X'0C0',READMOD
         IO    X'0C0',NOP
         IO    X'0C0',SENSE
         DONE
${READS}`,
    configuration: [DISPLAY, "009 3215-C / noprompt"],
    // The other system's station has never been on; attention from the console tells the program to go on.
    steps: [
      { stage: 1, hercules: [], here: [["0C0", "[power off]"]] },
      { stage: 1, type: "go on" },
    ],
  },

  // --- The operator
  operated("3277: two fields typed, ENTER", "JOHN[tab]LA[enter]"),
  operated("3277: nothing typed, PF12", "[pf12]"),
  operated("3277: a full field, skip to the next, PF24", "ABCDEWXYZ[pf24]"),
  operated("3277: PA1 sends no fields", "AB[pa1]"),
  operated("3277: PA2", "AB[pa2]"),
  operated("3277: PA3", "[pa3]"),
  operated("3277: CLEAR", "AB[clear]"),
  operated("3277: cursor keys around the edges", "[up][left][pf1]"),
  operated("3277: tab, back tab, home, new line", "[tab]1[backtab]2[tab][tab][backtab][backtab]3[home]4[newline]5[pf3]"),
  operated("3277: insert and delete", "ABC[left 2][insert]1[reset][home][delete][enter]"),
  operated("3277: erase to the end of the field", "ABCDE[home][right][erase eof][enter]"),
  operated("3277: erase input", "ABCDEXYZ[erase input]Q[enter]"),
  operated("3277: DUP and field mark", "A[dup]B[field mark][enter]"),
  operated("3277: typing over an unformatted screen", "[cursor 3,4]TYPED[newline]MORE[enter]", [RESTORE, text("PLAIN TEXT")]),
  operated("3277: a field that goes around the end of the screen", "[tab]ABCDEF[enter]", [
    RESTORE,
    to(1, 5),
    SF,
    "60",
    to(24, 78),
    SF,
    "40",
    IC,
  ]),
  operated("3277: the selector pen selects, takes back, and asks for attention", "[pen 1,3][pen 2,3][pen 1,3][cursor 3,3][pen 3,3]", [
    RESTORE,
    SF,
    "E4",
    text("?ONE"),
    to(2, 1),
    SF,
    "E8",
    text("?TWO"),
    to(3, 1),
    SF,
    "E4",
    text(" DONE"),
    to(4, 1),
    SF,
    "60",
  ]),
  display({
    name: "3277: the keyboard is locked until the program restores it; the AID stays until then",
    source: `
         IO    X'0C0',WRITE
         STAGE 1
         AWAIT
         IO    X'0C0',READMOD
         IO    X'0C0',READBUF
         IO    X'0C0',RESTORE
         IO    X'0C0',READMOD2
         STAGE 2
         AWAIT
         IO    X'0C0',READMOD3
         DONE
WRITE    CCW   X'05',DATA,X'20',DATAL
RESTORE  CCW   X'01',UNLOCK,X'20',1
READMOD2 CCW   X'06',X'9020',X'20',30
READMOD3 CCW   X'06',X'9040',X'20',30
UNLOCK   DC    X'C2'
${stream("DATA", ...FORM)}`,
    steps: [
      { stage: 1, display: "0C0", keys: "A[pf5]" },
      { stage: 2, display: "0C0", keys: "B[pf6]" },
    ],
  }),

  // --- By chance
  ...Array.from({ length: 20 }, (_, i) =>
    written(`3277: orders by chance, ${i + 1}`, [0, 1, 2].map(() => randomStream(chance, 40))),
  ),
  ...Array.from({ length: 20 }, (_, i) =>
    operated(`3277: keystrokes by chance, ${i + 1}`, randomKeys(chance), randomForm(chance)),
  ),
];
