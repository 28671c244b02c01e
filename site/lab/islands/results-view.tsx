/** What the grader found, check by check, in the machine's words. */
import type { CheckResult, Result } from "../../../engine/grading/results.ts";
import { plural } from "../data/format.ts";

export function Results({ result }: { result: Result }) {
  const { passed, points, of, checks, errors } = result;
  const trials = new Set(checks.map(({ trial }) => trial));
  return (
    <div class={passed ? "results passed" : "results failed"}>
      <p class="sum">
        <b>{passed ? "✓ Passed." : "✗ Not yet."}</b> {points} of {plural(of, "point")};{" "}
        {checks.filter((each) => each.passed).length} of {plural(checks.length, "check")} hold.
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
      <ul class="checks">
        {checks.map((check) => (
          <Check key={`${check.trial}:${check.name}`} check={check} trial={trials.size > 1} />
        ))}
      </ul>
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
