/** "CP": users log on, load systems, send files; the operator and the bill tell what that costs; time goes back; and the reference lists what CP knows. */
import { openRoom, paper, standing, type } from "./cp-room.ts";
import { expect, expectNoViolations, open, type Page, test, themes } from "./site.ts";

const button = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name, exact: typeof name === "string" });

async function logOnBoth(page: Page): Promise<void> {
  await type(page, "020", "logon alice wonder", "LOGON AT");
  await type(page, "020", "ipl cms", "TRAP & EMULATE CMS");
  await type(page, "021", "logon bob builder", "LOGON AT");
  await type(page, "021", "ipl 191", "THREE PROCESSES");
}

const users = (page: Page) => page.getByRole("table").filter({ hasText: "virtual PSW" });
const bill = (page: Page) => page.locator(".cp .bill");

test("two users log on, load two systems, and send a file; INDICATE and the bill tell what it cost", async ({
  page,
}) => {
  await openRoom(page);
  await expect(paper(page, "01F")).toContainText("AUTO LOGON");
  await logOnBoth(page);
  await expect(paper(page, "01F")).toContainText(/CONS 021 LOGON\s+AS BOB/);
  await type(page, "020", "cp spool punch to bob", /cp spool punch to bob\nR;/);
  await type(page, "020", "punch letter text", "PUN FILE 0001  TO   BOB");
  await expect(paper(page, "021")).toContainText("PUN FILE 0001  FROM ALICE");
  await expect(paper(page, "021")).toContainText(
    /CARD: DEAR BOB, [\s\S]*CARD: NO CARD WAS CUT FOR IT\.[\s\S]*END OF FILE/,
  );
  await type(page, "01F", "indicate load", /CPU-\d{3}%/);
  await expect(users(page).getByRole("row", { name: /^BOB/ })).toContainText("shadow tables");
  await page.getByLabel("Whose bill").selectOption("BOB");
  await button(page, "❙❙ pause").click();
  const billed = Number(
    (await bill(page).getByRole("row", { name: /^PTLB/ }).locator(".times").textContent())?.replace(/\D/g, ""),
  );
  await type(page, "01F", "indicate exits bob", /\nPTLB +\d+/);
  const told = Number(/\nPTLB +(\d+)/.exec((await paper(page, "01F").textContent()) ?? "")?.[1]);
  expect(billed).toBeGreaterThan(10);
  expect(told).toBeGreaterThanOrEqual(billed);
  expect(told).toBeLessThan(billed + 200);
  await expect(page.getByRole("slider", { name: /Timeline/ })).toBeVisible();
});

test("a user logs on at a display, and is shown what CP knows of him", async ({ page }) => {
  await openRoom(page);
  const glass = page.getByRole("application");
  await expect(glass).toContainText("VM/370 ONLINE");
  await glass.focus();
  await page.keyboard.type("logon carol singer");
  await page.keyboard.press("Enter");
  await expect(glass).toContainText("LOGON AT");
  await page.keyboard.type("query virtual 191");
  await page.keyboard.press("Enter");
  await expect(glass).toContainText(/DASD 191 3330 USERS1/);
});

test("a program is assembled, comes through the card reader, and runs; what is printed is on paper; a link replays it", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openRoom(page);
  const reader = page.getByRole("region", { name: "3505 card reader 00C" });
  const deck = reader.getByRole("textbox", { name: "Text of the deck" });
  await expect(deck).toContainText("HELLO    CSECT");
  await type(page, "020", "logon alice wonder", "LOGON AT");
  await type(page, "020", "ipl cms", "TRAP & EMULATE CMS");
  const given = await deck.textContent();
  await deck.fill("HELLO    CSECT\n         NONSENSE\n         END");
  await button(page, "put it in the reader").click();
  await expect(reader).toContainText("1 error: no card was cut.");
  await expect(reader).toContainText("line 2, column 10");
  await button(page, "put back the program as given").click();
  expect(await deck.textContent()).toBe(given);
  await button(page, "put it in the reader").click();
  await expect(reader.getByRole("status")).toContainText("The deck is in.");
  await expect(reader).not.toContainText("error");
  await expect(paper(page, "020")).toContainText("RDR FILE 0001");
  await type(page, "020", "readcard hello text", /readcard hello text\nR;/);
  await type(page, "020", "load hello (start", "HELLO FROM A PROGRAM THAT CAME THROUGH THE READER");
  await type(page, "020", "print letter text", "PRT FILE 0002");
  await expect(page.getByRole("log", { name: "Paper of the 1403 printer 00E" })).toContainText("DEAR BOB,");
  await button(page, "link to this run").click();
  const link = await page.getByRole("textbox", { name: /link/i }).inputValue();
  await page.goto("about:blank");
  await openRoom(page, new URL(link).pathname + new URL(link).hash);
  await expect(standing(page)).toContainText("the same state", { timeout: 60_000 });
  await expect(paper(page, "020")).toContainText("HELLO FROM A PROGRAM");
});

