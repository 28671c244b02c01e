/** DIAGNOSE X'84': entries of the directory changed by a virtual machine. */
import { describe, expect, it } from "vitest";
import { readDirectory } from "../../../../engine/monitors/cp/directory/index.ts";
import { directoryOn, writeDirectory } from "../../../../engine/monitors/cp/directory/object/index.ts";
import type { CountKeyDataDisk, DiskPack } from "../../../../engine/s370/index.ts";
import { program } from "../support.ts";
import { ownDisk } from "./packs.ts";
import { type, wait } from "./sessions.ts";
import { type CpMachine, cpMachine } from "./support.ts";

const SOURCE = `DIRECTORY 350 3350 VMRES
USER OPERATOR OPER 256K 1M ABCDEFG
 CONSOLE 009 3215
USER A PASS 256K 1M BG
 CONSOLE 009 3215
USER SMITH SECRET 256K 1M G
 ACCOUNT 12 BIN7
 OPTION ECMODE BMX
 IPL CMS
 CONSOLE 009 3215
 MDISK 191 3350 010 005 USERS1 W RPASS
`;

function volume(source = SOURCE, last = 4): CountKeyDataDisk {
  const disk = ownDisk("VMRES", "3350", [
    ["DRCT", 3, last],
    ["TEMP", 5, 40],
  ]);
  writeDirectory(packOf(disk), readDirectory("USER DIRECT", source).directory);
  return disk;
}

function packOf(disk: CountKeyDataDisk): DiskPack {
  if (disk.pack === undefined) throw new Error("there is no pack");
  return disk.pack;
}

/** A parameter list, each field of eight bytes but the last. */
type List = readonly [userid: string, password: string, operation: string, data: string];

/** Updates one after another, of lists whose length is said to be so much more; what each has in its register and its condition code is stored from 800 on, eight bytes each. */
function updating(lists: readonly List[], more = 0): string {
  const each = lists.map(
    ([userid, password, operation, data], i) => `         LA    2,LIST${i}
         LA    4,END${i}-LIST${i}
         AH    4,MORE
         DIAG  2,4,X'84'
         BALR  5,0
         STM   4,5,X'800'+8*${i}
         B     END${i}
LIST${i}    DC    CL8'${userid}',CL8'${password}',CL8'${operation}',${data}
         DS    0H
END${i}     DS    0H`,
  );
  return `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'68'
         DC    X'00020000',A(X'BAD')
         ORG   GUEST+X'200'
${each.join("\n")}
         LPSW  STOP
         DS    0D
STOP     DC    X'00020000',A(X'111')
MORE     DC    H'${more}'
         END
`;
}

function updated(lists: readonly List[], disk = volume(), more = 0): CpMachine {
  const run = cpMachine([], {
    directory: undefined,
    operatorTerminal: 0x009,
    more: [[0x350, disk]],
    prepared: [{ userid: "A", terminal: 0x020, segments: program(updating(lists, more)).segments }],
  });
  wait(run, 4_000_000);
  return run;
}

/** Condition code and register of each update: "0", "1 43". */
function codes(run: CpMachine, count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const word = (at: number): number => Number.parseInt(run.storage("A", 0x800 + 8 * i + at, 4), 16);
    const code = (word(4) >>> 28) & 3;
    return code === 0 ? "0" : `${code} ${word(0)}`;
  });
}

function smith(disk: CountKeyDataDisk) {
  return directoryOn(packOf(disk))?.directory.users.find(({ userid }) => userid === "SMITH");
}

