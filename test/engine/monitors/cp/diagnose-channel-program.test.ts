/** DIAGNOSE X'28': channel programs that are changed while they run. */
import { describe, expect, it } from "vitest";
import { mountedDisk, putRecords } from "./disks.ts";
import { type CpMachine, cpMachine } from "./support.ts";

const DIRECTORY = `
USER A PASS 256K 1M G
CONSOLE 009 3215
MDISK 191 3350 010 005 VMRES MR
SPOOL 00D 2540 PUNCH A
`;

/** Reads record 1 of cylinder 2, head 3, at MOD into buffer FIRST; ALT is a way to SECOND, beyond which it reads record 2 into THIRD. */
const PROGRAM = `
PROGRAM  CCW   X'07',SEEK,X'40',6
SEARCH   CCW   X'31',SEEK+2,X'40',5
         CCW   X'08',SEARCH,0,1
MOD      CCW   X'MM',TARGET,X'60',1
BEHIND   CCW   X'06',FIRST,X'20',8
         CCW   X'00',0,0,0
ALT      CCW   X'06',SECOND,X'60',8
         CCW   X'06',THIRD,X'20',8
OTHER    CCW   X'06',THIRD,X'20',8
SEEK     DC    X'00000002000301'
FIRST    DC    8X'EE'
SECOND   DC    8X'EE'
THIRD    DC    8X'EE'
         ORG   GUEST+X'800'
NOP      CCW   X'03',0,X'60',1
TICALT   CCW   X'08',ALT,0,1
TICOTHER CCW   X'08',OTHER,0,1
TICFAR   CCW   X'08',X'FFFFF8',0,1
TICODD   CCW   X'08',ALT+4,0,1
READ     CCW   X'06',SECOND,X'20',8
`;

interface Change {
  /** The CCW at MOD before. */
  readonly before: "03,0" | "08,ALT" | "08,BEHIND" | "06,FIRST";
  /** What is put there. */
  readonly after: string;
  /** Rx and Ry. */
  readonly rx?: string;
  readonly ry?: string;
  readonly registers?: string;
  /** Statements before DIAGNOSE. */
  readonly first?: string;
}

function guest({ before, after, rx = "LA    2,MOD", ry = "X'191'", registers = "24", first = "" }: Change): string {
  const [command, target] = before.split(",");
  return `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'68'
         DC    X'0002000000000BAD'
         ORG   GUEST+X'200'
         LA    1,PROGRAM
         ST    1,72
         LA    15,99
         SIO   X'191'
         BC    7,DONE
         MVC   MOD(8),${after}
         ${rx}
         LA    4,${ry}
${first}
         DC    X'83${registers}0028'
         BALR  8,0
         ST    8,X'900'
         ST    15,X'904'
WAIT     TIO   X'191'
         BC    2,WAIT
         MVC   X'908'(8),64
DONE     LPSW  GOOD
         DS    0D
GOOD     DC    X'000200000000DEAD'
         ORG   GUEST+X'400'
${PROGRAM.replace("X'MM',TARGET", `X'${command}',${target}`)}
         END
`;
}

function run(change: Change): CpMachine {
  const disk = mountedDisk("3350", "VMRES", 0x350);
  const text = (record: number, value: string) => ({ record, data: new TextEncoder().encode(value) });
  putRecords(disk, { cylinder: 12, head: 3, counted: 2 }, [text(1, "RECORD-1"), text(2, "RECORD-2")]);
  const machine = cpMachine([guest(change)], { source: DIRECTORY, more: [[0x350, disk]] });
  machine.machine.run({ ticks: 3_000_000 });
  expect(machine.terminal(0x009).text).toContain("0000DEAD");
  return machine;
}

