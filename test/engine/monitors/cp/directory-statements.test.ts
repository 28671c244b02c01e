/** What each control statement of a directory means (GC20-1801, "Directory Control Statements"). */
import { describe, expect, test } from "vitest";
import { directorySpace, readDirectory } from "../../../../engine/monitors/cp/directory/index.ts";
import { deviceOf, directoryOf, FIFTEEN_USERS, saidOf, saidOfSource, userOf } from "./directories.ts";

const K = 1024;
const M = K * K;

describe("cards", () => {
  test("are read from column 1 to 71; sequence numbers behind do not count", () => {
    const card = "USER X Y".padEnd(72) + "00000010";
    expect(userOf(card)).toMatchObject({ userid: "X", password: "Y", classes: "G" });
  });

  test("that are blank or begin with an asterisk are left out, wherever it stands", () => {
    const { devices } = userOf("", "* a remark", "   * another", "USER X Y", "*CONSOLE 009 3215");
    expect(devices.map(({ address }) => address)).toEqual([0xffe]);
  });

  test("may be written in small letters, and with carriage returns", () => {
    const { directory } = readDirectory("f", "directory 6a1 3350 vmsres\r\nuser x y\r\n console 01f 3215\r\n");
    expect(directory.users[0]).toMatchObject({ userid: "X", devices: [{ kind: "console", address: 0x1f }] });
  });

  test("that go on past column 71 lose what is there, with a warning", () => {
    const card = `${"USER X Y".padEnd(69)}512K`;
    expect(saidOf(card, "CONSOLE 009 3215")).toEqual([
      "2:70: warning: 51 is cut off: a statement ends in column 71",
      "2:70: DMKDIR751E INVALID OPERAND - 51: storage is a number with K or M, from 8K to 16M",
    ]);
  });

  test("may abbreviate names of statements to their capitals", () => {
    const text = `DIR 6A1 3350 VMSRES
U X Y
A 1
O R E
I CMS
C 009 3215
S C 2540 R
M 191 3350 1 1 VOL1
D 180 181
L X 191 192
SPE 0FF TIMER`;
    const user = readDirectory("f", text).directory.users[0];
    expect(user.devices.map(({ kind }) => kind)).toEqual([
      "console",
      "spool",
      "minidisk",
      "dedicated",
      "link",
      "special",
    ]);
    expect(user.options).toMatchObject({ realTimer: true, ecMode: true });
  });
});

describe("DIRECTORY", () => {
  test("says where CP keeps the directory", () => {
    expect(directoryOf("USER X Y", "CONSOLE 009 3215").volume).toEqual({
      device: 0x6a1,
      type: "3350",
      volume: "VMSRES",
      line: 1,
    });
  });
});

describe("USER", () => {
  test("with userid and password alone has 128K, 1M at most, class G, priority 64, all symbols", () => {
    expect(userOf("USER X Y")).toMatchObject({
      userid: "X",
      password: "Y",
      storage: 128 * K,
      maximumStorage: M,
      classes: "G",
      priority: 64,
      lineEnd: "ON",
      lineDelete: "ON",
      characterDelete: "ON",
      escape: "ON",
      account: "X",
      distribution: "X",
      screen: [],
      iucv: [],
      line: 2,
    });
  });

  test("has storage in K and M, in whole pages", () => {
    expect(userOf("USER X Y 9K 16M")).toMatchObject({ storage: 12 * K, maximumStorage: 16 * M });
    expect(userOf("USER X Y 8K 8K")).toMatchObject({ storage: 8 * K, maximumStorage: 8 * K });
  });

  test("has at most what there is at logon, where that is more than 1M and nothing else is said", () => {
    expect(userOf("USER X Y 2M").maximumStorage).toBe(2 * M);
  });

  test("has privilege classes in order, and a priority", () => {
    expect(userOf("USER X Y 1M 2M GBA 05")).toMatchObject({ classes: "ABG", priority: 5 });
  });

  test("has line-edit symbols: the system's, none, a character, or its code", () => {
    expect(userOf("USER X Y 1M 2M G 64 # OFF 7C ON")).toMatchObject({
      lineEnd: { code: 0x7b },
      lineDelete: "OFF",
      characterDelete: { code: 0x7c },
      escape: "ON",
    });
  });

  test("ends with the escape symbol: what follows on the card does not count", () => {
    expect(userOf("USER X Y 1M 2M G 64 ON ON ON ON THE QUICK BROWN FOX").userid).toBe("X");
  });

  test("with NOLOG has no password", () => {
    expect(userOf("USER $TDSK$ NOLOG").password).toBeUndefined();
  });

  test("with a name of CP's own is warned of", () => {
    for (const userid of ["SYSTEM", "LOGON009", "LOGN01F"])
      expect(saidOf(`USER ${userid} Y`, "CONSOLE 009 3215")).toEqual([
        `2:6: warning: ${userid} is a name that CP uses itself: nobody can log on with it`,
      ]);
  });
});

