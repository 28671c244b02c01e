/** Conditional assembly: expressions, attributes, variables and branches. */
import { describe, expect, test } from "vitest";
import { assemble } from "../../../engine/s370/assembler/index.ts";
import { assembledWith, generated, macro, worth } from "./macros.ts";
import { assembled, storage } from "./program.ts";

describe("arithmetic expressions", () => {
  test.each([
    ["10", "10"],
    ["X'1F'", "31"],
    ["B'101'", "5"],
    ["C'A'", "193"],
    ["2+3*4", "14"],
    ["(2+3)*4", "20"],
    ["17/5", "3"],
    ["(0-17)/5", "3"],
    ["5/0", "0"],
    ["-3+10", "7"],
    ["--3", "3"],
    ["2*-3+10", "4"],
    ["2147483647", "2147483647"],
    ["X'FFFFFFFF'+2", "1"],
    ["((((7))))", "7"],
    ["&A+1", "6"],
    ["&A*&A", "25"],
    ["&TEXT+1", "13"],
    ["&HEX", "10"],
    ["&TRUE+&TRUE", "2"],
    ["K'&TEXT", "2"],
    ["(&A + 1)", "6"],
  ])("%s", (expression, value) => {
    const before = ["&A       SETA  5", "&TEXT    SETC  '12'", "&HEX     SETC  'X''0A'''", "&TRUE    SETB  1"];
    expect(worth("A", expression, before)).toBe(value);
  });

  test("a value is put into text without its sign and without leading zeros", () => {
    expect(worth("C", "'&A&B'", ["&A       SETA  0-12", "&B       SETA  007"])).toBe("127");
  });
});

describe("logical expressions", () => {
  test.each([
    ["1", "1"],
    ["0", "0"],
    ["(1)", "1"],
    ["(NOT 1)", "0"],
    ["(1 AND 0)", "0"],
    ["(1 OR 0)", "1"],
    ["(1 OR 1 AND 0)", "1"],
    ["((1 OR 1) AND 0)", "0"],
    ["(NOT 0 AND NOT 0)", "1"],
    ["(NOT (0 OR 1))", "0"],
    ["(1 AND NOT 0 OR 0)", "1"],
    ["(5 EQ 5)", "1"],
    ["(5 NE 5)", "0"],
    ["(4 LT 5)", "1"],
    ["(5 LE 5)", "1"],
    ["(4 GT 5)", "0"],
    ["(5 GE 6)", "0"],
    ["(2+2 EQ 2*2)", "1"],
    ["((2+2)*2 EQ 8 AND (1 EQ 1))", "1"],
    ["('A' EQ 'A')", "1"],
    ["('A'EQ'B')", "0"],
    // The shorter comes first; else by EBCDIC, where letters come before digits.
    ["('Z' LT 'AA')", "1"],
    ["('A' LT '1')", "1"],
    ["('a' LT 'A')", "1"],
    ["('' EQ '')", "1"],
    ["('&X'.'&X' EQ 'QQ')", "1"],
    ["('&X' EQ 'q')", "0"],
    ["(T'&X EQ 'U' AND K'&X EQ 1)", "1"],
    ["&ON", "1"],
    ["(&ON AND NOT &OFF)", "1"],
    ["(&N GT 2 OR &OFF)", "1"],
  ])("%s", (expression, value) => {
    const before = ["&X       SETC  'Q'", "&ON      SETB  1", "         LCLB  &OFF", "&N       SETA  3"];
    expect(worth("B", expression, before)).toBe(value);
  });
});

