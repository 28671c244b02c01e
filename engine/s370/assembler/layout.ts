/** What the first pass keeps: sections, location counter, symbols, literals, and the statement at hand. */
import { STORAGE_LIMIT } from "./constants/parse.ts";
import type { Scope } from "./expressions.ts";
import { Fault } from "./fault.ts";
import type { Item } from "./items.ts";
import { type Literal, LiteralPools } from "./literals.ts";
import { NAME } from "./scanner.ts";
import type { Place, Statement } from "./source.ts";
import { LONGEST_EXTERNAL_NAME, type Location, type SymbolAttributes, SymbolTable } from "./symbols.ts";
import { isPlaced, newSection, relocatable, type Section, type SectionKind } from "./values.ts";

/** All bytes that a program may make, so that a slip in a duplication factor does not fill this computer's storage. */
const MOST_BYTES = 0x100000;

/** Where errors go. */
export type Report = (place: Place, message: string) => void;

/** A name in an ENTRY. */
export interface EntryName {
  readonly statement: Statement;
  /** Offset in the statement's operands. */
  readonly at: number;
}

/** The layout of a program as far as the first pass has come. Instructions and directives work on it, statement by statement. */
export class Layout {
  readonly items: Item[] = [];
  /** Operations that OPSYN has renamed; an empty meaning takes the name away. */
  readonly operations = new Map<string, string>();
  /** Names that ENTRY tells other modules, with where it does. */
  readonly entries = new Map<string, EntryName>();
  /** The deck's name: the label of the first TITLE that has one. */
  deckName = "";
  /** Cards that PUNCH and REPRO put before the object deck. */
  readonly punched: string[] = [];
  readonly pools = new LiteralPools();
  /** Those that have been laid down. */
  readonly literals: Literal[] = [];
  readonly symbols: SymbolTable;
  /** The present section; none before the first statement that needs one. */
  section: Section | undefined;
  /** True after END. */
  ended = false;
  private statement: Statement;
  private readonly report: Report;
  /** Bytes of all pseudo registers together: what CXD gives. */
  pseudoLength = 0;
  private bytesMade = 0;
  private labelSeen = false;

  constructor(statements: readonly Statement[], report: Report) {
    this.report = report;
    this.statement = statements[0];
    this.symbols = new SymbolTable(new Set(statements.flatMap(definedNames)));
  }

  /** All sections, those of other modules included, in the order in which they are first named. */
  get sections(): readonly Section[] {
    return this.symbols.sections;
  }

  /** Does the work for a statement; its Faults become errors, and a label that it has not defined counts as in error. */
  during(statement: Statement, work: () => void): void {
    this.statement = statement;
    this.labelSeen = false;
    try {
      work();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.fault(statement, error);
    }
    if (!this.labelSeen && statement.label !== undefined) this.symbols.fail(statement.label.name.toUpperCase());
  }

  /** Defines the statement's label, if it has one, as its present place. */
  label(length: number, type = "U", attributes: Pick<SymbolAttributes, "scale" | "integer"> = {}): void {
    const name = this.labelName();
    if (name === undefined) return;
    const { section, counter } = this.location();
    const value = relocatable(section, counter);
    this.symbols.define({ name, line: this.statement.line, value, length, type, ...attributes });
  }

  /** The statement's label, if it is well formed and new; errors are reported here. */
  labelName(): string | undefined {
    const { label } = this.statement;
    this.labelSeen = true;
    if (label === undefined) return undefined;
    const name = label.name.toUpperCase();
    const line = this.symbols.definedAt(name);
    if (line !== undefined) this.report(label.place, `${label.name.slice(0, 63)} is already defined at line ${line}`);
    else if (NAME.test(name)) return name;
    else {
      this.report(label.place, labelMessage(label.name));
      this.symbols.fail(name);
    }
    return undefined;
  }

  /** Reports a label that is too long for other modules to use. */
  checkExternalLabel(): void {
    const { label } = this.statement;
    if (label === undefined || label.name.length <= LONGEST_EXTERNAL_NAME) return;
    this.report(label.place, `a name that other modules use has at most ${LONGEST_EXTERNAL_NAME} characters`);
  }

  /** Leaves the label alone: it names a section that is taken up again. */
  keepLabel(): void {
    this.labelSeen = true;
  }

  /** Reports a label on a statement that takes none. */
  noLabel(): void {
    const { label, operation } = this.statement;
    if (label !== undefined) this.report(label.place, `${operation?.name.toUpperCase()} takes no label`);
  }

  /** The present section; an unnamed one is begun where there is none. */
  current(): Section {
    this.section ??= this.beginSection("", "control", 0);
    return this.section;
  }

  /** A section that has been begun. */
  findSection(name: string, kind: SectionKind): Section | undefined {
    return this.sections.find((known) => known.name === name && known.kind === kind);
  }

  /** Begins a section. The first control section lies at `origin`; others find their place at the end. Throws a Fault. */
  beginSection(name: string, kind: "control" | "common" | "dummy", origin: number): Section {
    const section = newSection(name, kind, this.statement.line);
    if (kind === "control" && !this.sections.some((known) => known.kind === "control")) {
      section.origin = origin;
      section.originKnown = true;
    }
    this.symbols.sections.push(section);
    this.section = section;
    return section;
  }

