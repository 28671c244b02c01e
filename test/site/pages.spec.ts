/** Every kind of page: fits its window, has nothing for axe to find, keeps the policy, and stays light. */

import { gzipSync } from "node:zlib";
import { expect, expectNoViolations, kinds, open, test, themes } from "./site.ts";

for (const { name, path } of kinds) {
  test(`${name} does not overflow at 320, 390, 768 and 1,440 pixels`, async ({ page }) => {
    for (const width of [320, 390, 768, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await open(page, path);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `at ${width} pixels`).toBeLessThanOrEqual(0);
    }
  });

  for (const colorScheme of themes) {
    test(`${name}, ${colorScheme}: axe finds nothing`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await open(page, path);
      await expectNoViolations(page);
    });
  }
}

for (const { name, path } of kinds.filter((kind) => kind.name.startsWith("unit") || kind.name === "question")) {
  test(`${name}, read to its end without touching a lab, costs under 150 KB of script`, async ({ page }) => {
    const scripts = new Map<string, number>();
    page.on("response", async (response) => {
      if (!/javascript/.test(response.headers()["content-type"] ?? "")) return;
      scripts.set(response.url(), gzipSync(await response.body()).length);
    });
    await open(page, path);
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    for (let y = 0; y < height; y += 600) {
      await page.mouse.wheel(0, 600);
      await page.waitForFunction(
        (at) => scrollY + innerHeight >= Math.min(at, document.documentElement.scrollHeight - 1),
        y,
      );
    }
    await page.waitForLoadState("networkidle");
    const inline = gzipSync((await page.locator("script:not([src])").allTextContents()).join("\n")).length;
    const bytes = [...scripts.values()].reduce((sum, size) => sum + size, inline);
    expect(bytes, [...scripts].map(([url, size]) => `${size} ${url}`).join("\n")).toBeLessThan(150_000);
  });
}

test("a program's quotes stay straight", async ({ page }) => {
  await open(page, "/course/02-ten-instructions/");
  const prose = await page.locator("main").textContent();
  expect(prose).toMatch(/X'[0-9A-F]+'/);
  expect(prose).not.toMatch(/X[‘’][0-9A-F]+[‘’]/);
});

test("every link inside the site leads to a page, and every anchor to a heading", async ({ page, request }) => {
  const anchors = new Map<string, Set<string>>();
  const wanted: string[] = [];
  for (const { path } of kinds) {
    await open(page, path);
    anchors.set(path, new Set(await page.locator("[id]").evaluateAll((all) => all.map((each) => each.id))));
    wanted.push(
      ...(await page.locator("a[href]").evaluateAll((all) => all.map((each) => (each as HTMLAnchorElement).href))),
    );
  }
  const broken: string[] = [];
  for (const href of new Set(wanted)) {
    const url = new URL(href);
    if (url.origin !== new URL(page.url()).origin) continue;
    const response = await request.get(url.origin + url.pathname);
    if (!response.ok()) broken.push(`${url.pathname}: ${response.status()}`);
    const known = anchors.get(url.pathname);
    const anchor = decodeURIComponent(url.hash.slice(1));
    if (known && anchor && !anchor.startsWith("v1.") && !known.has(anchor)) broken.push(href);
  }
  expect(broken).toEqual([]);
});

test("search finds a lesson by a word of its text", async ({ page }) => {
  await open(page, "/course/");
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("textbox").fill("virtual PSW");
  await expect(page.getByRole("dialog").getByRole("link").first()).toBeVisible();
});

test("the units follow one another", async ({ page }) => {
  await open(page, "/course/01-why-bother/");
  await page.locator("a[rel=next]").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A System/370 in ten instructions");
  await page.locator("a[rel=prev]").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Why bother?");
});

test("the theme that is chosen stays, in the workbench too", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await open(page, "/course/");
  await page.getByLabel("Select theme").filter({ visible: true }).selectOption("dark");
  await open(page, "/lab/01-why-bother/two-guests/");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("the calculator answers by keyboard, and says what is wrong with a field", async ({ page }) => {
  await open(page, "/questions/why-not-buy-another/");
  const calculator = page.locator("work-calculator");
  await calculator.getByLabel("Small computers").fill("20");
  await calculator.getByLabel("Each is busy").fill("10");
  await calculator.getByLabel("One large computer").fill("4");
  await expect(calculator.locator("output")).toContainText("20 computers, each 10 % busy, do the work of 2.");
  await expect(calculator.locator("output")).toContainText("50 % busy");
  await calculator.getByLabel("One large computer").fill("1");
  await expect(calculator.locator("output")).toContainText("too small");
  await calculator.getByLabel("Small computers").fill("");
  await expect(calculator.locator("output")).toContainText("Each field needs a number");
});

test.describe("an address that does not exist", () => {
  test("says so, with a way on", async ({ page, problems }) => {
    await open(page, "/course/no-such-unit/");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing at this address");
    expect(problems.every((problem) => problem.includes("404"))).toBe(true);
    problems.length = 0;
  });
});
