/** Assists for control programs, as another System/370 ran them (test/vectors). */
import { test } from "vitest";
import type { Case } from "../../vectors/s370-cases.ts";
import { cases } from "../../vectors/s370-cases-assists.ts";
import { cases as dispatcherCases } from "../../vectors/s370-cases-dispatcher.ts";
import { STORAGE_SIZE } from "../../vectors/s370-image.ts";
import { type Replay, replayAs } from "./hercules-replay.ts";
import { LONG } from "./long.ts";

const EXECUTORS = {
  interpreter: { executor: "interpreter" },
  "cold executor": { executor: "cold" },
  translator: { executor: "translator", hot: 0 },
} as const;

const ways = Object.entries(EXECUTORS).map(([name, options]): [string, Replay] => {
  const machine = {
    storageSize: STORAGE_SIZE,
    assists: { virtualMachine: true, controlProgram: 20 },
    ...options,
  };
  return [name, { name, machine, every: 1, condensed: false, ticks: 10_000, translated: 0 }];
});

/** Each so many of the cases is translated: what assists do the translator leaves to the interpreter. */
const TRANSLATED = LONG ? 1 : 12;

function replaySome(way: Replay, recording: string, cases: Iterable<Case>): void {
  const every = way.name === "translator" ? TRANSLATED : 1;
  const some = [...cases].filter((_, index) => index % every === 0);
  replayAs({ ...way, every }, recording, some, some.length - 5);
}

test.each(ways)("every case ends on the %s as it did there", (_name, way) => {
  replaySome(way, "s370-assists.json.gz", cases());
});

test.each(ways)("the dispatcher's end on the %s as they did there", (_name, way) => {
  replaySome(way, "s370-dispatcher.json.gz", dispatcherCases());
});
