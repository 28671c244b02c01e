/** Translated program that changes how addresses and keys are understood: the same, wherever it is stopped, as interpreted. */
import { describe, expect, test } from "vitest";
import { compare, indented, program, SWITCH_ON, tables } from "./executor-programs.ts";

describe("changes of mode in a loop", () => {
  const modes: readonly (readonly [name: string, instructions: string])[] = [
    ["SSM", "SSM MASKS\n AR R6,R5\n SSM MASKS+1"],
    ["STOSM and STNSM", "STOSM X'1F0',3\n AR R6,R5\n STNSM X'1F0',X'FC'"],
    ["SPKA", "SPKA X'10'\n ST R6,X'800'\n SPKA 0\n ST R6,X'804'"],
    ["SPKA by turns", "X R3,=F'16'\n SPKA 0(R3)\n ST R6,X'800'"],
    ["IPK", "IPK\n AR R6,R2\n SPKA X'20'"],
    ["LPSW", "LPSW NEW\nHERE ST R6,X'800'\n SPKA 0"],
    ["LPSW to BC mode", "LPSW OLD\nHERE ST R6,X'800'\n SVC 3\n LPSW NEW2\nTHERE AR R6,R5"],
    ["LCTL", "LCTL 0,0,CONTROL\n AR R6,R5\n LCTL 9,11,=F'1,2,3'\n STCTL 0,15,X'800'"],
    ["PTLB", "PTLB\n A R6,X'800'"],
    ["SSK", "LA R3,X'800'\n X R2,=F'16'\n SSK R2,R3\n ST R6,X'800'\n ISK R1,R3\n AR R6,R1"],
    ["SSK of a key that is not ours", "LA R3,X'800'\n SPKA X'10'\n SSK R2,R3\n ST R6,X'800'\n SPKA 0\n LA R2,16(R2)"],
    ["SSKE and RRBE", "LA R3,X'800'\n SSKE R2,R3\n ST R6,X'800'\n RRBE R1,R3\n ISKE R1,R3\n AR R6,R1"],
    ["RRB", "ST R6,X'800'\n RRB X'800'\n BALR R1,0\n L R1,X'804'\n RRB X'800'\n BALR R2,0"],
    ["SPX", "SPX PREFIX\n ST R6,X'7F0'\n ST R6,X'57F0'(R0)\n SPX X'700'".replace("\n ST R6,X'57F0'(R0)", "")],
    ["problem state", "LPSW PROBLEM\nHERE SSM MASKS\n AR R6,R5\n SVC 9\n LA R13,OUT\n SSM MASKS\nOUT SR R13,R13"],
  ];
  test.each(modes)("%s", (_name, instructions) => {
    const [first, ...rest] = indented(instructions).split("\n");
    const labelled = [first, ...rest]
      .map((line) => line.replace(/^ {9}(HERE|THERE|OUT) +/, (_, label: string) => label.padEnd(9)))
      .join("\n");
    const code = `
         LA    R8,80
         LA    R5,7
LOOP     A     R6,=F'3'
${labelled}
         BCT   R8,LOOP`;
    const more = `
         DS    0D
NEW      DC    X'00180000',A(${labelled.includes("HERE ") ? "HERE" : "LOOP"})
OLD      DC    X'00300000',A(${labelled.includes("HERE ") ? "HERE" : "LOOP"})
NEW2     DC    X'00080000',A(${labelled.includes("THERE ") ? "THERE" : "LOOP"})
PROBLEM  DC    X'00090000',A(${labelled.includes("HERE ") ? "HERE" : "LOOP"})
MASKS    DC    X'0302'
PREFIX   DC    A(X'2000')
         ORG   X'2058'
         DC    X'00080000',A(OUTSIDE)
         DC    X'00080000',A(CALL)
         DC    X'00080000',A(FAULT)
         ORG   X'900'`;
    compare(program(code, { more }), 3000);
    // With all clocks on, too.
    compare(
      program(`         LCTL  0,0,CONTROL\n         SPT   TIMER\n         SSM   MASKS+1\n${code}`, {
        more,
        psw: "01080000",
      }),
      3000,
      2,
    );
  });

  test("IPTE, PTLB and tables that change, in loops under translation", () => {
    for (const forget of ["", "         PTLB\n", "         IPTE  R2,R3\n"]) {
      const code = `${SWITCH_ON}
         LA    R8,60
         L     R9,=A(X'9000')
         L     R2,=A(PAGES)
         L     R3,=A(X'8800')
LOOP     ST    R8,X'804'(R9)
         A     R6,0(R9)
         ST    R6,0(R9)
         LH    R4,36(R2)
         X     R4,=F'8'
         STH   R4,36(R2)
${forget}         A     R6,0(R9)
         ST    R6,4(R9)
         LH    R4,34(R2)
         N     R4,=X'0000FFFB'
         STH   R4,34(R2)
         BCT   R8,LOOP`;
      compare(program(code, { more: tables({ 17: "0040", 18: "0048", 19: "0050" }, 64) }), 4000);
    }
  });

  test("a segment that is protected by turns, with and without forgetting what it was", () => {
    const seen = new Set<number>();
    for (const forget of ["", "         PTLB\n", "         LCTL  1,1,=A(SEGMENTS)\n", "         SPKA  X'10'\n"]) {
      const code = `${SWITCH_ON}
         LA    R8,60
         L     R9,=A(X'100900')
         L     R10,=A(SEGMENTS)
LOOP     A     R6,0(R9)
         ST    R6,0(R9)
         MVC   4(8,R9),X'200'
         XI    7(R10),4
${forget}         A     R6,0(R9)
         ST    R6,0(R9)
         TPROT 0(R9),0
         BALR  R7,0
         AR    R6,R7
         BCT   R8,LOOP`;
      seen.add(
        compare(program(code, { more: `${tables({})}\n         ORG   X'6004'\n         DC    X'F0006104'` }), 4000),
      );
    }
    // The bit counts from when it is looked at again.
    expect(seen.size).toBeGreaterThan(1);
  });

  test("translation on and off", () => {
    compare(
      program(
        `${SWITCH_ON}
         LA    R8,80
         LA    R9,X'900'
LOOP     STNSM X'1F0',X'FB'
         ST    R8,0(R9)
         A     R6,0(R9)
         STOSM X'1F0',4
         A     R6,0(R9)
         ST    R6,4(R9)
         BCT   R8,LOOP`,
        { more: tables({ 1: "0040", 2: "0048" }) },
      ),
      3000,
    );
  });

  test("more pages than the lookaside buffer has entries", () => {
    for (const stride of ["2048", "4096", "262144"]) {
      const code = `${SWITCH_ON}
         LA    R7,6
AGAIN    LA    R8,200
         L     R9,=A(X'8000')
LOOP     ST    R8,X'100'(R9)
         A     R6,X'100'(R9)
         STM   R6,R9,X'7F8'(R9)
         A     R9,=F'${stride}'
         BCT   R8,LOOP
         LH    R4,PAGES+40
         X     R4,=F'8'
         STH   R4,PAGES+40
         BCT   R7,AGAIN`.replaceAll("PAGES+40", "40(R10)");
      compare(
        program(code.replace("         LA    R7,6", "         LA    R7,6\n         L     R10,=A(PAGES)"), {
          more: tables(
            Object.fromEntries(
              Array.from({ length: 496 }, (_, i) => [16 + i, (8 * (4 + (i % 8))).toString(16).padStart(4, "0")]),
            ),
            512,
          ).replace("X'7000'", "X'7800'"),
        }),
        9000,
      );
    }
  });
});
