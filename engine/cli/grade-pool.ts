/** Grading in worker threads: as many at a time as asked for, each ended when it takes too long. */
import { Worker } from "node:worker_threads";
import type { Result } from "../grading/results.ts";
import type { GradeJob } from "./grade-worker.ts";

/** A grade, or why there is none. What was not graded is never a mark. */
export type Outcome = { readonly result: Result } | { readonly notGraded: string };

/** Seconds of the grader's own time that one exercise may take: far above what any takes that ends. */
const secondsLimit = 60;

/** Grades all jobs, `threads` at a time; outcomes are in the order of the jobs. */
export async function gradeAll(
  jobs: readonly GradeJob[],
  threads: number,
  seconds = secondsLimit,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 0;
  const lane = async () => {
    let worker: Worker | undefined;
    while (next < jobs.length) {
      const index = next++;
      const job = jobs[index];
      if (job === undefined) break;
      worker ??= new Worker(new URL("./grade-worker.ts", import.meta.url), {
        resourceLimits: { maxOldGenerationSizeMb: 512 },
      });
      outcomes[index] = await gradeOne(worker, job, seconds);
      if ("notGraded" in (outcomes[index] ?? {})) {
        await worker.terminate();
        worker = undefined;
      }
    }
    await worker?.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(threads, jobs.length) }, lane));
  return outcomes;
}

function gradeOne(worker: Worker, job: GradeJob, seconds: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const finish = (outcome: Outcome) => {
      clearTimeout(timer);
      worker.off("message", answered).off("error", failed).off("exit", ended);
      resolve(outcome);
    };
    const answered = (result: Result) => finish({ result });
    const failed = (error: Error) => finish({ notGraded: `the grader failed: ${error.message}` });
    const ended = () => finish({ notGraded: "the grader ended before it was done" });
    const late = () => finish({ notGraded: `it did not come to an end within ${seconds} seconds` });
    const timer = setTimeout(late, seconds * 1000);
    worker.on("message", answered).on("error", failed).on("exit", ended);
    worker.postMessage(job);
  });
}
