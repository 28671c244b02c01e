/** Macros: calls, parameters, sublists, &SYSLIST, inner macros, and sets of them as programs use them. */
import { describe, expect, test } from "vitest";
import { generated, macro } from "./macros.ts";
import { assembled, storage } from "./program.ts";

describe("parameters", () => {
  test("take operands by position, and the name field", () => {
    const move = macro("&LABEL   MOVE  &TO,&FROM", "&LABEL   L     1,&FROM", "         ST    1,&TO");
    expect(generated(`${move}         USING *,12\nHERE     MOVE  A,B\nA        DS    F\nB        DS    F\n`)).toEqual([
      "HERE L 1,B",
      " ST 1,A",
    ]);
  });

  test("take operands by keyword, with defaults, in any order and between positional ones", () => {
    const table = macro("         TABLE &NAME,&COUNT,&TYPE=F,&VALUE=0", "&NAME    DC    &COUNT.&TYPE.'&VALUE'");
    expect(generated(`${table}         TABLE A,3\n         TABLE TYPE=H,B,VALUE=-1,2\n`)).toEqual([
      "A DC 3F'0'",
      "B DC 2H'-1'",
    ]);
  });

  test("are empty where an operand is omitted", () => {
    const show = macro("         SHOW  &A,&B,&C=X", "         MNOTE *,'(&A)(&B)(&C)'");
    expect(
      generated(`${show}         SHOW  ,2\n         SHOW\n         SHOW  1,,C=\n         SHOW  ,  remark\n`),
    ).toEqual(["*,()(2)(X)", "*,()()(X)", "*,(1)()()", "*,()()(X)"]);
  });

  test("keep apostrophes, doubled ampersands, commas in parentheses and strings, and case", () => {
    const show = macro("         SHOW  &A,&B,&C", "         DC    C&A", "         DC    &B,C'&C'");
    expect(generated(`${show}         SHOW  'it''s, R&&D',AL1(1,2),abc\n`)).toEqual([
      " DC C'it''s, R&&D'",
      " DC AL1(1,2),C'abc'",
    ]);
  });

  test("an attribute's apostrophe opens no string in an operand", () => {
    const show = macro("         SHOW  &A,&B", "         DC    AL1(&A,&B)");
    expect(generated(`${show}X        DS    CL7\n         SHOW  L'X,L'X+1\n`)).toEqual([" DC AL1(L'X,L'X+1)"]);
  });

  test("may stand each in a line of its own, with a remark; cards may have sequence numbers", () => {
    const card = (text: string, mark: string, number: number): string =>
      `${text.padEnd(71)}${mark}${String(number).padStart(8, "0")}`;
    const source = [
      card("         MACRO", " ", 100),
      card("         SHOW  &A,           it's the first", "X", 200),
      card("               &K=5,         (the second", "X", 300),
      card("               &L=", " ", 400),
      card("         AIF   ('&A' EQ 'X'   AND   &K LT 10                      ", "X", 500),
      card("                 AND '&L' EQ '').GOOD", " ", 600),
      card("         MEXIT", " ", 700),
      card(".GOOD    ANOP", " ", 800),
      card("         MNOTE *,'&A &K'", " ", 900),
      card("         MEND", " ", 1000),
      card("         SHOW  X,            call", "-", 1100),
      card("               K=7           of it", " ", 1200),
      card("         SHOW", " ", 1300),
    ];
    expect(generated(source.join("\n"))).toEqual(["*,X 7"]);
  });

  test("the name field of a call may be any text, and a sequence symbol is none", () => {
    const show = macro("&N       SHOW", "         MNOTE *,'(&N)'");
    expect(generated(`${show}A(1)     SHOW\n.GO      SHOW\n         SHOW\n`)).toEqual(["*,(A(1))", "*,()", "*,()"]);
  });
});

describe("concatenation", () => {
  const lines = [
    "         JOIN  &A,&B",
    "         DC    C'&A&B'",
    "         DC    C'&A.B'",
    "         DC    C'&A..B'",
    "         DC    C'X&A.2&B..'",
    "         DC    C'&A.(2)'",
    "D&A      DS    &A.F",
  ];
  test("a period ends the name of a variable symbol, and is not generated", () => {
    expect(generated(`${macro(...lines)}         JOIN  3,Y\n`)).toEqual([
      " DC C'3Y'",
      " DC C'3B'",
      " DC C'3.B'",
      " DC C'X32Y.'",
      " DC C'3(2)'",
      "D3 DS 3F",
    ]);
  });

  test("an operation may be put together", () => {
    const branch = macro("         IF    &C,&TO", "         BN&C  &TO");
    expect(
      generated(`${branch}         USING *,12\nA        IF    E,A\n         DS    0H\nA        DS    0H\n`),
    ).toEqual([" BNE A"]);
  });

  test("a value with a blank does not move the operands", () => {
    const show = macro("         SHOW  &A", "         DC    &A  remark of &A");
    expect(generated(`${show}         SHOW  C'X Y'\n`)).toEqual([" DC C'X Y' remark of &A"]);
  });
});

