/** What an island is before anything is pressed, drawn when the site is built: the real views, around a machine that is not there yet. */
import type { VNode } from "preact";
import type { Exercise, Lab } from "../../../engine/grading/format.ts";
import { assemble, instructions } from "../../../engine/index.ts";
import { folderOf, kindOf } from "../data/catalogue.ts";
import { exerciseSource, filePath, type LabSource, labSource, sourceFiles } from "../data/source.ts";
import { assembledFile } from "../machine/assembled.ts";
import { LabModel } from "../machine/model.ts";
import { CompareView } from "./compare-view.tsx";
import { ExerciseView } from "./exercise-view.tsx";
import { HomeView } from "./home-view.tsx";
import type { IslandProps } from "./island.tsx";
import { LabView } from "./lab-view.tsx";
import { WorkbenchView } from "./workbench-view.tsx";

const labs = import.meta.glob<Lab>("../../../lessons/*/labs/*/lab.ts", { import: "default", eager: true });
const exercises = import.meta.glob<Exercise>("../../../lessons/*/exercises/*/exercise.ts", {
  import: "default",
  eager: true,
});
const texts = import.meta.glob<string>(
  ["../../../lessons/*/*/*/*", "!../../../lessons/*/labs/*/lab.ts", "!../../../lessons/*/exercises/*/exercise.ts"],
  { query: "?raw", import: "default", eager: true },
);

/** An island as it stands in the page. Throws, and so ends the build, when a lesson names a lab that is not there. */
export function poster(props: IslandProps): VNode {
  if (props.kind === "compare") {
    return <CompareView labs={props.ids.map((id) => ({ id, title: sourceOf("lab", id).title }))} />;
  }
  const kind = props.kind === "exercise" ? "exercise" : props.kind === "workbench" ? kindOf(props.id) : "lab";
  const model = new LabModel(sourceOf(kind, props.id));
  const { setup, given, exercise } = model.source;
  model.operations.value = instructions.map(({ mnemonic, privileged, name }) => ({ mnemonic, privileged, name }));
  model.assembled.value = Object.fromEntries(
    sourceFiles(setup)
      .filter(({ language }) => language === "assembler")
      .map(({ name }) => [name, assembledFile(name, assemble(given[name]))]),
  );
  if (props.kind === "home") return <HomeView model={model} />;
  if (exercise) {
    model.locked.value = exercise.kind === "predict";
    return <ExerciseView model={model} exercise={exercise} />;
  }
  return props.kind === "workbench" ? <WorkbenchView model={model} /> : <LabView model={model} />;
}

function sourceOf(kind: LabSource["kind"], id: string): LabSource {
  const folder = folderOf(kind, id);
  const files = (setup: Lab["setup"]) =>
    Object.fromEntries(
      sourceFiles(setup).map(({ name }) => {
        const text = texts[filePath(folder, name)];
        if (text === undefined) throw new Error(`${id} names the file ${name}, which is not in its folder.`);
        return [name, text];
      }),
    );
  if (kind === "lab") {
    const lab = labs[`${folder}/lab.ts`];
    if (!lab) throw new Error(`There is no lab "${id}".`);
    return labSource(id, lab, files(lab.setup));
  }
  const exercise = exercises[`${folder}/exercise.ts`];
  if (!exercise) throw new Error(`There is no exercise "${id}".`);
  return exerciseSource(id, exercise, files(exercise.setup));
}
