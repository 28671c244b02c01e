/** What `tae grade` found, and how it is written in the formats that courses use. */
import type { CheckResult, Result } from "../grading/results.ts";

/** One exercise of one student. */
export interface ExerciseReport {
  readonly id: string;
  readonly title: string;
  readonly of: number;
  /** The grade; without one, `problem` says why. */
  readonly result?: Result;
  /** Why there is no grade: not submitted, a file that cannot be used, or not graded. */
  readonly problem?: string;
  /** Whether the reason lies with the grader: then there is no mark either. */
  readonly notGraded?: boolean;
  /** What the student should know, though it changes nothing. */
  readonly notes: readonly string[];
}

/** One student. */
export interface StudentReport {
  readonly student: string;
  /** What the submission says, where it says otherwise. */
  readonly claimed?: string;
  readonly path: string;
  readonly problem?: string;
  readonly exercises: readonly ExerciseReport[];
}

export type ReportFormat = "text" | "json" | "gradescope" | "junit" | "csv";

/** Points of an exercise: none where there is no grade. */
export function pointsOf(exercise: ExerciseReport): number {
  return exercise.result?.points ?? 0;
}

/** Whether everything that a student handed in passed. */
export function hasPassed(report: StudentReport): boolean {
  return (
    report.problem === undefined &&
    report.exercises.length > 0 &&
    report.exercises.every((one) => one.result?.passed === true)
  );
}

/** Sum of points, without the dust of binary fractions. */
function sum(values: readonly number[]): number {
  return Math.round(values.reduce((total, value) => total + value, 0) * 100) / 100;
}

export function earned(report: StudentReport): number {
  return sum(report.exercises.map(pointsOf));
}

export function possible(report: StudentReport): number {
  return sum(report.exercises.filter((one) => one.notGraded !== true).map((one) => one.of));
}

/** Writes reports in a format. Gradescope's has room for one student. */
export function formatReports(reports: readonly StudentReport[], format: ReportFormat): string {
  switch (format) {
    case "text":
      // What a submission says must not steer the terminal.
      return reports
        .map(text)
        .join("\n")
        .replace(/[^\P{Cc}\n]/gu, "?");
    case "json":
      return `${JSON.stringify({ version: 1, students: reports.map(json) }, null, 2)}\n`;
    case "gradescope":
      return `${JSON.stringify(gradescope(reports[0]), null, 2)}\n`;
    case "junit":
      return junit(reports);
    case "csv":
      return csv(reports);
  }
}

function mismatch(report: StudentReport): string | undefined {
  return report.claimed === undefined
    ? undefined
    : `submission.json says that this is the work of "${report.claimed}"; the folder's name says "${report.student}"`;
}

function status(exercise: ExerciseReport): string {
  if (exercise.notGraded === true) return "not graded";
  return exercise.result?.passed === true ? "passed" : "failed";
}

function text(report: StudentReport): string {
  const lines = [`${report.student}: ${earned(report)} of ${possible(report)} points`];
  const note = mismatch(report);
  if (note !== undefined) lines.push(`  note: ${note}`);
  if (report.problem !== undefined) lines.push(`  cannot be graded: ${report.problem}`);
  for (const exercise of report.exercises) {
    const points = exercise.notGraded === true ? "no mark" : `${pointsOf(exercise)} of ${exercise.of}`;
    lines.push(`  ${exercise.id}: ${status(exercise)}, ${points}`);
    lines.push(...details(exercise).map((line) => `    ${line}`));
  }
  return `${lines.join("\n")}\n`;
}

