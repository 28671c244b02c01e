/** Labs and exercises of the lessons, each loaded when it is opened; solutions only when they may be seen. */
import type { Exercise, Lab } from "../../../engine/grading/format.ts";
import type { Files } from "../machine/protocol.ts";
import { exerciseSource, filePath, type LabSource, labSource, sourceFiles } from "./source.ts";

const LESSONS = "../../../lessons";
const labs = import.meta.glob<Lab>("../../../lessons/*/labs/*/lab.ts", { import: "default" });
const exercises = import.meta.glob<Exercise>("../../../lessons/*/exercises/*/exercise.ts", { import: "default" });
const texts = import.meta.glob<string>(
  ["../../../lessons/*/*/*/*", "!../../../lessons/*/labs/*/lab.ts", "!../../../lessons/*/exercises/*/exercise.ts"],
  { query: "?raw", import: "default" },
);

/** The folder of a lab or exercise, from its id. */
export function folderOf(kind: LabSource["kind"], id: string): string {
  const [unit, name] = id.split("/");
  return `${LESSONS}/${unit}/${kind === "lab" ? "labs" : "exercises"}/${name}`;
}

/** Loads a file of a lab or exercise. Throws when the lesson has no such file. */
export async function loadFile(kind: LabSource["kind"], id: string, name: string): Promise<string> {
  const load = texts[filePath(folderOf(kind, id), name)];
  if (!load) throw new Error(`${id} names the file ${name}, which is not in its folder.`);
  return load();
}

/** Loads a lab or exercise with the files that its setup names. Throws when there is none of that id. */
export async function loadSource(kind: LabSource["kind"], id: string): Promise<LabSource> {
  if (kind === "lab") {
    const lab = await labs[`${folderOf(kind, id)}/lab.ts`]?.();
    if (!lab) throw new Error(`There is no lab "${id}".`);
    return labSource(id, lab, await loadFiles(kind, id, lab.setup));
  }
  const exercise = await exercises[`${folderOf(kind, id)}/exercise.ts`]?.();
  if (!exercise) throw new Error(`There is no exercise "${id}".`);
  return exerciseSource(id, exercise, await loadFiles(kind, id, exercise.setup));
}

/** Which of the two an id is, by the folder that exists. */
export function kindOf(id: string): LabSource["kind"] {
  return `${folderOf("exercise", id)}/exercise.ts` in exercises ? "exercise" : "lab";
}

async function loadFiles(kind: LabSource["kind"], id: string, setup: LabSource["setup"]): Promise<Files> {
  const names = sourceFiles(setup).map(({ name }) => name);
  const loaded = await Promise.all(names.map(async (name) => [name, await loadFile(kind, id, name)] as const));
  return Object.fromEntries(loaded);
}
