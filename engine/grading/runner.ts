/** The one runner: it grades in the page, on the command line and in the tests, by the machine's state and trace alone. */
import { type Answers, answerHolds, answerProblem, answersFile, parseAnswers } from "./answers.ts";
import { expectationText, type FactValue, factPlace, factText, holds } from "./facts.ts";
import type { Check, Exercise, PredictExercise, Prediction, Trial, WriteExercise } from "./format.ts";
import { type CheckResult, makeResult, type Result, type RunResult } from "./results.ts";
import { createSession } from "./session.ts";
import type { Files, Session, SessionOptions } from "./session-types.ts";
import type { SourceError } from "./view.ts";

export type { CheckResult, Result, RunResult } from "./results.ts";
export type { Files } from "./session-types.ts";

export interface GradeOptions extends SessionOptions {
  /** Answers to a prediction exercise, instead of those in the files. */
  readonly answers?: Answers;
}

/** Ticks that a run is given at a time. */
const slice = 200_000;

/**
 * Grades a submission. Every check has the same share of the points.
 * Never throws on what a learner can write: what is wrong with it stands in the result.
 * @param files answers to predictions in "answers.json"; every file that the setup names: the exercise's own, with the learner's in place of those that are to be edited
 */
export async function grade(exercise: Exercise, files: Files, options: GradeOptions = {}): Promise<Result> {
  if (exercise.kind === "predict") return gradePredictions(exercise, files, options);
  return gradeTrials(exercise, files, options);
}

async function gradeTrials(exercise: WriteExercise, files: Files, options: GradeOptions): Promise<Result> {
  const checks: CheckResult[] = [];
  const runs: RunResult[] = [];
  const errors: SourceError[] = [];
  for (const trial of exercise.trials) {
    const ran = await runTrial(exercise, trial, files, options);
    checks.push(...ran.checks);
    if (ran.run !== undefined) runs.push(ran.run);
    for (const error of ran.errors) if (!errors.some((known) => sameError(known, error))) errors.push(error);
  }
  return makeResult(exercise.points, checks, runs, errors);
}

interface Ran {
  readonly checks: readonly CheckResult[];
  readonly run?: RunResult;
  readonly errors: readonly SourceError[];
}

async function runTrial(exercise: WriteExercise, trial: Trial, files: Files, options: GradeOptions): Promise<Ran> {
  const session = await createSession(exercise.setup, files, {
    ...options,
    ...(trial.input === undefined ? {} : { input: trial.input }),
    ...(trial.patch === undefined ? {} : { patch: trial.patch }),
  });
  if ("errors" in session)
    return { checks: trial.checks.map((check) => notRun(check, trial.name, session.errors)), errors: session.errors };
  try {
    const run = runToEnd(session, trial.name, trial.limit);
    if (session.failure !== undefined) {
      const errors = [session.failure];
      return { checks: trial.checks.map((check) => notRun(check, trial.name, errors)), run, errors };
    }
    return { checks: trial.checks.map((check) => judge(check, trial, session, run)), run, errors: [] };
  } finally {
    session.dispose();
  }
}

function runToEnd(session: Session, trial: string, limit: number): RunResult {
  let stopped = "limit";
  while (session.tick < limit) {
    stopped = session.advance(Math.min(slice, limit - session.tick));
    if (stopped !== "limit") break;
  }
  return { trial, stopped, ticks: session.tick, instructions: session.instructions };
}

function sameError(one: SourceError, other: SourceError): boolean {
  return (
    one.file === other.file && one.line === other.line && one.column === other.column && one.message === other.message
  );
}

function notRun(check: Check, trial: string, errors: readonly SourceError[]): CheckResult {
  const error = errors[0];
  const place =
    error === undefined ? "" : `${error.file}, line ${error.line}, column ${error.column}: ${error.message}`;
  return { name: check.name, says: check.says, trial, passed: false, message: `Not looked at, because of ${place}` };
}

