import { expect, it } from "vitest";
import { consoleKey } from "../../../../engine/s370/index.ts";
import { answer, loaded, type, USERS, wait } from "./sessions.ts";

const AT = String.raw`\d\d:\d\d:\d\d GMT \w+DAY \d\d\/\d\d\/\d\d`;

it("logs the operator on when CP is loaded", () => {
  const run = loaded();
  expect(run.terminal(0x009).text).toMatch(
    /^VM\/370 ONLINE\n\d\d:\d\d:\d\d AUTO LOGON {3}\*{3} {3}OPERATOR USERS = 001 {2}BY {2}SYSTEM\n/,
  );
  expect(run.terminal(0x01f).text).toBe("VM/370 ONLINE\n");
});

it("lets a user in who knows the password, and tells the operator", () => {
  const run = loaded();
  expect(type(run, 0x01f, "logon smith", "secret")).toMatch(
    new RegExp(`^logon smith\nENTER PASSWORD:\nsecret\nLOGON AT ${AT}\n`),
  );
  expect(run.terminal(0x009).text).toMatch(/\d\d:\d\d:\d\d CONS 01F LOGON {2}AS SMITH {4}USERS = 002\n/);
  expect(run.vm("SMITH").state.stopped).toBe(true);
});

it("writes characters over which the password is typed", () => {
  const run = loaded();
  expect(type(run, 0x01f, "l smith mask", "secret")).toContain("ENTER PASSWORD:\nXXXXXXXXsecret\nLOGON AT");
  const asking = loaded();
  expect(type(asking, 0x01f, "l smith", "", "secret")).toContain("ENTER PASSWORD:\n\nXXXXXXXXsecret\nLOGON AT");
});

it.each([
  ["logon", "DMKLOG020E USERID MISSING OR INVALID"],
  ["logon nobody", "DMKLOG053E NOBODY NOT IN CP DIRECTORY"],
  ["logon smith x y", "DMKLOG003E INVALID OPTION - Y"],
  ["logon operator", "DMKLOG054E ALREADY LOGGED ON CONS 009"],
  ["logon smith wrong", "DMKLOG050E PASSWORD INCORRECT - REINITIATE LOGON PROCEDURE"],
  ["logon robot nolog", "DMKLOG050E PASSWORD INCORRECT - REINITIATE LOGON PROCEDURE"],
  ["query time", "ENTER LOGON"],
])("refuses %s", (line, message) => {
  expect(answer(loaded(), 0x01f, line)).toEqual([message]);
});

it("tells what was used at logoff, and lets the next user in", () => {
  const run = loaded();
  expect(type(run, 0x01f, "logon smith secret", "logoff")).toMatch(
    new RegExp(`\nCONNECT= 00:00:0\\d VIRTCPU= 000:00.00 TOTCPU= 000:00.\\d\\d\nLOGOFF AT ${AT}\nVM/370 ONLINE\n$`),
  );
  expect(run.cp.user("SMITH")).toBeUndefined();
  expect(run.terminal(0x009).text).toMatch(/CONS 01F LOGOFF AS SMITH {4}USERS = 001\n/);
  expect(type(run, 0x01f, "logon jones word")).toContain("LOGON AT");
});

it("leaves a virtual machine without its user, who finds it again in CP", () => {
  const run = loaded();
  type(run, 0x01f, "logon smith secret");
  const { id } = run.vm("SMITH");
  expect(type(run, 0x01f, "disc")).toMatch(new RegExp(`DISCONNECT AT ${AT}\nVM/370 ONLINE\n$`));
  expect(type(run, 0x020, "logon smith secret")).toMatch(new RegExp(`\nRECONNECTED AT ${AT}\nCP\n$`));
  expect(run.vm("SMITH").id).toBe(id);
  expect(run.vm("SMITH").state.console.inCp).toBe(true);
});

it("logs a machine off that wants its user for 15 minutes in vain", () => {
  const run = loaded();
  type(run, 0x01f, "logon smith secret", "store psw 20000 0", "disc");
  wait(run, 14 * 60_000_000);
  expect(run.cp.user("SMITH")).toBeDefined();
  wait(run, 62_000_000);
  expect(run.cp.user("SMITH")).toBeUndefined();
  expect(run.terminal(0x009).text).toContain("LOGOFF AS SMITH    USERS = 001  FORCED");
});

it("forces users off, for operators", () => {
  const run = loaded();
  type(run, 0x01f, "logon smith secret");
  expect(answer(run, 0x01f, "force operator")).toEqual(["?CP: FORCE"]);
  type(run, 0x009, "force smith");
  expect(run.terminal(0x01f).text).toContain(" BY SYSTEM\nVM/370 ONLINE\n");
  expect(answer(run, 0x009, "force smith")).toEqual(["SMITH NOT LOGGED ON"]);
});

it("logs users on without terminals, for operators", () => {
  const run = loaded({ source: `${USERS}\nUSER DAEMON PASS 256K 1M G\nIPL 190\nCONSOLE 009 3215` });
  expect(answer(run, 0x009, "autolog daemon wrong")).toEqual(["AUTOLOG FAILED FOR DAEMON - PASSWORD INCORRECT"]);
  expect(answer(run, 0x009, "autolog smith secret")).toEqual(["AUTOLOG FAILED FOR SMITH - NO IPL IN DIRECTORY"]);
  expect(type(run, 0x009, "autolog daemon pass")).toMatch(
    /AUTO LOGON {3}\*{3} {3}DAEMON {3}USERS = 002 {2}BY {2}OPERATOR/,
  );
  expect(run.cp.user("DAEMON")).toBeDefined();
});

it("sleeps for a time, or until the attention key", () => {
  const run = loaded();
  type(run, 0x009, "sleep 3 sec");
  expect(run.vm("OPERATOR").state.console.sleepsUntil).toBeDefined();
  wait(run, 3_000_000);
  expect(run.vm("OPERATOR").state.console.sleepsUntil).toBeUndefined();
  type(run, 0x009, "#cp sleep");
  wait(run, 30_000_000);
  expect(run.vm("OPERATOR").state.console.sleepsUntil).toBe(Number.POSITIVE_INFINITY);
  run.machine.input(0x009, consoleKey("request"));
  wait(run);
  expect(run.vm("OPERATOR").state.console.sleepsUntil).toBeUndefined();
});

it("repeats lines until END", () => {
  const run = loaded();
  expect(type(run, 0x009, "echo 2", "What?", "end", "msg * x")).toMatch(
    /TYPE "END"\nWhat\?\nWhat\?\nWhat\?\nend\nmsg \* x\n\d\d:\d\d:\d\d {2}\* MSG FROM OPERATOR: x\n$/,
  );
});

it("goes on from a snapshot in the middle of a logon as if nothing had been", () => {
  const run = loaded();
  type(run, 0x01f, "logon smith");
  const saved = run.machine.snapshot();
  const first = type(run, 0x01f, "secret", "display g0-3");
  const { now } = run.machine;
  run.machine.restore(saved);
  expect(type(run, 0x01f, "secret", "display g0-3")).toBe(first);
  expect(run.machine.now).toBe(now);
});

it("leaves nothing of a sleeping user behind who is forced off with a line typed", () => {
  const run = loaded();
  type(run, 0x01f, "logon smith secret", "sleep", "query time");
  expect(run.cp.state.tasks.map(({ kind }) => kind)).toContain("line");
  type(run, 0x009, "force smith");
  wait(run);
  expect(run.cp.state.tasks).toEqual([]);
  expect(answer(run, 0x01f, "query time")).toEqual(["ENTER LOGON"]);
});
