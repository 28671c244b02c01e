/** *MSG: what users say to a program by IUCV. */
import { expect, it } from "vitest";
import { encodeEbcdic } from "../../../../engine/s370/index.ts";
import { hex } from "../support.ts";
import { guest, interruptions, ROOM, result, type Step } from "./iucv-guest.ts";
import { DECLARE, EVERYBODY, wait } from "./iucv-pair.ts";
import { type CpMachine, cpMachine } from "./support.ts";

const CONNECT: Step = { iucv: "connect", fields: { to: "*MSG" } };
const receive = (flags = 0): Step => ({ iucv: "receive", fields: { buffer: [ROOM, 80], flags, path: 0 } });

let lines = 0;
/** A command of CP's, by DIAGNOSE X'08'. */
function command(text: string): Step {
  const name = `C${++lines}`;
  return {
    code: [
      `         LA    4,${name}`,
      `         LA    5,${text.length}`,
      "         DC    X'83450008'",
      `         B     P${name}`,
      `${name}      DC    C'${text}'`,
      `P${name}     DS    0H`,
    ].join("\n"),
  };
}

/** A's program, with H logged on at 01F saying things. */
function run(steps: readonly Step[], said: readonly string[]): CpMachine {
  const machine = cpMachine([guest([DECLARE, ...steps])], { source: EVERYBODY });
  machine.machine.run({ ticks: 2_000_000 });
  for (const line of ["logon h pass", ...said]) {
    machine.machine.input(0x01f, line);
    machine.machine.run({ ticks: machine.machine.now + 500_000 });
  }
  return machine;
}

it("accepts a path at once", () => {
  const machine = run([CONNECT, wait()], []);
  expect(result(machine, "A", 1)).toMatchObject({ cc: 0, list: { path: 0 } });
  expect(interruptions(machine, "A").map(({ code, path }) => [code, path])).toEqual([[2, 0]]);
});

it("gives messages, warnings and special messages to a program that has asked for them", () => {
  const machine = run(
    [
      CONNECT,
      wait(),
      ...["MSG", "WNG", "SMSG"].map((what) => command(`SET ${what} IUCV`)),
      wait(3),
      receive(),
      receive(2),
      receive(),
    ],
    ["msg a hello", "wng a beware", "smsg a command"],
  );
  const news = interruptions(machine, "A").slice(1);
  expect(news.map(({ code, flags, third }) => [code, flags, third])).toEqual([
    [9, 0x10, 1],
    [9, 0x10, 2],
    [9, 0x10, 4],
  ]);
  expect(news.map(({ buffer }) => buffer[1])).toEqual([8 + 5, 8 + 6, 8 + 7]);
  expect([7, 8, 9].map((step) => result(machine, "A", step).cc)).toEqual([0, 0, 0]);
  expect(machine.storage("A", ROOM, 15)).toBe(hex(encodeEbcdic("H       command")));
  expect(machine.terminal(0x009).text).not.toContain("hello");
  // What it has received is gone: nobody waits to hear of its end.
  expect(machine.vm("A").state.iucv).toMatchObject({ send: [], receive: [], reply: [] });
  expect(machine.vm("A").state.iucv?.paths[0].onTheWay).toBe(0);
});

it("leaves to the terminal what nobody takes", () => {
  const without = run([command("SET MSG IUCV"), wait()], ["msg a hello"]);
  expect(without.terminal(0x009).text.toLowerCase()).toContain("hello");
  const quiet = run([CONNECT, wait(), command("SET MSG IUCV"), { iucv: "quiesce" }, wait()], ["msg a hello"]);
  expect(quiet.terminal(0x009).text.toLowerCase()).toContain("hello");
  const again = run(
    [CONNECT, wait(), command("SET MSG IUCV"), { iucv: "quiesce" }, { iucv: "resume" }, wait()],
    ["msg a hello"],
  );
  expect(again.terminal(0x009).text.toLowerCase()).not.toContain("hello");
});

it("is shown by QUERY SET, and ended by ON and OFF", () => {
  const machine = run([command("SET SMSG IUCV"), command("SET MSG IUCV"), command("SET MSG ON"), wait()], []);
  expect(machine.vm("A").state.options).toMatchObject({
    message: true,
    special: true,
    messageService: { message: false, warning: false, special: true },
  });
});

it("takes no messages, and no function codes", () => {
  const machine = run(
    [
      CONNECT,
      wait(),
      { iucv: "send", fields: { flags: 0x10 } },
      wait(),
      { iucv: "connect", fields: { to: "*MSG", functionCode: 1 } },
      { iucv: "send", fields: { flags: 0x80 } },
      { iucv: "send", fields: { flags: 0x20 } },
    ],
    [],
  );
  expect(result(machine, "A", 3).cc).toBe(0);
  expect(
    interruptions(machine, "A")
      .slice(1)
      .map(({ code, audit }) => [code, audit]),
  ).toEqual([[7, 0x040000]]);
  expect([5, 6, 7].map((step) => result(machine, "A", step).list.code)).toEqual([17, 21, 4]);
});

it("forgets what it has on the way when its path is severed", () => {
  const machine = run(
    [CONNECT, wait(), command("SET MSG IUCV"), wait(2), { iucv: "sever" }, { iucv: "testMessage" }],
    ["msg a one", "msg a two"],
  );
  expect(machine.vm("A").state.iucv).toMatchObject({ paths: {}, send: [] });
  expect(machine.vm("A").state.waiting).toBe(true);
});
