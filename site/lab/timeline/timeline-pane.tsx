/** Timeline, its zoom, and the same thing as a table beside it. */
import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import { CrossingsTable } from "./crossings-table.tsx";
import type { TimelineModel } from "./model.ts";
import { Timeline } from "./timeline.tsx";
import { TimelineView } from "./view.ts";

/** Ticks of a lab in view at first: few enough that a crossing and its cause can be read. */
export const WINDOW = 6_000;

interface TimelinePaneProps {
  readonly model: TimelineModel;
  readonly height: number;
  /** Ticks in view at first; all, unless given. */
  readonly window?: number;
  /** Beside it: the bill. */
  readonly children?: ComponentChildren;
}

export function TimelinePane({ model, height, window, children }: TimelinePaneProps) {
  const view = useMemo(() => new TimelineView(model, window), [model]);
  const [table, setTable] = useState(false);
  return (
    <div class="pane time">
      <div class="timeline">
        <div class="cap">
          <span>Timeline</span>
          <em class="wide-only">drag or use ← → to travel · ↑ ↓ choose a crossing, Enter goes there</em>
          <fieldset class="tools" aria-label="Timeline view">
            <button type="button" title="Zoom out (-)" aria-label="Zoom out" onClick={() => view.zoom(0.5)}>
              −
            </button>
            <button type="button" title="Zoom in (+)" aria-label="Zoom in" onClick={() => view.zoom(2)}>
              +
            </button>
            <button type="button" title="Show the whole run" onClick={() => view.all()}>
              all
            </button>
            <button type="button" title="Earlier" aria-label="Show earlier" onClick={() => view.pan(-0.5)}>
              ◂
            </button>
            <button type="button" title="Later" aria-label="Show later" onClick={() => view.pan(0.5)}>
              ▸
            </button>
            <button
              type="button"
              title="Keep now in view"
              aria-pressed={view.follow.value}
              onClick={() => (view.follow.value = !view.follow.value)}
            >
              follow
            </button>
            <button type="button" aria-pressed={table} data-key="table" onClick={() => setTable(!table)}>
              table
            </button>
          </fieldset>
        </div>
        <div class={table ? "split" : undefined}>
          <div>
            <Timeline model={model} view={view} height={height} explained />
          </div>
          {table && <CrossingsTable model={model} view={view} />}
        </div>
      </div>
      {children}
    </div>
  );
}
