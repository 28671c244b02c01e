/** Contrast of every pair of text and background colour that the site uses, computed from the tokens: WCAG 2.2, 1.4.3 and 1.4.11. */
import { expect, test } from "@playwright/test";
import { readPalettes } from "../../site/build/tokens.ts";

/** Relative luminance of `#rrggbb` (WCAG 2.2, "relative luminance"). */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
}

const grounds = ["paper", "sheet", "bar", "line-2"];
const roles = ["guest-a", "guest-b", "monitor", "hardware"];

/** Text colour and the backgrounds on which it stands. */
const text: readonly (readonly [colour: string, backgrounds: readonly string[]])[] = [
  ["ink", [...grounds, ...roles.map((role) => `${role}-soft`), "ok-soft", "bad-soft"]],
  ["ink-2", [...grounds, ...roles.map((role) => `${role}-soft`), "ok-soft", "bad-soft"]],
  ["ink-3", grounds],
  ...roles.map((role) => [role, ["paper", "sheet", "bar", `${role}-soft`]] as const),
  ["ok", ["paper", "sheet", "ok-soft"]],
  ["bad", ["paper", "sheet", "bad-soft"]],
  // On solid fields: buttons, and the letters on the timeline.
  ["paper", ["ink", "ink-2", ...roles]],
  ["sheet", ["ink", ...roles]],
];

for (const [theme, palette] of Object.entries(readPalettes())) {
  for (const [colour, backgrounds] of text) {
    for (const background of backgrounds) {
      test(`${theme}: ${colour} on ${background} is at least 4.5 : 1`, () => {
        expect(contrast(palette[colour]!, palette[background]!)).toBeGreaterThanOrEqual(4.5);
      });
    }
  }
  for (const line of ["edge", "focus", ...roles]) {
    test(`${theme}: ${line} on paper and sheet is at least 3 : 1`, () => {
      for (const ground of ["paper", "sheet"])
        expect(contrast(palette[line]!, palette[ground]!)).toBeGreaterThanOrEqual(3);
    });
  }
}
