/** An exercise: its task, the lab to work in, hints, and what the grader found. */
import { useState } from "preact/hooks";
import type { Exercise } from "../../../engine/grading/format.ts";
import { plural } from "../data/format.ts";
import { Markdown } from "../data/markdown.tsx";
import type { LabModel } from "../machine/model.ts";
import { onLabKey } from "../panels/controls.tsx";
import { Afterwards } from "./afterwards.tsx";
import { check } from "./check.ts";
import { LabBody } from "./lab-view.tsx";
import { Predictions } from "./predictions.tsx";
import { Results } from "./results-view.tsx";

export function ExerciseView({ model, exercise }: { model: LabModel; exercise: Exercise }) {
  const [checking, setChecking] = useState(false);
  const [message, setMessage] = useState("");
  const { result, passed, answers } = model.work.value;
  const submit = async (given?: Readonly<Record<string, string>>) => {
    if (checking) return;
    setChecking(true);
    setMessage("");
    setMessage(await check(model, exercise, given));
    setChecking(false);
  };
  const predict = exercise.kind === "predict";
  return (
    <section
      class="lab exercise"
      aria-label={`Exercise: ${exercise.title}`}
      onKeyDown={(event) => onLabKey(model, event)}
    >
      <header class="head">
        <div>
          <h3>
            <span class="kind">Exercise</span> {exercise.title}
          </h3>
          <p class="points">
            {kindText(exercise)} · {plural(exercise.points, "point")}
            {passed && <em class="mark ok">✓ passed</em>}
          </p>
        </div>
      </header>
      <div class="task">
        <Markdown text={exercise.task} />
      </div>
      {predict && <Predictions exercise={exercise} saved={answers} checking={checking} onAnswer={submit} />}
      {!predict && <LabBody model={model} />}
      {predict && <PredictedRun model={model} />}
      <div class="checkbar">
        {!predict && (
          <button
            type="button"
            class="check"
            data-key="check"
            aria-disabled={checking || undefined}
            onClick={() => void submit()}
          >
            {checking ? "checking …" : "✓ check"}
          </button>
        )}
        <Hints model={model} hints={exercise.hints} />
        <button
          type="button"
          class="quiet"
          data-key="download"
          title="All exercises that you have worked on, as a zip that the grader reads"
          onClick={() =>
            void import("../data/submission.ts")
              .then(({ downloadWork }) => downloadWork())
              .then((done) => setMessage(done ? "" : "There is no work to download yet."))
          }
        >
          download my work
        </button>
      </div>
      <div role="status" class="verdict">
        {message && <p class="notice">{message}</p>}
        {result && <Results result={result} />}
      </div>
      {passed && <Afterwards model={model} exercise={exercise} />}
    </section>
  );
}

function kindText({ kind }: Exercise): string {
  return { write: "write a program", repair: "repair a program", predict: "predict, then see" }[kind];
}

/** The machine of a prediction: the program to read, and, once an answer was given, the run. */
function PredictedRun({ model }: { model: LabModel }) {
  return (
    <>
      {model.locked.value && <p class="notice quiet-notice">The machine runs when you have answered.</p>}
      <LabBody model={model} />
    </>
  );
}

function Hints({ model, hints }: { model: LabModel; hints: readonly string[] }) {
  const shown = model.work.value.hints ?? 0;
  return (
    <>
      {shown < hints.length && (
        <button type="button" data-key="hint" onClick={() => model.keep({ hints: shown + 1 })}>
          {shown === 0 ? "a hint" : "another hint"} ({shown + 1} of {hints.length})
        </button>
      )}
      {shown > 0 && (
        <ol class="hints" aria-label="Hints" aria-live="polite">
          {hints.slice(0, shown).map((hint) => (
            <li key={hint}>
              <Markdown text={hint} />
            </li>
          ))}
        </ol>
      )}
    </>
  );
}
