import { describe, expect, it } from "vitest";
import { LONG } from "../../../s370/long.ts";
import { attacks } from "./attacks/attacks.ts";
import { type Holdings, holdings } from "./holdings.ts";
import { type SiegeOptions, siege } from "./siege.ts";

/** Ticks in which the witness ends: 0.15 s alone, less than 0.6 s beside whoever uses the processor or the disk as much as he can. */
const LIMIT = 600_000;
/** Beside one whose channel programs do not end: a second for each of the witness's own, of which there are four, and the last stretch. */
const RING_LIMIT = 8_000_000;
/** Ticks after which an attacker's user has seen what is to be seen. */
const SEEN = 4_000_000;

/** What CP has given away when the witness has been there alone. */
const before = new Map<string, Holdings>();
function alone(options: SiegeOptions): Holdings {
  const key = JSON.stringify(options);
  const known = before.get(key);
  if (known !== undefined) return known;
  const run = siege([], options);
  run.untilWitnessEnds(LIMIT);
  run.end();
  const found = holdings(run.cp);
  before.set(key, found);
  return found;
}

/** Each; in the long form of the tests also with devices that take no time. */
const cases = [false, ...(LONG ? [true] : [])].flatMap((fast) =>
  attacks.map((attack) => [fast ? `${attack.name}, fast` : attack.name, attack, fast] as const),
);

describe("beside an attacker", () => {
  it("there are 170 attacks at least, each of its own", () => {
    expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length);
    expect(attacks.length).toBeGreaterThanOrEqual(170);
  });

  it.each(cases)("%s", (_, attack, fast) => {
    const options: SiegeOptions = {
      ...(attack.classes !== undefined && { classes: attack.classes }),
      ...(attack.storageSize !== undefined && { storageSize: attack.storageSize }),
      ...(attack.size !== undefined && { size: attack.size }),
      ...(attack.lastTemporary !== undefined && { lastTemporary: attack.lastTemporary }),
      ...(attack.rich && { rich: true }),
      ...(attack.assisted && { assists: { virtualMachine: true, intervalTimer: true, shadowBypass: true } }),
      ...(fast && { fast }),
    };
    const run = siege([attack.source, ...(attack.others ?? [])], options);
    for (const [address, line] of attack.typed ?? []) {
      run.machine.input(address, line);
      run.run(10_000);
    }
    expect(run.untilWitnessEnds(attack.keepsDevice ? RING_LIMIT : LIMIT)).toBe(true);
    expect(run.result()).toBe(run.expected);
    expect(run.isDiskWhole()).toBe(true);
    const sees = (): boolean => run.terminal(0x009).text.includes(attack.sees);
    for (let at = 0; at < SEEN && !sees(); at += 200_000) run.run(200_000);
    expect(run.terminal(0x009).text).toContain(attack.sees);
    run.end();
    expect(holdings(run.cp)).toEqual(alone(options));
  });
});
