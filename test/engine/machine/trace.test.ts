import { describe, expect, test } from "vitest";
import { KEPT } from "../../../engine/machine/recent.ts";
import { type Crossing, Trace } from "../../../engine/machine/trace.ts";

const crossing = (tick: number, label: string): Crossing => ({
  tick,
  from: "program",
  to: "supervisor",
  cause: { kind: "svc:1", label },
  guestAddress: 0,
  executed: 1,
  modelled: 2,
});

function recording(): Trace {
  const trace = new Trace();
  trace.recording = true;
  return trace;
}

/** Adds crossings `from` to `to`, each at the tick that is its number; every third has another cause. */
function add(trace: Trace, from: number, to: number): void {
  for (let i = from; i < to; i++) trace.addCrossing(crossing(i, i % 3 === 0 ? "three" : "other"));
}

test("nothing is recorded until somebody wants it", () => {
  const trace = new Trace();
  trace.addCrossing(crossing(1, "a"));
  trace.addHardware({ from: 1, to: 2, label: "SIO 009" });
  expect([trace.count, trace.last, trace.totals, trace.crossings, trace.hardware]).toEqual([0, undefined, [], [], []]);
});

test("going back keeps the future to be looked at; going on writes it again", () => {
  const trace = recording();
  trace.addCrossing(crossing(1, "a"));
  const then = trace.save();
  trace.addCrossing(crossing(2, "b"));
  trace.restore(then);
  expect(trace.crossings).toHaveLength(2);
  expect(trace.count).toBe(1);
  trace.addCrossing(crossing(2, "b again"));
  expect(trace.crossings.map(({ cause }) => cause.label)).toEqual(["a", "b again"]);
});

test("another future replaces it", () => {
  const trace = recording();
  trace.addCrossing(crossing(1, "a"));
  trace.addHardware({ from: 1, to: 2, label: "SIO 009" });
  const then = trace.save();
  trace.addCrossing(crossing(2, "b"));
  trace.addHardware({ from: 3, to: 4, label: "SIO 009" });
  trace.restore(then);
  trace.forgetFuture();
  expect(trace.crossings).toHaveLength(1);
  expect(trace.hardware).toHaveLength(1);
});

describe("totals", () => {
  test("count crossings by worlds and cause, with what was executed before and the ticks until the next", () => {
    const trace = recording();
    add(trace, 1, 8);
    const [other, three] = trace.totals;
    expect(other).toMatchObject({ cause: { label: "other" }, count: 5, executed: 5, modelled: 10, ticks: 4 });
    expect(three).toMatchObject({ from: "program", to: "supervisor", count: 2, executed: 2, modelled: 4, ticks: 2 });
    expect(trace.last?.cause).toBe(other.cause);
  });

  test("are those of the present, wherever one goes", () => {
    const trace = recording();
    const states = [];
    for (let i = 0; i < 20; i++) {
      states.push({ state: trace.save(), totals: trace.totals, last: trace.last });
      add(trace, i, i + 1);
    }
    for (const i of [3, 17, 0, 9, 10]) {
      trace.restore(states[i].state);
      expect(trace.totals).toEqual(states[i].totals);
      expect(trace.last).toEqual(states[i].last);
      add(trace, i, i + 1);
      expect(trace.totals).toEqual(states[i + 1].totals);
    }
  });
});

describe("in a long run", () => {
  const LONG = 5 * KEPT;

  test("old crossings are dropped; number, last one and totals are exact", () => {
    const trace = recording();
    add(trace, 0, LONG);
    expect(trace.crossings.length).toBeGreaterThanOrEqual(KEPT);
    expect(trace.crossings.length).toBeLessThan(2 * KEPT);
    expect(trace.count).toBe(LONG);
    expect(trace.last?.tick).toBe(LONG - 1);
    expect(trace.totals.reduce((sum, { count }) => sum + count, 0)).toBe(LONG);
    expect(trace.crossings[0].tick).toBe(trace.firstCrossing);
  });

  test("crossings are found by their numbers, as far back as they are kept", () => {
    const trace = recording();
    add(trace, 0, LONG);
    const late = trace.crossingsFrom(LONG - 3);
    expect([late.first, ...late.entries.map(({ tick }) => tick)]).toEqual([LONG - 3, LONG - 3, LONG - 2, LONG - 1]);
    expect(trace.crossingsFrom(5).first).toBe(trace.firstCrossing);
    expect(trace.crossingsFrom(Number.POSITIVE_INFINITY).entries).toEqual([]);
  });

  test("what is dropped is recorded anew when the machine runs there again", () => {
    const trace = recording();
    add(trace, 0, 1000);
    const early = trace.save();
    add(trace, 1000, LONG);
    const late = trace.save();
    trace.restore(early);
    expect([trace.count, trace.last?.tick]).toEqual([1000, 999]);
    add(trace, 1000, 1010);
    expect([trace.firstCrossing, trace.count, trace.crossings.length]).toEqual([1000, 1010, 10]);
    trace.restore(late);
    expect([trace.firstCrossing, trace.count, trace.crossings.length]).toEqual([LONG, LONG, 0]);
    add(trace, LONG, LONG + 2);
    expect(trace.crossings.map(({ tick }) => tick)).toEqual([LONG, LONG + 1]);
    expect(trace.totals.reduce((sum, { count }) => sum + count, 0)).toBe(LONG + 2);
  });

  test("another future drops nothing of the past", () => {
    const trace = recording();
    add(trace, 0, LONG);
    const then = trace.save();
    add(trace, LONG, LONG + 5);
    trace.restore(then);
    trace.forgetFuture();
    expect(trace.crossingsFrom(LONG - 2).entries.map(({ tick }) => tick)).toEqual([LONG - 2, LONG - 1]);
  });
});
