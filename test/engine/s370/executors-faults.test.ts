/** Translated program that faults half-way: the same, wherever it is stopped, as interpreted. */
import { describe, test } from "vitest";
import { compare, indented, program, SWITCH_ON, tables } from "./executor-programs.ts";

/** Instructions that access more than one byte: at R9, which comes before something that may not be accessed. */
const ACCESSES = `
  MVC 0(20,R9),X'C00'; MVC X'C00'(20),0(R9); MVC 1(20,R9),0(R9); MVC 0(20,R9),1(R9); MVN 0(9,R9),X'C00'
  MVZ X'C00'(9),0(R9); XC 0(20,R9),X'C00'; XC 0(20,R9),0(R9); NC 0(9,R9),X'C00'; OC X'C00'(9),0(R9)
  CLC 0(20,R9),X'C00'; CLC X'C00'(20),0(R9); TR 0(20,R9),X'D00'; TR X'C00'(20),0(R9); TRT 0(20,R9),X'D00'
  TRT X'C00'(20),0(R9); MVCIN 0(20,R9),X'C20'; MVCIN X'C00'(20),9(R9); PACK 0(8,R9),X'C00'(15)
  PACK X'C00'(8),0(15,R9); UNPK 0(15,R9),X'C00'(8); UNPK X'C00'(15),0(8,R9); MVO 0(8,R9),X'C00'(8)
  MVO X'C00'(8),0(8,R9); AP 0(8,R9),X'C00'(4); AP X'C00'(4),0(8,R9); AP 0(12,R9),0(4,R9); SP 0(16,R9),X'C00'(4)
  ZAP 0(8,R9),X'C00'(4); ZAP X'C00'(16),0(8,R9); CP 0(8,R9),X'C00'(4); CP X'C00'(4),0(8,R9); MP 0(8,R9),X'C00'(4)
  MP X'C00'(16),0(8,R9); DP 0(16,R9),X'C00'(4); DP X'C00'(16),0(8,R9); SRP 0(8,R9),3,5; SRP 0(8,R9),61,5
  ED 0(12,R9),X'C00'; ED X'C10'(12),0(R9); EDMK 0(12,R9),X'C00'; EDMK X'C10'(12),0(R9); STM R0,R5,0(R9)
  LM R0,R5,0(R9); STM R14,R12,0(R9); STD 0,0(R9); LD 0,0(R9); STE 0,0(R9); LE 0,0(R9); AD 0,0(R9); ME 0,0(R9)
  L R4,0(R9); ST R4,0(R9); LH R4,0(R9); STH R4,0(R9); MH R4,0(R9); A R4,0(R9); M R4,0(R9); D R4,0(R9); CL R4,0(R9)
  STCM R4,5,0(R9); STCM R4,7,0(R9); STCM R4,15,0(R9); ICM R4,7,0(R9); ICM R4,15,0(R9); ICM R4,9,0(R9); CLM R4,15,0(R9)
  CVB R4,0(R9); CVD R4,0(R9); CS R4,R5,0(R9); CDS R4,R2,0(R9); MVCL R2,R4; MVCL R4,R2; CLCL R2,R4; CLCL R4,R2
  STCTL 3,9,0(R9); LCTL 3,9,0(R9); STPT 0(R9); STCK 0(R9); SPT 0(R9); STCKC 0(R9); TS 0(R9); BAL R7,0(R9)
  BALR R7,R9; EX R4,0(R9); EX R4,FAR; LPSW 0(R9); SSM 0(R9); STNSM 0(R9),X'FF'; MVCL R2,R2; LRA R4,0(R9); TPROT 0(R9),0`
  .split(/[;\n]/)
  .map((text) => text.trim())
  .filter((text) => text !== "");

describe("faults in the middle of accesses", () => {
  /** What lies behind the boundary. */
  const kinds = {
    "a page that is not there": { boundary: "X'2800'", before: SWITCH_ON, pages: { 5: "0004" } },
    "a page whose entry is wrong": { boundary: "X'2800'", before: SWITCH_ON, pages: { 5: "0002" } },
    "a page before it that is not there": { boundary: "X'2810'", before: SWITCH_ON, pages: { 4: "0004" } },
    "a page elsewhere": { boundary: "X'2800'", before: SWITCH_ON, pages: { 5: "0048" } },
    "what another key keeps": {
      boundary: "X'2800'",
      before: keyed("20"),
      pages: {},
    },
    "what another key keeps from being fetched too": { boundary: "X'2800'", before: keyed("28"), pages: {} },
    "the end of storage": { boundary: "X'8000'", before: "", pages: {} },
  } as const;

  /** Runs under key 1; the block behind the boundary has another. */
  function keyed(key: string): string {
    return `
         LA    R2,X'10'
         SR    R3,R3
KEYS     SSK   R2,R3
         A     R3,=F'2048'
         C     R3,=A(X'8000')
         BL    KEYS
         LA    R2,X'${key}'
         L     R3,=A(X'2800')
         SSK   R2,R3
         SPKA  X'10'`;
  }

  test.each(Object.entries(kinds))("%s", (_name, { boundary, before, pages }) => {
    for (const access of ACCESSES)
      compare(
        program(
          `${before}
         L     R9,=A(${boundary}+2)
         LA    R8,26
LOOP     BCTR  R9,0
         LR    R2,R9
         LA    R3,20
         LA    R4,X'C00'
         L     R5,=X'40000018'
         LD    0,X'C08'
         MVC   X'C00'(32),X'C40'
         LA    R13,NEXT
${indented(access)}
         AR    R6,R4
NEXT     BALR  R7,0
         SR    R13,R13
         SPM   R7
         ST    R7,X'C80'
         BCT   R8,LOOP`,
          {
            more: `
FAR      DC    X'D20390009001'
         ORG   X'C00'
         DC    64X'12345C40'
         ORG   X'D00'
         DC    256X'00'
         ORG   X'D12'
         DC    X'01'
         ORG   X'1F00'
         DC    1024X'12345C20'
         ORG   X'2F00'
${tables(pages, 32)}
         ORG   X'7F00'
         DC    64X'12345C20'
         ORG   X'7100'`,
          },
        ),
        1200,
      );
  });
});
