/** Saved systems: SAVESYS, IPL by name, segments that are shared, attached and detached. */
import { describe, expect, it } from "vitest";
import * as at from "../../../../engine/monitors/cp/layout.ts";
import type { NamedSystem } from "../../../../engine/monitors/cp/storage/saved-systems.ts";
import type { Device } from "../../../../engine/s370/index.ts";
import { hex } from "../support.ts";
import { ownDisk } from "./packs.ts";
import { type CpMachine, cpMachine, type Options } from "./support.ts";

const SYSTEMS: readonly NamedSystem[] = [
  {
    name: "TESTSYS",
    size: 0x40000,
    volume: "VMRES",
    cylinder: 5,
    page: 0,
    pages: [
      [0, 2],
      [16, 19],
    ],
    shared: [1],
  },
  { name: "SEG", size: 0, volume: "VMRES", cylinder: 6, page: 10, pages: [[0x60, 0x62]], shared: [6] },
  {
    name: "OPENSEG",
    size: 0,
    volume: "VMRES",
    cylinder: 7,
    page: 0,
    pages: [[0x60, 0x60]],
    shared: [6],
    protect: false,
  },
  { name: "LOST", size: 0, volume: "NOSUCH", cylinder: 5, page: 0, pages: [[0, 0]], shared: [] },
];

const DIRECTORY = `USER A PASS 512K 16M ABCDEFG
OPTION ECMODE
CONSOLE 009 3215
${[..."BCD"].map((userid) => `USER ${userid} PASS 256K 16M ABCDEFG\nOPTION ECMODE\nCONSOLE 009 3215`).join("\n")}`;

const disks = (): (readonly [number, Device])[] => [
  [
    0x150,
    ownDisk("VMRES", "3350", [
      ["PERM", 0, 19],
      ["TEMP", 20, 554],
    ]),
  ],
];

function withSystems(sources: readonly string[], options: Options = {}): CpMachine {
  return cpMachine(sources, { source: DIRECTORY, systems: SYSTEMS, more: disks(), ...options });
}

function run({ machine }: CpMachine, ticks: number): void {
  machine.run({ ticks: machine.now + ticks });
}

const register = ({ machine, vm }: CpMachine, userid: string, n: number): string =>
  hex(machine.read(vm(userid).block + at.GPRS + 4 * n, 4));

/** Begins a program in BC mode; `body` ends in a disabled wait. */
const guest = (body: string): string => `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'68'
         DC    X'0002000000000BAD'
         ORG   GUEST+X'200'
${body}
         LTORG
         DS    0D
DONE     DC    X'000200000000D01E'
         DS    0D
TESTSYS  DC    CL8'TESTSYS'
SEG      DC    CL8'SEG'
OPENSEG  DC    CL8'OPENSEG'
OTHER    DC    CL8'OTHER'
SAVE     DC    C'SAVESYS TESTSYS'
SAVESEG  DC    C'SAVESYS SEG'
SAVEOPEN DC    C'SAVESYS OPENSEG'
SAVEBAD  DC    C'SAVESYS NOSUCH'
SAVELOST DC    C'SAVESYS LOST'
IPL      DC    C'IPL TESTSYS'
STORE    DC    C'STORE 60010 C1C2C3C4'
ADSTOP   DC    C'ADSTOP 60010'
         END
`;

/** Saves itself, with a word in its shared segment and a key; goes on with register 5, in its own storage. */
const SAVER = guest(`
         L     1,=A(X'10000')
         MVC   0(8,1),TESTSYS
         LA    2,X'30'
         L     3,=A(X'11800')
         SSK   2,3
         LD    2,TESTSYS
         LA    6,SAVE
         LA    7,L'SAVE
         DIAG  6,7,X'08'
         LA    5,1(5)
         ISK   4,3
         STD   2,X'F00'
         L     9,X'F00'
         L     8,0(1)
         MVI   X'F10',C'X'
         LPSW  DONE`);

/** Loads it when it is there. */
const LOADER = guest(`
FIND     LA    2,TESTSYS
         LA    3,12
         DIAG  2,3,X'64'
         BC    2,FIND
         LA    2,IPL
         LA    3,L'IPL
         DIAG  2,3,X'08'
         LPSW  DONE`);

