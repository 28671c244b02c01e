import { describe, expect, test } from "vitest";
import { EXECUTORS, execute, load } from "../../../engine/cli/bench/executors.ts";
import { type Figure, measure, median } from "../../../engine/cli/bench/measure.ts";
import { PROGRAMS, program } from "../../../engine/cli/bench/programs.ts";
import { asJson, rowLines } from "../../../engine/cli/bench/report.ts";
import { type Run, runWatched } from "../../../engine/cli/bench/timing.ts";
import { turtleRunners } from "../../../engine/cli/bench/turtle.ts";
import { put, tae, workFolder } from "./tae.ts";

describe.each(EXECUTORS)("the benchmark programs in the $name", (executor) => {
  const programs = Object.keys(PROGRAMS).map(program);

  test.each(programs)("$name comes to what was computed in another way, however often", (one) => {
    const counts = [1, 2, 3].map((times) => execute(executor, one, times).instructions);
    // A figure of another machine that cannot count rests on this.
    expect(counts[2] - counts[1]).toBe(counts[1] - counts[0]);
  });

  test("a wrong result is no figure", () => {
    const wrong = { ...program("bct"), expected: () => new Uint8Array(8) };
    expect(() => execute(executor, wrong, 1)).toThrow(/bct, done 1 times, ends wrongly .*result 0000000000000001/);
  });
});

test.each(turtleRunners())("the 6502's program comes to its result in the $name", async ({ run }) => {
  for (const times of [1, 3]) expect((await run(times)).instructions).toBeGreaterThan(100_000 * times);
});

test("looking on finds out what the interpreter has executed, and changes nothing", () => {
  const [interpreter, , translator] = EXECUTORS;
  const mix = program("mix");
  const machine = translator.make(mix.storageSize);
  load(machine, mix, 5);
  const counters = runWatched(machine);
  expect(counters["instructions interpreted"]).toBeLessThan(machine.instructions / 100);
  expect(counters["translations"]).toBeGreaterThan(0);
  expect(machine.instructions).toBe(execute(interpreter, mix, 5).instructions);
});

describe("measuring", () => {
  /** A machine of exactly so many MIPS, with 1,000 instructions each time. */
  const exact = (name: string, mips: number) => {
    const asked: number[] = [];
    return {
      name,
      asked,
      run: (times: number): Run => {
        asked.push(times);
        return { instructions: 1000 * times, seconds: times / (1000 * mips), elapsed: 1 };
      },
    };
  };

  test("runs take about the time asked for, whatever the machine's speed", async () => {
    const [slow, fast] = await measure([exact("slow", 10), exact("fast", 1000)], 3, 0.5);
    expect(slow.seconds).toBeCloseTo(0.5);
    expect(fast.seconds).toBeCloseTo(0.5);
    expect([slow.mips, fast.mips]).toEqual([expect.closeTo(10), expect.closeTo(1000)]);
  });

  test("ways to run take turns", async () => {
    const order: string[] = [];
    const noting = (name: string) => ({
      name,
      run: (times: number): Run => {
        order.push(name);
        return { instructions: times, seconds: 1, elapsed: 1 };
      },
    });
    await measure([noting("a"), noting("b")], 3, 1);
    expect(order).toEqual(["a", "b", "a", "b", "a", "b", "a", "b"]);
  });

  test("the run in the middle counts", () => {
    expect(median([5, 1, 3], (n) => n)).toBe(3);
    expect(median([4, 1, 3, 2], (n) => n)).toBe(2);
  });
});

describe("the report", () => {
  const figure = (name: string, mips: number): Figure => ({
    name,
    mips,
    instructions: mips * 1e6,
    seconds: 1,
    elapsed: 1,
    times: 1,
    counters: {},
  });
  const row = { name: "mix", figures: [figure("interpreter", 15), figure("translator", 900), figure("hercules", 120)] };

  test("has ratios to the interpreter and to Hercules", () => {
    expect(
      rowLines(row)
        .split("\n")
        .map((line) => line.split(/ +/).slice(-2)),
    ).toEqual([["15.0", "0.1"], ["60.0", "7.5"], ["120.0", "8.0"], [""]]);
  });

  test("has them in JSON, and none where Hercules is not", () => {
    expect(asJson([row], [])).toMatchObject({
      programs: { mix: { translator: { mips: 900, overInterpreter: 60, overHercules: 7.5 } } },
    });
    const alone = { name: "mix", figures: row.figures.slice(0, 2) };
    expect(asJson([alone], [])).not.toHaveProperty("programs.mix.translator.overHercules");
  });
});

test("a benchmark that is not there is refused by name", () => {
  const folder = workFolder();
  put(folder, {});
  const { status, err } = tae(folder, "bench", "dhrystone");
  expect(status).toBe(2);
  expect(err).toMatch(/^tae: there is no benchmark dhrystone; there are bct, mix, .*machine\n$/);
});
