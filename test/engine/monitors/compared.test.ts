/** What the reference says of exits' costs, measured. */
import { expect, test } from "vitest";
import { CHARGES, COMPARED_EXITS, costs, ecpsCosts } from "../../../engine/monitors/costs.ts";
import { handleBothWays, TRAPS } from "./both-ways.ts";
import { mountedDisk } from "./cp/disks.ts";
import { ownDisk } from "./cp/packs.ts";
import { cpMachine } from "./cp/support.ts";

/** Starts a program on the disk and waits for its end. */
const DISK = `         LA    1,PROGRAM
         ST    1,72
         SIO   X'191'
BUSY     TIO   X'191'
         BC    10,BUSY`;

/** What is done a hundred times for each exit, and the cause by which it is counted. */
const BODIES: Readonly<Record<string, readonly [body: string, cause: string]>> = {
  "SSM that enables": ["         SSM   ENABLE", "SSM"],
  "SSM that disables": ["         SSM   DISABLE", "SSM"],
  LPSW: ["         LPSW  GO", "LPSW"],
  "an address that the guest does not have": ["         L     2,FAR\n         ST    2,0(2)", "segment fault"],
  "SIO with three CCWs": [DISK, "SIO"],
  "TIO of a disk": [DISK, "TIO"],
  SVC: ["         SVC   1", "SVC 1"],
  "an I/O interruption": [DISK, "I/O 151"],
  "the first touch of a page": [
    "         LR    8,9\n         SLL   8,12\n         A     8,=X'00010000'\n         ST    9,0(,8)",
    "page fault",
  ],
};

/** Modelled ticks of an exit of CP's, on the average of a hundred. */
function underCp(exit: string): number {
  const [body, cause] = BODIES[exit];
  const run = cpMachine(
    [
      `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'60'
         DC    X'00000000',A(NEXT)
         DC    X'00000000',A(NEXT)
         ORG   GUEST+X'200'
         LA    9,100
LOOP     DS    0H
${body}
NEXT     BCT   9,LOOP
         LPSW  DONE
         LTORG
         DS    0D
DONE     DC    X'000200000000DEAD'
GO       DC    X'00000000',A(NEXT)
ENABLE   DC    X'FF'
DISABLE  DC    X'00'
FAR      DC    X'00F23456'
         DS    0D
PROGRAM  CCW   7,SEEK,X'60',6
         CCW   X'1A',X'800',X'60',5
         CCW   X'1A',X'800',X'20',5
SEEK     DC    X'000000010000'
         END
`,
    ],
    {
      source:
        "USER A PASS 1M 16M G\nOPTION ECMODE\nCONSOLE 009 3215\nMDISK 191 3350 10 5 USERS1 MR\nUSER OPERATOR PASS 256K 1M A\nCONSOLE 009 3215",
      operatorTerminal: 0x01f,
      more: [
        [0x150, ownDisk("VMRES", "3350", [["TEMP", 5, 60]])],
        [0x151, mountedDisk("3350", "USERS1", 0x151)],
      ],
    },
  );
  run.machine.run({ ticks: 20_000_000 });
  const cost = run.vm("A").state.exits[cause];
  expect(run.vm("A").state.stopped, exit).toBe(true);
  expect(cost.count, exit).toBeGreaterThanOrEqual(100);
  return cost.modelled / cost.count;
}

test.each(COMPARED_EXITS)("$exit: CP takes what is published, within a tenth", ({ exit, cp, machineCode }) => {
  const measured = underCp(exit);
  expect(Math.abs(measured - cp) / cp).toBeLessThan(0.1);
  if (machineCode !== undefined) expect(Math.abs(measured - machineCode) / machineCode).toBeLessThan(0.25);
});

test.each(COMPARED_EXITS.filter(({ machineCode }) => machineCode !== undefined))(
  "$exit: machine code and the minimal monitor take what is published",
  ({ exit, machineCode, minimal }) => {
    const [, source, nth] = TRAPS.find(([name]) => name.startsWith(exit)) ?? [];
    if (source === undefined || nth === undefined) throw new Error(`nobody handles ${exit} in machine code`);
    expect(handleBothWays(source, nth)).toMatchObject({ executed: machineCode, modelled: minimal });
  },
);

test("every charge is published, in both tables", () => {
  const names = CHARGES.map(({ name }) => name).sort();
  expect(names).toEqual(Object.keys(costs).sort());
  expect(names).toEqual(Object.keys(ecpsCosts).sort());
  for (const name of names) expect(ecpsCosts[name]).toBeLessThanOrEqual(costs[name]);
});
