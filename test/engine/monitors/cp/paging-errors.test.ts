/** Paging when disks fail, or have no room; pages that are locked, and given up. */
import { describe, expect, it } from "vitest";
import * as at from "../../../../engine/monitors/cp/layout.ts";
import { endVm } from "../../../../engine/monitors/cp/logon.ts";
import { formatPack } from "../../../../engine/monitors/cp/storage/format.ts";
import { CountKeyDataDisk, DiskPack, diskType, type TrackSource } from "../../../../engine/s370/index.ts";
import { hex } from "../support.ts";
import { ownDisk } from "./packs.ts";
import { type CpMachine, cpMachine } from "./support.ts";

/** Stores into 60 pages, then sums them up in register 7; as often as `rounds` says. */
const guest = (rounds: number, more = ""): string => `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'68'
         DC    X'0002000000000BAD'
         ORG   GUEST+X'200'
         SR    7,7
         LA    6,${rounds}
ROUND    LA    5,60
         L     4,=A(X'3F000')
FILL     L     8,0(4)
         AR    8,5
         ST    8,0(4)
         S     4,=F'4096'
         BCT   5,FILL
         LA    5,60
         L     4,=A(X'3F000')
SUM      A     7,0(4)
         S     4,=F'4096'
         BCT   5,SUM
         BCT   6,ROUND
${more}
         LPSW  DONE
         LTORG
         DS    0D
DONE     DC    X'000200000000D01E'
         END
`;

/** What it comes to: 1 to 60, once after the first round, twice after the second … */
const sum = (rounds: number): number => (1830 * rounds * (rounds + 1)) / 2;

/** A drive whose pack is as formatted, but for some tracks. */
function drive(volume: string, change: (track: Uint8Array, number: number) => Uint8Array): CountKeyDataDisk {
  const disk = diskType("3330");
  if (disk === undefined) throw new Error("there is no 3330");
  const sound = formatPack(disk, { volume, allocations: [{ type: "TEMP", first: 1, last: 403 }] });
  const source: TrackSource = { ...sound, read: (number) => change(sound.read(number), number) };
  const made = new CountKeyDataDisk(disk);
  made.mount(new DiskPack(source));
  return made;
}

function run({ machine, cp }: CpMachine, most = 200): void {
  for (let n = 0; n < most; n++) {
    machine.run({ ticks: machine.now + 1_000_000 });
    if (cp.vms.length > 0 && cp.vms.every(({ state }) => state.stopped)) return;
  }
}

const register = ({ machine, vm }: CpMachine, n: number): number =>
  Number.parseInt(hex(machine.read(vm("A").block + at.GPRS + 4 * n, 4)), 16);

