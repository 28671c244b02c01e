/** Reads source lines into statements: label, operation, operands, remark, with the place of every character. */

/** A place in the source; both count from 1, columns in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** Set where the source shows only what a statement came from: the place is that of the macro call, or of the COPY. */
  readonly generated?: Generated;
}

/** A statement that a macro call has generated, or that COPY has brought. */
export interface Generated {
  /** As the listing shows it: one line, or several where a copied statement is continued. */
  readonly lines: readonly string[];
  /** Stands before the statement in the listing: + where a macro has generated it, C where it is copied. */
  readonly mark: "+" | "C";
  /** MNOTE's message, which PRINT NOGEN shows too. */
  readonly message?: boolean;
  /** Begins an error message: the macro or member, and the line in it. */
  readonly origin: string;
}

/** A field of a statement that may run over several lines. */
export interface Field {
  readonly text: string;
  /** Where the character at an offset stands. */
  place(offset: number): Place;
}

/** One source line, or several joined by continuation. */
export interface Statement {
  readonly line: number;
  /** Number of source lines it takes. */
  readonly lineCount: number;
  /** True for blank lines and comments, which have no fields. */
  readonly comment: boolean;
  /** As written. */
  readonly label?: { readonly name: string; readonly place: Place };
  readonly operation?: { readonly name: string; readonly place: Place };
  readonly operands: Field;
  readonly remark: string;
  readonly generated?: Generated;
  /** The card that REPRO, in the line before, copies before the object deck; such a statement counts as a comment. */
  readonly card?: string;
}

/** Conditional assembly: blanks inside parentheses belong to the operand (GC33-4010, "The Conditional Assembly Language"). */
const BLANKS_IN_PARENTHESES: ReadonlySet<string> = new Set(["AIF", "AGO", "SETA", "SETB", "SETC"]);

/** In the first line of a statement the text ends before this column if the next line continues it. */
const CONTINUATION_COLUMN = 72;
const CARD_COLUMNS = 80;
/** A continuation line's text starts here. */
const CONTINUED_FROM_COLUMN = 16;

