/** For each privileged instruction, a program that executes it in many ways, for the comparison of a virtual machine with a bare one. */

/** A statement whose condition code is kept; one without a label. */
export interface InstructionCase {
  /** Statements: instructions under test, each on a line that begins with "!", among others that prepare them. Register 8 is an odd address, 10 one beyond
   * storage; 9 and 11 are the frame's; 12 is where interruptions from outside lead. */
  readonly body: string;
  /** Constants and areas. */
  readonly data?: string;
  /** Bytes of storage that differ, as a virtual machine is no multiprocessor, or has another clock or serial: told with the reason. */
  readonly differs?: { readonly where: string; readonly length: number; readonly why: string };
  /** Virtual machines do not have it: each such statement is an operation exception there. */
  readonly isLacking?: boolean;
  /** It waits in a loop for a device: how often that branches is a matter of time. */
  readonly polls?: boolean;
}

/** In EC mode also with program-event recording, of branches and of stores into the area. */
export type Mode = "BC" | "EC" | "PER";

/**
 * The frame: each instruction under test is followed by its condition code in the log; a program interruption is logged with its code, and what follows goes on behind
 * the instruction. Register 9 is where the log goes on.
 */
export function instructionProgram({ body, data = "" }: InstructionCase, mode: Mode): string {
  const newPsw = mode === "BC" ? "00000000" : "00080000";
  const begins = mode === "PER" ? "40080000" : newPsw;
  const problem = mode === "BC" ? "00010000" : mode === "EC" ? "00090000" : "40090000";
  let step = 0;
  const statements = body
    .replace(/^\n+|\n+$/g, "")
    .split("\n")
    .flatMap((line) => {
      const inProblemState = line.startsWith("?");
      if (!inProblemState && !line.startsWith("!")) return [line];
      const label = `STEP${++step}`;
      const logged = ["         BALR  2,0", "         ST    2,0(,9)", "         LA    9,4(,9)"];
      const instruction = `         ${line.slice(1).trim()}`;
      if (!inProblemState) return [instruction, ...logged];
      // Problem state: a supervisor call leads back.
      return [
        `         LA    11,BACK${step}`,
        `         LA    3,${label}`,
        "         ST    3,PROBLEM+4",
        "         LPSW  PROBLEM",
        `${label.padEnd(8)} DS    0H`,
        instruction,
        "         SVC   1",
        `BACK${step}`.padEnd(9) + "DS    0H",
        ...logged,
      ];
    });
  return `
GUEST    START 0
         USING *,0
         DC    X'${begins}',A(X'800')
         ORG   GUEST+X'50'
         DC    X'7FFFFF00'
         ORG   GUEST+X'58'
         DC    X'${newPsw}',A(EXTERNAL)
         DC    X'${newPsw}',A(CALL)
         DC    X'${newPsw}',A(PROGRAM)
         DC    X'${newPsw}',A(0)
         DC    X'${newPsw}',A(DEVICE)
         ORG   GUEST+X'200'
LOG      DS    0D
         ORG   GUEST+X'600'
PROGRAM  MVC   0(8,9),X'28'
         MVC   8(4,9),X'8C'
         LA    9,12(,9)
         LPSW  X'28'
CALL     MVC   0(8,9),X'20'
         MVC   8(4,9),X'88'
         LA    9,12(,9)
         BR    11
EXTERNAL MVC   0(8,9),X'18'
         MVC   8(2,9),X'86'
         LA    9,12(,9)
         BR    12
DEVICE   MVC   0(8,9),X'38'
         MVC   8(8,9),X'40'
         LA    9,16(,9)
         BR    12
         DS    0D
PROBLEM  DC    X'${problem}',A(0)
ENABLED  DC    X'${mode === "BC" ? "FF020000" : "030A0000"}',A(0)
DONE     DC    X'${mode === "BC" ? "00020000" : "000A0000"}',A(X'D0E')
         ORG   GUEST+X'800'
         LA    8,HERE+1
         LA    9,LOG
         L     10,=X'007FFFF8'
${mode === "PER" ? "         LCTL  9,11,EVENTS" : ""}
${statements.join("\n")}
         LPSW  DONE
         LTORG
         DS    0D
HERE     DC    8X'5A'
AREA     DC    64X'00'
EVENTS   DC    X'A0000000',A(AREA,AREA+63)
         DS    0D
${data}
         END
`;
}