function judge(check: Check, trial: Trial, session: Session, run: RunResult): CheckResult {
  const { name, says, fact, expect } = check;
  const value = session.fact(fact);
  const where = factPlace(fact);
  const base = { name, says, trial: trial.name };
  if (typeof value === "object") return { ...base, passed: false, where, message: `${where}: ${value.why}.` };
  const passed = holds(value, expect) || (isLimit(fact.kind, value, run) && holds("limit", expect));
  const expected = expectationText(fact, expect);
  const found = factText(fact, value);
  if (passed) return { ...base, passed, expected, found, where, message: `${where}: ${found}.` };
  const parts = [`${where}: expected ${expected}, found ${found}.`];
  const ending = endingText(run, trial.limit);
  if (ending !== "" && !endsAsAsked(session)) parts.push(ending);
  if (check.nudge !== undefined) parts.push(check.nudge);
  return { ...base, passed, expected, found, where, message: parts.join(" ") };
}

/** A world that still runs when the time is up may be asked for as "running" or as "limit". */
function isLimit(kind: string, value: FactValue, run: RunResult): boolean {
  return kind === "state" && value === "running" && run.stopped === "limit";
}

/** Guests that share a machine commonly run until the time is up; only a bare machine's limit is worth a word. */
function endsAsAsked(session: Session): boolean {
  return session.setup.kind === "monitor" && session.state !== "check-stop";
}

function endingText(run: RunResult, limit: number): string {
  if (run.stopped === "limit") return `The program was still running after ${limit.toLocaleString("en")} ticks.`;
  if (run.stopped === "check-stop")
    return `The machine came to a check stop after ${run.ticks.toLocaleString("en")} ticks.`;
  return "";
}

async function gradePredictions(exercise: PredictExercise, files: Files, options: GradeOptions): Promise<Result> {
  const { points, predictions, setup, title, limit } = exercise;
  const read = options.answers === undefined ? parseAnswers(files[answersFile] ?? "{}") : { answers: options.answers };
  if ("why" in read) {
    const checks = predictions.map((prediction) => result(prediction, title, false, read.why));
    return makeResult(points, checks, [], [{ file: answersFile, line: 1, column: 1, message: read.why }]);
  }
  const session = await createSession(setup, files, options);
  if ("errors" in session) {
    const checks = predictions.map((prediction) => result(prediction, title, false, "the program could not be run"));
    return makeResult(points, checks, [], session.errors);
  }
  try {
    const run = runToEnd(session, title, limit);
    const given = new Map(Object.entries(read.answers));
    const checks = predictions.map((prediction) => judgeAnswer(prediction, title, given.get(prediction.name), session));
    return makeResult(points, checks, [run], []);
  } finally {
    session.dispose();
  }
}

function judgeAnswer(prediction: Prediction, trial: string, answer: string | undefined, session: Session): CheckResult {
  const problem = answerProblem(prediction, answer);
  if (answer === undefined || problem !== undefined)
    return result(prediction, trial, false, problem ?? "no answer was given");
  const where = factPlace(prediction.fact);
  const found = answer.trim();
  const value = session.fact(prediction.fact);
  if (typeof value === "object") return { ...result(prediction, trial, false, `${where}: ${value.why}`), found, where };
  if (answerHolds(prediction, answer, value)) {
    return { ...result(prediction, trial, true, `${where}: ${found}, as the machine shows`), found, where };
  }
  // The machine's own value is the answer, so it is not said.
  const message = `${where}: you said ${found}, and the machine shows something else. ${prediction.nudge}`;
  return { ...result(prediction, trial, false, message), found, where };
}

function result(prediction: Prediction, trial: string, passed: boolean, message: string): CheckResult {
  const text = /[.!?]$/.test(message) ? message : `${message}.`;
  return { name: prediction.name, says: prediction.ask, trial, passed, message: text };
}
