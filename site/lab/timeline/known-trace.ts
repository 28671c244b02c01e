/** What the page knows of a run: it grows by what the worker tells. */
import type { Crossing, HardwareRun } from "../../../engine/machine/trace.ts";
import type { TraceDelta } from "../machine/protocol.ts";

/** The known run: crossings stay visible ahead of the machine after going back. */
export interface KnownTrace {
  /** Number in the run of the first crossing here: of a long run only the latest part is kept. */
  readonly first: number;
  readonly crossings: readonly Crossing[];
  readonly firstHardware: number;
  readonly hardware: readonly HardwareRun[];
  readonly furthest: number;
}

export const NOTHING_KNOWN: KnownTrace = { first: 0, crossings: [], firstHardware: 0, hardware: [], furthest: 0 };

/** What is known with what is new. */
export function grownTrace(known: KnownTrace, delta: TraceDelta, furthest: number): KnownTrace {
  const { first, from, crossings, firstHardware, hardwareFrom, hardware } = delta;
  const grown = crossings.length > 0 || hardware.length > 0 || from < known.first + known.crossings.length;
  if (!grown) return { ...known, furthest };
  return {
    first,
    crossings: between(known.crossings, first - known.first, from - known.first).concat(crossings),
    firstHardware,
    hardware: between(known.hardware, firstHardware - known.firstHardware, hardwareFrom - known.firstHardware).concat(
      hardware,
    ),
    furthest,
  };
}

/** As `slice`, where an index before the list's beginning means its beginning. */
function between<T>(list: readonly T[], from: number, to: number): readonly T[] {
  return list.slice(Math.max(0, from), Math.max(0, to));
}
