/** The virtual interval timer, and how it asks. */
import { expect, test } from "vitest";
import { expectSame } from "../executors.ts";
import { type Given, hypervisor, type Run } from "./hypervisor.ts";

/** Loops for ever, in supervisor state of its own. */
const LOOPING = `
G        CSECT
         USING G,0
         ORG   G+X'50'
TIMER    DC    X'00000300'
         ORG   G+X'800'
LOOP     AR    1,2
         SR    1,3
         SSM   MASK
         BCTR  4,0
         B     LOOP
MASK     DC    X'01'
         END
`;

const ACTIVE = 0x8100_0000 | 0;
const TICKS_OF_THREE = 10_000;

function after(ticks: number, given: Partial<Given> = {}): Run {
  const begun = hypervisor({ guest: LOOPING, controls: ACTIVE, ...given });
  begun.machine.run({ ticks });
  return begun;
}

test("loses X'100' each 1/300 of a second in which the virtual machine runs", () => {
  expect(after(Math.floor(TICKS_OF_THREE / 3)).guestWord(80)).toBe("00000300");
  expect(after(Math.ceil(TICKS_OF_THREE / 3)).guestWord(80)).toBe("00000200");
  expect(after(TICKS_OF_THREE - 1).guestWord(80)).toBe("00000100");
  expect(after(TICKS_OF_THREE).guestWord(80)).toBe("00000000");
});

test.each([
  ["without the feature", { features: { virtualMachine: true } }],
  ["with bit 7 of control register 6 zero", { controls: 0x8000_0000 | 0 }],
  ["with bit 0 of control register 6 zero", { controls: 0x0100_0000 }],
])("stands still %s", (_what, given) => {
  expect(after(3 * TICKS_OF_THREE, given).guestWord(80)).toBe("00000300");
});

test("asks by an external interruption with bit 7 of the code one, where the interval timer's mask lets it", () => {
  const begun = after(TICKS_OF_THREE);
  begun.machine.run({ ticks: 2 * TICKS_OF_THREE });
  expect(begun.guestWord(80)).toBe("FFFFFD00");
  // The hypervisor's PSW for the virtual machine has external interruptions masked: it waits.
  expect(begun.word(0x300)).toBe("00000000");
  const { machine } = begun;
  const [left, right] = machine.processor.psw();
  machine.processor.loadPsw(left | 0x0100_0000, right);
  machine.run({ ticks: machine.now + 20 });
  expect(begun.word(0x300)).toBe("00000001");
  expect(Buffer.from(machine.read(0x86, 2)).toString("hex")).toBe("0100");
  // Once.
  machine.run({ ticks: machine.now + 1000 });
  expect(begun.word(0x300)).toBe("00000001");
});

test("asks together with the interval timer", () => {
  const begun = after(2 * TICKS_OF_THREE);
  const { machine } = begun;
  machine.write(80, Uint8Array.of(0, 0, 0, 0));
  machine.run({ ticks: machine.now + 100 });
  const [left, right] = machine.processor.psw();
  machine.processor.loadPsw(left | 0x0100_0000, right);
  machine.run({ ticks: machine.now + 20 });
  expect([Buffer.from(machine.read(0x86, 2)).toString("hex"), begun.word(0x300)]).toEqual(["0180", "00000001"]);
});

test("does not count what the hypervisor spends", () => {
  const begun = after(100);
  const { machine } = begun;
  machine.setPsw("0008000000000F00");
  // A loop of the hypervisor's, over three steps.
  machine.write(0xf00, Uint8Array.of(0x47, 0xf0, 0x0f, 0x00));
  machine.run({ ticks: TICKS_OF_THREE + 100 });
  expect(begun.guestWord(80)).toBe("00000300");
  expect(machine.assistCounts["interval timer"].done).toBe(0);
});

test("is the same on all executors, whatever the steps in which it is run", () => {
  const interpreting = after(0, { executor: "interpreter" });
  const others = [after(0, { executor: "cold" }), after(0, { hot: 0 }), after(0, { hot: 8 })];
  for (let ticks = 977; ticks < 4 * TICKS_OF_THREE; ticks += 977 + (ticks % 5)) {
    interpreting.machine.run({ ticks });
    for (const [i, { machine }] of others.entries()) {
      machine.run({ ticks });
      expectSame(interpreting.machine, machine, `executor ${i} at ${ticks}`);
    }
  }
  const whole = after(interpreting.machine.now);
  expectSame(interpreting.machine, whole.machine, "at once");
  expect(whole.machine.assistCounts["interval timer"].done).toBe(11);
});
