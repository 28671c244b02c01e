/** What a program is to a loader: external symbols, text and relocations (SC26-4941, "Object Deck Output"). */
import type { EsdItem, ObjectModule, RldItem, TextItem } from "../object-deck-cards.ts";
import type { Layout } from "./layout.ts";
import type { SecondPass } from "./second-pass.ts";
import { type Section, sectionOf } from "./values.ts";

const TYPES = { common: "CM", pseudo: "PR" } as const;

/** The module of an assembled program. */
export function objectModule(layout: Layout, second: SecondPass): ObjectModule {
  const { sections, symbols, entries } = layout;
  const ids = new Map<Section, number>();
  const items: EsdItem[] = [];
  for (const section of sections) {
    if (section.kind === "dummy" || section.resolved === "hidden" || ownSection(section) !== undefined) continue;
    const id = items.length + 1;
    ids.set(section, id);
    items.push({
      name: section.name,
      type: typeOf(section),
      id,
      address: section.kind === "pseudo" ? 0 : section.origin,
      length: section.size,
      section: 0,
      alignment: section.alignment,
    });
  }
  for (const section of sections) {
    const own = ownSection(section);
    if (own !== undefined) ids.set(section, ids.get(own) ?? 0);
  }
  for (const name of entries.keys()) {
    const value = symbols.valueOf(name);
    const section = value && sectionOf(value);
    // The name of a section is an entry without being told.
    if (value === undefined || section?.kind !== "control" || section.name === name) continue;
    const address = section.origin + value.number;
    items.push({ name, type: "LD", id: 0, address, length: 0, section: ids.get(section) ?? 0, alignment: 8 });
  }
  const { text, relocations } = contents(second, ids);
  return {
    name: layout.deckName,
    punched: layout.punched,
    symbols: items,
    text,
    relocations,
    entry: entryOf(second, ids),
  };
}

/** The section of this module itself that V names. */
function ownSection({ name, resolved }: Section): Section | undefined {
  if (resolved === undefined || resolved === "hidden") return undefined;
  const section = sectionOf(resolved);
  return section?.name === name ? section : undefined;
}

function typeOf(section: Section): EsdItem["type"] {
  if (section.kind === "external") return section.weak ? "WX" : "ER";
  if (section.kind === "common" || section.kind === "pseudo") return TYPES[section.kind];
  return section.name === "" ? "PC" : "SD";
}

function entryOf({ entryValue }: SecondPass, ids: ReadonlyMap<Section, number>): ObjectModule["entry"] {
  const section = entryValue && sectionOf(entryValue);
  if (entryValue === undefined || section === undefined) return undefined;
  return { section: ids.get(section) ?? 0, address: section.origin + entryValue.number };
}

function contents({ made }: SecondPass, ids: ReadonlyMap<Section, number>): Pick<ObjectModule, "text" | "relocations"> {
  const text: TextItem[] = [];
  const relocations: RldItem[] = [];
  for (const { section, address, bytes, addressFields } of made) {
    if (section?.kind !== "control" || address === undefined || bytes.length === 0) continue;
    const id = ids.get(section) ?? 0;
    text.push({ section: id, address, bytes });
    for (const { kind, offset, length, terms } of addressFields) {
      const item = { kind, section: id, address: address + offset, length };
      if (kind === "CXD") relocations.push({ ...item, target: 0, negative: false });
      for (const term of terms) {
        const target = ids.get(term.section) ?? 0;
        for (let times = Math.abs(term.coefficient); times > 0; times--)
          relocations.push({ ...item, target, negative: term.coefficient < 0 });
      }
    }
  }
  relocations.sort((a, b) => a.target - b.target || a.section - b.section || a.address - b.address);
  return { text, relocations };
}
