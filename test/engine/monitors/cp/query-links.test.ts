import { expect, it } from "vitest";
import { mountedDisk } from "./disks.ts";
import { answer, loaded, type } from "./sessions.ts";

const SOURCE = `
USER OPERATOR OPER 256K 1M ABCDEFG
CONSOLE 009 3215
MDISK 191 3350 010 005 USERS1 MR RPASS WPASS MPASS
USER SMITH SECRET 256K 1M G
CONSOLE 009 3215
LINK OPERATOR 191 291 RR`.trim();

it("tells who has a minidisk", () => {
  const run = loaded({ source: SOURCE, more: [[0x350, mountedDisk("3350", "USERS1", 0x350)]] });
  expect(answer(run, 0x009, "query links 191")).toEqual(["OPERATOR 191 R/W"]);
  type(run, 0x01f, "logon smith secret");
  expect(answer(run, 0x01f, "query links 291")).toEqual(["OPERATOR 191 R/W, SMITH    291 R/O"]);
  expect(answer(run, 0x01f, "query links 191")).toEqual(["DEV 191 DOES NOT EXIST"]);
  expect(answer(run, 0x01f, "query links 009")).toEqual(["INVALID DEVICE TYPE - 009"]);
  expect(answer(run, 0x01f, "query links")).toEqual(["VADDR MISSING OR INVALID"]);
});
