/** Lessons and exercises against the parts that they name. */
import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readCatalogue } from "../../engine/cli/catalogue.ts";
import { verifyEntry } from "../../engine/cli/exercise.ts";
import { entryFor } from "../../site/glossary.ts";
import { labs, lesson, openLab, units } from "./support.ts";

const lessons = new URL("../../lessons/", import.meta.url);
const catalogue = await readCatalogue(new URL(lessons).pathname);

describe.each(units)("%s", (unit) => {
  const text = lesson(`${unit}/index.mdx`);

  test("has the labs and exercises that it shows, and shows all that it has", () => {
    const shown = [...text.matchAll(/<Lab id="([^"]+)"/g), ...text.matchAll(/"(\d\d-[a-z-]+\/[a-z-]+)"/g)].map(
      (match) => match[1],
    );
    for (const id of labs.filter((lab) => lab.startsWith(unit))) expect(shown).toContain(id);
    for (const { id } of catalogue.filter((entry) => entry.id.startsWith(unit)))
      expect(text).toContain(`<Exercise id="${id}" />`);
    for (const id of shown) {
      const [folder, name] = id!.split("/");
      const places = ["labs", "exercises"].map((kind) => new URL(`${folder}/${kind}/${name}/`, lessons));
      expect(
        places.some((place) => existsSync(place)),
        id,
      ).toBe(true);
    }
  });

  test("has its terms in the glossary", () => {
    for (const [, name, written] of text.matchAll(/<Term(?: name="([^"]+)")?>([^<]+)<\/Term>/g))
      expect(entryFor(name ?? written!), name ?? written).toBeDefined();
  });

  test("has straight quotes", () => {
    expect(text).not.toMatch(/[\u2018\u2019\u201C\u201D]/);
  });
});

test.each(catalogue.map((entry) => [entry.id, entry] as const))(
  "%s: the solution passes, each wrong answer fails where it should",
  async (_id, entry) => {
    expect(await verifyEntry(entry)).toEqual([]);
  },
  // A sandbox of its own for each trial of each answer.
  60_000,
);

test.each(labs)("the lab %s assembles", async (id) => {
  const { session } = await openLab(id);
  session.dispose();
});
