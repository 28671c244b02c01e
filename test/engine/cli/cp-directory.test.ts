/** `tae cp directory`: a directory checked, told, mapped, or as data. */
import { describe, expect, test } from "vitest";
import { FIFTEEN_USERS } from "../monitors/cp/directories.ts";
import { put, tae, workFolder } from "./tae.ts";

const folder = workFolder();
const small = "DIRECTORY 6A1 3350 VMSRES\nUSER X Y 320K 2M BG\n IPL CMS\n CONSOLE 009 3215\n MDISK 191 3350 0 9 V\n";
put(folder, {
  "user.direct": FIFTEEN_USERS,
  "small.direct": small,
  "bad.direct": `${small}USER X\n CONSOLE 009 3277\n MDISK 191 3350 1 1\n`,
});

describe("tae cp directory", () => {
  test("tells what is in a directory", () => {
    expect(tae(folder, "cp", "directory", "small.direct")).toEqual({
      status: 0,
      err: "",
      out: `small.direct: 1 users, 2 devices
directory on 6A1, 3350 VMSRES: 2 records, 2 cylinders
USERID   CLASS    STORAGE MAXIMUM IPL      DEVICES
X        BG          320K      2M CMS      009 191
`,
    });
  });

  test("gives it as data", () => {
    const { status, out } = tae(folder, "cp", "directory", "--json", "user.direct");
    expect(status).toBe(0);
    const { version, directory, messages } = JSON.parse(out);
    expect([version, directory.users.length, messages]).toEqual([1, 15, []]);
    expect(directory.users[9]).toMatchObject({ userid: "SMITH", account: "1017", ipl: { from: { system: "CMS" } } });
  });

  test("maps its volumes", () => {
    expect(tae(folder, "cp", "directory", "--map", "small.direct").out).toBe(
      `VOLUME  TYPE     USERID    CUU  START   END  SIZE
V       3350-1   X         191      0     8     9
                                    9   554   546  GAP
`,
    );
  });

  test("says all that is wrong, and where", () => {
    expect(tae(folder, "cp", "directory", "bad.direct")).toEqual({
      status: 1,
      out: "",
      err: `bad.direct:6:6: DMKDIR751E INVALID OPERAND - X: this userid is in the directory already (line 2)
bad.direct:6:7: DMKDIR753E OPERAND MISSING: a password has 1 to 8 characters
bad.direct:7:14: DMKDIR751E INVALID OPERAND - 3277: a virtual console is a 1052, 3210 or 3215, whatever terminal is behind it
bad.direct:8:20: DMKDIR753E OPERAND MISSING: a volume serial number has 1 to 6 characters
EOJ DIRECTORY NOT UPDATED
`,
    });
  });

  test("is told what it needs", () => {
    expect(tae(folder, "cp")).toEqual({
      status: 2,
      out: "",
      err: "tae: tae cp has these commands: cms, directory, format, run\n",
    });
    expect(tae(folder, "cp", "directory")).toMatchObject({
      status: 2,
      err: "tae: tae cp directory takes one file: a user directory\n",
    });
    expect(tae(folder, "cp", "directory", "none.direct")).toMatchObject({
      status: 2,
      err: "tae: none.direct: there is no such file\n",
    });
  });
});
