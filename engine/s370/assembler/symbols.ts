/** The symbol table, and what a name means at a statement. */
import { decodeEbcdic, encodeEbcdic } from "../ebcdic.ts";
import { type Attribute, type Expression, evaluate, evaluateNumber, impliedLength, type Scope } from "./expressions.ts";
import { Fault } from "./fault.ts";
import type { Statement } from "./source.ts";
import { nearest } from "./suggest.ts";
import { absolute, newSection, relocatable, type Section, type Value } from "./values.ts";

/** What attributes tell of a symbol (GC33-4010, "Attributes"). */
export interface SymbolAttributes {
  /** Bytes; what L' gives. */
  readonly length: number;
  /** T': a letter, "U" where nothing is known. */
  readonly type: string;
  /** S' and I'; undefined for what is no number. */
  readonly scale?: number | undefined;
  readonly integer?: number | undefined;
}

/** A symbol of the program. */
export interface SymbolEntry extends SymbolAttributes {
  readonly name: string;
  /** Where it is defined; 0 for R0 to R15, which a program may define anew. */
  readonly line: number;
  readonly value: Value;
}

/** The operands of an EQU. */
export interface Equation {
  readonly value: Expression;
  readonly length: Expression | undefined;
  readonly type: Expression | undefined;
}

/** An EQU whose operands name symbols that are defined further on. */
interface Deferred {
  readonly name: string;
  readonly statement: Statement;
  readonly equation: Equation;
  readonly scope: Scope;
}

/** A place in a section. */
export interface Location {
  readonly section: Section;
  readonly counter: number;
}

/** Thrown inside the resolution of EQUs: the value waits for this symbol. */
class Waiting extends Fault {
  readonly symbol: string;

  constructor(at: number, symbol: string) {
    super(at, `${symbol} must be defined before it is used here`);
    this.symbol = symbol;
  }
}

/** Names that are looked for near an undefined one; more would make a large broken program slow. */
const MOST_SUGGESTIONS = 100;
/** Characters of a name that other modules know: what an object deck has room for. */
export const LONGEST_EXTERNAL_NAME = 8;

/** Throws a Fault if a name is too long to be known to other modules. */
export function checkExternalName(name: string, at: number): void {
  if (name.length > LONGEST_EXTERNAL_NAME)
    throw new Fault(at, `a name that other modules use has at most ${LONGEST_EXTERNAL_NAME} characters`);
}

/** The value of an attribute. Throws a Fault where the symbol has none. */
function attributeOf(entry: SymbolEntry, attribute: Attribute, at: number): number {
  if (attribute === "L") return entry.length;
  if (attribute === "T") return encodeEbcdic(entry.type)[0];
  const value = attribute === "S" ? entry.scale : entry.integer;
  if (value !== undefined) return value;
  throw new Fault(at, `${attribute}' is of numbers (types F H E D L P Z), and ${entry.name} is of type ${entry.type}`);
}

/** All symbols of a program, and its sections, external ones included. */
export class SymbolTable {
  /** In the order in which they are first named. */
  readonly sections: Section[] = [];
  private readonly externals = new Map<string, Section>();
  private readonly entries = new Map<string, SymbolEntry>();
  private readonly failed = new Set<string>();
  private readonly deferred = new Map<string, Deferred>();
  private readonly labels: ReadonlySet<string>;
  private readonly uses = new Map<string, Set<number>>();
  private complete = false;
  private suggestions = 0;

  /** `labels` are all names that statements define, wherever they stand. */
  constructor(labels: ReadonlySet<string>) {
    this.labels = labels;
    for (let register = 0; register < 16; register++) {
      const name = `R${register}`;
      this.entries.set(name, { name, line: 0, value: absolute(register), length: 1, type: "U" });
    }
  }

  /** The line that already defines a name. */
  definedAt(name: string): number | undefined {
    return this.deferred.get(name)?.statement.line ?? (this.entries.get(name)?.line || undefined);
  }

  /** The program's symbols, in order of definition. */
  all(): SymbolEntry[] {
    return [...this.entries.values()].filter(({ line }) => line > 0);
  }

  /** Lines on which a name is used. */
  usesOf(name: string): number[] {
    return [...(this.uses.get(name) ?? [])];
  }

  /** Notes that a statement speaks of a name without asking for its value. */
  use(name: string, line: number): void {
    const lines = this.uses.get(name) ?? new Set();
    this.uses.set(name, lines.add(line));
  }

  /** A name's attributes, if it is defined. */
  attributesOf(name: string): SymbolAttributes | undefined {
    return this.entries.get(name);
  }

