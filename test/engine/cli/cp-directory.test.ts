/** `tae cp directory`: a directory checked, told, mapped, as data, or written to its volume. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { directoryOn } from "../../../engine/monitors/cp/directory/object/index.ts";
import { type DiskPack, diskFile, openDisk } from "../../../engine/s370/index.ts";
import { FIFTEEN_USERS } from "../monitors/cp/directories.ts";
import { LONG } from "../s370/long.ts";
import { killed, put, tae, workFolder } from "./tae.ts";

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
      err: expect.stringMatching(/^tae: tae cp has these commands: cms, directory, format,.* run\n$/),
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

function packIn(name: string): DiskPack {
  const bytes = readFileSync(join(folder, name));
  return openDisk([{ name, size: bytes.length, read: (at, length) => bytes.subarray(at, at + length) }]);
}

describe("tae cp directory with a volume", () => {
  const summary = `small.direct: 1 users, 2 devices
directory on 6A1, 3350 VMSRES: 2 records, 2 cylinders
USERID   CLASS    STORAGE MAXIMUM IPL      DEVICES
X        BG          320K      2M CMS      009 191
`;
  put(folder, { "vm.conf": "MAINSIZE 1\n6A1 3350 res.cckd\n00E 1403 paper.txt\n", "empty.conf": "MAINSIZE 1\n" });
  tae(folder, "cp", "format", "VMSRES", "res.cckd", "--cylinders", "20");

  test("writes it to the volume of the drive, or of the image", () => {
    const updated = { status: 0, out: summary, err: "EOJ DIRECTORY UPDATED\n" };
    expect(tae(folder, "cp", "directory", "small.direct", "--config", "vm.conf")).toEqual(updated);
    const before = readFileSync(join(folder, "res.cckd"));
    expect(tae(folder, "cp", "directory", "small.direct", "--volume", "res.cckd")).toEqual(updated);
    expect(readFileSync(join(folder, "res.cckd")).equals(before)).toBe(false);
    expect(existsSync(join(folder, "paper.txt"))).toBe(false);
  });

  test("leaves the volume as it is where something is wrong", () => {
    const before = readFileSync(join(folder, "res.cckd"));
    const refused = (...list: string[]) => tae(folder, "cp", "directory", ...list);
    expect(refused("bad.direct", "--volume", "res.cckd")).toMatchObject({ status: 1, out: "" });
    expect(refused("small.direct", "--config", "empty.conf")).toEqual({
      status: 1,
      out: "",
      err: "DMKDIR754E DEV 6A1 NOT OPERATIONAL: empty.conf has no pack there\nEOJ DIRECTORY NOT UPDATED\n",
    });
    put(folder, { "other.direct": small.replace("VMSRES", "OTHER") });
    expect(refused("other.direct", "--volume", "res.cckd").err).toBe(
      "DMKDIR761E VOLID READ IS VMSRES NOT OTHER (ON 6A1)\nEOJ DIRECTORY NOT UPDATED\n",
    );
    expect(readFileSync(join(folder, "res.cckd")).equals(before)).toBe(true);
    expect(refused("small.direct", "--volume", "none.cckd")).toMatchObject({
      status: 2,
      err: "tae: none.cckd: there is no such file\n",
    });
    expect(refused("small.direct", "--volume", "res.cckd", "--config", "vm.conf").status).toBe(2);
  });

  test("is what tae cp run takes unless it is told otherwise", () => {
    const source = small.replace("USER X", "USER OPERATOR");
    put(folder, { "run.direct": source, "run.conf": "MAINSIZE 1\n009 3215\n6A1 3350 run.cckd\n" });
    tae(folder, "cp", "format", "VMSRES", "run.cckd", "--cylinders", "20");
    const run = () => tae(folder, "cp", "run", "--config", "run.conf", "--max", "100000");
    expect(run()).toMatchObject({
      status: 2,
      err: "tae: no volume of CP's has a user directory: tae cp directory FILE --config FILE writes one; or --directory FILE gives one for this run\n",
    });
    expect(tae(folder, "cp", "directory", "run.direct", "--config", "run.conf").status).toBe(0);
    expect(run()).toMatchObject({ status: 0, out: expect.stringContaining("AUTO LOGON   ***   OPERATOR USERS = 001") });
    // A bit of its first record, which begins with the volume's name.
    const pack = packIn("run.cckd");
    const track = pack.track(3 * 30).slice();
    track[5 + 16 + 8 + 40] ^= 1;
    pack.replace(3 * 30, track);
    put(folder, { "run.cckd": Buffer.concat([...diskFile(pack, "compressed")]) });
    expect(run()).toMatchObject({
      status: 2,
      err: expect.stringContaining("the user directory is damaged: VMSRES, cylinder 3, record 1"),
    });
  });
});

/** Processes that are ended while they write. */
const KILLS = LONG ? 20 : 2;

test(`leaves the old directory or the new one when tae cp directory is killed, ${KILLS} times`, async () => {
  put(folder, { "old.direct": small, "new.direct": small.replace("USER X Y", "USER Z Y") });
  tae(folder, "cp", "format", "VMSRES", "kill.cckd", "--cylinders", "20");
  tae(folder, "cp", "directory", "old.direct", "--volume", "kill.cckd");
  for (let kill = 0; kill < KILLS; kill++) {
    const source = kill % 2 === 0 ? "new.direct" : "old.direct";
    await killed(folder, ((kill + 1) * 600) / KILLS, "cp", "directory", source, "--volume", "kill.cckd");
    const found = directoryOn(packIn("kill.cckd"))?.directory.users.map(({ userid }) => userid);
    expect([["X"], ["Z"]]).toContainEqual(found);
  }
});
