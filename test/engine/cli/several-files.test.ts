/** An image in several files: what a run changes goes back into those files, all of them or none. */
import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { finishSaving, saveTogether } from "../../../engine/cli/save-file.ts";
import { recordsOf } from "../../../engine/s370/devices/images/ckd-track.ts";
import { blankPack } from "../../../engine/s370/devices/images/disk-blank.ts";
import { diskFile, openDisk } from "../../../engine/s370/devices/images/disk-image.ts";
import { DiskPack } from "../../../engine/s370/devices/images/disk-pack.ts";
import { diskType } from "../../../engine/s370/devices/images/disk-types.ts";
import { bytesOf } from "../../../engine/s370/devices/media.ts";
import { tae } from "./tae.ts";

const CYLINDERS = 6;
/** The last cylinders of the first and the second file. */
const ENDS = [1, 4] as const;
const NAMES = ["pack_1.ckd", "pack_2.ckd", "pack_3.ckd"] as const;

/** Writes record 1 on head 0 of cylinders of disk 150, each with the cylinder's number in it. */
const writer = (...cylinders: number[]): string => `
         USING 0,0
         ORG   0
         DC    X'0000000000000200'
         ORG   X'200'
${cylinders
  .map(
    (cylinder) => `         MVI   ID+1,${cylinder}
         MVI   COUNT+1,${cylinder}
         MVI   DATA,${cylinder}
         MVC   72(4),=A(CCWS)
         SIO   X'150'
B${cylinder}       TIO   X'150'
         BC    2,B${cylinder}
         TM    68,X'03'
         BNZ   BAD
`,
  )
  .join("")}         LPSW  DONE
BAD      LPSW  WRONG
DONE     DC    0D'0',X'000A000000000000'
WRONG    DC    X'000A000000000BAD'
CCWS     CCW   7,SEEK,X'40',6
         CCW   X'1F',MASK,X'40',1
         CCW   X'31',ZERO,X'40',5
         CCW   8,*-8,0,0
         CCW   X'1D',COUNT,0,12
MASK     DC    X'C0'
SEEK     DC    X'0000'
ID       DC    X'00000000'
         ORG   ID
ZERO     DS    0CL5
         DC    X'0000000000'
COUNT    DC    X'0000000001000004'
DATA     DC    X'00C1C2C3'
         LTORG
         END
`;

let folder: string;
const inFolder = (name: string): string => join(folder, name);
const read = (name: string): Buffer => readFileSync(inFolder(name));
const put = (name: string, content: string | Uint8Array): string => {
  writeFileSync(inFolder(name), content);
  return inFolder(name);
};

/** The pack in its three files, as a program that splits images makes them. */
function putPack(): void {
  const disk = diskType("2311");
  if (!disk) throw new Error("no 2311");
  const pack = new DiskPack(blankPack(disk, { volume: "THREE", cylinders: CYLINDERS }));
  const whole = Buffer.concat([...diskFile(pack, "plain")]);
  const cylinder = pack.geometry.heads * pack.geometry.trackBytes;
  NAMES.forEach((name, at) => {
    const header = Buffer.from(whole.subarray(0, 512));
    header[17] = at + 1;
    header.writeUInt16LE(ENDS[at] ?? 0, 18);
    const from = at === 0 ? 0 : ENDS[at - 1] + 1;
    const to = (ENDS[at] ?? CYLINDERS - 1) + 1;
    put(name, Buffer.concat([header, whole.subarray(512 + from * cylinder, 512 + to * cylinder)]));
  });
}

const opened = () => openDisk(NAMES.map((name) => bytesOf(name, read(name))));

/** What record 1 on head 0 of each cylinder says, or nothing. */
function records(): string[] {
  const pack = opened();
  return Array.from({ length: CYLINDERS }, (_, cylinder) => {
    const track = pack.track(cylinder * pack.geometry.heads);
    const found = recordsOf(track).find(({ record }) => record === 1);
    return found ? Buffer.from(track.subarray(found.at + 8, found.at + 12)).toString("hex") : "";
  });
}

function runs(...cylinders: number[]) {
  put("machine.cnf", "150 2311 pack_1.ckd\n");
  return tae(folder, "run", put("writer.asm", writer(...cylinders)), "--config", "machine.cnf");
}

