/** What every test of the site needs: the built site served on a free port, and no complaint in the browser's console. */
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { serve } from "../../site/serve.mjs";
import { dist } from "../../site/setup.mjs";

interface Each {
  /** Errors and warnings in the console, uncaught exceptions, and failed requests for the site's own files. A test ends with none. */
  problems: string[];
}
interface Worker {
  address: string;
}

export const test = base.extend<Each, Worker>({
  address: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const server = await serve(dist, 0);
      await use(`http://localhost:${server.port}`);
      server.close();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ address }, use) => use(address),
  problems: [
    async ({ page }, use) => {
      const problems: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning")
          problems.push(`${message.type()}: ${message.text()}`);
      });
      page.on("pageerror", (error) => problems.push(`uncaught: ${error.message}`));
      page.on("response", (response) => {
        if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`);
      });
      await use(problems);
      expect(problems).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect, type Page };

/** One page of each kind, and the state in which it is looked at. */
export const kinds = [
  { name: "home", path: "/" },
  { name: "course", path: "/course/" },
  { name: "unit 1", path: "/course/01-why-bother/" },
  { name: "unit 2", path: "/course/02-ten-instructions/" },
  { name: "unit 5", path: "/course/05-trap-and-emulate/" },
  { name: "question", path: "/questions/why-not-buy-another/" },
  { name: "glossary", path: "/glossary/" },
  { name: "teach", path: "/teach/" },
  { name: "cp", path: "/cp/" },
  { name: "reference", path: "/reference/cp/" },
  { name: "ipl", path: "/ipl/" },
  { name: "exercise", path: "/lab/05-trap-and-emulate/ssm/" },
  { name: "workbench", path: "/lab/01-why-bother/two-guests/" },
] as const;

export const themes = ["light", "dark"] as const;

/** Opens a page and waits until its fonts are there. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.evaluate(() => document.fonts.ready);
}

/** Expects that axe finds nothing on the page as it stands. */
export async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
  expect(told).toEqual([]);
}
