/** Errors of macros and conditional assembly: where they are reported, and what they say. */
import { describe, expect, test } from "vitest";
import { assemble } from "../../../engine/s370/assembler/index.ts";
import { errorsWith, macro, marked } from "./macros.ts";

describe("one statement of conditional assembly", () => {
  const BEFORE = [
    "         LCLA  &A,&D(3)",
    "         LCLB  &B",
    "&OP      SETC  'AGO'",
    "&C       SETC  'TEXT'",
    "&A       SETA  5",
    "",
  ].join("\n");
  test.each([
    // Variables
    ["&A SETA &X", "6:9 the variable symbol &X is not known here; in a text, an ampersand is written twice (&&)"],
    ["&A SETA &SYSPRAM", "6:9 the variable symbol &SYSPRAM is not known here; did you mean &SYSPARM?"],
    [
      " DC C'&COLOUR'",
      "6:7 the variable symbol &COLOUR is not known here; in a text, an ampersand is written twice (&&)",
    ],
    ["&A SETC 'X'", "6:1 &A is declared for SETA, not SETC"],
    ["A SETA 1", "6:1 the variable symbol stands in the name field: &NAME SETA value"],
    [" SETA 1", "6:2 the variable symbol stands in the name field: &NAME SETA value"],
    ["&A SETA", "6:8 a value is missing: &NAME SETA value"],
    ["&D SETA 1", "6:1 &D has a dimension: a subscript must follow, as in &D(1)"],
    ["&D(4) SETA 1", "6:1 the subscript of &D is 1 to 3, not 4"],
    ["&A SETA &D(0)", "6:9 the subscript of &D is 1 to 3, not 0"],
    ["&A(1) SETA 1", "6:1 &A has no dimension; a parenthesis after its value is written &A.("],
    [" DC AL1(&A(1))", "6:11 &A has no dimension; a parenthesis after its value is written &A.("],
    [" LCLA &A", "6:7 &A is declared already"],
    [" LCLA A", "6:7 a variable symbol should stand here, as in LCLA &NAME"],
    [" GBLC &SYSECT", "6:7 &SYSECT is a system variable symbol"],
    [" LCLA &E(0)", "6:7 a dimension is 1 to 32,767, not 0"],
    [" LCLA &E,", "6:10 a variable symbol should stand here, as in LCLA &NAME"],
    [" LCLA &E;", "6:9 “;” stands here, where a comma or the operands' end should be"],
    ["&SYSPARM SETC 'X'", "6:1 &SYSPARM is a parameter: SETC cannot change it"],
    // Expressions
    ["&A SETA 5+", "6:11 the operands end here, where a number, a variable symbol or characters should stand"],
    ["&A SETA (5", "6:11 the operands end here, where a “)” for the “(” before it should stand"],
    ["&A SETA 5)", "6:10 “)” stands here, where a comma or the operands' end should be"],
    [
      "&A SETA R5",
      "6:9 R5 is not a variable symbol: here stand numbers, &names, attributes, and characters between apostrophes",
    ],
    ["&A SETA &C", "6:9 &C is “TEXT”, where a number is needed"],
    ["&A SETA 'X'", "6:9 characters stand here, where a number is needed"],
    ["&A SETA 2147483648", "6:9 the value does not fit in 32 bits, of which one is the sign"],
    ["&A SETA 65536*65536", "6:14 the value does not fit in 32 bits, of which one is the sign"],
    ["&A SETA X'G'", "6:9 X'…' holds hexadecimal digits, not “G”"],
    ["&A SETA L'NONE", "6:9 L' is not known of “NONE”: it is of symbols that the program defines"],
    ["&A SETA K'NAME", "6:9 K' is of variable symbols, and NAME is none"],
    ["&B SETB (5 EQ 'A')", "6:10 characters are compared with characters, which stand between apostrophes"],
    [
      "&B SETB ('A' EQ &C)",
      "6:17 characters are compared with characters, which stand between apostrophes: write '&C'",
    ],
    ["&B SETB ('A')", "6:10 characters stand here alone; EQ or another relation should follow"],
    ["&C SETC &A", "6:9 characters stand between apostrophes, as in 'A' or '&X'"],
    ["&C SETC 'ABC", "6:9 this apostrophe is not closed; an apostrophe among characters is written twice ('')"],
    ["&C SETC 'ABC'(4,1)", "6:14 this substring begins at character 4, and the characters are number 1 to 3"],
    ["&C SETC ''(1,1)", "6:11 this substring begins at character 1, and there are no characters"],
    [
      "&C SETC 'ABC'(1)",
      "6:16 “)” stands here, where a “,” between the start and the length of a substring should stand",
    ],
    ["&C SETC (0-1)'A'", "6:10 a duplication factor is 0 or more, not -1"],
    ["&C SETC (256)'A'", "6:14 a value has at most 255 characters"],
    // Branches
    [" AIF (1 EQ 2).NOWHERE", "6:14 there is no sequence symbol .NOWHERE"],
    [" AGO .NOWHERE", "6:6 there is no sequence symbol .NOWHERE"],
    [" AGO NOWHERE", "6:6 a sequence symbol should stand here: .NAME"],
    [" AIF &B.X", "6:6 a condition in parentheses should stand here: AIF (condition).NAME"],
    [" AIF (&B)", "6:10 a sequence symbol should stand here: .NAME"],
    [".1 ANOP", "6:1 “.1” is no sequence symbol: it is written .NAME"],
    [".X", "6:1 a sequence symbol stands alone; ANOP must follow it"],
    // Macros
    ["LABEL ANOP", "6:1 ANOP takes no label, only a sequence symbol: .NAME"],
    [" &OP .X", "6:2 AGO is not made by substitution: write it as it is"],
    [" MEND", "6:2 MEND stands outside of a macro definition"],
    [" MEXIT", "6:2 MEXIT stands outside of a macro definition"],
    [" MACRO", "6:2 this MACRO has no MEND"],
    [" COPY", "6:6 COPY needs the name of a member"],
    [" COPY A,B", "6:7 COPY takes one name of a member, not “A,B”"],
    [" COPY NONE", "6:7 there is no member NONE to copy"],
    [" MNOTE TEXT", "6:8 the message stands between apostrophes: MNOTE 8,'text'"],
    [" MNOTE 256,'X'", "6:8 a severity is * or 0 to 255, not 256"],
    [" MNOTE 8,X", "6:10 the message stands between apostrophes: MNOTE 8,'text'"],
    [" L 1,&A+X(&A)", "6:9 after substitution: X is not defined"],
    [" L &A+11,0", "6:4 after substitution: operand 1 (R1) is a register, 0 to 15, not 16"],
    ["&C: LR 1,2", "6:1 after substitution: a label is written without a colon"],
    [" &C.X 1", "6:2 after substitution: TEXTX is not an operation"],
  ])("%s", (statement, ...expected) => {
    expect(errorsWith(`${BEFORE}${statement}\n`)).toEqual(expected);
  });
});

