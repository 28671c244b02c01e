/** The way through, step by step: each is done by a press, and says when it has been. */
import { useState } from "preact/hooks";
import { ROOM_TERMINALS } from "../../../engine/installations/room.ts";
import { addressText } from "../../terminals/names.ts";
import { type Act, WALK } from "../data/walk.ts";
import type { CpModel } from "../model.ts";

export function WalkPanel({ model }: { model: CpModel }) {
  /** Steps that have been seen done, though it may not be to be seen any more. */
  const [done] = useState(() => new Set<number>());
  const state = model.state.value;
  const isOn = state !== undefined && !model.isLoading.value;
  const seen = {
    papers: model.papers.value,
    view: state?.view,
    isRunning: state?.isRunning ?? true,
    billed: model.billed.value,
  };
  if ((seen.view?.users.length ?? 0) <= 1) done.clear();
  WALK.forEach(({ isDone }, index) => {
    if (isOn && isDone(seen)) done.add(index);
  });
  const next = WALK.findIndex((_, index) => !done.has(index));
  return (
    <section class="panel walk" aria-labelledby="cp-walk">
      <div class="cap">
        <h2 id="cp-walk">A way through</h2>
        <span role="status">{next < 0 ? "All done." : done.size > 0 && `${done.size} of ${WALK.length} done`}</span>
      </div>
      <ol>
        {WALK.map(({ act, why }, index) => (
          <li
            key={index}
            class={done.has(index) ? "done" : undefined}
            aria-current={index === next ? "step" : undefined}
          >
            <span class="number" aria-hidden="true">
              {done.has(index) ? "✓" : index + 1}
            </span>
            <button type="button" aria-disabled={!isOn || undefined} onClick={() => isOn && perform(model, act)}>
              <Label act={act} />
            </button>
            <span class="why">
              {done.has(index) && <span class="sr-only">Done. </span>}
              {why}
            </span>
          </li>
        ))}
      </ol>
      <p class="about">
        Or type what you like: Carol’s password is <code>singer</code>, the operator is logged on. <code>#cp</code>{" "}
        before a line gives it to CP while a program runs.
      </p>
    </section>
  );
}

function Label({ act }: { act: Act }) {
  switch (act.kind) {
    case "line":
      return (
        <>
          <span class="at">
            {ROOM_TERMINALS.find(({ address }) => address === act.terminal)?.userid} {addressText(act.terminal)}
          </span>{" "}
          {act.line}
        </>
      );
    case "timeline":
      return "pause, and look at the timeline";
    case "bill":
      return `the bill of ${act.userid}`;
  }
}

function perform(model: CpModel, act: Act): void {
  switch (act.kind) {
    case "line":
      return model.send({ kind: "type", address: act.terminal, text: act.line });
    case "timeline":
      model.send({ kind: "pause" });
      return document.getElementById("cp-timeline")?.scrollIntoView({ block: "start" });
    case "bill":
      model.billed.value = act.userid;
      return document.getElementById("cp-timeline")?.scrollIntoView({ block: "start" });
  }
}
