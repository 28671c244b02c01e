/** Disks on a channel, in virtual time: seeks and sectors leave the channel to others, chains survive a snapshot. */
import { expect, test } from "vitest";
import { CountKeyDataDisk } from "../../../../engine/s370/devices/dasd/disk.ts";
import type { DiskPack } from "../../../../engine/s370/devices/images/disk-pack.ts";
import { System370 } from "../../../../engine/s370/index.ts";
import { assembled } from "../../assembler/program.ts";
import { packOf, pattern } from "./dasd-support.ts";

/** Starts disk 150, then disk 151 if it is told to, and waits for both. CR0 lets the channel serve others meanwhile. */
const PROGRAM = `
P        START 0
         DC    X'00000000',A(BEGIN)
         ORG   P+X'78'
         DC    X'00000000',A(TAKEN)
         ORG   P+X'200'
BEGIN    SR    12,12
         USING P,12
         LCTL  0,0,BLOCKS
         LA    0,CCWS1
         ST    0,72
         SIO   X'150'
         TM    BOTH,1
         BZ    ALONE
         LA    0,CCWS2
         ST    0,72
SECOND   SIO   X'151'
         BC    2,SECOND
ALONE    LPSW  WAITING
TAKEN    CLI   59,X'50'
         BNE   OTHER
         MVC   ENDED1,64
         TM    68,4
         BZ    ON
         STCK  TIME1
         OI    DONE,1
OTHER    CLI   59,X'51'
         BNE   ON
         MVC   ENDED2,64
         TM    68,4
         BZ    ON
         STCK  TIME2
         OI    DONE,2
ON       CLC   DONE,WANTED
         BE    OVER
         LPSW  WAITING
OVER     LPSW  STOPPED
WAITING  DC    0D'0',X'FE02000000000000'
STOPPED  DC    X'000A000000000000'
BLOCKS   DC    X'800000E0'
TIME1    DC    D'0'
TIME2    DC    D'0'
ENDED1   DC    D'0'
ENDED2   DC    D'0'
DONE     DC    X'00'
CCWS1    CCW   7,SEEK1,X'60',6
         CCW   X'23',SECTOR1,X'60',1
         CCW   X'31',ID1,X'60',5
         CCW   8,*-8,0,1
         CCW   6,AREA1,X'20',100
CCWS2    CCW   7,SEEK2,X'60',6
         CCW   X'31',ID2,X'60',5
         CCW   8,*-8,0,1
         CCW   6,AREA2,X'20',19000
ID2      DC    X'0000000001'
SEEK2    DC    X'000000000000'
`;

interface Options {
  readonly both?: boolean;
  readonly seek?: string;
  readonly id?: string;
  readonly sector?: number;
}

function machineWith({ both = false, seek = "000000000000", id = "0000000001", sector = 4 }: Options): {
  machine: System370;
  at: (symbol: string) => number;
} {
  const assembly = assembled(
    `${PROGRAM.slice(1)}BOTH     DC    X'0${both ? 1 : 0}'
WANTED   DC    X'0${both ? 3 : 1}'
SEEK1    DC    X'${seek}'
ID1      DC    X'${id}'
SECTOR1  DC    AL1(${sector})
AREA1    EQU   X'2000'
AREA2    EQU   X'3000'
         END
`,
  );
  expect(assembly.errors).toEqual([]);
  const machine = new System370({ storageSize: 0x2_0000 });
  for (const { address, bytes } of assembly.segments) machine.write(address, bytes);
  const mount = (address: number, pack: DiskPack): void => {
    const drive = new CountKeyDataDisk(pack.geometry.disk, address);
    drive.mount(pack);
    machine.attach(address, drive);
  };
  mount(
    0x150,
    packOf("3350", () => Array.from({ length: 20 }, (_, at) => ({ record: at + 1, data: pattern(700, at) }))),
  );
  mount(
    0x151,
    packOf("3350", () => [{ record: 1, data: pattern(19_000) }]),
  );
  machine.channels.fastDevices = false;
  machine.processor.loadPsw(0, 0x200);
  const at = (symbol: string): number => assembly.symbols.get(symbol)?.value ?? 0;
  return { machine, at };
}

/** Runs to the end: when, in microseconds of the clock, each disk had ended, and what was read. */
function times(options: Options): { first: number; second: number; data: Uint8Array } {
  const { machine, at } = machineWith(options);
  expect(machine.run({ ticks: 10_000_000 })).toBe("disabled-wait");
  const clock = (symbol: string): number => {
    const view = new DataView(machine.read(at(symbol), 8).slice().buffer);
    // Bit 51 of the clock is a microsecond.
    return Number(view.getBigUint64(0) >> 12n);
  };
  return { first: clock("TIME1"), second: clock("TIME2"), data: machine.read(0x2000, 100).slice() };
}

const TURN = 16_700;

test("one record of a disk: arms, sector, record", () => {
  const near = times({});
  const far = times({ seek: "0000 00C8 0000".replaceAll(" ", ""), id: "00C8000001" });
  expect(near.data).toEqual(pattern(100));
  // 200 cylinders take 26 ms, and then the sector has to come.
  expect(far.first - near.first).toBeGreaterThan(10_000);
  expect(far.first - near.first).toBeLessThan(26_000 + TURN);
});

test("seeks of two disks go on together", () => {
  const alone = times({ seek: "000000C80000", id: "00C8000001" });
  const both = times({ both: true, seek: "000000C80000", id: "00C8000001" });
  // The other disk has read all of its track by then.
  expect(both.second).toBeLessThan(both.first);
  expect(Math.abs(both.first - alone.first)).toBeLessThan(2 * TURN);
});

test("a sector that comes while the channel serves another disk is missed: one turn is lost", () => {
  const alone = times({ id: "000000000A", sector: 50 });
  const both = times({ both: true, id: "000000000A", sector: 50 });
  expect(both.data).toEqual(pattern(100, 9));
  const lost = both.first - alone.first;
  expect(lost).toBeGreaterThan(TURN * 0.9);
  expect(lost).toBeLessThan(TURN * 2.1);
});

test("a machine that is saved at any tick of a channel program, and restored, goes on alike", () => {
  const options: Options = { both: true, seek: "000000050000", id: "0005000003" };
  const { machine, at } = machineWith(options);
  const slots = (): string =>
    [at("TIME1"), at("TIME2"), at("ENDED1"), at("ENDED2")].map((address) => machine.read(address, 8).join()).join(";");
  const saved: ReturnType<System370["snapshot"]>[] = [];
  for (let ticks = 97; ticks < 100_000; ticks += 97) {
    saved.push(machine.snapshot());
    if (machine.run({ ticks }) === "disabled-wait") break;
  }
  const end = [machine.now, machine.pswHex, slots()];
  for (const snapshot of saved) {
    machine.restore(snapshot);
    machine.run({ ticks: 10_000_000 });
    expect([machine.now, machine.pswHex, slots()]).toEqual(end);
  }
  expect(saved.length).toBeGreaterThan(100);
});