const leftovers = (): string[] => readdirSync(folder).filter((name) => name.startsWith("."));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tae-several-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("tae run", () => {
  beforeEach(putPack);

  test("writes what has changed into the files in which the image is", () => {
    const { out } = runs(1, 2, 5);
    expect(out).toMatch(/psw {5}000A000000000000[\s\S]*\nwritten pack_1.ckd, pack_2.ckd, pack_3.ckd\n$/);
    expect(records().slice(1)).toEqual(["01c1c2c3", "02c1c2c3", "", "", "05c1c2c3"]);
    expect(NAMES.map((name) => [read(name)[17], read(name).readUInt16LE(18)])).toEqual([
      [1, 1],
      [2, 4],
      [3, 0],
    ]);
    expect(leftovers()).toEqual([]);
    // What was there before is there still.
    expect(Buffer.from(opened().track(0)).includes(Buffer.from("E5D6D3F1E3C8D9C5C5", "hex"))).toBe(true);
  });

  test("leaves files alone in which nothing has changed", () => {
    const before = NAMES.map(read);
    expect(runs(4).out).toMatch(/\nwritten pack_2.ckd\n$/);
    expect(read("pack_1.ckd")).toEqual(before[0]);
    expect(read("pack_3.ckd")).toEqual(before[2]);
    expect(records()[4]).toBe("04c1c2c3");
  });

  test.skipIf(spawnSync("dasdcopy").error !== undefined)(
    "makes what other systems' utilities read as the same pack",
    () => {
      runs(1, 3, 5);
      const { status } = spawnSync("dasdcopy", ["-q", "-o", "CKD", "pack_1.ckd", "copy.ckd"], { cwd: folder });
      expect(status).toBe(0);
      expect(read("copy.ckd").equals(Buffer.concat([...diskFile(opened(), "plain")]))).toBe(true);
    },
  );

  test("goes on where a run was ended that had written all files beside their places", () => {
    const before = NAMES.map(read);
    runs(1, 2, 5);
    const after = NAMES.map(read);
    // As it is after the first of three has been put in its place.
    NAMES.slice(1).forEach((name, at) => {
      renameSync(inFolder(name), inFolder(`.${name}.saving`));
      put(name, before[at + 1]);
    });
    put(".pack_1.ckd.saved", `${NAMES.join("\n")}\n`);
    expect(runs(3).out).toMatch(/\nwritten pack_2.ckd\n$/);
    expect(records().slice(1)).toEqual(["01c1c2c3", "02c1c2c3", "03c1c2c3", "", "05c1c2c3"]);
    expect(read("pack_3.ckd")).toEqual(after[2]);
    expect(leftovers()).toEqual([]);
  });

  test("takes the old files where a run was ended before it had written all of them", () => {
    put(".pack_1.ckd.saving", "half of a file");
    put(".pack_2.ckd.saving", "");
    expect(runs(2, 5).out).toMatch(/\nwritten pack_2.ckd, pack_3.ckd\n$/);
    expect(records().slice(1)).toEqual(["", "02c1c2c3", "", "", "05c1c2c3"]);
  });
});

describe("files that are saved together", () => {
  const bytes = (text: string) => [new TextEncoder().encode(text)];
  const save = (...names: string[]) =>
    saveTogether(
      inFolder(names[0]),
      names.map((name) => ({ path: inFolder(name), pieces: bytes(`new ${name}`) })),
    );

  test("are as they were where one of them cannot be made", () => {
    put("a_1", "old a_1");
    put("a_2", "old a_2");
    const broken = function* (): Generator<Uint8Array> {
      yield* bytes("the beginning");
      throw new RangeError("what was written cannot be kept");
    };
    const files = [
      { path: inFolder("a_1"), pieces: bytes("new") },
      { path: inFolder("a_2"), pieces: broken() },
    ];
    expect(() => saveTogether(inFolder("a_1"), files)).toThrow("is not saved, and is as it was: what was written");
    expect(["a_1", "a_2"].map((name) => read(name).toString())).toEqual(["old a_1", "old a_2"]);
    expect(leftovers()).toEqual([]);
  });

  test("count as saved once all are written, though one cannot be put in its place yet", () => {
    put("a_1", "old a_1");
    put("a_3", "old a_3");
    // In the place of a file there is a folder with something in it.
    mkdirSync(inFolder("a_2"));
    mkdirSync(inFolder("a_2/full"));
    expect(() => save("a_1", "a_2", "a_3")).toThrow("is saved, but not all of its files are in their places");
    expect(["a_1", "a_3"].map((name) => read(name).toString())).toEqual(["new a_1", "old a_3"]);
    rmdirSync(inFolder("a_2/full"));
    rmdirSync(inFolder("a_2"));
    finishSaving(inFolder("a_1"));
    expect(["a_1", "a_2", "a_3"].map((name) => read(name).toString())).toEqual(["new a_1", "new a_2", "new a_3"]);
    expect(leftovers()).toEqual([]);
    finishSaving(inFolder("a_1"));
  });
});