test("the way through types its lines; time goes back, and what was typed since is gone", async ({ page }) => {
  await openRoom(page);
  await button(page, "ALICE 020 logon alice wonder").click();
  await expect(paper(page, "020")).toContainText("LOGON AT");
  await button(page, "❙❙ pause").click();
  await expect(button(page, "▸ run")).toBeVisible();
  const before = (await standing(page).textContent()) ?? "";
  await button(page, "▸▸ to next trap").click();
  await expect(standing(page)).toContainText("everybody waits for a line");
  const timeline = page.getByRole("slider", { name: /Timeline/ });
  await timeline.focus();
  await page.keyboard.press("Home");
  await expect(paper(page, "020")).not.toContainText("LOGON AT");
  await expect(standing(page)).not.toHaveText(before);
  // Forward again: the same.
  await page.keyboard.press("End");
  await expect(paper(page, "020")).toContainText("LOGON AT");
  await page.keyboard.press("Home");
  await type(page, "020", "logon bob builder", "LOGON AT");
  await expect(paper(page, "020")).not.toContainText("alice");
});

test("a teacher goes the way through by pressing, and each step says that it is done", async ({ page }) => {
  await openRoom(page);
  const way = page.getByRole("region", { name: "A way through" });
  const steps = way.getByRole("listitem");
  const last = await steps.count();
  for (let step = 0; step < last; step++) {
    await expect(steps.nth(step)).toHaveAttribute("aria-current", "step");
    await steps.nth(step).getByRole("button").click();
    await expect(steps.nth(step)).toContainText("Done.", { timeout: 30_000 });
  }
  await expect(way).toContainText("All done.");
  await expect(paper(page, "021")).toContainText("CARD: NO CARD WAS CUT FOR IT.");
  await expect(bill(page).getByRole("row", { name: /^PTLB/ })).toBeVisible();
  // The timeline by keyboard: a crossing is chosen, and gone to.
  await page.getByRole("slider", { name: /Timeline/ }).focus();
  const before = await standing(page).textContent();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(standing(page)).not.toHaveText(before ?? "");
});

test("a program that loops, and one that floods its terminal, leave the page and the others alone", async ({
  page,
}) => {
  await openRoom(page);
  await type(page, "021", "logon bob builder", "LOGON AT");
  await type(page, "021", "store 400 47f00400", "STORE COMPLETE");
  await type(page, "021", "trace all run", /trace all run/);
  await type(page, "021", "begin 400", /000400[\s\S]*000400/);
  await type(page, "020", "logon alice wonder", "LOGON AT");
  await type(page, "020", "ipl cms", "TRAP & EMULATE CMS");
  await button(page, "❙❙ pause").click();
  await expect(button(page, "▸ run")).toBeVisible();
  const text = await paper(page, "021").textContent();
  await button(page, "step ▸").click();
  expect((await paper(page, "021").textContent())?.length).toBeLessThan((text?.length ?? 0) + 500);
  await button(page, "▸ run").click();
  await type(page, "021", "#cp trace end", /#cp trace end/);
  await type(page, "020", "query disk", /ALI191/);
});

test("CP is loaded again when that is said twice", async ({ page }) => {
  await openRoom(page);
  await type(page, "020", "logon alice wonder", "LOGON AT");
  await type(page, "01F", "shutdown", "SYSTEM SHUTDOWN COMPLETE");
  await expect(standing(page)).toContainText("CP has ended");
  await button(page, "load CP again").click();
  await page.keyboard.press("Escape");
  await expect(button(page, "load CP again")).toBeFocused();
  await button(page, "load CP again").click();
  await button(page, "begin afresh").click();
  await expect(paper(page, "020")).not.toContainText("LOGON AT");
  await expect(page.locator(".cp")).toHaveAttribute("data-ready", "", { timeout: 60_000 });
  await expect(paper(page, "020")).toContainText("VM/370 ONLINE");
});

test("the reference has commands, codes and messages, from the engine's own tables", async ({ page }) => {
  await open(page, "/reference/cp/");
  const commands = page.getByRole("region", { name: "Commands" });
  await expect(commands.getByRole("row", { name: /INDicate/ })).toContainText("E G");
  await expect(page.getByRole("region", { name: "DIAGNOSE" }).getByRole("row", { name: /^08/ })).toBeVisible();
  await expect(page.getByRole("region", { name: "IUCV" }).getByRole("row", { name: /^0B/ })).toContainText("CONNECT");
  await expect(page.getByRole("region", { name: "Messages" }).getByRole("row", { name: /^453W/ })).toContainText(
    "GC20-1807",
  );
  await expect(page.getByRole("region", { name: "Costs" }).getByRole("row", { name: /^A privileged/ })).toBeVisible();
  await expect(page.getByRole("region", { name: "Exits" }).getByRole("row", { name: /^LPSW/ })).toContainText("134");
  await expectNoViolations(page);
});

for (const colorScheme of themes) {
  test(`at work, ${colorScheme}: axe finds nothing, and it fits narrow windows`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openRoom(page);
    await logOnBoth(page);
    await button(page, "❙❙ pause").click();
    await expect(button(page, "▸ run")).toBeVisible();
    await button(page, "link to this run").click();
    await expect(page.getByLabel("Link to this run")).toBeVisible();
    await expectNoViolations(page);
    for (const width of [320, 390, 1024]) {
      await page.setViewportSize({ width, height: 900 });
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `at ${width} pixels`).toBeLessThanOrEqual(0);
    }
  });
}