describe("DIAGNOSE X'84'", () => {
  it("changes a password: on the volume, and for the next logon", () => {
    const disk = volume();
    const run = updated([["SMITH", "SECRET", "LOGPASS", "CL8'NEWPASS'"]], disk);
    expect(codes(run, 1)).toEqual(["0"]);
    expect(smith(disk)?.password).toBe("NEWPASS");
    expect(directoryOn(packOf(disk))?.pointer.generation).toBe(2);
    expect(type(run, 0x01f, "logon smith secret")).toContain("PASSWORD INCORRECT");
    expect(type(run, 0x01f, "logon smith newpass")).toContain("LOGON AT");
  });

  it("changes all that an entry has", () => {
    const disk = volume();
    const change = (operation: string, data: string): List => ["SMITH", "SECRET", operation, data];
    const lists = [
      change("MAXSTOR", "CL8'2M'"),
      change("STORAGE", "CL8'512K'"),
      change("PRIVLEGE", "CL8'GE'"),
      change("PRIORITY", "CL8'7'"),
      change("EDITCHAR", "CL12'ON OFF % 4A'"),
      change("IPL", "CL8'190'"),
      change("ACCOUNT", "CL8'99'"),
      change("DISTRIB", "CL8'BIN8'"),
      change("OPTIONS", "CL80'REALTIMER ACCT',X'FFFFFFFF'"),
      change("MDISK", "C'191MR ',CL8'ALL',CL8'W',CL8' '"),
    ];
    const run = updated(lists, disk);
    expect(codes(run, lists.length)).toEqual(lists.map(() => "0"));
    expect(smith(disk)).toMatchObject({
      storage: 512 * 1024,
      maximumStorage: 2 * 1024 * 1024,
      classes: "EG",
      priority: 7,
      lineEnd: "ON",
      lineDelete: "OFF",
      characterDelete: { code: 0x6c },
      escape: { code: 0x4a },
      ipl: { from: { device: 0x190 } },
      account: "99",
      distribution: "BIN8",
      options: { realTimer: true, accounting: true, ecMode: false, blockMultiplexer: false },
      devices: [{}, { mode: "MR", passwords: { read: "ALL", write: "W" } }],
    });
    expect(run.cp.users.current).toEqual({
      ...directoryOn(packOf(disk))?.directory,
      file: run.cp.users.current.file,
    });
  });

  it("charges somebody else at once, or for this session only", () => {
    const disk = volume();
    const run = updated(
      [
        ["A", "PASS", "TACCOUNT", "CL8'77'"],
        ["SMITH", "SECRET", "IACCOUNT", "CL8'78'"],
      ],
      disk,
    );
    expect(codes(run, 2)).toEqual(["0", "0"]);
    expect(run.vm("A").state.console.charged).toEqual({ userid: "A", account: "77" });
    expect(directoryOn(packOf(disk))?.directory.users.map(({ account }) => account)).toEqual(["OPERATOR", "A", "78"]);
  });

  it("says why not", () => {
    const disk = volume();
    const refused: [...List, code: number][] = [
      ["NOBODY", "SECRET", "LOGPASS", "CL8'X'", 101],
      ["SMITH", "WRONG", "LOGPASS", "CL8'X'", 102],
      ["SMITH", "SECRET", "NONE", "CL8'X'", 103],
      ["SMITH", "SECRET", "LOGPASS", "CL8' '", 104],
      ["SMITH", "SECRET", "STORAGE", "CL8'8M'", 104],
      ["SMITH", "SECRET", "EDITCHAR", "C'ON'", 104],
      ["SMITH", "SECRET", "PRIVLEGE", "CL8'GZ'", 51],
      ["SMITH", "SECRET", "PRIVLEGE", "CL8'G,B'", 52],
      ["SMITH", "SECRET", "PRIORITY", "CL8'HIGH'", 62],
      ["SMITH", "SECRET", "PRIORITY", "CL8'100'", 63],
      ["SMITH", "SECRET", "OPTIONS", "CL80'ACCT NONSENSE',X'FFFFFFFF'", 70],
      ["SMITH", "SECRET", "OPTIONS", "CL80'ACCT',X'FFFFFF00'", 71],
      ["SMITH", "SECRET", "OPTIONS", "CL80'ACCT CPUID 12X',X'FFFFFFFF'", 72],
      ["SMITH", "SECRET", "OPTIONS", "CL80'CPUID',X'FFFFFFFF'", 72],
      ["SMITH", "SECRET", "MDISK", "C'192MR ',CL24' '", 80],
      ["SMITH", "SECRET", "MDISK", "C'191XX ',CL24' '", 81],
      ["SMITH", "SECRET", "MDISK", "C'191MR ',CL24'A B'", 82],
      ["SMITH", "SECRET", "LOGPASS", "CL89'X'", 65],
    ];
    const lists = refused.map(([userid, password, operation, data]): List => [userid, password, operation, data]);
    expect(codes(updated(lists, disk), lists.length)).toEqual(refused.map(([, , , , code]) => `1 ${code}`));
    expect(directoryOn(packOf(disk))?.pointer.generation).toBe(1);
    expect(codes(updated([["SMITH", "SECRET", "LOGPASS", "CL8'X'"]], volume(SOURCE, 3)), 1)).toEqual(["1 106"]);
  });

  it("is for class B, and lists of at least 24 bytes", () => {
    const lists: List[] = [["SMITH", "SECRET", "LOGPASS", "CL8'X'"]];
    const other = updated(lists, volume(SOURCE.replace("1M BG", "1M ACDEFG")));
    expect(other.vm("A").instructionAddress()).toBe(0xbad);
    expect(other.cp.users.current.users[2].password).toBe("SECRET");
    expect(codes(updated(lists, volume(), -200), 1)).toEqual(["1 66"]);
    expect(updated(lists, volume(), -20).vm("A").instructionAddress()).toBe(0xbad);
  });

  it("is refused where the directory was given otherwise", () => {
    const run = cpMachine([], {
      source: SOURCE.replace(/^.*\n/, ""),
      more: [[0x350, volume()]],
      prepared: [
        {
          userid: "A",
          terminal: 0x020,
          segments: program(updating([["SMITH", "SECRET", "LOGPASS", "CL8'X'"]])).segments,
        },
      ],
    });
    wait(run, 1_000_000);
    expect(codes(run, 1)).toEqual(["1 105"]);
  });

  it("goes on from a snapshot in the middle of it", () => {
    const disk = volume();
    const lists: List[] = [
      ["SMITH", "SECRET", "LOGPASS", "CL8'ONE'"],
      ["SMITH", "ONE", "LOGPASS", "CL8'TWO'"],
    ];
    const run = cpMachine([], {
      directory: undefined,
      operatorTerminal: 0x009,
      more: [[0x350, disk]],
      prepared: [{ userid: "A", terminal: 0x020, segments: program(updating(lists)).segments }],
    });
    while (run.cp.state.users.writing?.label !== "reading") run.machine.run({ ticks: run.machine.now + 100 });
    const saved = run.machine.snapshot();
    const ended = (): unknown[] => {
      wait(run, 4_000_000);
      return [codes(run, 2), smith(disk)?.password, run.machine.now, run.cp.state.users.from];
    };
    const first = ended();
    expect(first.slice(0, 2)).toEqual([["0", "0"], "TWO"]);
    run.machine.restore(saved);
    expect(smith(disk)?.password).toBe("SECRET");
    expect(ended()).toEqual(first);
  });
});
