/** The buttons that move the machine in time. */
import { useRef, useState } from "preact/hooks";
import type { CpModel } from "../model.ts";

export function ControlsPanel({ model }: { model: CpModel }) {
  const [asking, ask] = useState(false);
  const again = useRef<HTMLButtonElement>(null);
  const isRunning = model.state.value?.isRunning ?? false;
  const isOff = model.isLoading.value || !model.state.value;
  const button = (press: "stepBack" | "step" | "toNextTrap", label: string, title: string) => (
    <button
      type="button"
      title={title}
      aria-disabled={isOff || undefined}
      onClick={() => !isOff && void model.press(press)}
    >
      {label}
    </button>
  );
  const load = (disks: "kept" | "given") => {
    close();
    model.load(disks);
  };
  const close = () => {
    ask(false);
    again.current?.focus();
  };
  return (
    <div class="controls">
      <fieldset class="buttons" aria-label="Machine">
        <button
          type="button"
          class="primary"
          aria-disabled={isOff || undefined}
          onClick={() => !isOff && void model.press("run")}
        >
          {isRunning ? "❙❙ pause" : "▸ run"}
        </button>
        {button("stepBack", "◂ step back", "To where the last step began")}
        {button("step", "step ▸", "One instruction, or one piece of CP’s work")}
        {button("toNextTrap", "▸▸ to next trap", "On until CP gets control")}
        <button ref={again} type="button" aria-expanded={asking} onClick={() => ask(!asking)}>
          load CP again
        </button>
        <button
          type="button"
          title="A link that replays this run from its beginning up to now"
          aria-disabled={isOff || undefined}
          onClick={() => !isOff && model.send({ kind: "link" })}
        >
          link to this run
        </button>
        <button
          type="button"
          title="Images of both packs, with what has been written on them: for tae cp run, and for the page IPL"
          aria-disabled={isOff || undefined}
          onClick={() => !isOff && model.send({ kind: "saveDisks", of: "room" })}
        >
          save the disks
        </button>
      </fieldset>
      {asking && (
        <fieldset
          class="question"
          aria-label="Load CP again"
          onKeyDown={(event) => event.key === "Escape" && close()}
          ref={(element) => element?.querySelector("button")?.focus({ preventScroll: true })}
        >
          <span>All users are logged off. What they wrote on their disks, and spool files:</span>
          <button type="button" onClick={() => load("kept")}>
            keep it
          </button>
          <button type="button" onClick={() => load("given")}>
            begin afresh
          </button>
          <button type="button" onClick={close}>
            cancel
          </button>
        </fieldset>
      )}
    </div>
  );
}
