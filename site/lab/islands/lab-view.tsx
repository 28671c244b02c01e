/** A lab in a lesson's text: source, processor, storage, consoles, timeline and bill around one machine. */
import { useState } from "preact/hooks";
import { inline } from "../data/markdown.tsx";
import type { LabModel } from "../machine/model.ts";
import { Consoles } from "../panels/consoles.tsx";
import { Controls, onLabKey, Status } from "../panels/controls.tsx";
import { ExplanationPanel } from "../panels/explanation.tsx";
import { ProcessorPanel } from "../panels/processor.tsx";
import { StoragePanel } from "../panels/storage.tsx";
import { type Tab, Tabs } from "../panels/tabs.tsx";
import { SourcePane } from "../source/source-pane.tsx";
import { LabTimeline } from "../timeline/lab-timeline.tsx";

export function LabView({ model }: { model: LabModel }) {
  const { id, title, intent } = model.source;
  return (
    <section class="lab" aria-label={`Lab: ${title}`} onKeyDown={(event) => onLabKey(model, event)}>
      <header class="head">
        <div>
          <h3>{title}</h3>
          <p>{inline(intent)}</p>
        </div>
        <a class="button" href={`/lab/${id}/`} title="The same lab, full-window">
          workbench ↗
        </a>
      </header>
      <LabBody model={model} />
    </section>
  );
}

/** Everything of a lab but its heading. */
export function LabBody({ model }: { model: LabModel }) {
  const { panels } = model.source;
  return (
    <>
      <Controls model={model} />
      <Status model={model} />
      <Notice model={model} />
      <div class="panes">
        <div class="column">
          <SourcePane model={model} />
          <ExplanationPanel model={model} />
        </div>
        <Machine model={model} />
        {panels.includes("console") && <ConsolePane model={model} />}
      </div>
      {panels.includes("timeline") && (
        <LabTimeline model={model} height={model.source.setup.kind === "bare" ? 180 : 214} />
      )}
    </>
  );
}

/** Processor and storage. */
export function Machine({ model }: { model: LabModel }) {
  const { panels } = model.source;
  const tabs: Tab[] = [];
  if (panels.includes("psw") || panels.includes("registers")) {
    tabs.push({ id: "processor", title: "Processor", panel: <ProcessorPanel model={model} /> });
  }
  tabs.push({ id: "storage", title: "Storage", panel: <StoragePanel model={model} /> });
  const [selected, select] = useState(tabs[0].id);
  return (
    <div class="pane machine">
      <Tabs label="Machine" tabs={tabs} selected={selected} onSelect={select} />
    </div>
  );
}

export function ConsolePane({ model }: { model: LabModel }) {
  return (
    <div class="pane terminals">
      <Consoles model={model} />
    </div>
  );
}

function backToOwn(model: LabModel): void {
  history.replaceState(undefined, "", location.pathname);
  model.notice.value = "";
  model.ownWork();
}

/** A message about the whole lab, and the way back to where the reader was. */
export function Notice({ model }: { model: LabModel }) {
  const { tick } = model.work.value;
  const resumable = tick !== undefined && model.view.value === undefined && !model.locked.value;
  return (
    <>
      {model.notice.value && (
        <p class="notice" role="alert">
          {model.notice.value}
        </p>
      )}
      {model.aside.value && (
        <p class="notice quiet-notice">
          This is the link’s run. Your own work on this lab is kept.{" "}
          <button type="button" onClick={() => backToOwn(model)}>
            back to my work
          </button>{" "}
          <button type="button" onClick={() => model.keepLinked()}>
            keep this instead
          </button>
        </p>
      )}
      {resumable && (
        <p class="notice quiet-notice">
          You were at tick {tick.toLocaleString("en")}.{" "}
          <button type="button" onClick={() => void model.goTo(tick)}>
            go on from there
          </button>
        </p>
      )}
    </>
  );
}
