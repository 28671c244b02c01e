/** What benchmarks of devices come to: medians of runs in this machine and in Hercules, by turns. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DeviceBenchmark, deviceBenchmarks } from "./devices.ts";
import { checkResult, openingTimes, runHere } from "./devices-here.ts";
import { Hercules, type Took } from "./hercules.ts";
import { median } from "./measure.ts";

/** Not a program: how long an image takes to be opened. */
export const OPENING = "open";

/** All that can be measured of devices, in that order. */
export const deviceNames: readonly string[] = [...deviceBenchmarks().map(({ name }) => name), OPENING];

export interface DeviceFigure {
  readonly name: string;
  readonly what: string;
  readonly count: number;
  /** By the clock, from the start to the last byte of the output; and of the processor, where the computer has other things to do. */
  readonly seconds: number;
  readonly processorSeconds?: number;
  /** The same in Hercules, where it is installed. */
  readonly herculesSeconds?: number;
  readonly herculesProcessorSeconds?: number;
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
  const here: Took[] = [];
  const there: Took[] = [];
  for (let round = 0; round < rounds; round++) {
    here.push(runHere(benchmark, folder));
    const took = await runThere(benchmark, folder, files);
    if (took !== undefined) there.push(took);
  }
  const { name, what, count } = benchmark;
  const seconds = (took: Took): number => took.seconds;
  const processor = (took: Took): number => took.processorSeconds;
  return {
    ...{ name, what, count, seconds: median(here, seconds).seconds },
    processorSeconds: median(here, processor).processorSeconds,
    ...(there.length > 0 && {
      herculesSeconds: median(there, seconds).seconds,
      herculesProcessorSeconds: median(there, processor).processorSeconds,
    }),
  };
}

/** How long it takes in Hercules with the same files; undefined where it is not installed. */
async function runThere(
  benchmark: DeviceBenchmark,
  folder: string,
  files: readonly string[],
): Promise<Took | undefined> {
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
    const { psw, ...took } = await hercules.runDevices("load" in start ? start : start.image);
    const result =
      "load" in start ? undefined : await hercules.read(start.result.address, start.result.expected.length);
    await hercules.close(() => {
      if (output) made = readFileSync(join(hercules.folder, output.name));
    });
    checkResult("Hercules", benchmark, psw, result, made);
    return took;
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
        (time) => time,
      ) / 1000,
  }));
}
