/** The cases of test/vectors/device-cases-dasd.ts once more, with devices that take their time: they end as they do without. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { DeviceRecording } from "../../../vectors/device-case.ts";
import { cases } from "../../../vectors/device-cases-dasd.ts";
import { differences, outcomeHere } from "./case-replay.ts";

const file = new URL("../../../vectors/devices-dasd.json.gz", import.meta.url);
// What record-devices.ts has written.
const recording = JSON.parse(gunzipSync(readFileSync(file)).toString()) as DeviceRecording;

/** Some of the types are enough. */
const TYPES = /^(3350|2314|2305)/;
/** What these find depends on where on the track they begin. */
const BY_PLACE = /equal or high/;

describe("disks in virtual time", () => {
  for (const device of cases.filter(({ name }) => TYPES.test(name) && !BY_PLACE.test(name))) {
    test(device.name, () => {
      const recorded = recording.cases[device.name];
      const timed = { ...device, configuration: ["DEVICES TIMED", ...device.configuration] };
      const found = differences(device, outcomeHere(timed, recorded), recorded.outcome);
      expect(found.length, found.join("\n")).toBe(0);
    });
  }
});
