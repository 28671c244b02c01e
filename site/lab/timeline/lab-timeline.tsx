/** A lab's timeline, with its bill where there is a monitor to pay. */
import type { LabModel } from "../machine/model.ts";
import { Bill } from "./bill.tsx";
import { TimelinePane, WINDOW } from "./timeline-pane.tsx";

export function LabTimeline({ model, height }: { model: LabModel; height: number }) {
  const { kind } = model.source.setup;
  return (
    <TimelinePane model={model} height={height} window={kind === "bare" ? undefined : WINDOW}>
      {kind === "monitor" && <Bill model={model} />}
    </TimelinePane>
  );
}
