/** COPY and macro definitions from a library of members; the listing of generated and copied statements. */
import { describe, expect, test } from "vitest";
import { assemble } from "../../../engine/s370/assembler/index.ts";
import { assembledWith, errorsWith, generated, macro, marked } from "./macros.ts";
import { assembled, storage } from "./program.ts";

const members = (entries: Record<string, string>) => ({ members: new Map(Object.entries(entries)) });

describe("COPY", () => {
  const library = members({
    PSW: "PSW      DSECT\nMASK     DS    X\nKEY      DS    X\nCODE     DS    H\n",
    ALL: "         COPY  EQUATES\nAFTER    DC    AL1(ONE)\n",
    EQUATES: "* Equates\nONE      EQU   1",
    BODY: "         DC    C'&A'\n",
    SELF: "         COPY  SELF\n",
    WRONG: "         L     1\nHERE     DS    F\n",
    SKIP: "         AGO   .OVER\n         DC    X'FF'\n.OVER    ANOP\n",
    MACROS: `${macro("         ONE", "         DC    X'01'")}${macro("         TWO", "         BAD   X'02'")}`,
  });

  test("brings a member's statements, members in members included", () => {
    const assembly = assembledWith("P        START 0\n         COPY  ALL\n         copy  psw remark\n", library);
    expect(storage(assembly)).toEqual(["0:01"]);
    expect(assembly.symbols.get("CODE")?.value).toBe(2);
    // The source map has what is copied at the line of the COPY.
    expect(assembly.lines.map(({ line, length }) => [line, length])).toEqual([[2, 1]]);
    expect(assembly.symbols.get("ONE")?.line).toBe(2);
  });

  test("brings conditional assembly and macro definitions", () => {
    expect(storage(assembledWith("         COPY  MACROS\n         COPY  SKIP\n         ONE\n", library))).toEqual([
      "0:01",
    ]);
  });

  test("works in a macro definition", () => {
    const source = macro("         SHOW  &A", "         COPY  BODY");
    expect(generated(`${source}         SHOW  XYZ\n`, library)).toEqual([" DC C'XYZ'"]);
  });

  test("errors in a member are at the COPY, or the call, and name the member and its line", () => {
    const source =
      "         COPY  WRONG\n         COPY  MACROS\n         TWO\n         COPY  SELF\n         COPY  NONE\n";
    expect(errorsWith(source, library)).toEqual([
      "1:10 in line 1 of member WRONG: L takes 2 operands, not 1: L R1,D2(X2,B2)",
      "3:10 in macro TWO, line 7 of member MACROS: BAD is not an operation; did you mean BAL?",
      "4:10 in line 1 of member SELF: SELF copies itself",
      "5:16 there is no member NONE to copy",
    ]);
  });
});

describe("the macro library", () => {
  const library = members({
    ADD: "* Adds\n         MACRO\n         ADD   &R,&N\n         LA    &R,&N.(,&R)\n         MEND\n",
    OTHER: macro("         ANOTHER", "         DC    X'01'"),
    DATA: "         DC    X'01'\n",
    LR: macro("         LR    &A,&B", "         DC    X'FF'"),
    BROKEN: macro("         BROKEN &A,B", "         DC    X'FF'"),
    OPEN: "         MACRO\n         OPEN\n",
    FAULTY: macro("         FAULTY", "         L     1"),
  });

  test("defines macros that the source does not", () => {
    expect(generated("         ADD   1,5\n         add   2,6\n", library)).toEqual([" LA 1,5(,1)", " LA 2,6(,2)"]);
  });

  test("gives way to the source's own definitions and to machine instructions", () => {
    const own = macro("         ADD   &R,&N", "         DC    AL1(&R,&N)");
    expect(generated(`${own}         ADD   1,5\n         LR    1,2\n`, library)).toEqual([" DC AL1(1,5)"]);
  });

  test("errors", () => {
    const source = "         OTHER\n         DATA\n         BROKEN 1\n         OPEN\n         FAULTY\n";
    expect(errorsWith(source, library)).toEqual([
      "1:10 the member OTHER defines ANOTHER",
      "2:10 the member DATA does not begin with MACRO; COPY brings what it holds",
      "3:10 line 2 of member BROKEN: “B” is no parameter: it is written &NAME or &NAME=default",
      "4:10 line 1 of member OPEN: this MACRO has no MEND",
      "5:10 in macro FAULTY, line 3 of member FAULTY: L takes 2 operands, not 1: L R1,D2(X2,B2)",
    ]);
  });
});

