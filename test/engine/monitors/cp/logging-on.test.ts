import { expect, it } from "vitest";
import { type CpMachine, cpMachine } from "./support.ts";

const SOURCE = `
USER OPERATOR OPER 256K 1M ABCDEFG
CONSOLE 009 3215
USER SMITH SECRET 256K 1M G
CONSOLE 009 3215
USER JONES WORD 256K 1M G
CONSOLE 01F 3210
USER ROBOT NOLOG 256K 1M G
CONSOLE 009 3215`.trim();

/** Types lines at a terminal, one after another, each when the one before has been answered. */
function type(run: CpMachine, terminal: number, ...lines: string[]): void {
  for (const line of lines) {
    run.machine.input(terminal, line);
    run.machine.run({ ticks: run.machine.now + 200_000 });
  }
}

function loaded(): CpMachine {
  const run = cpMachine([], { source: SOURCE });
  run.machine.run({ ticks: 200_000 });
  return run;
}

it("logs the operator on when CP is loaded", () => {
  const run = loaded();
  expect(run.terminal(0x009).text).toMatch(
    /^VM\/370 ONLINE\n\d\d:\d\d:\d\d AUTO LOGON {3}\*{3} {3}OPERATOR USERS = 001 {2}BY {2}SYSTEM\n/,
  );
  expect(run.terminal(0x01f).text).toBe("VM/370 ONLINE\n");
});

it("lets a user in who knows the password, masked, and tells the operator", () => {
  const run = loaded();
  type(run, 0x01f, "logon smith", "secret");
  expect(run.terminal(0x01f).text).toMatch(
    /ENTER PASSWORD:\nsecret\nLOGON AT \d\d:\d\d:\d\d GMT \w+DAY \d\d\/\d\d\/\d\d\n/,
  );
  expect(run.terminal(0x009).text).toMatch(/\d\d:\d\d:\d\d CONS 01F LOGON {2}AS SMITH {4}USERS = 002\n/);
  expect(run.vm("SMITH").state.stopped).toBe(true);
});
