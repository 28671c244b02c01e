/** Logging on, and who gets which access to a minidisk (GC20-1820, "LOGON" and "LINK"). */
import { describe, expect, test } from "vitest";
import {
  checkPassword,
  type DiskAccess,
  decideLink,
  findMinidisk,
  findUser,
  grantedAccess,
  hasClass,
  type LinkHolder,
  type LinkMode,
  type LinkRequest,
  linkMode,
  passwordFor,
  primaryAccess,
  readDirectory,
} from "../../../../engine/monitors/cp/directory/index.ts";
import { FIFTEEN_USERS } from "./directories.ts";

const { directory } = readDirectory("user.direct", FIFTEEN_USERS);
const reader: LinkHolder = { userid: "JONES", access: "R/O" };
const writer: LinkHolder = { userid: "SMITH", access: "R/W" };

function user(userid: string) {
  const found = findUser(directory, userid);
  if (found === undefined) throw new Error(`no ${userid}`);
  return found;
}

describe("logging on", () => {
  test("a user is found by name, in capitals or not", () => {
    expect(findUser(directory, "smith")?.userid).toBe("SMITH");
    expect(findUser(directory, "NOBODY")).toBeUndefined();
  });

  test("the password must be right, and NOLOG has none that is", () => {
    expect(checkPassword(user("MAINT"), "cpcms")).toBe("accepted");
    expect(checkPassword(user("MAINT"), "MAINT")).toBe("incorrect");
    for (const password of ["NOLOG", "", "ALL"]) expect(checkPassword(user("$ALLOC$"), password)).toBe("no-logon");
  });

  test("a command asks for one of several classes", () => {
    expect(hasClass(user("OPERATNS"), "BD")).toBe(true);
    expect(hasClass(user("SMITH"), "ABCDEF")).toBe(false);
  });
});

describe("access by mode", () => {
  /** Nobody; a reader; a writer; both: the manual's table, column by column. */
  const table: Record<LinkMode, (DiskAccess | undefined)[]> = {
    R: ["R/O", "R/O", undefined, undefined],
    RR: ["R/O", "R/O", "R/O", "R/O"],
    W: ["R/W", undefined, undefined, undefined],
    WR: ["R/W", "R/O", "R/O", "R/O"],
    M: ["R/W", "R/W", undefined, undefined],
    MR: ["R/W", "R/W", "R/O", "R/O"],
    MW: ["R/W", "R/W", "R/W", "R/W"],
  };

  test.each(Object.entries(table))("%s", (name, row) => {
    const mode = linkMode(name);
    if (mode === undefined) throw new Error(`${name} is no mode`);
    expect([[], [reader], [writer], [reader, writer]].map((holders) => grantedAccess(mode, holders))).toEqual(row);
    expect(primaryAccess(mode)).toBe(row[0]);
  });

  test("each mode has its password", () => {
    expect((["R", "RR", "W", "WR", "M", "MR", "MW"] as const).map(passwordFor)).toEqual([
      "read",
      "read",
      "write",
      "write",
      "multiple",
      "multiple",
      "multiple",
    ]);
  });
});

