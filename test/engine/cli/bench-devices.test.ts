/** Benchmarks of devices: they come to what was computed in another way, and are told in lines. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { benchmarkPack, DISK, deviceBenchmarks } from "../../../engine/cli/bench/devices.ts";
import { runHere } from "../../../engine/cli/bench/devices-here.ts";
import { asJson, deviceLine } from "../../../engine/cli/bench/report.ts";
import { fileSource } from "../../../engine/cli/file-source.ts";
import { diskFile, openDisk } from "../../../engine/s370/devices/images/disk-image.ts";
import type { ByteSource } from "../../../engine/s370/devices/media.ts";
import { workFolder } from "./tae.ts";

const folder = workFolder();

describe.each(deviceBenchmarks())("$name", (benchmark) => {
  test("comes to what its files have", () => {
    benchmark.prepare(folder);
    expect(runHere(benchmark, folder).seconds).toBeGreaterThan(0);
  });

  test("is no figure where its result is wrong", () => {
    if ("load" in benchmark.start) return;
    const { address } = benchmark.start.result;
    const start = { ...benchmark.start, result: { address, expected: new Uint8Array(4) } };
    expect(() => runHere({ ...benchmark, start }, folder)).toThrow(/ in this machine ends with .*, result /);
  });
});

describe("opening an image of 105 MB", () => {
  beforeAll(() => {
    writeFileSync(join(folder, DISK), Buffer.concat([...diskFile(benchmarkPack(), "plain")]));
    writeFileSync(join(folder, "pack.cckd"), Buffer.concat([...diskFile(benchmarkPack(), "compressed", "none")]));
  });

  test.each([DISK, "pack.cckd"])("%s: reads what is needed, and no more", (name) => {
    const source = fileSource(name, join(folder, name));
    let bytes = 0;
    const counting: ByteSource = {
      name,
      size: source.size,
      read(at, length) {
        bytes += length;
        return source.read(at, length);
      },
    };
    expect(source.size).toBeGreaterThan(80e6);
    openDisk([counting]).track(4321);
    expect(bytes).toBeLessThan(200_000);
  });
});

describe("the report", () => {
  const figure = { name: "disk-seq", what: "records", count: 21_600, seconds: 0.25 };

  test("has seconds here and there, and how much faster this machine is", () => {
    const cells = deviceLine({ ...figure, herculesSeconds: 0.5 })
      .trim()
      .split(/ +/);
    expect(cells).toEqual(["disk-seq", "21,600", "0.250", "0.500", "2.0", "records"]);
    expect(deviceLine(figure).trim().split(/ +/)).toEqual(["disk-seq", "21,600", "0.250", "records"]);
  });

  test("has them in JSON", () => {
    expect(asJson([], [], [{ ...figure, herculesSeconds: 0.5 }])).toMatchObject({
      devices: [{ name: "disk-seq", seconds: 0.25, herculesSeconds: 0.5, overHercules: 2 }],
    });
    expect(asJson([], [], [figure])).not.toHaveProperty("devices.0.overHercules");
  });
});
