/** "CP" between visits: the room is found again as it was left, also after what should not happen; and a run as a link. */

import { openRoom, paper, standing, type } from "./cp-room.ts";
import { expect, expectNoViolations, type Page, test } from "./site.ts";

const kept = (page: Page) => expect(page.locator(".cp .kept")).toHaveAttribute("data-kept", "yes", { timeout: 30_000 });
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** Alice's system with a file of hers more, kept. */
async function withFile(page: Page): Promise<void> {
  await openRoom(page);
  await type(page, "020", "logon alice wonder", "LOGON AT");
  await type(page, "020", "ipl cms", "TRAP & EMULATE CMS");
  await type(page, "020", "copyfile letter text a kept text a", /kept text a\nR;/);
  await kept(page);
}

/** Changes what the browser has kept. */
async function spoil(page: Page, how: "state" | "build"): Promise<void> {
  await page.evaluate(
    (what) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open("trap-and-emulate-cp");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const transaction = opening.result.transaction("room", "readwrite");
          const shelf = transaction.objectStore("room");
          const reading = shelf.get("state");
          reading.onsuccess = () => {
            const state = reading.result;
            shelf.put(
              what === "build" ? { ...state, build: "another" } : { ...state, room: { ...state.room, machine: {} } },
              "state",
            );
          };
          transaction.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    how,
  );
}

/** Leaves the page for one where no machine goes on, does something there, and comes back. */
async function away(page: Page, act: () => Promise<void> = async () => {}): Promise<void> {
  await page.goto("/glossary/");
  await act();
  await openRoom(page);
}

test("the room is as it was left: who is logged on, what is on the disks, and whether it stood still", async ({
  page,
}) => {
  await withFile(page);
  await button(page, "❙❙ pause").click();
  await expect(button(page, "▸ run")).toBeVisible();
  await kept(page);
  const before = await standing(page).textContent();
  await away(page);
  await expect(paper(page, "020")).toContainText("copyfile letter text a kept text a");
  await expect(button(page, "▸ run")).toBeVisible();
  const tick = /tick [\d,]+/.exec(before ?? "")?.[0] ?? "no tick";
  await expect(standing(page)).toContainText(tick);
  await expect(standing(page)).toContainText("As you left it.");
  await type(page, "020", "listfile", /listfile\n(LETTER.*\n)?KEPT/);
});

test("it has its past too: back to the beginning, and forward to where it was left", async ({ page }) => {
  await withFile(page);
  await button(page, "❙❙ pause").click();
  // It stands still before it is kept, or it would go on at the next visit.
  await expect(button(page, "▸ run")).toBeVisible();
  await kept(page);
  const ticks = async () =>
    Number(/tick ([\d,]+)/.exec((await standing(page).textContent()) ?? "")?.[1].replaceAll(",", ""));
  const left = await ticks();
  await away(page);
  expect(await ticks()).toBe(left);
  // What happened last is in the timeline again.
  await page.getByRole("button", { name: "table", exact: true }).click();
  await expect(page.locator(".cp .crossings tbody tr").first()).toBeVisible();
  await page.getByRole("button", { name: "table", exact: true }).click();
  const timeline = page.getByRole("slider", { name: "Timeline" });
  await timeline.focus();
  await timeline.press("Home");
  // CP's own beginning takes some thousand ticks.
  await expect.poll(ticks).toBeLessThan(10_000);
  await expect(paper(page, "020")).not.toContainText("alice");
  await timeline.press("End");
  await expect.poll(ticks, { timeout: 60_000 }).toBe(left);
  await expect(paper(page, "020")).toContainText("kept text a");
});

