/** CP with its directory on a volume: read when it is loaded, by channel programs, and again when a virtual machine has written a new one. */
import { describe, expect, it } from "vitest";
import { readDirectory } from "../../../../engine/monitors/cp/directory/index.ts";
import { directoryOn, writeDirectory } from "../../../../engine/monitors/cp/directory/object/index.ts";
import type { CountKeyDataDisk, DiskPack } from "../../../../engine/s370/index.ts";
import { program } from "../support.ts";
import { ownDisk } from "./packs.ts";
import { answer, type, wait } from "./sessions.ts";
import { type CpMachine, cpMachine, type Options } from "./support.ts";

const SOURCE = `DIRECTORY 350 3350 VMRES
USER OPERATOR OPER 256K 1M ABCDEFG
 CONSOLE 009 3215
USER A PASS 256K 1M BG
 CONSOLE 009 3215
 MDISK 123 3350 0 555 VMRES MW
`;
/** The next one: another user, and A has no class B any more. */
const NEXT = `${SOURCE.replace("1M BG", "1M G")}USER NEWUSER HELLO 256K 1M G
 CONSOLE 009 3215
`;

function volume(...sources: readonly string[]): CountKeyDataDisk {
  const disk = ownDisk("VMRES", "3350", [
    ["DRCT", 3, 4],
    ["TEMP", 5, 40],
  ]);
  for (const source of sources) if (disk.pack !== undefined) writeDirectory(disk.pack, read(source));
  return disk;
}

function read(source: string) {
  return readDirectory("USER DIRECT", source).directory;
}

function packOf(disk: CountKeyDataDisk): DiskPack {
  if (disk.pack === undefined) throw new Error("there is no pack");
  return disk.pack;
}

function online(disk: CountKeyDataDisk, options: Options = {}): CpMachine {
  const run = cpMachine([], { directory: undefined, more: [[0x350, disk]], operatorTerminal: 0x009, ...options });
  wait(run, 2_000_000);
  return run;
}

/** A track with one byte changed. */
function damage(disk: CountKeyDataDisk, track: number, at: number): void {
  const bytes = packOf(disk).track(track).slice();
  bytes[at] ^= 0x10;
  packOf(disk).replace(track, bytes);
}

describe("loading CP without a directory", () => {
  it("reads it from the volume that has one", () => {
    const run = online(volume(SOURCE));
    expect(run.terminal(0x009).text).toMatch(/AUTO LOGON {3}\*{3} {3}OPERATOR USERS = 001 {2}BY {2}SYSTEM\n/);
    expect(type(run, 0x01f, "logon a pass")).toMatch(/LOGON AT /);
    expect(answer(run, 0x01f, "query virtual 123")).toEqual(["DASD 123 3350 VMRES  R/W  0555 CYL"]);
  });

  it("reads one of many records", () => {
    const many = Array.from({ length: 500 }, (_, i) => `USER U${i} P${i}\n CONSOLE 009 3215\n`).join("");
    const run = online(volume(SOURCE + many));
    expect(type(run, 0x01f, "logon u499 p499")).toMatch(/LOGON AT /);
    expect(run.cp.users.current.users).toHaveLength(502);
  });

  it("says at each terminal that there is none, or none that can be read", () => {
    const none = online(volume());
    expect(none.terminal(0x009).text).toContain(
      "DMKUDR475I FATAL DIRECTORY READ ERROR: THERE IS NO DIRECTORY ON CP'S VOLUMES\n",
    );
    expect(answer(none, 0x009, "logon operator oper")).toEqual(["DMKLOG053E OPERATOR NOT IN CP DIRECTORY"]);
    const damaged = volume(SOURCE);
    damage(damaged, 3 * 30, 200);
    expect(online(damaged).terminal(0x01f).text).toContain(
      "FATAL DIRECTORY READ ERROR: cylinder 3, record 1 (record 1 of directory 1) is no whole record of a directory",
    );
  });

  it("goes on from a snapshot in the middle of it", () => {
    const run = cpMachine([], { directory: undefined, more: [[0x350, volume(SOURCE)]], operatorTerminal: 0x009 });
    while (run.cp.state.users.reading?.pointer === undefined) run.machine.run({ ticks: run.machine.now + 100 });
    const saved = run.machine.snapshot();
    wait(run, 2_000_000);
    const { text } = run.terminal(0x009);
    const end = JSON.stringify(run.cp.users.current);
    run.machine.restore(saved);
    expect(run.cp.state.users.directory).toBeUndefined();
    wait(run, 2_000_000);
    expect(run.terminal(0x009).text).toBe(text);
    expect(JSON.stringify(run.cp.users.current)).toBe(end);
  });
});

