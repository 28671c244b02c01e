import { describe, expect, test } from "vitest";
import type { PredictExercise, WriteExercise } from "../../../engine/grading/format.ts";
import { grade } from "../../../engine/grading/runner.ts";
import { parseExercise, parseSubmission } from "../../../engine/grading/schema.ts";
import { hello, selfish, sum } from "./programs.ts";

const base = { title: "An exercise", task: "Do it.", points: 10, hints: ["one", "two"], afterwards: "Why." };

const summing: WriteExercise = {
  ...base,
  kind: "write",
  setup: { kind: "bare", program: "sum.s" },
  edit: "sum.s",
  solution: "sum.s",
  wrong: [],
  trials: [
    {
      name: "as given",
      limit: 10_000,
      checks: [
        {
          name: "sum",
          says: "R3 holds the sum",
          fact: { kind: "register", world: "machine", register: 3 },
          expect: { is: 108 },
        },
        {
          name: "total",
          says: "TOTAL holds it too",
          fact: { kind: "storage", world: "machine", at: "TOTAL", length: 4 },
          expect: { is: "0000006c" },
          nudge: "ST copies a register into storage.",
        },
        { name: "ends", says: "it ends", fact: { kind: "state", world: "machine" }, expect: { is: "disabled-wait" } },
      ],
    },
    {
      name: "a negative word",
      patch: [{ world: "machine", at: "TABLE", bytes: "FFFFFFFF" }],
      limit: 10_000,
      checks: [
        {
          name: "sum",
          says: "R3 holds the sum",
          fact: { kind: "register", world: "machine", register: 3 },
          expect: { is: 103 },
        },
      ],
    },
  ],
};

describe("grading a program", () => {
  test("a solution passes every check of every trial", async () => {
    const result = await grade(summing, { "sum.s": sum });
    expect(result).toMatchObject({ passed: true, points: 10, of: 10, errors: [] });
    expect(result.checks.map(({ trial, name, passed }) => [trial, name, passed])).toEqual([
      ["as given", "sum", true],
      ["as given", "total", true],
      ["as given", "ends", true],
      ["a negative word", "sum", true],
    ]);
  });

  test("a wrong one is told what was expected, what was found, and where", async () => {
    const result = await grade(summing, { "sum.s": sum.replace("         ST    R3,TOTAL\n", "") });
    expect(result.passed).toBe(false);
    expect(result.points).toBe(7.5);
    expect(result.checks[1]).toEqual({
      name: "total",
      says: "TOTAL holds it too",
      trial: "as given",
      passed: false,
      where: "the machine's storage at TOTAL, 4 bytes",
      expected: "X'0000006C'",
      found: "X'00000000'",
      message:
        "the machine's storage at TOTAL, 4 bytes: expected X'0000006C', found X'00000000'. ST copies a register into storage.",
    });
  });

  test("one that never ends is stopped, and told so", async () => {
    const result = await grade(summing, { "sum.s": sum.replace("BCT   R5,NEXT", "B     NEXT") });
    expect(result.runs[0]).toMatchObject({ stopped: "limit", ticks: 10_000 });
    expect(result.checks[2]?.message).toContain(
      "the state of the machine: expected disabled-wait, found running. The program was still running after 10,000 ticks.",
    );
  });

  test("one that does not assemble has its errors as the result", async () => {
    const result = await grade(summing, { "sum.s": sum.replace("LH    R5,COUNT", "LH    R5,CUONT") });
    expect(result).toMatchObject({ passed: false, points: 0 });
    expect(result.errors).toHaveLength(1);
    expect(result.errors[0]).toMatchObject({ file: "sum.s", line: 8, message: expect.stringContaining("CUONT") });
    expect(result.checks[0]?.message).toContain("sum.s, line 8");
  });

  test("one without the symbol that a check needs is told which", async () => {
    const result = await grade(summing, { "sum.s": sum.replaceAll("TOTAL", "SUMS") });
    expect(result.checks[1]?.message).toContain("sum.s has no symbol TOTAL");
  });

  test("any text at all gives a result", async () => {
    for (const text of ["", "\u0000\uFFFF", "<<<<".repeat(1000), " END\n".repeat(50), "é ".repeat(300)]) {
      expect((await grade(summing, { "sum.s": text })).passed).toBe(false);
    }
  });

  test("without a single check nothing passes", async () => {
    const result = await grade({ ...summing, trials: [{ name: "none", limit: 100, checks: [] }] }, { "sum.s": sum });
    expect(result).toMatchObject({ passed: false, points: 0 });
  });
});

const missing: WriteExercise = {
  ...base,
  kind: "write",
  setup: {
    kind: "monitor",
    guests: [
      { id: "a", title: "the bank", program: "a.s" },
      { id: "b", title: "the test system", program: "b.s" },
    ],
    handlers: "ssm.ts",
    without: ["SSM"],
  },
  edit: "ssm.ts",
  solution: "ssm.ts",
  wrong: [],
  trials: [
    {
      name: "two guests",
      limit: 60_000,
      checks: [
        {
          name: "mask",
          says: "A's mask is 0",
          fact: { kind: "psw", world: "guest-a", field: "systemMask" },
          expect: { is: 0 },
        },
        {
          name: "other",
          says: "B goes on",
          fact: { kind: "state", world: "guest-b" },
          expect: { is: "disabled-wait" },
        },
        { name: "running", says: "A goes on", fact: { kind: "state", world: "guest-a" }, expect: { is: "running" } },
      ],
    },
  ],
};
// A begins with all interruptions on and turns them off.
const guests = { "a.s": selfish, "b.s": hello };