describe("definitions", () => {
  test.each([
    [["         1BAD  &A"], ["2:10 “1BAD” is no name for a macro: it begins with a letter"]],
    [["         ONE   &A,B"], ["2:19 “B” is no parameter: it is written &NAME or &NAME=default"]],
    [["         ONE   &A,&A"], ["2:19 &A is a parameter already"]],
    [["         ONE   &SYSNDX"], ["2:16 &SYSNDX is a system variable symbol"]],
    [
      ["LABEL    ONE   &A"],
      ["2:1 the prototype's name field: “LABEL” is no parameter: it is written &NAME or &NAME=default"],
    ],
    [["         ONE", ".A       ANOP", ".A       ANOP"], ["4:1 .A stands here a second time"]],
    [["         ONE", "         AIF   ('&A' EQ 'X').THERE"], ["3:29 there is no sequence symbol .THERE"]],
    [["         ONE", "         AGO   (1).A,.B", ".A       ANOP"], ["3:22 there is no sequence symbol .B"]],
  ])("%j", (lines, expected) => {
    expect(errorsWith(macro(...lines))).toEqual(expected);
  });

  test("a prototype is missing", () => {
    expect(errorsWith("         MACRO\n         MEND\n")).toEqual([
      "1:10 a prototype should follow MACRO: the macro's name and its parameters",
    ]);
  });

  test("a MEND is missing though that of an inner definition is there", () => {
    expect(errorsWith("         MACRO\n         A\n         MACRO\n         B\n         MEND\n")).toEqual([
      "1:10 this MACRO has no MEND",
    ]);
  });

  test("a mistyped macro's name is recognized", () => {
    expect(errorsWith(`${macro("         FORMAT &A")}         FROMAT 1\n`)).toEqual([
      "4:10 FROMAT is not an operation; did you mean FORMAT?",
    ]);
  });
});