describe("saved systems", () => {
  it("are saved, and loaded by name into other machines, which share their segments", () => {
    const machine = withSystems([SAVER, LOADER, LOADER]);
    run(machine, 12_000_000);
    expect(machine.terminal(0x009).text).toContain("SYSTEM SAVED");
    const { cp } = machine;
    const registers = (userid: string): string[] => [1, 3, 4, 5, 6, 8, 9].map((n) => register(machine, userid, n));
    expect(registers("A").slice(2, 4)).toEqual(["00000030", "00000001"]);
    for (const userid of ["B", "C"]) {
      expect(registers(userid)).toEqual(registers("A"));
      expect(hex(machine.machine.read(machine.vm(userid).block, 8))).toBe("000200000000D01E");
    }
    const [attached, ...more] = Object.values(cp.state.storage.attached);
    expect(more).toEqual([]);
    expect(attached.users.toSorted()).toEqual([machine.vm("B").id, machine.vm("C").id]);
    // Of its pages one has been used; a key is known without its page.
    expect(attached.pages.resident).toBe(1);
  });

  it("say what is wrong", () => {
    const machine = withSystems([
      guest(`
         LA    6,SAVEBAD
         LA    7,L'SAVEBAD
         DIAG  6,7,X'08'
         LR    8,7
         LA    6,SAVELOST
         LA    7,L'SAVELOST
         DIAG  6,7,X'08'
         LA    6,IPL
         LA    7,L'IPL
         DIAG  6,7,X'08'
         LPSW  DONE`),
    ]);
    run(machine, 4_000_000);
    expect(register(machine, "A", 8)).toBe("0000002C");
    const { text } = machine.terminal(0x009);
    expect(text).toContain("NOSUCH SYSTEM DOES NOT EXIST");
    expect(text).toContain("SYSTEM VOLID NOSUCH NOT MOUNTED");
    expect(text).toContain("TESTSYS SYSTEM DOES NOT EXIST");
  });
});

/** Saves three pages at X'60000' as SEG. */
const SAVESEG = `
         L     1,=A(X'60000')
         MVC   0(8,1),TESTSYS
         LA    6,SAVESEG
         LA    7,L'SAVESEG
         DIAG  6,7,X'08'`;
/** Waits until SEG is there. */
const AWAIT = `
FIND     LA    2,SEG
         LA    3,12
         DIAG  2,3,X'64'
         BC    2,FIND`;