describe("grading a handler", () => {
  test("the right one passes", async () => {
    const source = "export function SSM(guest, instruction) { guest.setSystemMask(guest.load8(instruction.operand)); }";
    expect(await grade(missing, { ...guests, "ssm.ts": source })).toMatchObject({ passed: true, points: 10 });
  });

  test("one that does nothing leaves the mask in the virtual PSW, and the message says where", async () => {
    const result = await grade(missing, { ...guests, "ssm.ts": "export function SSM() {}" });
    expect(result.checks[0]?.message).toBe(
      "guest A's virtual PSW, system mask (bits 0-7): expected X'00', found X'FF'.",
    );
  });

  test("one that throws, loops or is hostile fails with its place", async () => {
    for (const [body, line] of [
      ["\nguest.nothing();", 2],
      ["for (;;) {}", 1],
      ["\n\n(() => {}).constructor('return process')().exit(0);", 3],
    ] as const) {
      const result = await grade(missing, { ...guests, "ssm.ts": `export function SSM(guest) { ${body} }` });
      expect(result.errors).toMatchObject([{ file: "ssm.ts", line }]);
      expect(result.points).toBe(0);
    }
  });
});

const predicting: PredictExercise = {
  ...base,
  kind: "predict",
  setup: { kind: "bare", program: "sum.s" },
  limit: 10_000,
  predictions: [
    {
      name: "r3",
      ask: "What is in R3?",
      answer: "hexadecimal",
      fact: { kind: "register", world: "machine", register: 3 },
      nudge: "Add the words.",
    },
    {
      name: "r5",
      ask: "What is in R5?",
      answer: "number",
      fact: { kind: "register", world: "machine", register: 5 },
      nudge: "BCT counts.",
    },
    {
      name: "state",
      ask: "In which state?",
      answer: { choices: ["supervisor", "problem"] },
      fact: { kind: "psw", world: "machine", field: "problem" },
      nudge: "Look at bit 15.",
    },
  ],
  wrong: [],
};

describe("grading predictions", () => {
  const answers = (given: Record<string, string>) => grade(predicting, { "sum.s": sum }, { answers: given });

  test("what the machine then does is right, however it is written", async () => {
    for (const r3 of ["6C", "0000006C", "x'6c'", "0x6C", " 00 00 00 6c "]) {
      expect(await answers({ r3, r5: "0", state: "supervisor" })).toMatchObject({ passed: true, points: 10 });
    }
  });

  test("answers may be a file of the submission", async () => {
    const file = JSON.stringify({ r3: "6C", r5: 0, state: "supervisor" });
    expect(await grade(predicting, { "sum.s": sum, "answers.json": file })).toMatchObject({ passed: true });
    expect(await grade(predicting, { "sum.s": sum, "answers.json": "{" })).toMatchObject({
      passed: false,
      errors: [{ file: "answers.json", message: "answers.json is not JSON" }],
    });
  });

  test("a wrong answer is not told the right one", async () => {
    const result = await answers({ r3: "5C", r5: "6", state: "problem" });
    expect(result.points).toBe(0);
    expect(result.checks[0]?.message).toBe(
      "the machine's general register 3: you said 5C, and the machine shows something else. Add the words.",
    );
    const said = JSON.stringify(result.checks);
    for (const secret of ["6C", "6c", "108", "supervisor", '"expected"']) expect(said).not.toContain(secret);
  });

  test("no answer, or one of another kind, is said", async () => {
    const result = await answers({ r5: "many", state: "both" });
    expect(result.checks.map((check) => check.message)).toEqual([
      "no answer was given.",
      '"many" is not a whole number.',
      '"both" is none of: supervisor, problem.',
    ]);
  });
});

describe("formats", () => {
  test("good exercises are read", () => {
    for (const exercise of [summing, missing, predicting])
      expect(parseExercise(exercise)).toEqual({ ok: true, value: exercise });
  });

  test("a damaged one is told in one line where it is damaged", () => {
    const damage: [unknown, string][] = [
      [undefined, "it"],
      [{ ...summing, points: 0 }, "points"],
      [{ ...summing, hints: ["one"] }, "hints"],
      [{ ...summing, edit: "../../etc/passwd" }, "edit"],
      [{ ...summing, trials: [{ name: "none", limit: 100, checks: [] }] }, "trials.0.checks"],
      [{ ...summing, extra: 1 }, "it"],
    ];
    for (const [data, place] of damage) {
      const parsed = parseExercise(data);
      if (parsed.ok) throw new Error("it was read");
      expect(parsed.why.startsWith(`${place}: `)).toBe(true);
      expect(parsed.why).not.toContain("\n");
    }
  });

  test("a submission is read, and a damaged one is not", () => {
    const submission = { version: 1, student: "ada", exercises: { "02/sum": { files: { "sum.s": "work/sum.s" } } } };
    expect(parseSubmission(submission)).toEqual({ ok: true, value: submission });
    expect(parseSubmission({ ...submission, version: 2 })).toMatchObject({
      ok: false,
      why: expect.stringContaining("version"),
    });
    expect(parseSubmission([])).toMatchObject({ ok: false });
  });
});
