/** Reference images: home and unit 1 here, labs and exercises at work in lab.spec.ts. Refresh them with `--update-snapshots`, and look at them. */
import { expect, open, test, themes } from "./site.ts";

export const windows = [
  { size: "wide", width: 1440, height: 900 },
  { size: "narrow", width: 390, height: 844 },
] as const;

for (const colorScheme of themes) {
  for (const { size, ...viewport } of windows) {
    test.describe(`${size}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });
      for (const [name, path] of [
        ["home", "/"],
        ["unit-1", "/course/01-why-bother/"],
      ] as const) {
        test(`${name} looks as it did`, async ({ page }) => {
          await open(page, path);
          await expect(page).toHaveScreenshot(`${name}-${size}-${colorScheme}.png`);
        });
      }
    });
  }
}
