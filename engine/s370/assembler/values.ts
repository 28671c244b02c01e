/** What expressions stand for: numbers, and addresses in sections. */

/**
 * A control section makes storage; a common section reserves it for several modules; a dummy section describes storage
 * that lies elsewhere; an external one stands for one symbol of another module; a pseudo register is a part of storage
 * whose offset the loader gives (GC33-4010, "Program Sectioning and Linking").
 */
export type SectionKind = "control" | "common" | "dummy" | "external" | "pseudo";

export interface Section {
  readonly name: string;
  readonly kind: SectionKind;
  /** Where it is first named. */
  readonly line: number;
  /** Address of its first byte; known for the first control section from its START, for others after the first pass. */
  origin: number;
  originKnown: boolean;
  /** The location counter, in bytes from the section's start. */
  counter: number;
  /** The furthest the location counter has been. */
  size: number;
  /** An external symbol that need not be found (WXTRN). */
  weak: boolean;
  /** An external symbol that only V names, not EXTRN. */
  implicit: boolean;
  /** Bytes; what a pseudo register is aligned to. */
  alignment: number;
  /** What an external symbol is, where this module has it itself; "hidden" where it has it and no ENTRY tells. */
  resolved: Value | "hidden" | undefined;
}

/** A section that has nothing in it yet. */
export function newSection(name: string, kind: SectionKind, line: number): Section {
  return {
    name,
    kind,
    line,
    origin: 0,
    originKnown: kind !== "control" && kind !== "common",
    counter: 0,
    size: 0,
    weak: false,
    implicit: false,
    alignment: 8,
    resolved: undefined,
  };
}

/** Whether the section has a place of its own in storage. */
export function isPlaced({ kind }: Section): boolean {
  return kind === "control" || kind === "common";
}

/** A number plus the starts of sections, each as often as its coefficient (never zero) says. */
export interface Value {
  readonly number: number;
  readonly sections: readonly { readonly section: Section; readonly coefficient: number }[];
}

/** A value that does not move with any section. */
export function absolute(number: number): Value {
  return { number, sections: [] };
}

/** A place in a section, in bytes from its start. */
export function relocatable(section: Section, offset: number): Value {
  return { number: offset, sections: [{ section, coefficient: 1 }] };
}

/** left + factor × right. */
export function addValues(left: Value, right: Value, factor: 1 | -1): Value {
  const number = left.number + factor * right.number;
  if (right.sections.length === 0) return { number, sections: left.sections };
  const sum = new Map(left.sections.map(({ section, coefficient }) => [section, coefficient]));
  for (const { section, coefficient } of right.sections)
    sum.set(section, (sum.get(section) ?? 0) + factor * coefficient);
  const sections = [...sum]
    .filter(([, coefficient]) => coefficient !== 0)
    .map(([section, coefficient]) => ({ section, coefficient }));
  return { number, sections };
}

/** The section in which the value is a plain address; undefined if it is absolute or anything else. */
export function sectionOf(value: Value): Section | undefined {
  const [only] = value.sections;
  return value.sections.length === 1 && only.coefficient === 1 ? only.section : undefined;
}

/** The value as a number, sections placed where they are (dummy and external sections at 0). */
export function placed(value: Value): number {
  return value.sections.reduce((sum, { section, coefficient }) => sum + coefficient * section.origin, value.number);
}
