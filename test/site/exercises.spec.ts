/** The graded exercises: every wrong way fails at its check, with the message for its author; the solution passes. */
import {
  answer,
  button,
  checkEntry,
  exercise,
  fileOf,
  machineAnswers,
  openWorkbench,
  savedWork,
  write,
} from "./lab.ts";
import { expect, test } from "./site.ts";

for (const id of ["02-ten-instructions/condition-code", "02-ten-instructions/predict-psw", "05-trap-and-emulate/ssm"]) {
  test(`${id}: each wrong way fails where it should, then the solution passes, and stays passed`, async ({ page }) => {
    test.setTimeout(120_000);
    const given = await exercise(id);
    const lab = await openWorkbench(page, id);
    if (given.kind === "predict") {
      for (const { answers, failsAt } of given.wrong) {
        await answer(lab, answers);
        const failed = given.predictions.find(({ name }) => name === failsAt)!;
        await expect(lab.locator(".results")).toContainText("Not yet");
        await expect(lab.locator(".checks li.fail").filter({ hasText: failed.nudge.slice(0, 40) })).toHaveCount(1);
      }
      await answer(lab, await machineAnswers(id, given));
    } else {
      const checks = given.trials.flatMap((trial) => trial.checks);
      for (const { file, failsAt } of given.wrong) {
        await write(lab, fileOf(id, file));
        await button(lab, "✓ check").click();
        await expect(button(lab, "✓ check")).toBeVisible();
        const failed = checks.find(({ name }) => name === failsAt)!;
        await expect(lab.locator(".results")).toContainText("Not yet", { timeout: 30_000 });
        await expect(checkEntry(lab, failed.says), file).toHaveClass(/fail/);
        if (failed.nudge) await expect(lab.locator(".results")).toContainText(failed.nudge.slice(0, 40));
      }
      await write(lab, fileOf(id, given.solution));
      await button(lab, "✓ check").click();
    }
    await expect(lab.locator(".results")).toContainText("Passed", { timeout: 30_000 });
    await expect.poll(async () => (await savedWork(page)).some(({ passed }) => passed)).toBe(true);
    await page.reload();
    await expect(lab.locator(".points").getByText("✓ passed")).toBeVisible();
  });
}

test("what is filled in while the lab is still loading is not lost", async ({ page }) => {
  const id = "02-ten-instructions/predict-psw";
  const given = await exercise(id);
  if (given.kind !== "predict") throw new Error(`${id} is a prediction`);
  await page.route(/live\..*\.js$/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await route.continue();
  });
  const lab = await openWorkbench(page, id);
  await answer(lab, given.wrong[0]!.answers);
  await expect(lab.locator(".results")).toContainText("Not yet");
});

const hostile: readonly (readonly [what: string, source: string])[] = [
  ["that never ends", "export function SSM() { for (;;) {} }"],
  ["that takes all memory", "export function SSM() { const all = []; for (;;) all.push(new Array(1e6).fill(1)); }"],
  ["that calls itself for ever", "export function SSM() { SSM(); }"],
  ["that reaches for the page", 'export function SSM() { globalThis.document.body.remove(); fetch("/"); }'],
  ["that throws", 'export function SSM() { throw new Error("no"); }'],
  ["that is no TypeScript", "export function SSM( {"],
];

for (const [what, source] of hostile) {
  test(`a handler ${what} gets a message, and the page lives on with the work in it`, async ({ page }) => {
    test.setTimeout(120_000);
    const lab = await openWorkbench(page, "05-trap-and-emulate/ssm");
    await write(lab, source);
    await button(lab, "✓ check").click();
    await expect(lab.locator(".verdict")).toContainText(/Not yet|Not graded/, { timeout: 60_000 });
    await expect(lab.locator(".cm-content")).toContainText("SSM");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await write(lab, fileOf("05-trap-and-emulate/ssm", await solution()));
    await button(lab, "✓ check").click();
    await expect(lab.locator(".results")).toContainText("Passed", { timeout: 30_000 });
  });
}

async function solution(): Promise<string> {
  const given = await exercise("05-trap-and-emulate/ssm");
  if (given.kind === "predict") throw new Error("the exercise is one to write");
  return given.solution;
}
