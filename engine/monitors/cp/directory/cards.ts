/**
 * Cards to statements (GC20-1801, "Directory Control Statements"): columns 1 to 71 count, operands are divided by blanks,
 * blank cards and those whose first word begins with an asterisk are left out. Small letters count as capitals.
 */
import type { Messages } from "./messages.ts";
import type { SourcePlace } from "./types.ts";

/** A word of a statement. */
export interface Word extends SourcePlace {
  /** In capitals. */
  readonly text: string;
}

/** One control statement: its name, and what follows. */
export interface Statement {
  readonly name: Word;
  readonly operands: readonly Word[];
  /** Columns 1 to 71, in capitals, without blanks at the end. */
  readonly card: string;
}

/** Columns of a card that are read. */
const LAST_COLUMN = 71;

/** The statements of a source. */
export function readCards(text: string, messages: Messages): Statement[] {
  return text.split(/\r?\n/).flatMap((line, i) => {
    const statement = statementOf(line.slice(0, LAST_COLUMN), i + 1);
    if (statement === undefined || statement.name.text.startsWith("*")) return [];
    const last = statement.operands.at(-1) ?? statement.name;
    if (/^\S\S$/.test(line.slice(LAST_COLUMN - 1, LAST_COLUMN + 1)))
      messages.warn(last, `${last.text} is cut off: a statement ends in column ${LAST_COLUMN}`);
    return [statement];
  });
}

/** A statement of any length; undefined where the text is blank. */
export function statementOf(text: string, line: number): Statement | undefined {
  const card = text.toUpperCase().trimEnd();
  const [name, ...operands] = words(card, line);
  return name && { name, operands, card };
}

function words(card: string, line: number): Word[] {
  return [...card.matchAll(/\S+/g)].map((found) => ({ text: found[0], line, column: found.index + 1 }));
}
