/** SET CPASSIST: the bit of control register 6 for instructions E6xx, and the table that CP is charged by. SET PAGING: how many are let in. */
import { describe, expect, it } from "vitest";
import { costs, ecpsCosts } from "../../../../engine/monitors/costs.ts";
import { ControlProgram } from "../../../../engine/monitors/cp/control-program.ts";
import { readDirectory } from "../../../../engine/monitors/cp/directory/index.ts";
import { pagingBias } from "../../../../engine/monitors/cp/dispatch/paging-load.ts";
import { Console3215, System370 } from "../../../../engine/s370/index.ts";
import { type CpMachine, cpMachine, users } from "./support.ts";

const LOOP = `
GUEST    START 0
         DC    X'0000000000000200'
         ORG   GUEST+X'200'
         BC    15,X'200'
         END
`;
const CONTROL_PROGRAM = 0x02000000;

function command({ machine }: Pick<CpMachine, "machine">, line: string): void {
  machine.input(0x009, `#cp ${line}`);
  machine.run({ ticks: machine.now + 1_000_000 });
}

describe("SET CPASSIST", () => {
  it("switches the assist of a processor that has it, whoever runs", () => {
    const run = cpMachine([LOOP], { assists: { virtualMachine: true, controlProgram: 20 } });
    run.machine.run({ ticks: 1_000_000 });
    const bits = (): boolean[] =>
      [0x240, run.vm("A").block + 0xa8].map((place) => (run.cp.host.load32(place + 24) & CONTROL_PROGRAM) !== 0);
    expect(bits()).toEqual([true, true]);
    command(run, "set cpassist off");
    expect(bits()).toEqual([false, false]);
    command(run, "query cpassist");
    expect(run.terminal(0x009).text).toContain("CPASSIST OFF");
    command(run, "set cpassist on");
    expect(bits()).toEqual([true, true]);
  });

  it("leaves the bit alone of a processor that has none", () => {
    const run = cpMachine([LOOP], { assists: { virtualMachine: true } });
    command(run, "set cpassist on");
    expect(run.terminal(0x009).text).toContain("INVALID OPTION - CPASSIST");
    expect(run.cp.host.load32(0x240 + 24)).toBe(0);
  });

  it("has CP charged as with the CP assists, or without; a snapshot knows which", () => {
    const { directory } = readDirectory("TEST DIRECT", `DIRECTORY 350 3350 VMRES\n${users()}`);
    const machine = new System370({ storageSize: 0x100000 });
    machine.attach(0x009, new Console3215());
    const control = new ControlProgram({
      storageSize: 0x100000,
      directory,
      devices: [{ address: 0x009, type: "3215" }],
      operator: "A",
    });
    machine.install(control, ecpsCosts);
    machine.run({ ticks: 1_000_000 });
    expect(control.cp.host.costs).toBe(ecpsCosts);
    command({ machine }, "set cpassist off");
    expect(control.cp.host.costs).toBe(costs);
    const off = machine.snapshot();
    command({ machine }, "set cpassist on");
    expect(control.cp.host.costs).toBe(ecpsCosts);
    machine.restore(off);
    expect(control.cp.host.costs).toBe(costs);
  });
});

describe("SET PAGING", () => {
  it("has working sets count for more while more of the time is lost in page waits than it allows", () => {
    const run = cpMachine([LOOP]);
    run.machine.run({ ticks: 1_000_000 });
    const { paging } = run.cp.state.schedule;
    paging.wait = 60;
    expect(pagingBias(run.cp)).toBe(1);
    command(run, "set paging 20");
    paging.wait = 60;
    expect(pagingBias(run.cp)).toBe(1.4);
  });
});