describe("character expressions", () => {
  test.each([
    ["'ABC'", "ABC"],
    ["''", ""],
    ["'IT''S'", "IT'S"],
    ["'R&&D'", "R&D"],
    ["'ABCDE'(2,3)", "BCD"],
    ["'ABCDE'(4,9)", "DE"],
    ["'ABCDE'(2,*)", "BCDE"],
    ["'ABCDE'(5,0)", ""],
    ["'ABCDE'(6,*)", ""],
    ["T'&S.", "U"],
    ["''(0,0)", ""],
    ["'ABC'(1,1).'XYZ'(3,1)", "AZ"],
    ["'ABC'(1,1)'XYZ'(3,1)", "AZ"],
    ["'AB'.'CD'", "ABCD"],
    ["(3)'AB'", "ABABAB"],
    ["(2)'ABC'(1,2)", "ABAB"],
    ["'X'.(2)'A'.'Y'", "XAAY"],
    ["(0)'A'", ""],
    ["'&S'(&N,1)", "L"],
    ["'&S.X'", "HELLOX"],
    ["'&S..X'", "HELLO.X"],
    ["'&N&S'", "3HELLO"],
    ["'&L(2)'", "B"],
    ["'&L(&N-2)'", "A"],
    ["(&N)'&L(1)'", "AAA"],
    ["T'HERE", "F"],
    ["'&(S)'", "HELLO"],
    ["'&(&WHICH)'", "HELLO"],
    ["'&(L)(2)'", "B"],
  ])("%s", (expression, value) => {
    const before = [
      "&S       SETC  'HELLO'",
      "&N       SETA  3",
      "&WHICH   SETC  'S'",
      "         LCLC  &L(5)",
      "&L(1)    SETC  'A','B'",
      "HERE     DS    F",
    ];
    expect(worth("C", expression, before)).toBe(value);
  });
});

describe("attributes", () => {
  const program = `CHARS    DS    CL12
HEX      DC    XL3'01'
WORDS    DS    4F
HALF     DC    H'1'
EXPLICIT DC    FL3'1'
FLOAT    DC    E'1'
DOUBLE   DC    DL6'1'
PACKED   DC    P'1.25'
ZONED    DC    ZL5'1'
ADDRESS  DC    A(0)
SHORT    DC    AL3(0)
BITS     DC    B'1'
INSTR    MVC   0(5),0
COMMAND  CCW   1,0,0,1
NUMBER   EQU   7
LIKE     EQU   CHARS+1,5,C'X'
SCALED   DC    FS4'1.5'
SECTION  CSECT
`;
  test.each([
    ["CHARS", "C", "12"],
    ["HEX", "X", "3"],
    ["WORDS", "F", "4"],
    ["HALF", "H", "2"],
    ["EXPLICIT", "G", "3"],
    ["FLOAT", "E", "4"],
    ["DOUBLE", "K", "6"],
    ["PACKED", "P", "2"],
    ["ZONED", "Z", "5"],
    ["ADDRESS", "A", "4"],
    ["SHORT", "R", "3"],
    ["BITS", "B", "1"],
    ["INSTR", "I", "6"],
    ["COMMAND", "W", "8"],
    ["NUMBER", "U", "1"],
    ["LIKE", "X", "5"],
    ["SECTION", "J", "1"],
  ])("of %s are T' %s and L' %s, before and after its definition", (name, type, length) => {
    const show = macro("         SHOW  &P", "&T       SETC  T'&P", "&L       SETA  L'&P", "         MNOTE 0,'&T &L'");
    const { notes } = assembledWith(`${show}         SHOW  ${name}\n${program}         SHOW  ${name}\n`, {});
    expect(notes.map(({ message }) => message)).toEqual([`${type} ${length}`, `${type} ${length}`]);
  });

  test("of operands: omitted, number, macro call, anything else", () => {
    const show = macro(
      "&N       SHOW  &P",
      "&T       SETC  T'&P",
      "&M       SETC  T'&P(2)",
      "&K       SETA  K'&P",
      "&C       SETA  N'&P",
      "         MNOTE 0,'&T &M &K &C'",
    );
    const calls = ["", "12", "X'1F'", "CALL", "R5", "(12,ABC)", "=F'1'", "'A,B'", "NEVER", "A+1"];
    const source = `${show}CALL     SHOW  ABC\n${calls.map((operand) => `         SHOW  ${operand}`).join("\n")}\n`;
    expect(assembledWith(source, {}).notes.map(({ message }) => message)).toEqual([
      "U O 3 1",
      "O O 0 0",
      "N O 2 1",
      "N O 5 1",
      "M O 4 1",
      "U O 2 1",
      "N U 8 2",
      "U O 5 1",
      "U O 5 1",
      "U O 5 1",
      "U O 3 1",
    ]);
  });

  test("of symbols that macros have generated are known after the call", () => {
    const make = macro("         MAKE", "MADE     DS    CL9");
    expect(worth("A", "L'MADE", [make, "         MAKE"])).toBe("9");
    expect(worth("C", "T'MADE", [make])).toBe("U");
  });

  test("S' and I' tell scale and integer digits of numbers", () => {
    const [scale, digits] = ["S", "I"].map((letter) => worth("A", `${letter}'SCALED`, [program.trimEnd()]));
    expect([scale, digits]).toEqual(["4", "27"]);
  });

  test("D' tells whether a statement before has defined a symbol", () => {
    const ask = "         AIF   (D'HERE).ON\nHERE     EQU   1\n.ON      ANOP\n";
    expect(assembled(ask.replaceAll(".ON", ".ON1") + ask.replaceAll(".ON", ".ON2")).symbols.get("HERE")?.line).toBe(2);
  });
});

