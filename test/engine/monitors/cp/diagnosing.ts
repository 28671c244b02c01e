/** Programs that execute DIAGNOSE one after another, for the tests: registers before, condition code and registers after. */
import type { CpMachine } from "./support.ts";

/** One DIAGNOSE: Rx is register 2, Ry register 4. Registers that are not given are 0. */
export interface Call {
  readonly code: number;
  readonly rx?: number;
  readonly rx1?: number;
  readonly ry?: number;
  readonly ry1?: number;
  readonly r15?: number;
  readonly r0?: number;
  readonly r1?: number;
}

/** What a call has come to: condition code, or the code of the program interruption; the registers. */
export interface Outcome {
  readonly cc: number | undefined;
  readonly interruption: number | undefined;
  readonly rx: number;
  readonly rx1: number;
  readonly ry: number;
  readonly ry1: number;
  readonly r15: number;
}

/** Where the calls are, and what they have come to. */
const CALLS = 0x300;
const RESULTS = 0x900;
const RESULT_BYTES = 24;
/** Most calls of a program. */
export const MOST_CALLS = 48;

/** Interruption codes. */
export const PRIVILEGED = 2;
export const PROTECTION = 4;
export const ADDRESSING = 5;
export const SPECIFICATION = 6;

const word = (value = 0): string => `F'${value | 0}'`;

/**
 * A program that makes these calls and stops. Its own storage goes up to X'E00'; `data` is behind that, from X'1000' on. SVCs come to a handler that counts them at X'E00'
 * and returns. `before`: statements that come first.
 */
export function diagnosing(
  calls: readonly Call[],
  data = "",
  registers: readonly [rx: number, ry: number] = [2, 4],
  before = "",
): string {
  const [rx, ry] = registers;
  return `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'60'
         DC    X'00000000',A(CALLED)
         DC    X'00000000',A(FAILED)
         ORG   GUEST+X'200'
${before}
         SR    9,9
         ST    9,X'E00'
         LA    9,${RESULTS}
         LA    10,${CALLS}
NEXT     LM    2,5,4(10)
         LM    15,1,20(10)
         L     11,0(10)
         SPM   11
         DC    X'83${rx.toString(16)}${ry.toString(16)}B000'
         BALR  8,0
         ST    8,0(9)
KEEP     STM   2,5,4(9)
         ST    15,20(9)
         LA    9,${RESULT_BYTES}(9)
         LA    10,32(10)
         CLI   0(10),X'FF'
         BNE   NEXT
         LPSW  DONE
FAILED   MVI   0(9),X'FF'
         MVC   1(3,9),X'29'
         B     KEEP
CALLED   L     7,X'E00'
         LA    7,1(7)
         ST    7,X'E00'
         LPSW  X'20'
         DS    0D
DONE     DC    X'000200000000DEAD'
         ORG   GUEST+${CALLS}
${calls.map(({ code, rx, rx1, ry, ry1, r15, r0, r1 }) => `         DC    ${[code, rx, rx1, ry, ry1, r15, r0, r1].map(word).join(",")}`).join("\n")}
         DC    X'FF'
         ORG   GUEST+X'1000'
${data}
         END
`;
}

/** What the calls of a user's program have come to. */
export function outcomes(run: CpMachine, calls: readonly Call[], userid = "A"): Outcome[] {
  const kept = run.storage(userid, RESULTS, RESULT_BYTES * calls.length);
  return calls.map((_, i) => {
    const at = (offset: number): number => {
      const from = 2 * (RESULT_BYTES * i + offset);
      return Number.parseInt(kept.slice(from, from + 8), 16);
    };
    const first = at(0);
    const failed = first >>> 24 === 0xff;
    return {
      cc: failed ? undefined : (first >>> 28) & 3,
      interruption: failed ? first & 0xff : undefined,
      rx: at(4),
      rx1: at(8),
      ry: at(12),
      ry1: at(16),
      r15: at(20),
    };
  });
}

/** How often SVCs have come to the program's own handler. */
export function supervisorCalls(run: CpMachine, userid = "A"): number {
  return Number.parseInt(run.storage(userid, 0xe00, 4), 16);
}

/** Runs until a user's program has stopped, or for so many times a million ticks. */
export function finish(run: CpMachine, userid = "A", most = 60): void {
  for (let n = 0; n < most; n++) {
    run.machine.run({ ticks: run.machine.now + 1_000_000 });
    if (run.cp.user(userid)?.state.stopped === true) return;
  }
  throw new Error(`${userid}'s program goes on`);
}
