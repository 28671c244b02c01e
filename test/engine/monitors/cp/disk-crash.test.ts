import { expect, it } from "vitest";
import { LONG } from "../../s370/long.ts";
import { copies, type Told, tear, told, writers, wrongAfter } from "./disk-crash.ts";

/** Ends of CP, at counts between 1 and 32,768 ticks apart. */
const KILLS = LONG ? 1000 : 200;
const APART = 32_768;

it(`has the directory and the records of minidisks whole when CP ends at any of ${KILLS} instants`, () => {
  const run = writers();
  let seed = 370;
  for (let kill = 0; kill < KILLS; kill++) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    run.machine.run({ ticks: run.machine.now + 1 + ((seed >>> 8) % APART) });
    expect(wrongAfter(copies(run.disks), told(run)), `at ${run.machine.now}`).toEqual([]);
  }
  // There was something to lose.
  const [directories, ofB, ofC] = told(run);
  expect(directories).toBeGreaterThan(KILLS / 100);
  expect(Math.min(ofB, ofC)).toBeGreaterThan(KILLS / 20);
});

it("sees what would be wrong", () => {
  const run = writers();
  run.machine.run({ ticks: 3_000_000 });
  const [directories, ofB, ofC] = told(run);
  expect(ofB).toBeGreaterThan(3);
  const wrong = (count: Told, disks = copies(run.disks)): string[] => wrongAfter(disks, count);
  expect(wrong([directories, ofB, ofC])).toEqual([]);
  expect(wrong([directories + 2, ofB, ofC])).toHaveLength(1);
  expect(wrong([directories, ofB + 2, ofC]).join()).toContain(`of B has ${Math.max(ofB + 2 - 32, 0)};`);
  const torn = copies(run.disks);
  tear(torn);
  expect(wrong([directories, ofB, ofC], torn)).toEqual(["record 0 of C is torn"]);
});
