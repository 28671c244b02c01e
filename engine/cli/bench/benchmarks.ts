/** What can be measured, by name: each with all the ways there are to run it. */
import { EXECUTORS, execute, watch } from "./executors.ts";
import type { Hercules } from "./hercules.ts";
import type { Runner } from "./measure.ts";
import { PROGRAMS, program } from "./programs.ts";
import { turtleRunners } from "./turtle.ts";

/** Not a System/370's. */
const TURTLE = "6502";

/** In the order in which they are measured. */
export const benchmarks: readonly string[] = [...Object.keys(PROGRAMS), TURTLE];

/** All ways to run one. Throws a UsageError where it does not assemble. */
export function runnersOf(name: string, hercules: Hercules | undefined): Runner[] {
  if (name === TURTLE) return turtleRunners();
  const loaded = program(name);
  const ours = EXECUTORS.map((executor) => ({
    name: executor.name,
    run: (times: number) => execute(executor, loaded, times),
    watch: (times: number) => watch(executor, loaded, times),
  }));
  if (!hercules) return ours;
  // Hercules does not say how many instructions it has executed. Each time the program does its work takes as many, as
  // this machine counts them: its MIPS are to ours as the times for the same work are.
  const [once, twice, thrice] = [1, 2, 3].map((times) => execute(EXECUTORS[0], loaded, times).instructions);
  const more = twice - once;
  if (thrice - twice !== more) throw new Error(`${name} does not execute as many instructions each time`);
  const theirs: Runner = {
    name: "hercules",
    run: async (times) => ({ instructions: once + (times - 1) * more, ...(await hercules.run(loaded, times)) }),
  };
  return [...ours, theirs];
}
