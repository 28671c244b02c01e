import { expect, it } from "vitest";
import type { CountKeyDataDisk } from "../../../../engine/s370/index.ts";
import { mountedDisk, putRecords, recordsOn } from "./disks.ts";
import { diskGuest } from "./minidisk-guest.ts";
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

const SHARED = `
USER A PASS 256K 16M G
CONSOLE 009 3215
MDISK 191 3350 010 005 VMRES MWV ALL ALL ALL
USER B PASS 256K 16M G
CONSOLE 009 3215
LINK A 191 191 MW
`;

/** The CSWs of a disk guest: of the channel program, and, after a unit check, of SENSE; and the sense bytes. */
function outcome(run: CpMachine, userid = "A"): { csw: string; sense: string } {
  const failed = run.storage(userid, 0x328, 1) === "FF";
  return { csw: run.storage(userid, failed ? 0x308 : 0x300, 8), sense: failed ? run.storage(userid, 0x310, 24) : "" };
}

const WRITE = `
         CCW   X'07',SEEK,X'40',6
         CCW   X'31',R0,X'40',5
         CCW   X'08',PROGRAM+8,0,1
         CCW   X'1D',RECORD,X'20',16
`;
const WRITTEN = `
SEEK     DC    X'000000020003'
R0       DC    X'0002000300'
         DS    0D
RECORD   DC    X'0002000301000008',C'MINIDISK'
BACK     DC    24X'EE'
`;

it("refuses writes on a read-only disk, and leaves it as it is", () => {
  const { run, disk } = room(diskGuest(WRITE, WRITTEN), DIRECTORY.replace("VMRES MR", "VMRES R"));
  expect(outcome(run)).toEqual({
    csw: "000004200E000010",
    sense: "800000008002030200000000000000000000000000000000",
  });
  expect(recordsOn(disk, 12, 3)).toHaveLength(1);
});

it.each([
  ["a cylinder behind the last one", "000000050000", "80000000800000040000"],
  ["a head that the disk does not have", "00000000001E", "80000000800000040000"],
  ["a bin", "000100000000", "80000000800000040000"],
])("ends a seek to %s as a disk of that size does", (_what, address, sense) => {
  const { run } = room(diskGuest("         CCW   X'07',SEEK,X'20',6", `SEEK     DC    X'${address}'`));
  expect(outcome(run).csw).toBe("000004080E000000");
  expect(outcome(run).sense.slice(0, 20)).toBe(sense);
});

it("shows home address and record 0 with the minidisk's own cylinder, also to sense commands behind", () => {
  const program = `
         CCW   X'07',SEEK,X'40',6
         CCW   X'1A',HOME,X'40',5
         CCW   X'16',ZERO,X'40',16
         CCW   X'04',SENSED4,X'20',24
`;
  const data = `
SEEK     DC    X'000000030002'
HOME     DC    5X'EE'
ZERO     DC    16X'EE'
SENSED4  DC    24X'EE'
`;
  const { run } = room(diskGuest(program, data));
  expect(run.storage("A", 0x426, 5)).toBe("0000030002");
  expect(run.storage("A", 0x42b, 16)).toBe("00030002000000080000000000000000");
  expect(run.storage("A", 0x43b, 7)).toBe("00000000800302");
});

/** A virtual 2311 on half of a 2314, with a record on each track of its cylinder 2. */
function half(which: "TOP" | "BOTTOM", program: string, data: string): CpMachine {
  const disk = mountedDisk("2314", "VMRES", 0x350);
  for (let head = 0; head < 20; head++)
    putRecords(disk, { cylinder: 9, head, counted: 2 }, [{ record: 1, data: Uint8Array.of(head) }]);
  const source = DIRECTORY.replace("MDISK 191 3350 010 005", `MDISK 191 2311 ${which} 7 5`);
  const run = cpMachine([diskGuest(program, data)], { source, more: [[0x350, disk]] });
  run.machine.run({ ticks: 3_000_000 });
  return run;
}

it("shows home address and record 0 with the head of a virtual 2311", () => {
  const program = `
         CCW   X'07',SEEK,X'40',6
         CCW   X'1A',HOME,X'40',5
         CCW   X'16',ZERO,X'20',16
`;
  const data = "SEEK     DC    X'000000020003'\nHOME     DC    5X'EE'\nZERO     DC    8X'EE'";
  for (const which of ["TOP", "BOTTOM"] as const) {
    const run = half(which, program, data);
    expect(run.storage("A", 0x41e, 5)).toBe("0000020003");
    expect(run.storage("A", 0x423, 4)).toBe("00020003");
  }
});

it("reads on from track to track on the lower half of a 2314, to its end, and stays on the track on the upper half", () => {
  const program = `
         CCW   X'07',SEEK,X'40',6
         CCW   X'1A',0,X'50',5
         CCW   X'8E',FIRST,X'60',1
         CCW   X'8E',SECOND,X'60',1
         CCW   X'8E',THIRD,X'20',1
`;
  const data = "SEEK     DC    X'000000020008'\nFIRST    DC    X'EE'\nSECOND   DC    X'EE'\nTHIRD    DC    X'EE'";
  const lower = half("BOTTOM", program, data);
  expect(lower.storage("A", 0x42e, 3)).toBe("1213EE");
  // Unit check behind the third command; end of cylinder.
  expect(outcome(lower).csw).toBe("000004280E000001");
  expect(outcome(lower).sense.slice(0, 4)).toBe("0020");
  expect(half("TOP", program, data).storage("A", 0x42e, 3)).toBe("080808");
});

