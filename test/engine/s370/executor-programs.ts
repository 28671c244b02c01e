/** Programs that are run in slices on all executors, and what they have in common. */
import { expect } from "vitest";
import { Random } from "../../vectors/random.ts";
import { assembled, Executors } from "./executors.ts";

/** Where {@link program} counts program interruptions. */
const FAULTS = 0x1f4;

const executors = new Executors(0, 3, "cold");

/** Runs to the end of `ticks`: in slices, and in some stretches a tick at a time. Returns how many program interruptions there were. */
export function compare(source: string, ticks: number, seed = 1): number {
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
  return new DataView(interpreting.read(FAULTS, 4).slice().buffer).getInt32(0);
}

/** A program from START on; exceptions lead behind the instruction, or to the address in R13 if that is not zero. */
export const program = (code: string, { psw = "00080000", more = "" } = {}): string => `
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
FAULTS   EQU   X'1F4'
CALLS    DC    F'0'
OUTSIDES DC    F'0'
EVERY    DC    F'20'
LATER    DC    A(700*4096)
         DS    0D
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

/** Instructions, a line each, where the assembler wants them. */
export const indented = (instructions: string): string =>
  instructions
    .split("\n")
    .map((line) => `         ${line.trim().replace(" ", "   ")}`)
    .join("\n");

/** Segments of 1 MiB, pages of 2 KiB: page n is frame n (of 16), except as given. */
export function tables(pages: Readonly<Record<number, string>>, count = 16): string {
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

/** Turns translation by those tables on. */
export const SWITCH_ON = `
         LCTL  0,0,SIZES
         LCTL  1,1,=A(SEGMENTS)
         STOSM X'1F0',4`;
