import { expect, it } from "vitest";
import { BUFFER, guest, interruptions, ROOM, result, type Step, TEXT } from "./iucv-guest.ts";
import { type CpMachine, cpMachine, users } from "./support.ts";

/** Everybody may connect with everybody, with priority too, by so many paths. */
const OPEN_DIRECTORY = users("OPTION ECMODE MAXCONN 8\nIUCV ANY PRIORITY MSGLIMIT 100");

const DECLARE: Step = { iucv: "declare", fields: { buffer: [BUFFER, 0] } };
const wait = (count = 1): Step => ({ wait: count });

function run(guests: readonly string[], source = OPEN_DIRECTORY): CpMachine {
  const machine = cpMachine(guests, { source });
  machine.machine.run({ ticks: 20_000_000 });
  return machine;
}

const types = (machine: CpMachine, userid: string): number[] => interruptions(machine, userid).map(({ code }) => code);

it("connects two programs, passes a message and its reply, and severs the path", () => {
  const machine = run([
    guest(
      [
        DECLARE,
        { spin: 400000 },
        { iucv: "connect", fields: { to: "B", flags: 0xa0, limit: 7, user: "HELLO FROM A" } },
        wait(),
        {
          iucv: "send",
          fields: { buffer: [TEXT, 5], answer: [ROOM, 16], class: 0x11, sourceClass: 0x22, tag: 0x33 },
        },
        wait(),
        { iucv: "sever", fields: { user: "GOODBYE" } },
      ],
      { [TEXT]: "C'QUERY'" },
    ),
    guest(
      [
        DECLARE,
        wait(),
        { iucv: "accept", fields: { flags: 0xa0, limit: 3 } },
        wait(),
        { iucv: "receive", fields: { buffer: [ROOM, 8] } },
        { iucv: "reply", fields: { message: 1, class: 0x11, answer: [TEXT, 6] } },
        wait(),
        { iucv: "sever" },
      ],
      { [TEXT]: "C'ANSWER'" },
    ),
  ]);
  expect([2, 4, 6].map((step) => result(machine, "A", step).cc)).toEqual([0, 0, 0]);
  expect([2, 4, 5, 7].map((step) => result(machine, "B", step).cc)).toEqual([0, 0, 0, 0]);
  expect(types(machine, "A")).toEqual([2, 7]);
  expect(types(machine, "B")).toEqual([1, 9, 3]);
});