/** Writes 80 bytes at LABEL over the label of 123, then has the directory of a volume put into use. */
const SWITCH = (label: Uint8Array, serial: string, writes: boolean): string => `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'48'
         DC    A(PROGRAM)
         ORG   GUEST+X'68'
         DC    X'00020000',A(X'BAD')
         ORG   GUEST+X'78'
         DC    A(0),A(SWITCH)
         ORG   GUEST+X'200'
         ${writes ? "SIO   X'123'\n         LPSW  ENABLED" : ""}
SWITCH   LM    6,7,VOLUME
         DIAG  6,7,X'3C'
         BALR  8,0
         DIAG  6,7,X'3C'
         BALR  9,0
         LPSW  STOP
         DS    0D
ENABLED  DC    X'FE02000000000000'
STOP     DC    X'00020000',A(X'111')
PROGRAM  CCW   7,SEEK,X'40',6
         CCW   X'31',SEEK+2,X'40',5
         CCW   8,PROGRAM+8,0,1
         CCW   5,LABEL,0,80
SEEK     DC    X'00000000000003'
         DS    0F
VOLUME   DC    CL6'${serial}',X'1234'
LABEL    DC    X'${Buffer.from(label).toString("hex").toUpperCase().slice(0, 80)}'
         DC    X'${Buffer.from(label).toString("hex").toUpperCase().slice(80)}'
         END
`;

/** The label on a pack: behind home address, record 0, the records for IPL and checkpoints, and its own count and key. */
function labelOf(pack: DiskPack): Uint8Array {
  const at = 5 + 16 + 32 + (8 + 4096) + 8 + 4;
  return pack.track(0).slice(at, at + 80);
}

/** A volume with a new directory that its label does not lead to yet; and the label that would. */
function prepared(): { disk: CountKeyDataDisk; label: Uint8Array } {
  const disk = volume(SOURCE);
  const pack = packOf(disk);
  const before = pack.track(0);
  writeDirectory(pack, read(NEXT));
  const label = labelOf(pack);
  pack.replace(0, before);
  return { disk, label };
}

function switching(disk: CountKeyDataDisk, source: string): CpMachine {
  return online(disk, { prepared: [{ userid: "A", terminal: 0x020, segments: program(source).segments }] });
}

const code = (run: CpMachine, register: number): number => (run.vm("A").gr(register) >>> 28) & 3;

describe("DIAGNOSE X'3C'", () => {
  it("puts a directory into use that a virtual machine has written", () => {
    const { disk, label } = prepared();
    const run = switching(disk, SWITCH(label, "VMRES", true));
    expect([code(run, 8), code(run, 9)]).toEqual([0, 0]);
    expect(run.cp.state.users.from).toMatchObject({ serial: "VMRES", pointer: { generation: 2 } });
    expect(type(run, 0x01f, "logon newuser hello")).toMatch(/LOGON AT /);
    // What A has been given at logon stays.
    expect(run.vm("A").state.classes).toBe("BG");
    expect(directoryOn(packOf(disk))?.directory.users).toHaveLength(3);
  });

  it("finds the one in use where there is no other", () => {
    const { disk, label } = prepared();
    const run = switching(disk, SWITCH(label, "VMRES", false));
    expect([code(run, 8), code(run, 9)]).toEqual([0, 0]);
    expect(answer(run, 0x01f, "logon newuser hello")).toEqual(["DMKLOG053E NEWUSER NOT IN CP DIRECTORY"]);
  });

  it("leaves the one in use where the new one is elsewhere, or damaged", () => {
    const { disk, label } = prepared();
    expect(code(switching(disk, SWITCH(label, "OTHER", false)), 8)).toBe(2);
    damage(disk, 4 * 30, 500);
    const run = switching(disk, SWITCH(label, "VMRES", true));
    expect([code(run, 8), code(run, 9)]).toEqual([3, 3]);
    expect(run.cp.users.current.users).toHaveLength(2);
    expect(answer(run, 0x01f, "logon newuser hello")).toEqual(["DMKLOG053E NEWUSER NOT IN CP DIRECTORY"]);
  });

  it("is for classes A, B and C", () => {
    const { label } = prepared();
    const other = volume(SOURCE.replace("1M BG", "1M G"));
    const run = switching(other, SWITCH(label, "VMRES", false));
    expect(run.vm("A").instructionAddress()).toBe(0xbad);
  });

  it("goes on from a snapshot in the middle of it", () => {
    const { disk, label } = prepared();
    const run = cpMachine([], {
      directory: undefined,
      more: [[0x350, disk]],
      operatorTerminal: 0x009,
      prepared: [{ userid: "A", terminal: 0x020, segments: program(SWITCH(label, "VMRES", true)).segments }],
    });
    while (run.cp.state.users.reading === undefined || run.cp.state.users.directory === undefined)
      run.machine.run({ ticks: run.machine.now + 100 });
    const saved = run.machine.snapshot();
    const ended = (): unknown => {
      wait(run, 2_000_000);
      return [code(run, 8), code(run, 9), run.cp.state.users.from, run.machine.now];
    };
    const first = ended();
    run.machine.restore(saved);
    expect(ended()).toEqual(first);
  });
});
