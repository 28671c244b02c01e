import { expect, it } from "vitest";
import type { CountKeyDataDisk } from "../../../../engine/s370/index.ts";
import { mountedDisk, putRecords, recordsOn } from "./disks.ts";
import { type CpMachine, cpMachine } from "./support.ts";

const DIRECTORY = `
USER A PASS 256K 16M ABCDEFG
OPTION ECMODE
CONSOLE 009 3215
MDISK 191 3350 010 005 VMRES MR ALL ALL ALL
USER B PASS 256K 16M G
CONSOLE 009 3215
LINK A 191 291 RR
`;

/** A guest that starts the channel program at PROGRAM on 191, waits for its end and keeps the CSW. */
export function diskGuest(ccws: string, data: string, device = "191"): string {
  return `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'48'
         DC    A(PROGRAM)
         ORG   GUEST+X'78'
         DC    A(0),A(ENDED)
         ORG   GUEST+X'200'
START    SIO   X'${device}'
         BC    8,WAIT
         BC    4,STORED
         LPSW  BAD
STORED   MVC   CSWS(8),X'40'
         B     NEXT
WAIT     LPSW  ENABLED
ENDED    MVC   CSWS(8),X'40'
NEXT     TM    CSWS+4,X'02'
         BC    8,DONE
         TM    SENSED,X'FF'
         BC    1,DONE
         MVI   SENSED,X'FF'
         MVC   CSW1(8),CSWS
         LA    1,SENSE
         ST    1,X'48'
         B     START
DONE     LPSW  GOOD
         DS    0D
ENABLED  DC    X'FE02000000000000'
GOOD     DC    X'000200000000DEAD'
BAD      DC    X'0002000000000BAD'
SENSE    CCW   4,SENSES,X'20',24
         ORG   GUEST+X'300'
CSWS     DC    XL8'00'
CSW1     DC    XL8'00'
SENSES   DC    24X'EE'
SENSED   DC    X'00'
         ORG   GUEST+X'400'
PROGRAM  DS    0D
${ccws}
${data}
         END
`;
}

function room(source: string, directory = DIRECTORY): { run: CpMachine; disk: CountKeyDataDisk } {
  const disk = mountedDisk("3350", "VMRES", 0x350);
  const run = cpMachine([source], { source: directory, more: [[0x350, disk]] });
  run.machine.run({ ticks: 3_000_000 });
  return { run, disk };
}

it("writes a record on a minidisk and reads it back: seeks are relocated, counts are the user's", () => {
  const { run, disk } = room(
    diskGuest(
      `
         CCW   X'07',SEEK,X'40',6
         CCW   X'31',R0,X'40',5
         CCW   X'08',PROGRAM+8,0,1
         CCW   X'1D',RECORD,X'40',16
         CCW   X'31',RECORD,X'40',5
         CCW   X'08',*-8,0,1
         CCW   X'06',BACK,X'20',8
`,
      `
SEEK     DC    X'000000020003'
R0       DC    X'0002000300'
         DS    0D
RECORD   DC    X'0002000301000008',C'MINIDISK'
BACK     DC    8X'EE'
`,
    ),
  );
  expect(run.terminal(0x009).text).toContain("0000DEAD");
  expect(recordsOn(disk, 12, 3)).toEqual(["000C0003000000080000000000000000", "0002000301000008D4C9D5C9C4C9E2D2"]);
  expect(run.storage("A", 0x300, 8)).toBe("000004380C000000");
  expect(run.storage("A", 0x440 + 24, 8)).toBe("D4C9D5C9C4C9E2D2");
});

function bytes(text: string): Uint8Array {
  return Uint8Array.from(text.replace(/\s/g, "").match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

it("loads a program from a minidisk whose channel program reads itself", () => {
  const disk = mountedDisk("3350", "VMRES", 0x350);
  // PSW; READ DATA of record 2 to 400; TRANSFER IN CHANNEL there.
  const first = bytes("0000000000000300 06000400 60000040 08000400 00000000");
  // At 400: SEEK, SEARCH, TIC, READ DATA to 300; behind them what they name.
  const second = bytes("07000420 40000006 31000422 40000005 08000408 00000000 06000300 20000100 0000 0004 0002 01");
  // At 300: LA 1,X'77'; ST 1,X'320'; LPSW X'310'.
  const third = bytes("41100077 50100320 82000310 00000000 0002000000001234");
  putRecords(disk, { cylinder: 10, head: 0, counted: 0 }, [
    { record: 1, data: first },
    { record: 2, data: second },
  ]);
  putRecords(disk, { cylinder: 14, head: 2, counted: 4 }, [{ record: 1, data: third }]);
  const run = cpMachine([], {
    source:
      `USER OPERATOR PASS 256K 16M ABCDEFG${DIRECTORY.replace("\nUSER A PASS 256K 16M ABCDEFG\n", "\n")}`.replaceAll(
        "LINK A ",
        "LINK OPERATOR ",
      ),
    more: [[0x350, disk]],
  });
  run.machine.run({ ticks: 500_000 });
  run.machine.input(0x009, "ipl 191");
  run.machine.run({ ticks: 3_000_000 });
  expect(run.storage("OPERATOR", 0x320, 4)).toBe("00000077");
  expect(run.storage("OPERATOR", 2, 2)).toBe("0191");
});
