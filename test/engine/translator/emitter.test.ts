/**
 * Interpreter and translator end alike: random programs of random definitions, in regions of their own control flow, with
 * pages that are not there or may not be written, watched bytes, program that stores hit, and budgets that end anywhere.
 */
import { describe, expect, test } from "vitest";
import { Random } from "../../vectors/random.ts";
import { floatSteps } from "./float-steps.ts";
import { narrowSteps } from "./narrow-steps.ts";
import { type Extra, randomDefinition } from "./random-definitions.ts";
import {
  flags,
  Machine,
  PAGE,
  PAGES,
  PROGRAM,
  randomImage,
  registers,
  type Setting,
  type Vocabulary,
  WIDE_SET,
  wideRegisters,
  wideSet,
} from "./test-machine.ts";
import { Translated } from "./translated-machine.ts";
import { vectorSteps, vectorStores } from "./vector-steps.ts";
import { wideState, wideSteps, wideStores } from "./wide-steps.ts";

/** Vocabularies, by what they add to the core. */
const VOCABULARIES: Record<string, Extra<Vocabulary>> = {
  core: { steps: [] },
  narrow: { steps: narrowSteps(flags) },
  floats: { steps: floatSteps },
  "64-bit addresses": { steps: [...wideSteps, wideState(wideRegisters)], stores: wideStores },
  vectors: { steps: vectorSteps, stores: vectorStores },
};

/** Runs one random program both ways; returns what the translator did. */
function compare(seed: number, setting: Setting, extra: Extra<Vocabulary>) {
  const random = new Random(seed);
  const around = { registers, space: PAGE * PAGES, program: PROGRAM };
  const program = Array.from({ length: PROGRAM / 2 }, () => randomDefinition(random.word(), around, extra));
  const image = randomImage(random, setting);
  const interpreted = new Machine(image, program, { littleEndian: setting.littleEndian, shared: false });
  const translated = new Translated(image, program, setting);
  for (let stretch = 0; stretch < 6; stretch++) {
    // Between stretches, what regions assumed may change.
    for (let i = random.below(3) * stretch; i > 0; i--) {
      const [register, value] = [registers.index + random.below(registers.length), random.edgeWord()];
      interpreted.words[register] = value;
      translated.words[register] = value;
    }
    const set = random.pick([0, WIDE_SET]);
    interpreted.words[wideSet.index] = set;
    translated.words[wideSet.index] = set;
    const count = random.chance(50) ? 1 + random.below(10) : 1 + random.below(120);
    let trap: number | undefined;
    for (let i = 0; i < count && trap === undefined; i++) trap = interpreted.step();
    const other = translated.run(count);
    const say = `seed ${seed}, ${JSON.stringify(setting)}, stretch ${stretch} of ${count}`;
    expect({ trap: other, ...translated.state }, say).toEqual({ trap, ...interpreted.state });
  }
  return translated.counts;
}

/** More of them: RUNS=100000. */
const RUNS = Number(process.env["RUNS"] ?? 25);
const FIRST = Number(process.env["SEED"] ?? 1);

describe.each([
  { littleEndian: false, watches: false, holdsProgram: false, translating: false, handlers: false },
  { littleEndian: true, watches: false, holdsProgram: true, translating: true, handlers: false },
  { littleEndian: false, watches: true, holdsProgram: true, translating: false, handlers: false },
  { littleEndian: false, watches: true, holdsProgram: true, translating: true, handlers: true },
  { littleEndian: true, watches: false, holdsProgram: false, translating: false, handlers: true },
])("handlers $handlers, little-endian $littleEndian, watched $watches, program $holdsProgram", (setting) => {
  test.each(Object.keys(VOCABULARIES))("random programs end alike: %s", (name) => {
    const sum = { regions: 0, leaves: 0, traps: 0, guards: 0, translated: 0 };
    for (let seed = FIRST; seed < FIRST + RUNS; seed++) {
      const counts = compare(seed, setting, VOCABULARIES[name]);
      sum.regions += counts.regions;
      sum.leaves += counts.leaves;
      sum.traps += counts.traps;
      sum.guards += counts.guards;
      sum.translated += counts.translated;
    }
    // Most is executed translated; traps happen.
    expect(sum.translated).toBeGreaterThan(2 * sum.leaves);
    expect(sum.traps).toBeGreaterThan(RUNS / 10);
    if (!setting.handlers && RUNS >= 40) expect(sum.guards).toBeGreaterThan(0);
  });
});
