/** The buttons that move the machine in time, and the line that says where it stands. */
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { count, plural } from "../data/format.ts";
import type { LabModel, Press } from "../machine/model.ts";

interface Control {
  readonly press: Press;
  readonly label: string;
  readonly title: string;
}

const BACK: Control = { press: "stepBack", label: "◂ step back", title: "Step back (Shift+F10)" };
const CONTROLS: readonly Control[] = [
  { press: "step", label: "step ▸", title: "Step: one instruction (F10)" },
  {
    press: "stepOverTrap",
    label: "over trap",
    title: "Step over a trap: on until the guest has control again (Ctrl+F10)",
  },
  { press: "toNextTrap", label: "▸▸ to next trap", title: "Run to the next trap (F9)" },
];

/** Keys, by what `keyName` makes of an event. */
const KEYS: Readonly<Record<string, Press>> = {
  F10: "step",
  "Shift+F10": "stepBack",
  "Control+F10": "stepOverTrap",
  F9: "toNextTrap",
  F8: "run",
};

/** Handles the lab's keys; put it on the element that holds the lab. */
export function onLabKey(model: LabModel, event: KeyboardEvent): void {
  const name = `${event.ctrlKey ? "Control+" : ""}${event.shiftKey ? "Shift+" : ""}${event.key}`;
  const press = KEYS[name];
  if (!press || event.altKey || event.metaKey) return;
  event.preventDefault();
  void model.press(press);
}

export function Controls({ model, children }: { model: LabModel; children?: ComponentChildren }) {
  const running = model.phase.value === "running" || model.phase.value === "starting";
  const [asking, ask] = useState(false);
  const locked = model.locked.value;
  const resetButton = useRef<HTMLButtonElement>(null);
  const button = ({ press, label, title }: Control, disabled = false) => (
    <button
      key={press}
      type="button"
      data-press={press}
      data-key={`press:${press}`}
      title={title}
      class={press === "toNextTrap" ? "wide" : undefined}
      aria-disabled={disabled || locked || undefined}
      onClick={() => !disabled && void model.press(press)}
    >
      {label}
    </button>
  );
  const close = () => {
    ask(false);
    resetButton.current?.focus();
  };
  return (
    <div class="controls">
      <fieldset class="buttons" aria-label="Machine">
        <button
          type="button"
          class="primary"
          data-press="run"
          data-key="press:run"
          title={running ? "Pause (F8)" : "Run (F8)"}
          aria-disabled={locked || undefined}
          onClick={() => void model.press("run")}
        >
          {running ? "❙❙ pause" : "▸ run"}
        </button>
        {button(BACK)}
        {CONTROLS.map((control) => button(control))}
        <button
          type="button"
          data-key="reset"
          title="Reset: start over"
          ref={resetButton}
          aria-expanded={asking}
          aria-disabled={locked || undefined}
          onClick={() => !locked && ask(!asking)}
        >
          reset
        </button>
        <label class="speed">
          <input
            type="checkbox"
            data-key="fast"
            checked={model.fast.value}
            onChange={(event) => (model.fast.value = event.currentTarget.checked)}
          />
          full speed
        </label>
      </fieldset>
      {children}
      {asking && <ResetQuestion model={model} onDone={close} />}
    </div>
  );
}

function ResetQuestion({ model, onDone }: { model: LabModel; onDone: () => void }) {
  const edited = model.edited.value.length > 0;
  const answer = (sources: boolean) => {
    onDone();
    void model.reset(sources);
  };
  return (
    <fieldset
      class="question"
      aria-label="Reset"
      ref={(element) => element?.querySelector("button")?.focus({ preventScroll: true })}
      onKeyDown={(event) => event.key === "Escape" && onDone()}
    >
      <span>Start over? It can be undone.</span>
      <button type="button" onClick={() => answer(false)}>
        {edited ? "the machine only" : "start over"}
      </button>
      {edited && (
        <button type="button" onClick={() => answer(true)}>
          machine and sources
        </button>
      )}
      <button type="button" onClick={onDone}>
        cancel
      </button>
    </fieldset>
  );
}

/** Tick, instructions, world switches; and, for screen readers, why the machine stands. */
export function Status({ model }: { model: LabModel }) {
  const view = model.view.value;
  const undo = model.undo.value;
  return (
    <div class="status">
      <span class="count">
        {view ? (
          <>
            tick {count(view.tick)} · {plural(view.instructions, "instruction")} ·{" "}
            {plural(view.crossings, "world switch", "world switches")}
          </>
        ) : (
          statusBefore(model)
        )}
      </span>
      <span class="said" role="status">
        {model.announcement.value}
      </span>
      {undo && (
        <button
          type="button"
          class="quiet"
          onClick={() => {
            model.undo.value = undefined;
            undo();
          }}
        >
          undo
        </button>
      )}
    </div>
  );
}

function statusBefore(model: LabModel): string {
  switch (model.phase.value) {
    case "starting":
      return "starting …";
    case "broken":
      return "not started";
    default:
      return "not started yet";
  }
}