describe("segments", () => {
  it("are found, attached beyond a machine's storage and within, and purged", () => {
    const machine = withSystems([
      guest(`
         LA    2,OTHER
         LA    3,12
         DIAG  2,3,X'64'
         BALR  4,0
         ST    3,X'F00'
${SAVESEG}
         LA    2,SEG
         LA    3,12
         DIAG  2,3,X'64'
         BALR  5,0
         STM   2,3,X'F04'
         LA    2,SEG
         LA    3,4
         DIAG  2,3,X'64'
         BALR  6,0
         STM   2,3,X'F0C'
         L     8,0(1)
         MVI   0(1),C'Y'
         LA    2,SEG
         LA    3,8
         DIAG  2,3,X'64'
         BALR  7,0
         L     9,0(1)
         LA    2,SEG
         LA    3,8
         DIAG  2,3,X'64'
         BALR  10,0
         LPSW  DONE`),
      guest(`${AWAIT}
         BALR  4,0
         LA    2,SEG
         SR    3,3
         DIAG  2,3,X'64'
         BALR  5,0
         L     8,0(2)
         LR    9,2
         LA    2,SEG
         LA    3,12
         DIAG  2,3,X'64'
         BALR  6,0
         LA    2,SEG
         LA    3,8
         DIAG  2,3,X'64'
         L     10,0(9)
         LPSW  DONE`),
    ]);
    run(machine, 8_000_000);
    const code = (userid: string, n: number): number =>
      (Number.parseInt(register(machine, userid, n).slice(0, 2), 16) >> 4) & 3;
    expect([4, 5, 6, 7, 10].map((n) => code("A", n))).toEqual([2, 1, 1, 0, 1]);
    const stored = machine.storage("A", 0xf00, 20);
    expect(stored).toBe("0000002C00060000000629FF00060000000629FF".replaceAll("629FF", "62FFF"));
    expect([register(machine, "A", 8), register(machine, "A", 9)]).toEqual(["E3C5E2E3", "00000000"]);
    expect([4, 5, 6].map((n) => code("B", n))).toEqual([1, 0, 0]);
    expect([register(machine, "B", 8), register(machine, "B", 9)]).toEqual(["E3C5E2E3", "00060000"]);
    // The storage beyond its own is gone: an addressing exception.
    expect(hex(machine.machine.read(machine.vm("B").block, 8))).toBe("0002000000000BAD");
    expect(machine.cp.state.storage.attached).toEqual({});
  });

  it("take back what one machine changes in them, and stop it", () => {
    const machine = withSystems([
      guest(`${SAVESEG}
         LA    2,SEG
         SR    3,3
         DIAG  2,3,X'64'
         MVI   4095(2),C'Z'
         LPSW  DONE`),
      guest(`${AWAIT}
         LA    2,SEG
         SR    3,3
         DIAG  2,3,X'64'
         L     6,=F'100000'
WAIT     BCT   6,WAIT
         L     8,0(2)
         L     9,4092(2)
         LPSW  DONE`),
    ]);
    run(machine, 8_000_000);
    const { text } = machine.terminal(0x009);
    expect(text).toContain("DMKVMA456W CP ENTERED; SEG SHARED PAGE 060000 ALTERED");
    expect([register(machine, "B", 8), register(machine, "B", 9)]).toEqual(["E3C5E2E3", "00000000"]);
  });

  it("are open to all where they are not protected", () => {
    const open = (text: string): string =>
      text
        .replaceAll("SEG ", "OPENSEG ")
        .replace(/SAVESEG/g, "SAVEOPEN")
        .replace("LA    2,SEG", "LA    2,OPENSEG");
    const machine = withSystems([
      guest(`${open(SAVESEG)}
         LA    2,OPENSEG
         SR    3,3
         DIAG  2,3,X'64'
         MVI   0(2),C'Z'
         LPSW  DONE`),
      guest(`${open(AWAIT)}
         LA    2,OPENSEG
         SR    3,3
         DIAG  2,3,X'64'
LOOK     CLI   0(2),C'Z'
         BNE   LOOK
         LPSW  DONE`),
    ]);
    run(machine, 8_000_000);
    expect(hex(machine.machine.read(machine.vm("B").block, 8))).toBe("000200000000D01E");
    expect(machine.terminal(0x009).text).not.toContain("ALTERED");
  });

  it("become a machine's own when a command changes them", () => {
    const machine = withSystems([
      guest(`${SAVESEG}
         LA    2,SEG
         SR    3,3
         DIAG  2,3,X'64'
         LA    4,STORE
         LA    5,L'STORE
         DIAG  4,5,X'08'
         LM    8,9,16(2)
         LPSW  DONE`),
      guest(`${AWAIT}
         LA    2,SEG
         SR    3,3
         DIAG  2,3,X'64'
         L     6,=F'100000'
WAIT     BCT   6,WAIT
         LM    8,9,16(2)
         LPSW  DONE`),
    ]);
    run(machine, 8_000_000);
    expect(machine.terminal(0x009).text).toContain("SHARED SYSTEM SEG REPLACED WITH NON-SHARED COPY");
    expect([register(machine, "A", 8), register(machine, "B", 8)]).toEqual(["C1C2C3C4", "00000000"]);
    const all = Object.values(machine.cp.state.storage.attached).sort((a, b) => Number(a.shared) - Number(b.shared));
    expect(all.map(({ shared, users }) => [shared, users])).toEqual([
      [false, [machine.vm("A").id]],
      [true, [machine.vm("B").id]],
    ]);
  });

  it("become a machine's own when an address stop is put in them, and others never meet it", () => {
    const machine = withSystems([
      guest(`${SAVESEG}
         LA    2,SEG
         SR    3,3
         DIAG  2,3,X'64'
         LA    4,ADSTOP
         LA    5,L'ADSTOP
         DIAG  4,5,X'08'
         L     8,16(2)
         BAL   14,16(2)`),
      guest(`${AWAIT}
         LA    2,SEG
         SR    3,3
         DIAG  2,3,X'64'
         L     6,=F'100000'
WAIT     BCT   6,WAIT
         L     8,16(2)
         LPSW  DONE`),
    ]);
    run(machine, 8_000_000);
    const { text } = machine.terminal(0x009);
    expect(text).toContain("SHARED SYSTEM SEG REPLACED WITH NON-SHARED COPY");
    expect(text).toContain("ADSTOP AT 060010");
    expect(text).not.toContain("ALTERED");
    expect([register(machine, "A", 8), register(machine, "B", 8)]).toEqual(["0AB30000", "00000000"]);
  });

  it("stay as they are when they are loaded once more by the only one who has them", () => {
    const machine = withSystems([
      guest(`${SAVESEG}
         LA    4,3
AGAIN    LA    2,SEG
         SR    3,3
         DIAG  2,3,X'64'
         BCT   4,AGAIN
         L     8,16(2)
         LA    2,SEG
         LA    3,8
         DIAG  2,3,X'64'
         LPSW  DONE`),
    ]);
    run(machine, 8_000_000);
    expect(hex(machine.machine.read(machine.vm("A").block, 8))).toBe("000200000000D01E");
    expect(register(machine, "A", 8)).toBe("00000000");
    expect(machine.cp.state.storage.attached).toEqual({});
    expect(machine.vm("A").state.pages.attached).toEqual({});
  });
});