describe("calls", () => {
  const move = macro(
    "&L       MOVE  &TO,&FROM,&REG=1,&LENGTH=",
    "         L     &REG,&FROM",
    "         ST    &REG,&TO",
  );
  test.each([
    ["MOVE 0,4,REGS=2", "6:11 the macro MOVE has no keyword parameter REGS=; did you mean REG=?"],
    ["MOVE 0,4,SIZE=2", "6:11 the macro MOVE has no keyword parameter SIZE=; it has REG= LENGTH="],
    ["MOVE 0,4,REG=2,REG=3", "6:17 REG= is given twice"],
    ["MOVE 0,4,LENGTH=(1", "6:18 this parenthesis is not closed"],
    ["MOVE 0,4,LENGTH=1)", "6:19 there is no “(” for this parenthesis"],
    ["MOVE 0,4,LENGTH='AB", "6:18 this apostrophe is not closed"],
    ["MOVE 0,&XX+4", "6:9 the variable symbol &XX is not known here; in a text, an ampersand is written twice (&&)"],
  ])("%s", (call, expected) => {
    expect(errorsWith(`${move} ${call}\n`)).toContain(expected);
  });

  test("errors in what a macro generates are at the call, and name the macro and its line", () => {
    const { errors, listing } = assemble(`${move}         MOVE  A,4\n`);
    expect(errors).toEqual([{ line: 6, column: 10, message: "in macro MOVE, line 4: A is not defined" }]);
    expect(listing).toMatch(/6[+] {11}ST {4}1,A\n\*\*\* ERROR \*\*\* in macro MOVE, line 4: A is not defined\n/);
  });

  test("errors of conditional assembly in a macro, too, and the listing shows the macro's line", () => {
    const half = macro("         HALF  &N", "&H       SETA  &N/2", "         DC    H'&H'");
    const { errors, listing } = assemble(`${half}         HALF  8\n         HALF  ABC\n`);
    expect(errors).toEqual([
      { line: 7, column: 10, message: "in macro HALF, line 3: &N is “ABC”, where a number is needed" },
      {
        line: 7,
        column: 10,
        message:
          "in macro HALF, line 4: the variable symbol &H is not known here; in a text, an ampersand is written twice (&&)",
      },
    ]);
    expect(marked(listing)).toEqual([" DC H'4'", "&H SETA &N/2", " DC H'&H'"]);
  });

  test("in macros within macros the caller is named", () => {
    const source = [
      macro("         INNER", "         BR    1,2"),
      macro("         OUTER", "         INNER"),
      macro("         MOST", "         OUTER"),
      "         INNER\n         OUTER\n         MOST\n",
    ].join("");
    const message = "BR takes 1 operand, not 2: BR R2";
    expect(errorsWith(source)).toEqual([
      `13:10 in macro INNER, line 3: ${message}`,
      `14:10 in macro INNER, line 3 (called in macro OUTER, line 7): ${message}`,
      `15:10 in macro INNER, line 3 (called in macro OUTER, line 7, …): ${message}`,
    ]);
  });

  test("a label that a macro defines again", () => {
    const twice = macro("         TWICE", "HERE     DS    0H");
    expect(errorsWith(`${twice}         TWICE\n         TWICE\n`)).toEqual([
      "6:10 in macro TWICE, line 3: HERE is already defined at line 5",
    ]);
  });

  test("global variables that are declared otherwise elsewhere", () => {
    const set = macro("         SET", "         GBLC  &G", "         GBLA  &D(5)", "         DC    AL1(&H)");
    expect(errorsWith(`         GBLA  &G,&D(4),&H\n${set}         SET\n`)).toEqual([
      "8:10 in macro SET, line 4: &G is declared elsewhere with GBLA: all must say the same",
      "8:10 in macro SET, line 5: &D is declared elsewhere as &D(4): all must say the same",
      "8:10 in macro SET, line 6: the variable symbol &H is not known here; a GBLA must declare it here too",
    ]);
  });
});

