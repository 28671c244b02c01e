/** What benchmarks of devices come to: medians of runs in this machine and in Hercules, by turns. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DeviceBenchmark, deviceBenchmarks } from "./devices.ts";
import { checkResult, openingTimes, runHere } from "./devices-here.ts";
import { Hercules } from "./hercules.ts";
import { median } from "./measure.ts";

/** Not a program: how long an image takes to be opened. */
export const OPENING = "open";

/** All that can be measured of devices, in that order. */
export const deviceNames: readonly string[] = [...deviceBenchmarks().map(({ name }) => name), OPENING];

export interface DeviceFigure {
  readonly name: string;
  readonly what: string;
  readonly count: number;
  /** By the clock, from the start to the last byte of the output. */
  readonly seconds: number;
  /** The same in Hercules, where it is installed. */
  readonly herculesSeconds?: number;
}

/** Measures one; opening is measured on a plain image and on one with tables. */
export async function deviceFigures(name: string, rounds: number): Promise<DeviceFigure[]> {
  const folder = mkdtempSync(join(tmpdir(), "tae-bench-"));
  try {
    if (name === OPENING) return openings(folder, rounds);
    const benchmark = deviceBenchmarks().find((each) => each.name === name);
    return benchmark ? [await figure(benchmark, folder, rounds)] : [];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function figure(benchmark: DeviceBenchmark, folder: string, rounds: number): Promise<DeviceFigure> {
  benchmark.prepare(folder);
  const files = readdirSync(folder);
  const here: number[] = [];
  const there: number[] = [];
  for (let round = 0; round < rounds; round++) {
    here.push(runHere(benchmark, folder));
    const seconds = await runThere(benchmark, folder, files);
    if (seconds !== undefined) there.push(seconds);
  }
  const { name, what, count } = benchmark;
  const herculesSeconds = there.length > 0 ? median(there, itself) : undefined;
  return {
    name,
    what,
    count,
    seconds: median(here, itself),
    ...(herculesSeconds !== undefined && { herculesSeconds }),
  };
}

/** Seconds in Hercules with the same files; undefined where it is not installed. */
async function runThere(
  benchmark: DeviceBenchmark,
  folder: string,
  files: readonly string[],
): Promise<number | undefined> {
  const { configuration, start, output } = benchmark;
  const hercules = await Hercules.start(configuration, (its) => {
    for (const file of files) {
      if (file === output?.name) writeFileSync(join(its, file), new Uint8Array(0));
      else symlinkSync(join(folder, file), join(its, file));
    }
  });
  if (hercules === undefined) return undefined;
  let made: Uint8Array | undefined;
  try {
    const { seconds, psw } = await hercules.runDevices("load" in start ? start : start.image);
    const result =
      "load" in start ? undefined : await hercules.read(start.result.address, start.result.expected.length);
    await hercules.close(() => {
      if (output) made = readFileSync(join(hercules.folder, output.name));
    });
    checkResult("Hercules", benchmark, psw, result, made);
    return seconds;
  } finally {
    await hercules.close();
  }
}

function openings(folder: string, rounds: number): DeviceFigure[] {
  deviceBenchmarks()[0].prepare(folder);
  const times = Array.from({ length: rounds }, () => openingTimes(folder));
  return (["plain", "compressed"] as const).map((kind) => ({
    name: OPENING,
    what: `image of 105 MB, ${kind === "plain" ? "plain" : "with tables of tracks"}`,
    count: 1,
    seconds:
      median(
        times.map((time) => time[kind]),
        itself,
      ) / 1000,
  }));
}

function itself(seconds: number): number {
  return seconds;
}
