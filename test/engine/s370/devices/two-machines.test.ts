import { describe, expect, test } from "vitest";
import { MachineSet } from "../../../../engine/machine/machine-set.ts";
import { TimeTravel } from "../../../../engine/machine/time-travel.ts";
import { OPERATOR } from "../../../../engine/s370/index.ts";
import { Random } from "../../../vectors/random.ts";
import { pairOfMachines, ROUNDS } from "./two-machines.ts";

const END = 1e8;

describe("two System/370s with a channel-to-channel adapter between them", () => {
  test("exchange blocks until both have done", () => {
    const { set, asker, answerer, block } = pairOfMachines();
    expect(set.run({ ticks: END })).toBe("disabled-wait");
    expect([asker.pswHex, answerer.pswHex]).toEqual(["000A000000000000", "000A000000000000"]);
    // One more for each round; turned over by the answerer, who had it one before the asker's last.
    const counted = 0x04050607 + ROUNDS;
    expect(block().slice(8, 24)).toBe(
      [counted, (counted - 1) ^ 0x0c0d0e0f]
        .map((word) => (word >>> 0).toString(16).toUpperCase().padStart(8, "0"))
        .join(""),
    );
  });

  test("never have clocks that differ by more than a quantum", () => {
    const { set, asker, answerer } = pairOfMachines({ quantum: 100 });
    let most = 0;
    set.run({
      ticks: END,
      until: () => {
        most = Math.max(most, Math.abs(asker.now - answerer.now));
        return false;
      },
    });
    expect(most).toBeLessThanOrEqual(100);
    expect(most).toBeGreaterThan(90);
  });

  test("end the same whatever executes them", () => {
    const states = (["interpreter", "cold", "translator"] as const).map((executor) => {
      const pair = pairOfMachines({ executor });
      pair.set.run({ ticks: END });
      return pair.state();
    });
    expect(new Set(states).size).toBe(1);
  });

  test.each([10, 100, 1000, 10_000])(
    "exchange the same blocks with a quantum of %i ticks, and with fast devices",
    (quantum) => {
      for (const fast of [false, true]) {
        const pair = pairOfMachines({ quantum, fast });
        expect(pair.set.run({ ticks: END })).toBe("disabled-wait");
        expect(pair.block().slice(8, 16)).toBe((0x04050607 + ROUNDS).toString(16).toUpperCase().padStart(8, "0"));
      }
    },
  );

  test("are at each tick as they were, in whatever pieces they are run", () => {
    const whole = pairOfMachines({ quantum: 500 });
    const pieces = pairOfMachines({ quantum: 500 });
    const steps = pairOfMachines({ quantum: 500 });
    const random = new Random(7);
    while (!whole.set.stopped) {
      const to = whole.set.now + 1 + random.below(5000);
      whole.set.run({ ticks: to });
      while (pieces.set.now < whole.set.now)
        pieces.set.run({ ticks: Math.min(whole.set.now, pieces.set.now + 1 + random.below(700)) });
      while (steps.set.now < whole.set.now) steps.set.step(whole.set.now);
      expect(pieces.state()).toBe(whole.state());
      expect(steps.state()).toBe(whole.state());
    }
  });

  test("are stepped back and forward, and end as they did", () => {
    const pair = pairOfMachines();
    const travel = new TimeTravel(pair.set);
    const seen = new Map<number, string>();
    while (!pair.set.stopped) {
      travel.run({ ticks: pair.set.now + 3777 });
      seen.set(pair.set.now, pair.state());
    }
    const end = pair.state();
    const random = new Random(3);
    const ticks = [...seen.keys()];
    for (let i = 0; i < 40; i++) {
      const tick = random.pick(ticks);
      travel.goTo(tick);
      expect(pair.state()).toBe(seen.get(tick));
      for (let back = 0; back < 3; back++) travel.stepBack();
      while (pair.set.now < tick) travel.step();
      if (pair.set.now === tick) expect(pair.state()).toBe(seen.get(tick));
    }
    travel.goTo(END);
    expect(pair.state()).toBe(end);
  });

  test("are snapshotted in the middle of an exchange and restored, again and again", () => {
    const pair = pairOfMachines();
    pair.set.run({ ticks: 20_000 });
    const snapshot = pair.set.snapshot();
    pair.set.run({ ticks: END });
    const end = pair.state();
    for (let i = 0; i < 2; i++) {
      pair.set.restore(snapshot);
      expect(pair.set.now).toBe(20_000);
      pair.set.run({ ticks: END });
      expect(pair.state()).toBe(end);
    }
  });

  test("have what the operator of one does happen again at the same place", () => {
    const pair = pairOfMachines();
    const travel = new TimeTravel(pair.set);
    travel.run({ ticks: 15_000 });
    travel.input(MachineSet.deviceOf(1, OPERATOR), "stop");
    travel.run({ ticks: 60_000 });
    expect(pair.answerer.stopped).toBe("halt");
    travel.input(MachineSet.deviceOf(1, OPERATOR), "start");
    travel.run({ ticks: END });
    const end = pair.state();
    expect(pair.asker.pswHex).toBe("000A000000000000");
    travel.goTo(10_000);
    expect(pair.answerer.stopped).not.toBe("halt");
    travel.goTo(END);
    expect(pair.state()).toBe(end);
  });
});
