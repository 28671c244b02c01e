/** The listing, and the code page of its constants. */
import { describe, expect, test } from "vitest";
import { assemble } from "../../../engine/s370/assembler/index.ts";
import { decodeEbcdic, encodeEbcdic, isEncodable } from "../../../engine/s370/ebcdic.ts";

/** The lines of a program's listing, from a heading on, as long as they hold anything. */
function part(source: string, heading: RegExp): string[] {
  const lines = assemble(source).listing.split("\n");
  const from = lines.findIndex((line) => heading.test(line));
  const length = lines.slice(from).findIndex((line, index) => index > 1 && line === "");
  return lines.slice(from, from + length).filter((line) => line !== "");
}

const SUM = [
  "SUM      START X'200'",
  "         EXTRN DATA",
  "         BALR  12,0           a base",
  "         USING *,12",
  "         L     1,=F'10'",
  "         MVC   TEXT,TEXT+1",
  "         BAD   1",
  "LENGTH   EQU   L'TEXT",
  "TEXT     DC    C'TEN BYTES.'",
  "         DC    A(TEXT-SUM,TEXT,DATA+4)",
  "         END   SUM",
  "",
].join("\n");

test("statements have location, object code, operand addresses and lines, errors below them", () => {
  expect(part(SUM, /LOC/).join("\n")).toBe(`  LOC  OBJECT CODE    ADDR1 ADDR2  STMT   SOURCE STATEMENT
000200                                  1   SUM      START X'200'
                                        2            EXTRN DATA
000200 05C0                             3            BALR  12,0           a base
                              00202     4            USING *,12
000202 5810 C026              00228     5            L     1,=F'10'
000206 D209 C00A C00B   0020C 0020D     6            MVC   TEXT,TEXT+1
                                        7            BAD   1
*** ERROR *** column 10: BAD is not an operation; did you mean BAL?
00000A                                  8   LENGTH   EQU   L'TEXT
00020C E3C5D540C2E8E3C5                 9   TEXT     DC    C'TEN BYTES.'
000218 0000000C0000020C                10            DC    A(TEXT-SUM,TEXT,DATA+4)
                                       11            END   SUM
000228 0000000A                                            =F'10'`);
});

test("the external symbol dictionary has sections, entries and symbols of other modules", () => {
  const source =
    " EXTRN DATA\n WXTRN MAYBE\n ENTRY GO\nA CSECT\n DC A(DATA,MAYBE),V(SUB)\nGO LR 1,2\nB COM\n DS XL20\n END";
  expect(part(source, /^SYMBOL {3}TYPE/)).toEqual([
    "SYMBOL   TYPE   ID   ADDR   LENGTH LDID",
    "DATA      ER  0001",
    "MAYBE     WX  0002",
    "A         SD  0003 000000 00000E",
    "SUB       ER  0004",
    "B         CM  0005 000010 000014",
    "GO        LD       00000C        0003",
  ]);
});

test("the relocation dictionary has the address constants that move", () => {
  expect(part(SUM, /^POS.ID/)).toEqual([
    "POS.ID   REL.ID   TYPE   LENGTH   ADDRESS",
    " 0001     0001    +A       4      00021C",
    " 0001     0002    +A       4      000220",
  ]);
});

test("the cross-reference has symbols, their lines, and literals", () => {
  expect(part(SUM, /^SYMBOL {5}LEN/)).toEqual([
    "SYMBOL     LEN    VALUE   DEFN  REFERENCES",
    "DATA         1 00000000     2  10",
    "LENGTH       1 0000000A     8",
    "SUM          1 00000200     1  10 11",
    "TEXT        10 0000020C     9  6 8 10",
    "=F'10'       4 00000228    11  5",
  ]);
});

test("the diagnostics say all errors once more", () => {
  const { listing } = assemble(SUM);
  expect(listing).toMatch(
    /DIAGNOSTICS +PAGE {4}5\n\n STMT {2}COLUMN {2}ERROR\n\n {4}7 {6}10 {2}BAD is not an operation.*\n\n1 error\.\n$/,
  );
  expect(assemble(" LR 1,2").listing).toMatch(/DIAGNOSTICS +PAGE {4}3\n\nNo errors\.\n$/);
});

describe("pages", () => {
  const headings = (source: string): string[] =>
    assemble(source)
      .listing.split("\n")
      .filter((line) => / PAGE +\d+$/.test(line))
      .map((line) => line.replace(/ +/g, " ").trim());

  test("begin with the title and their number; TITLE and EJECT begin one and are not listed", () => {
    const source = " TITLE 'ONE ''AND'' ONLY'\n LR 1,2\n EJECT\n LR 3,4\n TITLE 'TWO'\n LR 5,6";
    expect(headings(source)).toEqual([
      "EXTERNAL SYMBOL DICTIONARY PAGE 1",
      "ONE 'AND' ONLY PAGE 2",
      "ONE 'AND' ONLY PAGE 3",
      "TWO PAGE 4",
      "DIAGNOSTICS PAGE 5",
    ]);
    expect(assemble(source).listing).not.toMatch(/TITLE|EJECT/);
  });

  test("have 60 lines", () => {
    const lines = assemble(" LR 1,2\n".repeat(120)).listing.split("\n");
    const starts = lines.flatMap((line, index) => (/ PAGE +\d+$/.test(line) ? [index] : []));
    // Two blank lines part a page from the next.
    expect(starts.slice(1, 4).map((start, index) => starts[index + 2] - start)).toEqual([62, 62, 11]);
  });

  test("SPACE leaves lines blank", () => {
    expect(assemble(" LR 1,2\n SPACE 2\n LR 3,4").listing).toMatch(/LR 1,2\n\n\n.*LR 3,4/);
  });
});

test("PRINT OFF leaves statements out until PRINT ON, but not errors", () => {
  const { listing } = assemble(" PRINT OFF\n LR 1,2\n LR 1\n PRINT ON\n LR 3,4");
  expect(listing).not.toContain("LR 1,2");
  expect(listing).toContain(" LR 1\n*** ERROR *** column 6: LR takes 2 operands");
  expect(listing).toContain("LR 3,4");
});

test("PRINT DATA lists all bytes of a constant", () => {
  const { listing } = assemble(" PRINT DATA\n DC XL18'1'");
  expect(listing).toContain("000000 0000000000000000");
  expect(listing).toContain("\n000010 0001\n");
});

test("every byte of EBCDIC has one character, and comes back", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  expect(encodeEbcdic(decodeEbcdic(bytes))).toEqual(bytes);
});

// IBM's chart of code page 037.
test.each([
  [" ", 0x40],
  ["A", 0xc1],
  ["z", 0xa9],
  ["0", 0xf0],
  ["[", 0xba],
  ["]", 0xbb],
  ["^", 0xb0],
  ["!", 0x5a],
  ["|", 0x4f],
  ["¬", 0x5f],
  ["ä", 0x43],
  ["\n", 0x25],
  ["\u0085", 0x15],
])("%j is %i", (character, byte) => {
  expect([...encodeEbcdic(character)]).toEqual([byte]);
});

test("what the code page lacks becomes SUB", () => {
  expect([...encodeEbcdic("€😀")]).toEqual([0x3f, 0x3f]);
  expect(isEncodable("€")).toBe(false);
});
