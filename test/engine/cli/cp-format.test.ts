/** `tae cp format`: packs for CP. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { decodeEbcdic, openDisk } from "../../../engine/s370/index.ts";
import { put, tae, workFolder } from "./tae.ts";

const folder = workFolder();

function track(name: string, number: number): Uint8Array {
  const bytes = readFileSync(join(folder, name));
  const file = { name, size: bytes.length, read: (at: number, length: number) => bytes.subarray(at, at + length) };
  return openDisk([file]).track(number);
}

test("makes a pack with a label, an allocation map and pages", () => {
  const given = ["--type", "3330", "--cylinders", "8", "--allocate", "PAGE=3-4", "--allocate=temp=5-7"];
  expect(tae(folder, "cp", "format", "vmres", "res.cckd", ...given)).toEqual({
    status: 0,
    err: "",
    out: "res.cckd: 3330-1 VMRES, 8 cylinders\nPAGE 3-4\nTEMP 5-7\n",
  });
  const first = track("res.cckd", 0);
  // Home address, record 0, the records for IPL and checkpoints; then the label with its key.
  const label = 5 + 16 + (8 + 24) + (8 + 4096) + 8;
  expect(decodeEbcdic(first.subarray(label, label + 14))).toBe("VOL1VOL1VMRES ");
  const map = label + 4 + 80 + 8;
  expect([...first.subarray(map, map + 9)]).toEqual([1, 1, 1, 8, 8, 0, 0, 0, 0xff]);
  // Records are numbered through the cylinder.
  const last = track("res.cckd", 7 * 19 + 18);
  expect([...last.subarray(21, 29)]).toEqual([0, 7, 0, 18, 55, 0, 0x10, 0]);
});

test("does not take what is there, and says what would be right", () => {
  put(folder, { "kept.ckd": "something" });
  const refused = (...list: string[]) => tae(folder, "cp", "format", ...list).err;
  expect(refused("V", "kept.ckd")).toBe(
    "tae: kept.ckd is there already: formatting would take everything from it; --replace does so\n",
  );
  expect(refused("V", "new.ckd", "--type", "3330", "--allocate", "TEMP=1-404")).toBe(
    "tae: TEMP 1-404: cylinders go from 0 to 403\n",
  );
  expect(refused("TOOLONG", "new.ckd")).toBe("tae: TOOLONG is no volume serial number: 1 to 6 letters and digits\n");
  expect(refused("V", "new.ckd", "--type", "2311-1")).toBe(
    "tae: a 2311-1 cannot be CP's: 2305, 2314, 3330, 3340 and 3350 can\n",
  );
});
