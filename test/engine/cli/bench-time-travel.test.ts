/** The benchmark programs, translated, with snapshots on the way and gone through back and forth. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { EXECUTORS, load } from "../../../engine/cli/bench/executors.ts";
import { PROGRAMS, program } from "../../../engine/cli/bench/programs.ts";
import { TimeTravel } from "../../../engine/machine/time-travel.ts";
import type { System370 } from "../../../engine/s370/index.ts";
import { Random } from "../../vectors/random.ts";

const LONG = 600_000;

/** Storage, keys, registers and PSW, with the counts. */
function digest(machine: System370): string {
  const registers = Array.from({ length: 16 }, (_, n) => [machine.gr(n), machine.cr(n)]);
  const floating = [0, 2, 4, 6].map((n) => machine.fr(n));
  return createHash("sha256")
    .update(JSON.stringify([machine.now, machine.instructions, machine.pswHex, registers, floating]))
    .update(machine.processor.keys)
    .update(machine.read(0, machine.storage.size))
    .digest("hex");
}

test.each(Object.keys(PROGRAMS))(
  "%s, at any tick, is as in the interpreter's straight run",
  (name) => {
    const seed = 11;
    const random = new Random(seed);
    const one = program(name);
    const [interpreter, translator] = EXECUTORS.map(({ make }) => {
      const machine = make(one.storageSize);
      load(machine, one, 2 ** 20);
      return machine;
    });
    const marks: (readonly [tick: number, digest: string])[] = [];
    const ticks = Array.from({ length: 10 }, () => random.below(LONG)).sort((a, b) => a - b);
    for (const tick of [...ticks, LONG]) {
      interpreter.run({ ticks: tick });
      marks.push([tick, digest(interpreter)]);
    }
    const travel = new TimeTravel(translator);
    travel.run({ ticks: LONG });
    expect(digest(translator), `${name} at its end`).toBe(marks[10][1]);
    for (let i = 0; i < 15; i++) {
      const [tick, expected] = random.pick(marks);
      travel.goTo(tick + random.below(3));
      while (translator.now > tick) travel.stepBack();
      expect(digest(translator), `${name}, seed ${seed}, at ${tick}`).toBe(expected);
      if (random.chance(30)) travel.run({ ticks: tick + random.below(LONG / 2) });
    }
  },
  120_000,
);
