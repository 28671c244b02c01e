/** All that can be wrong with a directory, where, and what is said (GC20-1808, "DMKDIR"). */
import { describe, expect, test } from "vitest";
import { saidOf, saidOfSource } from "./directories.ts";

/** What is said about statements, the first of which is line 2, with an entry's end behind them. */
const said = (...statements: string[]) =>
  saidOf(...statements, "CONSOLE FFE 3215").filter((line) => !line.includes(" out of reach"));

/** What is said about a device's statement of USER X, without its line: "11: DMKDIR751E …". */
const device = (statement: string) =>
  said("USER X Y", "OPTION ECMODE", statement).map((line) => line.replace("4:", ""));

/** What is said about a statement after USER X. */
const property = (statement: string) => said("USER X Y", statement).map((line) => line.replace("3:", ""));

describe("DMKDIR762E", () => {
  const text = "1:1: DMKDIR762E DIRECTORY CARD MISSING: the first statement is DIRECTORY cuu devtype volser";

  test("is said of a source without DIRECTORY, or without anything", () => {
    expect(saidOfSource("USER X Y\nCONSOLE 009 3215")).toEqual([text]);
    expect(saidOfSource("* nothing\n\n")).toEqual([text]);
  });
});

describe("DMKDIR752E", () => {
  test("DIRECTORY again", () => {
    expect(said("USER X Y", "DIRECTORY 6A2 3350 VMSRE2")).toEqual([
      "3:1: DMKDIR752E STATEMENT SEQUENCE ERROR FOLLOWING USER X: DIRECTORY is the first statement, once",
    ]);
  });

  test("no USER at all", () => {
    expect(saidOf()).toEqual(["1:1: DMKDIR752E STATEMENT SEQUENCE ERROR: there is no USER statement"]);
  });

  test("a statement before the first USER, whose operands are looked at all the same", () => {
    expect(saidOf("OPTION FAST", "USER X Y", "CONSOLE 009 3215")).toEqual([
      "2:1: DMKDIR752E STATEMENT SEQUENCE ERROR: OPTION belongs to an entry, which begins with USER",
      expect.stringContaining("2:8: DMKDIR751E INVALID OPERAND - FAST"),
    ]);
    expect(saidOf("CONSOLE 009 3215", "USER X Y", "CONSOLE 009 3215")).toHaveLength(1);
  });

  test("an entry without a device, be it the last or not", () => {
    const why = "the entry (line 2) has no device: CONSOLE, MDISK, SPOOL, DEDICATE, LINK or SPECIAL";
    expect(saidOf("USER X Y", "IPL CMS", "USER Z Y", "CONSOLE 009 3215")).toEqual([
      `4:1: DMKDIR752E STATEMENT SEQUENCE ERROR FOLLOWING USER X: ${why}`,
    ]);
    expect(saidOf("USER X Y")).toEqual([`2:1: DMKDIR752E STATEMENT SEQUENCE ERROR FOLLOWING USER X: ${why}`]);
  });

  test.each(["ACCOUNT 1", "OPTION BMX", "IPL CMS", "ACIGROUP A", "SCREEN ALL RED", "IUCV ANY"])(
    "%s after a device",
    (statement) => {
      const name = statement.split(" ")[0];
      expect(said("USER X Y", "SPOOL 00E 1403", statement)).toContain(
        `4:1: DMKDIR752E STATEMENT SEQUENCE ERROR FOLLOWING USER X: ${name} stands before the first device of an entry`,
      );
    },
  );

  test.each(["ACCOUNT 1", "IPL CMS", "ACIGROUP A"])("%s twice", (statement) => {
    const name = statement.split(" ")[0];
    expect(said("USER X Y", statement, statement)).toContain(
      `4:1: DMKDIR752E STATEMENT SEQUENCE ERROR FOLLOWING USER X: ${name} stands once in an entry`,
    );
  });
});

