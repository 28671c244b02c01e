/** Everything at once in little storage: machines that translate, do I/O on disks and consoles, and keep their timers, while pages come and go under them. */
import { expect, it } from "vitest";
import * as at from "../../../../engine/monitors/cp/layout.ts";
import { hex } from "../support.ts";
import { mountedDisk } from "./disks.ts";
import { ownDisk } from "./packs.ts";
import { type CpMachine, cpMachine } from "./support.ts";

const DIRECTORY = `
USER A PASS 256K 16M ABCDEFG
OPTION ECMODE
CONSOLE 009 3215
USER B PASS 256K 16M G
CONSOLE 009 3215
MDISK 191 3350 010 005 WORK01 MR ALL ALL ALL
USER C PASS 256K 16M G
OPTION ECMODE
CONSOLE 009 3215
USER D PASS 256K 16M G
CONSOLE 009 3215
MDISK 191 3350 020 005 WORK01 MR ALL ALL ALL
`;

/** Translates: its virtual pages 16 to 63 are its real pages 63 to 16. Tells the console after each round; sums up in register 7. */
const TRANSLATING = `
GUEST    START 0
         USING *,0
         DC    X'0008000000000200'
         ORG   GUEST+X'68'
         DC    X'000A000000000BAD'
         ORG   GUEST+X'78'
         DC    X'00080000',A(ENDED)
         ORG   GUEST+X'200'
         LA    1,64
         LA    2,PAGES
         SR    3,3
TABLE    C     3,=F'16'
         BL    SAME
         LA    4,79
         SR    4,3
         B     ENTRY
SAME     LR    4,3
ENTRY    SLL   4,4
         STH   4,0(2)
         LA    2,2(2)
         LA    3,1(3)
         BCT   1,TABLE
         LCTL  0,2,CONTROLS
         LPSW  ON
GO       LA    6,12
         SR    7,7
ROUND    LA    5,47
         L     4,=A(X'10000')
FILL     L     8,0(4)
         AR    8,5
         ST    8,0(4)
         AR    7,8
         MVC   X'FF8'(16,4),0(4)
         A     4,=F'4096'
         BCT   5,FILL
         LPSW  OFF
TELL     LA    1,CCW
         ST    1,X'48'
         SIO   X'009'
         LPSW  WAIT
ENDED    LPSW  AGAIN
BACK     BCT   6,ROUND
         LPSW  DONE
         LTORG
         DS    0D
ON       DC    X'040C0000',A(GO)
OFF      DC    X'00080000',A(TELL)
WAIT     DC    X'020A000000000000'
AGAIN    DC    X'040C0000',A(BACK)
DONE     DC    X'000A00000000D01E'
CONTROLS DC    X'008000E0',X'00000600',X'FFFFFFFF'
CCW      CCW   X'09',TEXT,X'20',5
TEXT     DC    C'ROUND'
         ORG   GUEST+X'600'
         DC    A(X'F0000700'+0),A(X'F0000720'),A(X'F0000740'),A(X'F0000760'),12X'00000001'
         ORG   GUEST+X'700'
PAGES    DS    64H
         END
`;

/** Writes 3,000 bytes from one place to a track of its disk and reads them to another, 31 times; sums up in register 7. */
const DISK = `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'68'
         DC    X'0002000000000BAD'
         ORG   GUEST+X'78'
         DC    A(0),A(ENDED)
         ORG   GUEST+X'200'
         LA    6,31
         SR    7,7
LOOP     LR    4,6
         SLL   4,12
         LA    4,4000(4)
         ST    4,WRITE+8
         MVI   WRITE+8,X'00'
         ST    6,0(4)
         ST    7,2992(4)
         LR    5,6
         X     5,=F'21'
         SLL   5,12
         A     5,=A(X'1FA0C')
         ST    5,READ
         MVI   READ,X'06'
         STH   6,SEEK+4
         NI    SEEK+5,X'0F'
         MVC   COUNT(4),SEEK+2
         MVC   COUNT0(4),SEEK+2
         LA    1,CCWS
         ST    1,X'48'
         SIO   X'191'
         BC    7,BAD
         LPSW  WAIT
ENDED    TM    X'44',X'02'
         BO    BAD
         A     7,0(5)
         X     7,2992(5)
         BCT   6,LOOP
         LPSW  DONE
BAD      LPSW  FAILED
         LTORG
         DS    0D
WAIT     DC    X'FE02000000000000'
DONE     DC    X'000200000000D01E'
FAILED   DC    X'0002000000000DDD'
CCWS     CCW   X'07',SEEK,X'40',6
         CCW   X'31',COUNT0,X'40',5
         CCW   X'08',*-8,0,0
WRITE    CCW   X'1D',COUNT,X'80',8
         CCW   0,0,X'40',3000
         CCW   X'31',COUNT,X'40',5
         CCW   X'08',*-8,0,0
READ     CCW   X'06',0,X'20',3000
SEEK     DC    XL6'00'
COUNT    DC    X'0000',X'0000',X'01',X'00',H'3000'
COUNT0   DC    XL5'00'
         END
`;

function run(storageSize: number): CpMachine {
  const machine = cpMachine([TRANSLATING, DISK, TRANSLATING, DISK], {
    storageSize,
    source: DIRECTORY,
    more: [
      [0x150, ownDisk("PAGE01", "3350")],
      [0x2d0, ownDisk("DRUM01", "2305-2", [["PAGE", 1, 2]])],
      [0x351, mountedDisk("3350", "WORK01", 0x351)],
    ],
  });
  const { cp } = machine;
  for (let n = 0; n < 100; n++) {
    machine.machine.run({ ticks: machine.machine.now + 1_000_000 });
    if (cp.vms.length === 4 && cp.vms.every(({ state }) => state.stopped)) break;
  }
  return machine;
}

it("comes to the same with little storage as with much", () => {
  const ends = [0x200000, 0x50000, 0x40000].map((size) => {
    const machine = run(size);
    const end = [..."ABCD"].map((userid) => {
      const { block } = machine.vm(userid);
      return [hex(machine.machine.read(block, 8)), hex(machine.machine.read(block + at.GPRS + 28, 4))];
    });
    return { end, lines: machine.terminal(0x009).text.split("ROUND").length, counts: machine.cp.storage.statistics() };
  });
  for (const { end, lines } of ends) {
    expect(end).toEqual(ends[0].end);
    expect(lines).toBe(13);
  }
  expect(ends[0].end.map(([psw]) => psw)).toEqual([
    "000A00000000D01E",
    "000200000000D01E",
    "000A00000000D01E",
    "000200000000D01E",
  ]);
  expect(ends[2].counts.counts.reads).toBeGreaterThan(500);
  expect(ends[2].counts).toMatchObject({ locked: 0, inTransit: 0 });
});
