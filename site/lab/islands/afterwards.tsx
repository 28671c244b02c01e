/** After passing: why the wrong ways tempt, and the solution beside one's own. */
import { useState } from "preact/hooks";
import type { Exercise } from "../../../engine/grading/format.ts";
import { loadFile } from "../data/catalogue.ts";
import { diffLines } from "../data/diff.ts";
import { Markdown } from "../data/markdown.tsx";
import type { LabModel } from "../machine/model.ts";

export function Afterwards({ model, exercise }: { model: LabModel; exercise: Exercise }) {
  const [solution, setSolution] = useState<string | undefined>();
  return (
    <div class="afterwards">
      <Markdown text={exercise.afterwards} />
      {exercise.kind !== "predict" &&
        (solution === undefined ? (
          <button
            type="button"
            onClick={() => void loadFile("exercise", model.source.id, exercise.solution).then(setSolution)}
          >
            compare with the solution
          </button>
        ) : (
          <>
            <Comparison mine={model.files.value[exercise.edit]} solution={solution} />
            <button type="button" onClick={() => setSolution(undefined)}>
              close the comparison
            </button>
          </>
        ))}
    </div>
  );
}

const SIGN = { both: " ", first: "−", second: "+" } as const;
const SPOKEN = { both: "", first: "only yours: ", second: "only the solution: " } as const;

function Comparison({ mine, solution }: { mine: string; solution: string }) {
  const lines = diffLines(mine, solution);
  if (lines.every(({ side }) => side === "both")) return <p>Yours is the solution, to the letter.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="comparison" aria-label="Your file and the solution" tabIndex={0}>
      <p>
        <span class="first">− yours</span> <span class="second">+ the solution</span>
      </p>
      <ol>
        {lines.map(({ side, text }, index) => (
          <li key={index} class={side}>
            <span aria-hidden="true">{SIGN[side]}</span>
            <span class="sr-only">{SPOKEN[side]}</span>
            {text || " "}
          </li>
        ))}
      </ol>
    </section>
  );
}
