/** Macro processing takes any text: it never throws, never hangs, and what it says is consistent. Mutations are seeded. */
import { expect, test } from "vitest";
import { assemble } from "../../../engine/s370/assembler/index.ts";
import { contradictions, generator, mutate } from "./mutations.ts";

const LIBRARY = {
  members: new Map([
    ["REGS", "BASE     EQU   12\n         AIF   (D'OTHER).SKIP\nOTHER    EQU   11\n.SKIP    ANOP\n"],
    ["ADD", "         MACRO\n&L       ADD   &R,&N=1\n&L       LA    &R,&N.(,&R)\n         MEND\n"],
    ["AGAIN", "         COPY  REGS\n         COPY  AGAIN\n"],
  ]),
};

const PROGRAM = `* A program of macros
         GBLA  &COUNT
         GBLC  &NAMES(10)
         LCLB  &DEBUG
&DEBUG   SETB  ('&SYSPARM' EQ 'DEBUG')
         MACRO
&LABEL   SAVE  &REGS,&T,&ID
.* Saves registers
         LCLA  &OFF
         AIF   (N'&REGS NE 2).ERR
&LABEL   DS    0H
&OFF     SETA  &REGS(1)*4+20
         AIF   (&OFF LE 75).OK
&OFF     SETA  &OFF-64
.OK      STM   &REGS(1),&REGS(2),&OFF.(13)   store
         AIF   (T'&ID EQ 'O').END
&OFF     SETA  K'&ID
         DC    AL1(&OFF),CL8&ID
         MEXIT
.ERR     MNOTE 8,'REGISTERS: &REGS'
.END     MEND
         MACRO
         TABLE &TYPE=F,&LIST=
         GBLA  &COUNT
         GBLC  &NAMES(10)
         LCLA  &I
.LOOP    AIF   (&I GE N'&SYSLIST).DONE
&I       SETA  &I+1
&COUNT   SETA  &COUNT+1
&NAMES(&COUNT) SETC '&SYSLIST(&I)'(1,3).'&SYSNDX'
&NAMES(&COUNT) DC &TYPE.'&LIST(&I)'
         AGO   .LOOP
.DONE    ANOP
         AIF   (&COUNT LT 6).MORE
         MEXIT
.MORE    TABLE A&SYSNDX,TYPE=H,LIST=(7)
         MEND
         COPY  REGS
PROG     START X'100'
         USING *,BASE
         SAVE  (14,12),,'IT''S'
         ADD   1,N=4
         TABLE ONE,TWO,LIST=(1,2)
.AGAIN   ANOP
&COUNT   SETA  &COUNT+1
         DC    AL1(&COUNT),C'&NAMES(1)'
         AIF   (&COUNT LT 8).AGAIN
         AIF   (NOT &DEBUG OR 1 EQ 2).END
         MNOTE *,'DEBUG'
.END     LTORG
         END   PROG
`;

const PIECES = [
  "'",
  "''",
  "(",
  ")",
  ",",
  ".",
  "..",
  "&",
  "&&",
  "&(",
  "&I",
  "&I+1",
  "&REGS(",
  "&SYSLIST",
  "&SYSNDX",
  "&COUNT",
  "&NAMES(1)",
  "K'",
  "N'&",
  "T'",
  "L'",
  "\n",
  " ",
  "=",
  "-",
  "*",
  "99999999",
  "0",
  ".LOOP",
  ".AGAIN",
  " AGO .AGAIN\n",
  " AIF (1).LOOP\n",
  " MACRO\n",
  " MEND\n",
  " MEXIT\n",
  " COPY REGS\n",
  " COPY AGAIN\n",
  " TABLE A,B\n",
  " SAVE\n",
  " ACTR 999999\n",
  " END\n",
  "SETA",
  "SETB",
  "SETC",
  "EQ",
  "AND",
  "NOT ",
  "(1,2)",
  "é",
  "\t",
];

test("the program that is mutated has no errors", () => {
  const { errors, segments } = assemble(PROGRAM, LIBRARY);
  expect(errors).toEqual([]);
  expect(segments.length).toBeGreaterThan(0);
});

