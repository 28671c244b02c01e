/** The V=R area, and pages that are reserved. */
import { expect, it } from "vitest";
import * as at from "../../../../engine/monitors/cp/layout.ts";
import { endVm } from "../../../../engine/monitors/cp/logon.ts";
import { hex } from "../support.ts";
import { ownDisk } from "./packs.ts";
import { type CpMachine, cpMachine } from "./support.ts";

const DIRECTORY = `USER A PASS 256K 1M ABCDEFG
OPTION ECMODE VIRT=REAL
CONSOLE 009 3215
USER B PASS 256K 1M ABCDEFG
OPTION ECMODE
CONSOLE 009 3215`;

/** Adds 60 to a word of each of its pages from 4 on, eight times; register 9 has one of them in the end. */
const GUEST = `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'200'
         LA    6,8
ROUND    LA    5,60
         L     4,=A(X'3F000')
FILL     A     5,0(4)
         ST    5,0(4)
         LA    5,60
         S     4,=F'4096'
         C     4,=A(X'4000')
         BNL   FILL
         BCT   6,ROUND
         L     9,=A(X'5000')
         L     9,0(9)
         LPSW  DONE
         LTORG
         DS    0D
DONE     DC    X'000200000000D01E'
         END
`;

function run({ machine, cp }: CpMachine): void {
  for (let n = 0; n < 200; n++) {
    machine.run({ ticks: machine.now + 1_000_000 });
    if (cp.vms.length > 0 && cp.vms.every(({ state }) => state.stopped)) return;
  }
}

const register = ({ machine, vm }: CpMachine, userid: string, n: number): string =>
  hex(machine.read(vm(userid).block + at.GPRS + 4 * n, 4));

it("gives a V=R machine the frames of its own addresses, and nobody else, until it is unlocked", () => {
  const machine = cpMachine([GUEST, GUEST], {
    storageSize: 0x78000,
    virtualReal: 0x40000,
    source: DIRECTORY,
    more: [[0x150, ownDisk("PAGE01")]],
  });
  run(machine);
  const { cp } = machine;
  const { pages } = machine.vm("A").state;
  expect(pages).toMatchObject({ virtualReal: true, resident: 64, reads: 0, writes: 0 });
  expect([...pages.frame.subarray(1)]).toEqual(Array.from({ length: 63 }, (_, i) => i + 1));
  // Its location X'5000' is the machine's.
  expect(hex(machine.machine.read(0x5000, 4))).toBe(register(machine, "A", 9));
  expect(register(machine, "B", 9)).toBe(register(machine, "A", 9));
  expect(machine.vm("B").state.pages.reads).toBeGreaterThan(0);
  expect(cp.storage.unlockVirtualReal()).toBe(false);
  const before = cp.storage.pageable;
  endVm(cp, machine.vm("A"));
  // Its VMBLOK and tables are free.
  expect(cp.storage.pageable).toBe(before + 2);
  expect(cp.storage.unlockVirtualReal()).toBe(true);
  expect(cp.storage.pageable).toBe(before + 2 + 63);
  expect(cp.storage.unlockVirtualReal()).toBe(false);
});

it("says what a V=R area may be", () => {
  expect(() => {
    const { machine } = cpMachine([], { storageSize: 0x40000, virtualReal: 0x30000 });
    machine.run({ ticks: 1_000 });
  }).toThrow("a V=R area of 196608 bytes: a multiple of 4096, which leaves 131072 of 262144");
});

it("takes pages of others where a machine has some reserved", () => {
  const reads = (reserved: number): number => {
    const machine = cpMachine([GUEST, GUEST, GUEST], { storageSize: 0x60000, more: [[0x150, ownDisk("PAGE01")]] });
    const { cp } = machine;
    for (let n = 0; n < 100 && cp.vms.length === 0; n++) machine.machine.run({ ticks: machine.machine.now + 1_000 });
    cp.storage.reserve(machine.vm("A"), reserved);
    run(machine);
    expect(register(machine, "A", 9)).toBe(register(machine, "B", 9));
    return machine.vm("A").state.pages.reads;
  };
  expect(reads(64)).toBe(0);
  expect(reads(0)).toBeGreaterThan(0);
});
