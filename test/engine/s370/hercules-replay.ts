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
import { LONG } from "./long.ts";
import { kindOf, Sample } from "./sample.ts";

const numbers = Array.from({ length: 16 }, (_, i) => i);

/**
 * What executes the cases, and how large a sample (see {@link Sample}) of them unless all are asked for. The translator
 * translates from the first instruction on, which takes most of the time.
 */
const EXECUTORS = {
  interpreter: { machine: { executor: "interpreter" }, sample: 1 },
  "cold executor": { machine: { executor: "cold" }, sample: 4 },
  translator: { machine: { executor: "translator", hot: 0 }, sample: 8 },
} as const;

/** Which cases are run, and how. */
export interface Replay {
  readonly name: string;
  readonly machine: ConstructorParameters<typeof System370>[0];
  /** The cases given are the first of each so many that were recorded. */
  readonly every: number;
  /** Of each kind of case the first of so many is run; all unless given. */
  readonly sample?: number;
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
  for (const [name, { machine, sample }] of Object.entries(EXECUTORS)) {
    const some = sample === 1 || LONG ? "every case" : `one case of ${sample} of each kind`;
    test(`${recording}: ${some} ends on the ${name} as it did there, or as the manual says`, () => {
      const way = { every: 1, condensed, ticks: 10_000, translated: 1 / 3, sample: LONG ? 1 : sample };
      replayAs({ name, machine: { storageSize: STORAGE_SIZE, ...machine }, ...way }, recording, cases(), minimum);
    });
  }
}

/** Runs recorded cases in one way and compares how they end; at least `minimum` must have an outcome. */
export function replayAs(way: Replay, recording: string, cases: Iterable<Case>, minimum: number): void {
  const machine = new System370(way.machine);
  const file = new URL(`../../vectors/${recording}`, import.meta.url);
  const recorded = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Recording;
  const fresh = machine.snapshot();
  const sample = new Sample(way.sample ?? 1);
  const wrong: string[] = [];
  let known = 0;
  let compared = 0;
  let index = 0;
  for (const each of cases) {
    const { name } = each;
    const [made, outcome = []] = recorded.cases[index] ?? [];
    index += way.every;
    const [psw, gr, cr, storage] = outcome;
    if (psw === undefined || gr === undefined || cr === undefined || storage === undefined) {
      if (made !== checksum(each.image)) expect.fail(changed(name, recording));
      continue;
    }
    const there = { psw, gr, cr, storage };
    known++;
    if (!sample.takes(kindOf(name, there))) continue;
    const { image } = each;
    if (made !== checksum(image)) expect.fail(changed(name, recording));
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
    compared++;
    if (
      stopped !== "disabled-wait" ||
      (JSON.stringify(own) !== JSON.stringify(there) && !differsByManual(name, image, own, there))
    )
      wrong.push(`${name}: ${stopped}\n   here ${JSON.stringify(own)}\n  there ${JSON.stringify(there)}`);
  }
  expect(index).toBe(Math.ceil(recorded.cases.length / way.every) * way.every);
  expect(known).toBeGreaterThanOrEqual(minimum);
  expect(compared).toBeGreaterThanOrEqual(Math.max(sample.kinds, known / (way.sample ?? 1)));
  // Those that trap at once are not translated.
  const { counters } = machine.translated ?? {};
  if (counters) expect(counters.translations + counters.coldRecords).toBeGreaterThan(compared * way.translated);
  expect(wrong.length, wrong.slice(0, 20).join("\n")).toBe(0);
}

function changed(name: string, recording: string): string {
  return `${name}: the case is not the one that was recorded in ${recording}; record again`;
}
