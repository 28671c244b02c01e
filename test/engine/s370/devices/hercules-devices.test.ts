/** Stand-alone programs that drive devices: each must end as it did in Hercules (test/vectors), or as the case says. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { type DeviceCase, type DeviceRecording, givenBy } from "../../../vectors/device-case.ts";
import { differences, outcomeHere } from "./case-replay.ts";

const vectors = new URL("../../../vectors/", import.meta.url);
const topics = readdirSync(vectors).flatMap((name) => /^device-cases-(\w[\w-]*)\.ts$/.exec(name)?.[1] ?? []);

for (const topic of topics) {
  const { cases }: { cases: readonly DeviceCase[] } = await import(new URL(`device-cases-${topic}.ts`, vectors).href);
  describe(`device cases: ${topic}`, () => {
    const file = new URL(`devices-${topic}.json.gz`, vectors);
    const recorded = existsSync(file) ? recordedIn(file) : {};
    for (const device of cases)
      test(device.name, () => {
        const there = recorded[device.name];
        if (there === undefined || there.given !== givenBy(device))
          expect.fail("the case is not the one that was recorded: node test/vectors/record-devices.ts TOPIC");
        const found = differences(device, outcomeHere(device, there), there.outcome);
        expect(found.length, found.join("\n")).toBe(0);
      });
  });
}

function recordedIn(file: URL): DeviceRecording["cases"] {
  const { cases } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as DeviceRecording;
  return cases;
}
