/** Dumps of CP, and DIAGNOSE X'34' by which programs read them. */
import { describe, expect, it } from "vitest";
import * as at from "../../../../engine/monitors/cp/layout.ts";
import { type Call, diagnosing, finish, outcomes, PRIVILEGED, SPECIFICATION } from "./diagnosing.ts";
import { ownDisk } from "./packs.ts";
import { SPOOLERS, spoolDisk } from "./spooling.ts";
import { type CpMachine, cpMachine, type Options } from "./support.ts";

const BUFFER = 0x8000;

function loaded(sources: readonly string[], disk: ReturnType<typeof spoolDisk>, options: Options = {}): CpMachine {
  return cpMachine(sources, { source: SPOOLERS, more: [[0x150, disk]], dumpUser: "A", ...options });
}

/** PSW RESTART, and what comes of it. */
function restart(run: CpMachine): void {
  run.machine.operate("restart");
  for (let n = 0; n < 200 && !run.cp.state.shutDown; n++) run.machine.run({ ticks: run.machine.now + 1_000_000 });
  expect(run.cp.state.shutDown).toBe(true);
  run.machine.run({ ticks: run.machine.now + 1_000_000 });
}

/** CP with a dump of itself on a disk, made while A's program ran with these registers. */
function dumped(options: Options = {}, command?: string) {
  const disk = spoolDisk();
  const loop = `
GUEST    START 0
         DC    X'0000000000000200'
         ORG   GUEST+X'200'
         L     5,X'300'
         BC    15,X'204'
         ORG   GUEST+X'300'
         DC    X'CAFEBABE'
         END
`;
  const run = loaded([loop], disk, options);
  run.machine.run({ ticks: 4_000_000 });
  if (command !== undefined) {
    run.machine.input(0x01f, "logon b pass");
    run.machine.run({ ticks: run.machine.now + 2_000_000 });
    run.machine.input(0x01f, command);
    run.machine.run({ ticks: run.machine.now + 2_000_000 });
    run.machine.input(0x01f, "query dump");
    run.machine.run({ ticks: run.machine.now + 2_000_000 });
  }
  const block = run.vm("A").block;
  restart(run);
  return { disk, run, block };
}

const read = (rx = BUFFER, ry = 0x00c): Call => ({ code: 0x34, rx, ry });

/** Reads so many records, and looks at the last one. */
function record(disk: ReturnType<typeof spoolDisk>, number: number): Buffer {
  const calls = Array.from({ length: number + 1 }, () => read());
  const run = loaded([diagnosing(calls)], disk);
  finish(run);
  expect(outcomes(run, calls).map(({ cc }) => cc)).toEqual(calls.map(() => 0));
  return Buffer.from(run.storage("A", BUFFER, 4096), "hex");
}

describe("a dump", () => {
  const { disk, run, block } = dumped();
  // Nothing is read to its end here: the file stays.

  it("is taken at PSW RESTART, and CP has ended", () => {
    expect(run.terminal(0x009).text).toContain("SYSTEM SHUTDOWN COMPLETE");
    expect(Buffer.from(run.machine.read(at.RUN_PSW, 8)).toString("hex")).toBe("000a000000000006");
  });

  it("begins with CP's symbols", () => {
    expect(record(disk, 0).subarray(0, 12).toString("hex")).toBe("c4d4d2d7e2c1404000000000");
  });

  it("has registers, low storage and the code", () => {
    const information = record(disk, 1);
    expect(information.readUInt32BE(4 * 5)).toBe(0xcafebabe);
    // Control register 14 of CP's own.
    expect(information.readUInt32BE(0x40 + 4 * 14)).toBe(at.OWN_CONTROL_REGISTERS[14]);
    expect(information.readUInt32BE(0xbc)).toBe(0x200000);
    expect(information.readUInt32BE(0xc0 + 0x28 + at.NEW_PSW + 4)).toBe(at.ENTRY_PROGRAM);
    expect(information.subarray(0x1c4, 0x1c8).toString("hex")).toBe("d7e2c102");
  });

  it("has the frames that the map tells of, in order, and those of CP alone", () => {
    const map = record(disk, 1).subarray(0x1c8, 0x1c8 + 512);
    const frames = Array.from({ length: 4096 }, (_, n) => n).filter((n) => (map[n >>> 3] & (0x80 >>> (n & 7))) !== 0);
    expect(frames[0]).toBe(0);
    expect(frames).toContain(block >>> 12);
    expect(record(disk, 4).readUInt32BE(at.NEW_PSW + at.PROGRAM_OLD + 4)).toBe(at.ENTRY_PROGRAM);
    const own = record(disk, 4 + frames.indexOf(block >>> 12));
    expect(own.readUInt32BE(at.GPRS + 4 * 5)).toBe(0xcafebabe);
    expect(frames.length).toBeLessThan(100);
  });

  it("has storage keys", () => {
    // All of CP's own blocks have key 0.
    expect(record(disk, 2)[0] & 0xf0).toBe(0);
    expect(record(disk, 3).every((byte) => byte === 0)).toBe(true);
  });

  it("is read to its end, once, and goes away when the reader is closed", () => {
    const calls = Array.from({ length: 40 }, () => read());
    const machine = loaded([diagnosing(calls)], disk);
    finish(machine);
    const [file] = Object.values(machine.cp.state.spool.files);
    expect(file).toMatchObject({ content: "dump", owner: "A", name: "CPDUMP", type: "PSA002", class: "A" });
    const more = Math.ceil(file.records / 40);
    const done = outcomes(machine, calls).filter(({ cc }) => cc === 0).length;
    expect(done).toBe(Math.min(40, file.records));
    for (let n = 1; n <= more; n++) {
      // The program again, from its beginning.
      const vm = machine.vm("A");
      vm.setPsw({ high: 0, low: 0x200 });
      machine.cp.consoles.resume(vm);
      machine.cp.ready(vm);
      machine.machine.input(0x01f, "");
      finish(machine);
    }
    expect(outcomes(machine, calls).at(-1)?.cc).toBe(1);
    machine.machine.input(0x009, "close reader");
    machine.machine.run({ ticks: machine.machine.now + 3_000_000 });
    expect(Object.values(machine.cp.state.spool.files)).toEqual([]);
  });
});

