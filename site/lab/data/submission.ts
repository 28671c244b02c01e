/** "Download my work": the submission folder that the grader reads, as a zip. */
import { strToU8, zipSync } from "fflate";
import { answersFile } from "../../../engine/grading/answers.ts";
import { loadSource } from "./catalogue.ts";
import { allWork } from "./saved.ts";

/** The zip's bytes, or nothing when no exercise has been worked on. */
export async function submissionZip(): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const exercises: Record<string, { files: Record<string, string> }> = {};
  const entries: Record<string, Uint8Array> = {};
  for (const [key, work] of await allWork()) {
    const [kind, id] = key.split(":");
    if (kind !== "exercise") continue;
    const { exercise, given } = await loadSource("exercise", id);
    const texts: Record<string, string> = {};
    if (exercise?.kind === "predict") {
      if (work.answers) texts[answersFile] = JSON.stringify(work.answers, undefined, 2);
    } else if (exercise) texts[exercise.edit] = work.files?.[exercise.edit] ?? given[exercise.edit];
    if (Object.keys(texts).length === 0) continue;
    const files: Record<string, string> = {};
    for (const [name, text] of Object.entries(texts)) {
      files[name] = `${id}/${name}`;
      entries[files[name]] = strToU8(text);
    }
    exercises[id] = { files };
  }
  if (Object.keys(exercises).length === 0) return undefined;
  entries["submission.json"] = strToU8(`${JSON.stringify({ version: 1, exercises }, undefined, 2)}\n`);
  // The library types its result over any buffer; it allocates a plain one.
  return zipSync(entries) as Uint8Array<ArrayBuffer>;
}

/** Hands the zip to the browser's downloads; false when there is nothing to hand in. */
export async function downloadWork(): Promise<boolean> {
  const bytes = await submissionZip();
  if (!bytes) return false;
  const url = URL.createObjectURL(new Blob([bytes], { type: "application/zip" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "submission.zip";
  link.click();
  URL.revokeObjectURL(url);
  return true;
}
