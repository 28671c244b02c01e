/** Lessons, questions and the site's own pages as one collection, which Starlight reads as its documents. */

import { defineCollection } from "astro:content";
import { docsSchema } from "@astrojs/starlight/schema";
import { glob } from "astro/loaders";
import { z } from "astro/zod";

/** Address of a document: `lessons/01-why-bother/index.mdx` is /course/01-why-bother/, `site/docs/teach.mdx` is /teach/. */
export function documentId(entry: string): string {
  const path = entry.replace(/\.mdx?$/, "").replace(/\/index$/, "");
  if (path.startsWith("site/docs/")) return path.slice("site/docs/".length);
  const lesson = path.slice("lessons/".length);
  return lesson.startsWith("questions/") ? lesson : `course/${lesson}`;
}

const minutes = z.number().int().nonnegative();

export const collections = {
  docs: defineCollection({
    loader: glob({
      base: ".",
      pattern: ["lessons/*/[^_]*.{md,mdx}", "site/docs/**/[^_]*.{md,mdx}"],
      generateId: ({ entry }) => documentId(entry),
    }),
    schema: docsSchema({
      extend: z.object({
        /** Number of the unit, for a unit's first page. */
        unit: z.number().int().positive().optional(),
        /** What it takes, in minutes. */
        minutes: z.object({ reading: minutes, labs: minutes, exercises: minutes }).optional(),
        /** What the reader can do afterwards. */
        outcomes: z.array(z.string()).optional(),
      }),
    }),
  }),
};
