/** The first pass: gives every statement its place and every symbol its value. */

import { STORAGE_LIMIT } from "./constants.ts";
import { DIRECTIVES, foreignOperation } from "./directives.ts";
import { checkOperandCount, lengthOfInstruction } from "./encode.ts";
import type { Scope } from "./expressions.ts";
import { Fault } from "./fault.ts";
import type { Item } from "./items.ts";
import { LiteralPools } from "./literals.ts";
import { type Mnemonic, mnemonics } from "./mnemonics.ts";
import { parseOperands } from "./operands.ts";
import { NAME } from "./scanner.ts";
import type { Field, Place, Statement } from "./source.ts";
import { nearest } from "./suggest.ts";
import { type Location, SymbolTable } from "./symbols.ts";
import { relocatable, type Section } from "./values.ts";

/** All bytes that a program may make, so that a slip in a duplication factor does not fill this computer's storage. */
const MOST_BYTES = 0x100000;

/** Where errors go. */
export type Report = (place: Place, message: string) => void;

/** The state of the first pass, on which the directives work. */
export class FirstPass {
  readonly items: Item[] = [];
  readonly sections: Section[] = [];
  readonly pools = new LiteralPools();
  readonly symbols: SymbolTable;
  section: Section | undefined;
  private statement: Statement;
  private readonly report: Report;
  private bytesMade = 0;
  private ended = false;
  private labelDone = false;

  constructor(statements: readonly Statement[], report: Report) {
    this.report = report;
    this.symbols = new SymbolTable(
      new Set(statements.flatMap(({ label }) => (label === undefined ? [] : [label.name.toUpperCase()]))),
    );
    this.statement = statements[0];
    for (const statement of statements) {
      if (!statement.comment && !this.takeStatement(statement)) break;
    }
    if (!this.ended) this.finish();
    this.symbols.settleDeferred((statement, fault) => this.reportFault(statement.operands, fault));
    this.placeSections();
  }

  /** Takes a statement; false at the first after END. */
  private takeStatement(statement: Statement): boolean {
    this.statement = statement;
    if (this.ended) {
      this.report(
        statement.label?.place ?? statement.operation?.place ?? { line: statement.line, column: 1 },
        "END has ended the program; what follows is not assembled",
      );
      return false;
    }
    this.labelDone = false;
    try {
      this.dispatch(statement);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.reportFault(statement.operands, error);
    }
    if (!this.labelDone && statement.label !== undefined) this.symbols.fail(statement.label.name.toUpperCase());
    return true;
  }

  private dispatch(statement: Statement): void {
    const { label, operation } = statement;
    if (operation === undefined) {
      const place = label?.place ?? { line: statement.line, column: 1 };
      const known = label !== undefined && isOperation(label.name.toUpperCase());
      this.report(
        place,
        known
          ? columnOne(label.name)
          : `the label ${label?.name ?? ""} stands alone; an operation must follow it (DS 0H only marks the place)`,
      );
      return;
    }
    const name = operation.name.toUpperCase();
    const mnemonic = mnemonics.get(name);
    if (mnemonic !== undefined) this.instruction(statement, mnemonic);
    else if (Object.hasOwn(DIRECTIVES, name)) DIRECTIVES[name](this, statement);
    else this.unknown(statement, operation);
  }

