/** The home page's machine: two consoles, the timeline, and a sentence about what happens at this moment. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { inline } from "../data/markdown.tsx";
import type { LabModel } from "../machine/model.ts";
import { Consoles } from "../panels/consoles.tsx";
import { onLabKey } from "../panels/controls.tsx";
import { Timeline } from "../timeline/timeline.tsx";
import { TimelineView } from "../timeline/view.ts";

/** Ticks in view. */
const VIEW = 3_000;

/** Milliseconds for which a sentence stays while the machine runs. */
const READING = 2_500;

export function HomeView({ model }: { model: LabModel }) {
  const view = useMemo(() => new TimelineView(model, VIEW), [model]);
  const running = model.phase.value === "running" || model.phase.value === "starting";
  const begun = model.view.value !== undefined;
  return (
    <section
      class="lab home-machine"
      aria-label="Two systems, one processor"
      onKeyDown={(event) => onLabKey(model, event)}
    >
      <header>
        <h2>Two systems, one processor</h2>
        <span class="mono">System/370</span>
        {begun && (
          <>
            <button
              type="button"
              aria-label="Step back"
              title="Step back (Shift+F10)"
              onClick={() => void model.press("stepBack")}
            >
              ◂
            </button>
            <button
              type="button"
              aria-label="To next trap"
              title="To next trap (F9)"
              onClick={() => void model.press("toNextTrap")}
            >
              ▸▸
            </button>
          </>
        )}
        <button
          type="button"
          class="primary"
          data-key="press:run"
          title="Run (F8)"
          onClick={() => void model.press("run")}
        >
          {running ? "❙❙ pause" : "▸ run"}
        </button>
      </header>
      <Consoles model={model} typing={false} />
      <div class="t">
        <Timeline model={model} view={view} height={184} width={640} />
      </div>
      <Sentence model={model} />
    </section>
  );
}

/** What happens now; while the machine runs, the last trap, long enough to be read. */
function Sentence({ model }: { model: LabModel }) {
  const view = model.view.value;
  const running = model.phase.value === "running";
  const trap = useRef(view?.explanation);
  if (view && (view.world === "monitor" || trap.current === undefined)) trap.current = view.explanation;
  const [shown, show] = useState(view?.explanation);
  useEffect(() => {
    if (!running) show(view?.explanation);
  }, [view, running]);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => show(trap.current), READING);
    return () => clearInterval(timer);
  }, [running]);
  return (
    <footer aria-live={running ? "off" : "polite"}>
      {model.notice.value ? (
        <p>{model.notice.value}</p>
      ) : shown ? (
        <p>
          <b>{shown.title.replace(/\.$/, "")}.</b> {inline(shown.text)}
        </p>
      ) : (
        <p>Each of them is written as if the processor were its own. Press run, and see who decides.</p>
      )}
      <a href={`/lab/${model.source.id}/`}>open in the workbench</a>
    </footer>
  );
}
