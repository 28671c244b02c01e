/** Measuring: how often a program has to do its work to take about a second, and medians of runs in turn. */
import type { Counters, Run } from "./timing.ts";

/** Most times that a program is asked to do its work; programs count them in 31 bits. */
const MOST_TIMES = 2 ** 24;

/** A program has come to a result that is not the right one. */
export class WrongResult extends Error {
  override readonly name = "WrongResult";
}

/** One way to run one program. */
export interface Runner {
  readonly name: string;
  /** Runs it, doing its work so many times. Throws {@link WrongResult}. */
  run(times: number): Run | Promise<Run>;
  /** Runs it once more, and looks on. */
  watch?(times: number): Counters;
}

/** What came of several runs: the run that has the median speed. */
export interface Figure extends Run {
  readonly name: string;
  /** Million instructions a second. */
  readonly mips: number;
  /** How often the program did its work in each run. */
  readonly times: number;
  /** What came of looking on in a run of its own. */
  readonly counters: Counters;
}

/** Runs a program in every way, in turn, so that what else the computer does falls on all. */
export async function measure(runners: readonly Runner[], rounds: number, seconds: number): Promise<Figure[]> {
  const lanes: { readonly runner: Runner; readonly times: number; readonly runs: Run[] }[] = [];
  for (const runner of runners) lanes.push({ runner, times: await timesFor(runner, seconds), runs: [] });
  for (let round = 0; round < rounds; round++)
    for (const { runner, times, runs } of lanes) runs.push(await runner.run(times));
  return lanes.map(({ runner, times, runs }) => {
    const run = median(runs, speed);
    return { name: runner.name, times, ...run, mips: speed(run), counters: runner.watch?.(times) ?? {} };
  });
}

/** The one in the middle, or of the two in the middle the lesser. */
export function median<T>(list: readonly T[], by: (item: T) => number): T {
  return list.toSorted((a, b) => by(a) - by(b))[(list.length - 1) >> 1];
}

function speed({ instructions, seconds }: Run): number {
  return instructions / seconds / 1e6;
}

/** How often the work has to be done for a run of about so many seconds. */
async function timesFor(runner: Runner, seconds: number): Promise<number> {
  let times = 1;
  for (let tries = 0; tries < 20; tries++) {
    const run = await runner.run(times);
    const share = run.seconds / seconds;
    if (share > 0.7 && share < 1.4) break;
    const next = Math.max(1, Math.min(MOST_TIMES, Math.round(times * Math.min(1 / share, 6))));
    if (next === times) break;
    times = next;
  }
  return times;
}