describe("the listing", () => {
  test("marks what is generated with + and what is copied with C, under the line of the call", () => {
    const library = members({ REGS: "* Registers\nBASE     EQU   12\n" });
    const source = [
      "         MACRO",
      "&LABEL   STORE &TO,&VALUE=0",
      ".* This comment is not generated,",
      "* and this one is.",
      "&LABEL   LA    1,&VALUE            the value",
      "         ST    1,&TO",
      "         MEND",
      "P        START X'100'",
      "         COPY  REGS",
      "         USING *,BASE",
      "BEGIN    STORE A",
      "         STORE A+4,VALUE=4095      remark",
      "         PRINT NOGEN",
      "         STORE A",
      "         PRINT GEN",
      "&N       SETA  2",
      "A        DC    &N.F'1'",
      "         END",
      "",
    ].join("\n");
    const expected = `  LOC  OBJECT CODE    ADDR1 ADDR2  STMT   SOURCE STATEMENT
                                        1            MACRO
                                        2   &LABEL   STORE &TO,&VALUE=0
                                        3   .* This comment is not generated,
                                        4   * and this one is.
                                        5   &LABEL   LA    1,&VALUE            the value
                                        6            ST    1,&TO
                                        7            MEND
000100                                  8   P        START X'100'
                                        9            COPY  REGS
                                        9C  * Registers
00000C                                  9C  BASE     EQU   12
                              00100    10            USING *,BASE
                                       11   BEGIN    STORE A
                                       11+  * and this one is.
000100 4110 0000              00000    11+  BEGIN    LA    1,0                 the value
000104 5010 C018              00118    11+           ST    1,A
                                       12            STORE A+4,VALUE=4095      remark
                                       12+  * and this one is.
000108 4110 0FFF              00FFF    12+           LA    1,4095              the value
00010C 5010 C01C              0011C    12+           ST    1,A+4
                                       13            PRINT NOGEN
                                       14            STORE A
                                       15            PRINT GEN
                                       16   &N       SETA  2
                                       17   A        DC    &N.F'1'
000118 0000000100000001                17+  A        DC    2F'1'
                                       18            END
`;
    expect(assembledWith(source, library).listing).toContain(expected);
  });

  test("shows what is in error, and MNOTE, under PRINT NOGEN too", () => {
    const source = macro("         BAD", "         DC    X'01'", "         L     1", "         MNOTE 4,'LOOK'");
    const { listing } = assemble(`${source}         PRINT NOGEN\n         BAD\n`);
    expect(marked(listing)).toEqual([" L 1", "4,LOOK"]);
  });

  test("repeats open code that a branch back repeats, and reports its errors once", () => {
    const { listing, errors } = assemble(
      "         LCLA  &I\n.L       ANOP\n&I       SETA  &I+1\n         L     1\n         AIF   (&I LT 3).L\n",
    );
    expect(errors.length).toBe(1);
    expect(listing.match(/^.{36} {4}4 {12}L {5}1$/gm)?.length).toBe(3);
    expect(listing.match(/ERROR [*]/g)?.length).toBe(1);
  });

  test("labels that macros make are in the cross-reference at the line of the call", () => {
    const { listing } = assembled(
      `${macro("         MAKE", "L&SYSNDX DC    A(L&SYSNDX)")}         MAKE\n         MAKE\n`,
    );
    expect(listing).toContain("L0001        4 00000000     5  5\nL0002        4 00000004     6  6\n");
  });
});