describe("variables", () => {
  test("begin as 0 and nothing, in each call anew; global ones are shared", () => {
    const count = macro(
      "         COUNT",
      "         LCLA  &LOCAL",
      "         GBLA  &GLOBAL",
      "         LCLC  &TEXT",
      "&LOCAL   SETA  &LOCAL+1",
      "&GLOBAL  SETA  &GLOBAL+1",
      "&TEXT    SETC  '&TEXT.X'",
      "         MNOTE *,'&LOCAL &GLOBAL &TEXT'",
    );
    expect(generated(`${count}         GBLA  &GLOBAL\n&GLOBAL  SETA  10\n         COUNT\n         COUNT\n`)).toEqual([
      "*,1 11 X",
      "*,1 12 X",
    ]);
  });

  test("have dimensions; several values go to the elements one after the other", () => {
    const source = [
      "         LCLA  &A(5),&B",
      "         GBLC  &C(3)",
      "&A(2)    SETA  7,8,9",
      "&C(3)    SETC  'X'",
      "&B       SETA  N'&A",
      "         DC    AL1(&A(1),&A(2),&A(&A(2)-4),&A(4),&B),C'&C(3)&C(1)'",
      "",
    ].join("\n");
    expect(storage(assembled(source))).toEqual(["0:0007080904E7"]);
  });

  test("need no declaration to be set, and are then local", () => {
    const inner = macro("         INNER", "&A       SETA  1", "&B(3)    SETC  'Q'", "         MNOTE *,'&A&B(3)&B(1)'");
    expect(generated(`${inner}&A       SETC  'OPEN'\n         INNER\n         MNOTE *,'&A'\n`)).toEqual([
      "*,1Q",
      "*,OPEN",
    ]);
  });
});