describe("LINK", () => {
  /** JONES asks for SMITH's 191 (MR SREAD SWRITE SMULT) as 291. */
  const request: LinkRequest = { userid: "JONES", owner: "SMITH", of: 0x191, as: 0x291 };
  const decide = (change: Partial<LinkRequest>, ...holders: LinkHolder[]) =>
    decideLink(directory, { ...request, ...change }, holders);

  test("gives the minidisk, read-only unless a mode is given", () => {
    expect(decide({ password: "sread" })).toEqual({
      outcome: "linked",
      access: "R/O",
      minidisk: findMinidisk(user("SMITH"), 0x191),
      message: "DASD 291 LINKED R/O",
    });
    expect(decide({ mode: "W", password: "SWRITE" })).toMatchObject({ access: "R/W", message: "DASD 291 LINKED R/W" });
    expect(decide({ mode: "MW", password: "SMULT" }, writer)).toMatchObject({ access: "R/W" });
  });

  test("tells who else has it", () => {
    expect(decide({ mode: "RR", password: "SREAD" }, writer)).toMatchObject({
      message: "DASD 291 LINKED R/O; R/W BY SMITH",
    });
    expect(decide({ mode: "MW", password: "SMULT" }, writer, reader, { userid: "RSCS", access: "R/O" })).toMatchObject({
      message: "DASD 291 LINKED R/W; R/W BY SMITH; R/O BY 002 USERS",
    });
  });

  test("forces what is asked for with an alternative", () => {
    expect(decide({ mode: "WR", password: "SWRITE" }, reader)).toMatchObject({
      access: "R/O",
      message: "DMKLNK101W DASD 291 FORCED R/O; R/O BY JONES",
    });
    expect(decide({ mode: "MR", password: "SMULT" }, writer)).toMatchObject({
      access: "R/O",
      message: "DMKLNK102W DASD 291 FORCED R/O; R/W BY SMITH",
    });
    expect(decide({ mode: "MR", password: "SMULT" }, writer, reader)).toMatchObject({
      access: "R/O",
      message: "DMKLNK103W DASD 291 FORCED R/O; R/W BY SMITH; R/O BY JONES",
    });
  });

  test("refuses what others stand in the way of", () => {
    const refused = (message: string) => ({ outcome: "refused", message });
    expect(decide({ mode: "W", password: "SWRITE" }, reader)).toEqual(
      refused("DMKLNK104E SMITH 191 NOT LINKED; R/O BY JONES"),
    );
    expect(decide({ mode: "R", password: "SREAD" }, writer)).toEqual(
      refused("DMKLNK105E SMITH 191 NOT LINKED; R/W BY SMITH"),
    );
    expect(decide({ mode: "M", password: "SMULT" }, writer, reader)).toEqual(
      refused("DMKLNK106E SMITH 191 NOT LINKED; R/W BY SMITH; R/O BY JONES"),
    );
  });

  test("asks for the password of the mode, and takes no other", () => {
    expect(decide({})).toEqual({ outcome: "password", prompt: "ENTER READ PASSWORD:" });
    expect(decide({ mode: "WR" })).toEqual({ outcome: "password", prompt: "ENTER WRITE PASSWORD:" });
    expect(decide({ mode: "M" })).toEqual({ outcome: "password", prompt: "ENTER MULT PASSWORD:" });
    expect(decide({ mode: "MR", password: "SWRITE" })).toEqual({
      outcome: "refused",
      message: "DMKLNK114E SMITH 191 NOT LINKED; MODE OR PASSWORD INCORRECT",
    });
  });

  test("needs none where it is ALL, by the directory's LINK, and for one's own", () => {
    expect(decide({ of: 0x192 })).toMatchObject({ outcome: "linked", access: "R/O" });
    expect(decide({ byDirectory: true, mode: "MR" })).toMatchObject({ outcome: "linked", access: "R/W" });
    expect(decide({ userid: "SMITH" }, reader)).toMatchObject({ outcome: "linked", access: "R/W" });
  });

  test("is refused where the directory has no password for the mode", () => {
    const message = (mode: LinkMode, owner = "JONES") => {
      const decision = decide({ userid: "SMITH", owner, mode, password: "ALL" });
      return "message" in decision ? decision.message : decision.outcome;
    };
    expect(message("RR")).toBe("DMKLNK111E JONES 191 NOT LINKED; NO READ PASSWORD");
    expect(message("W")).toBe("DMKLNK112E JONES 191 NOT LINKED; NO WRITE PASSWORD");
    expect(message("MW")).toBe("DMKLNK113E JONES 191 NOT LINKED; NO MULT PASSWORD");
  });

  test("is refused where there is no such user, device, or minidisk", () => {
    expect(decide({ owner: "nobody" })).toEqual({
      outcome: "refused",
      message: "DMKLNK053E NOBODY NOT IN CP DIRECTORY",
    });
    const none = (cuu: string) => ({
      outcome: "refused",
      message: `DMKLNK107E SMITH ${cuu} NOT LINKED; NOT IN CP DIRECTORY`,
    });
    expect(decide({ of: 0x193 })).toEqual(none("193"));
    expect(decide({ of: 0x00c })).toEqual(none("00C"));
    expect(decide({ of: 0x190 })).toEqual(none("190"));
  });
});