it("gives each of two users the arm where he has left it", () => {
  const seek = (cylinder: number): string => `SEEK     DC    X'0000000${cylinder}0001'\nHOME     DC    5X'EE'`;
  // The first program seeks; the second, started when the other user has moved the arm, does not.
  const twice = (cylinder: number): string =>
    diskGuest("         CCW   X'07',SEEK,X'40',6\n         CCW   X'03',0,X'20',1", seek(cylinder))
      .replace(
        "DONE     LPSW  GOOD",
        "DONE     L     1,=A(READHOME)\n         C     1,X'48'\n         BC    8,END\n         L     2,=F'30000'\nDELAY    BCT   2,DELAY\n         ST    1,X'48'\n         B     START\nEND      LPSW  GOOD",
      )
      .replace(
        "         END\n",
        "         DS    0D\nREADHOME CCW   X'1A',HOME,X'20',5\n         LTORG\n         END\n",
      );
  const disk = mountedDisk("3350", "VMRES", 0x350);
  const run = cpMachine([twice(1), twice(4)], { source: SHARED, more: [[0x350, disk]] });
  run.machine.run({ ticks: 5_000_000 });
  expect(run.storage("A", 0x416, 5)).toBe("0000010001");
  expect(run.storage("B", 0x416, 5)).toBe("0000040001");
});

it("keeps a reserved disk from others, and tells them when it is released", () => {
  const holder = diskGuest("         CCW   X'B4',SENSED4,X'20',24", "SENSED4  DC    24X'EE'");
  const other = diskGuest("         CCW   X'03',0,X'20',1", "").replace(
    "STORED   MVC",
    "         ORG   *\nSTORED   MVC",
  );
  const disk = mountedDisk("3350", "VMRES", 0x350);
  const late = other
    .replace("START    SIO", "START    L     2,=F'60000'\nDELAY    BCT   2,DELAY\n         SIO")
    .replace("         END\n", "         LTORG\n         END\n");
  const run = cpMachine([holder, late], { source: SHARED, more: [[0x350, disk]] });
  run.machine.run({ ticks: 3_000_000 });
  expect(outcome(run, "B").csw.slice(8, 12)).toBe("1000");
  const [reserved] = run.cp.state.io.reserved;
  expect(reserved).toMatchObject({ vm: run.vm("A").id, waiting: [{ vm: run.vm("B").id, device: 0x191 }] });
  run.cp.channels.reset(run.vm("A"), run.vm("A").state.devices[0x191]);
  expect(run.cp.state.io.reserved).toEqual([]);
  expect(run.vm("B").state.devices[0x191].pending?.low).toBe(0x04000000);
});

it("goes on from a snapshot in the middle of a channel program as if nothing had been", () => {
  const start = (): CpMachine =>
    cpMachine([diskGuest(WRITE, WRITTEN)], { source: DIRECTORY, more: [[0x350, mountedDisk("3350", "VMRES", 0x350)]] });
  const run = start();
  const isBusy = (): boolean => run.cp.user("A")?.state.devices[0x191]?.busy === true;
  for (let n = 0; n < 3000 && !isBusy(); n++) run.machine.run({ ticks: run.machine.now + 100 });
  expect(isBusy()).toBe(true);
  const saved = run.machine.snapshot();
  run.machine.run({ ticks: 3_000_000 });
  const end = [run.storage("A", 0x300, 0x40), run.terminal(0x009).text, run.machine.now];
  run.machine.restore(saved);
  expect(isBusy()).toBe(true);
  run.machine.run({ ticks: 3_000_000 });
  expect([run.storage("A", 0x300, 0x40), run.terminal(0x009).text, run.machine.now]).toEqual(end);
});

it("unlocks pages and gives free storage back when a channel program has ended, and when it is reset in the middle", () => {
  const { run } = room(diskGuest(WRITE, WRITTEN));
  const vm = run.vm("A");
  expect([0, 1].map((page) => run.cp.storage.isLocked(vm, page))).toEqual([false, false]);
  const waiting = cpMachine([diskGuest(WRITE, WRITTEN)], {
    source: DIRECTORY,
    more: [[0x350, mountedDisk("3350", "VMRES", 0x350)]],
  });
  const isBusy = (): boolean => waiting.cp.user("A")?.state.devices[0x191]?.busy === true;
  for (let n = 0; n < 3000 && !isBusy(); n++) waiting.machine.run({ ticks: waiting.machine.now + 100 });
  const busy = waiting.vm("A");
  expect(waiting.cp.storage.isLocked(busy, 0)).toBe(true);
  waiting.cp.channels.reset(busy, busy.state.devices[0x191]);
  expect(waiting.cp.storage.isLocked(busy, 0)).toBe(false);
  expect(waiting.cp.io.device(0x350)?.queue).toEqual([]);
});
