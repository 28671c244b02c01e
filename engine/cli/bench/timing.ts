/** Running a machine to its end by the clock, and where the time goes. */
import type { Machine, StopReason } from "../../machine/machine.ts";

/** One run of a program. */
export interface Run {
  readonly instructions: number;
  /** Processor time of the thread that executes: on a busy computer that is what the program took. */
  readonly seconds: number;
  /** By the clock on the wall. */
  readonly elapsed: number;
}

/** What executes hot program in a machine, as far as it is looked at here. */
interface Translated {
  readonly counters: object;
  run(...parameters: never[]): { readonly executed: number };
  visit(): boolean;
}

/** A machine that may have a translator. */
export type Measured = Machine & { readonly translated: Translated | undefined };

/** What a machine has to tell about a run, in counts or seconds. */
export type Counters = Readonly<Record<string, number>>;

/** Runs a machine until it stops. */
export function runTimed(machine: Machine): Run & { readonly stopped: StopReason } {
  const began = performance.now();
  const started = clock();
  const stopped = machine.run({});
  const seconds = clock() - started;
  return { instructions: machine.instructions, seconds, elapsed: (performance.now() - began) / 1000, stopped };
}

/**
 * Runs a machine until it stops, and looks on: seconds in the interpreter, the translator and translated
 * program, and what of the instructions each has executed. Looking on takes time itself, where the two take turns often.
 */
export function runWatched(machine: Measured): Counters {
  const { translated } = machine;
  if (!translated) return {};
  const { run, visit } = translated;
  let running = 0;
  let translating = 0;
  let executed = 0;
  Object.assign(translated, {
    run: (...parameters: never[]) => {
      const began = clock();
      const result = run.apply(translated, parameters);
      running += clock() - began;
      executed += result.executed;
      return result;
    },
    visit: () => {
      const began = clock();
      const found = visit.call(translated);
      translating += clock() - began;
      return found;
    },
  });
  const { seconds } = runTimed(machine);
  return {
    "seconds interpreting": seconds - running - translating,
    "seconds translating": translating,
    "seconds running": running,
    "instructions interpreted": machine.instructions - executed,
    ...translated.counters,
  };
}

/** Seconds of this thread's processor time. What the host compiles on other threads is not in them. */
export function clock(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e6;
}
