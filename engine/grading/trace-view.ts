/** A machine's trace as it crosses from worker to page. */
import type { Trace } from "../machine/trace.ts";
import type { TraceView } from "./view.ts";

/** Crossings and hardware runs from these numbers on, as far as they are kept. */
export function traceView(trace: Trace, from = 0, hardwareFrom = 0): TraceView {
  const crossings = trace.crossingsFrom(from);
  const hardware = trace.hardwareFrom(hardwareFrom);
  return {
    kept: trace.firstCrossing,
    first: crossings.first,
    crossings: crossings.entries,
    keptHardware: trace.firstHardware,
    firstHardware: hardware.first,
    hardware: hardware.entries,
  };
}
