/** Why the machine stands, in a sentence. */
import type { MachineView } from "../../../engine/grading/view.ts";
import { count } from "../data/format.ts";
import type { LabState } from "./protocol.ts";

/** "guest A runs", or that nobody does. */
export function whoRuns({ world, lanes }: Pick<MachineView, "world" | "lanes">): string {
  if (world === "idle") return "everyone waits";
  return `${lanes.find((lane) => lane.world === world)?.title ?? world} runs`;
}

/** A sentence for the status line and for screen readers. */
export function stopSentence({ view, stop, failure }: LabState): string {
  const at = `Tick ${count(view.tick)}`;
  const who = whoRuns(view);
  switch (stop) {
    case "disabled-wait":
      return `${at}: the machine has ended, in a disabled wait.`;
    case "idle":
      return `${at}: the machine waits, and nothing is coming.`;
    case "check-stop":
      return `${at}: the processor is in the check-stop state.`;
    case "limit":
      return `${at}: paused at this lab's limit. Run goes on.`;
    case "error":
      return `${at}: a handler failed. ${failure?.message ?? ""}`;
    case "paused":
      return `${at}: paused; ${who}.`;
    case "no-trap":
      return `${at}: no further trap before the end.`;
    case "begin":
      return `${at}: this is the beginning.`;
    case "trap":
      return view.explanation ? `${at}: ${view.explanation.title}` : `${at}: stopped at a trap; ${who}.`;
    default:
      return view.world === "monitor" && view.explanation ? `${at}: ${view.explanation.title}` : `${at}: ${who}.`;
  }
}
