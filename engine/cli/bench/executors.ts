/** The ways in which the System/370 can execute here: the table to add one to. */
import { System370 } from "../../s370/index.ts";
import type { Run } from "./measure.ts";
import type { Program } from "./programs.ts";

export interface Executor {
  readonly name: string;
  /** A machine that executes so; `storageSize` in bytes. */
  make(storageSize: number): System370;
  /** Where the time has gone, by what it was spent on: seconds or counts, as far as the machine tells. */
  counters?(machine: System370): Readonly<Record<string, number>>;
}

export const EXECUTORS: readonly Executor[] = [
  { name: "interpreter", make: (storageSize) => new System370({ storageSize, executor: "interpreter" }) },
  {
    name: "translator",
    make: (storageSize) => new System370({ storageSize, executor: "translator" }),
    counters: ({ translated }) => ({ ...translated?.counters }),
  },
];

/** Loads a program and sets the PSW as the restart key would. */
export function load(machine: System370, program: Program, times: number): void {
  machine.write(0, program.image(times));
  machine.setPsw(hexadecimal(machine.read(0, 8)));
}

/** Runs a program to its end on a new machine. Throws an Error where the result is wrong. */
export function execute(executor: Executor, program: Program, times: number): Run {
  const machine = executor.make(program.storageSize);
  load(machine, program, times);
  const started = clock();
  const stopped = machine.run({});
  const seconds = clock() - started;
  const { address, length } = program.result;
  const result = hexadecimal(machine.read(address, length));
  if (
    stopped !== "disabled-wait" ||
    machine.pswHex !== "000A000000000000" ||
    result !== hexadecimal(program.expected(times))
  )
    throw new Error(
      `${program.name}, done ${times} times, ends wrongly (${executor.name}): ${stopped}, PSW ${machine.pswHex}, result ${result}`,
    );
  const counters = executor.counters?.(machine);
  return { instructions: machine.instructions, seconds, ...(counters && { counters }) };
}

/** Seconds of this thread's processor time: on a busy machine that is what a program took. */
export function clock(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e6;
}

function hexadecimal(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex").toUpperCase();
}
