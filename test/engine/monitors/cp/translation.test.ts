import { describe, expect, it } from "vitest";
import { onBareMachine, underCp } from "./compare.ts";

/** Begins a program that translates: R1 to R4 free, tables for segment 0 at SEGS and PAGES, `pageBits` 12 or 11. */
const start = (cr0: string): string => `
GUEST    START 0
         USING *,0
         DC    X'0008000000000400'
         ORG   GUEST+X'60'
         DC    X'00080000',A(SVCH)
         DC    X'00080000',A(PGMH)
         ORG   GUEST+X'400'
         LCTL  0,1,CONTROLS
         B     MAIN
PGMH     MVC   TRAP(4),X'8C'
         MVC   TRAP+4(4),X'90'
         MVC   TRAP+8(8),X'28'
         STM   0,15,SAVED
         LPSW  STOP
SVCH     STM   0,15,SAVED
         LPSW  STOP
         DS    0D
CONTROLS DC    X'${cr0}',X'00001000'
STOP     DC    X'000A000000000BAD'
         DS    0D
ON       DC    X'040C000000000000'
TRAP     DC    4F'0'
SAVED    DC    16F'0'
`;

function check(source: string): void {
  const { console: _, ...end } = underCp(source);
  expect(end).toEqual(onBareMachine(source));
}

const tables = (pages: string): string => `
         ORG   GUEST+X'1000'
         DC    X'F0001100',15X'00000001'
         ORG   GUEST+X'1100'
${pages}
         END
`;

/** The same, which goes on at GO under translation. */
const startOn = (cr0: string): string => `${start(cr0)}
MAIN     MVC   ON+4(4),=A(GO)
         LPSW  ON`;

/** Most programs': five pages as they are, the sixth elsewhere. */
const TABLES = tables(" DC X'0000',X'0010',X'0020',X'0030',X'0040',X'0150',10X'0008'");

describe("a virtual machine that translates", () => {
  it("reads and writes through its own tables", () => {
    check(`${startOn("008000E0")}
GO       L     1,=F'4711'
         L     2,=X'00005000'
         ST    1,8(,2)
         L     3,8(,2)
         LRA   4,0(,2)
         SVC   1
         LTORG
${TABLES}`);
  });

  it("gets its own page-translation exceptions", () => {
    check(`${startOn("008000E0")}
GO       L     2,=X'00006123'
         L     3,8(,2)
         SVC   1
         LTORG
${TABLES}`);
  });

  it("gets its own segment-translation exceptions", () => {
    check(`${startOn("008000E0")}
GO       L     2,=X'00016123'
         L     3,8(,2)
         SVC   1
         LTORG
${TABLES}`);
  });

  it("translates by pages of 2 KiB", () => {
    check(`${startOn("004000E0")}
GO       L     1,=F'4711'
         L     2,=X'00001800'
         ST    1,8(,2)
         LRA   4,0(,2)
         SVC   1
         LTORG
${tables(" DC X'0000',X'0008',X'0010',X'0108',28X'0004'")}`);
  });

  it("translates by segments of 1 MiB", () => {
    check(`${startOn("009000E0")}
GO       L     1,=F'4711'
         L     2,=X'00011000'
         ST    1,8(,2)
         LRA   4,0(,2)
         L     3,=X'00100000'
         L     5,0(,3)
         SVC   1
         LTORG
${tables(" DC X'0000',X'0010',X'0020',X'0030',X'0040',12X'0008',X'0150',238X'0008'")}`);
  });

  it("sees a changed table after PTLB", () => {
    check(`${startOn("008000E0")}
GO       L     1,=F'4711'
         L     2,=X'00005000'
         ST    1,8(,2)
         LRA   4,0(,2)
         L     7,=X'00001100'
         MVC   10(2,7),=X'0160'
         PTLB
         ST    1,12(,2)
         LRA   5,0(,2)
         SVC   1
         LTORG
${TABLES}`);
  });

  it("gets an addressing exception where its tables lead beyond its storage", () => {
    check(`${startOn("008000E0")}
GO       L     2,=X'00005000'
         L     3,8(,2)
         SVC   1
         LTORG
${tables(" DC X'0000',X'0010',X'0020',X'0030',X'0040',X'7FF0',10X'0008'")}`);
  });
});

describe("program events", () => {
  it("are told of instructions, stores, branches and registers, also where CP simulates", () => {
    check(`${start("008000E0")}
MAIN     LCTL  9,11,PERC
         MVC   PERNEW+4(4),=A(EVENT)
         MVC   X'68'(8),PERNEW
         LA    6,LOG
         MVC   ON+4(4),=A(GO)
         LPSW  PERON
GO       LA    1,5
         STOSM X'700',0
         B     NEXT
NEXT     ST    1,X'704'
         SPKA  0
         LPSW  STOP
EVENT    MVC   0(4,6),X'8C'
         MVC   4(8,6),X'96'
         MVC   12(8,6),X'28'
         LA    6,20(,6)
         LPSW  X'28'
         DS    0D
PERC     DC    X'F0000000',X'00000000',X'00FFFFFF'
         DS    0D
PERNEW   DC    X'0008000000000000'
PERON    DC    X'40080000',A(GO)
         LTORG
         ORG   GUEST+X'800'
LOG      DS    50F
         END
`);
  });
});
