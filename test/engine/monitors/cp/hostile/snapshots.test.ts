/** Attacks that are broken off in the middle, and go on from a snapshot to the same end. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { LONG } from "../../../s370/long.ts";
import { attacks } from "./attacks/attacks.ts";
import { randomAttacker } from "./random.ts";
import { ATTACKERS } from "./room.ts";
import { prepared, type Siege, type SiegeOptions, siege } from "./siege.ts";
import { preparedWitness } from "./witness.ts";

/** Ticks until the snapshot, and from there to the end, at which the witness may be done or not. */
const BEFORE = 120_000;
const BEHIND = 330_000;
/** Of so many attacks one is tried, unless all are. */
const EACH = LONG ? 1 : 9;
const PARTIES = LONG ? 40 : 3;

/** All of the machine's storage, what CP knows, and what users have seen. */
function digest({ machine, cp, terminal, configuration }: Siege & { readonly configuration: number }): string {
  const hash = createHash("sha256");
  hash.update(machine.read(0, configuration));
  hash.update(JSON.stringify(cp.state));
  for (const at of [0x009, 0x01f, 0x020]) hash.update(terminal(at).text);
  return `${machine.now} ${hash.digest("hex")}`;
}

/** Ends of a run and of its second half from a snapshot; the second half is gone through once between. */
function ends(run: Siege): readonly [string, string] {
  const sized = { ...run, configuration: run.cp.configuration.storageSize };
  run.run(BEFORE);
  const middle = run.machine.snapshot();
  const before = digest(sized);
  run.run(BEHIND);
  const first = digest(sized);
  run.machine.restore(middle);
  expect(digest(sized)).toBe(before);
  run.run(BEHIND);
  return [first, digest(sized)];
}

describe("from a snapshot in its middle", () => {
  const some = attacks.filter((_, i) => i % EACH === 0);
  it.each(some.map((attack) => [attack.name, attack] as const))("%s", (_, attack) => {
    const { classes, storageSize, size, lastTemporary, rich } = attack;
    const options: SiegeOptions = {
      ...(classes !== undefined && { classes }),
      ...(storageSize !== undefined && { storageSize }),
      ...(size !== undefined && { size }),
      ...(lastTemporary !== undefined && { lastTemporary }),
      ...(rich && { rich }),
      ...(attack.assisted && { assists: { virtualMachine: true, intervalTimer: true, shadowBypass: true } }),
    };
    const [first, second] = ends(siege([attack.source, ...(attack.others ?? [])], options));
    expect(second).toBe(first);
  });

  it("random attackers", () => {
    const run = siege([], { rich: true });
    const commands = run.cp.commands.all.filter(({ name }) => name !== "SHUTDOWN").map(({ name }) => [name]);
    for (let party = 0; party < PARTIES; party++) {
      const seeds = ATTACKERS.map((_, i) => 90_001 + ATTACKERS.length * party + i);
      run.untilWitnessEnds(30_000_000);
      run.end();
      run.replace([
        ...prepared(
          seeds.map((seed) => randomAttacker(seed, { commands })),
          true,
        ),
        preparedWitness(2, true),
      ]);
      const [first, second] = ends(run);
      expect(second, `seeds from ${seeds[0]}`).toBe(first);
    }
  });
});