const CONSOLE_PROGRAM = `
CAW      DC    A(CCWS)
         DS    0D
CCWS     CCW   9,TEXT,X'20',5
TEXT     DC    C'HELLO'`;

/** By mnemonic. */
export const INSTRUCTION_PROGRAMS: Readonly<Record<string, InstructionCase>> = {
  LPSW: {
    body: `
!LPSW  0(8)
!LPSW  0(10)
?LPSW  HERE
         LA    3,LOADED
         ST    3,NEW+4
         MVC   NEW(4),X'68'
!LPSW  NEW
LOADED   DS    0H
         BALR  2,0
         ST    2,AREA
         LA    11,BEHIND
         LA    3,OVER
         ST    3,PROBLEM+4
         EX    0,THELPSW
         DC    H'0'
THELPSW  LPSW  PROBLEM
OVER     SVC   1
BEHIND   DS    0H`,
    data: "NEW      DC    2F'0'",
  },
  SSM: {
    body: `
!SSM   ZERO
!SSM   0(10)
?SSM   ZERO
         SR    1,1
         EX    1,THESSM
!STOSM AREA,0
         B     *+8
THESSM   SSM   ZERO`,
    data: "ZERO     DC    X'00'",
  },
  STNSM: { body: "!STNSM AREA,X'04'\n!STNSM 0(10),0\n?STNSM AREA,0\n!STNSM AREA+1,X'FF'\n!STOSM AREA+2,X'00'" },
  STOSM: { body: "!STOSM AREA,X'00'\n!STOSM 0(10),0\n?STOSM AREA,0\n!STNSM AREA+2,X'00'\n!STOSM AREA+3,X'00'" },
  LCTL: {
    body: "!LCTL  0,15,NEWCRS\n!STCTL 0,15,AREA\n!LCTL  3,5,0(8)\n!LCTL  3,3,HERE\n!LCTL  15,1,NEWCRS\n!LCTL  0,0,0(10)\n?LCTL  3,3,HERE",
    data: "NEWCRS   DC    X'000000E0',A(0),X'FFFFFFFF',5F'3',4F'0',2F'7',X'C2000000',A(X'200')",
  },
  STCTL: { body: "!STCTL 0,3,AREA\n!STCTL 14,0,AREA+16\n!STCTL 0,0,0(8)\n!STCTL 0,0,0(10)\n?STCTL 0,0,AREA" },
  SPKA: {
    body: `
         LA    1,X'70'
!SPKA  0(1)
!IPK
         ST    2,AREA
         L     3,HERE
!ST    3,AREA+8
!SPKA  0
!IPK
?SPKA  0(1)`,
  },
  IPK: { body: "         SR    2,2\n!IPK\n         BCTR  2,0\n!IPK\n         ST    2,AREA\n?IPK" },
  PTLB: { body: "!PTLB\n?PTLB" },
  LRA: {
    body: `
         LCTL  0,1,TRANSLTE
         LA    1,X'123'
         L     4,FAR
!LRA   3,0(1)
         ST    3,AREA
!LRA   3,0(4)
         ST    3,AREA+4
         L     4,PAGELESS
!LRA   3,0(4)
         ST    3,AREA+8
         L     4,SEGLESS
!LRA   3,0(4)
         ST    3,AREA+12
!LRA   3,8(1,4)
         ST    3,AREA+16
?LRA   3,0(1)
         LCTL  0,0,BADFORMT
!LRA   3,0(1)`,
    data: `
TRANSLTE DC    X'00800000',A(X'3000')
BADFORMT DC    X'00C00000'
FAR      DC    A(X'2456')
PAGELESS DC    A(X'5000')
SEGLESS  DC    A(X'10000')
         ORG   GUEST+X'3000'
         DC    X'F0003100',15F'1'
         ORG   GUEST+X'3100'
         DC    X'0000001000300040',4X'0008',4X'0018'`,
  },
  STIDP: {
    body: "!STIDP AREA\n!STIDP 0(8)\n!STIDP 0(10)\n?STIDP AREA",
    differs: { where: "AREA", length: 1, why: "the version code of a virtual machine is FF" },
  },
  IPTE: {
    body: `
         LCTL  0,1,TRANSLTE
         L     3,TABLE
         LA    4,X'0'
!IPTE  3,4
         L     4,SECOND
!IPTE  3,4
?IPTE  3,4
         L     3,FAR
!IPTE  3,4
         LCTL  0,0,BADFORMT
!IPTE  3,4`,
    data: `
TRANSLTE DC    X'00800000',A(X'3000')
BADFORMT DC    X'00C00000'
TABLE    DC    X'F0003100'
FAR      DC    X'F07FFF00'
SECOND   DC    A(X'1000')
         ORG   GUEST+X'3000'
         DC    X'F0003100',15F'1'
         ORG   GUEST+X'3100'
         DC    X'0000001000200030',12X'0008'`,
  },
  DIAG: { body: "?DIAG  0,0,X'8'\n?DIAG  1,2,X'FFC'" },
  SSK: {
    body: `
         L     3,BLOCK
         LA    4,X'35'
!SSK   4,3
         LA    3,1(,3)
!SSK   4,3
         L     3,FAR
!SSK   4,3
?SSK   4,3
         L     3,BLOCK
         SR    5,5
!ISK   5,3
         N     5,F8
         ST    5,AREA`,
    data: "BLOCK    DC    A(X'5000')\nFAR      DC    A(X'7FF800')\nF8       DC    A(X'F8')",
  },
  ISK: {
    body: `
         L     3,BLOCK
         LA    4,X'78'
         SSK   4,3
         L     5,HERE
!ISK   5,3
         N     5,MASK
         ST    5,AREA
         L     3,FAR
!ISK   5,3
         LA    3,1
!ISK   5,3
?ISK   5,3`,
    data: "BLOCK    DC    A(X'6800')\nFAR      DC    A(X'7FF800')\nMASK     DC    X'FFFFFFF8'",
  },
  RRB: {
    body: `
         L     3,BLOCK
         LA    4,X'06'
         SSK   4,3
!RRB   0(3)
!RRB   4(3)
         LA    4,X'02'
         SSK   4,3
!RRB   0(3)
         L     5,FAR
!RRB   0(5)
?RRB   0(3)`,
    data: "BLOCK    DC    A(X'7000')\nFAR      DC    A(X'7FF800')",
  },
  SSKE: { body: "         L     3,BLOCK\n!SSKE  4,3", data: "BLOCK    DC    A(X'7000')", isLacking: true },
  ISKE: { body: "         L     3,BLOCK\n!ISKE  4,3", data: "BLOCK    DC    A(X'7000')", isLacking: true },
  RRBE: { body: "         L     3,BLOCK\n!RRBE  4,3", data: "BLOCK    DC    A(X'7000')", isLacking: true },
  TPROT: {
    body: `
         L     3,BLOCK
         LA    4,X'58'
         SSK   4,3
!TPROT 0(3),X'50'
!TPROT 0(3),X'60'
!TPROT 0(3),0
         LA    4,X'50'
         SSK   4,3
!TPROT 4(3),X'60'
         LA    6,X'60'
         EX    0,TESTED
!TPROT AREA,X'10'
         L     5,FAR
!TPROT 0(5),0
?TPROT AREA,0`,
    data: "BLOCK    DC    A(X'7000')\nFAR      DC    A(X'7FF800')\nTESTED   TPROT 4(3),0(6)",
  },
  SCK: {
    body: "!SCK   0(8)\n!SCK   0(10)\n?SCK   AREA",
  },
  SCKC: {
    body: `
!SCKC  LATE
!STCKC AREA
!SCKC  0(8)
!SCKC  0(10)
?SCKC  LATE
         LCTL  0,0,CLOCK
         LA    12,CAME
         LA    3,WAITS
         ST    3,ENABLED+4
         SCKC  AREA+16
!LPSW  ENABLED
WAITS    DS    0H
CAME     SCKC  LATE`,
    data: "LATE     DC    X'FFFFFFFFFFFF0000'\nCLOCK    DC    X'00000800'",
  },
  STCKC: {
    body: "         SCKC  LATE\n!STCKC AREA\n!STCKC 0(8)\n!STCKC 0(10)\n?STCKC AREA",
    data: "LATE     DC    X'FFFFFFFFFFFF0000'",
  },
  SPT: {
    body: `
!SPT   LONG
!STPT  AREA
         XC    AREA+4(4),AREA+4
!SPT   0(8)
!SPT   0(10)
?SPT   LONG
         LCTL  0,0,CPUTIMER
         LA    12,CAME
         LA    3,WAITS
         ST    3,ENABLED+4
         SPT   MINUS
!LPSW  ENABLED
WAITS    DS    0H
CAME     SPT   LONG`,
    data: "LONG     DC    X'4000000000000000'\nMINUS    DC    8X'FF'\nCPUTIMER DC    X'00000400'",
  },
  STPT: {
    body: "         SPT   LONG\n!STPT  AREA\n         XC    AREA+4(4),AREA+4\n!STPT  0(8)\n!STPT  0(10)\n?STPT  AREA",
    data: "LONG     DC    X'4000000000000000'",
  },
  SPX: { body: "!SPX   AREA", isLacking: true },
  STPX: { body: "!STPX  AREA", isLacking: true },
  STAP: { body: "!STAP  HERE\n!STAP  0(8)\n!STAP  0(10)\n?STAP  AREA" },
  SIGP: { body: "         SR    3,3\n!SIGP  4,3,1", isLacking: true },
  WRD: { body: "!WRD   AREA,1", isLacking: true },
  RDD: { body: "!RDD   AREA,1", isLacking: true },
  SIO: {
    polls: true,
    body: `
         MVC   72(4),CAW
!SIO   X'009'
BUSY     TIO   X'009'
         BC    2,BUSY
         MVC   AREA(8),64
!SIO   X'123'
?SIO   X'009'
         MVC   72(4),WRONG
!SIO   X'009'
         MVC   AREA+8(8),64`,
    data: `${CONSOLE_PROGRAM}\nWRONG    DC    A(CCWS+4)`,
  },
  SIOF: {
    polls: true,
    body: `
         MVC   72(4),CAW
!SIOF  X'009'
BUSY     TIO   X'009'
         BC    2,BUSY
         MVC   AREA(8),64
!SIOF  X'123'
?SIOF  X'009'`,
    data: CONSOLE_PROGRAM,
  },
  RIO: { body: "!RIO   X'123'\n?RIO   X'009'" },
  TIO: {
    body: `
!TIO   X'009'
!TIO   X'123'
?TIO   X'009'
         MVC   72(4),CAW
         LA    12,CAME
         LA    3,CAME
         ST    3,ENABLED+4
         SIO   X'009'
!LPSW  ENABLED
CAME     DS    0H
!TIO   X'009'`,
    data: CONSOLE_PROGRAM,
  },
  CLRIO: { body: "!CLRIO X'009'\n!CLRIO X'123'\n?CLRIO X'009'" },
  HIO: { body: "!HIO   X'123'\n?HIO   X'009'\n         XC    64(8),64\n!HIO   X'009'\n         MVC   AREA(8),64" },
  HDV: { body: "!HDV   X'123'\n?HDV   X'009'\n         XC    64(8),64\n!HDV   X'009'\n         MVC   AREA(8),64" },
  TCH: { body: "!TCH   X'000'\n!TCH   X'F00'\n?TCH   X'000'" },
  CLRCH: { body: "!CLRCH X'000'\n!CLRCH X'F00'\n?CLRCH X'000'" },
  STIDC: { body: "!STIDC X'000'\n         MVC   AREA(4),168\n!STIDC X'F00'\n?STIDC X'000'" },
};