describe("DMKDIR758E", () => {
  test.each(["SPOOL 191 1403", "DEDICATE 191 350", "LINK X 190 191", "SPECIAL 191 CTCA", "MDISK 191 3350 5 1 V"])(
    "%s at an address that is taken",
    (statement) => {
      expect(saidOf("USER X Y", "MDISK 191 3350 0 1 V", "MDISK 190 3350 1 1 V", statement)).toEqual([
        expect.stringMatching(/^5:\d+: DMKDIR758E DUPLICATE UNIT DEFINITION: 191 is defined already \(line 3\)$/),
      ]);
    },
  );

  test("also where the first definition is wrong otherwise", () => {
    expect(saidOf("USER X Y", "SPOOL 00E 1404", "SPOOL 00E 1403")).toEqual([
      expect.stringContaining("3:11: DMKDIR751E"),
      "4:7: DMKDIR758E DUPLICATE UNIT DEFINITION: 00E is defined already (line 3)",
    ]);
  });

  test("a second console", () => {
    expect(saidOf("USER X Y", "CONSOLE 009 3215", "CONSOLE 01F 3215")).toEqual([
      "4:1: DMKDIR758E DUPLICATE UNIT DEFINITION: USER X has a CONSOLE already",
    ]);
  });
});

describe("DMKDIR753E: operands that are not there", () => {
  test.each([
    ["DIRECTORY", "1:10: DMKDIR753E OPERAND MISSING: the address of the directory's device is 3 hexadecimal digits"],
    ["DIRECTORY 6A1", "1:14: DMKDIR753E OPERAND MISSING: a disk is"],
    ["DIRECTORY 6A1 3350", "1:19: DMKDIR753E OPERAND MISSING: a volume serial number has 1 to 6 characters"],
  ])("%s", (statement, message) => {
    const [first, ...more] = saidOfSource(`${statement}\nUSER X Y\nCONSOLE 009 3215`);
    expect(first.startsWith(message)).toBe(true);
    expect(more).toEqual([]);
  });

  test.each([
    ["USER", "2:5: DMKDIR753E OPERAND MISSING: a userid has 1 to 8 characters"],
    ["USER X", "2:7: DMKDIR753E OPERAND MISSING: a password has 1 to 8 characters"],
  ])("%s", (statement, message) => {
    expect(said(statement)).toEqual([message]);
  });

  test.each([
    ["ACCOUNT", "8: DMKDIR753E OPERAND MISSING: an account number has 1 to 8 characters"],
    ["OPTION", "7: DMKDIR753E OPERAND MISSING: OPTION names at least one option"],
    ["OPTION BMX CPUID", "17: DMKDIR753E OPERAND MISSING: a processor identification is 1 to 6 hexadecimal digits"],
    ["OPTION AFFINITY", "16: DMKDIR753E OPERAND MISSING: a processor's address is a number from 0 to 63"],
    ["IPL", "4: DMKDIR753E OPERAND MISSING: a system's name has 1 to 8 characters"],
    ["IPL CMS PARM", "13: DMKDIR753E OPERAND MISSING: PARM is followed by what the system is told"],
    ["ACIGROUP", "9: DMKDIR753E OPERAND MISSING: a group name has 1 to 8 characters"],
    ["SCREEN", "7: DMKDIR753E OPERAND MISSING: SCREEN names an area: ALL, CPOUT, INAREA, INREDISP, STATAREA, VMOUT"],
    ["SCREEN ALL", "11: DMKDIR753E OPERAND MISSING: ALL is followed by a colour, highlighting or both"],
    ["IUCV", "5: DMKDIR753E OPERAND MISSING: a userid has 1 to 8 characters"],
    ["IUCV ANY MSGLIMIT", "18: DMKDIR753E OPERAND MISSING: MSGLIMIT is a number from 1 to 255"],
  ])("%s", (statement, message) => {
    expect(property(statement)).toContain(message);
  });

  test.each([
    ["CONSOLE", "8: DMKDIR753E OPERAND MISSING: a device address is 1 to 3 hexadecimal digits"],
    [
      "SPOOL 00E",
      "10: DMKDIR753E OPERAND MISSING: a spooled device is a 1403, 1443, 2501, 2540, 3203, 3211, 3505, 3525",
    ],
    ["SPOOL 00C 2540", "15: DMKDIR753E OPERAND MISSING: a 2540 is followed by READER or PUNCH"],
    [
      "MDISK 191 3350",
      "15: DMKDIR753E OPERAND MISSING: the number of the first cylinder of a 3350 is a number from 0 to 554",
    ],
    ["MDISK 191 3350 1", "17: DMKDIR753E OPERAND MISSING: the number of cylinders of a 3350 is a number from 1 to 555"],
    ["MDISK 191 3350 1 1", "19: DMKDIR753E OPERAND MISSING: a volume serial number has 1 to 6 characters"],
    [
      "MDISK 191 3350 T-DISK",
      "22: DMKDIR753E OPERAND MISSING: the number of cylinders of a 3350 is a number from 1 to 555",
    ],
    ["DEDICATE 180", "13: DMKDIR753E OPERAND MISSING: a real device's address or a volume serial number follows"],
    ["DEDICATE 180 VOLID", "19: DMKDIR753E OPERAND MISSING: a volume serial number has 1 to 6 characters"],
    ["LINK", "5: DMKDIR753E OPERAND MISSING: a userid has 1 to 8 characters"],
    ["LINK MAINT", "11: DMKDIR753E OPERAND MISSING: a device address is 1 to 3 hexadecimal digits"],
    ["SPECIAL 0C0", "12: DMKDIR753E OPERAND MISSING: a special device is a 2701, 2702, 2703, 3270, CTCA or TIMER"],
    ["SPECIAL 0C0 2702", "17: DMKDIR753E OPERAND MISSING: a 2702 is followed by IBM or TELE"],
  ])("%s", (statement, message) => {
    expect(device(statement)).toContain(message);
  });
});

