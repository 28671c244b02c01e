import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { gradeAll } from "../../../engine/cli/grade-pool.ts";
import { put, tae, workFolder } from "./tae.ts";

const folder = workFolder();
tae(folder, "exercise", "new", "03-traps/add", "--exercises", "ex");
const id = "03-traps/add";

const right =
  "M CSECT\n BALR R12,0\n USING *,R12\n L R3,ONE\n A R3,TWO\n LPSW DONE\nONE DC F'2'\nTWO DC F'3'\nDONE DC D'0'\n ORG DONE\n DC X'0002000000000000'\n END\n";
const wrong = right.replace(" A R3,TWO", " L R3,TWO");

function submission(student: string, path = "start.s", name = "start.s"): string {
  return JSON.stringify({ version: 1, student, exercises: { [id]: { files: { [name]: path } } } });
}

put(folder, {
  "class/ada/submission.json": submission("ada", "answers/start.s"),
  "class/ada/answers/start.s": right,
  "class/bob/submission.json": submission("ada"),
  "class/bob/start.s": wrong,
  "class/cyd/submission.json": submission("cyd"),
  "class/cyd/start.s": " NONSENSE\n",
  "class/dan/notes.txt": "I forgot",
  "page/submission.json": JSON.stringify({
    version: 1,
    exercises: { [id]: { files: { "start.s": `${id}/start.s` } } },
  }),
  [`page/${id}/start.s`]: right,
  "secret.s": right,
});

const grade = (...list: string[]) => tae(folder, "grade", "--exercises", "ex", ...list);

describe("tae exercise", () => {
  test("a new exercise is a true one, in the catalogue", () => {
    expect(tae(folder, "exercise", "verify", "--exercises", "ex")).toEqual({
      status: 0,
      out: `${id}: as it says\n`,
      err: "",
    });
    expect(tae(folder, "exercise", "list", "--exercises", "ex").out).toBe(`${id}  write, 5 points: Add two words\n`);
    expect(tae(folder, "exercise", "show", id, "--exercises", "ex").out).toContain("R3 holds the sum");
    expect(tae(folder, "exercise", "new", id, "--exercises", "ex")).toMatchObject({
      status: 2,
      err: expect.stringContaining("already there"),
    });
  });

  test("one whose wrong solution passes, or fails elsewhere, is found", () => {
    tae(folder, "exercise", "new", "x/y", "--exercises", "lies");
    put(folder, { "lies/x/exercises/y/wrong-copy.s": right, "lies/x/exercises/y/solution.s": wrong });
    const { status, out } = tae(folder, "exercise", "verify", "--exercises", "lies");
    expect(status).toBe(1);
    expect(out).toContain(
      "solution.s must pass: sum: the machine's general register 3: expected X'00000005' (5), found X'00000003' (3).",
    );
    expect(out).toContain("wrong-copy.s must fail at sum, and passes");
  });

  test("a damaged one is told in one line", () => {
    put(folder, { "bad/x/y/exercise.json": JSON.stringify({ kind: "write", title: "x" }) });
    const { status, err } = tae(folder, "exercise", "list", "--exercises", "bad");
    expect(status).toBe(2);
    expect(err).toMatch(/^tae: [^\n]*exercise\.json: task: [^\n]+\n$/);
    expect(tae(folder, "exercise", "list", "--exercises", "nowhere")).toMatchObject({
      status: 2,
      err: "tae: nowhere: there is no such file\n",
    });
  });

  test("another action, or an id that there is not, is bad usage", () => {
    expect(tae(folder, "exercise", "sing")).toMatchObject({
      status: 2,
      err: expect.stringContaining("list, show, new or verify"),
    });
    expect(tae(folder, "exercise", "show", "no/such", "--exercises", "ex")).toMatchObject({
      status: 2,
      err: expect.stringContaining(id),
    });
    expect(tae(folder, "exercise", "new", "../up", "--exercises", "ex")).toMatchObject({ status: 2 });
  });
});

