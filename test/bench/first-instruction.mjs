/**
 * Measures, in a real Chromium throttled four times and with a warm cache, the time from the press of Run in a lesson's
 * lab to the first instruction that the page shows. Prints each of ten runs and the median, in milliseconds.
 *
 *     node_modules/.bin/node test/bench/first-instruction.mjs     (after npm start or npm test has built the site)
 */
import { chromium } from "@playwright/test";
import { serve } from "../../site/serve.mjs";
import { dist } from "../../site/setup.mjs";
import settings from "../site/playwright.config.ts";

const RUNS = 10;
const THROTTLE = 4;
const server = await serve(process.argv[2] ?? dist, 0);
const browser = await chromium.launch(settings.use?.launchOptions);
const context = await browser.newContext();

async function measure() {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await page.goto(`http://localhost:${server.port}/course/02-ten-instructions/`);
  const lab = page.locator("section.lab").first();
  await lab.scrollIntoViewIfNeeded();
  await page.locator("astro-island:not([ssr]) section.lab").first().waitFor();
  await session.send("Emulation.setCPUThrottlingRate", { rate: THROTTLE });
  const time = await lab.evaluate(
    (element) =>
      new Promise((resolve) => {
        // The lab in the page is a drawing; the press puts the real one in its place.
        const island = element.closest("astro-island");
        const began = performance.now();
        const look = () => {
          const count = /([\d,]+)\s+instruction/.exec(island.textContent)?.[1] ?? "0";
          if (Number(count.replaceAll(",", "")) > 0) resolve(performance.now() - began);
          else requestAnimationFrame(look);
        };
        [...element.querySelectorAll("button")].find((button) => /run/.test(button.textContent ?? "")).click();
        look();
      }),
  );
  await page.close();
  return Math.round(time);
}

await measure();
const times = [];
for (let i = 0; i < RUNS; i++) times.push(await measure());
console.log(times.join(" "), `median ${times.toSorted((a, b) => a - b)[RUNS / 2]} ms`);
await browser.close();
server.close();
