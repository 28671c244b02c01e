/** `tae grade`: grades submissions against the exercises of a folder. */
import { answersFile } from "../grading/answers.ts";
import { choiceOption, decimalOption, readArguments, UsageError } from "./arguments.ts";
import { type CatalogueEntry, lessonsFolder, readCatalogue } from "./catalogue.ts";
import { gradeAll, type Outcome } from "./grade-pool.ts";
import type { GradeJob } from "./grade-worker.ts";
import { type ExerciseReport, formatReports, hasPassed, type ReportFormat, type StudentReport } from "./report.ts";
import { readSubmissions, type StudentWork, type SubmittedFile } from "./submissions.ts";

const formats: readonly ReportFormat[] = ["text", "json", "gradescope", "junit", "csv"];

/** An exercise that is ready to be graded, or that cannot be. */
interface Prepared {
  readonly id: string;
  readonly title: string;
  readonly of: number;
  readonly notes: readonly string[];
  readonly job?: GradeJob;
  readonly problem?: string;
}

/** Grades; writes the report on standard output. Returns 0 where everything passed, else 1. */
export async function grade(list: readonly string[]): Promise<number> {
  const options = readArguments("tae grade", list, { "--format": "value", "--exercises": "value", "-j": "value" });
  if (options.operands.length === 0)
    throw new UsageError("tae grade takes at least one submission: a folder, a zip, or a folder of them");
  const format = choiceOption("--format", options.value("--format") ?? "text", formats);
  const threads = decimalOption("-j", options.value("-j") ?? "1");
  const folder = options.value("--exercises");
  const catalogue = await readCatalogue(folder ?? lessonsFolder);
  const works = options.operands.flatMap((path) => readSubmissions(path));
  if (format === "gradescope" && works.length > 1) {
    throw new UsageError(
      `gradescope's format has room for one submission, and there are ${works.length}: use json or csv`,
    );
  }
  // With a folder of an instructor's, all of its exercises count; of the course's own, those that were handed in.
  const prepared = works.map((work) => prepare(work, catalogue, folder !== undefined));
  const jobs = prepared.flatMap((one) => one.flatMap(({ job }) => (job === undefined ? [] : [job])));
  const outcomes = [...(await gradeAll(jobs, threads))];
  const reports = works.map((work, index) => report(work, prepared[index] ?? [], outcomes));
  process.stdout.write(formatReports(reports, format));
  return reports.every(hasPassed) ? 0 : 1;
}

function prepare(work: StudentWork, catalogue: readonly CatalogueEntry[], all: boolean): readonly Prepared[] {
  const submitted = new Map(Object.entries(work.exercises));
  const known = catalogue
    .filter((entry) => all || submitted.has(entry.id))
    .map((entry) => prepareOne(entry, submitted.get(entry.id)));
  const unknown = [...submitted.keys()]
    .filter((id) => !catalogue.some((entry) => entry.id === id))
    .map((id) => ({ id, title: id, of: 0, notes: [], problem: `there is no exercise ${id}` }));
  return [...known, ...unknown];
}

function prepareOne(entry: CatalogueEntry, files: Readonly<Record<string, SubmittedFile>> | undefined): Prepared {
  const { id, exercise } = entry;
  const base = { id, title: exercise.title, of: exercise.points };
  if (files === undefined) return { ...base, notes: [], problem: "not submitted" };
  const wanted = exercise.kind === "predict" ? answersFile : exercise.edit;
  const given = new Map(Object.entries(files));
  // Only the file that was to be edited is taken: everything else comes from the exercise itself.
  const notes = [...given.keys()]
    .filter((name) => name !== wanted)
    .map((name) => `${name} was handed in but is not part of the work; it was left out`);
  const file = given.get(wanted);
  if (file === undefined) return { ...base, notes, problem: `${wanted} was not handed in` };
  if ("why" in file) return { ...base, notes, problem: file.why };
  return { ...base, notes, job: { exercise, files: { ...entry.files, [wanted]: file.text } } };
}

/** Takes as many outcomes from the front as the student has jobs. */
function report(work: StudentWork, prepared: readonly Prepared[], outcomes: Outcome[]): StudentReport {
  const exercises = prepared.map(({ id, title, of, notes, job, problem }): ExerciseReport => {
    const base = { id, title, of, notes };
    if (job === undefined) return { ...base, ...(problem !== undefined && { problem }) };
    const outcome = outcomes.shift();
    if (outcome !== undefined && "result" in outcome) return { ...base, result: outcome.result };
    return { ...base, notGraded: true, problem: `not graded: ${outcome?.notGraded ?? "the grader gave no answer"}` };
  });
  const { student, claimed, path, problem } = work;
  return {
    student,
    path,
    exercises,
    ...(claimed !== undefined && { claimed }),
    ...(problem !== undefined && { problem }),
  };
}
