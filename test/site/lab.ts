/** A lab as a reader has it: found by its folder's name, moved by its buttons, edited by its keyboard. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { answerHolds } from "../../engine/grading/answers.ts";
import type { Exercise, PredictExercise } from "../../engine/grading/format.ts";
import { createSession } from "../../engine/grading/session.ts";
import { filesOf } from "../../engine/grading/setup-files.ts";
import type { Work } from "../../site/lab/data/saved.ts";
import { root } from "../../site/setup.mjs";
import { expect, open } from "./site.ts";

/** Opens the lesson that holds a lab or an exercise, and waits until its buttons are alive. */
export async function openInLesson(page: Page, id: string): Promise<Locator> {
  const [unit, name] = id.split("/");
  await open(page, `/course/${unit}/`);
  const lab = page.locator(`[id="${name}"]`);
  await lab.scrollIntoViewIfNeeded();
  await ready(lab);
  return lab;
}

/** Opens a lab or an exercise full-window. */
export async function openWorkbench(page: Page, id: string, hash = ""): Promise<Locator> {
  await open(page, `/lab/${id}/${hash}`);
  const lab = page.locator("body");
  await ready(lab);
  return lab;
}

async function ready(lab: Locator): Promise<void> {
  // An island that has become alive carries no `ssr` attribute any more.
  await expect(lab.locator("astro-island").first()).not.toHaveAttribute("ssr", /.*/);
}

/** The button with this label. */
export const button = (lab: Locator, label: string | RegExp): Locator =>
  lab.getByRole("button", { name: label }).first();

/** The line that says tick, instructions and world switches. */
export const count = (lab: Locator): Locator => lab.locator(".status .count").first();

/** Presses a button and waits until the machine stands somewhere else. */
export async function press(lab: Locator, label: string | RegExp): Promise<string> {
  const before = await count(lab).textContent();
  await button(lab, label).click();
  await expect(count(lab)).toHaveText(/^tick /);
  await expect(count(lab)).not.toHaveText(before ?? "");
  return (await count(lab).textContent()) ?? "";
}

/** Replaces the text of the file that is in front. */
export async function write(lab: Locator, text: string): Promise<void> {
  const editor = lab.locator(".cm-content");
  if ((await editor.count()) === 0) await lab.locator("[data-edit]").first().click();
  await expect(editor).toBeVisible();
  await editor.focus();
  await lab.page().keyboard.press("Control+a");
  await lab.page().keyboard.press("Delete");
  await lab.page().keyboard.insertText(text);
}

/** The exercise's own data. */
export async function exercise(id: string): Promise<Exercise> {
  const module: { default: Exercise } = await import(join(folder(id), "exercise.ts"));
  return module.default;
}

/** A file of an exercise's folder. */
export const fileOf = (id: string, name: string): string => readFileSync(join(folder(id), name), "utf8");

function folder(id: string): string {
  const [unit, name] = id.split("/");
  return join(root, "lessons", unit!, "exercises", name!);
}

/** What the machine itself answers to the questions of a prediction. */
export async function machineAnswers(id: string, given: PredictExercise): Promise<Readonly<Record<string, string>>> {
  const files = Object.fromEntries(filesOf(given.setup).map((name) => [name, fileOf(id, name)]));
  const session = await createSession(given.setup, files);
  if ("errors" in session) throw new Error(`${id} does not assemble`);
  while (session.tick < given.limit && session.advance(given.limit - session.tick) === "limit");
  const answers = given.predictions.map((prediction) => {
    const value = session.fact(prediction.fact);
    if (typeof value === "object") throw new Error(value.why);
    const { answer } = prediction;
    if (typeof answer === "object")
      return [prediction.name, answer.choices.find((each) => answerHolds(prediction, each, value))!];
    return [prediction.name, typeof value === "number" ? value.toString(answer === "hexadecimal" ? 16 : 10) : value];
  });
  session.dispose();
  return Object.fromEntries(answers);
}

/** Answers the questions of a prediction and has them checked. */
export async function answer(lab: Locator, answers: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(answers)) {
    const free = lab.locator(`[data-key="answer:${name}"]`);
    if ((await free.count()) > 0) await free.fill(value);
    else await lab.locator(`fieldset:has([data-key^="answer:${name}:"])`).getByLabel(value, { exact: true }).check();
  }
  await button(lab, /check my answer/).click();
}

/** The list entry of a check, in the results. */
export const checkEntry = (lab: Locator, says: string): Locator =>
  lab.locator(".checks li").filter({ hasText: says }).first();

const readSaved = async (): Promise<readonly Work[]> => {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open("trap-and-emulate");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  if (!database.objectStoreNames.contains("work")) return [];
  return new Promise((resolve) => {
    const all = database.transaction("work").objectStore("work").getAll();
    all.onsuccess = () => resolve(all.result);
  });
};

/** Everything that is saved in this browser. */
export const savedWork = (page: Page): Promise<readonly Work[]> => page.evaluate(readSaved);
