/** The assembler takes any text: it never throws, never hangs, and what it says is consistent. Mutations are seeded. */
import { expect, test } from "vitest";
import { assemble } from "../../../engine/s370/assembler/index.ts";
import { contradictions, generator, mutate } from "./mutations.ts";

const PROGRAM = `* Adds a list of numbers and says so.
SUM      START X'200'
         USING *,R12
BEGIN    BALR  R12,0            a base register
         LA    R2,LIST
         SR    3,3
LOOP     A     3,0(,2)          add
         LA    2,4(,2)
         C     2,=A(LISTEND)
         BL    LOOP
         CVD   3,WORK
         UNPK  TEXT+4(L'TEXT-4),WORK(8)
         MVC   TEXT(4),=C'SUM '
         ICM   1,B'0111',TEXT
         LPSW  WAIT
LIST     DC    F'1,2,-3',3H'7',XL3'ABC',P'-12',Z'5',E'1.5'
LISTEND  EQU   *
WORK     DS    D
TEXT     DC    CL12'A ''TEXT'''
WAIT     DC    0D'0',X'0002000000000000'
AREA     DSECT
         DS    CL(2*(3+1))
NEXT     DS    A(AREA)
SUM      CSECT
         ORG   *+8
         LTORG
         END   BEGIN
`;

const PIECES = [
  "'",
  "(",
  ")",
  ",",
  "*",
  "=",
  "L'",
  "X'",
  "A(",
  "\n",
  " ",
  "  ",
  "+",
  "-",
  "/",
  "&",
  "99999999",
  "0",
  "C'",
  "é",
  "😀",
  "\t",
  "\r",
  "DC",
  "DS",
  "EQU",
  "ORG",
  "USING",
  "END",
  "\u0000",
  "=A(*)",
  "R1",
  "DSECT",
  "CSECT",
  "LTORG",
];

test("the program that is mutated has no errors", () => {
  expect(assemble(PROGRAM).errors).toEqual([]);
});

test("2,000 mutations of a program", { timeout: 60_000 }, () => {
  const random = generator(370);
  for (let index = 0; index < 2000; index++) {
    const source = mutate(PROGRAM, PIECES, random);
    expect(contradictions(source)).toEqual([]);
  }
});

test("random text", { timeout: 60_000 }, () => {
  const random = generator(168);
  for (let index = 0; index < 500; index++) {
    const source = Array.from({ length: random(200) }, () =>
      random(3) === 0 ? PIECES[random(PIECES.length)] : String.fromCharCode(random(160)),
    ).join("");
    expect(contradictions(source)).toEqual([]);
  }
});

const times = (count: number, piece: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => piece(index)).join("");

test.each([
  ["nothing", ""],
  ["deep parentheses", ` DC A(${"(".repeat(50_000)}`],
  ["a long expression", ` DC A(1${"+1".repeat(50_000)})`],
  ["many signs", ` DC A(${"-".repeat(50_000)}1)`],
  ["a long chain of EQUs", times(5000, (index) => `A${index} EQU A${index + 1}\n`)],
  ["a great circle of EQUs", `${times(5000, (index) => `A${index} EQU A${index + 1}\n`)}A5000 EQU A0`],
  ["many EQUs that wait for one", `${times(150_000, (index) => `A${index} EQU Z\n`)}Z EQU Y\nY EQU 1`],
  ["many undefined names", times(3000, (index) => ` LA 1,NAME${index}\n`)],
  ["many near names", times(3000, (index) => `NAME${index} LA 1,NAMES${index}\n`)],
  ["many literals", ` USING *,1\n${times(5000, (index) => ` L 1,=F'${index}'\n`)}`],
  ["a great duplication of nothing", " DC 16777216XL1'0'\n DC 16777216AL4(*)\n DS 16777216F\n DC 9999999999999F'1'"],
  ["a million listed bytes", " PRINT DATA\n DC 1048576X'1'\n"],
  ["many great constants", " DC 65535X'1'\n".repeat(200)],
  ["ORG up and down", times(2000, (index) => ` ORG X'${((index * 7919) % 65536).toString(16)}'\n DC X'1'\n`)],
  [
    "a huge number",
    ` DC F'${"9".repeat(100_000)}',F'1E999',D'1E-999',P'${"9".repeat(50_000)}',X'${"F".repeat(50_000)}'`,
  ],
  ["a long continuation", `${" DC C'".padEnd(71, "A")}+\n${`${" ".repeat(15)}${"A".repeat(56)}+\n`.repeat(2000)}`],
  ["a long line", ` DC C'${"A".repeat(500_000)}'`],
  [
    "names of the object prototype",
    "constructor EQU 1\n constructor\n toString 1\n DC __proto__\n LA 1,__proto__\n DC C(constructor)",
  ],
])("%s", { timeout: 60_000 }, (_, source) => {
  expect(contradictions(source)).toEqual([]);
});
