/**
 * Reference images, wide and narrow, light and dark. Refresh them with
 * `playwright test -c test/site/playwright.config.ts --project=site reference --update-snapshots=all`, and look at them before they are committed.
 */
import type { Page } from "@playwright/test";
import { button, count, exercise, fileOf, openWorkbench, press, write } from "./lab.ts";
import { expect, open, test, themes } from "./site.ts";

const windows = [
  { size: "wide", width: 1440, height: 900 },
  { size: "narrow", width: 390, height: 844 },
] as const;

const exerciseId = "02-ten-instructions/condition-code";

/** Has a file of the exercise checked, and brings the verdict into view. */
async function check(page: Page, file: string, verdict: string): Promise<void> {
  const lab = page.locator("body");
  await write(lab, fileOf(exerciseId, file));
  await button(lab, "✓ check").click();
  await expect(lab.locator(".results")).toContainText(verdict, { timeout: 30_000 });
  await lab.locator(".checkbar").evaluate((bar) => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    scrollTo(0, bar.getBoundingClientRect().top + scrollY - 120);
  });
}

for (const colorScheme of themes) {
  for (const { size, ...viewport } of windows) {
    test.describe(`${size}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });
      const image = (name: string) => `${name}-${size}-${colorScheme}.png`;

      test("home", async ({ page }) => {
        await open(page, "/");
        await expect(page).toHaveScreenshot(image("home"));
      });

      test("unit 1", async ({ page }) => {
        await open(page, "/course/01-why-bother/");
        await expect(page).toHaveScreenshot(image("unit-1"));
      });

      test("a lab at work", async ({ page }) => {
        const lab = await openWorkbench(page, "01-why-bother/two-guests");
        for (const _ of [1, 2, 3, 4, 5]) await press(lab, "to next trap");
        await expect(count(lab)).toContainText("world switches");
        await page.mouse.move(0, 0);
        await expect(page).toHaveScreenshot(image("lab"));
      });

      test("a machine of the reader's own, at work", async ({ page }) => {
        await open(page, "/ipl/");
        await expect(page.locator(".ipl")).toHaveAttribute("data-ready", "");
        await page.getByLabel("A ready configuration").selectOption("lister");
        await expect(page.getByRole("region", { name: "The shelf" })).toContainText("card-lister.deck");
        await page.getByRole("button", { name: "IPL", exact: true }).click();
        await expect(page.getByRole("log", { name: /Paper of the 1403/ })).toContainText("000008 CARDS");
        await expect(page.locator(".keeping")).toHaveText("kept in this browser");
        await page.locator(".operator").evaluate((panel) => {
          if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
          scrollTo(0, panel.getBoundingClientRect().top + scrollY - 76);
        });
        await page.mouse.move(0, 0);
        await expect(page).toHaveScreenshot(image("ipl"));
      });

      test("an exercise, failing and passing", async ({ page }) => {
        const given = await exercise(exerciseId);
        if (given.kind === "predict") throw new Error(`${exerciseId} is one to write`);
        await openWorkbench(page, exerciseId);
        await check(page, given.wrong[0]!.file, "Not yet");
        await expect(page).toHaveScreenshot(image("exercise-failing"));
        await check(page, given.solution, "Passed");
        await expect(page).toHaveScreenshot(image("exercise-passing"));
      });
    });
  }
}
