import { expect, it } from "vitest";
import { mountedDisk, putRecords, recordsOn } from "./disks.ts";
import { diskGuest } from "./minidisk-guest.ts";
import { type CpMachine, cpMachine } from "./support.ts";

const DIRECTORY = `
USER A PASS 256K 16M BG
CONSOLE 009 3215
DEDICATE 191 140
MDISK 192 3350 010 005 VMRES MW
`;

function room(source: string): { run: CpMachine; disk: ReturnType<typeof mountedDisk> } {
  const disk = mountedDisk("3340", "OTHER1", 0x140);
  putRecords(disk, { cylinder: 300, head: 2 }, [{ record: 1, data: Uint8Array.of(1, 2, 3, 4) }]);
  const run = cpMachine([source], {
    source: DIRECTORY,
    more: [
      [0x140, disk],
      [0x350, mountedDisk("3350", "VMRES", 0x350)],
    ],
  });
  return { run, disk };
}

const PROGRAM = `
         CCW   X'07',SEEK,X'40',6
         CCW   X'1A',HOME,X'40',5
         CCW   X'31',SEEK+2,X'40',5
         CCW   X'08',*-8,0,1
         CCW   X'05',DATA,X'20',4
`;
const DATA = `
SEEK     DC    X'0000012C000201'
HOME     DC    5X'EE'
DATA     DC    X'CAFECAFE'
`;

it("passes channel programs on to a dedicated disk as they are", () => {
  const { run, disk } = room(diskGuest(PROGRAM, DATA));
  run.machine.run({ ticks: 3_000_000 });
  expect(run.storage("A", 0x300, 8)).toBe("000004280C000000");
  expect(run.storage("A", 0x42f, 5)).toBe("00012C0002");
  expect(recordsOn(disk, 300, 2)[1]).toBe("012C000201000004CAFECAFE");
  expect(run.cp.io.device(0x140)).toMatchObject({ owner: "A", attachedAs: 0x191 });
});

it("tells the owner what the device says unasked, and its sense bytes once", () => {
  const wrong = room(diskGuest(PROGRAM.replace("X'05',DATA", "X'0D',DATA"), DATA.replace("000201", "000209")));
  wrong.run.machine.run({ ticks: 3_000_000 });
  expect(wrong.run.storage("A", 0x308, 8)).toBe("000004180E400005");
  expect(wrong.run.storage("A", 0x310, 8)).toBe("00088100802C2200");
  wrong.disk.operate("ready");
  wrong.run.machine.run({ ticks: wrong.run.machine.now + 200_000 });
  expect(wrong.run.vm("A").state.devices[0x191].pending?.low).toBe(0x04000000);
});

it("reflects failures of the channel with their limited logout", () => {
  const { run } = room(diskGuest("         CCW   X'07',SEEK,X'20',6", DATA));
  run.machine.channels.fail(0x140, 0x02);
  // The label has been read by then.
  const isReady = (): boolean => run.cp.user("A") !== undefined;
  for (let n = 0; n < 2000 && !isReady(); n++) run.machine.run({ ticks: run.machine.now + 100 });
  run.machine.channels.fail(0x140, 0x02);
  run.machine.run({ ticks: 3_000_000 });
  expect(Number.parseInt(run.storage("A", 0x305, 1), 16) & 0x02).toBe(0x02);
  expect(run.storage("A", 0xb0, 4)).not.toBe("00000000");
});

it("gives program-controlled interruptions to the virtual machine while its channel program goes on", () => {
  const counting = diskGuest(PROGRAM.replace("X'1A',HOME,X'40'", "X'1A',HOME,X'48'"), DATA)
    .replace(
      "ENDED    MVC",
      "ENDED    L     3,PCIS\n         TM    X'45',X'80'\n         BC    8,PLAIN\n         LA    3,1(,3)\n         ST    3,PCIS\n         TM    X'44',X'0C'\n         BC    8,WAIT\nPLAIN    MVC",
    )
    .replace(
      "SENSED   DC",
      "         ORG   GUEST+X'380'\nPCIS     DC    F'0'\n         ORG   GUEST+X'328'\nSENSED   DC",
    );
  const { run } = room(counting);
  run.machine.run({ ticks: 3_000_000 });
  expect(run.storage("A", 0x380, 4)).toBe("00000001");
  expect(run.storage("A", 0x300, 8)).toBe("000004280C000000");
});

it("ends by HALT DEVICE a channel program that would go on for ever", () => {
  const endless = diskGuest("         CCW   X'03',0,X'40',1\n         CCW   X'08',PROGRAM,0,1", "")
    .replace("BC    8,WAIT\n", "BC    8,HALTS\n")
    .replace("WAIT     LPSW", "HALTS    L     2,=F'5000'\nDELAY    BCT   2,DELAY\n         HDV   X'191'\nWAIT     LPSW")
    .replace("         END\n", "         LTORG\n         END\n");
  const { run } = room(endless);
  run.machine.run({ ticks: 3_000_000 });
  expect(run.storage("A", 0x304, 1)).toBe("0C");
  expect(run.cp.io.device(0x140)?.queue).toEqual([]);
});
