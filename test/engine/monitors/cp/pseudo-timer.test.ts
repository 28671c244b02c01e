import { expect, it } from "vitest";
import { text } from "./spooling.ts";
import { cpMachine } from "./support.ts";

const DIRECTORY = `
USER A PASS 256K 16M G
CONSOLE 009 3215
SPECIAL 0FF TIMER`.trim();

/** Starts the timer, and again with what a channel refuses; keeps condition codes and CSWs from X'300' on. */
const GUEST = `
GUEST    START 0
         USING *,0
         DC    X'FE00000000000200'
         ORG   GUEST+X'78'
         DC    X'0002000000000BAD'
         ORG   GUEST+X'200'
         MVC   X'48'(4),=A(READ)
         SIO   X'0FF'
         BALR  2,0
         ST    2,X'300'
         TIO   X'0FF'
         BALR  2,0
         ST    2,X'304'
         MVC   X'48'(4),=A(FAR)
         SIO   X'0FF'
         BALR  2,0
         ST    2,X'308'
         MVC   X'30C'(8),X'40'
         SIO   X'0FE'
         BALR  2,0
         ST    2,X'314'
         LPSW  DONE
         DS    0D
DONE     DC    X'000200000000D0E5'
READ     CCW   1,X'400',X'20',24
FAR      CCW   1,X'7FFFF8',X'20',24
         LTORG
         END
`;

it("stores date, time and processor times at once, without an interruption", () => {
  const run = cpMachine([GUEST], { source: DIRECTORY });
  run.machine.run({ ticks: 500_000 });
  expect(run.terminal(0x009).text).toContain("0000D0E5");
  const codes = [0x300, 0x304, 0x308, 0x314].map(
    (place) => (Number.parseInt(run.storage("A", place, 1), 16) >>> 4) & 3,
  );
  expect(codes).toEqual([0, 0, 1, 3]);
  expect(run.storage("A", 0x310, 2)).toBe("0020");
  expect(text(run.storage("A", 0x400, 16))).toMatch(/^\d\d\/\d\d\/\d\d\d\d:\d\d:\d\d$/);
  const [virtual, total] = [0x410, 0x414].map((place) => Number.parseInt(run.storage("A", place, 4), 16));
  expect(total).toBeGreaterThanOrEqual(virtual);
  expect(total).toBeLessThan(500_000 / 13);
});