/** Condition code and register 15; the three buffers; the CSW. */
function result(machine: CpMachine): string {
  const [code, register] = [0x900, 0x904].map((at) => Number.parseInt(machine.storage("A", at, 4), 16));
  return `${(code >>> 28) & 3} ${register}`;
}
const NONE = "EEEEEEEE";
function buffers(machine: CpMachine): string[] {
  const bytes = Buffer.from(machine.storage("A", 0x44f, 24), "hex");
  return [0, 8, 16].map((at) => {
    const part = bytes.subarray(at, at + 8);
    return part.every((byte) => byte === 0xee) ? NONE : part.toString("latin1");
  });
}
const csw = (machine: CpMachine): string => machine.storage("A", 0x908, 8);

describe("X'28'", () => {
  it("does nothing that is not asked for: what runs is what was there at START I/O", () => {
    const machine = run({ before: "03,0", after: "TICALT", rx: "LA    2,OTHER" });
    expect(buffers(machine)).toEqual(["RECORD-1", NONE, NONE]);
  });

  it("has a no-operation lead elsewhere", () => {
    const machine = run({ before: "03,0", after: "TICALT" });
    expect(result(machine)).toBe("0 0");
    expect(buffers(machine)).toEqual([NONE, "RECORD-1", "RECORD-2"]);
    // The CSW has the virtual machine's address: behind the last CCW.
    expect(csw(machine)).toBe("000004400C000000");
  });

  it("has a transfer lead elsewhere", () => {
    const machine = run({ before: "08,ALT", after: "TICOTHER" });
    expect(result(machine)).toBe("0 0");
    expect(buffers(machine)).toEqual([NONE, NONE, "RECORD-1"]);
  });

  it("has a transfer lead on, over CCWs that the channel could not come to before", () => {
    const machine = run({ before: "08,ALT", after: "NOP" });
    expect(result(machine)).toBe("0 0");
    expect(buffers(machine)).toEqual(["RECORD-1", NONE, NONE]);
    expect(csw(machine)).toBe("000004280C000000");
  });

  it("can be told twice", () => {
    const again = `
         DC    X'83240028'
         MVC   MOD(8),TICOTHER`;
    const machine = run({ before: "03,0", after: "TICALT", first: again });
    expect(result(machine)).toBe("0 0");
    expect(buffers(machine)).toEqual([NONE, NONE, "RECORD-1"]);
  });

  it.each<readonly [string, Change, string]>([
    ["Rx and Ry are the same register", { before: "03,0", after: "TICALT", registers: "22" }, "1 1"],
    ["there is no such device", { before: "03,0", after: "TICALT", ry: "X'192'" }, "1 2"],
    ["the CCW is beyond storage", { before: "03,0", after: "TICALT", rx: "L     2,TICFAR" }, "1 3"],
    ["the CCW is not on a doubleword", { before: "03,0", after: "TICALT", rx: "LA    2,MOD+4" }, "1 4"],
    ["the CCW is not of this program", { before: "03,0", after: "TICALT", rx: "LA    2,TICALT" }, "1 5"],
    ["nothing goes on at the device", { before: "03,0", after: "TICALT", ry: "X'00D'" }, "1 5"],
    ["the CCW has become something else", { before: "03,0", after: "READ" }, "1 6"],
    ["the CCW was something else", { before: "06,FIRST", after: "TICALT" }, "1 6"],
    ["it leads beyond storage", { before: "03,0", after: "TICFAR" }, "1 7"],
    ["it leads to no doubleword", { before: "03,0", after: "TICODD" }, "1 8"],
    [
      "the program has ended",
      {
        before: "03,0",
        after: "TICALT",
        first:
          "         L     5,BIG\n         BCT   5,*\n         B     OVER\nBIG      DC    F'90000'\nOVER     DS    0H",
      },
      "2 9",
    ],
  ])("refuses where %s", (_name, change, expected) => {
    expect(result(run(change))).toBe(expected);
  });

  it("gives back what it took", () => {
    const machine = run({ before: "03,0", after: "TICALT" });
    machine.machine.run({ ticks: machine.machine.now + 100_000 });
    const locks = machine.cp.state.storage.frames.filter((frame) => frame?.kind === "page" && frame.locks > 0);
    expect(locks).toEqual([]);
  });
});
