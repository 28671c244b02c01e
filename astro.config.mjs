import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import preact from "@astrojs/preact";
import starlight from "@astrojs/starlight";
import { defineConfig } from "astro/config";
import { instructions } from "./engine/s370/instructions/index.ts";
import { contentSecurityPolicy } from "./site/build/csp.ts";
import { lessonComponents } from "./site/build/lesson-components.ts";
import { s370Grammar } from "./site/highlight/s370.ts";
import { codeThemes } from "./site/highlight/themes.ts";
import { questions, titleOf, units } from "./site/units.ts";

const { repository } = JSON.parse(readFileSync(new URL("./package.json", import.meta.url), "utf8"));
/** Where a page's source can be edited, once package.json names the repository. */
const editLink = repository
  ? { baseUrl: `${(repository.url ?? repository).replace(/^git\+|\.git$/g, "")}/edit/main/` }
  : {};

const override = (name) => [name, `./site/components/${name}.astro`];

export default defineConfig({
  srcDir: "./site",
  publicDir: "./site/public",
  // X'18' is written with straight quotes.
  markdown: { smartypants: false },
  prefetch: false,
  devToolbar: { enabled: false },
  vite: {
    plugins: [lessonComponents(fileURLToPath(new URL("./site/components/", import.meta.url)))],
    worker: { format: "es" },
  },
  integrations: [
    starlight({
      title: "Trap & Emulate",
      description: "A course in which every claim about virtual machines can be run.",
      favicon: "/favicon.svg",
      credits: false,
      editLink,
      markdown: { processedDirs: ["./lessons", "./site/docs"] },
      customCss: [
        "./site/styles/fonts.css",
        "./site/styles/tokens.css",
        "./site/styles/starlight.css",
        "./site/styles/prose.css",
      ],
      components: Object.fromEntries(["Head", "Header", "Hero", "PageTitle", "Sidebar"].map(override)),
      expressiveCode: {
        themes: codeThemes,
        useStarlightUiThemeColors: false,
        useStarlightDarkModeSwitch: true,
        // Commands are shown as they are typed, without a drawn window around them.
        defaultProps: { overridesByLang: { "sh,bash,console,text": { frame: "none" } } },
        minSyntaxHighlightingColorContrast: 0,
        shiki: { langs: [s370Grammar(instructions)] },
        styleOverrides: {
          borderRadius: "var(--r)",
          borderColor: "var(--line)",
          codeBackground: "var(--sheet)",
          codeFontFamily: "var(--mono)",
          codeFontSize: "0.8125rem",
          codeLineHeight: "1.615",
          codePaddingBlock: "0.4rem",
          codePaddingInline: "1rem",
          uiFontFamily: "var(--sans)",
          frames: {
            frameBoxShadowCssValue: "none",
            editorBackground: "var(--sheet)",
            terminalBackground: "var(--sheet)",
          },
        },
      },
      sidebar: [
        {
          label: "The course",
          items: [
            { label: "All units", link: "/course/" },
            ...units()
              .filter((unit) => unit.folder)
              .map((unit) => ({
                label: `${unit.number} · ${titleOf(`${unit.folder}/index.mdx`)}`,
                slug: `course/${unit.folder}`,
              })),
          ],
        },
        {
          label: "Questions",
          items: questions().map((name) => ({ slug: `questions/${name}` })),
        },
        {
          label: "More",
          items: [
            { label: "CP, and its users", link: "/cp/" },
            { label: "Reference: CP", link: "/reference/cp/" },
            { label: "IPL your own", link: "/ipl/" },
            "glossary",
            "teach",
          ],
        },
      ],
    }),
    preact(),
    contentSecurityPolicy(),
  ],
});
