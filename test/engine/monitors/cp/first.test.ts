import { expect, it } from "vitest";
import { cpMachine } from "./support.ts";

it("runs a guest until its disabled wait, and tells its user", () => {
  const run = cpMachine([
    `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'60'
         DC    A(0),A(SVC)
         ORG   GUEST+X'200'
         LA    1,7
         SSM   OFF
         STOSM MASK,X'04'
         SVC   8
SVC      STM   0,1,RESULT
         STCTL 0,15,CRS
         LPSW  DONE
OFF      DC    X'00'
MASK     DC    X'FF'
         DS    0D
DONE     DC    X'000200000000DEAD'
RESULT   DS    2F
CRS      DS    16F
         END
`,
  ]);
  run.machine.run({ ticks: 1_000_000 });
  expect(run.terminal(0x009).text).toContain("DMKDSP450W CP ENTERED; DISABLED WAIT PSW '00020000 0000DEAD'");
  const counts = Object.entries(run.vm("A").state.exits).map(([cause, { count }]) => [cause, count]);
  expect(Object.fromEntries(counts)).toMatchObject({ SSM: 1, STOSM: 1, "SVC 8": 1, STCTL: 1, LPSW: 1 });
});