test("CP loaded again has the disks as they are, or as they are given", async ({ page }) => {
  await withFile(page);
  await button(page, "load CP again").click();
  await button(page, "keep it").click();
  await expect(paper(page, "020")).not.toContainText("alice");
  await type(page, "020", "logon alice wonder", "LOGON AT");
  await type(page, "020", "ipl cms", "TRAP & EMULATE CMS");
  await type(page, "020", "listfile", /listfile\n(LETTER.*\n)?KEPT/);
  await button(page, "link to this run").click();
  await expect(page.locator(".cp .link")).toContainText("began with disks that had been written on");
  await button(page, "load CP again").click();
  await button(page, "begin afresh").click();
  await expect(paper(page, "020")).not.toContainText("alice");
  await type(page, "020", "logon alice wonder", "LOGON AT");
  await type(page, "020", "ipl cms", "TRAP & EMULATE CMS");
  await type(page, "020", "listfile", /listfile\nLETTER.*\nR;/);
});

test("what cannot be used is set aside, and its disks can be saved", async ({ page }) => {
  await withFile(page);
  await away(page, () => spoil(page, "state"));
  await expect(page.getByRole("alert")).toContainText("cannot be used: its machine cannot be taken up again");
  await expect(paper(page, "020")).not.toContainText("alice");
  const aside = page.getByRole("region", { name: "What is set aside" });
  await expect(aside).toBeVisible();
  await expectNoViolations(page);
  const downloads: string[] = [];
  page.on("download", (download) => downloads.push(download.suggestedFilename()));
  await aside.getByRole("button", { name: "save its disks" }).click();
  await expect.poll(() => downloads).toEqual(["users1.cckd", "vmres.cckd"]);
  await kept(page);
  await away(page);
  await aside.getByRole("button", { name: "give it up" }).click();
  await expect(aside).toHaveCount(0);
});

test("a page that is closed while it keeps the room leaves the old one or the new one, whole", async ({ page }) => {
  await withFile(page);
  await type(page, "021", "logon bob builder", "LOGON AT");
  await type(page, "021", "ipl 191", "THREE PROCESSES");
  // Bob's kernel goes on, and so there is always something to be kept.
  for (const wait of [0, 150, 700]) {
    await page.waitForTimeout(wait);
    await page.reload();
    await expect(page.locator(".cp")).toHaveAttribute("data-ready", "", { timeout: 60_000 });
    await expect(standing(page)).toContainText("As you left it.");
    await expect(page.locator(".cp .notice")).toHaveCount(0);
    await expect(paper(page, "020")).toContainText("kept text a");
  }
});

test("a room of another build is loaded anew with its disks", async ({ page }) => {
  await withFile(page);
  await away(page, () => spoil(page, "build"));
  await expect(page.getByRole("alert")).toContainText("CP has been loaded anew with your disks");
  await type(page, "020", "logon alice wonder", "LOGON AT");
  await type(page, "020", "ipl cms", "TRAP & EMULATE CMS");
  await type(page, "020", "listfile", /listfile\n(LETTER.*\n)?KEPT/);
});

test("of two windows only the first one keeps the room", async ({ page, context }) => {
  await withFile(page);
  const second = await context.newPage();
  await openRoom(second);
  await expect(second.getByRole("alert")).toContainText("open in another window");
  await expect(paper(second, "020")).toContainText("kept text a");
  await type(second, "020", "erase kept text a", /erase kept text a\nR;/);
  await second.close();
  await away(page);
  await type(page, "020", "listfile", /listfile\n(LETTER.*\n)?KEPT/);
});

test("a link replays the run, and leaves the reader's own room alone", async ({ page, context }) => {
  await withFile(page);
  await button(page, "link to this run").click();
  const link = await page.getByLabel("Link to this run").inputValue();
  expect(link.length).toBeLessThan(2_000);
  await kept(page);
  const second = await context.newPage();
  await openRoom(second, new URL(link).pathname + new URL(link).hash);
  await expect(standing(second)).toContainText("the same state", { timeout: 30_000 });
  await expect(paper(second, "020")).toContainText(/kept text a\nR;/);
  await expect(second.getByRole("alert")).toContainText("This is the run of a link");
  await openRoom(second, `/cp/${new URL(link).hash.slice(0, 60)}`);
  await expect(second.getByRole("alert")).toContainText("This link could not be opened");
});
