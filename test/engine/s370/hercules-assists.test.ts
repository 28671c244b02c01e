/** Assists for control programs, as another System/370 ran them (test/vectors). */
import { test } from "vitest";
import { cases } from "../../vectors/s370-cases-assists.ts";
import { STORAGE_SIZE } from "../../vectors/s370-image.ts";
import { replayAs } from "./hercules-replay.ts";

const EXECUTORS = {
  interpreter: { executor: "interpreter" },
  "cold executor": { executor: "cold" },
  translator: { executor: "translator", hot: 0 },
} as const;

test.each(Object.entries(EXECUTORS))(
  "every case ends on the %s as it did there",
  { timeout: 240_000 },
  (name, options) => {
    const machine = {
      storageSize: STORAGE_SIZE,
      assists: { virtualMachine: true, controlProgram: 20 },
      ...options,
    };
    const way = { name, machine, every: 1, condensed: false, ticks: 10_000, translated: 0 };
    replayAs(way, "s370-assists.json.gz", cases(), 2_000);
  },
);