describe("what a virtual machine is", () => {
  test("ACCOUNT has a number, and a distribution word or the userid", () => {
    expect(userOf("USER X Y", "ACCOUNT 1017 BIN2")).toMatchObject({ account: "1017", distribution: "BIN2" });
    expect(userOf("USER X Y", "ACCOUNT 1017")).toMatchObject({ account: "1017", distribution: "X" });
  });

  test("OPTION has options in any order, on several statements, abbreviated", () => {
    const { options } = userOf("USER X Y", "OPTION BMX R E I V", "OPTION A S CPUID 611 AFF 01 VMSAVE");
    expect(options).toEqual({
      realTimer: true,
      ecMode: true,
      isam: true,
      virtualEqualsReal: true,
      accounting: true,
      svcOff: true,
      blockMultiplexer: true,
      vmSave: true,
      shadowTablesFirst: false,
      missingInterruptions: false,
      processorIdentification: 0x611,
      affinity: 1,
    });
  });

  test("OPTION has VM/SP's options too, and a note says so once", () => {
    expect(userOf("USER X Y", "OPTION STFIRST MIH MAXCONN 16").options).toMatchObject({
      shadowTablesFirst: true,
      missingInterruptions: true,
      mostConnections: 16,
    });
    expect(saidOf("USER X Y", "OPTION MIH", "CONSOLE 9 3215", "USER Z Y", "OPTION MIH", "CONSOLE 9 3215")).toEqual([
      "3:8: note: OPTION MIH is VM/SP's, later than VM/370",
    ]);
  });

  test("IPL names a system or a device", () => {
    expect(userOf("USER X Y", "IPL CMS").ipl).toEqual({ from: { system: "CMS" }, line: 3 });
    expect(userOf("USER X Y", "IPL 190").ipl).toEqual({ from: { device: 0x190 }, line: 3 });
    expect(userOf("USER X Y", "IPL CMS190").ipl?.from).toEqual({ system: "CMS190" });
  });

  test("IPL with PARM has the rest of the card, blanks and all", () => {
    expect(userOf("USER X Y", " IPL CMS PARM AUTOCR  BATCH  ".padEnd(72) + "00000100").ipl).toEqual({
      from: { system: "CMS" },
      parameter: "AUTOCR  BATCH",
      line: 3,
    });
  });

  test("ACIGROUP, SCREEN and IUCV are VM/SP's", () => {
    const statements = ["ACIGROUP PAYROLL", "SCREEN CPOUT RED BLINK VMOUT GREEN", "IUCV ANY PRIORITY MSGLIMIT 20"];
    expect(userOf("USER X Y", ...statements)).toMatchObject({
      accessGroup: "PAYROLL",
      screen: [
        { area: "CPOUT", color: "RED", highlight: "BLINK" },
        { area: "VMOUT", color: "GREEN" },
      ],
      iucv: [{ with: "ANY", priority: true, messageLimit: 20, line: 5 }],
    });
    expect(saidOf("USER X Y", ...statements, "CONSOLE 9 3215")).toEqual([
      "3:1: note: ACIGROUP is VM/SP's, later than VM/370",
      "4:1: note: SCREEN is VM/SP's, later than VM/370",
      "5:1: note: IUCV is VM/SP's, later than VM/370",
    ]);
  });

  test("may be said in any order before the first device", () => {
    expect(saidOf("USER X Y", "IPL CMS", "OPTION ECMODE", "ACCOUNT 1", "OPTION BMX", "CONSOLE 9 3215")).toEqual([]);
  });
});

