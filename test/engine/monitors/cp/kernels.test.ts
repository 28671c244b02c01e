import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type CountKeyDataDisk, consoleKey, System370 } from "../../../../engine/s370/index.ts";
import { hex, program } from "../support.ts";
import { mountedDisk } from "./disks.ts";
import { cpMachine, users } from "./support.ts";

const source = (name: string): string =>
  readFileSync(new URL(`../../../../engine/guests/kernels/${name}.asm`, import.meta.url), "utf8");

function bare(name: string, ticks: number, disk?: CountKeyDataDisk): System370 {
  const machine = new System370({ storageSize: 0x40000 });
  if (disk !== undefined) machine.attach(0x191, disk);
  for (const { address, bytes } of program(source(name)).segments) machine.write(address, bytes);
  machine.addConsole(0x009);
  machine.setPsw(hex(machine.read(0, 8)));
  machine.run({ ticks });
  return machine;
}

it("interrupts a kernel as often as the bare machine does", () => {
  const machine = bare("interrupts", 2_000_000);
  expect([machine.stopped, machine.gr(1), machine.gr(2)]).toEqual(["disabled-wait", 100, 100]);
  const run = cpMachine([source("interrupts")], { source: users("OPTION ECMODE REALTIMER") });
  run.machine.run({ ticks: 4_000_000 });
  const vm = run.vm("A");
  expect(run.terminal(0x009).text).toContain("DISABLED WAIT PSW '00020000 00000000'");
  expect([vm.gr(1), vm.gr(2)]).toEqual([100, 100]);
  expect(run.terminal(0x009).text.match(/\./g)).toHaveLength(100);
});

it("lets a kernel misbehave for itself alone, and its user end it", () => {
  const machine = bare("misbehaving", 100_000);
  expect(machine.stopped).toBeUndefined();
  const [count, sum] = [machine.gr(1), machine.gr(2)];
  expect(count).toBe(10);
  const run = cpMachine([source("misbehaving"), source("interrupts")], { source: users("OPTION ECMODE REALTIMER") });
  run.machine.run({ ticks: 4_000_000 });
  expect(run.vm("B").state.stopped).toBe(true);
  expect(run.vm("B").gr(2)).toBe(100);
  expect(run.vm("A").state.stopped).toBe(false);
  run.machine.input(0x009, consoleKey("request"));
  run.machine.run({ ticks: run.machine.now + 200_000 });
  run.machine.input(0x009, consoleKey("request"));
  run.machine.run({ ticks: run.machine.now + 200_000 });
  expect(run.vm("A").state.stopped).toBe(true);
  expect([run.vm("A").gr(1), run.vm("A").gr(2)]).toEqual([count, sum]);
});

it.each(["3330", "3350"])("lets a kernel keep its disk busy, a %s, as on the bare machine", (type) => {
  const machine = bare("disk", 60_000_000, mountedDisk(type, "ALONE", 0x191));
  // 80 records formatted, 200 read and written again, 80 read at the end.
  const done = [200, 80 + 2 * 200 + 80];
  expect([machine.stopped, machine.gr(1), machine.gr(2)]).toEqual(["disabled-wait", ...done]);
  const minidisk = `${users()}\n`.replace("3215\n", `3215\nMDISK 191 ${type} 50 2 VMRES MR\n`);
  const disk = mountedDisk(type, "VMRES", 0x350);
  const run = cpMachine([source("disk")], { source: minidisk, more: [[0x350, disk]] });
  run.machine.run({ ticks: 60_000_000 });
  expect(run.terminal(0x009).text).toContain("DISABLED WAIT PSW '00020000 00000000'");
  expect([run.vm("A").gr(1), run.vm("A").gr(2)]).toEqual(done);
});
