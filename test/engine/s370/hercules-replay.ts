/** Runs recorded cases (test/vectors) and compares how they end with how they ended there. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { System370 } from "../../../engine/s370/index.ts";
import type { Case } from "../../vectors/s370-cases.ts";
import { CONTROL_REGISTERS, REGISTERS, STORAGE_SIZE } from "../../vectors/s370-image.ts";
import {
  checksum,
  condensedChanges,
  type Recording,
  registerChanges,
  storageChanges,
} from "../../vectors/s370-recording.ts";
import { differsByManual } from "./hercules-differences.ts";

const numbers = Array.from({ length: 16 }, (_, i) => i);

/** What executes the cases. The translator translates from the first instruction on. */
const EXECUTORS = {
  interpreter: { executor: "interpreter" },
  "cold executor": { executor: "cold" },
  translator: { executor: "translator", hot: 0 },
} as const;

/** Which cases are run, and how. */
export interface Replay {
  readonly name: string;
  readonly machine: ConstructorParameters<typeof System370>[0];
  /** The cases given are the first of each so many that were recorded. */
  readonly every: number;
  /** As the recorder has it: of operands there is only a checksum. */
  readonly condensed: boolean;
  /** Ticks after which a case has failed. */
  readonly ticks: number;
  /** At least this part of the cases compared must have been translated (0 to 1). */
  readonly translated: number;
}

/**
 * `recording` names the file in test/vectors; at least `minimum` of its cases must have an outcome. `condensed`: see
 * {@link Replay}.
 */
export function replay(recording: string, cases: () => Iterable<Case>, minimum: number, condensed = false): void {
  for (const [name, options] of Object.entries(EXECUTORS))
    test(`${recording}: every case ends on the ${name} as it did there, or as the manual says`, {
      timeout: 240_000,
    }, () => {
      const machine = { storageSize: STORAGE_SIZE, ...options };
      replayAs({ name, machine, every: 1, condensed, ticks: 10_000, translated: 1 / 3 }, recording, cases(), minimum);
    });
}

/** Runs recorded cases in one way and compares how they end. */
export function replayAs(way: Replay, recording: string, cases: Iterable<Case>, minimum: number): void {
  const machine = new System370(way.machine);
  const file = new URL(`../../vectors/${recording}`, import.meta.url);
  const recorded = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Recording;
  const fresh = machine.snapshot();
  const wrong: string[] = [];
  let compared = 0;
  let index = 0;
  for (const { name, image } of cases) {
    const [made, outcome] = recorded.cases[index] ?? [];
    index += way.every;
    if (made !== checksum(image))
      expect.fail(`${name}: the case is not the one that was recorded in ${recording}; record again`);
    if (outcome === undefined || outcome.length === 0) continue;
    const [psw, gr, cr, storage] = outcome;
    machine.restore(fresh);
    machine.write(0, image);
    const start = new DataView(image.buffer);
    machine.processor.loadPsw(start.getInt32(0), start.getInt32(4));
    const stopped = machine.run({ ticks: way.ticks });
    const own = {
      psw: machine.pswHex,
      gr: registerChanges(
        image,
        REGISTERS,
        numbers.map((n) => machine.gr(n)),
      ),
      cr: registerChanges(
        image,
        CONTROL_REGISTERS,
        numbers.map((n) => machine.cr(n)),
      ),
      storage: (way.condensed ? condensedChanges : storageChanges)(image, machine.read(0, image.length)),
    };
    const there = { psw, gr, cr, storage };
    compared++;
    if (
      stopped !== "disabled-wait" ||
      (JSON.stringify(own) !== JSON.stringify(there) && !differsByManual(name, image, own, there))
    )
      wrong.push(`${name}: ${stopped}\n   here ${JSON.stringify(own)}\n  there ${JSON.stringify(there)}`);
  }
  expect(index).toBe(Math.ceil(recorded.cases.length / way.every) * way.every);
  expect(compared).toBeGreaterThanOrEqual(minimum);
  // Those that trap at once are not translated.
  const { counters } = machine.translated ?? {};
  if (counters) expect(counters.translations + counters.coldRecords).toBeGreaterThan(compared * way.translated);
  expect(wrong.length, wrong.slice(0, 20).join("\n")).toBe(0);
}