describe("devices", () => {
  test("CONSOLE: class T unless another is given", () => {
    expect(deviceOf("CONSOLE 009 3215")).toEqual({ kind: "console", address: 9, line: 4, type: "3215", class: "T" });
    expect(deviceOf("CONSOLE 1F 1052 A")).toMatchObject({ address: 0x1f, type: "1052", class: "A" });
    expect(deviceOf("CONSOLE 009 3210 T OPERATOR")).toMatchObject({ type: "3210", secondary: "OPERATOR" });
  });

  test("MDISK: mode W and no passwords unless others are given", () => {
    expect(deviceOf("MDISK 191 3350 026 010 VMUSR1")).toEqual({
      kind: "minidisk",
      address: 0x191,
      line: 4,
      type: "3350",
      start: 26,
      cylinders: 10,
      volume: "VMUSR1",
      mode: "W",
      reserve: false,
      passwords: {},
    });
  });

  test("MDISK: every mode, with and without V", () => {
    for (const mode of ["R", "RR", "W", "WR", "M", "MR", "MW"])
      for (const [suffix, reserve] of [
        ["", false],
        ["V", true],
      ] as const)
        expect(deviceOf(`MDISK 191 3350 0 1 V ${mode}${suffix}`)).toMatchObject({ mode, reserve });
  });

  test("MDISK: one, two or three passwords, by their order", () => {
    const passwords = (list: string) => {
      const device = deviceOf(`MDISK 191 3350 0 1 V MR ${list}`);
      return device.kind === "minidisk" && device.passwords;
    };
    expect(passwords("A")).toEqual({ read: "A" });
    expect(passwords("A B")).toEqual({ read: "A", write: "B" });
    expect(passwords("ALL B C")).toEqual({ read: "ALL", write: "B", multiple: "C" });
  });

  test("MDISK: the whole of each type of disk", () => {
    const whole = { 2305: 96, 2314: 203, 2319: 203, 3330: 808, 3340: 696, 3350: 555, 3375: 959, 3380: 2655 };
    for (const [type, cylinders] of Object.entries(whole))
      expect(deviceOf(`MDISK 191 ${type} 0 ${cylinders} V`)).toMatchObject({ type, cylinders });
  });

  test("MDISK: a 2311 is the top or bottom half of a 2314's cylinders", () => {
    expect(deviceOf("MDISK 191 2311 TOP 0 203 V")).toMatchObject({ type: "2311", half: "TOP" });
    expect(deviceOf("MDISK 191 2311 BOTTOM 100 100 V")).toMatchObject({ half: "BOTTOM", start: 100 });
  });

  test("MDISK: T-DISK has cylinders, but no place", () => {
    expect(deviceOf("MDISK 195 3330 T-DISK 20")).toEqual({
      kind: "temporary-disk",
      address: 0x195,
      line: 4,
      type: "3330",
      cylinders: 20,
    });
  });

  test("SPOOL: every device, and the class that it has unless another is given", () => {
    const spooled = {
      "2540 READER": ["reader", "*"],
      "2540 R": ["reader", "*"],
      "2540 PUNCH": ["punch", "A"],
      "2540 P": ["punch", "A"],
      "2501": ["reader", "*"],
      "3505": ["reader", "*"],
      "3525": ["punch", "A"],
      "1403": ["printer", "A"],
      "1443": ["printer", "A"],
      "3203": ["printer", "A"],
      "3211": ["printer", "A"],
    };
    for (const [type, [use, spoolClass]] of Object.entries(spooled)) {
      expect(deviceOf(`SPOOL 00C ${type}`)).toMatchObject({ kind: "spool", function: use, class: spoolClass });
      expect(deviceOf(`SPOOL 00C ${type} 7`)).toMatchObject({ function: use, class: "7" });
    }
    expect(deviceOf("SPOOL 00C 2540 READER *")).toMatchObject({ class: "*" });
  });

  test("DEDICATE: a real device, a volume, a network's resource", () => {
    const base = { kind: "dedicated", address: 0x250, line: 4, readOnly: false, massStorage: false };
    expect(deviceOf("DEDICATE 250 350")).toEqual({ ...base, real: { device: 0x350 } });
    expect(deviceOf("DEDICATE 250 MYPACK")).toEqual({ ...base, real: { volume: "MYPACK" } });
    expect(deviceOf("DEDICATE 250 VOLID ABC R/O")).toEqual({ ...base, real: { volume: "ABC" }, readOnly: true });
    expect(deviceOf("DEDICATE 250 ABC")).toMatchObject({ real: { device: 0xabc } });
    expect(deviceOf("DEDICATE 250 MSS001 3330V R/O")).toMatchObject({ readOnly: true, massStorage: true });
    expect(deviceOf("DEDICATE 250 NETWORK 01C")).toEqual({ ...base, real: { resource: 0x1c } });
  });

  test("LINK: the same address and mode R unless others are given", () => {
    const user = directoryOf("USER X Y", "MDISK 191 3350 0 1 V", "USER Z Y", "LINK X 191", "LINK X 191 291 MR")
      .users[1];
    expect(user.devices).toEqual([
      { kind: "link", address: 0x191, line: 5, userid: "X", of: 0x191, mode: "R" },
      { kind: "link", address: 0x291, line: 6, userid: "X", of: 0x191, mode: "MR" },
    ]);
  });

  test("SPECIAL: timer, adapter, display, communication lines", () => {
    const base = { kind: "special", address: 0xc0, line: 4 };
    for (const type of ["TIMER", "CTCA", "3270"]) expect(deviceOf(`SPECIAL 0C0 ${type}`)).toEqual({ ...base, type });
    for (const type of ["2701", "2702", "2703"])
      for (const terminal of ["IBM", "TELE"])
        expect(deviceOf(`SPECIAL 0C0 ${type} ${terminal}`)).toEqual({ ...base, type, terminal });
  });
});

