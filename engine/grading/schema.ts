/** The formats of `format.ts` and of submissions as schemas: what comes from a file is checked before it is used. */
import { z } from "zod";
import type { Exercise, Lab } from "./format.ts";

const text = z.string().min(1);
const size = z.number().int().positive();
const ticks = z.number().int().positive();
const fileName = text.refine(
  (name) => !name.includes("..") && !name.startsWith("/"),
  "must name a file in the same folder",
);

const setup = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("bare"),
    program: fileName,
    images: z.array(z.strictObject({ file: fileName, at: z.number().int().min(0) })).optional(),
    storageSize: size.optional(),
  }),
  z.strictObject({
    kind: z.literal("monitor"),
    guests: z
      .array(
        z.strictObject({
          id: z.enum(["a", "b"]),
          title: text,
          program: fileName,
          storageSize: size.multipleOf(4096).optional(),
        }),
      )
      .min(1),
    handlers: fileName.optional(),
    without: z.array(text).optional(),
    timeSlice: ticks.optional(),
    storageSize: size.optional(),
  }),
]);

const input = z.array(z.strictObject({ tick: z.number().int().min(0), console: text, text: z.string() }));

const world = text;
const place = z.union([z.number().int().min(0), text]);
const fact = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("register"), world, register: z.number().int().min(0).max(15) }),
  z.strictObject({
    kind: z.literal("psw"),
    world,
    field: z.enum([
      "systemMask",
      "key",
      "mode",
      "machineCheckMask",
      "wait",
      "problem",
      "conditionCode",
      "programMask",
      "address",
    ]),
  }),
  z.strictObject({ kind: z.literal("storage"), world, at: place, length: size.max(4096) }),
  z.strictObject({ kind: z.literal("state"), world }),
  z.strictObject({ kind: z.literal("crossings"), world, cause: text }),
  z.strictObject({ kind: z.literal("executed"), world }),
]);

const value = z.union([z.number().int(), z.string()]);
const expectation = z.union([
  z.strictObject({ is: value }),
  z.strictObject({ not: value }),
  z.strictObject({ atLeast: z.number().int() }),
  z.strictObject({ atMost: z.number().int() }),
]);

const check = z.strictObject({ name: text, says: text, fact, expect: expectation, nudge: text.optional() });

const trial = z.strictObject({
  name: text,
  patch: z
    .array(
      z.strictObject({
        world,
        at: place,
        bytes: z.string().regex(/^([0-9A-Fa-f]{2})+$/, "must be pairs of hexadecimal digits"),
      }),
    )
    .optional(),
  input: input.optional(),
  limit: ticks,
  checks: z.array(check).min(1, "must have a check: a run without one proves nothing"),
});

const base = {
  title: text,
  task: text,
  points: z.number().positive(),
  setup,
  hints: z.array(text).min(2).max(4),
  afterwards: text,
};

const prediction = z.strictObject({
  name: text,
  ask: text,
  answer: z.union([z.literal("hexadecimal"), z.literal("number"), z.strictObject({ choices: z.array(text).min(2) })]),
  fact,
  nudge: text,
});

const exercise = z.discriminatedUnion("kind", [
  z.strictObject({
    ...base,
    kind: z.enum(["write", "repair"]),
    edit: fileName,
    solution: fileName,
    wrong: z.array(z.strictObject({ file: fileName, failsAt: text, mistake: text })),
    trials: z.array(trial).min(1),
  }),
  z.strictObject({
    ...base,
    kind: z.literal("predict"),
    predictions: z.array(prediction).min(1),
    limit: ticks,
    wrong: z.array(z.strictObject({ answers: z.record(text, z.string()), failsAt: text, mistake: text })),
  }),
]);

const panels = z.array(z.enum(["registers", "psw", "storage", "console", "timeline"]));
const lab = z.strictObject({
  title: text,
  intent: text,
  setup,
  input: input.optional(),
  limit: ticks.optional(),
  panels: panels.optional(),
});

const submission = z.strictObject({
  version: z.literal(1),
  student: z.string().optional(),
  exercises: z.record(text, z.strictObject({ files: z.record(fileName, text) })),
});

/** `submission.json`: whose it says it is (the page, which has no accounts, does not), and which file answers what. */
export type Submission = z.infer<typeof submission>;

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

/** Checks an exercise; `why` is one line that names the first thing that is wrong. */
export function parseExercise(data: unknown): Parsed<Exercise> {
  return parse<Exercise>(exercise, data);
}

/** Checks a lab. */
export function parseLab(data: unknown): Parsed<Lab> {
  return parse<Lab>(lab, data);
}

/** Checks what stands in a `submission.json`. */
export function parseSubmission(data: unknown): Parsed<Submission> {
  return parse<Submission>(submission, data);
}

function parse<T>(schema: z.ZodType<T>, data: unknown): Parsed<T> {
  const checked = schema.safeParse(data);
  if (checked.success) return { ok: true, value: checked.data };
  const issue = checked.error.issues[0];
  const at = issue === undefined || issue.path.length === 0 ? "it" : issue.path.join(".");
  return { ok: false, why: `${at}: ${issue?.message ?? "is not as it should be"}`.replace(/\s+/g, " ") };
}
