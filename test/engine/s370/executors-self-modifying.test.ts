/** Translated program that changes itself: the same, wherever it is stopped, as interpreted. */
import { describe, test } from "vitest";
import { compare, indented, program, SWITCH_ON, tables } from "./executor-programs.ts";

/** Each changes the two bytes at NEXT, which are AR 6,5 and SR 6,5 by turns where nothing else is said. */
const STORES: readonly (readonly [name: string, instructions: string])[] = [
  ["ST", "ST R4,NEXT"],
  ["STH", "SRL R4,16\n STH R4,NEXT\n SLL R4,16"],
  ["STC", "SRL R4,24\n STC R4,NEXT\n SLL R4,24"],
  ["STCM", "STCM R4,12,NEXT"],
  ["STCM of one byte", "STCM R4,8,NEXT"],
  ["STM", "STM R4,R5,NEXT"],
  ["MVI", "MVI NEXT,X'1B'"],
  ["XI", "XI NEXT,1"],
  ["OI and NI", "OI NEXT,1\n NI NEXT,X'FE'"],
  ["MVC", "ST R4,WORK\n MVC NEXT(4),WORK"],
  ["MVC of one byte", "ST R4,WORK\n MVC NEXT(1),WORK"],
  ["MVC over several", "ST R4,WORK\n MVC NEXT-4(8),WORK-4"],
  ["MVN", "ST R4,WORK\n MVN NEXT(1),WORK"],
  ["MVZ", "ST R4,WORK\n MVZ NEXT(2),WORK"],
  ["XC", "XC NEXT(1),ONE"],
  ["OC", "OC NEXT(1),ONE"],
  ["NC", "NC NEXT(1),WORK"],
  ["TR", "TR NEXT(1),TABLE"],
  ["MVCIN", "ST R4,WORK\n MVCIN NEXT(2),WORK+1"],
  ["MVCL", "ST R4,WORK\n LA R0,NEXT\n LA R1,2\n LA R2,WORK\n LA R3,2\n MVCL R0,R2"],
  ["CS", "ST R4,WORK\n L R0,NEXT\n L R1,WORK\n CS R0,R1,NEXT"],
  ["CDS", "LM R0,R1,NEXT\n LR R2,R4\n LR R3,R5\n CDS R0,R2,NEXT"],
  ["TS", "TS NEXT"],
  ["CVD", "CVD R5,NEXT"],
  ["PACK", "PACK NEXT(2),DIGITS(3)"],
  ["UNPK", "UNPK NEXT(2),DIGITS(2)"],
  ["MVO", "MVO NEXT(2),DIGITS(2)"],
  ["AP", "MVC NEXT(2),PACKED\n AP NEXT(2),PACKED+1(1)"],
  ["ZAP", "ZAP NEXT(2),PACKED(2)"],
  ["SRP", "MVC NEXT(2),PACKED\n SRP NEXT(2),1,5"],
  ["ED", "MVC NEXT(4),PATTERN\n ED NEXT(4),PACKED"],
  ["STE", "LE 0,PATTERNS\n STE 0,NEXT"],
  ["STD", "LD 0,PATTERNS\n STD 0,NEXT"],
  ["STCTL", "STCTL 9,9,NEXT"],
  ["STNSM", "STNSM NEXT,X'FF'"],
  ["STPT", "STPT NEXT"],
  ["STCK", "STCK NEXT"],
  ["STCKC", "STCKC NEXT"],
  ["STIDP", "STIDP NEXT"],
  ["STAP", "STAP NEXT"],
  ["STPX", "STPX NEXT"],
];

describe("a program that writes its own next instruction", () => {
  test.each(STORES)("by %s", (_name, instructions) => {
    for (const rounds of [3, 60])
      compare(
        program(
          `
         LA    R8,${rounds}
         L     R4,=X'1A651A65'
         L     R5,=X'01000001'
         LCTL  9,9,=X'1B650700'
LOOP     X     R4,=X'01000100'
         ST    R4,WORK
${indented(instructions)}
         B     NEXT
         DS    0D
NEXT     DC    X'1A650700'
         DC    X'0700070007000700'
         BCT   R8,LOOP`,
          {
            more: `
WORK     DC    D'0',D'0'
ONE      DC    X'01'
DIGITS   DC    C'165',X'1A65'
PACKED   DC    X'012C',X'3C'
PATTERN  DC    X'1A202020'
PATTERNS DC    X'1B651A6507000700'
         ORG   X'800'
TABLE    DC    256X'1B'
         ORG   TABLE+X'1B'
         DC    X'1A'
         ORG`,
          },
        ),
        3000,
        rounds,
      );
  });

  test.each(STORES)("without a branch between, by %s", (_name, instructions) => {
    compare(
      program(
        `
         LA    R8,50
         L     R4,=X'1A651A65'
         L     R5,=X'01000001'
LOOP     X     R4,=X'01000100'
         CNOP  4,8
${indented(instructions)}
NEXT     EQU   *
         DC    X'1A6507000700070007000700'
         BCT   R8,LOOP`,
        {
          more: `
         DS    0D
WORK     DC    D'0',D'0'
ONE      DC    X'01'
DIGITS   DC    C'165',X'1A65'
PACKED   DC    X'012C',X'3C'
PATTERN  DC    X'1A202020'
PATTERNS DC    X'1B651A6507000700'
         ORG   X'800'
TABLE    DC    256X'1B'
         ORG`,
        },
      ),
      3000,
    );
  });
});

describe("a page that is there twice", () => {
  /** The instructions, with X'8800' (in R9) for X'800'. */
  const elsewhere = (instructions: string): string =>
    instructions.replace(
      /NEXT(-4)?(?:\((\d+)\))?/g,
      (_, before = "", length?: string) => `NEXT${before}-PAGE(${length === undefined ? "" : `${length},`}R9)`,
    );

  test.each(STORES.slice(0, 34))("is changed by its other address: by %s", (_name, instructions) => {
    compare(
      program(
        `${SWITCH_ON}
         L     R9,=A(X'8800')
         LA    R7,60
         L     R4,=X'1A651A65'
         L     R5,=X'01000001'
         B     LOOP`,
        {
          more: `
         ORG   X'800'
PAGE     EQU   *
LOOP     X     R4,TURNS
         CNOP  4,8
${indented(elsewhere(instructions))}
NEXT     EQU   *
         DC    X'1A6507000700070007000700'
         BCT   R7,LOOP
         LPSW  END
         DS    0D
WORK     DC    D'0',D'0'
TURNS    DC    X'01000100'
ONE      DC    X'01'
DIGITS   DC    C'165',X'1A65'
PACKED   DC    X'012C',X'3C'
PATTERN  DC    X'1A202020'
         DS    0D
PATTERNS DC    X'1B651A6507000700'
         ORG   X'900'
TABLE    DC    256X'1B'
${tables({ 17: "0008" }, 32)}`,
        },
      ),
      2500,
    );
  });
});
