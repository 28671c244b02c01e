/** Time travel over long runs: how far, how much memory, and how much has to be run again. */
import { describe, expect, test } from "vitest";
import { COARSEST, FINEST } from "../../../engine/machine/snapshots.ts";
import { TimeTravel } from "../../../engine/machine/time-travel.ts";
import { Random } from "../../vectors/random.ts";
import { Toy, type ToyOptions } from "./toy.ts";

const MEBIBYTE = 1024 * 1024;

function travelling(options: ToyOptions, budget?: number) {
  const machine = new Toy(options);
  return { machine, travel: new TimeTravel(machine, budget === undefined ? {} : { budget }) };
}

/** What going somewhere costs, in ticks that are run again. */
function costOf(machine: Toy, act: () => void): number {
  const before = machine.effort;
  act();
  return machine.effort - before;
}

describe("in a run of a billion ticks", () => {
  const LONG = 1_000_000_000;
  const STRIDE = 10_000;

  test("no tick is more than some million ticks away, and snapshots take little", () => {
    const { machine, travel } = travelling({ pages: 256, stride: STRIDE, working: 20 });
    travel.run({ ticks: LONG });
    expect(travel.held.bytes).toBeLessThan(100 * MEBIBYTE);
    const random = new Random(3);
    for (let i = 0; i < 60; i++) {
      const tick = i === 0 ? LONG - 1 : random.below(LONG);
      expect(
        costOf(machine, () => travel.goTo(tick)),
        `to ${tick}`,
      ).toBeLessThanOrEqual(COARSEST + STRIDE);
      expect(machine.now - tick).toBeLessThan(STRIDE);
    }
  });

  test("after one step back the next ones cost next to nothing", () => {
    const { machine, travel } = travelling({ pages: 64, stride: 100, working: 20 });
    travel.run({ ticks: LONG / 50 });
    travel.goTo(LONG / 100);
    const cost = costOf(machine, () => {
      for (let i = 0; i < 100; i++) travel.stepBack();
    });
    expect(machine.now).toBe(LONG / 100 - 100 * 100);
    expect(cost / 100).toBeLessThan(3 * FINEST);
  });

  test("memory stays within its bounds where every page is always changed, and the past is spread evenly", () => {
    const budget = 8 * MEBIBYTE;
    const { machine, travel } = travelling({ pages: 256, stride: STRIDE, working: 256 }, budget);
    let most = 0;
    for (let tick = LONG / 100; tick <= LONG; tick += LONG / 100) {
      travel.run({ ticks: tick });
      most = Math.max(most, travel.held.bytes);
    }
    expect(most).toBeLessThan(budget);
    expect(travel.held.bytes).toBeGreaterThan(budget / 2);
    // A megabyte each: seven or so over the whole of it.
    for (let tick = LONG / 20; tick < LONG; tick += LONG / 20)
      expect(
        costOf(machine, () => travel.goTo(tick)),
        `to ${tick}`,
      ).toBeLessThan(LONG / 3);
    expect(travel.held.bytes).toBeLessThan(budget);
  });

  test("waiting costs neither time nor snapshots", () => {
    const { machine, travel } = travelling({ pages: 64, stride: 1000, working: 20, waits: 3 });
    travel.run({ ticks: LONG });
    expect(machine.waited).toBeGreaterThan(0.99 * LONG);
    expect(travel.held.snapshots).toBeLessThan(1000);
    expect(costOf(machine, () => travel.goTo(LONG / 3))).toBeLessThan(COARSEST);
  });
});

test("anywhere, back and forth, the state is that of the straight run", () => {
  for (const seed of [1, 2, 3, 4]) {
    const random = new Random(seed);
    const options = {
      pages: 80,
      stride: random.between(1, 3000),
      working: random.between(1, 80),
      ...(random.chance(50) && { waits: random.between(2, 200) }),
    };
    const length = 1500 * options.stride;
    const straight = new Toy(options);
    const states = new Map<number, string>();
    while (straight.now < length) {
      states.set(straight.now, straight.state);
      straight.step();
    }
    const ticks = [...states.keys()];
    // Too little for what it would like to keep.
    const { machine, travel } = travelling(options, MEBIBYTE / 2);
    travel.run({ ticks: length });
    for (let i = 0; i < 60; i++) {
      const tick = random.pick(ticks);
      travel.goTo(tick);
      expect(machine.state, `seed ${seed}, at ${tick}`).toBe(states.get(tick));
      for (let back = random.below(4); back > 0 && machine.now > 0; back--) {
        const at = ticks.indexOf(machine.now);
        travel.stepBack();
        expect(machine.state, `seed ${seed}, back from ${tick}`).toBe(states.get(ticks[at - 1]));
      }
      if (random.chance(30)) travel.run({ ticks: machine.now + random.below(length) });
    }
  }
});
