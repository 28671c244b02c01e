/** Literals: constants written where they are used, and the pools in which they are laid down. */
import { type Constant, parseConstant } from "./constants/parse.ts";
import type { Scope } from "./expressions.ts";
import { Fault } from "./fault.ts";
import type { Scanner } from "./scanner.ts";
import type { Statement } from "./source.ts";
import type { Location } from "./symbols.ts";
import type { Section } from "./values.ts";

/** A literal, from its first use to its place in a pool. */
export interface Literal {
  /** As first written, with the equals sign. */
  readonly text: string;
  readonly constant: Constant;
  /** The first use: the offsets in `constant` are in its operand field. */
  readonly statement: Statement;
  /** Where the first use stands: what * means in it. */
  readonly section: Section;
  readonly counter: number;
  /** Lines on which it is used. */
  readonly uses: Set<number>;
  /** Set when its pool is laid down, with the line of the LTORG or END. */
  place?: Location;
  line?: number;
}

/** Bytes of the pools' groups: longer alignments come first, so that no literal needs filling. */
const GROUPS = [8, 4, 2, 1];

/** Collects literals and gives them out, a pool at a time. */
export class LiteralPools {
  private pending = new Map<string, Literal>();
  private use: { statement: Statement; section: Section; counter: number } | undefined;

  /** Says at which statement and place the next literals are used. */
  at(statement: Statement, section: Section, counter: number): void {
    this.use = { statement, section, counter };
  }

  /** Reads a literal from its equals sign on. Equal text in one pool is one literal, unless it depends on where it stands. */
  read(scanner: Scanner, scope: Scope): Literal {
    const at = scanner.offset++;
    const constant = parseConstant(scanner, scope, "literal");
    if (constant.faults.length > 0) throw constant.faults[0];
    const text = scanner.text.slice(at, scanner.offset);
    const key = outsideQuotesUpper(text);
    const { use } = this;
    if (use === undefined) throw new Fault(at, "a literal cannot stand here");
    const own = /^=[^']*\*/.test(key) ? `${key} ${use.section.name} ${use.counter}` : key;
    const known = this.pending.get(own);
    known?.uses.add(use.statement.line);
    if (known !== undefined) return known;
    const literal: Literal = { text, constant, ...use, uses: new Set([use.statement.line]) };
    this.pending.set(own, literal);
    return literal;
  }

  /** The literals since the last pool, in the order in which they are laid down. */
  take(): Literal[] {
    const literals = [...this.pending.values()];
    this.pending = new Map();
    return GROUPS.flatMap((group, index) =>
      literals.filter(
        ({ constant }) => constant.size % group === 0 && (index === 0 || constant.size % GROUPS[index - 1] !== 0),
      ),
    );
  }
}

const outsideQuotesUpper = (text: string): string =>
  text
    .split("'")
    .map((part, index) => (index % 2 === 0 ? part.toUpperCase() : part))
    .join("'");
