/** "CP": terminals side by side, the way through, the timeline of who runs, and what each has cost. */
import { useEffect, useState } from "preact/hooks";
import { count, plural } from "../lab/data/format.ts";
import { TimelinePane } from "../lab/timeline/timeline-pane.tsx";
import { CpModel } from "./model.ts";
import { ControlsPanel } from "./panels/controls.tsx";
import { KEPT, LinkPanel, RefusedPanel } from "./panels/keeping.tsx";
import { Consoles, Displays } from "./panels/terminals.tsx";
import { DeckPanel, PaperPanel } from "./panels/unit-record.tsx";
import { UserBill, UsersPanel } from "./panels/users.tsx";
import { WalkPanel } from "./panels/walk.tsx";

/** Ticks in view at first: a command of the CMS-style system and what CP does for it. */
const WINDOW = 30_000;

export function CpRoom() {
  const [model] = useState(() => new CpModel());
  useEffect(() => model.start(), [model]);
  const state = model.state.value;
  return (
    <div class="lab desk cp" data-ready={state && !model.isLoading.value ? "" : undefined}>
      <div class="across">
        <div role="alert">{model.notice.value && <p class="notice">{model.notice.value}</p>}</div>
        <RefusedPanel model={model} />
        <WalkPanel model={model} />
        <Consoles model={model} />
        <section class="panel" aria-labelledby="cp-timeline">
          <h2 id="cp-timeline">Who runs</h2>
          <ControlsPanel model={model} />
          <p class="standing">
            {model.isLoading.value || !state ? (
              "The guests are being assembled, and CP is loaded …"
            ) : (
              <>
                tick {count(state.view.tick)} · {plural(state.view.instructions, "instruction")} ·{" "}
                {plural(state.view.crossings, "world switch", "world switches")}
                {state.view.world === "idle" && " · everybody waits"}
              </>
            )}
            <span class="said" role="status">
              {state?.says}
            </span>
            <span class="kept" data-kept={model.kept.value}>
              {KEPT[model.kept.value]}
            </span>
          </p>
          <LinkPanel model={model} />
          <TimelinePane model={model} height={240} window={WINDOW}>
            <UserBill model={model} />
          </TimelinePane>
        </section>
        <div class="pair">
          <Displays model={model} />
          <UsersPanel model={model} />
        </div>
        <div class="pair">
          <DeckPanel model={model} />
          <PaperPanel model={model} />
        </div>
      </div>
    </div>
  );
}
