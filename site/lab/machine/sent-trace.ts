/** Which trace records the page holds, and which it lacks. */
import type { TraceView } from "../../../engine/grading/view.ts";
import type { TraceDelta } from "./protocol.ts";

/** By their numbers in the run: from the first one up to the next to be sent. */
const NOTHING_SENT = { first: 0, crossings: 0, firstHardware: 0, hardware: 0 };

/** Records from these numbers on. */
type Read = (from?: number, hardwareFrom?: number) => TraceView;

export class SentTrace {
  #sent = NOTHING_SENT;

  /** The page has a new machine. */
  clear(): void {
    this.#sent = NOTHING_SENT;
  }

  /** What the page lacks of a machine's trace, of which so many crossings lie at or before the present. */
  delta(read: Read, count: number): TraceDelta {
    const sent = this.#sent;
    const { kept, keptHardware } = read(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    // Records that begin earlier than what was sent have been begun anew in the machine's past: the page has none of them.
    const from = kept < sent.first ? kept : Math.max(kept, sent.crossings);
    const hardwareFrom = keptHardware < sent.firstHardware ? keptHardware : Math.max(keptHardware, sent.hardware);
    const { crossings: recorded, hardware } = read(from, hardwareFrom);
    // After going back the machine's trace is shorter than what was sent; the page keeps the rest, for the same run makes it again.
    const crossings = count > from ? recorded : [];
    this.#sent = {
      first: kept,
      crossings: from + crossings.length,
      firstHardware: keptHardware,
      hardware: hardwareFrom + hardware.length,
    };
    return { first: kept, from, crossings, firstHardware: keptHardware, hardwareFrom, hardware };
  }

  /** Another future has begun: what the machine has no longer will be sent anew. */
  forgetFuture(read: Read): void {
    const { first, crossings, firstHardware, hardware } = read();
    this.#sent = {
      ...this.#sent,
      crossings: Math.min(this.#sent.crossings, first + crossings.length),
      hardware: Math.min(this.#sent.hardware, firstHardware + hardware.length),
    };
  }
}