/** A line's part of a statement. */
interface Segment {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** The lines of a source text, however they are ended. */
export function sourceLines(source: string): string[] {
  return source.split(/\r\n|\n|\r/);
}

const isBlank = (character: string | undefined): boolean =>
  character === " " || character === "\t" || character === "\u00a0";

/** Whether the next line is a continuation of this one (a long remark or literal text alone does not make it one). */
function continues(line: string, next: string | undefined): boolean {
  const mark = line[CONTINUATION_COLUMN - 1];
  if (mark === undefined || isBlank(mark) || next === undefined) return false;
  const margin = next.slice(0, CONTINUED_FROM_COLUMN - 1);
  return margin.trim() === "" && !margin.includes("\t") && next.length >= CONTINUED_FROM_COLUMN && next.trim() !== "";
}

/** A line without the identification that a card has in columns 73 to 80: a number, or letters and a number. */
function withoutSequenceNumber(line: string): string {
  const numbered = line.length === CARD_COLUMNS && /^[A-Z$#@]{0,5}\d{3,8}$/i.test(line.slice(CONTINUATION_COLUMN));
  return numbered ? line.slice(0, CONTINUATION_COLUMN) : line;
}

/** Reads a source text. The lines of the statements follow one another without gaps. */
export function readStatements(lines: readonly string[]): Statement[] {
  const statements: Statement[] = [];
  let index = 0;
  while (index < lines.length) {
    if (isRepro(statements.at(-1))) {
      statements.push({ ...commentAt(index + 1, 1), card: lines[index++].slice(0, CARD_COLUMNS) });
      continue;
    }
    const segments: Segment[] = [];
    let column = 1;
    let more = true;
    while (more) {
      const text = withoutSequenceNumber(lines[index]);
      more = continues(text, lines[index + 1]);
      segments.push({
        text: more ? text.slice(column - 1, CONTINUATION_COLUMN - 1) : text.slice(column - 1),
        line: ++index,
        column,
      });
      column = CONTINUED_FROM_COLUMN;
    }
    statements.push(readFields(segments));
  }
  return statements;
}

const isRepro = (statement: Statement | undefined): boolean => statement?.operation?.name.toUpperCase() === "REPRO";

const commentAt = (line: number, lineCount: number): Statement => ({
  line,
  lineCount,
  comment: true,
  operands: { text: "", place: () => ({ line, column: 1 }) },
  remark: "",
});

function readFields(segments: readonly Segment[]): Statement {
  const first = segments[0];
  const line = first.line;
  const lineCount = segments.length;
  const text = first.text;
  if (text.trim() === "" || text[0] === "*" || text.startsWith(".*")) {
    return commentAt(line, lineCount);
  }
  let at = 0;
  const skipBlanks = (): void => {
    while (at < text.length && isBlank(text[at])) at++;
  };
  const word = (): { name: string; place: Place } | undefined => {
    const start = at;
    while (at < text.length && !isBlank(text[at])) at++;
    return at > start ? { name: text.slice(start, at), place: { line, column: start + 1 } } : undefined;
  };
  const label = isBlank(text[0]) ? undefined : word();
  skipBlanks();
  const operation = word();
  skipBlanks();
  const { operands, remark } = readOperands(segments, at, operation?.name);
  return { line, lineCount, comment: false, label, operation, operands, remark };
}

/** Takes the operand field, from an offset in the first segment. */
function readOperands(segments: readonly Segment[], from: number, operation = ""): { operands: Field; remark: string } {
  let text = "";
  let remark = "";
  const scan = new OperandScan(operation);
  const pieces: { offset: number; line: number; column: number }[] = [];
  for (const [index, segment] of segments.entries()) {
    const start = index === 0 ? from : 0;
    pieces.push({ offset: text.length, line: segment.line, column: segment.column + start });
    const at = scan.end(segment.text, start);
    text += segment.text.slice(start, at);
    if (at < segment.text.length) {
      remark = segment.text.slice(at).trim();
      // After a comma and a remark the operands go on in the next line.
      if (!text.endsWith(",")) break;
    }
  }
  const place = (offset: number): Place => {
    let piece = pieces[0];
    for (const candidate of pieces) if (candidate.offset <= offset) piece = candidate;
    return { line: piece.line, column: piece.column + offset - piece.offset };
  };
  // A lone comma says that there are no operands, so that a remark may follow.
  return { operands: { text: text === "," ? "" : text, place }, remark };
}

/** Finds where an operand field ends: at the first blank outside apostrophes. It may go on in the next line. */
class OperandScan {
  private readonly nesting: boolean;
  private quoted = false;
  private depth = 0;

  constructor(operation: string) {
    this.nesting = BLANKS_IN_PARENTHESES.has(operation.toUpperCase());
  }

  /** The offset of the blank, or of the text's end. */
  end(text: string, from: number): number {
    let at = from;
    for (; at < text.length; at++) {
      const character = text[at];
      if (character === "'" && (this.quoted || !isAttribute(text, at))) this.quoted = !this.quoted;
      else if (this.quoted) continue;
      else if (character === "(" && this.nesting) this.depth++;
      else if (character === ")") this.depth = Math.max(0, this.depth - 1);
      else if (isBlank(character) && this.depth === 0) break;
    }
    return at;
  }
}

/** The fields of a statement, after substitution. */
export interface StatementFields {
  readonly label: string;
  readonly operation: string;
  readonly operands: string;
  readonly remark: string;
}

/** A statement that stands in no source line. Its fields are at the place of the macro call or COPY, if no others are given. */
export function generatedStatement(
  fields: StatementFields,
  place: Place,
  places: { readonly label?: Place; readonly operation?: Place; readonly operands?: (offset: number) => Place } = {},
): Statement {
  const end = new OperandScan(fields.operation).end(fields.operands, 0);
  const operands = fields.operands.slice(0, end);
  const field = (name: string, at = place): { name: string; place: Place } | undefined =>
    name === "" ? undefined : { name, place: at };
  return {
    line: place.line,
    lineCount: 1,
    comment: false,
    label: field(fields.label, places.label),
    operation: field(fields.operation, places.operation),
    operands: { text: operands === "," ? "" : operands, place: places.operands ?? (() => place) },
    remark: `${fields.operands.slice(end)} ${fields.remark}`.trim(),
    generated: place.generated,
  };
}

/** Whether the apostrophe at an offset is that of an attribute (L'NAME, T'&NAME), which opens no string. */
export function isAttribute(text: string, at: number): boolean {
  const letter = text[at - 1];
  if (letter === undefined || !/[LTSINKD]/i.test(letter)) return false;
  const before = text[at - 2];
  return (before === undefined || !/[A-Za-z0-9$#@_&]/.test(before)) && /[A-Za-z$#@_*&=]/.test(text[at + 1] ?? "");
}