describe("what does not end", () => {
  test("a loop of AGO is ended by ACTR, in a macro and in open code", () => {
    const loop = macro("         FOREVER", ".L       AGO   .L");
    const message =
      "AIF and AGO have branched as often as ACTR allows (4,096 times if there is none): does a loop end?";
    expect(errorsWith(`${loop}         FOREVER\n.L       AGO   .L\n         DC    X'01'\n`)).toEqual([
      `5:10 in macro FOREVER, line 3: ${message}`,
      `6:16 ${message}`,
    ]);
  });

  test("a loop with a great ACTR is ended by the number of statements; the rest of the program is assembled", () => {
    const loop = macro("         FOREVER", "         ACTR  2147483647", ".L       DC    X'01'", "         AGO   .L");
    const { errors, symbols } = assemble(`${loop}         FOREVER\nAFTER    DC    X'01'\n`);
    expect(errors).toEqual([
      {
        line: 7,
        column: 10,
        message: "the macro FOREVER has taken more than 50,000 statements in this call: does a loop in it end?",
      },
    ]);
    expect(symbols.get("AFTER")?.line).toBe(8);
  });

  test("macros that call themselves", () => {
    const self = macro("         SELF", "         SELF", "         SELF");
    const [there, back] = [macro("         THERE", "         BACK"), macro("         BACK", "         THERE")];
    expect(errorsWith(`${self}${there}${back}         SELF\n         THERE\n`)).toEqual([
      "14:10 macros call one another more than 100 deep: SELF calls SELF, and so on",
      "15:10 macros call one another more than 100 deep: BACK calls THERE, and so on",
    ]);
  });

  test("a tree of macros, of which each calls the next twice", () => {
    const tree = Array.from({ length: 40 }, (_, n) =>
      macro(`         T${n}`, `         T${n + 1}`, `         T${n + 1}`),
    );
    expect(errorsWith(`${tree.join("")}${macro("         T40")}         T0\n`)).toEqual([
      "204:10 the macro T0 has taken more than 50,000 statements in this call: does a loop in it end?",
    ]);
  });

  test("loops in many calls", () => {
    const loop = macro("         FOREVER", "         ACTR  2147483647", ".L       AGO   .L");
    const errors = errorsWith(`${loop}${"         FOREVER\n".repeat(1000)}LAST     DC    A(LAST)\n`);
    expect(errors.length).toBe(4);
    expect(errors[0]).toBe(
      "6:10 the macro FOREVER has taken more than 50,000 statements in this call: does a loop in it end?",
    );
    expect(errors[3]).toBe(
      "9:10 macros have taken more than 200,000 statements; macro calls that follow are not processed",
    );
  });
});
