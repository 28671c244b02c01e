/** Attributes of ordinary symbols, for macros to ask for (GC33-4010, "Attributes"). */
import { firstPass, takeStatement } from "../first-pass.ts";
import { Layout } from "../layout.ts";
import type { Statement } from "../source.ts";
import type { SymbolAttributes } from "../symbols.ts";

/** Attributes of a symbol whose statement is a macro call. */
const OF_CALL: SymbolAttributes = { length: 1, type: "M" };
const ignore = (): undefined => undefined;

/**
 * The symbols of the program as macros see them: those of statements before the call, generated ones included, and those
 * that open code defines further on. Both are laid out apart from the real first pass, and only if a macro asks.
 */
export class OrdinarySymbols {
  private readonly openCode: readonly Statement[];
  private readonly pending: Statement[] = [];
  private readonly calls = new Set<string>();
  private before: Layout | undefined;
  private ahead: Layout | undefined;

  /** `openCode` are the program's statements without macro definitions. */
  constructor(openCode: readonly Statement[]) {
    this.openCode = openCode;
  }

  /** Notes a statement that will be assembled. */
  note(statement: Statement): void {
    this.pending.push(statement);
  }

  /** Notes the label of a macro call. */
  noteCall(label: string): void {
    this.calls.add(label.toUpperCase());
  }

  /** A symbol's attributes; undefined where nothing is known of it. */
  look(name: string): SymbolAttributes | undefined {
    const known = this.lookBack(name);
    if (known !== undefined) return known;
    this.ahead ??= firstPass(this.openCode, ignore);
    return this.ahead.symbols.attributesOf(name) ?? (this.calls.has(name) ? OF_CALL : undefined);
  }

  /** The attributes of a symbol that a statement before has defined. */
  lookBack(name: string): SymbolAttributes | undefined {
    this.before ??= new Layout(this.openCode, ignore);
    const layout = this.before;
    for (const statement of this.pending.splice(0)) {
      if (!statement.comment && !layout.ended)
        layout.during(statement, () => takeStatement(layout, statement, ignore, ignore));
    }
    return layout.symbols.attributesOf(name);
  }
}
