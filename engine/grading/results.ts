/** What grading says: plain data that page, command line and tests share. */
import type { SourceError } from "./view.ts";

/** One check, or one prediction, and how it came out. */
export interface CheckResult {
  readonly name: string;
  /** What it is about: "R3 holds the largest word". */
  readonly says: string;
  /** The run that it belongs to. */
  readonly trial: string;
  readonly passed: boolean;
  /** What had to hold; never given for a prediction, whose answer it would be. */
  readonly expected?: string;
  /** What the machine, or the learner's answer, said. */
  readonly found?: string;
  /** The place in the machine: "guest A's virtual PSW, system mask (bits 0-7)". */
  readonly where?: string;
  /** All of that in a sentence or two. */
  readonly message: string;
}

/** How one run ended. */
export interface RunResult {
  readonly trial: string;
  /** "disabled-wait", "idle", "limit", "check-stop", or "error" where the learner's handler failed. */
  readonly stopped: string;
  /** Virtual time at which it ended. */
  readonly ticks: number;
  readonly instructions: number;
}

/** A graded exercise. */
export interface Result {
  /** Whether every check passed. An exercise without checks does not pass. */
  readonly passed: boolean;
  /** Points earned: every check has the same share, rounded down to hundredths. */
  readonly points: number;
  /** Points that can be earned. */
  readonly of: number;
  readonly checks: readonly CheckResult[];
  readonly runs: readonly RunResult[];
  /** What kept a file from being assembled or loaded, or stopped the learner's handler. */
  readonly errors: readonly SourceError[];
}

/** Adds up checks. A run without a single check is a failure, not a pass. */
export function makeResult(
  of: number,
  checks: readonly CheckResult[],
  runs: readonly RunResult[],
  errors: readonly SourceError[],
): Result {
  const passing = checks.filter((check) => check.passed).length;
  const points = checks.length === 0 ? 0 : Math.floor((of * passing * 100) / checks.length) / 100;
  return {
    passed: checks.length > 0 && passing === checks.length && errors.length === 0,
    points,
    of,
    checks,
    runs,
    errors,
  };
}
