/** What tests of the page "CP" do with its room. */
import { expect, open, type Page } from "./site.ts";

/** Opens the room and waits until it can be used. */
export async function openRoom(page: Page, address = "/cp/"): Promise<void> {
  await open(page, address);
  await expect(page.locator(".cp")).toHaveAttribute("data-ready", "", { timeout: 60_000 });
}

export const paper = (page: Page, address: string) =>
  page.getByRole("log", { name: new RegExp(`console ${address}$`) });
export const standing = (page: Page) => page.locator(".cp .standing");

/** Types a line at a console, and waits for what it brings. */
export async function type(page: Page, address: string, line: string, answer: string | RegExp): Promise<void> {
  await page.getByLabel(new RegExp(`^Line for .* ${address}$`)).fill(line);
  await page.keyboard.press("Enter");
  await expect(paper(page, address)).toContainText(answer, { timeout: 30_000 });
}
