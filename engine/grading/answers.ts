/** Answers to predictions: how they are written, read and compared with what the machine did. */
import type { FactValue } from "./facts.ts";
import type { Prediction } from "./format.ts";

/** In a submission, the file that holds the answers to a prediction exercise: a JSON object, prediction's name to answer. */
export const answersFile = "answers.json";

export type Answers = Readonly<Record<string, string>>;

/** Reads an answers file. */
export function parseAnswers(text: string): { readonly answers: Answers } | { readonly why: string } {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { why: `${answersFile} is not JSON` };
  }
  if (typeof data !== "object" || data === null || Array.isArray(data))
    return { why: `${answersFile} is not an object` };
  const answers = new Map<string, string>();
  for (const [name, answer] of Object.entries(data)) {
    if (typeof answer !== "string" && typeof answer !== "number") {
      return { why: `${answersFile}: the answer to "${name}" is not text` };
    }
    answers.set(name, String(answer));
  }
  return { answers: Object.fromEntries(answers) };
}

/** Whether an answer has the form that its prediction asks for; else what it should look like. */
export function answerProblem(prediction: Prediction, answer: string | undefined): string | undefined {
  if (answer === undefined || answer.trim() === "") return "no answer was given";
  if (prediction.answer === "hexadecimal") {
    return hexadecimalOf(answer) === undefined ? `"${answer.trim()}" is not hexadecimal (0-9, A-F)` : undefined;
  }
  if (prediction.answer === "number") {
    return /^-?\d+$/.test(answer.trim()) ? undefined : `"${answer.trim()}" is not a whole number`;
  }
  return prediction.answer.choices.includes(answer.trim())
    ? undefined
    : `"${answer.trim()}" is none of: ${prediction.answer.choices.join(", ")}`;
}

/**
 * Whether an answer says what the machine shows. A hexadecimal answer may have X'…' or spaces and lack leading zeros. Of choices, a value
 * means the choice of that text; where no choice has it, a number means the choice at that index, from 0.
 */
export function answerHolds(prediction: Prediction, answer: string, value: FactValue): boolean {
  const given = answer.trim();
  if (prediction.answer === "hexadecimal") {
    const machine = typeof value === "number" ? BigInt(value) : hexadecimalOf(value);
    return machine !== undefined && hexadecimalOf(given) === machine;
  }
  if (prediction.answer === "number") {
    const machine = typeof value === "number" ? BigInt(value) : hexadecimalOf(value);
    if (machine === undefined || !/^-?\d+$/.test(given)) return false;
    return BigInt(given) === machine || BigInt(given) === BigInt.asIntN(32, machine);
  }
  const { choices } = prediction.answer;
  const byText = choices.find((choice) => choice.toUpperCase() === String(value).toUpperCase());
  const right = byText ?? (typeof value === "number" ? choices[value] : undefined);
  return right !== undefined && given.toUpperCase() === right.toUpperCase();
}

function hexadecimalOf(text: string): bigint | undefined {
  const digits = text
    .trim()
    .replace(/^X'(.*)'$/i, "$1")
    .replace(/^0x/i, "")
    .replace(/[\s_,]/g, "");
  return /^[0-9a-f]+$/i.test(digits) ? BigInt(`0x${digits}`) : undefined;
}
