/**
 * 10,000 random programs, as another System/370 ran them (test/vectors). Ordinarily a part of them; all with
 * `npm run test:long`.
 */
import { test } from "vitest";
import { cases, RANDOM_PROGRAMS } from "../../vectors/s370-cases-random-programs.ts";
import { STORAGE_SIZE } from "../../vectors/s370-image.ts";
import { type Replay, replayAs } from "./hercules-replay.ts";
import { LONG } from "./long.ts";

const common = { condensed: true, ticks: 100_000 };
/** What is changed and changed again is translated each time where nothing has to be hot: it takes long. */
const WAYS: readonly (Replay & { readonly long: number })[] = [
  {
    ...common,
    name: "interpreter",
    machine: { storageSize: STORAGE_SIZE, executor: "interpreter" },
    every: 10,
    long: 1,
    translated: 0,
  },
  {
    ...common,
    name: "translator",
    machine: { storageSize: STORAGE_SIZE, executor: "translator" },
    every: 100,
    long: 1,
    translated: 1 / 2,
  },
  {
    ...common,
    name: "translator from the first instruction on",
    machine: { storageSize: STORAGE_SIZE, executor: "translator", hot: 0 },
    every: 200,
    long: 10,
    translated: 1,
  },
];

for (const way of WAYS) {
  const every = LONG ? way.long : way.every;
  test(`random programs: each of ${RANDOM_PROGRAMS / every} ends on the ${way.name} as it did there, or as the manual says`, () => {
    replayAs(
      { ...way, every },
      "s370-random-programs.json.gz",
      cases(every),
      Math.floor(0.98 * (RANDOM_PROGRAMS / every)),
    );
  });
}
