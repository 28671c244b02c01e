/**
 * What a machine costs before it does anything: milliseconds until the first instruction has been executed, and memory.
 * Each measurement is a process of its own, as nothing is warm then:
 *
 *     node engine/cli/bench/machine.ts start|memory EXECUTOR
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { EXECUTORS, type Executor, load } from "./executors.ts";
import { median } from "./measure.ts";
import { program } from "./programs.ts";

/** Processes that are started for a median. */
const PROCESSES = 9;
const MEBIBYTE = 1024 * 1024;

/** What a machine costs, executor by executor. */
export interface MachineCost {
  readonly name: string;
  /** From the wish for a machine of 16 MiB to the end of its first instruction; the median of several processes. */
  readonly firstInstructionMilliseconds: number;
  /** Of a process's memory, what a 16 MiB machine takes when all of its storage is in use and a program has run. */
  readonly memoryMebibytes: number;
}

/** Measures all executors. */
export function machineCosts(executors: readonly Executor[] = EXECUTORS): MachineCost[] {
  return executors.map(({ name }) => {
    const times = Array.from({ length: PROCESSES }, () => measured("start", name));
    return {
      name,
      firstInstructionMilliseconds: median(times, (time) => time),
      memoryMebibytes: measured("memory", name),
    };
  });
}

function measured(what: "start" | "memory", executor: string): number {
  const file = fileURLToPath(import.meta.url);
  const { stdout, stderr } = spawnSync(process.execPath, ["--expose-gc", file, what, executor], { encoding: "utf8" });
  const figure = Number(stdout);
  if (stdout === "" || Number.isNaN(figure)) throw new Error(`measuring the ${executor}'s ${what} failed: ${stderr}`);
  return figure;
}

/** Milliseconds, in this process. */
function start(executor: Executor): number {
  const first = program("mix");
  // Processor time is counted in steps of some milliseconds.
  const began = performance.now();
  const machine = executor.make(16 * MEBIBYTE);
  load(machine, first, 1);
  machine.run({ ticks: 1 });
  return performance.now() - began;
}

/** Mebibytes that this process has grown by. */
function memory(executor: Executor): number {
  const run = program("mix");
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const machine = executor.make(16 * MEBIBYTE);
  for (let at = 0; at < 16 * MEBIBYTE; at += 4096) machine.write(at, Uint8Array.of(1));
  load(machine, run, 100);
  machine.run({});
  globalThis.gc?.();
  return (process.memoryUsage.rss() - before) / MEBIBYTE;
}

if (import.meta.main) {
  const [, , what, name] = process.argv;
  const executor = EXECUTORS.find((one) => one.name === name);
  if (executor) console.log(what === "memory" ? memory(executor) : start(executor));
}