describe("tae grade", () => {
  test("a submission that passes", () => {
    expect(grade("class/ada")).toEqual({ status: 0, out: `ada: 5 of 5 points\n  ${id}: passed, 5 of 5\n`, err: "" });
  });

  test("what the page writes, which does not know who its reader is", () => {
    expect(grade("page")).toEqual({ status: 0, out: `page: 5 of 5 points\n  ${id}: passed, 5 of 5\n`, err: "" });
  });

  test("a folder of students, in text", () => {
    const { status, out } = grade("class", "-j", "2");
    expect(status).toBe(1);
    expect(out).toContain("ada: 5 of 5 points");
    expect(out).toContain(
      'bob: 0 of 5 points\n  note: submission.json says that this is the work of "ada"; the folder\'s name says "bob"',
    );
    expect(out).toContain("sum: the machine's general register 3: expected X'00000005' (5), found X'00000003' (3).");
    expect(out).toMatch(/cyd: 0 of 5 points\n.*\n {4}start\.s:1:\d+: .*NONSENSE/);
    expect(out).toMatch(/dan: 0 of \d points\n {2}cannot be graded: submission\.json: there is no such file/);
  });

  test("as JSON", () => {
    const report = JSON.parse(grade("class", "--format", "json").out);
    expect(report.version).toBe(1);
    expect(
      report.students.map((one: { student: string; points: number; passed: boolean }) => [
        one.student,
        one.points,
        one.passed,
      ]),
    ).toEqual([
      ["ada", 5, true],
      ["bob", 0, false],
      ["cyd", 0, false],
      ["dan", 0, false],
    ]);
    expect(report.students[1]).toMatchObject({
      claimed: "ada",
      exercises: [{ id, status: "failed", checks: [{ name: "sum", passed: false }] }],
    });
    expect(report.students[2].exercises[0].errors[0]).toMatchObject({ file: "start.s", line: 1 });
  });

  test("for Gradescope, one submission", () => {
    const results = JSON.parse(grade("class/bob", "--format", "gradescope").out);
    expect(results).toMatchObject({
      score: 0,
      tests: [{ score: 0, max_score: 5, status: "failed" }],
      output: expect.stringContaining("bob"),
    });
    expect(JSON.parse(grade("class/ada", "--format", "gradescope").out)).toMatchObject({
      score: 5,
      tests: [{ score: 5, status: "passed" }],
    });
    expect(grade("class", "--format", "gradescope")).toMatchObject({
      status: 2,
      out: "",
      err: expect.stringContaining("one submission"),
    });
  });

  test("as JUnit", () => {
    const { out } = grade("class", "--format", "junit");
    expect(out).toMatch(/^<\?xml version="1\.0"/);
    expect(out).toContain('<testsuite name="ada" tests="1" failures="0" errors="0">');
    expect(out).toContain('<failure message="the machine');
    expect(out).not.toMatch(/message="[^"]*[<>]/);
  });

  test("as CSV", () => {
    const lines = grade("class", "--format", "csv").out.split("\r\n");
    expect(lines[0]).toBe("student,exercise,status,points,of,note");
    expect(lines[1]).toBe(`ada,${id},passed,5,5,`);
    expect(lines[2]).toMatch(new RegExp(`^bob,${id},failed,0,5,"submission.json says`));
  });

  test("a zip is a submission too, by its own name", () => {
    writeFileSync(
      join(folder, "eve.zip"),
      zipSync({ "eve/submission.json": strToU8(submission("eve")), "eve/start.s": strToU8(right) }),
    );
    expect(grade("eve.zip")).toMatchObject({ status: 0, out: expect.stringContaining("eve: 5 of 5 points") });
    writeFileSync(join(folder, "torn.zip"), "PK no more");
    expect(grade("torn.zip")).toMatchObject({
      status: 1,
      out: expect.stringContaining("cannot be graded: not a submission"),
    });
  });

  test("nothing outside of the submission is read", () => {
    const outside = join(folder, "secret.s");
    put(folder, {
      "bad/up/submission.json": submission("up", "../../secret.s"),
      "bad/absolute/submission.json": submission("absolute", outside),
      "bad/windows/submission.json": submission("windows", "C:\\secret.s"),
      "bad/link/submission.json": submission("link"),
      "bad/linked/submission.json": submission("linked", "dir/secret.s"),
    });
    symlinkSync(outside, join(folder, "bad/link/start.s"));
    symlinkSync(folder, join(folder, "bad/linked/dir"));
    writeFileSync(
      join(folder, "bad/zip.zip"),
      zipSync({ "submission.json": strToU8(submission("zip", "../secret.s")), "../secret.s": strToU8(right) }),
    );
    const { status, out } = grade("bad");
    expect(status).toBe(1);
    for (const student of ["up", "absolute", "windows", "zip"]) {
      expect(out).toMatch(new RegExp(`${student}: 0 of 5 points\\n.*failed.*\\n.*lies outside of the submission`));
    }
    for (const student of ["link", "linked"])
      expect(out).toMatch(new RegExp(`${student}: 0 of 5 points\\n.*failed.*\\n.*symbolic link`));
  });

  test("only the file that was to be edited is taken; the checks are the exercise's own", () => {
    const files = { "start.s": "start.s", "exercise.ts": "exercise.ts", "../up.s": "start.s" };
    put(folder, {
      "extra/submission.json": JSON.stringify({
        version: 1,
        student: "extra",
        exercises: { [id]: { files: { "start.s": "start.s", "exercise.ts": "exercise.ts" } } },
      }),
      "extra/start.s": wrong,
      "extra/exercise.ts": "export default {}",
      "odd/submission.json": JSON.stringify({ version: 1, student: "odd", exercises: { [id]: { files } } }),
    });
    const { status, out } = grade("extra");
    expect(status).toBe(1);
    expect(out).toContain("note: exercise.ts was handed in but is not part of the work; it was left out");
    expect(grade("odd").out).toContain("cannot be graded: submission.json:");
  });

  test("an exercise that was not handed in, or that there is not", () => {
    put(folder, {
      "none/submission.json": JSON.stringify({ version: 1, student: "none", exercises: { "no/such": { files: {} } } }),
    });
    const { status, out } = grade("none");
    expect(status).toBe(1);
    expect(out).toContain("none: 0 of 5 points");
    expect(out).toContain("not submitted");
    expect(out).toContain("there is no exercise no/such");
  });

  test("a damaged submission.json is told in one line", () => {
    put(folder, { "torn/submission.json": "{", "old/submission.json": JSON.stringify({ version: 7 }) });
    expect(grade("torn").out).toContain("cannot be graded: submission.json: is not JSON");
    expect(grade("old").out).toContain("cannot be graded: submission.json: version:");
  });

  test("bad usage", () => {
    for (const list of [[], ["class", "--format", "pdf"], ["class", "-j", "0"], ["nowhere"], ["ex/03-traps"]]) {
      const { status, out, err } = grade(...list);
      expect([status, out]).toEqual([2, ""]);
      expect(err).toMatch(/^tae: [^\n]+\n$/);
    }
  });
});

