/** What the timeline draws, and what it asks for: a lab's machine, or a room's. */
import type { ReadonlySignal } from "@preact/signals";
import type { LaneView, MachineView } from "../../../engine/grading/view.ts";
import type { KnownTrace } from "./known-trace.ts";

export interface TimelineModel {
  /** The machine now; nothing before it is made. */
  readonly view: ReadonlySignal<Pick<MachineView, "tick" | "crossings" | "world" | "lanes"> | undefined>;
  readonly trace: ReadonlySignal<KnownTrace>;
  /** Nothing can be moved at present. */
  readonly locked: ReadonlySignal<boolean>;
  /** Lanes before the machine is there to say so. */
  readonly lanes: readonly LaneView[];
  goTo(tick: number): Promise<void>;
  press(press: "step" | "stepBack"): Promise<void>;
}
