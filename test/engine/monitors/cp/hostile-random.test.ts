import { expect, it } from "vitest";
import type { Command } from "../../../../engine/monitors/cp/commands/commands.ts";
import { LONG } from "../../s370/long.ts";
import { prepared, type Siege, siege } from "./hostile.ts";
import { type Holdings, holdings } from "./hostile-holdings.ts";
import { randomAttacker } from "./hostile-random.ts";
import { ATTACKERS } from "./hostile-room.ts";
import { preparedWitness } from "./hostile-witness.ts";

const COUNT = Number(process.env.CASES ?? (LONG ? 50_000 : 240));
const FIRST = Number(process.env.FIRST ?? 1);
/** Parties of attackers that one CP sees, one after another. */
const PARTIES = 20;
/** Ticks in which the witness ends beside six attackers: ten times what it takes alone, and a second for each of its channel programs and of those that may be before them. */
const LIMIT = 30_000_000;
const ROUNDS = 2;
const ASSISTS = { virtualMachine: true, intervalTimer: true };

/** What would end CP, or others' work, and is meant to. */
const FOR_OPERATORS = ["SHUTDOWN"];

function wordsOf({ name, format = "" }: Command): readonly string[] {
  return [name, ...format.split(/[^A-Za-z0-9]+/).filter(Boolean)];
}

/** CP after a witness has been there, and what it has given away then. */
function begin(classes: string, assisted: boolean): { run: Siege; before: Holdings } {
  const run = siege([], { rounds: ROUNDS, classes, ...(assisted && { assists: ASSISTS }) });
  run.machine.trace.recording = false;
  run.untilWitnessEnds(LIMIT);
  run.end();
  return { run, before: holdings(run.cp) };
}

/** Parties of attackers, six at once, with their seeds: `check` looks at CP in the middle. */
function attack(first: number, count: number, classes: string, check: (run: Siege, party: string) => void): void {
  const parties = Math.ceil(count / ATTACKERS.length);
  let { run, before } = begin(classes, false);
  const commands = run.cp.commands.all.filter(({ name }) => !FOR_OPERATORS.includes(name)).map(wordsOf);
  for (let n = 0; n < parties; n++) {
    if (n > 0 && n % PARTIES === 0) ({ run, before } = begin(classes, (n / PARTIES) % 2 === 1));
    const seeds = ATTACKERS.map((_, i) => first + n * ATTACKERS.length + i);
    const party = `seeds ${seeds[0]} to ${seeds.at(-1)} after ${n % PARTIES} parties`;
    run.replace([...prepared(seeds.map((seed) => randomAttacker(seed, { commands }))), preparedWitness(ROUNDS)]);
    check(run, party);
    run.end();
    expect(holdings(run.cp), party).toEqual(before);
  }
}

it(`keeps ${COUNT} random attackers from harming a witness, and takes all back that they had`, () => {
  attack(FIRST, COUNT, "G", (run, party) => {
    expect(run.untilWitnessEnds(LIMIT), party).toBe(true);
    expect(run.result(), party).toBe(run.expected);
    expect(run.isDiskWhole(), party).toBe(true);
  });
});