describe("DMKDIR751E: operands that cannot be", () => {
  test.each([
    ["DIRECTORY 6A 3350 VMSRES", "1:11: DMKDIR751E INVALID OPERAND - 6A: "],
    ["DIRECTORY 6A1 3277 VMSRES", "1:15: DMKDIR751E INVALID OPERAND - 3277: a disk is"],
    ["DIRECTORY 6A1 2311 VMSRES", "1:15: DMKDIR751E INVALID OPERAND - 2311: a directory does not go on a 2311"],
    ["DIRECTORY 6A1 3350 VMSYSRES", "1:20: DMKDIR751E INVALID OPERAND - VMSYSRES: "],
  ])("%s", (statement, message) => {
    const [first, ...more] = saidOfSource(`${statement}\nUSER X Y\nCONSOLE 009 3215`);
    expect(first.startsWith(message)).toBe(true);
    expect(more).toEqual([]);
  });

  test.each([
    ["USER ROBERTSON Y", "2:6: DMKDIR751E INVALID OPERAND - ROBERTSON: a userid has 1 to 8 characters"],
    ["USER X PASSWORD", undefined],
    ["USER X PASSWORDS", "2:8: DMKDIR751E INVALID OPERAND - PASSWORDS: a password has 1 to 8 characters"],
    ["USER X Y 512", "2:10: DMKDIR751E INVALID OPERAND - 512: storage is a number with K or M, from 8K to 16M"],
    ["USER X Y 7K", "2:10: DMKDIR751E INVALID OPERAND - 7K: storage is a number with K or M, from 8K to 16M"],
    ["USER X Y 17M", "2:10: DMKDIR751E INVALID OPERAND - 17M: storage is a number with K or M, from 8K to 16M"],
    ["USER X Y 16385K", "2:10: DMKDIR751E INVALID OPERAND - 16385K: storage is a number with K or M, from 8K to 16M"],
    [
      "USER X Y 2M 1M",
      "2:13: DMKDIR751E INVALID OPERAND - 1M: the greatest storage is not less than what there is at logon",
    ],
    ["USER X Y 1M 1M GI", "2:16: DMKDIR751E INVALID OPERAND - GI: privilege classes are the letters A to H"],
    ["USER X Y 1M 1M GG", "2:16: DMKDIR751E INVALID OPERAND - GG: a privilege class is given once"],
    ["USER X Y 1M 1M G 100", "2:18: DMKDIR751E INVALID OPERAND - 100: a priority is a number from 0 to 99"],
    [
      "USER X Y 1M 1M G 64 NO",
      "2:21: DMKDIR751E INVALID OPERAND - NO: a line-edit symbol is ON, OFF, one character, or two hexadecimal digits",
    ],
  ])("%s", (statement, message) => {
    expect(said(statement)).toEqual(message === undefined ? [] : [message]);
  });

  test.each([
    ["ACCOUNT 123456789", "9: DMKDIR751E INVALID OPERAND - 123456789: an account number has 1 to 8 characters"],
    [
      "ACCOUNT 1 DISTRIBUTION",
      "11: DMKDIR751E INVALID OPERAND - DISTRIBUTION: a distribution word has 1 to 8 characters",
    ],
    [
      "OPTION CPUID 1234567",
      "14: DMKDIR751E INVALID OPERAND - 1234567: a processor identification is 1 to 6 hexadecimal digits",
    ],
    ["OPTION AFFINITY 64", "17: DMKDIR751E INVALID OPERAND - 64: a processor's address is a number from 0 to 63"],
    ["OPTION MAXCONN 0", "16: DMKDIR751E INVALID OPERAND - 0: MAXCONN is a number from 1 to 65535"],
    ["IPL CMSSYSTEM", "5: DMKDIR751E INVALID OPERAND - CMSSYSTEM: a system's name has 1 to 8 characters"],
    ["IUCV ANY URGENT", "10: DMKDIR751E INVALID OPERAND - URGENT: IUCV has PRIORITY and MSGLIMIT"],
  ])("%s", (statement, message) => {
    expect(property(statement)).toContain(message);
  });

  test("OPTION and SCREEN say what there is", () => {
    expect(property("OPTION FAST")).toEqual([
      "8: DMKDIR751E INVALID OPERAND - FAST: options are REALTIMER, ECMODE, ISAM, VIRT=REAL, ACCT, SVCOFF, BMX, VMSAVE, STFIRST, MIH, CPUID bbbbbb, AFFINITY nn, MAXCONN nnnnn",
    ]);
    expect(property("SCREEN ALL RED MIDDLE")).toContain(
      "16: DMKDIR751E INVALID OPERAND - MIDDLE: areas are ALL, CPOUT, INAREA, INREDISP, STATAREA, VMOUT; colours BLUE, DEFAULT, GREEN, PINK, RED, TURQUOISE, WHITE, YELLOW; highlighting BLINK, NONE, REVVIDEO, UNDERLINE",
    );
  });

  test.each([
    ["CONSOLE 1000 3215", "9: DMKDIR751E INVALID OPERAND - 1000: a device address is 1 to 3 hexadecimal digits"],
    ["SPOOL 0G0 1403", "7: DMKDIR751E INVALID OPERAND - 0G0: a device address is 1 to 3 hexadecimal digits"],
    [
      "SPOOL 00C 2540 READER **",
      "23: DMKDIR751E INVALID OPERAND - **: a reader's spooling class is one letter or digit, or *",
    ],
    ["SPOOL 00D 2540 PUNCH *", "22: DMKDIR751E INVALID OPERAND - *: a spooling class is one letter or digit"],
    ["SPOOL 00D 2540 BOTH", "16: DMKDIR751E INVALID OPERAND - BOTH: a 2540 is followed by READER or PUNCH"],
    [
      "SPOOL 00E 1404",
      "11: DMKDIR751E INVALID OPERAND - 1404: a spooled device is a 1403, 1443, 2501, 2540, 3203, 3211, 3505, 3525",
    ],
    [
      "MDISK 191 3350 555 1 V",
      "16: DMKDIR751E INVALID OPERAND - 555: the number of the first cylinder of a 3350 is a number from 0 to 554",
    ],
    [
      "MDISK 191 3350 500 100 V",
      "20: DMKDIR751E INVALID OPERAND - 100: from 500 on it goes to cylinder 599; the last of a 3350 is 554",
    ],
    [
      "MDISK 191 3350 0 0 V",
      "18: DMKDIR751E INVALID OPERAND - 0: the number of cylinders of a 3350 is a number from 1 to 555",
    ],
    [
      "MDISK 191 2314 0 204 V",
      "18: DMKDIR751E INVALID OPERAND - 204: the number of cylinders of a 2314 is a number from 1 to 203",
    ],
    [
      "MDISK 191 3350 1 1 VOLUME1",
      "20: DMKDIR751E INVALID OPERAND - VOLUME1: a volume serial number has 1 to 6 characters",
    ],
    [
      "MDISK 191 3350 1 1 V RW",
      "22: DMKDIR751E INVALID OPERAND - RW: a mode is R, RR, W, WR, M, MR or MW, with V behind it for virtual RESERVE and RELEASE",
    ],
    [
      "MDISK 191 3350 1 1 V W READPASSW",
      "24: DMKDIR751E INVALID OPERAND - READPASSW: a password has 1 to 8 characters",
    ],
    [
      "DEDICATE 180 XYZ",
      "14: DMKDIR751E INVALID OPERAND - XYZ: a real device's address is 1 to 3 hexadecimal digits; before a volume's name as short as this stands VOLID",
    ],
    ["DEDICATE 180 VOLUME1", "14: DMKDIR751E INVALID OPERAND - VOLUME1: a volume serial number has 1 to 6 characters"],
    [
      "DEDICATE 180 NETWORK 1000",
      "22: DMKDIR751E INVALID OPERAND - 1000: a resource identification is 1 to 3 hexadecimal digits",
    ],
    ["LINK MAINT 190 19G", "16: DMKDIR751E INVALID OPERAND - 19G: a device address is 1 to 3 hexadecimal digits"],
    ["LINK MAINT 190 190 RRV", "20: DMKDIR751E INVALID OPERAND - RRV: a mode is R, RR, W, WR, M, MR or MW"],
    [
      "SPECIAL 0C0 3705",
      "13: DMKDIR751E INVALID OPERAND - 3705: a special device is a 2701, 2702, 2703, 3270, CTCA or TIMER",
    ],
    ["SPECIAL 0C0 2703 TTY", "18: DMKDIR751E INVALID OPERAND - TTY: a 2703 is followed by IBM or TELE"],
  ])("%s", (statement, message) => {
    expect(device(statement)).toContain(message);
  });

  test.each(["3036", "3066", "3138", "3148", "3158", "3270", "3275", "3277", "3278", "2741", "3767"])(
    "CONSOLE 009 %s",
    (type) => {
      expect(saidOf("USER X Y", `CONSOLE 009 ${type}`)).toEqual([
        `3:13: DMKDIR751E INVALID OPERAND - ${type}: a virtual console is a 1052, 3210 or 3215, whatever terminal is behind it`,
      ]);
    },
  );

  test("a statement that there is not", () => {
    expect(said("USER X Y", "UNIT 191")).toEqual([
      "3:1: DMKDIR751E INVALID OPERAND - UNIT: control statements are DIRECTORY, USER, ACCOUNT, OPTION, IPL, CONSOLE, MDISK, SPOOL, DEDICATE, LINK, SPECIAL, ACIGROUP, SCREEN, IUCV",
    ]);
  });

  test("a userid that is taken", () => {
    expect(saidOf("USER X Y", "CONSOLE 009 3215", "USER X Z", "CONSOLE 009 3215")).toEqual([
      "4:6: DMKDIR751E INVALID OPERAND - X: this userid is in the directory already (line 2)",
    ]);
  });

  test("are all said, not only the first of a statement", () => {
    expect(said("USER X Y 1K 99M GZ 1000 XYZ")).toHaveLength(5);
    expect(device("MDISK XYZ 3350 600 0 VOLUMES Q").filter((line) => line.includes("DMKDIR751E"))).toHaveLength(5);
  });
});

