import { expect, it } from "vitest";
import { mountedDisk, putRecords, recordsOn } from "./disks.ts";
import { type CpMachine, cpMachine } from "./support.ts";

const DIRECTORY = `
USER A PASS 256K 16M G
CONSOLE 009 3215
MDISK 191 3350 010 005 VMRES MR
MDISK 192 3350 020 005 VMRES R
SPOOL 00D 2540 PUNCH A
`;

/** Executes DIAGNOSE with registers 1 and 2 and keeps registers 1, 2, 3, 15 and the condition code. */
function guest(code: string, device: string, records: number, ccws: string, data = "", again = ""): string {
  return `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'200'
         LA    1,X'${device}'
         LA    2,PROGRAM
         LA    15,${records}
         ${again}
         DC    X'8312${code.padStart(4, "0")}'
         BALR  4,0
         STM   1,4,REGISTER
         ST    15,REGISTER+16
         LPSW  GOOD
         DS    0D
GOOD     DC    X'000200000000DEAD'
         ORG   GUEST+X'300'
REGISTER DC    5F'0'
         ORG   GUEST+X'400'
PROGRAM  DS    0D
${ccws}
${data}
         END
`;
}

const READ_TWO = `
         CCW   X'07',SEEK,X'40',6
         CCW   X'31',SEEK+2,X'40',5
         CCW   X'08',*-8,0,1
         CCW   X'06',BUFFER,X'60',8
         CCW   X'1B',HEAD,X'40',6
         CCW   X'31',HEAD+2,X'40',5
         CCW   X'08',*-8,0,1
         CCW   X'06',BUFFER+8,X'20',8
`;
const ARGUMENTS = `
SEEK     DC    X'00000002000301'
HEAD     DC    X'00000002000402'
BUFFER   DC    16X'EE'
`;

function run(source: string): { run: CpMachine; disk: ReturnType<typeof mountedDisk> } {
  const disk = mountedDisk("3350", "VMRES", 0x350);
  const record = (record: number, text: string) => ({ record, data: new TextEncoder().encode(text) });
  putRecords(disk, { cylinder: 12, head: 3, counted: 2 }, [record(1, "FIRSTREC")]);
  putRecords(disk, { cylinder: 12, head: 4, counted: 2 }, [record(1, "NOTTHIS!"), record(2, "SECONDRC")]);
  const machine = cpMachine([source], { source: DIRECTORY, more: [[0x350, disk]] });
  machine.machine.run({ ticks: 2_000_000 });
  return { run: machine, disk };
}

/** Condition code and register 15. */
function outcome(machine: CpMachine): string {
  const stored = machine.storage("A", 0x300, 20);
  const conditionCode = (Number.parseInt(stored.slice(24, 26), 16) >> 4) & 3;
  return `${conditionCode} ${Number.parseInt(stored.slice(32, 40), 16)}`;
}

it("X'18' reads records without an interruption", () => {
  const { run: machine } = run(guest("18", "191", 2, READ_TWO, ARGUMENTS));
  expect(outcome(machine)).toBe("0 2");
  expect(machine.storage("A", 0x44e, 16)).toBe(Buffer.from("FIRSTRECSECONDRC").toString("hex").toUpperCase());
});

it("X'18' writes a record", () => {
  const ccws = READ_TWO.replace("X'06',BUFFER,X'60'", "X'05',BUFFER,X'20'");
  const { run: machine, disk } = run(guest("18", "191", 1, ccws, ARGUMENTS));
  expect(outcome(machine)).toBe("0 1");
  expect(recordsOn(disk, 12, 3)[1]).toBe("0002000301000008EEEEEEEEEEEEEEEE");
});

it.each([
  ["no such device", "199", 2, READ_TWO, "1 1"],
  ["no disk", "00D", 2, READ_TWO, "1 2"],
  ["a write on a read-only disk", "192", 1, READ_TWO.replace("X'06',BUFFER,X'60'", "X'05',BUFFER,X'20'"), "1 3"],
  ["a cylinder that is not the disk's", "191", 1, READ_TWO.replace("SEEK,X'40',6", "BUFFER,X'40',6"), "1 4"],
  ["another command", "191", 1, READ_TWO.replace("X'06',BUFFER,X'60'", "X'0E',BUFFER,X'20'"), "2 7"],
  ["no count", "191", 1, READ_TWO.replace("X'06',BUFFER,X'60',8", "X'06',BUFFER,X'20',0"), "2 8"],
  ["a longer record than there may be", "191", 1, READ_TWO.replace("X'60',8", "X'20',2049"), "2 9"],
  ["a buffer beyond storage", "191", 1, READ_TWO.replace("BUFFER,X'60'", "X'03FFFF',X'20'"), "2 10"],
  ["fewer records than it says", "191", 1, READ_TWO, "2 11"],
  ["arguments beyond storage", "191", 1, READ_TWO.replace("SEEK,X'40',6", "X'03FFFE',X'40',6"), "2 6"],
])("X'18' refuses %s", (_name, device, records, ccws, expected) => {
  expect(outcome(run(guest("18", device, records, ccws, ARGUMENTS)).run)).toBe(expected);
});

it("X'18' tells an error by the CSW, and its cause by SENSE", () => {
  const { run: machine } = run(
    guest("18", "191", 1, READ_TWO.replace("BUFFER,X'60'", "BUFFER,X'20'"), ARGUMENTS.replace("02000301", "02000309")),
  );
  expect(outcome(machine)).toBe("3 13");
  expect(machine.storage("A", 0x44, 1)).toBe("0E");
});

it("X'20' executes any channel program, and tells unit exception, wrong length and errors apart", () => {
  expect(outcome(run(guest("20", "191", 9, READ_TWO, ARGUMENTS)).run)).toBe("0 9");
  const short = READ_TWO.replace("BUFFER+8,X'20',8", "BUFFER+8,X'00',7");
  expect(outcome(run(guest("20", "191", 9, short, ARGUMENTS)).run)).toBe("2 3");
  const { run: failed } = run(guest("20", "191", 9, READ_TWO, ARGUMENTS.replace("02000402", "02000409")));
  expect(outcome(failed)).toBe("3 13");
  expect(failed.storage("A", 0x304, 4)).toBe("00000008");
  expect(outcome(run(guest("20", "199", 9, READ_TWO, ARGUMENTS)).run)).toBe("1 1");
});

it("X'24' says what virtual and real devices are", () => {
  const { run: disk } = run(guest("24", "191", 0, ""));
  expect(disk.storage("A", 0x304, 8)).toBe("0408000004080000");
  expect(outcome(disk)).toBe("0 0");
  expect(run(guest("24", "192", 0, "")).run.storage("A", 0x304, 4)).toBe("04080080");
  const { run: punch } = run(guest("24", "00D", 0, ""));
  expect([punch.storage("A", 0x304, 4), outcome(punch)]).toEqual(["10820000", "2 0"]);
  expect(outcome(run(guest("24", "123", 0, "")).run)).toBe("3 0");
  const { run: terminal } = run(
    guest("24", "000", 0, "", "", "L     1,=F'-1'").replace("         END", "         LTORG\n         END"),
  );
  expect([terminal.storage("A", 0x300, 12), outcome(terminal)]).toEqual(["000000098000000080000082", "0 0"]);
});
