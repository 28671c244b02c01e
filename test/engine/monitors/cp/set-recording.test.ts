/** SET MODE and SET RECORD: what of errors reaches the cylinders for them. */
import { describe, expect, it } from "vitest";
import { program } from "../support.ts";
import { mountedDisk } from "./disks.ts";
import { ownDisk } from "./packs.ts";
import { type CpMachine, cpMachine } from "./support.ts";

const AREAS = { "error recording": { volume: "VMRES", first: 3, count: 2 } } as const;
const LOOP = `
GUEST    START 0
         DC    X'0000000000000200'
         ORG   GUEST+X'200'
         BC    15,X'200'
         END
`;

const machine = (source: string): CpMachine =>
  cpMachine([source], { areas: AREAS, more: [[0x150, ownDisk("VMRES", "3330", [["TEMP", 6, 403]])]] });

/** Some time, and how many records there were on their way in it. */
function rest(run: CpMachine): void {
  run.machine.run({ ticks: run.machine.now + 5_000_000 });
}

function command(run: CpMachine, line: string): void {
  run.machine.input(0x009, `#cp ${line}`);
  rest(run);
}

/** A machine whose volumes are known. */
function begun(source = LOOP): CpMachine {
  const run = machine(source);
  rest(run);
  return run;
}

/** Records that are made meanwhile. */
function records(run: CpMachine, work: () => void): number {
  const { recording } = run.cp;
  const add = recording.add.bind(recording);
  let count = 0;
  recording.add = (bytes) => {
    count++;
    add(bytes);
  };
  work();
  recording.add = add;
  return count;
}

describe("a machine check that the processor could mend", () => {
  const report = (run: CpMachine, what: "recovery" | "storage", times = 1): number =>
    records(run, () => {
      for (let i = 0; i < times; i++) {
        run.machine.operate("machine-check", what);
        rest(run);
      }
    });

  it("is recorded, and stops nobody", () => {
    const run = begun();
    expect(report(run, "recovery")).toBe(1);
    expect(run.vm("A").state.stopped).toBe(false);
    expect(run.terminal(0x009).text).not.toContain("MACHINE CHECK");
  });

  it("is not recorded after twelve, until SET MODE says so", () => {
    const run = begun();
    expect(report(run, "recovery", 14)).toBe(12);
    command(run, "set mode retry record");
    expect(report(run, "storage", 2)).toBe(2);
  });

  it("is not recorded in quiet mode; of storage, not where that is quiet", () => {
    const run = begun();
    command(run, "set mode main quiet");
    expect([report(run, "storage"), report(run, "recovery")]).toEqual([0, 1]);
    command(run, "set mode retry quiet");
    expect([report(run, "storage"), report(run, "recovery")]).toEqual([0, 0]);
    expect(run.vm("A").state.stopped).toBe(false);
  });

  it("finds the mode that was set, who has logged on since, too", () => {
    const run = begun();
    command(run, "set mode retry quiet");
    run.machine.input(0x020, "logon b pass");
    rest(run);
    const { block } = run.vm("B");
    expect(run.cp.host.load32(block + 0xa8 + 4 * 14) & 0x08000000).toBe(0);
  });
});

describe("SET RECORD", () => {
  /** Unit checks that nobody would record: a program that writes where it may not. */
  const REJECTED = `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'200'
         LA    9,TIMES
LOOP     MVC   X'48'(4),=A(CCW)
         SIO   X'191'
WAIT     TIO   X'191'
         BC    2,WAIT
         BC    4,CHECK
         B     NEXT
CHECK    MVC   X'48'(4),=A(SENSE)
         SIO   X'191'
WAIT2    TIO   X'191'
         BC    6,WAIT2
NEXT     BCT   9,LOOP
         LPSW  DONE
         DS    0D
DONE     DC    X'0002000000000D0E'
CCW      CCW   X'FF',0,X'20',1
SENSE    CCW   X'04',X'800',X'20',24
         LTORG
         END
`;

  /** So many command rejects of a dedicated drive, and the records that come of them. */
  function rejected(times: number, limit: string): { run: CpMachine; count: number } {
    const source = ["USER A PASS 256K 16M ABCDEFG", "OPTION ECMODE", "CONSOLE 009 3215", "DEDICATE 191 160"].join("\n");
    const run = cpMachine([], {
      source,
      areas: AREAS,
      more: [
        [0x150, ownDisk("VMRES", "3330", [["TEMP", 6, 403]])],
        [0x160, mountedDisk("3330", "OTHER", 0x160)],
      ],
      operator: "A",
    });
    rest(run);
    for (const line of [`set record on 160 ${limit}`, "store 0 0"]) command(run, line);
    const frame = run.vm("A").state.pages.frame[0] << 12;
    for (const { address, bytes } of program(REJECTED.replace("TIMES", String(times))).segments)
      run.machine.write(frame + address, bytes);
    const count = records(run, () => {
      for (const line of ["store psw 0 0", "begin 200"]) command(run, line);
      rest(run);
    });
    return { run, count };
  }

  it("has each so manyth unit check with that sense bit recorded, at most ten", () => {
    expect(rejected(9, "limit 3 byte 0 bit 0").count).toBe(3);
    const { run, count } = rejected(40, "limit 1 byte 0 bit 0");
    expect(count).toBe(10);
    expect(run.cp.state.recording.intensive).toBeUndefined();
  });

  it("looks for one of two bits, or for both", () => {
    expect(rejected(4, "limit 1 byte 0 bit 1").count).toBe(0);
    expect(rejected(4, "limit 1 byte 0 bit 1 or byte 0 bit 0").count).toBe(4);
    expect(rejected(4, "limit 1 byte 0 bit 1 and byte 0 bit 0").count).toBe(0);
    expect(rejected(4, "limit 1 byte 0 bit 0 and byte 1 bit 7").count).toBe(0);
  });
});
