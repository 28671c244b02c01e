/** The symbol table, and what a name means at a statement. */
import { type Expression, evaluate, evaluateNumber, impliedLength, type Scope } from "./expressions.ts";
import { Fault } from "./fault.ts";
import type { Statement } from "./source.ts";
import { nearest } from "./suggest.ts";
import { absolute, relocatable, type Section, type Value } from "./values.ts";

/** A symbol of the program. */
export interface SymbolEntry {
  readonly name: string;
  /** Where it is defined; 0 for R0 to R15, which a program may define anew. */
  readonly line: number;
  readonly value: Value;
  /** Bytes; what L' gives. */
  readonly length: number;
}

/** An EQU whose operands name symbols that are defined further on. */
interface Deferred {
  readonly name: string;
  readonly statement: Statement;
  readonly expression: Expression;
  readonly length: Expression | undefined;
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

/** All symbols of a program. */
export class SymbolTable {
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
      this.entries.set(name, { name, line: 0, value: absolute(register), length: 1 });
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

  /** A name's value, if it has one. */
  valueOf(name: string): Value | undefined {
    return this.entries.get(name)?.value;
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

  /** Defines a name by an expression; at once if its symbols are known, else at the end of the first pass. Throws a Fault. */
  equate(
    name: string,
    statement: Statement,
    expression: Expression,
    length: Expression | undefined,
    scope: Scope,
  ): void {
    const deferred = { name, statement, expression, length, scope };
    try {
      this.settle(deferred);
    } catch (error) {
      if (!(error instanceof Waiting)) throw error;
      this.deferred.set(name, deferred);
    }
  }

  private settle({ name, statement, expression, length, scope }: Deferred): void {
    const value = evaluate(expression, scope);
    const bytes =
      length === undefined
        ? impliedLength(expression, scope)
        : evaluateNumber(length, scope, "a length attribute", 0, 65535);
    this.define({ name, line: statement.line, value, length: bytes });
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
      lengthOf: (name, offset) => this.look(name, offset, line).length,
      location: (offset) => {
        if (at === undefined) throw new Fault(offset, "* has no value here");
        return relocatable(at.section, at.counter);
      },
      locationLength,
    };
  }

  private look(name: string, at: number, line: number): SymbolEntry {
    const lines = this.uses.get(name) ?? new Set();
    this.uses.set(name, lines.add(line));
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