describe("sublists", () => {
  const show = macro(
    "         SHOW  &P,&K=(X,(Y,Z))",
    "         MNOTE *,'&P(1)|&P(2)|&P(3)|&P(4)|'",
    "         MNOTE *,'&K(1)|&K(2)|&K(2,1)|&K(2,2)|'",
    "&N1      SETA  N'&P",
    "&N2      SETA  N'&K(2)",
    "         MNOTE *,'&N1|&N2'",
  );
  test.each([
    ["(A,B,C)", "A|B|C||", "X|(Y,Z)|Y|Z|", "3|2"],
    ["(A,,C,)", "A||C||", "X|(Y,Z)|Y|Z|", "4|2"],
    ["A", "A||||", "X|(Y,Z)|Y|Z|", "1|2"],
    ["", "||||", "X|(Y,Z)|Y|Z|", "0|2"],
    ["((A,B),C)", "(A,B)|C|||", "X|(Y,Z)|Y|Z|", "2|2"],
    ["(A),K=()", "A||||", "||||", "1|0"],
    ["A(B)", "A(B)||||", "X|(Y,Z)|Y|Z|", "1|2"],
    ["(A)(B)", "(A)(B)||||", "X|(Y,Z)|Y|Z|", "1|2"],
    ["('A,B',C)", "'A,B'|C|||", "X|(Y,Z)|Y|Z|", "2|2"],
  ])("SHOW %s", (operand, ...expected) => {
    const lines = generated(`${show}         SHOW  ${operand}\n`);
    expect(lines).toEqual(expected.map((line) => `*,${line}`));
  });

  test("a value that is put into an operand stays one operand, and may be a sublist", () => {
    const inner = macro("         INNER &A,&B", "         MNOTE *,'&A(2) &B'");
    const outer = macro("         OUTER &X", "         INNER &X,2");
    expect(generated(`${inner}${outer}         OUTER (P,Q)\n`)).toEqual(["*,Q 2"]);
    const set = "&LIST    SETC  'P,Q'\n         INNER &LIST,2\n";
    expect(generated(`${inner}${set}`)).toEqual(["*, 2"]);
  });
});

describe("system variable symbols", () => {
  test("&SYSNDX numbers all calls, and stays the same within one", () => {
    const inner = macro("         INNER", "I&SYSNDX EQU   1");
    const outer = macro("         OUTER", "A&SYSNDX EQU   1", "         INNER", "B&SYSNDX EQU   1");
    expect(generated(`${inner}${outer}         OUTER\n         OUTER\n`)).toEqual([
      "A0001 EQU 1",
      "I0002 EQU 1",
      "B0001 EQU 1",
      "A0003 EQU 1",
      "I0004 EQU 1",
      "B0003 EQU 1",
    ]);
  });

  test("&SYSECT is the section at the call, so that a macro can go back to it", () => {
    const low = macro("         LOW", "PSA      DSECT", "         DS    D", "&SYSECT  CSECT");
    const assembly = assembled(`${low}PROG     CSECT\n         DC    X'01'\n         LOW\n         DC    X'02'\n`);
    expect(storage(assembly)).toEqual(["0:0102"]);
  });

  test("&SYSLIST is all positional operands, and the name field as number 0", () => {
    const show = macro(
      "&L       SHOW  &A,&K=",
      "         LCLA  &I",
      "&N       SETA  N'&SYSLIST",
      "         MNOTE *,'&N &SYSLIST(0)'",
      ".NEXT    AIF   (&I GE &N).DONE",
      "&I       SETA  &I+1",
      "&M       SETA  N'&SYSLIST(&I)",
      "         MNOTE *,'&I &M &SYSLIST(&I)|&SYSLIST(&I,2)|'",
      "         AGO   .NEXT",
      ".DONE    MEXIT",
    );
    expect(generated(`${show}HERE     SHOW  A,K=X,(B,C,D),,\n`)).toEqual([
      "*,4 HERE",
      "*,1 1 A||",
      "*,2 3 (B,C,D)|C|",
      "*,3 0 ||",
      "*,4 0 ||",
    ]);
  });

  test("&SYSPARM, &SYSDATE and &SYSTIME are what the assembly is given, and else always the same", () => {
    const source = "         DC    C'&SYSPARM.&SYSDATE.&SYSTIME'\n";
    expect(generated(source)).toEqual([" DC C'01/01/7000.00'"]);
    expect(generated(source, { parameter: "TEST", date: "06/30/76", time: "12.30" })).toEqual([
      " DC C'TEST06/30/7612.30'",
    ]);
  });
});