/** What is wrong with an exercise, a line each. */
function details(exercise: ExerciseReport): readonly string[] {
  const errors =
    exercise.result?.errors.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`) ?? [];
  const failing = exercise.result?.checks.filter((check) => !check.passed) ?? [];
  // With a program that could not be run every check says the same, and says nothing more than the errors.
  const checks = errors.length > 0 ? [] : failing.map((check) => `${check.name}: ${check.message}`);
  return [
    ...(exercise.problem === undefined ? [] : [exercise.problem]),
    ...exercise.notes.map((note) => `note: ${note}`),
    ...errors,
    ...checks,
  ];
}

function json(report: StudentReport): unknown {
  const { student, claimed, path, problem } = report;
  return {
    student,
    ...(claimed !== undefined && { claimed, note: mismatch(report) }),
    path,
    ...(problem !== undefined && { problem }),
    points: earned(report),
    of: possible(report),
    passed: hasPassed(report),
    exercises: report.exercises.map((exercise) => ({
      id: exercise.id,
      status: status(exercise),
      ...(exercise.notGraded !== true && { points: pointsOf(exercise), of: exercise.of }),
      ...(exercise.problem !== undefined && { problem: exercise.problem }),
      notes: exercise.notes,
      checks: exercise.result?.checks ?? [],
      runs: exercise.result?.runs ?? [],
      errors: exercise.result?.errors ?? [],
    })),
  };
}

/** Gradescope's `results.json` (Gradescope Autograder Documentation, "Autograder Specifications", "Output Format"). */
function gradescope(report: StudentReport | undefined): unknown {
  if (report === undefined) return { score: 0, tests: [] };
  const tests = report.exercises.flatMap((exercise) => {
    const checks = exercise.result?.checks ?? [];
    if (checks.length === 0 || (exercise.result?.errors.length ?? 0) > 0) {
      return [
        {
          name: exercise.id,
          score: pointsOf(exercise),
          max_score: exercise.of,
          status: "failed",
          output: details(exercise).join("\n"),
        },
      ];
    }
    const share = Math.floor((exercise.of * 100) / checks.length) / 100;
    return checks.map((check, index) => ({
      name: `${exercise.id}: ${check.says} (${check.trial})`,
      score: check.passed ? lastShare(exercise.of, share, checks, index) : 0,
      max_score: lastShare(exercise.of, share, checks, index),
      status: check.passed ? "passed" : "failed",
      output: check.message,
    }));
  });
  const ungraded = report.exercises.some((exercise) => exercise.notGraded === true);
  const output = [report.problem, mismatch(report)].filter((line) => line !== undefined).join("\n");
  // Without a score Gradescope shows the submission as one that could not be graded.
  return { ...(!ungraded && { score: earned(report) }), ...(output !== "" && { output }), tests };
}

/** The last check takes what the division has left over. */
function lastShare(of: number, share: number, checks: readonly CheckResult[], index: number): number {
  return index === checks.length - 1 ? Math.round((of - share * (checks.length - 1)) * 100) / 100 : share;
}

function junit(reports: readonly StudentReport[]): string {
  const suites = reports.map((report) => {
    const cases = report.exercises.flatMap((exercise) => junitCases(exercise));
    if (report.problem !== undefined)
      cases.push(`    <testcase name="submission"><error message="${xml(report.problem)}"/></testcase>`);
    const count = (what: string) => cases.filter((one) => one.includes(`<${what}`)).length;
    const note = mismatch(report);
    const system = note === undefined ? "" : `    <system-out>${xml(note)}</system-out>\n`;
    return `  <testsuite name="${xml(report.student)}" tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}">\n${cases.join("\n")}\n${system}  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join("\n")}\n</testsuites>\n`;
}

function junitCases(exercise: ExerciseReport): string[] {
  const open = (name: string) => `    <testcase classname="${xml(exercise.id)}" name="${xml(name)}"`;
  const checks = exercise.result?.checks ?? [];
  if (exercise.problem !== undefined || checks.length === 0 || (exercise.result?.errors.length ?? 0) > 0) {
    const kind = exercise.notGraded === true ? "error" : "failure";
    return [`${open(exercise.title)}><${kind} message="${xml(details(exercise).join("; "))}"/></testcase>`];
  }
  return checks.map((check) =>
    check.passed
      ? `${open(`${check.trial}: ${check.name}`)}/>`
      : `${open(`${check.trial}: ${check.name}`)}><failure message="${xml(check.message)}"/></testcase>`,
  );
}

function xml(value: string): string {
  const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  // Control characters have no place in XML 1.0, not even as references.
  return value.replace(/[^\P{Cc}\t\n\r]/gu, "?").replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

function csv(reports: readonly StudentReport[]): string {
  const rows = [["student", "exercise", "status", "points", "of", "note"]];
  for (const report of reports) {
    const note = mismatch(report);
    if (report.problem !== undefined)
      rows.push([report.student, "", "failed", "0", "", [report.problem, note].filter(Boolean).join("; ")]);
    for (const exercise of report.exercises) {
      const points = exercise.notGraded === true ? "" : String(pointsOf(exercise));
      const notes = [exercise.problem, ...exercise.notes, note].filter(Boolean).join("; ");
      rows.push([report.student, exercise.id, status(exercise), points, String(exercise.of), notes]);
    }
  }
  return `${rows.map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

/** RFC 4180, with a guard: a cell that begins like a formula would be run by a spreadsheet. */
function csvCell(value: string): string {
  const safe = /^[=+\-@\t]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
