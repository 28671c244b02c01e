/** Runs recorded cases (test/vectors) and compares how they end with how they ended there. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { System370 } from "../../../engine/s370/index.ts";
import type { Case } from "../../vectors/s370-cases.ts";
import { CONTROL_REGISTERS, REGISTERS, STORAGE_SIZE } from "../../vectors/s370-image.ts";
import { checksum, type Recording, registerChanges, storageChanges } from "../../vectors/s370-recording.ts";
import { differsByManual } from "./hercules-differences.ts";

const numbers = Array.from({ length: 16 }, (_, i) => i);

/** What executes the cases. The translator translates from the first instruction on. */
const EXECUTORS = {
  interpreter: { executor: "interpreter" },
  "cold executor": { executor: "cold" },
  translator: { executor: "translator", hot: 0 },
} as const;

/** `recording` names the file in test/vectors; at least `minimum` of its cases must have an outcome. */
export function replay(recording: string, cases: () => Iterable<Case>, minimum: number): void {
  for (const [name, options] of Object.entries(EXECUTORS))
    test(`${recording}: every case ends on the ${name} as it did there, or as the manual says`, {
      timeout: 240_000,
    }, () => {
      replayOn(new System370({ storageSize: STORAGE_SIZE, ...options }), recording, cases(), minimum);
    });
}

function replayOn(machine: System370, recording: string, cases: Iterable<Case>, minimum: number): void {
  const file = new URL(`../../vectors/${recording}`, import.meta.url);
  const recorded = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Recording;
  const fresh = machine.snapshot();
  const wrong: string[] = [];
  let compared = 0;
  let index = 0;
  for (const { name, image } of cases) {
    const [made, outcome] = recorded.cases[index++] ?? [];
    if (made !== checksum(image))
      expect.fail(`${name}: the case is not the one that was recorded in ${recording}; record again`);
    if (outcome === undefined || outcome.length === 0) continue;
    const [psw, gr, cr, storage] = outcome;
    machine.restore(fresh);
    machine.write(0, image);
    const start = new DataView(image.buffer);
    machine.processor.loadPsw(start.getInt32(0), start.getInt32(4));
    const stopped = machine.run({ ticks: 10_000 });
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
      storage: storageChanges(image, machine.read(0, image.length)),
    };
    const there = { psw, gr, cr, storage };
    compared++;
    if (
      stopped !== "disabled-wait" ||
      (JSON.stringify(own) !== JSON.stringify(there) && !differsByManual(name, image, own, there))
    )
      wrong.push(`${name}: ${stopped}\n   here ${JSON.stringify(own)}\n  there ${JSON.stringify(there)}`);
  }
  expect(index).toBe(recorded.cases.length);
  expect(compared).toBeGreaterThanOrEqual(minimum);
  // Those that trap at once are not translated.
  const { counters } = machine.translated ?? {};
  if (counters) expect(counters.translations + counters.coldRecords).toBeGreaterThan(compared / 3);
  expect(wrong.length, wrong.slice(0, 20).join("\n")).toBe(0);
}
