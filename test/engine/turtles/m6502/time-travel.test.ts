/** Going back and on again, copies, and images of anything: seeds are fixed, and a failure names its own. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { TimeTravel } from "../../../../engine/machine/time-travel.ts";
import {
  INTERRUPT_LINE,
  instructions,
  KEYBOARD,
  Mos6502,
  NON_MASKABLE_LINE,
  RESET_LINE,
} from "../../../../engine/turtles/m6502/index.ts";
import { Random } from "../../../vectors/random.ts";

/** Everything that can be seen of a machine. */
function digest(machine: Mos6502): string {
  const { registers, cycles, now, instructions: executed, text, exitCode, stopped, ports, illegalOpcode } = machine;
  const seen = { registers, cycles, now, executed, text, exitCode, stopped, illegalOpcode, ports: ports.save() };
  return createHash("sha256").update(JSON.stringify(seen)).update(machine.storage.bytes).digest("hex");
}

/** Storage of documented operation codes and whatever, vectors into it, and inputs on all lines. */
function started(seed: number, machine = new Mos6502()): Mos6502 {
  const random = new Random(seed);
  const dense = random.pick([30, 90, 100]);
  const bytes = Uint8Array.from({ length: 0x10000 }, () =>
    random.chance(dense) ? random.pick(instructions).opcode : random.below(256),
  );
  // Some go on for long: a loop with stores, around which everything else may happen.
  if (random.chance(60)) {
    const loop = [0xe8, 0xfe, 0x00, 0x03, 0x9d, 0x00, 0x02, 0x69, 0x07, 0x99, 0x00, 0x04, 0xc8, 0x8d, 0x01, 0xf0, 0x58];
    bytes.set([...loop, 0xad, 0x04, 0xf0, 0x4c, 0x00, 0x10], 0x1000);
    bytes.set([0x48, 0xe6, 0x80, 0x8d, 0x06, 0xf0, 0x68, 0x40], 0x1100);
    bytes.set([0x00, 0x11, 0x00, 0x10, 0x00, 0x11], 0xfffa);
  }
  machine.write(0, bytes);
  machine.setRegisters({
    a: random.below(256),
    x: random.below(256),
    y: random.below(256),
    s: 0xff,
    p: random.below(256),
  });
  machine.reset();
  machine.scheduleInputs(
    Array.from({ length: random.below(12) }, () => ({
      tick: random.below(5000),
      device: random.pick([KEYBOARD, KEYBOARD, INTERRUPT_LINE, INTERRUPT_LINE, NON_MASKABLE_LINE, RESET_LINE]),
      text: random.pick(["hold", "release", "typed\n"]),
    })),
  );
  return machine;
}

const SEEDS = Array.from({ length: 25 }, (_, i) => 6502 + i);

test.each(SEEDS)("going back and forth ends where going straight on ends: seed %i", (seed) => {
  const straight = started(seed);
  const marks: [tick: number, digest: string][] = [[straight.now, digest(straight)]];
  for (let tick = 137; tick <= 6000; tick += 137) {
    straight.run({ ticks: tick });
    if (straight.now === tick) marks.push([tick, digest(straight)]);
  }
  straight.run({ ticks: 6000 });
  const end = digest(straight);
  const machine = started(seed);
  const travel = new TimeTravel(machine);
  const random = new Random(-seed);
  travel.run({ ticks: 6000 });
  expect(digest(machine)).toBe(end);
  for (let i = 0; i < 15; i++) {
    const [tick, expected] = random.pick(marks);
    travel.goTo(tick);
    if (machine.now === tick) expect(digest(machine), `at ${tick}`).toBe(expected);
    for (let back = random.below(6); back > 0; back--) travel.stepBack();
    if (random.chance(30)) travel.step();
  }
  travel.goTo(6000);
  expect(digest(machine)).toBe(end);
});

test("stepping back undoes steps one by one", () => {
  for (const seed of SEEDS) {
    const machine = started(seed);
    const travel = new TimeTravel(machine);
    travel.run({ ticks: 300 });
    const trail: string[] = [];
    for (let i = 0; i < 40 && machine.stopped === undefined; i++) {
      trail.push(digest(machine));
      travel.step();
    }
    while (trail.length > 0) {
      travel.stepBack();
      expect(digest(machine), `seed ${seed}, step ${trail.length}`).toBe(trail.pop());
    }
  }
});

test("going round in a wait is one step back, wherever limits have cut it short", () => {
  const machine = new Mos6502();
  machine.write(0x200, Uint8Array.of(0xe8, 0x4c, 0x01, 0x02));
  machine.setRegisters({ pc: 0x200 });
  machine.scheduleInputs([{ tick: 5000, device: KEYBOARD, text: "x" }]);
  const travel = new TimeTravel(machine);
  for (let ticks = 100; ticks <= 4900; ticks += 100) travel.run({ ticks });
  travel.stepBack();
  expect(machine.now).toBe(2);
  travel.stepBack();
  expect(machine.registers.pc).toBe(0x201);
});

test("another machine, with another past, goes on from a copy as the first does", () => {
  const other = started(1);
  other.run({ ticks: 500 });
  for (const seed of SEEDS) {
    const machine = started(seed);
    machine.run({ ticks: seed % 150 });
    other.scheduleInputs([]);
    other.restore({ ...machine.snapshot(), inputs: 0 });
    machine.scheduleInputs([]);
    for (let i = 0; i < 200; i++) {
      machine.step();
      other.step();
    }
    expect(digest(other), `seed ${seed}`).toBe(digest(machine));
  }
});

const IMAGES = 10_000;

test(`${IMAGES} images of anything run without a throw, and time always goes on`, { timeout: 120_000 }, () => {
  const machine = new Mos6502();
  const fresh = machine.snapshot();
  for (let seed = 1; seed <= IMAGES; seed++) {
    machine.restore(fresh);
    const random = new Random(seed);
    const page = Uint8Array.from({ length: 256 }, () =>
      random.chance(70) ? random.pick(instructions).opcode : random.below(256),
    );
    for (let at = 0; at < 0x10000; at += 256) if (at < 0x200 || random.chance(20)) machine.write(at, page);
    machine.write(0xfff0, page.subarray(0, 16));
    machine.setRegisters({ a: seed, x: random.below(256), y: random.below(256), s: random.below(256), p: seed >> 4 });
    machine.scheduleInputs([]);
    machine.input(random.below(5), random.pick(["hold", "x", ""]));
    try {
      for (let i = 0; i < 100 && !machine.stopped; i++) {
        const { now } = machine;
        machine.step();
        if (machine.now <= now) throw new Error("time stands still");
        const { a, x, y, s, pc } = machine.registers;
        if ([a, x, y, s].some((one) => one < 0 || one > 255) || pc < 0 || pc > 0xffff)
          throw new Error(`registers go beyond their bits: ${JSON.stringify(machine.registers)}`);
      }
    } catch (thrown) {
      throw new Error(`seed ${seed} at ${machine.registers.pc}`, { cause: thrown });
    }
  }
});
