/** SET STBYPASS: virtual machines that translate, with shadow tables and without. */
import { expect, it } from "vitest";
import { LONG } from "../../s370/long.ts";
import { onBareMachine, underCp } from "./compare.ts";
import { randomTranslation } from "./random-translation.ts";
import { type Options, users } from "./support.ts";

const ASSISTS = { virtualMachine: true, intervalTimer: true, shadowBypass: true };
const OPTIONS = "OPTION ECMODE REALTIMER VIRT=REAL";
/** A V=R machine with its shadow tables, and without. */
const SHADOWED: Options = { source: users(OPTIONS), virtualReal: 0x40000, assists: ASSISTS };
const BYPASSED: Options = { ...SHADOWED, bypass: "virtual=real" };
/** Segment 0 is one-to-one, without the assist. */
const KEPT: Options = { bypass: 0x10000 };
const COUNT = LONG ? 5_000 : 120;

it(`ends ${COUNT} random programs that translate as on the bare machine`, () => {
  const ways: readonly Options[] = [
    SHADOWED,
    BYPASSED,
    { ...BYPASSED, executor: "translator" },
    KEPT,
    { ...KEPT, assists: ASSISTS },
  ];
  let compared = 0;
  for (let seed = 1; seed <= COUNT; seed++) {
    const image = randomTranslation(seed);
    const bare = onBareMachine(image, 100_000);
    if (bare === undefined) continue;
    compared++;
    for (const [n, way] of ways.entries()) {
      const { console: _, ...end } = underCp(image, way);
      expect(end, `program ${seed}, way ${n}`).toEqual(bare);
    }
  }
  expect(compared).toBeGreaterThan(0.9 * COUNT);
});
