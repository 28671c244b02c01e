/** Random programs that use more pages than there are frames, beside others that do the same: each ends as on the bare machine. */
import { expect, it } from "vitest";
import * as at from "../../../../engine/monitors/cp/layout.ts";
import { System370 } from "../../../../engine/s370/index.ts";
import { hex, program } from "../support.ts";
import { ownDisk } from "./packs.ts";
import { cpMachine, users } from "./support.ts";

/** Numbers from 0 to below `limit`, the same ones for a seed. */
function random(seed: number): (limit: number) => number {
  let state = seed * 2 + 1;
  return (limit) => {
    state = Number((BigInt(state) * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffn);
    return Math.floor(state / 0x10000) % limit;
  };
}

const PAGES = 64;
const STEPS = 220;

/** One step: which operation, and three operands. Addresses are of pages 4 and up. */
function step(pick: (limit: number) => number): string {
  const operation = pick(10);
  const address = (room: number): number => 0x4000 + pick((PAGES - 4) * 0x1000 - room);
  const word = address(0x100) & ~3;
  switch (operation) {
    case 3:
    case 8:
      return `${4 * operation},${address(0x3000)},${address(0x3000)},${pick(0x2800)}`;
    case 4:
    case 5:
      return `${4 * operation},${word & ~0x7ff},0,${pick(256) & 0xfe}`;
    case 9:
      return `${4 * operation},${word},0,${pick(16) * 16}`;
    default:
      return `${4 * operation},${word},${address(0x100)},${pick(0x7fffffff)}`;
  }
}

/** Goes through its steps; then sums up storage and keys in register 7. EC mode: reference and change bits are seen. */
function guest(seed: number): string {
  const pick = random(seed);
  const steps = Array.from({ length: STEPS }, () => `         DC    A(${step(pick)})`).join("\n");
  return `
GUEST    START 0
         USING *,0
         DC    X'0008000000000200'
         ORG   GUEST+X'68'
         DC    X'00080000',A(PROGRAM)
         ORG   GUEST+X'200'
         L     6,=F'${STEPS}'
         L     12,=A(STEPS)
         SR    7,7
LOOP     LM    8,11,0(12)
         B     TABLE(8)
TABLE    B     STORE
         B     LOAD
         B     MOVE
         B     LONG
         B     SETKEY
         B     GETKEY
         B     RESETREF
         B     CLEAR
         B     COMPARE
         B     OTHERKEY
STORE    ST    11,0(9)
         B     NEXT
LOAD     AL    7,0(9)
         B     NEXT
MOVE     MVC   0(256,9),0(10)
         B     NEXT
LONG     LR    2,9
         LR    3,11
         LR    4,10
         LR    5,11
         MVCL  2,4
         B     NEXT
SETKEY   SSK   11,9
         B     NEXT
GETKEY   ISK   11,9
         ALR   7,11
         B     NEXT
RESETREF RRB   0(9)
         BALR  1,0
         ALR   7,1
         B     NEXT
CLEAR    XC    0(256,9),0(9)
         B     NEXT
COMPARE  LR    2,9
         LR    3,11
         LR    4,10
         LR    5,11
         CLCL  2,4
         BALR  1,0
         ALR   7,1
         ALR   7,3
         B     NEXT
OTHERKEY SPKA  0(11)
         ST    11,0(9)
         SPKA  0
NEXT     LA    12,16(12)
         BCT   6,LOOP
         L     9,=A(X'4000')
         L     6,=F'${(PAGES - 4) * 2}'
SUM      SR    11,11
         ISK   11,9
         MR    10,7
         ALR   7,11
         LA    10,2048
         SLR   1,1
WORDS    AL    1,0(9)
         LA    9,4(9)
         SH    10,=H'4'
         BP    WORDS
         ALR   7,1
         BCT   6,SUM
         LPSW  DONE
PROGRAM  AL    7,X'8C'
         B     NEXT
         LTORG
         DS    0D
DONE     DC    X'000A000000000000'
         ORG   GUEST+X'1000'
STEPS    DS    0F
${steps}
         END
`;
}

/** General registers on the bare machine. */
function bare(source: string): string {
  const machine = new System370({ storageSize: PAGES * 0x1000 });
  for (const { address, bytes } of program(source).segments) machine.write(address, bytes);
  machine.setPsw(hex(machine.read(0, 8)));
  machine.run({ ticks: 5_000_000 });
  expect(machine.pswHex).toBe("000A000000000000");
  return Array.from({ length: 16 }, (_, n) => (machine.gr(n) >>> 0).toString(16).padStart(8, "0").toUpperCase()).join(
    "",
  );
}

it("random programs end alike with few frames, many, and on the bare machine", () => {
  for (let seed = 1; seed <= 40; seed += 4) {
    const sources = [seed, seed + 1, seed + 2, seed + 3].map(guest);
    const wanted = sources.map(bare);
    for (const [storageSize, isAssisted] of [
      [0x40000, false],
      [0x40000, true],
      [0x200000, false],
    ] as const) {
      const run = cpMachine(sources, {
        storageSize,
        assists: { virtualMachine: isAssisted, intervalTimer: isAssisted },
        source: users(),
        more: [
          [0x150, ownDisk("PAGE01", "3350")],
          [0x2d0, ownDisk("DRUM01", "2305-2")],
        ],
      });
      const { machine, cp } = run;
      const isOver = (): boolean =>
        cp.vms.length === 4 && cp.vms.every(({ state }) => state.stopped) && cp.state.tasks.length === 0;
      for (let n = 0; n < 500 && !isOver(); n++) machine.run({ ticks: machine.now + 1_000_000 });
      const registers = [..."ABCD"].map((userid) => hex(machine.read(run.vm(userid).block + at.GPRS, 64)));
      expect({ seed, storageSize, isAssisted, registers }).toEqual({
        seed,
        storageSize,
        isAssisted,
        registers: wanted,
      });
      if (storageSize === 0x40000) expect(cp.state.storage.counts.reads).toBeGreaterThan(300);
    }
  }
});
