/** `tae exercise`: the catalogue, a new exercise's skeleton, and the proof that solutions pass and wrong ones fail. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PredictExercise, WriteExercise } from "../grading/format.ts";
import type { Result } from "../grading/results.ts";
import { grade } from "../grading/runner.ts";
import { type Arguments, readArguments, UsageError } from "./arguments.ts";
import { type CatalogueEntry, findEntry, lessonsFolder, readCatalogue } from "./catalogue.ts";
import { skeleton } from "./skeleton.ts";

export async function exercise(list: readonly string[]): Promise<number> {
  const [action, ...rest] = list;
  const options = readArguments("tae exercise", rest, { "--exercises": "value" });
  switch (action) {
    case "list":
      return listAll(options);
    case "show":
      return show(options);
    case "new":
      return create(options);
    case "verify":
      return verify(options);
    default:
      throw new UsageError("tae exercise is followed by list, show, new or verify");
  }
}

function folderOf(options: Arguments): string {
  return options.value("--exercises") ?? lessonsFolder;
}

async function listAll(options: Arguments): Promise<number> {
  for (const { id, exercise } of await readCatalogue(folderOf(options))) {
    console.log(`${id}  ${exercise.kind}, ${exercise.points} points: ${exercise.title}`);
  }
  return 0;
}

async function show(options: Arguments): Promise<number> {
  const [id, ...more] = options.operands;
  if (id === undefined || more.length > 0)
    throw new UsageError("tae exercise show takes one exercise's id; tae exercise list has them all");
  const { exercise, folder } = findEntry(await readCatalogue(folderOf(options)), id);
  console.log(
    `${exercise.title} (${id}; ${exercise.kind}, ${exercise.points} points)\n${folder}\n\n${exercise.task}\n`,
  );
  if (exercise.kind === "predict")
    for (const prediction of exercise.predictions) console.log(`${prediction.name}: ${prediction.ask}`);
  else {
    console.log(`Edit ${exercise.edit}. Checked:`);
    for (const trial of exercise.trials)
      for (const check of trial.checks) console.log(`  ${trial.name}, ${check.name}: ${check.says}`);
  }
  return 0;
}

function create(options: Arguments): number {
  const [id, ...more] = options.operands;
  const parts = /^([a-z0-9-]+)\/([a-z0-9-]+)$/.exec(id ?? "");
  if (parts === null || more.length > 0) {
    throw new UsageError("tae exercise new takes an id of the form UNIT/NAME in lower case, digits and hyphens");
  }
  const folder = join(folderOf(options), parts[1] ?? "", "exercises", parts[2] ?? "");
  if (existsSync(folder)) throw new UsageError(`${folder} is already there`);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(skeleton(lessonsFolder, folder))) writeFileSync(join(folder, name), text);
  console.log(`${folder}: fill in exercise.ts, then prove it with tae exercise verify ${id}`);
  return 0;
}

async function verify(options: Arguments): Promise<number> {
  const catalogue = await readCatalogue(folderOf(options));
  const chosen = options.operands.length === 0 ? catalogue : options.operands.map((id) => findEntry(catalogue, id));
  let failures = 0;
  for (const entry of chosen) {
    const problems = await verifyEntry(entry);
    failures += problems.length;
    console.log(`${entry.id}: ${problems.length === 0 ? "as it says" : "not as it says"}`);
    for (const problem of problems) console.log(`  ${problem}`);
  }
  return failures === 0 ? 0 : 1;
}

/** Everything in which an exercise is not as it says; nothing where its solution passes and its wrong ones fail where they say. */
export async function verifyEntry(entry: CatalogueEntry): Promise<readonly string[]> {
  return entry.exercise.kind === "predict"
    ? verifyPrediction(entry, entry.exercise)
    : verifyWriting(entry, entry.exercise);
}

async function verifyWriting({ files }: CatalogueEntry, exercise: WriteExercise): Promise<readonly string[]> {
  const graded = (file: string) => grade(exercise, { ...files, [exercise.edit]: files[file] ?? "" });
  const problems: string[] = [];
  const solution = await graded(exercise.solution);
  if (!solution.passed) problems.push(`${exercise.solution} must pass: ${firstFailure(solution)}`);
  if ((await graded(exercise.edit)).passed) problems.push(`${exercise.edit}, the starter, passes as it is`);
  if (exercise.setup.kind === "monitor" && exercise.setup.handlers === exercise.edit) {
    const other = await grade(exercise, { ...files, [exercise.edit]: "export function PTLB() {}" });
    if (other.passed)
      problems.push("passes without the handler asked for: name its instruction in the setup's without");
  }
  const names = exercise.trials.flatMap((trial) => trial.checks.map((check) => check.name));
  for (const { file, failsAt } of exercise.wrong) problems.push(...failing(file, failsAt, names, await graded(file)));
  return problems;
}

async function verifyPrediction({ files }: CatalogueEntry, exercise: PredictExercise): Promise<readonly string[]> {
  const problems: string[] = [];
  const names = exercise.predictions.map((prediction) => prediction.name);
  const unanswered = await grade(exercise, files, { answers: {} });
  if (unanswered.errors.length > 0) problems.push(`the program must assemble: ${firstFailure(unanswered)}`);
  for (const [index, { answers, failsAt }] of exercise.wrong.entries()) {
    const result = await grade(exercise, files, { answers });
    problems.push(...failing(`wrong answers ${index + 1}`, failsAt, names, result));
  }
  return problems;
}

function failing(what: string, failsAt: string, names: readonly string[], result: Result): readonly string[] {
  if (!names.includes(failsAt)) return [`${what} must fail at ${failsAt}, and there is no check of that name`];
  if (result.errors.length > 0)
    return [`${what} must fail at ${failsAt}, and is not even run: ${firstFailure(result)}`];
  const failed = result.checks.filter((check) => !check.passed).map((check) => check.name);
  if (failed.includes(failsAt)) return [];
  return [
    `${what} must fail at ${failsAt}, and ${failed.length === 0 ? "passes" : `fails at ${[...new Set(failed)].join(", ")}`}`,
  ];
}

function firstFailure(result: Result): string {
  const [error] = result.errors;
  if (error !== undefined) return `${error.file}:${error.line}:${error.column}: ${error.message}`;
  const check = result.checks.find((one) => !one.passed);
  return check === undefined ? "it has no checks" : `${check.name}: ${check.message}`;
}
