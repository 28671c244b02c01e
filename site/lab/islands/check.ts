/** Check: the grader's verdict on what the reader has written or answered. */
import { answersFile } from "../../../engine/grading/answers.ts";
import type { Exercise } from "../../../engine/grading/format.ts";
import type { LabModel } from "../machine/model.ts";

/** Has an exercise graded and keeps the result. Returns what there is to say when it could not be graded, else nothing. */
export async function check(
  model: LabModel,
  exercise: Exercise,
  answers?: Readonly<Record<string, string>>,
): Promise<string> {
  if (model.phase.value === "running") await model.pause();
  const files = answers ? { ...model.files.value, [answersFile]: JSON.stringify(answers) } : model.files.value;
  if (answers) model.keep({ answers });
  const outcome = await model.client.call("grade", { exercise, files });
  if (!outcome.ok) {
    model.keep({ result: undefined });
    return `Not graded. ${outcome.message}`;
  }
  const result = outcome.value;
  model.keep({ result, passed: model.work.value.passed || result.passed || undefined });
  if (result.errors.length > 0) model.errors.value = result.errors;
  if (answers && model.locked.value) {
    model.locked.value = false;
    void model.run(model.source.limit);
  }
  return "";
}