describe("paging", () => {
  it("goes to other pages of the disk where some cannot be written", () => {
    // Every other track of the cylinders from the middle on is not formatted.
    const bad = drive("PAGE01", (track, number) =>
      number > 19 * 150 && number % 2 === 0 ? track.slice(0, 21 + 8).fill(0xff, 21) : track,
    );
    const machine = cpMachine([guest(4)], { storageSize: 0x28000, more: [[0x150, bad]] });
    run(machine);
    expect(register(machine, 7)).toBe(sum(4));
    const { counts } = machine.cp.state.storage;
    expect(counts.errors).toBeGreaterThan(3);
    expect(machine.cp.volumes.owned[0].bad).toBe(counts.errors);
  });

  it("stops a virtual machine whose page is lost", () => {
    const disk = ownDisk("PAGE01", "3330");
    const machine = cpMachine([guest(4), guest(4)], { storageSize: 0x30000, more: [[0x150, disk]] });
    const { counts } = machine.cp.state.storage;
    for (let n = 0; n < 300 && counts.writes < 20; n++) machine.machine.run({ ticks: machine.machine.now + 20_000 });
    // Tracks that have been written lose their records.
    const { pack } = disk;
    for (const number of pack?.changed ?? []) pack?.replace(number, pack.track(number).slice(0, 29).fill(0xff, 21));
    run(machine);
    expect(machine.terminal(0x009).text).toMatch(
      /DMKPTR410W CP ENTERED; PAGING ERROR\nSTORAGE AT [0-9A-F]{6} IS LOST; SYSTEM RESET/,
    );
    const { state, block } = machine.vm("A");
    expect(state.stopped).toBe(true);
    expect(hex(machine.machine.read(block, 8))).toBe("0000000000000000");
    expect(machine.cp.state.storage.counts.errors).toBeGreaterThan(0);
  });

  it("makes do with what is in storage where there is no room on disks, and goes on when there is", () => {
    const disk = ownDisk("PAGE01", "3330", [["TEMP", 1, 2]]);
    const machine = cpMachine([guest(3), guest(3), guest(3)], { storageSize: 0x30000, more: [[0x150, disk]] });
    run(machine, 10);
    const { cp } = machine;
    expect(cp.vms.map(({ state }) => state.stopped)).toEqual([false, false, false]);
    const waits = (userid: string): boolean => machine.vm(userid).state.waitingFor === "paging space";
    expect(["A", "B", "C"].filter(waits).length).toBeGreaterThan(1);
    expect(machine.terminal(0x009).text).toContain("DMKPGT400I SYSTEM TEMP SPACE FULL; WAITING");
    // Two of them log off.
    cp.tasks.handle("end", ({ data }) => {
      const vm = cp.user(String(data));
      if (vm !== undefined) endVm(cp, vm);
    });
    for (const userid of ["B", "C"]) cp.tasks.add("end", userid);
    machine.terminal(0x009).operate("");
    run(machine);
    expect(register(machine, 7)).toBe(sum(3));
  });

  it("does no command for want of space, so that its user can type another that makes room", () => {
    const disk = ownDisk("PAGE01", "3330", [["TEMP", 1, 1]]);
    const machine = cpMachine([guest(3), guest(3)], { storageSize: 0x30000, more: [[0x150, disk]] });
    run(machine, 10);
    const user = machine.vm("A");
    expect(user.state.waitingFor).toBe("paging space");
    const { terminal, machine: real } = machine;
    const type = (line: string): string => {
      const before = terminal(0x009).text.length;
      real.input(0x009, line);
      real.run({ ticks: real.now + 2_000_000 });
      return terminal(0x009).text.slice(before);
    };
    // What is none yet can be looked at.
    expect(type("#cp display 1000")).toContain("001000  00000000");
    expect(type("#cp store 1000 12345678")).toContain("DMKPGT400I SYSTEM TEMP SPACE FULL; COMMAND NOT DONE");
    expect(type("#cp system clear")).toContain("STORAGE CLEARED");
    expect(type("#cp store 1000 12345678")).toContain("STORE COMPLETE");
  });

  it("keeps pages that are locked in their frames, and lets them go when they are not", () => {
    const machine = cpMachine([guest(6)], { storageSize: 0x28000, more: [[0x150, ownDisk("PAGE01")]] });
    const { cp } = machine;
    let held: number[] = [];
    cp.tasks.handle("hold", () => {
      const vm = cp.vms[0];
      if (vm === undefined) throw new Error("nobody is logged on");
      held = cp.storage.hold(vm, 4, 9);
    });
    for (let n = 0; n < 100 && cp.vms.length === 0; n++) machine.machine.run({ ticks: machine.machine.now + 1_000 });
    cp.tasks.add("hold", undefined);
    run(machine);
    expect(register(machine, 7)).toBe(sum(6));
    const { frame } = machine.vm("A").state.pages;
    expect(held).toEqual([4, 5, 6, 7, 8, 9].map((page) => frame[page] * 4096));
    expect(cp.storage.statistics().locked).toBe(6);
    expect(cp.storage.user(machine.vm("A"))).toMatchObject({ locked: 6, drum: 0 });
    cp.storage.letGo(machine.vm("A"), 4, 9);
    expect(cp.storage.statistics().locked).toBe(0);
  });

  it("forgets pages that a program gives up", () => {
    const machine = cpMachine(
      [
        guest(
          2,
          `
         L     2,=A(X'4000')
         L     3,=A(X'3F000')
         DIAG  2,3,X'10'
         L     9,=A(X'8000')
         L     9,0(9)`,
        ),
      ],
      { storageSize: 0x28000, more: [[0x150, ownDisk("PAGE01")]] },
    );
    run(machine);
    expect([register(machine, 7), register(machine, 9)]).toEqual([sum(2), 0]);
    const { cp } = machine;
    expect(Object.values(cp.volumes.owned[0].used).reduce((all, { count }) => all + count, 0)).toBeLessThanOrEqual(1);
    expect(machine.vm("A").state.pages.resident).toBeLessThan(6);
  });
});