describe("macros in macros", () => {
  test("a macro calls others, with its own values in their operands", () => {
    const inner = macro("         ADD1  &R", "         LA    &R,1(,&R)");
    const outer = macro("         ADD2  &R", "         ADD1  &R", "         ADD1  &R");
    expect(generated(`${inner}${outer}         ADD2  5\n`)).toEqual([" LA 5,1(,5)", " LA 5,1(,5)"]);
  });

  test("a macro may be defined after the macro that calls it, but before that is called", () => {
    const outer = macro("         OUTER", "         INNER");
    const inner = macro("         INNER", "         DC    X'01'");
    expect(generated(`${outer}${inner}         OUTER\n`)).toEqual([" DC X'01'"]);
  });

  test("a macro defines a macro, whose lines are as they stand", () => {
    const outer = macro(
      "         OUTER &A",
      "         MACRO",
      "         INNER &A",
      ".S       ANOP",
      "         DC    C'&A'",
      "         MEND",
      ".S       ANOP",
      "         INNER X&A",
    );
    expect(generated(`${outer}         OUTER Y\n         INNER Z\n`)).toEqual([" DC C'XY'", " DC C'Z'"]);
  });

  test("a macro calls itself until its condition ends it", () => {
    const down = macro(
      "         DOWN  &N",
      "         AIF   (&N EQ 0).END",
      "         DC    AL1(&N)",
      "&M       SETA  &N-1",
      "         DOWN  &M",
      ".END     ANOP",
    );
    expect(storage(assembled(`${down}         DOWN  5\n`))).toEqual(["0:0504030201"]);
  });

  test("a later definition of a name takes the earlier one's place, and may stand for a machine instruction", () => {
    const first = macro("         ONE", "         DC    X'01'");
    const second = macro("         ONE", "         DC    X'02'");
    expect(generated(`${first}         ONE\n${second}         ONE\n`)).toEqual([" DC X'01'", " DC X'02'"]);
    expect(generated(`${macro("         LR    &A,&B", "         DC    AL1(&A,&B)")}         LR    1,2\n`)).toEqual([
      " DC AL1(1,2)",
    ]);
  });

  test("OPSYN gives a macro another name", () => {
    expect(generated(`${macro("         ONE", "         DC    X'01'")}EINS     OPSYN ONE\n         EINS\n`)).toEqual([
      " DC X'01'",
    ]);
  });

  test("a macro punches cards", () => {
    const deck = macro("         CARDS &A", "         PUNCH 'NAME &A'", "         REPRO", ".* &A");
    const { module } = assembled(`${deck}         CARDS X\n         CARDS Y\n         DC    X'01'\n`);
    expect(module.punched.map((card) => card.trimEnd())).toEqual(["NAME X", ".* &A", "NAME Y", ".* &A"]);
  });

  test("an END that a macro generates ends the program", () => {
    const finish = macro("         FINISH &AT", "         END   &AT", "         DC    X'FF'");
    const assembly = assembled(
      `${finish}P        START 0\n         DC    X'01'\nGO       LR    1,2\n         FINISH GO\n`,
    );
    expect([storage(assembly), assembly.entry]).toEqual([["0:01", "2:1812"], 2]);
  });
});

/** Linkage as programs of the time have it: SAVE, RETURN, CALL after the model of the system's macros. */
const LINKAGE = [
  macro(
    "&NAME    SAVE  &REGS,&TEMP",
    ".* Saves registers in the caller's save area.",
    "         LCLA  &OFFSET",
    "         AIF   (N'&REGS NE 2).BAD",
    "&NAME    DS    0H",
    "&OFFSET  SETA  &REGS(1)*4+20",
    "         AIF   (&OFFSET LE 75).STORE",
    "&OFFSET  SETA  &OFFSET-64",
    ".STORE   STM   &REGS(1),&REGS(2),&OFFSET.(13)    save registers",
    "         MEXIT",
    ".BAD     MNOTE 12,'REGISTERS ARE TWO, AS IN (14,12), NOT &REGS'",
  ),
  macro(
    "&NAME    RETURN &REGS,&RC=",
    "&NAME    L     13,4(,13)",
    "         LM    &REGS(1),&REGS(2),12(13)",
    "         AIF   ('&RC' EQ '').BACK",
    "         LA    15,&RC",
    ".BACK    BR    14",
  ),
  macro(
    "&NAME    CALL  &ENTRY,&LIST",
    "         LCLA  &I,&N",
    "&N       SETA  N'&LIST",
    "&NAME    CNOP  0,4",
    "         BAL   1,C&SYSNDX",
    ".NEXT    ANOP",
    "&I       SETA  &I+1",
    "         AIF   (&I EQ &N).LAST",
    "         DC    A(&LIST(&I))",
    "         AGO   .NEXT",
    ".LAST    DC    AL1(X'80'),AL3(&LIST(&I))",
    "C&SYSNDX L     15,=A(&ENTRY)",
    "         BALR  14,15",
  ),
].join("");

