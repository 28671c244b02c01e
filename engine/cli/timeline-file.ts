/** The timeline as a text: a line for each time that the processor passed from one world to another. */
import { closeSync, openSync, writeSync } from "node:fs";
import type { Crossing, Trace, World } from "../machine/trace.ts";
import { UsageError } from "./arguments.ts";
import { reason } from "./files.ts";

const TICK = 14;
const WORLD = 10;
const CAUSE = 18;
const COUNT = 10;

/** A file that crossings are written to as they come. */
export class TimelineFile {
  readonly #file: number;
  readonly #trace: Trace;
  #written = 0;

  /** Makes the file anew, and has the trace record. Throws UsageError where the file cannot be made. */
  constructor(path: string, trace: Trace) {
    try {
      this.#file = openSync(path, "w");
    } catch (error) {
      throw new UsageError(`${path}: ${reason(error)}`);
    }
    this.#trace = trace;
    trace.recording = true;
    const head = ["tick".padStart(TICK), "from".padEnd(WORLD), "to".padEnd(WORLD), "cause".padEnd(CAUSE)];
    writeSync(this.#file, `${[...head, "executed".padStart(COUNT), "modelled".padStart(COUNT)].join("  ")}\n`);
  }

  /** Writes what has come since. Crossings so old that the trace has let go of them are told as a number. */
  write(): void {
    const { first, entries } = this.#trace.crossingsFrom(this.#written);
    const lost = first - this.#written;
    if (lost > 0) writeSync(this.#file, `${" ".repeat(TICK)}  … ${lost.toLocaleString("en")} more\n`);
    writeSync(this.#file, entries.map(lineOf).join(""));
    this.#written = first + entries.length;
  }

  close(): void {
    this.write();
    closeSync(this.#file);
  }
}

function lineOf({ tick, from, to, cause, executed, modelled }: Crossing): string {
  const words = [`${tick}`.padStart(TICK), name(from), name(to), cause.label.padEnd(CAUSE)];
  return `${[...words, `${executed}`.padStart(COUNT), `${modelled}`.padStart(COUNT)].join("  ")}\n`;
}

function name(world: World): string {
  return (world === "monitor" ? "CP" : world).padEnd(WORLD);
}