describe("a directory of fifteen users", () => {
  const { directory, messages } = readDirectory("user.direct", FIFTEEN_USERS);

  test("is read whole, and there is nothing to be said about it", () => {
    expect(messages).toEqual([]);
    expect(directory.users.map(({ userid }) => userid)).toEqual(
      "$ALLOC$ $SPOOL$ $TDSK$ OPERATOR OPERATNS AUTOLOG1 MAINT CMSBATCH RSCS SMITH JONES STUDENT1 DOSVS MVS VMTEST".split(
        " ",
      ),
    );
    expect(directory.users.flatMap(({ devices }) => devices)).toHaveLength(87);
  });

  test("has everything with its line", () => {
    const cards = FIFTEEN_USERS.split("\n");
    for (const { userid, line, ipl, devices } of directory.users) {
      expect(cards[line - 1]).toMatch(new RegExp(`^USER ${userid.replaceAll("$", "\\$")} `));
      if (ipl !== undefined) expect(cards[ipl.line - 1]).toMatch(/^ IPL /);
      for (const { line: at, kind } of devices)
        expect(cards[at - 1].trim().slice(0, 1)).toBe(
          { minidisk: "M", "temporary-disk": "M", special: "S", spool: "S", link: "L", console: "C", dedicated: "D" }[
            kind
          ],
        );
    }
  });

  test("takes two records, and with room for the next one two cylinders", () => {
    expect(directorySpace(directory)).toEqual({ records: 2, cylinders: 2 });
  });

  test("of many users takes the cylinders that the type of the volume needs", () => {
    const many = { ...directory, users: Array.from({ length: 1_700 }, () => directory.users[6]) };
    // 11 records of names; 1,700 times 56 + 5 × 48 + 5 × 24 bytes, no block in two records: 175.
    expect(directorySpace(many)).toEqual({ records: 186, cylinders: 4 });
    const on2314 = { ...many, volume: { ...many.volume, type: "2314" as const } };
    expect(directorySpace(on2314).cylinders).toBe(12);
  });

  test("is refused whole for one mistake", () => {
    expect(saidOfSource(FIFTEEN_USERS.replace("MDISK 192 3350 016", "MDISK 192 3351 016"))).toEqual([
      expect.stringMatching(/^\d+:12: DMKDIR751E INVALID OPERAND - 3351: a disk is a 2305, /),
    ]);
  });
});
