/** USING and DROP: which register reaches which address (GC33-4010, "Addressing", "USING — Use Base Address Register"). */
import { type Expression, startOf, subjectOf } from "./expressions.ts";
import { bytesOf, count, Fault } from "./fault.ts";
import { isPlaced, placed, type Section, sectionOf, type Value } from "./values.ts";

/** The furthest a base register reaches, in bytes. */
const FURTHEST = 4095;

interface Base {
  readonly register: number;
  /** What the register is promised to hold: an offset in a section, or an absolute address. */
  readonly section: Section | undefined;
  readonly offset: number;
  readonly line: number;
}

/** A storage operand as the machine has it. */
export interface BaseDisplacement {
  readonly base: number;
  readonly displacement: number;
}

/** The base registers in force at a statement. */
export class AddressSpace {
  private bases: Base[] = [];

  /** True after a USING in error: an address out of reach may be its fault, and is not reported. */
  unsure = false;

  /** From here on the register holds the value. Throws a Fault if the value is no address. */
  use(register: number, value: Value, line: number, at: number): void {
    const section = sectionOf(value);
    if (section === undefined && value.sections.length > 0)
      throw new Fault(at, "a base address is one place in one section");
    // Register 0 as a base counts as zero, whatever it holds: it reaches low storage, and what a dummy section says of it.
    const base: Base =
      register === 0
        ? { register, section: section?.kind === "dummy" ? section : undefined, offset: 0, line }
        : { register, section, offset: value.number, line };
    this.bases = this.bases.filter(
      (known) => known.register !== register || (register === 0 && known.section !== base.section),
    );
    this.bases.push(base);
  }

  /** Forgets a register's base. False if it had none. */
  drop(register: number): boolean {
    const before = this.bases.length;
    this.bases = this.bases.filter((known) => known.register !== register);
    return this.bases.length < before;
  }

  dropAll(): void {
    this.bases = [];
  }

  /** Base register and displacement for an address. Throws a Fault that says which USING falls short, or that there is none. */
  resolve(value: Value, expression: Expression, subject = subjectOf(expression)): BaseDisplacement {
    const at = startOf(expression);
    const section = sectionOf(value);
    if (section === undefined && value.sections.length > 0)
      throw new Fault(at, "this is neither a number nor an address in one section");
    const reaches = this.reaches(value, section);
    const within = reaches.filter(({ displacement }) => displacement >= 0 && displacement <= FURTHEST);
    if (within.length > 0) {
      // The nearest base, and of equally near ones the highest register.
      const [best] = within.sort((a, b) => a.displacement - b.displacement || b.base - a.base);
      return { base: best.base, displacement: best.displacement };
    }
    if (section === undefined) throw new Fault(at, absoluteMessage(value.number));
    const elsewhere = this.hasControlBase() && isPlaced(section);
    throw new Fault(at, message(subject ?? "this address", reaches, section, elsewhere), this.unsure);
  }

  private hasControlBase(): boolean {
    return this.bases.some((base) => base.section !== undefined && isPlaced(base.section));
  }

  private reaches(value: Value, section: Section | undefined): (BaseDisplacement & { line: number })[] {
    const reaches = this.bases
      .filter((base) => base.section === section)
      .map((base) => ({ base: base.register, displacement: value.number - base.offset, line: base.line }));
    const zero = this.bases.find((base) => base.register === 0 && base.section === undefined);
    if (section === undefined && zero === undefined) reaches.push({ base: 0, displacement: value.number, line: 0 });
    if (section !== undefined && isPlaced(section) && zero !== undefined) {
      reaches.push({ base: 0, displacement: placed(value), line: zero.line });
    }
    return reaches;
  }
}

function absoluteMessage(number: number): string {
  return `${count(number)} is out of range: a displacement is 0 to ${count(FURTHEST)}; an address beyond needs a base register`;
}

function message(
  subject: string,
  reaches: readonly (BaseDisplacement & { line: number })[],
  section: Section,
  elsewhere: boolean,
): string {
  const beyond = reaches
    .filter(({ displacement }) => displacement > FURTHEST)
    .sort((a, b) => a.displacement - b.displacement);
  if (beyond.length > 0) {
    const [{ displacement, line }] = beyond;
    return `base register for ${subject} is out of range (${bytesOf(displacement)} from USING at line ${line}; the limit is ${count(FURTHEST)})`;
  }
  const before = [...reaches].sort((a, b) => b.displacement - a.displacement);
  if (before.length > 0) {
    const [{ displacement, line }] = before;
    return `${subject} lies ${bytesOf(-displacement)} before the USING at line ${line}; a base register reaches forward only`;
  }
  if (elsewhere)
    return `${subject} lies in ${section.name === "" ? "the unnamed section" : `section ${section.name}`}, and no USING in force names a base there`;
  if (section.kind === "external") {
    return `${subject} is in another module, and no USING in force reaches it: load its address, as by L 15,=V(${section.name}) or =A(${section.name})`;
  }
  return section.kind === "dummy"
    ? `no USING in force says which register points at ${section.name}, where ${subject} lies: USING ${section.name},register`
    : `no USING in force reaches ${subject}: a base register must be loaded and named, as by BALR 12,0 and USING *,12`;
}
