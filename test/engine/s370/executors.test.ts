/**
 * What is hard for translated program: that changes itself, that is interrupted anywhere, that changes how addresses and
 * keys are understood, that faults half-way. Interpreted and translated, it is the same wherever it is stopped.
 */
import { describe, expect, test } from "vitest";
import { Random } from "../../vectors/random.ts";
import { assembled, Executors } from "./executors.ts";

const executors = new Executors(0, 3, "cold");

/** Runs to the end of `ticks`: in slices, and in some stretches a tick at a time. */
function compare(source: string, ticks: number, seed = 1): void {
  const random = new Random(seed);
  executors.start(assembled(source));
  const { interpreting } = executors;
  const single = random.between(100, 300);
  while (interpreting.now < ticks && interpreting.stopped === undefined) {
    const { now } = interpreting;
    const step = now >= single && now < single + 60 ? 1 : random.pick([2, 7, 30, random.between(1, 200), 500]);
    executors.runTo(Math.min(ticks, now + step), source);
  }
  // It got somewhere.
  if (interpreting.instructions < 25)
    expect.fail(`it ends after ${interpreting.instructions} instructions at ${interpreting.pswHex}`);
}

/** A program from START on; exceptions lead behind the instruction, or to the address in R13 if that is not zero. */
const program = (code: string, { psw = "00080000", more = "" } = {}): string => `
R0       EQU   0
R1       EQU   1
R2       EQU   2
R3       EQU   3
R4       EQU   4
R5       EQU   5
R6       EQU   6
R7       EQU   7
R8       EQU   8
R9       EQU   9
R10      EQU   10
R13      EQU   13
         USING 0,0
         ORG   0
         DC    X'${psw}',A(START)
         ORG   X'58'
         DC    X'00080000',A(OUTSIDE)
         DC    X'00080000',A(CALL)
         DC    X'00080000',A(FAULT)
         DC    X'000A0000',A(X'E4')
         DC    X'000A0000',A(X'E5')
         ORG   X'200'
FAULT    ST    R1,SAVE
         L     R1,FAULTS
         LA    R1,1(R1)
         ST    R1,FAULTS
         LTR   R13,R13
         BZ    PASS
         ST    R13,X'2C'
PASS     L     R1,SAVE
         LPSW  X'28'
CALL     ST    R1,SAVE
         L     R1,CALLS
         LA    R1,1(R1)
         ST    R1,CALLS
         L     R1,SAVE
         LPSW  X'20'
OUTSIDE  ST    R1,SAVE
         L     R1,OUTSIDES
         LA    R1,1(R1)
         ST    R1,OUTSIDES
         MVC   80(4),EVERY
         SPT   TIMER
         STCK  CLOCK
         L     R1,CLOCK+4
         AL    R1,LATER
         ST    R1,CLOCK+4
         SCKC  CLOCK
         L     R1,SAVE
         LPSW  X'18'
SAVE     DC    F'0'
FAULTS   DC    F'0'
CALLS    DC    F'0'
OUTSIDES DC    F'0'
EVERY    DC    F'20'
LATER    DC    A(700*4096)
TIMER    DC    A(0,900*4096)
CLOCK    DC    D'0'
CONTROL  DC    X'00000CE0'
SIZES    DC    X'00500CE0'
         ORG   X'300'
START    SR    R13,R13
${code}
         LPSW  END
         DS    0D
END      DC    X'000A0000',A(X'99')
         LTORG
${more}
         END
`;

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

const indented = (instructions: string): string =>
  instructions
    .split("\n")
    .map((line) => `         ${line.trim().replace(" ", "   ")}`)
    .join("\n");

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

/** Segments of 1 MiB, pages of 2 KiB: page n is frame n (of 16), except as given. */
function tables(pages: Readonly<Record<number, string>>, count = 16): string {
  const entries = Array.from(
    { length: count },
    (_, i) => pages[i] ?? `${((i % 16) * 8).toString(16).padStart(4, "0")}`,
  );
  return `
         ORG   X'6000'
SEGMENTS DC    X'F0006100'
         ORG   X'6100'
PAGES    DC    ${entries.map((entry) => `X'${entry}'`).join("\n         DC    ")}
         ORG   X'7000'
OVER     DC    64X'07'
`;
}

const SWITCH_ON = `
         LCTL  0,0,SIZES
         LCTL  1,1,=A(SEGMENTS)
         STOSM X'1F0',4`;

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

  test.each(Object.entries(kinds))("%s", { timeout: 60_000 }, (_name, { boundary, before, pages }) => {
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

describe("clocks", () => {
  const loop = `
LOOP     A     R6,=F'3'
         MVC   X'800'(4),80
         X     R6,X'800'
         ST    R6,X'804'
         BCT   R8,LOOP`;

  test("location 80 is current wherever it is read, and set wherever it is stored into", () => {
    const reads = [
      "L R1,80",
      "MVC X'800'(8),76",
      "CLC 80(4),X'800'",
      "TM 83,1",
      "XC X'800'(4),80",
      "LH R1,82",
      "ICM R1,5,80",
      "LM R1,R3,76",
      "CVB R1,80",
      "AL R6,80",
      "IC R1,82",
      "TRT 78(4),X'900'",
      "CS R1,R2,80",
      "LD 0,80",
      "MVCL R2,R4",
    ];
    const writes = [
      "ST R6,80",
      "MVI 82,X'40'",
      "XI 83,7",
      "STH R6,80",
      "STM R6,R9,76",
      "MVC 78(6),X'804'",
      "OI 80,X'80'",
      "NI 80,X'7F'",
      "XC 80(4),80",
      "AP 82(2),=PL1'1'",
    ];
    for (const read of reads)
      compare(
        program(
          `
         LCTL  0,0,CONTROL
         LA    R8,60
LOOP     LA    R2,X'800'
         LA    R3,8
         LA    R4,76
         LA    R5,8
${indented(read)}
         AR    R6,R1
         BALR  R7,0
         ST    R7,X'808'
         BCT   R8,LOOP`,
          { psw: "01080000" },
        ),
        1500,
      );
    for (const write of writes)
      compare(
        program(
          `
         LCTL  0,0,CONTROL
         LA    R8,90
LOOP     A     R6,80
${indented(write)}
         AL    R6,80
         ST    R6,X'804'
         BCT   R8,LOOP`,
          { psw: "01080000" },
        ),
        1500,
      );
  });

  test.each(["interval timer", "CPU timer", "clock comparator"])(
    "the %s interrupts at every count of a loop",
    (which) => {
      for (let count = 0; count < 40; count++) {
        const set = {
          "interval timer": `         MVC   80(4),=F'${count}'`,
          "CPU timer": `         SPT   SHORT`,
          "clock comparator": `         STCK  CLOCK
         L     R1,CLOCK+4
         AL    R1,=A(${100 + count}*4096)
         ST    R1,CLOCK+4
         SCKC  CLOCK`,
        }[which];
        const only = { "interval timer": "80", "CPU timer": "400", "clock comparator": "800" }[which];
        compare(
          program(
            `         LCTL  0,0,=A(X'${only}')
         SPT   TIMER
         LA    R8,150
${set}
${loop}`,
            { psw: "01080000", more: `         DS    0D\nSHORT    DC    A(0,${100 + count}*4096)` },
          ),
          900,
          count,
        );
      }
    },
  );
});
