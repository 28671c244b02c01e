import { describe, expect, it } from "vitest";
import { INTERVAL } from "../../../../engine/monitors/cp/dispatch/scheduler.ts";
import { cpMachine } from "./support.ts";

const HUNGRY = `
GUEST    START 0
         DC    X'0000000000000200'
         ORG   GUEST+X'200'
LOOP     LA    1,1(,1)
         BR    15
         END
`.replace("BR    15", "B     X'200'");

/** Percentages of the time of all between two looks. */
function shares(run: ReturnType<typeof cpMachine>, userids: string, intervals: number): number[] {
  const used = (userid: string): number => {
    const { time } = run.vm(userid).state;
    return time.virtual + time.overhead;
  };
  const before = [...userids].map(used);
  const began = run.machine.now;
  run.machine.run({ ticks: began + intervals * INTERVAL });
  return [...userids].map((userid, i) => (100 * (used(userid) - before[i])) / (run.machine.now - began));
}

describe("the scheduler", () => {
  it("divides the processor evenly among equals", () => {
    const run = cpMachine([HUNGRY, HUNGRY, HUNGRY, HUNGRY]);
    run.machine.run({ ticks: INTERVAL });
    for (const share of shares(run, "ABCD", 20)) expect(Math.abs(share - 25)).toBeLessThan(2);
  });

  it("gives a favored machine its percentage, and the others the rest", () => {
    const run = cpMachine([HUNGRY, HUNGRY, HUNGRY, HUNGRY]);
    run.vm("A").state.schedule.share = 90;
    run.machine.run({ ticks: INTERVAL });
    const [favored, ...rest] = shares(run, "ABCD", 20);
    expect(Math.abs(favored - 90)).toBeLessThan(2);
    for (const share of rest) expect(Math.abs(share - 10 / 3)).toBeLessThan(2);
    const { systemTime } = run.cp.state;
    expect((100 * systemTime) / run.machine.now).toBeLessThan(1);
  });

  it("gives more to a better priority", () => {
    const run = cpMachine([HUNGRY, HUNGRY]);
    run.vm("A").state.schedule.priority = 20;
    run.machine.run({ ticks: INTERVAL });
    const [first, second] = shares(run, "AB", 20);
    expect(first).toBeGreaterThan(1.5 * second);
  });

  it("goes on alike from a snapshot", () => {
    const run = cpMachine([HUNGRY, HUNGRY, HUNGRY]);
    run.machine.run({ ticks: 1_234_567 });
    const snapshot = run.machine.snapshot();
    run.machine.run({ ticks: 3_000_000 });
    const end = run.machine.storage.read(0, 0x200000);
    run.machine.restore(snapshot);
    run.machine.run({ ticks: 3_000_000 });
    expect(Buffer.compare(run.machine.storage.read(0, 0x200000), end)).toBe(0);
  });
});