describe("branches", () => {
  test("AIF chooses what open code is assembled; skipped statements are not even looked at", () => {
    const source = (debug: number): string =>
      [
        `&DEBUG   SETB  ${debug}`,
        "         AIF   (NOT &DEBUG).LIVE",
        "         DC    C'DEBUG'",
        "         AGO   .ON",
        ".LIVE    DC    C'LIVE'",
        ".ON      ANOP",
        "         AGO   .OVER",
        "         NONSENSE &UNKNOWN",
        "         COPY  NOWHERE",
        ".OVER    DC    C'.'",
        "",
      ].join("\n");
    expect(storage(assembled(source(1)))).toEqual(["0:C4C5C2E4C74B"]);
    expect(storage(assembled(source(0)))).toEqual(["0:D3C9E5C54B"]);
  });

  test("a loop may pass a declaration again, which changes nothing", () => {
    const count = macro(
      "         COUNT",
      ".L       ANOP",
      "         LCLA  &I",
      "&I       SETA  &I+1",
      "         AIF   (&I LT 3).L",
      "         MNOTE *,'&I'",
    );
    expect(generated(`${count}         COUNT\n`)).toEqual(["*,3"]);
  });

  test("open code repeats what lies behind a branch back", () => {
    const source =
      "         LCLA  &I\n.LOOP    ANOP\n&I       SETA  &I+1\n         DC    AL1(&I)\n         AIF   (&I LT 4).LOOP\n";
    const assembly = assembled(source);
    expect(storage(assembly)).toEqual(["0:01020304"]);
    expect(assembly.lines.map(({ line }) => line)).toEqual([4, 4, 4, 4]);
  });

  test("an AIF may ask several conditions, in several lines", () => {
    const size = macro(
      "         SIZE  &N",
      `${"         AIF   (&N LT 10).SMALL,      below ten".padEnd(71)}X`,
      `${"               (&N LT 100).MEDIUM     below a hundred".padEnd(71)}`,
      "         MNOTE *,'LARGE'",
      "         MEXIT",
      ".SMALL   MNOTE *,'SMALL'",
      "         MEXIT",
      ".MEDIUM  MNOTE *,'MEDIUM'",
    );
    expect(generated(`${size}         SIZE  5\n         SIZE  50\n         SIZE  500\n`)).toEqual([
      "*,SMALL",
      "*,MEDIUM",
      "*,LARGE",
    ]);
  });

  test("a computed AGO takes the branch of a number", () => {
    const choose = macro(
      "         CHOOSE &N",
      "         AGO   (&N).ONE,.TWO",
      "         MNOTE *,'OTHER'",
      "         MEXIT",
      ".ONE     MNOTE *,'ONE'",
      "         MEXIT",
      ".TWO     MNOTE *,'TWO'",
    );
    const calls = ["1", "2", "3", "0"].map((n) => `         CHOOSE ${n}\n`).join("");
    expect(generated(choose + calls)).toEqual(["*,ONE", "*,TWO", "*,OTHER", "*,OTHER"]);
  });

  test("MEND may carry the sequence symbol that ends the macro", () => {
    const stop = [
      "         MACRO",
      "         STOP  &A",
      "         AIF   ('&A' EQ '').END",
      "         DC    X'01'",
      ".END     MEND",
      "         STOP",
      "         STOP  1",
      "",
    ].join("\n");
    expect(generated(stop)).toEqual([" DC X'01'"]);
  });

  test("ACTR says how many branches may be taken", () => {
    const loop = macro(
      "         LOOP  &N",
      "         LCLA  &I",
      "         ACTR  &N+1",
      ".L       ANOP",
      "&I       SETA  &I+1",
      "         AIF   (&I LT &N).L",
      "         MNOTE *,'&I'",
    );
    expect(generated(`${loop}         LOOP  5000\n`)).toEqual(["*,5000"]);
  });
});

describe("MNOTE", () => {
  test("below severity 8 is a note, from 8 on an error, with * a comment", () => {
    const tell = macro("         TELL  &S", "         MNOTE &S,'IT''S &S && MORE'");
    const source = `${tell}${["*", "0", "7", "8", "3+9", ""].map((s) => `         TELL  ${s}\n`).join("")}`;
    const { errors, notes, listing } = assemble(source);
    expect(notes).toEqual([
      { line: 6, column: 10, severity: 0, message: "IT'S 0 & MORE" },
      { line: 7, column: 10, severity: 7, message: "IT'S 7 & MORE" },
      { line: 10, column: 10, severity: 1, message: "IT'S  & MORE" },
    ]);
    expect(errors).toEqual([
      { line: 8, column: 10, message: "in macro TELL, line 3: IT'S 8 & MORE" },
      { line: 9, column: 10, message: "in macro TELL, line 3: IT'S 3+9 & MORE" },
    ]);
    expect(listing).toContain("   5+  *,IT'S * & MORE\n");
  });

  test("in open code, and with the severity left out", () => {
    const { errors, notes } = assemble("         MNOTE 'A'\n         MNOTE ,'B'\n         MNOTE 12,'C'\n");
    expect(notes.map(({ severity, message }) => [severity, message])).toEqual([
      [1, "A"],
      [1, "B"],
    ]);
    expect(errors).toEqual([{ line: 3, column: 10, message: "C" }]);
  });
});
