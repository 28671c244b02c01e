/** How long the reader waits. Runs after everything else, alone, and again where the host was busy with something of its own. */
import { openInLesson } from "./lab.ts";
import { expect, test } from "./site.ts";

const LAB = "01-why-bother/two-guests";

/** Has the saved work deleted; at the latest when the page that still has it open is left. */
const forgetWork = () =>
  new Promise((resolve) => {
    const request = indexedDB.deleteDatabase("trap-and-emulate");
    request.onsuccess = resolve;
    request.onblocked = resolve;
  });

test.describe.configure({ retries: 2 });

test("the first instruction runs within a second of the press (median of 10, processor slowed 4 times, warm cache)", async ({
  page,
}) => {
  const session = await page.context().newCDPSession(page);
  const times: number[] = [];
  for (let round = 0; round < 11; round++) {
    await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
    const lab = await openInLesson(page, LAB);
    await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    const took = await lab.evaluate(async (element) => {
      const label = (each: Element) => each.textContent?.startsWith("step ▸");
      const step = [...element.querySelectorAll("button")].find(label);
      const from = performance.now();
      step?.click();
      await new Promise<void>((resolve) => {
        const look = () =>
          /1 instruction/.test(element.querySelector(".status .count")?.textContent ?? "")
            ? resolve()
            : setTimeout(look, 5);
        look();
      });
      return performance.now() - from;
    });
    // The first round fills the cache.
    if (round > 0) times.push(took);
    await page.evaluate(forgetWork);
  }
  times.sort((a, b) => a - b);
  expect((times[4]! + times[5]!) / 2, times.map(Math.round).join(", ")).toBeLessThan(1_000);
});
