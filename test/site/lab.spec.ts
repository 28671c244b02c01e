/** Labs, in a lesson and full-window: they run, stop, go back, are kept, shared and replayed. */
import { button, count, openInLesson, openWorkbench, press, savedWork, write } from "./lab.ts";
import { expect, expectNoViolations, open, test, themes } from "./site.ts";

const LAB = "01-why-bother/two-guests";

test.describe("home", () => {
  test("its machine runs when it is asked to: both systems get on, though one masks interruptions", async ({
    page,
  }) => {
    await open(page, "/");
    const machine = page.locator(".home-machine");
    const [bank, clock] = [machine.locator(".console pre").first(), machine.locator(".console pre").last()];
    await expect(bank).toHaveText("");
    // Where motion is not wanted, each press goes on by a stretch.
    await expect(async () => {
      await button(machine, /run|pause/).click();
      await expect(bank).toHaveText(/\S/, { timeout: 1_000 });
      await expect(clock).toContainText("CLOCK", { timeout: 1_000 });
    }).toPass();
  });

  test.describe("where motion is welcome", () => {
    test.use({ contextOptions: { reducedMotion: "no-preference" } });
    test("it moves, and pauses where it is told to", async ({ page }) => {
      await open(page, "/");
      const machine = page.locator(".home-machine");
      await button(machine, "run").click();
      await expect(button(machine, "pause")).toBeVisible();
      await expect(machine.getByRole("slider")).not.toHaveAttribute("aria-valuenow", "0");
      await button(machine, "pause").click();
      await expect(button(machine, "run")).toBeVisible();
    });
  });
});

test("a lab is run, stepped, stepped back and reset, and the reset undone", async ({ page }) => {
  const lab = await openInLesson(page, LAB);
  const first = await press(lab, "step ▸");
  expect(first).toContain("1 instruction");
  const second = await press(lab, "step ▸");
  const third = await press(lab, "to next trap");
  expect(third).not.toBe(second);
  await expect(lab.locator(".explain").first()).toContainText(/\S/);
  await press(lab, "step back");
  const trap = await press(lab, "to next trap");
  expect(trap).toBe(third);
  await lab.getByLabel("full speed").check();
  await button(lab, "run").click();
  await expect(lab.getByRole("status").first()).toContainText(/limit|ended/, { timeout: 60_000 });
  const end = await count(lab).textContent();
  await button(lab, "reset").click();
  await button(lab, "start over").click();
  await expect(count(lab)).toContainText("0 instructions");
  await lab.locator(".status").getByRole("button", { name: "undo" }).click();
  await expect(count(lab)).toHaveText(end ?? "");
});

test("the timeline is walked by keyboard, and its table goes where it says", async ({ page }) => {
  const lab = await openInLesson(page, LAB);
  for (const _ of [1, 2, 3]) await press(lab, "to next trap");
  const timeline = lab.getByRole("slider");
  const now = Number(await timeline.getAttribute("aria-valuenow"));
  await timeline.focus();
  await page.keyboard.press("Home");
  await expect.poll(async () => Number(await timeline.getAttribute("aria-valuenow"))).toBeLessThan(now);
  await page.keyboard.press("End");
  await expect(timeline).toHaveAttribute("aria-valuenow", String(now));
  await button(lab, "table").click();
  const row = lab.getByRole("button", { name: /^Go to tick/ }).first();
  await row.focus();
  await page.keyboard.press("Enter");
  await expect(timeline).toHaveAttribute("aria-valuenow", ((await row.textContent()) ?? "").replaceAll(",", ""));
});

test("a reload keeps what was written, and offers the place where the machine stood", async ({ page }) => {
  let lab = await openWorkbench(page, LAB);
  await press(lab, "to next trap");
  const stood = await count(lab).textContent();
  await write(lab, "         BALR  R12,0\n         LPSW  *\n* a remark of my own\n         END\n");
  await expect(lab.getByText("edited").first()).toBeVisible();
  // Saved 300 ms after the last change; the record says when.
  await expect.poll(async () => JSON.stringify(await savedWork(page))).toContain("a remark of my own");
  await page.reload();
  lab = page.locator("body");
  await expect(lab.getByText("a remark of my own")).toBeVisible();
  await expect(lab.getByText(/You were at tick/)).toBeVisible();
  expect(stood).toMatch(/^tick /);
});

test("a link replays exactly the run that was shared", async ({ page, context }) => {
  const lab = await openWorkbench(page, LAB);
  await press(lab, "to next trap");
  await press(lab, "to next trap");
  const shared = await count(lab).textContent();
  await button(lab, "share").click();
  await expect.poll(() => page.evaluate(() => location.hash)).toMatch(/^#v1\./);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.locator(".status .said").first()).toContainText("the same state");
  await expect(other.locator(".status .count").first()).toHaveText(shared ?? "");
});

for (const [what, hash] of [
  ["damaged in its data", "#v1.AAAA-not-a-run"],
  ["cut short", "#v1."],
  ["of a form to come", "#v9.abcdef"],
] as const) {
  test(`a link ${what} opens the lab as it is given, and says why`, async ({ page }) => {
    const lab = await openWorkbench(page, LAB, hash);
    await expect(lab.getByRole("alert")).toContainText("The lab is as it is given");
    await press(lab, "step ▸");
  });
}

test("a bad program is told line by line, starts nothing, and loses nothing", async ({ page }) => {
  const lab = await openWorkbench(page, LAB);
  await write(lab, "START    BALR  R12,0\n         FROB  R1,R2\n         L     R1,NOWHERE\n         END   START\n");
  await expect(lab.locator(".errors")).toContainText("line 2, column");
  await expect(lab.locator(".errors")).toContainText("line 3, column");
  await expect(lab.locator(".errors")).toContainText("NOWHERE");
  await button(lab, "run").click();
  await expect(lab.getByRole("status").first()).toContainText("nothing was started");
  await expect(lab.locator(".cm-content")).toContainText("FROB");
  await button(lab, "put back as given").click();
  await expect(lab.locator(".errors")).toHaveCount(0);
  await press(lab, "step ▸");
});

for (const colorScheme of themes) {
  test(`at work, ${colorScheme}: axe finds nothing in a lab, a timeline's table, an editor and a graded exercise`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    const lab = await openWorkbench(page, LAB);
    for (const _ of [1, 2, 3]) await press(lab, "to next trap");
    await button(lab, "table").click();
    await lab.locator("[data-edit]").first().click();
    await expect(lab.locator(".cm-content")).toBeVisible();
    await expectNoViolations(page);
    const graded = await openWorkbench(page, "05-trap-and-emulate/ssm");
    await button(graded, "✓ check").click();
    await expect(graded.locator(".results")).toContainText("Not yet", { timeout: 30_000 });
    await expectNoViolations(page);
  });
}

test("on a phone the lab runs, stacked", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const lab = await openWorkbench(page, LAB);
  await press(lab, "to next trap");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});