test("what does not come to an end is not graded, and the others are", async () => {
  const exercise = {
    kind: "write" as const,
    title: "x",
    task: "x",
    points: 1,
    setup: { kind: "monitor" as const, guests: [{ id: "a" as const, title: "x", program: "a.s" }], handlers: "h.ts" },
    edit: "h.ts",
    solution: "h.ts",
    wrong: [],
    trials: [
      {
        name: "t",
        limit: 100,
        checks: [
          { name: "c", says: "c", fact: { kind: "state" as const, world: "guest-a" }, expect: { is: "running" } },
        ],
      },
    ],
    hints: ["1", "2"],
    afterwards: "x",
  };
  const program = "A CSECT\n BALR R12,0\n USING *,R12\nL B L\n END\n";
  // One builtin that runs for years without a poll: nothing inside the sandbox can end it.
  const endless = "Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1); export function SSM() {}";
  const jobs = [endless, "export function SSM() {}"].map((source) => ({
    exercise,
    files: { "a.s": program, "h.ts": source },
  }));
  const outcomes = await gradeAll(jobs, 1, 8);
  expect(outcomes[0]).toEqual({ notGraded: "it did not come to an end within 8 seconds" });
  expect(outcomes[1]).toMatchObject({ result: { passed: true } });
}, 120_000);
