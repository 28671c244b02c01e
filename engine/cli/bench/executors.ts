/** The ways in which the System/370 can execute here: the table to add one to. */
import { System370 } from "../../s370/index.ts";
import { WrongResult } from "./measure.ts";
import type { Program } from "./programs.ts";
import { type Counters, type Run, runTimed, runWatched } from "./timing.ts";

export interface Executor {
  readonly name: string;
  /** A machine that executes so; `storageSize` in bytes. */
  make(storageSize: number): System370;
}

export const EXECUTORS: readonly Executor[] = [
  { name: "interpreter", make: (storageSize) => new System370({ storageSize, executor: "interpreter" }) },
  { name: "cold", make: (storageSize) => new System370({ storageSize, executor: "cold" }) },
  { name: "translator", make: (storageSize) => new System370({ storageSize, executor: "translator" }) },
];

/** Loads a program and sets the PSW as the restart key would. */
export function load(machine: System370, program: Program, times: number): void {
  machine.write(0, program.image(times));
  machine.setPsw(hexadecimal(machine.read(0, 8)));
}

/** Runs a program to its end on a new machine. Throws {@link WrongResult}. */
export function execute(executor: Executor, program: Program, times: number): Run {
  const machine = executor.make(program.storageSize);
  load(machine, program, times);
  const { stopped, ...run } = runTimed(machine);
  const { address, length } = program.result;
  const result = hexadecimal(machine.read(address, length));
  const right = hexadecimal(program.expected(times));
  if (stopped !== "disabled-wait" || machine.pswHex !== "000A000000000000" || result !== right)
    throw new WrongResult(
      `${program.name}, done ${times} times, ends wrongly (${executor.name}): ${stopped}, PSW ${machine.pswHex}, result ${result}`,
    );
  return run;
}

/** Runs a program once more, and looks on. */
export function watch(executor: Executor, program: Program, times: number): Counters {
  const machine = executor.make(program.storageSize);
  load(machine, program, times);
  return runWatched(machine);
}

function hexadecimal(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex").toUpperCase();
}
