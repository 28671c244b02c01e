import { expect, it } from "vitest";
import { LONG } from "../../s370/long.ts";
import { copyOf, told, writers, wrongAfter } from "./spool-crash.ts";

/** Ends of CP, at counts between 1 and 8,192 ticks apart. */
const KILLS = LONG ? 10_000 : 1000;
const APART = 8192;

it(`loses nothing and tears nothing when CP ends at any of ${KILLS} instants`, () => {
  const run = writers();
  let seed = 370;
  for (let kill = 0; kill < KILLS; kill++) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    run.machine.run({ ticks: run.machine.now + 1 + ((seed >>> 8) % APART) });
    expect(wrongAfter(copyOf(run.disk), told(run)), `at ${run.machine.now}`).toEqual([]);
  }
  // There was something to lose.
  const { closed, read, printed, purged } = told(run);
  expect(Math.min(closed, printed)).toBeGreaterThan(KILLS / 100);
  expect(Math.min(read, purged)).toBeGreaterThan(KILLS / 100);
});
