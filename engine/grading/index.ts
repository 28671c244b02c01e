/** Labs, exercises and grading: the public face. The sandbox is loaded only by a session whose setup has handlers. */
export { type Answers, answerProblem, answersFile } from "./answers.ts";
export type * from "./format.ts";
export { behaviour, type Decoded, decodeLink, encodeLink, fitsMail, type LinkedRun, mailLimit } from "./permalink.ts";
export { type CheckResult, type GradeOptions, grade, type Result, type RunResult } from "./runner.ts";
export { type Parsed, parseExercise, parseLab, parseSubmission, type Submission } from "./schema.ts";
export { createSession, type Files, type Session, type SessionOptions, type StopReason } from "./session.ts";
export { filesOf } from "./setup-files.ts";
export type * from "./view.ts";
