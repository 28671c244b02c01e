/** The listing's main part: location, object code, operand addresses and source, errors below their statements. */
import { hexadecimal } from "../fault.ts";
import type { Made } from "../second-pass.ts";
import type { Generated, Statement } from "../source.ts";
import { hexadecimalNumber } from "./dictionaries.ts";
import type { Pages } from "./pages.ts";

/** Bytes of object code that fit in a line. */
const BYTES_IN_LINE = 8;

const HEADING = "  LOC  OBJECT CODE    ADDR1 ADDR2  STMT   SOURCE STATEMENT";

/** An error as the listing shows it. */
export interface ListedError {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly generated?: Generated;
}

/** What PRINT has switched (GC33-4010, "PRINT — Print Optional Data"). */
interface Printing {
  on: boolean;
  generated: boolean;
  allData: boolean;
}

/** Writes statements with what became of them. */
export class SourceListing {
  private readonly pages: Pages;
  private readonly lines: readonly string[];
  private readonly byStatement: Map<Statement, Made[]>;
  private readonly errorsByLine: Map<number, ListedError[]>;
  private readonly errorsGenerated: Map<Generated | undefined, ListedError[]>;
  private readonly printing: Printing = { on: true, generated: true, allData: false };

  constructor(pages: Pages, lines: readonly string[], made: readonly Made[], errors: readonly ListedError[]) {
    this.pages = pages;
    this.lines = lines;
    this.byStatement = Map.groupBy(made, ({ statement }) => statement);
    this.errorsByLine = Map.groupBy(
      errors.filter(({ generated }) => generated === undefined),
      ({ line }) => line,
    );
    this.errorsGenerated = Map.groupBy(errors, ({ generated }) => generated);
  }

  write(statements: readonly Statement[]): void {
    this.pages.begin("", [HEADING]);
    for (const statement of statements) {
      const wrong = this.errorsOf(statement);
      if (wrong.length === 0 && this.controls(statement)) continue;
      if (this.isShown(statement) || wrong.length > 0) this.statement(statement);
      for (const text of wrong) this.pages.line(`*** ERROR *** ${text}`);
    }
  }

  /** The messages for a statement; open code that AGO repeats is listed again, its errors are not. */
  private errorsOf({ line, lineCount, generated }: Statement): string[] {
    if (generated !== undefined) return (this.errorsGenerated.get(generated) ?? []).map(({ message }) => message);
    const messages: string[] = [];
    for (let number = line; number < line + lineCount; number++) {
      for (const { column, message } of this.errorsByLine.get(number) ?? [])
        messages.push(`column ${column}: ${message}`);
      this.errorsByLine.delete(number);
    }
    return messages;
  }

  /** Does what a statement says about the listing. True where the statement itself is not listed. */
  private controls(statement: Statement): boolean {
    const { pages } = this;
    switch (statement.operation?.name.toUpperCase()) {
      case "TITLE":
        pages.retitle(titleOf(statement));
        return true;
      case "EJECT":
        pages.eject();
        return true;
      case "SPACE": {
        if (this.printing.on) pages.space(Number(/^\d{1,4}$/.exec(statement.operands.text)?.[0] ?? 1));
        return true;
      }
      case "PRINT":
        this.print(statement.operands.text.toUpperCase().split(","));
        return false;
      default:
        return false;
    }
  }

  private print(words: readonly string[]): void {
    const { printing } = this;
    if (words.includes("ON")) printing.on = true;
    if (words.includes("OFF")) printing.on = false;
    if (words.includes("GEN")) printing.generated = true;
    if (words.includes("NOGEN")) printing.generated = false;
    if (words.includes("DATA")) printing.allData = true;
    if (words.includes("NODATA")) printing.allData = false;
  }

  private isShown(statement: Statement): boolean {
    const { lines } = this;
    const { line, generated } = statement;
    // The source's last line end is not the start of another line.
    if (line === lines.length && lines[lines.length - 1] === "" && !this.byStatement.has(statement)) return false;
    if (!this.printing.on) return false;
    return generated?.mark !== "+" || this.printing.generated || generated.message === true;
  }

  private statement(statement: Statement): void {
    const { pages } = this;
    const { generated, line, lineCount } = statement;
    const parts = this.byStatement.get(statement) ?? [];
    const own = parts.find(({ literal }) => literal === undefined);
    const mark = generated?.mark ?? "";
    const [text, ...continued] = generated?.lines ?? this.lines.slice(line - 1, line - 1 + lineCount);
    this.made(own, String(line), text, mark);
    for (const [index, more] of continued.entries())
      pages.line(columns("", "", "", "", generated ? "" : String(line + 1 + index), more, mark));
    for (const literal of parts.filter((part) => part.literal !== undefined))
      this.made(literal, "", `               ${literal.literal}`, "");
  }

  private made(made: Made | undefined, number: string, source: string, mark: string): void {
    const { pages } = this;
    if (made === undefined) return pages.line(columns("", "", "", "", number, source, mark));
    const address = (value: number | undefined): string => (value === undefined ? "" : hexadecimalNumber(value, 5));
    const first = address(made.addresses.first);
    const second = address(made.addresses.second);
    const location = made.address === undefined ? "" : hexadecimalNumber(made.address, 6);
    pages.line(columns(location, objectCode(made, 0), first, second, number, source, mark));
    if (!this.printing.allData) return;
    for (let at = BYTES_IN_LINE; at < made.bytes.length; at += BYTES_IN_LINE)
      pages.line(columns(hexadecimalNumber((made.address ?? 0) + at, 6), objectCode(made, at), "", "", "", ""));
  }
}

function titleOf({ operands }: Statement): string {
  const quoted = /^'((?:[^']|'')*)'/.exec(operands.text);
  return (quoted?.[1] ?? "").replaceAll("''", "'").replaceAll("&&", "&").slice(0, 100);
}

function objectCode({ bytes, statement, literal }: Made, at: number): string {
  const code = hexadecimal(bytes.subarray(at, at + BYTES_IN_LINE));
  const data = literal !== undefined || /^(DC|CCW|CNOP|CXD)$/i.test(statement.operation?.name ?? "");
  return data ? code : (code.match(/.{1,4}/g) ?? []).join(" ");
}

function columns(
  location: string,
  code: string,
  first: string,
  second: string,
  number: string,
  source: string,
  mark = "",
): string {
  return `${location.padEnd(6)} ${code.padEnd(16)} ${first.padEnd(5)} ${second.padEnd(5)} ${number.padStart(5)}${mark.padEnd(3)}${source}`;
}