  location(): Location {
    const section = this.current();
    return { section, counter: section.counter };
  }

  /** What terms mean at a place. */
  scope(at: Location | undefined = this.section && this.location(), locationLength = 1): Scope {
    return this.symbols.scope(this.statement.line, at, locationLength);
  }

  align(boundary: number): void {
    this.advance((boundary - (this.current().counter % boundary)) % boundary);
  }

  /** Moves the location counter on. Throws a Fault past the end of storage. */
  advance(length: number): void {
    const section = this.current();
    this.moveTo(section.counter + length);
  }

  /** Sets the location counter to an offset in the present section. Throws a Fault past the end of storage. */
  moveTo(counter: number): void {
    const section = this.current();
    if (section.origin + counter > STORAGE_LIMIT)
      throw new Fault(0, "the program runs past the end of storage: addresses have 24 bits");
    section.counter = counter;
    section.size = Math.max(section.size, counter);
  }

  /** Counts bytes that will be made. Throws a Fault when there are too many. */
  countBytes(length: number, at: number): void {
    this.bytesMade += length;
    if (this.bytesMade > MOST_BYTES) {
      this.bytesMade -= length;
      throw new Fault(
        at,
        "the program's constants take more than 1,048,576 bytes; DS reserves storage without filling it",
      );
    }
  }

  /** Lays down the literals that have been used and are not yet placed. */
  layLiterals(): void {
    const literals = this.pools.take();
    if (literals.length === 0) return;
    this.align(8);
    for (const literal of literals) {
      this.align(literal.constant.alignment);
      literal.place = this.location();
      literal.line = this.statement.line;
      this.literals.push(literal);
      this.advance(literal.constant.size);
      this.countBytes(literal.constant.size, 0);
    }
    this.items.push({ kind: "literals", statement: this.statement, literals });
  }

  /** Ends the program: what literals remain lie at the end of the first control section. */
  finish(): void {
    this.ended = true;
    const first = this.sections.find(({ kind }) => kind === "control");
    if (first !== undefined) {
      this.section = first;
      first.counter = first.size;
    }
    try {
      this.layLiterals();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.fault(this.statement, error);
    }
  }

  /** Reports a Fault of a statement, unless its cause has been reported. */
  fault(statement: Statement, fault: Fault): void {
    if (fault.silent) return;
    const hint =
      fault.offset >= statement.operands.text.length && splitByBlank(statement) ? "; a blank ends the operands" : "";
    this.report(statement.operands.place(fault.offset), fault.message + hint);
  }

  /** Ends the first pass: settles EQUs that had to wait, and gives every section its place, common ones after all others. */
  settle(): void {
    this.symbols.settleDeferred((statement, fault) => this.fault(statement, fault));
    let next = 0;
    const placed = this.sections
      .filter(isPlaced)
      .sort((a, b) => Number(a.kind === "common") - Number(b.kind === "common"));
    for (const section of placed) {
      if (!section.originKnown) section.origin = next;
      section.originKnown = true;
      next = Math.ceil((section.origin + section.size) / 8) * 8;
    }
    this.resolveExternals();
    this.placePseudoRegisters();
  }

  /** What V names may be in this very module. */
  private resolveExternals(): void {
    const own = new Map(
      this.sections.filter(({ kind }) => kind === "control").map((section) => [section.name, section]),
    );
    for (const section of this.sections.filter(({ kind, implicit }) => kind === "external" && implicit)) {
      const control = own.get(section.name);
      if (control !== undefined) section.resolved = relocatable(control, 0);
      else if (this.entries.has(section.name)) section.resolved = this.symbols.valueOf(section.name);
      else if (this.symbols.definedAt(section.name) !== undefined) section.resolved = "hidden";
    }
  }

  /** Pseudo registers follow one another; Q of a dummy section makes one of its size. */
  private placePseudoRegisters(): void {
    let next = 0;
    for (const section of this.sections.filter(({ kind }) => kind === "pseudo")) {
      const dummy = section.implicit ? this.findSection(section.name, "dummy") : undefined;
      if (dummy !== undefined) section.size = dummy.size;
      else if (section.implicit) section.resolved = "hidden";
      section.origin = Math.ceil(next / section.alignment) * section.alignment;
      next = section.origin + section.size;
    }
    this.pseudoLength = next;
  }
}

/** The names that a statement defines: its label, and what EXTRN lists. */
function definedNames({ label, operation, operands }: Statement): string[] {
  const names = label === undefined ? [] : [label.name.toUpperCase()];
  return /^W?XTRN$|^EXTRN$/i.test(operation?.name ?? "")
    ? [...names, ...operands.text.toUpperCase().split(",")]
    : names;
}

/** Whether the remark looks as though it were meant as operands. */
function splitByBlank({ operands, remark }: Statement): boolean {
  return remark !== "" && (/^[,+\-*/()']/.test(remark) || /[,+\-*/(]$/.test(operands.text));
}

function labelMessage(label: string): string {
  if (label.endsWith(":")) return "a label is written without a colon";
  if (label.length > 63) return "a label has at most 63 characters";
  return `${label.slice(0, 20)} is no label: a label begins with a letter and holds letters, digits, $, #, @ and _; a comment begins with *`;
}
