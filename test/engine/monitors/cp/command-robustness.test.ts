import { expect, it } from "vitest";
import { loaded, type, wait } from "./sessions.ts";

/** A generator of numbers below a limit, the same ones each time. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % limit;
  };
}

const WORDS = [
  "0",
  "1",
  "9",
  "010",
  "-1",
  "99999999999",
  "FFFFFF",
  "FFFFFFFF",
  "0-END",
  "T0.FFFFFF",
  "K",
  "G0-99",
  "Y7",
  "X",
  "PSW",
  "200",
  "0.0",
  "*",
  "ALL",
  "OFF",
  "ON",
  "SMITH",
  "OPERATOR",
  "NOBODYATALL",
  "00C",
  "00D",
  "00E",
  "009",
  "191",
  "350",
  "01F",
  "XYZ",
  "TO",
  "AS",
  "16M",
  "1K",
  "A B",
  "STORAGE",
  "VIRTUAL",
  "END",
  "CLEAR",
  "PF1",
  "PF99",
  "IMMED",
  "'",
  '"',
  "¢",
  "@",
  "#",
  "&",
  "\u00ff",
  "READER",
  "PRINTER",
  "CLASS",
  "LOGMSG",
  "NULL",
  "SVC",
  "RUN",
  "PRIVATE",
  "Q",
  "CHANNELS",
  "TIME",
  "SET",
  "NAMES",
  "PRIORITY",
  "50",
  "RESTART",
  "RESET",
  "X".repeat(100),
];
/** What would end the run, or break CP on purpose, or print all of real storage each time: they have tests of their own. */
const LEFT_OUT = ["SHUTDOWN", "SLEEP", "LOGOFF", "LOGOUT", "DISCONN", "FORCE", "DISABLE", "ECHO", "STCP", "DMCP"];

it("survives 3,000 lines of commands with operands that make no sense, and logs its user off at the end", () => {
  const run = loaded();
  type(run, 0x01f, "logon smith secret");
  const names = run.cp.commands.all.map(({ name }) => name).filter((name) => !LEFT_OUT.includes(name));
  const next = numbers(370);
  const operator = run.vm("OPERATOR").id;
  for (let i = 0; i < 3000; i++) {
    const operands = Array.from({ length: next(5) }, () => WORDS[next(WORDS.length)]);
    const line = ["#cp", names[next(names.length)], ...operands].join(" ");
    run.machine.input(0x009, line);
    run.machine.run({ ticks: run.machine.now + 20_000 });
    expect(
      run.cp.vms.map(({ id }) => id),
      line,
    ).toContain(operator);
  }
  expect(run.terminal(0x009).text.split("\n").length).toBeGreaterThan(4000);
  run.machine.input(0x009, "terminal lineend # chardel @ escape off linedel off");
  wait(run, 60_000_000);
  for (const line of ["#cp trace end", "#cp set linedit on", "#cp set emsg on", "#cp system reset"]) {
    run.machine.input(0x009, line);
    wait(run, 5_000_000);
  }
  expect(type(run, 0x01f, "query names")).toContain("OPERATOR - 009");
  run.machine.input(0x009, "#cp logoff");
  wait(run, 20_000_000);
  expect(run.cp.user("OPERATOR")).toBeUndefined();
});

it("survives lines that are no commands, from users who are not logged on and from those who are", () => {
  const run = loaded();
  const next = numbers(1972);
  for (let i = 0; i < 300; i++) {
    const line = Array.from({ length: next(140) }, () => String.fromCharCode(32 + next(200))).join("");
    for (const terminal of [0x009, 0x01f]) run.machine.input(terminal, line);
    run.machine.run({ ticks: run.machine.now + 20_000 });
  }
  wait(run, 10_000_000);
  expect(type(run, 0x020, "logon jones word")).toContain("LOGON AT");
});
