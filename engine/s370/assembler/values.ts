/** What expressions stand for: numbers, and addresses in control sections. */

/** A control section (which makes storage) or a dummy section (which describes storage). */
export interface Section {
  readonly name: string;
  readonly dummy: boolean;
  /** Address of its first byte; known for the first control section from its START, for others after the first pass. */
  origin: number;
  originKnown: boolean;
  /** The location counter, in bytes from the section's start. */
  counter: number;
  /** The furthest the location counter has been. */
  size: number;
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

/** The value as a number, sections placed where they are (dummy sections at 0). */
export function placed(value: Value): number {
  return value.sections.reduce((sum, { section, coefficient }) => sum + coefficient * section.origin, value.number);
}
