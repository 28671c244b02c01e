import { appendFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Command } from "../../../../../engine/monitors/cp/commands/commands.ts";
import { LONG } from "../../../s370/long.ts";
import { type Holdings, holdings } from "./holdings.ts";
import { type RandomOptions, randomAttacker, randomTyping } from "./random.ts";
import { ATTACKERS, DIALED, DISPLAY } from "./room.ts";
import { prepared, type Siege, type SiegeOptions, siege } from "./siege.ts";
import { preparedWitness } from "./witness.ts";

/** How many attackers, from which seed on (1, 121, 241, …: where a CP begins anew), and a file that is told how far it has come. */
const COUNT = Number(process.env.CASES ?? (LONG ? 50_000 : 240));
const FIRST = Number(process.env.FIRST ?? 1);
const { PROGRESS } = process.env;
/** Parties of attackers that one CP sees, one after another. */
const PARTIES = 20;
/** Ticks in which the witness ends beside six attackers: ten times what it takes alone, and a second for each of its channel programs and of those that may be before them. */
const LIMIT = 30_000_000;
const ROUNDS = 2;
const ASSISTS = { virtualMachine: true, intervalTimer: true };
const TERMINAL = 0x009;

/** What CPs are like, in turn: what attackers may do, and what they have. */
const ROOMS: readonly SiegeOptions[] = [
  {},
  { rich: true },
  { assists: ASSISTS },
  { rich: true, fast: true, assists: { ...ASSISTS, shadowBypass: true } },
  { classes: "DEFG", fast: true },
  { rich: true, classes: "EFG" },
];

/** What would end CP, or others' work, and is meant to. */
const FOR_OPERATORS = ["SHUTDOWN", "SAVESYS"];

function wordsOf({ name, format = "" }: Command): readonly string[] {
  return [name, ...format.split(/[^A-Za-z0-9]+/).filter(Boolean)];
}

/** CP after a witness has been there, and what it has given away then. */
function begin(options: SiegeOptions): { run: Siege; before: Holdings } {
  const run = siege([], { rounds: ROUNDS, ...options });
  run.machine.trace.recording = false;
  run.untilWitnessEnds(LIMIT);
  run.end();
  return { run, before: holdings(run.cp) };
}

/** Users type something too, at A's terminal and at displays. */
function type({ machine, run }: Siege, seed: number, isRich: boolean, options: RandomOptions): void {
  for (let n = 0; n < 3; n++) {
    const { line, keys } = randomTyping(seed + 1_000_003 * n, options);
    machine.input(TERMINAL, line);
    if (isRich) machine.input(n === 1 ? DISPLAY : DIALED, keys);
    run(30_000);
  }
}

/** Parties of attackers, six at once, with their seeds: `check` looks at CP in the middle. */
function attack(first: number, count: number, check: (run: Siege, party: string) => void): void {
  const firstParty = Math.floor((first - 1) / ATTACKERS.length);
  const end = firstParty + Math.ceil(count / ATTACKERS.length);
  let room: SiegeOptions = {};
  let { run, before } = begin(room);
  const commands = run.cp.commands.all.filter(({ name }) => !FOR_OPERATORS.includes(name)).map(wordsOf);
  for (let n = firstParty; n < end; n++) {
    if (n === firstParty || n % PARTIES === 0) {
      room = ROOMS[Math.floor(n / PARTIES) % ROOMS.length];
      ({ run, before } = begin(room));
    }
    const seeds = ATTACKERS.map((_, i) => 1 + n * ATTACKERS.length + i);
    const party = `seeds ${seeds[0]} to ${seeds.at(-1)} after ${n % PARTIES} parties`;
    const attackers = seeds.map((seed) => randomAttacker(seed, { commands }));
    const { rich = false } = room;
    run.replace([...prepared(attackers, rich), preparedWitness(ROUNDS, rich)]);
    type(run, seeds[0], rich, { commands });
    check(run, party);
    run.end();
    expect(holdings(run.cp), party).toEqual(before);
    if (PROGRESS !== undefined && n % PARTIES === PARTIES - 1)
      appendFileSync(PROGRESS, `${seeds.at(-1)} of ${first + count - 1}: ${Math.round(process.uptime())} s\n`);
  }
}

it(`keeps ${COUNT} random attackers from harming a witness, and takes all back that they had`, () => {
  attack(FIRST, COUNT, (run, party) => {
    expect(run.untilWitnessEnds(LIMIT), party).toBe(true);
    expect(run.result(), party).toBe(run.expected);
    expect(run.isDiskWhole(), party).toBe(true);
  });
});
