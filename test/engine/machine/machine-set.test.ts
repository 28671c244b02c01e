import { describe, expect, test } from "vitest";
import { type Input, Machine, type StopReason } from "../../../engine/machine/machine.ts";
import { MachineSet } from "../../../engine/machine/machine-set.ts";
import { TimeTravel } from "../../../engine/machine/time-travel.ts";

interface Heard {
  readonly tick: number;
  readonly word: string;
}

/** A machine that counts, falls asleep and wakes when another tells it something, or its alarm goes off. */
class Talker extends Machine {
  readonly ticksPerSecond: number;
  #heard: readonly Heard[] = [];
  #tired = 0;
  partner: Talker | undefined;

  constructor(ticksPerSecond = 1000) {
    super();
    this.ticksPerSecond = ticksPerSecond;
  }

  get heard(): readonly Heard[] {
    return this.#heard;
  }

  get stopped(): StopReason | undefined {
    return this.#tired === 0 && this.events.next === Number.POSITIVE_INFINITY ? "idle" : undefined;
  }

  override get restsUntil(): number {
    return this.#tired === 0 ? Math.min(this.events.next, this.nextInput) : this.now;
  }

  /** Has it work for so many ticks. */
  wake(ticks: number): void {
    this.#tired += ticks;
  }

  alarm(tick: number, word: string): void {
    this.events.add({ tick, device: 0, what: word });
  }

  step(limit = Number.POSITIVE_INFINITY): void {
    if (this.stopped) return;
    if (!this.cutShort) this.stepBegan = this.now;
    this.cutShort = false;
    if (this.#tired > 0) {
      this.#tired--;
      this.now++;
      this.instructions++;
      // What it has done it tells the other one.
      if (this.#tired === 0) this.partner?.alarm(this.partner.now + 1, `${this.instructions}`);
    } else {
      const next = this.events.next;
      this.cutShort = limit < next;
      const to = Math.max(this.now + 1, Math.min(limit, next));
      this.waited += to - this.now;
      this.now = to;
    }
    this.settle();
  }

  protected settleEvents(): void {
    for (let event = this.events.take(this.now); event; event = this.events.take(this.now)) this.#hear(event.what);
  }

  protected deliver({ text }: Input): void {
    this.#hear(text);
  }

  #hear(word: string): void {
    this.#heard = [...this.#heard, { tick: this.now, word }];
    if (Number(word) < 500) this.wake(7);
  }

  protected saveOwn(): unknown {
    return { heard: this.#heard, tired: this.#tired };
  }

  protected restoreOwn(own: unknown): void {
    // What saveOwn() returned.
    const saved = own as { heard: readonly Heard[]; tired: number };
    this.#heard = saved.heard;
    this.#tired = saved.tired;
  }
}

function pair(quantum?: number): { set: MachineSet; one: Talker; other: Talker } {
  const [one, other] = [new Talker(), new Talker()];
  one.partner = other;
  other.partner = one;
  return { set: new MachineSet([one, other], quantum === undefined ? {} : { quantum }), one, other };
}

describe("a set of machines", () => {
  test("has at least one machine, whole ticks for a quantum, and one measure of time", () => {
    expect(() => new MachineSet([])).toThrow(RangeError);
    expect(() => new MachineSet([new Talker()], { quantum: 0 })).toThrow(RangeError);
    expect(() => new MachineSet([new Talker()], { quantum: 1.5 })).toThrow(RangeError);
    expect(() => new MachineSet([new Talker(1000), new Talker(1001)])).toThrow("same number of ticks");
    const { set } = pair();
    expect(set.ticksPerSecond).toBe(2000);
    expect(() => set.input(MachineSet.deviceOf(2, 0), "hello")).toThrow("none of the 2 machines");
  });

  test("counts what all have done", () => {
    const { set, one } = pair(10);
    one.wake(25);
    set.run({ ticks: 1000 });
    expect(set.now).toBe(one.now + set.machines[1].now);
    expect(set.instructions).toBe(one.instructions + set.machines[1].instructions);
    expect(set.now - set.waited).toBe(set.instructions);
  });

  test("gives each its quantum in turn; what one says to another is heard in that one's turn", () => {
    const { set, one, other } = pair(10);
    one.wake(25);
    set.run({ ticks: 10 });
    expect([one.now, other.now]).toEqual([10, 0]);
    set.run({ ticks: 20 });
    expect([one.now, other.now]).toEqual([10, 10]);
    set.run({ ticks: 60 });
    // Said at tick 25 of the one, when the other stood at 20.
    expect(other.heard).toEqual([{ tick: 21, word: "25" }]);
  });

  test("stops when nobody has anything to come", () => {
    const { set, one, other } = pair(10);
    expect(set.stopped).toBe("idle");
    one.alarm(1_000_000_000, "600");
    expect(set.stopped).toBeUndefined();
    expect(set.run({})).toBe("idle");
    expect(one.heard).toEqual([{ tick: 1_000_000_000, word: "600" }]);
    expect(Math.abs(one.now - other.now)).toBeLessThanOrEqual(10);
  });

  test("passes over waiting in one step, and a limit may cut it short", () => {
    const { set, one } = pair(10);
    one.alarm(100_000, "1");
    set.step(500);
    expect([set.now, set.stepBegan]).toEqual([500, 0]);
    set.step();
    expect(one.heard).toEqual([{ tick: 100_000, word: "1" }]);
    expect([one.now, set.stepBegan]).toEqual([100_000, 0]);
    set.step();
    expect([one.now, set.stepBegan]).toEqual([100_001, 199_990]);
  });

  test("is the same however it is run, and when it is driven back", () => {
    const runs = [1, 7, 10, 1e9].map((piece) => {
      const { set, one, other } = pair(10);
      one.wake(3);
      one.alarm(3000, "4");
      other.alarm(70_000, "2");
      while (!set.stopped) set.run({ ticks: set.now + piece });
      return JSON.stringify([one.heard, other.heard]);
    });
    expect(new Set(runs).size).toBe(1);

    const { set, one, other } = pair(10);
    one.wake(3);
    one.alarm(3000, "4");
    other.alarm(70_000, "2");
    const travel = new TimeTravel(set);
    travel.run({});
    expect(JSON.stringify([one.heard, other.heard])).toBe(runs[0]);
    const end = set.now;
    for (const tick of [100, 5999, 3, 100_000, 6010]) {
      travel.goTo(tick);
      expect(set.now).toBeGreaterThanOrEqual(tick);
      travel.stepBack();
      expect(set.now).toBeLessThan(Math.max(tick, 1) + 21);
      travel.goTo(end);
      expect(JSON.stringify([one.heard, other.heard])).toBe(runs[0]);
    }
  });

  test("has inputs happen again at the same place, to the same machine", () => {
    const { set, one, other } = pair(10);
    one.wake(40);
    const travel = new TimeTravel(set);
    travel.run({ ticks: 33 });
    travel.input(MachineSet.deviceOf(1, 5), "3");
    travel.run({});
    const heard = JSON.stringify([one.heard, other.heard]);
    expect(heard).toContain('"word":"3"');
    travel.goTo(0);
    expect(other.heard).toEqual([]);
    travel.run({});
    expect(JSON.stringify([one.heard, other.heard])).toBe(heard);
  });
});
