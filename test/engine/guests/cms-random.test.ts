/** Random lines at the CMS-style system's console: it goes on, and its disk stays whole. */
import { expect, it } from "vitest";
import { Random } from "../../vectors/random.ts";
import { answer, CMS, cms, contents, deckFile, textFile, type } from "./cms.ts";

const LINES = 400;

const COMMANDS = [
  ...["ACCESS", "COPYFILE", "COPYFILE", "COPYFILE", "DISK", "ERASE", "EXEC", "GENMOD", "INCLUDE", "LISTFILE", "LOAD"],
  ...["LOADMOD", "PRINT", "PUNCH", "QUERY", "READCARD", "RELEASE", "RENAME", "RENAME", "SET", "START", "STATE"],
  ...["SYNONYM", "TYPE", "RDBUF", "ONE", "PROG", "EDIT", "FORMAT"],
];
const SUBCOMMANDS = [
  "TOP",
  "NEXT",
  "UP",
  "CHANGE",
  "INPUT",
  "DELETE",
  "LOCATE",
  "GETFILE",
  "REPLACE",
  "TYPE",
  "SAVE",
  "FILE",
];
const FILES = [
  "ONE DATA A",
  "TWO DATA A",
  "TWO DATA",
  "ONE EXEC",
  "PROG TEXT A1",
  "* DATA A",
  "NEW FILE A",
  "* * A",
  "= = =",
  "NEW = =",
];
const WORDS = [
  ...[
    "A",
    "B",
    "A1",
    "S",
    "*",
    "=",
    "ONE",
    "TWO",
    "DATA",
    "TEXT",
    "EXEC",
    "FILE",
    "PROG",
    "191",
    "192",
    "190",
    "A/A",
    "X*",
  ],
  ...[
    "(",
    ")",
    "(REPLACE",
    "(APPEND",
    "RECFM F",
    "LRECL 10",
    "FROM 2",
    "DATE",
    "DUMP",
    "LOAD",
    "DISK",
    "ON",
    "OFF",
    "1",
    "0",
  ],
  ...["99999999", "-1", "/A/B/ * G", "/A/", "//", "LONGERTHANEIGHT", "&N", "&", "-L", "ÄÖ", "IMPEX", "IMPCP", "SEARCH"],
];

/** A line for CMS, or for its editor. */
function line(random: Random, edits: boolean): string {
  const words = [random.pick(edits ? SUBCOMMANDS : COMMANDS)];
  for (let i = random.below(3); i > 0; i--) words.push(random.pick(FILES));
  for (let i = random.below(4); i > 0; i--) words.push(random.pick(WORDS));
  return words.join(" ");
}

it(`goes on after ${LINES} random lines`, () => {
  const random = new Random(0xc35);
  const files = [
    textFile("ONE", "DATA", "ALPHA\nBETA\nGAMMA"),
    textFile("TWO", "DATA", "CARD ONE\nCARD TWO", "F"),
    textFile("ONE", "EXEC", "&CONTROL ERROR\n&IF &N GT 2 &EXIT 5\n&LOOP 1 2\n&TYPE &1 &2\n&1 &2 &3"),
    deckFile("PROG", "PROG     CSECT\n         SR    15,15\n         BR    14\n         END\n"),
    deckFile("TWO", "TWO      CSECT\n         DC    X'0000'\n         END\n"),
  ];
  const run = cms(files, { systems: [CMS] });
  // The nucleus is shared, so that CP tells of any store into it.
  type(run, 0x009, "savesys cms", "#cp ipl cms");
  for (let i = 0; i < LINES; i++) {
    const { text } = run.terminal(0x009);
    const edits = !/\n(R.*;.*|CMS|TRAP.*)\n$/.test(text);
    if (edits && random.chance(20)) type(run, 0x009, "", "no", "", "quit", "quit");
    else type(run, 0x009, line(random, edits));
    const { faults } = contents(run);
    expect(faults).toEqual([]);
  }
  // Out of whatever it has been led into.
  type(run, 0x009, "", "quit", "quit", "#cp ipl cms");
  expect(answer(run, "state profile exec").at(-1)).toBe("R(00028);");
  expect(run.terminal(0x009).text).not.toMatch(/IN SYSTEM ROUTINE|ALTERED/);
});
