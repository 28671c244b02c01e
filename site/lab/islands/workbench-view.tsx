/** The workbench: one lab, full-window. */
import { useEffect, useState } from "preact/hooks";
import { inline } from "../data/markdown.tsx";
import type { LabModel } from "../machine/model.ts";
import { Controls, onLabKey, Status } from "../panels/controls.tsx";
import { ExplanationPanel } from "../panels/explanation.tsx";
import { SourcePane } from "../source/source-pane.tsx";
import { LabTimeline } from "../timeline/lab-timeline.tsx";
import { ConsolePane, Machine, Notice } from "./lab-view.tsx";
import { Mark } from "./mark.tsx";

/** Loads what packs the work only when it is asked for. */
async function download(): Promise<boolean> {
  return (await import("../data/submission.ts")).downloadWork();
}

export function WorkbenchView({ model }: { model: LabModel }) {
  const { id, title, intent, setup } = model.source;
  const [shared, setShared] = useState("");
  useEffect(() => {
    const open = () => void import("./link.ts").then(({ openLink }) => openLink(model, location.hash));
    open();
    addEventListener("hashchange", open);
    return () => removeEventListener("hashchange", open);
  }, [model]);
  const share = async () => {
    const { makeLink, fitsMail } = await import("./link.ts");
    const fragment = await makeLink(model);
    if (!fragment) return;
    const place = `${location.origin}${location.pathname}`;
    const link = `${place}#${fragment}`;
    history.replaceState(undefined, "", `#${fragment}`);
    const copied = await navigator.clipboard?.writeText(link).then(
      () => true,
      () => false,
    );
    const where = copied ? "The link to this run is copied" : "The link to this run is in the address bar";
    setShared(
      fitsMail(place, fragment) ? `${where}.` : `${where}; at ${link.length} characters it is too long for mail.`,
    );
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens for the lab's keys, each of which has a button
    <div class="lab workbench" onKeyDown={(event) => onLabKey(model, event)}>
      <header class="top">
        <a class="brand" href="/">
          <Mark /> <b>Trap &amp; Emulate</b>
        </a>
        <div class="crumb">
          <h1>{title}</h1>
          <a href={`/course/${id.split("/")[0]}/`}>to the lesson</a>
        </div>
        <Controls model={model} />
        <div class="ends">
          <button
            type="button"
            data-key="share"
            title="A link that replays exactly this run"
            onClick={() => void share()}
          >
            share
          </button>
          <button
            type="button"
            data-key="download"
            title="All exercises that you have worked on, as a zip that the grader reads"
            onClick={() =>
              void download().then((done) => setShared(done ? "" : "There is no exercise to download yet."))
            }
          >
            my work
          </button>
        </div>
        <Status model={model} />
        <p class="shared" role="status">
          {shared}
        </p>
      </header>
      <main class="panes">
        <Notice model={model} />
        <div class="column">
          {intent && <p class="intent">{inline(intent)}</p>}
          <SourcePane model={model} />
          <ExplanationPanel model={model} />
        </div>
        <Machine model={model} />
        <ConsolePane model={model} />
      </main>
      <footer>
        <LabTimeline model={model} height={setup.kind === "bare" ? 200 : 230} />
      </footer>
    </div>
  );
}