describe("real macros", () => {
  test("linkage: SAVE, CALL and RETURN", () => {
    const program = `${LINKAGE}MAIN     START X'1000'
         SAVE  (14,12)
         BALR  12,0
         USING *,12
         CALL  SUB,(X,Y)
         RETURN (14,12),RC=4
SUB      SAVE  (2,5)
         BR    14
X        DC    F'1'
Y        DC    F'2'
         END   MAIN
`;
    // SAVE, BALR, CNOP, BAL around the list (whose last address is marked), L, BALR, RETURN; SUB's SAVE; X and Y; =A(SUB).
    expect(storage(assembled(program))).toEqual([
      "1000:90ECD00C05C007004510C00E000010308000103458F0C03205EF58D0D00498ECD00C41F0000407FE9025D01C07FE",
      "1030:000000010000000200001028",
    ]);
  });

  test("a table of squares by a loop of AIF", () => {
    const squares = macro(
      "&NAME    SQUARES &COUNT",
      "         LCLA  &I,&SQUARE",
      "&NAME    DS    0H",
      ".LOOP    AIF   (&I GE &COUNT).DONE",
      "&I       SETA  &I+1",
      "&SQUARE  SETA  &I*&I",
      "         DC    H'&SQUARE'",
      "         AGO   .LOOP",
      ".DONE    ANOP",
    );
    const assembly = assembled(`${squares}TABLE    SQUARES 5\n`);
    expect(storage(assembly)).toEqual(["0:00010004000900100019"]);
    expect(assembly.symbols.get("TABLE")).toEqual({ value: 0, length: 2, line: 12 });
    // The source map has all of them at the line of the call.
    expect(assembly.lines.map(({ line, address }) => [line, address])).toEqual([
      [12, 0],
      [12, 2],
      [12, 4],
      [12, 6],
      [12, 8],
    ]);
  });

  test("a translate table from a list of character ranges", () => {
    const table = macro(
      "&NAME    TRTAB &RANGES",
      "         LCLA  &I",
      "&NAME    DC    256X'00'",
      ".NEXT    AIF   (&I GE N'&RANGES).DONE",
      "&I       SETA  &I+1",
      "         ORG   &NAME+C'&RANGES(&I,1)'",
      "         DC    (C'&RANGES(&I,2)'-C'&RANGES(&I,1)'+1)X'&RANGES(&I,3)'",
      "         AGO   .NEXT",
      ".DONE    ORG   &NAME+256",
    );
    const { segments } = assembled(`${table}T        TRTAB ((A,C,01),(0,9,02))\n`);
    const [{ bytes }] = segments;
    expect([bytes.length, bytes[0xc1], bytes[0xc3], bytes[0xc4], bytes[0xf0], bytes[0xf9], bytes[0xfa]]).toEqual([
      256, 1, 1, 0, 2, 2, 0,
    ]);
  });

  test("structured IF, with a stack of labels in global variables", () => {
    const source = [
      macro(
        "         IF    &TEST,&COND",
        "         GBLA  &DEPTH,&NEXT",
        "         GBLA  &STACK(20)",
        "&DEPTH   SETA  &DEPTH+1",
        "&NEXT    SETA  &NEXT+1",
        "&STACK(&DEPTH) SETA &NEXT",
        "         &TEST(1) &TEST(2),&TEST(3)",
        "         BN&COND IF&NEXT",
      ),
      macro(
        "         ENDIF",
        "         GBLA  &DEPTH",
        "         GBLA  &STACK(20)",
        "IF&STACK(&DEPTH) DS 0H",
        "&DEPTH   SETA  &DEPTH-1",
      ),
      "         USING *,12\n",
      "         IF    (LTR,1,1),Z\n         IF    (CR,2,3),E\n         LR    4,5\n         ENDIF\n         ENDIF\n",
    ].join("");
    expect(generated(source)).toEqual([" LTR 1,1", " BNZ IF1", " CR 2,3", " BNE IF2", "IF2 DS 0H", "IF1 DS 0H"]);
    expect(storage(assembled(source))).toEqual(["0:12114770C00E19234770C00E1845"]);
  });
});
