/** The palette of site/styles/tokens.css, for what needs its values rather than its custom properties: code themes and the contrast test. */
import { readFileSync } from "node:fs";

/** Colours by name ("ink", "guest-a"), as `#rrggbb`. */
export type Palette = Readonly<Record<string, string>>;

/** Both palettes, read from the style sheet. */
export function readPalettes(): { readonly light: Palette; readonly dark: Palette } {
  const css = readFileSync(new URL("../styles/tokens.css", import.meta.url), "utf8");
  const block = (selector: string): Palette => {
    const start = css.indexOf(selector + " {");
    if (start < 0) throw new Error(`tokens.css has no rule for ${selector}`);
    const body = css.slice(start, css.indexOf("}", start));
    return Object.fromEntries(
      [...body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, colour]) => [name!, colour!]),
    );
  };
  return { light: block(':root[data-theme="light"]'), dark: block('\n:root[data-theme="dark"]') };
}
