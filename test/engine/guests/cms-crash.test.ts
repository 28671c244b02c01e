/** The file system of the CMS-style system ends at any instant: what was committed is there, and nothing is torn. */
import { expect, it } from "vitest";
import { textOf } from "../../../engine/guests/cms/disk.ts";
import type { CmsFile } from "../../../engine/guests/cms/reader.ts";
import { readCms } from "../../../engine/guests/cms/reader.ts";
import { Random } from "../../vectors/random.ts";
import { answer, blocks, cms, fileText, settle, textFile, type } from "./cms.ts";

const KILLS = 1000;
/** Bytes of the block that a torn write has reached. */
const TORN = 400;
const DIRECTORIES = [4, 5];

const A = "AAAA ".repeat(12);
const STEPS = [
  "COPYFILE ONE DATA A TWO DATA A",
  "COPYFILE TWO DATA A ONE DATA A (REPLACE FROM 3",
  "COPYFILE ONE DATA A TWO DATA A (APPEND",
  "RENAME TWO DATA A THREE DATA A",
  "COPYFILE THREE DATA A ONE DATA A (REPLACE",
  "ERASE THREE DATA",
];

/** Files as text, but for the procedure. */
function state(files: readonly CmsFile[]): string {
  return files
    .filter(({ type }) => type === "DATA")
    .map(({ name, records }) => `${name}:${records.map(textOf).join("|")}`)
    .sort()
    .join("\n");
}

it(`is whole after each of ${KILLS} instants, and as some step has left it`, () => {
  const one = textFile("ONE", "DATA", Array.from({ length: 40 }, (_, i) => `LINE ${i} ${A}`).join("\n"));
  const steps = textFile("STEPS", "EXEC", `&CONTROL OFF\n${STEPS.join("\n")}`);
  // What each step leaves, one after another.
  const slow = cms([one, steps]);
  const states = [state(readCms(blocks(slow)).files)];
  for (const step of STEPS) {
    expect(answer(slow, step).at(-1)).toBe("R;");
    states.push(state(readCms(blocks(slow)).files));
  }
  expect(new Set(states).size).toBe(STEPS.length + 1);

  // How long it all takes.
  const run = cms([one, steps]);
  const saved = run.machine.snapshot();
  const begin = run.machine.now;
  run.machine.input(0x009, "steps");
  settle(run);
  const length = run.machine.now - begin;
  run.machine.restore(saved);
  run.machine.input(0x009, "steps");

  const random = new Random(0x5eed);
  const instants = Array.from({ length: KILLS }, () => begin + random.below(length)).sort((a, b) => a - b);
  let at = 0;
  let before = blocks(run);
  const seen = new Set<number>();
  for (const instant of instants) {
    run.machine.run({ ticks: instant });
    const now = blocks(run);
    const { files, faults } = readCms(now);
    expect(faults).toEqual([]);
    const found = states.indexOf(state(files), at);
    expect(found, `after ${instant} ticks`).toBeGreaterThanOrEqual(at);
    // Where the directory has just been written, half of it might have been: then the one before holds.
    for (const number of DIRECTORIES) {
      if (Buffer.compare(now[number], before[number]) === 0) continue;
      const torn = now.slice();
      torn[number] = now[number].slice();
      torn[number].set(before[number].subarray(TORN), TORN);
      const read = readCms(torn);
      expect(read.faults).toEqual([]);
      expect(states.slice(at, found + 1)).toContain(state(read.files));
    }
    at = found;
    seen.add(found);
    before = now;
  }
  expect(seen.size).toBeGreaterThan(STEPS.length / 2);
});

it("goes on with what a kill has left", () => {
  const one = textFile("ONE", "DATA", Array.from({ length: 40 }, (_, i) => `LINE ${i} ${A}`).join("\n"));
  const run = cms([one]);
  run.machine.input(0x009, "copyfile one data a two = =");
  run.machine.run({ ticks: run.machine.now + 60_000 });
  // CP stops the machine where it is; loading it anew is all that its user can do.
  type(run, 0x009, "#cp ipl 190");
  expect(answer(run, "copyfile one data a four = =")).toEqual(["R;"]);
  expect(fileText(run, "FOUR", "DATA")).toEqual(fileText(run, "ONE", "DATA"));
  expect(readCms(blocks(run)).faults).toEqual([]);
});
