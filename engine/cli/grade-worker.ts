/** One exercise of one student, graded in a thread of its own, so that code which never returns can be ended with it. */
import { parentPort } from "node:worker_threads";
import type { Exercise } from "../grading/format.ts";
import { grade } from "../grading/runner.ts";

/** What the thread is asked; it answers with a `Result`. */
export interface GradeJob {
  readonly exercise: Exercise;
  readonly files: Readonly<Record<string, string>>;
}

parentPort?.on("message", (job: GradeJob) => {
  void grade(job.exercise, job.files).then((result) => parentPort?.postMessage(result));
});
