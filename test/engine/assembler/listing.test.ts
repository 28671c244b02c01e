/** The listing, and the code page of its constants. */
import { expect, test } from "vitest";
import { assemble } from "../../../engine/s370/assembler/index.ts";
import { decodeEbcdic, encodeEbcdic, isEncodable } from "../../../engine/s370/ebcdic.ts";

test("the listing has location, object code, operand addresses, lines and a cross-reference", () => {
  const source = [
    "SUM      START X'200'",
    "         BALR  12,0           a base",
    "         USING *,12",
    "         L     1,=F'10'",
    "         MVC   TEXT,TEXT+1",
    "         BAD   1",
    "LENGTH   EQU   L'TEXT",
    "TEXT     DC    C'TEN BYTES.'",
    "         END",
    "",
  ];
  const expected = `  LOC  OBJECT CODE    ADDR1 ADDR2  STMT   SOURCE STATEMENT
000200                                  1   SUM      START X'200'
000200 05C0                             2            BALR  12,0           a base
                                        3            USING *,12
000202 5810 C016              00218     4            L     1,=F'10'
000206 D209 C00A C00B   0020C 0020D     5            MVC   TEXT,TEXT+1
                                        6            BAD   1
*** ERROR *** column 10: BAD is not an operation; did you mean BAL?
00000A                                  7   LENGTH   EQU   L'TEXT
00020C E3C5D540C2E8E3C5                 8   TEXT     DC    C'TEN BYTES.'
                                        9            END
000218 0000000A                                            =F'10'

SYMBOL    LEN    VALUE   DEFN  REFERENCES
LENGTH       1 0000000A     7
SUM          1 00000200     1
TEXT        10 0000020C     8  5 7

1 error.
`;
  expect(assemble(source.join("\n")).listing).toBe(expected);
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