it("has all of storage where SET DUMP says so", () => {
  const { run, disk } = dumped({}, "set dump auto all");
  expect(run.terminal(0x01f).text).toContain("DUMP UNIT AUTO ALL");
  const map = record(disk, 1).subarray(0x1c8, 0x1c8 + 512);
  expect(map.subarray(0, 64).every((byte) => byte === 0xff)).toBe(true);
  expect(map[64]).toBe(0);
});

it("is cut where there is no room, and is held", () => {
  const disk = ownDisk("SPOOL1", "3330", [
    ["PERM", 1, 2],
    ["TEMP", 3, 3],
    ["PERM", 4, 403],
  ]);
  const run = loaded([], disk);
  run.machine.run({ ticks: 3_000_000 });
  run.cp.state.dumping.unit.all = true;
  restart(run);
  const again = loaded([], disk);
  again.machine.run({ ticks: 5_000_000 });
  const [file] = Object.values(again.cp.state.spool.files);
  expect(file).toMatchObject({ content: "dump", systemHold: true });
  expect(file.records).toBeLessThan(57);
  expect(file.records).toBeGreaterThan(20);
});

it("is not taken where there is no disk of CP's: CP ends", () => {
  const run = cpMachine([], { source: SPOOLERS });
  run.machine.run({ ticks: 1_000_000 });
  restart(run);
});

describe("X'34'", () => {
  it("tells what keeps it from reading", () => {
    const calls: Call[] = [read(), read(BUFFER, 0x1ff), read(BUFFER, 0x00d), read(BUFFER + 8), read(0xff0000)];
    const { disk } = dumped();
    const empty = loaded([diagnosing(calls)], spoolDisk());
    finish(empty);
    const results = outcomes(empty, calls);
    expect(results.map(({ cc, ry1 }) => [cc, ry1]).slice(0, 3)).toEqual([
      [2, 0],
      [3, 4],
      [3, 8],
    ]);
    expect(results[3].interruption).toBe(SPECIFICATION);
    const full = loaded([diagnosing(calls)], disk);
    finish(full);
    expect(outcomes(full, calls)[4].interruption).toBe(5);
  });

  it("is for classes C and E", () => {
    const source = SPOOLERS.replace("USER A PASS 256K 16M ABCDEFG", "USER A PASS 256K 16M ABDFG");
    const run = loaded([diagnosing([read()])], spoolDisk(), { source });
    finish(run);
    expect(outcomes(run, [read()])[0].interruption).toBe(PRIVILEGED);
  });

  it("cannot have register 15 as Ry", () => {
    const run = loaded([diagnosing([read()], "", [2, 15])], spoolDisk());
    finish(run);
    expect(outcomes(run, [read()])[0].interruption).toBe(SPECIFICATION);
  });
});