  private unknown({ label, operands, remark }: Statement, operation: { name: string; place: Place }): void {
    if (label !== undefined && isOperation(label.name.toUpperCase())) {
      this.report(label.place, columnOne(label.name));
      return;
    }
    if (label !== undefined && /^(;|\/\/|#)/.test(label.name)) {
      this.report(label.place, "a comment begins with * in column 1");
      return;
    }
    this.report(operation.place, unknownOperation(operation.name, operands, remark));
    this.align(2);
    this.label(4);
  }

  private instruction(statement: Statement, mnemonic: Mnemonic): void {
    this.align(2);
    const length = lengthOfInstruction(mnemonic);
    this.label(length);
    const at = this.location();
    this.advance(length);
    this.pools.at(statement, at.section, at.counter);
    const { text } = statement.operands;
    const operands = this.blankHint(() => parseOperands(text, this.scope(at, length), this.pools));
    checkOperandCount(mnemonic, operands, statement.remark, text.length);
    this.items.push({ kind: "instruction", statement, at, mnemonic, operands });
  }

  /** Explains a comma with a blank after it, which is how other assemblers are written. */
  private blankHint<T>(parse: () => T): T {
    const { operands, remark } = this.statement;
    if (operands.text.endsWith(",") && remark !== "") {
      throw new Fault(
        operands.text.length,
        `a blank ends the operands: write ${`${operands.text}${remark.split(/\s/)[0]}`.slice(0, 40)} without blanks`,
      );
    }
    return parse();
  }

  /** Defines the statement's label, if it has one, as its present place. */
  label(length: number): void {
    const name = this.labelName();
    if (name === undefined) return;
    const { section, counter } = this.location();
    this.symbols.define({ name, line: this.statement.line, value: relocatable(section, counter), length });
  }

  /** The statement's label, if it is well formed and new; errors are reported here. */
  labelName(): string | undefined {
    const { label } = this.statement;
    this.labelDone = true;
    if (label === undefined) return undefined;
    const name = label.name.toUpperCase();
    const line = this.symbols.definedAt(name);
    if (line !== undefined) this.report(label.place, `${label.name} is already defined at line ${line}`);
    else if (NAME.test(name)) return name;
    else {
      this.report(label.place, labelMessage(label.name));
      this.symbols.fail(name);
    }
    return undefined;
  }

  /** Leaves the label alone: it names a section that is taken up again. */
  keepLabel(): void {
    this.labelDone = true;
  }

  /** Reports a label on a statement that takes none. */
  noLabel(): void {
    const { label, operation } = this.statement;
    if (label !== undefined) this.report(label.place, `${operation?.name.toUpperCase()} takes no label`);
  }

  /** The present section; an unnamed one is begun where there is none. */
  current(): Section {
    this.section ??= this.beginSection("", false, 0);
    return this.section;
  }

  /** Begins a section. The first control section lies at `origin`; others find their place at the end. */
  beginSection(name: string, dummy: boolean, origin: number): Section {
    const originKnown = dummy || !this.sections.some((section) => !section.dummy);
    const section: Section = {
      name,
      dummy,
      origin: originKnown && !dummy ? origin : 0,
      originKnown,
      counter: 0,
      size: 0,
    };
    this.sections.push(section);
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
      this.advance(literal.constant.size);
      this.countBytes(literal.constant.size, 0);
    }
    this.items.push({ kind: "literals", statement: this.statement, literals });
  }

  /** Ends the program: what literals remain lie at the end of the first control section. */
  finish(): void {
    this.ended = true;
    const first = this.sections.find(({ dummy }) => !dummy);
    if (first !== undefined) {
      this.section = first;
      first.counter = first.size;
    }
    try {
      this.layLiterals();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.reportFault(this.statement.operands, error);
    }
  }

  private reportFault(field: Field, fault: Fault): void {
    if (!fault.silent) this.report(field.place(fault.offset), fault.message);
  }

  private placeSections(): void {
    let next = 0;
    for (const section of this.sections.filter(({ dummy }) => !dummy)) {
      if (!section.originKnown) section.origin = next;
      section.originKnown = true;
      next = Math.ceil((section.origin + section.size) / 8) * 8;
    }
  }
}

const isOperation = (name: string): boolean => mnemonics.has(name) || Object.hasOwn(DIRECTIVES, name);

const columnOne = (name: string): string =>
  `${name} is an operation and stands in column 1, where labels stand: put a blank before it`;

function labelMessage(label: string): string {
  if (label.endsWith(":")) return "a label is written without a colon";
  if (label.length > 63) return "a label has at most 63 characters";
  return `${label.slice(0, 20)} is no label: a label begins with a letter and holds letters, digits, $, #, @ and _; a comment begins with *`;
}

function unknownOperation(operation: string, operands: Field, remark: string): string {
  const name = operation.toUpperCase();
  const foreign = foreignOperation(name);
  if (foreign !== undefined) return foreign;
  if (name.startsWith("*")) return "a comment begins with * in column 1";
  // An indented label takes the operation's place, and the operation the operands'.
  if (isOperation(operands.text.toUpperCase()) && remark !== "")
    return `${operation.slice(0, 20)} is not an operation; a label stands in column 1`;
  const near = nearest(name.slice(0, 12), [...mnemonics.keys(), ...Object.keys(DIRECTIVES)]);
  const hint = near === undefined ? "" : `; did you mean ${near}?`;
  return `${operation.slice(0, 20)} is not an operation${hint}`;
}