describe("warnings", () => {
  test("LINK to somebody or something that is not there", () => {
    expect(
      saidOf("USER X Y", "LINK MAINT 190 190 RR", "LINK Z 192 192", "LINK Z 9 193", "USER Z Y", "CONSOLE 9 3215"),
    ).toEqual([
      "3:1: warning: USER MAINT is not in the directory: this LINK will not be made",
      "4:1: warning: USER Z has no minidisk 192: this LINK will not be made",
      "5:1: warning: USER Z has no minidisk 009: this LINK will not be made",
    ]);
  });

  test("IPL of a device that the user has not, or of a system where storage is real", () => {
    expect(saidOf("USER X Y", " IPL 190", " CONSOLE 9 3215")).toEqual([
      "3:2: warning: IPL 190: USER X has no such device",
    ]);
    expect(saidOf("USER X Y", "OPTION VIRT=REAL", "IPL CMS", "CONSOLE 9 3215")).toEqual([
      "4:1: warning: CMS cannot be loaded where VIRT=REAL storage is used: IPL a device",
    ]);
  });

  test("devices on channels 6 to 15 without ECMODE", () => {
    expect(saidOf("USER X Y", "SPOOL 5FF 1403", "  SPOOL 600 1403")).toEqual([
      "4:3: warning: 600 is out of reach: without OPTION ECMODE there are channels 0 to 5",
    ]);
  });
});