// Many of them loop until a bound ends them.
test("600 mutations of a program of macros", { timeout: 240_000 }, () => {
  const random = generator(1972);
  for (let index = 0; index < 600; index++) {
    const source = mutate(PROGRAM, PIECES, random);
    expect(contradictions(source, LIBRARY)).toEqual([]);
  }
});

test("mutations of members", { timeout: 120_000 }, () => {
  const random = generator(1964);
  for (let index = 0; index < 150; index++) {
    const members = new Map([...LIBRARY.members].map(([name, text]) => [name, mutate(text, PIECES, random)]));
    expect(contradictions(PROGRAM, { members })).toEqual([]);
  }
});

const times = (count: number, piece: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => piece(index)).join("");
const loop = (body: string, before = ""): string =>
  ` MACRO\n M\n${before} ACTR 2147483647\n.L ANOP\n${body}\n AGO .L\n MEND\n M\n`;

test.each([
  ["a macro without end", loop(" DC X'1'")],
  ["errors without end", loop("&X SETA 'A'\n DC &Y\n SETC")],
  ["long statements without end", loop(` DC C'${"&&".repeat(2000)}'`)],
  ["long values without end", loop(` DC C'${"&X".repeat(1000)}'`, "&X SETC (25)'ABCDEFGHI'\n")],
  ["a value that grows without end", loop("&X SETC '&X&X'", "&X SETC 'A'\n")],
  ["definitions without end", loop(` MACRO\n N\n${" DC 1\n".repeat(1000)} MEND\n N`)],
  [
    "calls with many parameters without end",
    `${" MACRO\n N "}${times(500, (index) => `${index > 0 ? "," : ""}&P${index}`)}\n MEND\n${loop(" N")}`,
  ],
  ["attributes of unknown symbols without end", loop("&I SETA &I+1\n&T SETC T'NONE\nN&I DC F'1'\n&T SETC T'N&I")],
  ["open code without end", " ACTR 2147483647\n.L ANOP\n DC X'1'\n AGO .L\n"],
  ["errors in open code without end", " ACTR 2147483647\n.L ANOP\n DC\n&X SETA Y\n AGO .L\n"],
  ["deep parentheses", `&A SETA ${"(".repeat(50_000)}\n`],
  ["deep subscripts", `&A SETA ${"&SYSPARM(".repeat(50_000)}\n`],
  ["deep created names", `&A SETA ${"&(".repeat(20_000)}\n`],
  ["deep duplication factors", `&A SETC ${"(".repeat(39)}1${")'A'".repeat(39)}\n`],
  ["many signs and negations", `&A SETA ${"-".repeat(50_000)}1\n&B SETB (${"NOT ".repeat(50_000)}1)\n`],
  ["a long sum", `&A SETA 1${"+1".repeat(100_000)}\n`],
  ["a long concatenation", `&A SETC 'A'${".'A'".repeat(50_000)}\n`],
  [
    "a deep sublist",
    ` MACRO\n M &A\n&X SETC '&A(1)'\n&N SETA N'&A(1,1,1)\n MEND\n M ${"(".repeat(20_000)}${")".repeat(20_000)}\n`,
  ],
  ["a long sublist", ` MACRO\n M &A\n&N SETA N'&A\n MEND\n M (${"A,".repeat(100)})\n M (${"A,".repeat(100_000)})\n`],
  ["many macros", times(5000, (index) => ` MACRO\n M${index}\n MEND\n`) + times(5000, (index) => ` M${index}\n`)],
  ["many inner definitions that do not end", " MACRO\n".repeat(20_000)],
  [
    "many variables, and unknown ones",
    times(2000, (index) => ` LCLA &V${index}\n`) + times(5000, (index) => `&A SETA &W${index}\n`),
  ],
  ["many sequence symbols and branches", times(5000, (index) => `.S${index} AIF (1).S${index + 1}\n`)],
  [
    "names of the object prototype",
    " MACRO\n constructor &toString\n DC C'&toString'\n MEND\n constructor 1\n __proto__\n&constructor SETA 1\n DC AL1(&constructor)\n AGO .toString\n COPY constructor\n",
  ],
  ["a member that copies itself many times", " COPY AGAIN\n".repeat(2000)],
])("%s", { timeout: 60_000 }, (_, source) => {
  expect(contradictions(source, LIBRARY)).toEqual([]);
});
