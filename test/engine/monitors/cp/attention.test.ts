import { expect, it } from "vitest";
import { consoleKey } from "../../../../engine/s370/index.ts";
import { answer, loaded, type, wait } from "./sessions.ts";

const AT = 0x009;

function press(run: ReturnType<typeof loaded>, key: "request" | "cancel" | "not-ready" | "ready"): void {
  run.machine.input(AT, consoleKey(key));
  wait(run);
}

/** The operator's machine counts in general register 1 for ever. */
function counting() {
  const run = loaded();
  type(run, AT, "store 200 41110001 47f00200");
  return run;
}

const counted = (run: ReturnType<typeof loaded>): number =>
  Number.parseInt(answer(run, AT, "#cp display g1")[0].slice(9), 16);

it("is the program's at the first press, CP's at the second", () => {
  const run = counting();
  type(run, AT, "begin 200");
  press(run, "request");
  expect(run.vm("OPERATOR").state.console.inCp).toBe(false);
  press(run, "request");
  expect(run.vm("OPERATOR").state.console.inCp).toBe(true);
  expect(run.terminal(AT).text).toMatch(/!\n!\nCP\n$/);
  expect(counted(run)).toBe(counted(run));
});

it("leads to CP at once by TERMINAL MODE CP", () => {
  const run = counting();
  type(run, AT, "terminal mode cp attn off", "begin 200");
  press(run, "request");
  expect(run.vm("OPERATOR").state.console.inCp).toBe(true);
  expect(run.terminal(AT).text).toMatch(/begin 200\nCP\n$/);
});

it("leaves the machine running by SET RUN ON", () => {
  const run = counting();
  type(run, AT, "set run on", "terminal mode cp", "begin 200");
  press(run, "request");
  const before = counted(run);
  wait(run);
  expect(counted(run)).toBeGreaterThan(before);
});

it("is CANCEL while a line is awaited", () => {
  const run = loaded();
  type(run, AT, "store 200 9c000009 82000220", "store 300 0a000400 20000014 l48 300 l220 fe020000 0", "begin 200");
  expect(run.vm("OPERATOR").state.console.reading).toBe(true);
  press(run, "cancel");
  expect(run.vm("OPERATOR").state.console.inCp).toBe(true);
  type(run, AT, "begin", "abc");
  expect(answer(run, AT, "#cp d 400")).toEqual(["000400  81828300"]);
});

it("writes what comes while a line is awaited, and waits on", () => {
  const run = loaded();
  type(run, 0x01f, "logon smith secret");
  expect(run.terminal(0x01f).reading).toBe(true);
  type(run, AT, "msg smith Lunch?");
  expect(run.terminal(0x01f).text).toMatch(/MSG FROM OPERATOR: Lunch\?\n$/);
  expect(run.terminal(0x01f).reading).toBe(true);
  expect(answer(run, 0x01f, "msg operator Yes")).toEqual([]);
});

it("finds everything again at a terminal that was not ready for a while", () => {
  const run = loaded();
  type(run, 0x01f, "logon smith secret");
  press(run, "not-ready");
  type(run, 0x01f, "msg operator Hello");
  wait(run, 5_000_000);
  expect(run.terminal(AT).text).not.toContain("Hello");
  press(run, "ready");
  expect(run.terminal(AT).text).toContain("MSG FROM SMITH   : Hello\n");
  expect(run.cp.user("OPERATOR")).toBeDefined();
});
