/** Names: labels, constants, local labels, and labels without a name. */
import { type Expression, evaluate, type Scope } from "./expressions.ts";
import { Fault } from "./scanner.ts";
import type { SourceLine } from "./source.ts";

export interface AssemblySymbol {
  readonly value: number;
  /** Where it is defined. */
  readonly line: number;
}

/** Where a name is used: which local labels and unnamed labels it sees. */
export interface Context {
  readonly source: SourceLine;
  /** The last label that is not local, "" before the first. */
  readonly after: string;
  /** How many unnamed labels come before. */
  readonly unnamed: number;
  readonly location: number;
}

interface Entry {
  readonly line: number;
  /** Undefined as long as it is not known. */
  value: number | undefined;
  /** What gives the value, and where. */
  readonly definition?: { readonly expression: Expression; readonly context: Context };
  /** Set where the definition is wrong, which has been reported. */
  wrong: boolean;
  /** While the definition is being evaluated. */
  open: boolean;
}

/** Constants defined by constants that come later are followed so far. */
const LONGEST_CHAIN = 200;

export class Symbols {
  readonly #entries = new Map<string, Entry>();
  readonly #unnamed: number[] = [];
  /** Whether all labels have their values: what is not known now is not defined. */
  complete = false;
  #depth = 0;

  /** Defines a label. Throws a Fault, at `at`, where the name is taken. */
  label(name: string, at: number, context: Context): void {
    this.#define(name, at, context, { line: context.source.line, value: context.location, wrong: false, open: false });
  }

  /** Defines a constant, known now or later. Throws a Fault where the name is taken or the value is wrong. */
  constant(name: string, at: number, context: Context, expression: Expression): void {
    const entry: Entry = {
      line: context.source.line,
      value: undefined,
      definition: { expression, context },
      wrong: false,
      open: false,
    };
    this.#define(name, at, context, entry);
    this.#valueOf(entry, name, at);
  }

  /** For a name whose definition is wrong: its uses are not reported. */
  spoil(name: string, context: Context): void {
    const key = this.#keys(name, context)[0];
    if (!this.#entries.has(key))
      this.#entries.set(key, { line: context.source.line, value: undefined, wrong: true, open: false });
  }

  unnamedLabel(address: number): void {
    this.#unnamed.push(address);
  }

  get unnamedCount(): number {
    return this.#unnamed.length;
  }

  isDefined(name: string, context: Context): boolean {
    return this.#keys(name, context).some((key) => this.#entries.has(key));
  }

  #define(name: string, at: number, context: Context, entry: Entry): void {
    const key = this.#keys(name, context)[0];
    const other = this.#entries.get(key);
    if (other !== undefined) throw new Fault(at, `${name} is defined already, in line ${other.line}`);
    if (/^[axy]$/i.test(name)) throw new Fault(at, `${name.toUpperCase()} is a register's name; a label has another`);
    this.#entries.set(key, entry);
  }

  /** Where a name may be found: a local one first in its macro or repetition, then after the last label. */
  #keys(name: string, { source, after }: Context): string[] {
    return name.startsWith("@") ? [...source.scopes, after].map((scope) => scope + name) : [name];
  }

  /** What expressions mean in a context. */
  scope(context: Context): Scope {
    return {
      location: context.location,
      name: (name, at) => {
        const key = this.#keys(name, context).find((candidate) => this.#entries.has(candidate));
        const entry = key === undefined ? undefined : this.#entries.get(key);
        if (entry !== undefined) return this.#valueOf(entry, name, at);
        if (/^[axy]$/i.test(name)) throw new Fault(at, `the register ${name.toUpperCase()} cannot stand here`);
        if (this.complete) throw new Fault(at, `${name} is not defined`);
        return undefined;
      },
      unnamed: (by, at) => {
        const index = by < 0 ? context.unnamed + by : context.unnamed + by - 1;
        if (index < 0 || (this.complete && index >= this.#unnamed.length))
          throw new Fault(at, `there are not so many unnamed labels ${by < 0 ? "before" : "after"} this`);
        return this.#unnamed[index];
      },
    };
  }

  #valueOf(entry: Entry, name: string, at: number): number | undefined {
    if (entry.value !== undefined || entry.definition === undefined) {
      if (entry.wrong) throw new Fault(at, "", true);
      return entry.value;
    }
    if (entry.wrong) throw new Fault(at, "", true);
    if (entry.open) throw new Fault(at, `${name} is defined by itself`);
    if (this.#depth >= LONGEST_CHAIN) throw new Fault(at, `${name} hangs on too long a chain of definitions`);
    entry.open = true;
    this.#depth++;
    try {
      entry.value = evaluate(entry.definition.expression, this.scope(entry.definition.context));
    } finally {
      entry.open = false;
      this.#depth--;
    }
    return entry.value;
  }

  /**
   * All labels have their values now: finds out those of constants that were defined by later names. `report` is told
   * what is wrong with one, and where its definition stands.
   */
  settle(report: (context: Context, fault: Fault) => void): void {
    this.complete = true;
    // From the last one back, since most hang on what comes after them.
    for (const [name, entry] of [...this.#entries].reverse()) {
      if (entry.value !== undefined || entry.definition === undefined) continue;
      try {
        this.#valueOf(entry, name, entry.definition.expression.at);
      } catch (thrown) {
        if (!(thrown instanceof Fault)) throw thrown;
        entry.wrong = true;
        report(entry.definition.context, thrown);
      }
    }
  }

  /** Labels and constants that have a value; local ones have the label in front: LOOP@NEXT. Those of macros are left out. */
  all(): Map<string, AssemblySymbol> {
    const known = [...this.#entries].flatMap(([name, { value, line }]) =>
      value === undefined || name.includes("#") ? [] : ([[name, { value, line }]] as const),
    );
    return new Map(known);
  }
}
