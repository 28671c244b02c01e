/** `tae bench`: how fast the machines are, and how much faster than another one, where that is installed. */
import { readArguments, UsageError } from "./arguments.ts";
import { benchmarks, runnersOf } from "./bench/benchmarks.ts";
import { cpFigures, cpNames } from "./bench/cp.ts";
import type { CpFigure } from "./bench/cp-machine.ts";
import { type DeviceFigure, deviceFigures, deviceNames } from "./bench/device-figures.ts";
import { Hercules } from "./bench/hercules.ts";
import { type MachineCost, machineCosts } from "./bench/machine.ts";
import { measure, WrongResult } from "./bench/measure.ts";
import {
  asJson,
  comparisonNote,
  costLine,
  cpHeading,
  cpLine,
  deviceHeading,
  deviceLine,
  heading,
  type Row,
  rowLines,
} from "./bench/report.ts";

/** Runs in each way, of which the median counts; and how long each is to take, in seconds. */
const ROUNDS = 5;
const SECONDS = 1;

/** Not a program: what a machine takes to be made. */
const MACHINE = "machine";

/** Measures, and prints. Returns the exit status: 1 where a program came to a wrong result. */
export async function bench(list: readonly string[]): Promise<number> {
  const options = readArguments("tae bench", list, { "--json": "flag" });
  const known = [...benchmarks, ...deviceNames, ...cpNames, MACHINE];
  for (const name of options.operands) {
    if (!known.includes(name)) throw new UsageError(`there is no benchmark ${name}; there are ${known.join(", ")}`);
  }
  const wanted = options.operands.length > 0 ? known.filter((name) => options.operands.includes(name)) : known;
  const programs = wanted.filter((name) => benchmarks.includes(name));
  const ofDevices = wanted.filter((name) => deviceNames.includes(name));
  const show = (text: string): void => {
    if (!options.has("--json")) process.stdout.write(text);
  };
  const rows: Row[] = [];
  const devices: DeviceFigure[] = [];
  const virtual: CpFigure[] = [];
  let costs: MachineCost[] = [];
  const hercules = programs.length > 0 ? await Hercules.start() : undefined;
  try {
    if (programs.length > 0) show(heading);
    for (const name of programs) {
      const row = { name, figures: await measure(runnersOf(name, hercules), ROUNDS, SECONDS) };
      rows.push(row);
      show(rowLines(row));
    }
    if (hercules) show(comparisonNote);
    if (ofDevices.length > 0) show(deviceHeading);
    for (const name of ofDevices) {
      const figures = await deviceFigures(name, ROUNDS);
      devices.push(...figures);
      show(figures.map(deviceLine).join(""));
    }
    const ofCp = wanted.filter((name) => cpNames.includes(name));
    if (ofCp.length > 0) show(cpHeading);
    for (const name of ofCp) {
      const figures = cpFigures(name, ROUNDS);
      virtual.push(...figures);
      show(figures.map(cpLine).join(""));
    }
    if (wanted.includes(MACHINE)) costs = machineCosts();
    show(costs.map(costLine).join(""));
  } catch (error) {
    if (!(error instanceof WrongResult)) throw error;
    console.error(`tae: ${error.message}`);
    return 1;
  } finally {
    await hercules?.close();
  }
  if (options.has("--json")) process.stdout.write(`${JSON.stringify(asJson(rows, costs, devices, virtual))}\n`);
  return 0;
}
