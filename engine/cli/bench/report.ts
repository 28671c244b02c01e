/** Figures for people and for programs. */
import type { CpFigure } from "./cp-machine.ts";
import type { DeviceFigure } from "./device-figures.ts";
import type { MachineCost } from "./machine.ts";
import type { Figure } from "./measure.ts";

/** One program's figures. */
export interface Row {
  readonly name: string;
  readonly figures: readonly Figure[];
}

/** The names of those with which the others are compared. */
const SLOWEST = "interpreter";
const OTHER = "hercules";

const WIDTHS = [9, -13, 15, 8, 10, 14, 11];

/** Numbers stand to the right of their columns. */
function columns(cells: readonly string[]): string {
  const padded = cells.map((cell, i) =>
    WIDTHS[i] < 0 || i === 0 ? cell.padEnd(Math.abs(WIDTHS[i])) : cell.padStart(WIDTHS[i]),
  );
  return `${padded.join("").trimEnd()}\n`;
}

function count(value: number, digits = 0): string {
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export const heading = columns([
  "program",
  "executor",
  "instructions",
  "seconds",
  "MIPS",
  `× ${SLOWEST}`,
  `× ${OTHER}`,
]);

/** Under the table, where there is anything of Hercules in it. */
export const comparisonNote = `Hercules does not count: its MIPS are the instructions that are counted here for the same work (MVCL and CLCL
by units of operation), and × ${OTHER} compares the times for that work.
`;

/** How much faster one is than another, where both are there. */
function ratio(figures: readonly Figure[], figure: Figure, name: string): number | undefined {
  const other = figures.find((one) => one.name === name);
  return other === undefined || other === figure ? undefined : figure.mips / other.mips;
}

/** A line for each way in which a program has run, and under it the machine's own counters. */
export function rowLines({ name, figures }: Row): string {
  return figures
    .map((figure, i) => {
      const ratios = [SLOWEST, OTHER].map((other) => ratio(figures, figure, other));
      const line = columns([
        i === 0 ? name : "",
        figure.name,
        count(figure.instructions),
        count(figure.seconds, 2),
        count(figure.mips, 1),
        ...ratios.map((value) => (value === undefined ? "" : count(value, 1))),
      ]);
      const counters = Object.entries(figure.counters).map(([what, value]) => `${what} ${plain(value)}`);
      return counters.length === 0 ? line : `${line}${" ".repeat(9)}${counters.join(", ")}\n`;
    })
    .join("");
}

function plain(value: number): string {
  return count(value, Number.isInteger(value) ? 0 : 3);
}

const DEVICE_WIDTHS = [13, 10, 10, 10, 11, 12, 10] as const;

function deviceColumns(cells: readonly string[], what: string): string {
  const padded = cells.map((cell, i) => (i === 0 ? cell.padEnd(DEVICE_WIDTHS[i]) : cell.padStart(DEVICE_WIDTHS[i])));
  return `${padded.join("")}  ${what}\n`;
}

export const deviceHeading = deviceColumns(
  ["devices", "number", "seconds", OTHER, `× ${OTHER}`, "processor", OTHER],
  "of what",
);

/** A line for a benchmark of devices: seconds by the clock, here and there, then seconds of the processor. */
export function deviceLine(figure: DeviceFigure): string {
  const { name, what, count: number, seconds, herculesSeconds, processorSeconds, herculesProcessorSeconds } = figure;
  const shown = (value: number | undefined): string => (value === undefined ? "" : count(value, 3));
  const ratio = herculesSeconds === undefined ? "" : count(herculesSeconds / seconds, 1);
  const processor = [shown(processorSeconds), shown(herculesProcessorSeconds)];
  return deviceColumns([name, count(number), shown(seconds), shown(herculesSeconds), ratio, ...processor], what);
}

export const cpHeading = cpColumns(
  ["under CP", "seconds", "bare", "× bare", "ticks", "CP's", "bare's", "exits", "ns each", "ticks each"],
  "of what",
);

/** A line for a benchmark of CP: host time and modelled ticks apart, and what an exit takes of each. */
export function cpLine(figure: CpFigure): string {
  const { name, what, seconds, bareSeconds, ticks, overhead, bareTicks, exits, exitNanoseconds, exitTicks } = figure;
  const shown = (value: number | undefined, digits = 0): string => (value === undefined ? "" : count(value, digits));
  const isTimed = bareSeconds !== undefined && bareSeconds >= 0.05;
  const over = isTimed ? count(seconds / bareSeconds, 3) : "";
  const perExit = exits !== undefined && exits >= 1000 ? [shown(exitNanoseconds), shown(exitTicks, 1)] : ["", ""];
  const all = [name, shown(seconds, 3), shown(bareSeconds, 3), over, shown(ticks), shown(overhead), shown(bareTicks)];
  return cpColumns([...all, shown(exits), ...perExit], what);
}

function cpColumns([name, ...figures]: readonly string[], what: string): string {
  return `${name.padEnd(11)}${figures.map((figure) => ` ${figure.padStart(12)}`).join("")}  ${what}\n`;
}

/** What a machine takes to be made. */
export function costLine({ name, firstInstructionMilliseconds, memoryMebibytes }: MachineCost): string {
  return `machine  ${name.padEnd(13)}first instruction after ${count(firstInstructionMilliseconds, 1)} ms, 16 MiB of storage in ${count(memoryMebibytes, 1)} MiB\n`;
}

/** The object of `tae bench --json`. */
export function asJson(
  rows: readonly Row[],
  costs: readonly MachineCost[],
  devices: readonly DeviceFigure[] = [],
  virtual: readonly CpFigure[] = [],
): unknown {
  return {
    programs: Object.fromEntries(
      rows.map((row) => [
        row.name,
        Object.fromEntries(row.figures.map((figure) => [figure.name, jsonFigure(row.figures, figure)])),
      ]),
    ),
    cp: virtual,
    machine: Object.fromEntries(costs.map(({ name, ...cost }) => [name, cost])),
    devices: devices.map((figure) => ({
      ...figure,
      ...(figure.herculesSeconds !== undefined && { overHercules: figure.herculesSeconds / figure.seconds }),
    })),
  };
}

function jsonFigure(figures: readonly Figure[], figure: Figure): unknown {
  const { name: _, ...rest } = figure;
  const overInterpreter = ratio(figures, figure, SLOWEST);
  const overHercules = ratio(figures, figure, OTHER);
  return {
    ...rest,
    ...(overInterpreter !== undefined && { overInterpreter }),
    ...(overHercules !== undefined && { overHercules }),
  };
}
