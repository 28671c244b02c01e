/** Colours of code in pages: instructions, and among them the privileged ones; everything else stays ink. */
import { type Palette, readPalettes } from "../build/tokens.ts";

function theme(type: "light" | "dark", palette: Palette) {
  const rule = (scope: string[], foreground: string | undefined, fontStyle?: string) => ({
    scope,
    settings: { foreground, ...(fontStyle ? { fontStyle } : {}) },
  });
  return {
    name: `fan-fold-${type}`,
    type,
    colors: { "editor.background": palette["sheet"], "editor.foreground": palette["ink"] },
    tokenColors: [
      rule(["comment", "punctuation.definition.comment"], palette["ink-3"]),
      rule(["keyword", "storage.type", "storage.modifier", "keyword.instruction"], palette["hardware"], "bold"),
      rule(["keyword.operator", "punctuation"], palette["ink-2"]),
      rule(["keyword.privileged"], palette["monitor"], "bold"),
      rule(["keyword.directive"], palette["ink"], "normal"),
      rule(["support.type", "entity.name.type"], palette["hardware"]),
    ],
  };
}

const { light, dark } = readPalettes();

/** Light first: Expressive Code takes the first of each type. */
export const codeThemes = [theme("light", light), theme("dark", dark)];
