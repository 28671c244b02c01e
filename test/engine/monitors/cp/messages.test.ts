/** The list of CP's messages, held against what CP says: each message is in it, and none that CP has not. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MESSAGE_SOURCES, MESSAGES, type MessageForm } from "../../../../engine/monitors/cp/messages.ts";

const CP = join(import.meta.dirname, "../../../../engine/monitors/cp");
const TEXT = '"(?:[^"\\\\]|\\\\.)*"|`(?:[^`\\\\]|\\\\.)*`';

/** A message as the program has it: "INVALID OPTION - …" of number 3. */
interface Said {
  readonly number: number;
  /** Absent where the text stands elsewhere than the number. */
  readonly text: string | undefined;
  readonly severity: string;
  readonly where: string;
}

/** What is put in at run time, as "…". */
function withoutInserts(literal: string): string {
  return literal.slice(1, -1).replace(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, "…");
}

function* saidIn(source: string, where: string): Generator<Said> {
  const calls = new RegExp(`failed\\(\\s*(?:"[A-Z]{3}"|[A-Za-z]+),\\s*(\\d+|[A-Z]+),\\s*(${TEXT})`, "g");
  for (const [, number, literal] of source.matchAll(calls)) {
    const named = new RegExp(`const ${number} = (\\d+);`).exec(source)?.[1];
    yield { number: Number(named ?? number), text: withoutInserts(literal), severity: "E", where };
  }
  for (const [literal] of source.matchAll(new RegExp(TEXT, "g"))) {
    const found = /^["`]DMK[A-Z]{3}(\d{3}|\$\{codeOf\((\d+), \w+\)\})([AEIW])(?: (.*))?["`]$/s.exec(literal);
    if (found === null) continue;
    const [, digits, first, severity, text] = found;
    // LINK has three messages each for refused and for less access: for readers, writers, both.
    const numbers = first === undefined ? [Number(digits)] : [0, 1, 2].map((n) => Number(first) + n);
    for (const number of numbers)
      yield { number, text: text === undefined ? undefined : withoutInserts(`"${text}"`), severity, where };
  }
}

const SAID = readdirSync(CP, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && name !== "messages.ts")
  .flatMap((name) => {
    // Comments have examples.
    const source = readFileSync(join(CP, name), "utf8").replace(/\/\*\*[\s\S]*?\*\//g, "");
    return [...saidIn(source, name)];
  });

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
/** Words in small letters, and n, stand for something. */
const pattern = (text: string): RegExp =>
  new RegExp(
    `^${escaped(text)
      .replace(/\b[a-z]+(?=\b|K\b)/g, ".*")
      .replace(/(\.\* )+\.\*/g, ".*")}`,
  );
const asPattern = (text: string): RegExp => new RegExp(`^${escaped(text).replaceAll("…", ".*")}$`);

function isOf({ number, text, severity }: Said, form: MessageForm): boolean {
  if (number !== form.number || severity !== form.severity) return false;
  return text === undefined || pattern(form.text).test(text) || asPattern(text).test(form.text);
}

const described = ({ number, severity, text, where }: Said): string => `${number}${severity} ${text} (${where})`;

describe("the list of messages", () => {
  it("has each message of CP: who adds one lists it in messages.ts", () => {
    expect(SAID.filter((said) => !MESSAGES.some((form) => isOf(said, form))).map(described)).toEqual([]);
  });

  it("has no others", () => {
    const others = MESSAGES.filter((form) => !SAID.some((said) => isOf(said, form)));
    expect(others.map(({ number, text }) => `${number} ${text}`)).toEqual([]);
  });

  it("is in order, and tells where each source is used", () => {
    const numbers = MESSAGES.map(({ number }) => number);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    const used = new Set(MESSAGES.flatMap(({ from }) => (typeof from === "string" ? [] : from)));
    expect([...used].sort()).toEqual(Object.keys(MESSAGE_SOURCES).sort());
  });
});