  /** A name's value, if it has one. */
  valueOf(name: string): Value | undefined {
    return this.entries.get(name)?.value;
  }

  /** Whether a name's definition is in error, and has been reported. */
  isFailed(name: string): boolean {
    return this.failed.has(name);
  }

  define(entry: SymbolEntry): void {
    // Deleted first, so that a register name that is defined anew takes its place in the order.
    this.entries.delete(entry.name);
    this.entries.set(entry.name, entry);
  }

  /** Marks a name whose definition is in error, so that its uses are not reported too. */
  fail(name: string): void {
    this.failed.add(name);
  }

  /** The section that stands for a name of another module, or for a pseudo register. */
  external(name: string, kind: "external" | "pseudo", line: number): Section {
    const known = this.externals.get(`${kind} ${name}`);
    if (known !== undefined) return known;
    const section = newSection(name, kind, line);
    this.externals.set(`${kind} ${name}`, section);
    this.sections.push(section);
    return section;
  }

  /** Defines a name by an expression; at once if its symbols are known, else at the end of the first pass. Throws a Fault. */
  equate(name: string, statement: Statement, equation: Equation, scope: Scope): void {
    const deferred = { name, statement, equation, scope };
    try {
      this.settle(deferred);
    } catch (error) {
      if (!(error instanceof Waiting)) throw error;
      this.deferred.set(name, deferred);
    }
  }

  private settle({ name, statement, equation, scope }: Deferred): void {
    const value = evaluate(equation.value, scope);
    const length =
      equation.length === undefined
        ? impliedLength(equation.value, scope)
        : evaluateNumber(equation.length, scope, "a length attribute", 0, 65535);
    const type =
      equation.type === undefined
        ? "U"
        : decodeEbcdic(Uint8Array.of(evaluateNumber(equation.type, scope, "a type attribute", 0, 255)));
    this.define({ name, line: statement.line, value, length, type });
  }

  /** Ends the first pass: settles the EQUs that had to wait. Reports those that cannot be. */
  settleDeferred(report: (statement: Statement, fault: Fault) => void): void {
    const waiters = new Map<string, Deferred[]>();
    const ready = [...this.deferred.values()];
    for (let item = ready.pop(); item !== undefined; item = ready.pop()) {
      try {
        this.settle(item);
        this.deferred.delete(item.name);
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        if (error instanceof Waiting) {
          const others = waiters.get(error.symbol);
          if (others === undefined) waiters.set(error.symbol, [item]);
          else others.push(item);
          continue;
        }
        report(item.statement, error);
        this.deferred.delete(item.name);
        this.fail(item.name);
      }
      for (const waiter of waiters.get(item.name) ?? []) ready.push(waiter);
      waiters.delete(item.name);
    }
    for (const { name, statement } of this.deferred.values()) {
      report(statement, new Fault(0, `${name} is defined by itself, in a circle`));
      this.fail(name);
    }
    this.complete = true;
  }

  /** What terms mean in a statement at a location. */
  scope(line: number, at: Location | undefined, locationLength: number): Scope {
    return {
      symbol: (name, offset) => this.look(name, offset, line).value,
      attributeOf: (name, attribute, offset) => attributeOf(this.look(name, offset, line), attribute, offset),
      external: (name, offset, type) => {
        checkExternalName(name, offset);
        this.use(name, line);
        const known = this.sections.length;
        const section = this.external(name, type === "V" ? "external" : "pseudo", line);
        if (this.sections.length > known) section.implicit = true;
        return section;
      },
      location: (offset) => {
        if (at === undefined) throw new Fault(offset, "* has no value here");
        return relocatable(at.section, at.counter);
      },
      locationLength,
    };
  }

  private look(name: string, at: number, line: number): SymbolEntry {
    this.use(name, line);
    const entry = this.entries.get(name);
    // A predefined register name that the program defines further on has the program's value.
    if (entry !== undefined && (entry.line > 0 || this.complete || !this.labels.has(name))) return entry;
    if (this.failed.has(name)) throw new Fault(at, `${name} is in error`, true);
    if (this.labels.has(name) && !this.complete) throw new Waiting(at, name);
    if (entry !== undefined) return entry;
    throw new Fault(at, `${name} is not defined${this.suggestion(name)}`);
  }

  private suggestion(name: string): string {
    if (++this.suggestions > MOST_SUGGESTIONS) return "";
    if (/^R\d+$/.test(name)) return "; registers are R0 to R15";
    const near = nearest(name, this.entries.keys());
    return near === undefined ? "" : `; did you mean ${near}?`;
  }
}
