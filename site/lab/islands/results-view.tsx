/** What the grader found, check by check, in the machine's words. */
import type { CheckResult, Result } from "../../../engine/grading/results.ts";
import { plural } from "../data/format.ts";

export function Results({ result }: { result: Result }) {
  const { passed, points, of, checks, errors } = result;
  const trials = new Set(checks.map(({ trial }) => trial)).size > 1;
  const holding = checks.filter((check) => check.passed);
  // Where a file could not be run at all, every check says so; the errors say it once.
  const failing = errors.length > 0 ? [] : checks.filter((check) => !check.passed);
  const list = (shown: readonly CheckResult[]) => (
    <ul class="checks">
      {shown.map((check) => (
        <Check key={`${check.trial}:${check.name}`} check={check} trial={trials} />
      ))}
    </ul>
  );
  return (
    <div class={passed ? "results passed" : "results failed"}>
      <p class="sum">
        <b>{passed ? "✓ Passed." : "✗ Not yet."}</b> {points} of {plural(of, "point")}; {holding.length} of{" "}
        {plural(checks.length, "check")} hold.
      </p>
      {errors.length > 0 && (
        <ul class="problems">
          {errors.map(({ file, line, column, message }) => (
            <li key={`${file}:${line}:${column}:${message}`}>
              {file}, line {line}, column {column}: {message}
            </li>
          ))}
        </ul>
      )}
      {failing.length > 0 && list(failing)}
      {holding.length > 0 && (
        <details open={holding.length < 6}>
          <summary>{holding.length === checks.length ? "What was checked" : `What holds (${holding.length})`}</summary>
          {list(holding)}
        </details>
      )}
    </div>
  );
}

function Check({ check, trial }: { check: CheckResult; trial: boolean }) {
  return (
    <li class={check.passed ? "pass" : "fail"}>
      <span class="sign" aria-hidden="true">
        {check.passed ? "✓" : "✗"}
      </span>
      <div>
        <p>
          <span class="sr-only">{check.passed ? "Holds: " : "Does not hold: "}</span>
          {check.says}
          {trial && <small> · {check.trial}</small>}
        </p>
        {!check.passed && <p class="why">{check.message}</p>}
      </div>
    </li>
  );
}
