/** The listing: location, object code, operand addresses and source, with errors below their statements and a cross-reference. */
import { hexadecimal } from "./fault.ts";
import type { Made } from "./second-pass.ts";
import type { Generated, Statement } from "./source.ts";
import type { SymbolTable } from "./symbols.ts";
import { placed } from "./values.ts";

/** Bytes of object code that fit in a line. */
const BYTES_IN_LINE = 8;

const HEADING = "  LOC  OBJECT CODE    ADDR1 ADDR2  STMT   SOURCE STATEMENT";

interface ListedError {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly generated?: Generated;
}

/** Writes the listing. The numbers under STMT are source lines, which error messages speak of. */
export function writeListing(
  lines: readonly string[],
  statements: readonly Statement[],
  made: readonly Made[],
  errors: readonly ListedError[],
  symbols: SymbolTable,
): string {
  const byStatement = Map.groupBy(made, ({ statement }) => statement);
  const errorsByLine = Map.groupBy(
    errors.filter(({ generated }) => generated === undefined),
    ({ line }) => line,
  );
  const errorsGenerated = Map.groupBy(errors, ({ generated }) => generated);
  const output = [HEADING];
  let all = false;
  let showsGenerated = true;
  for (const statement of statements) {
    // The source's last line end is not the start of another line.
    if (statement.line === lines.length && lines[lines.length - 1] === "" && !byStatement.has(statement)) continue;
    all = printsData(statement) ?? all;
    showsGenerated = printsGenerated(statement) ?? showsGenerated;
    const { generated } = statement;
    const wrong = generated === undefined ? [] : (errorsGenerated.get(generated) ?? []);
    // What is in error is shown under PRINT NOGEN too.
    if (generated?.mark === "+" && !showsGenerated && !generated.message && wrong.length === 0) continue;
    const parts = byStatement.get(statement) ?? [];
    const [own] = parts.filter(({ literal }) => literal === undefined);
    const mark = generated?.mark ?? "";
    const [text, ...continued] =
      generated?.lines ?? lines.slice(statement.line - 1, statement.line - 1 + statement.lineCount);
    for (const line of entry(own, String(statement.line), text, all, mark)) output.push(line);
    for (const [index, more] of continued.entries())
      output.push(columns("", "", "", "", generated ? "" : String(statement.line + 1 + index), more, mark));
    for (const literal of parts.filter((part) => part.literal !== undefined))
      for (const line of entry(literal, "", `               ${literal.literal}`, all)) output.push(line);
    for (const { message } of wrong) output.push(`*** ERROR *** ${message}`);
    if (generated !== undefined) continue;
    for (let line = statement.line; line < statement.line + statement.lineCount; line++) {
      for (const { column, message } of errorsByLine.get(line) ?? [])
        output.push(`*** ERROR *** column ${column}: ${message}`);
      // Open code that AGO repeats is listed again, its errors are not.
      errorsByLine.delete(line);
    }
  }
  // Joined by concat, not by spreading into push: a call takes only so many arguments.
  return (
    output
      .concat("", crossReference(symbols), "", summary(errors.length))
      .map((line) => line.trimEnd())
      .join("\n") + "\n"
  );
}

/** PRINT DATA shows all bytes of constants, PRINT NODATA the first eight. */
function printsData({ operation, operands }: Statement): boolean | undefined {
  if (operation?.name.toUpperCase() !== "PRINT") return undefined;
  const words = operands.text.toUpperCase().split(",");
  return words.includes("DATA") ? true : words.includes("NODATA") ? false : undefined;
}

/** PRINT NOGEN leaves out what macros generate. */
function printsGenerated({ operation, operands }: Statement): boolean | undefined {
  if (operation?.name.toUpperCase() !== "PRINT") return undefined;
  const words = operands.text.toUpperCase().split(",");
  return words.includes("GEN") ? true : words.includes("NOGEN") ? false : undefined;
}

function entry(made: Made | undefined, number: string, source: string, all: boolean, mark = ""): string[] {
  if (made === undefined) return [columns("", "", "", "", number, source, mark)];
  const address = (value: number | undefined): string => (value === undefined ? "" : hexadecimalNumber(value, 5));
  const first = address(made.addresses.first);
  const second = address(made.addresses.second);
  const location = made.address === undefined ? "" : hexadecimalNumber(made.address, 6);
  const output = [columns(location, objectCode(made, 0), first, second, number, source, mark)];
  if (all) {
    for (let at = BYTES_IN_LINE; at < made.bytes.length; at += BYTES_IN_LINE) {
      output.push(columns(hexadecimalNumber((made.address ?? 0) + at, 6), objectCode(made, at), "", "", "", ""));
    }
  }
  return output;
}

function objectCode({ bytes, statement, literal }: Made, at: number): string {
  const code = hexadecimal(bytes.subarray(at, at + BYTES_IN_LINE));
  const data = literal !== undefined || /^(DC|CCW|CNOP)$/i.test(statement.operation?.name ?? "");
  return data ? code : (code.match(/.{1,4}/g) ?? []).join(" ");
}

const hexadecimalNumber = (value: number, digits: number): string =>
  (value < 0 ? value + 0x100000000 : value).toString(16).toUpperCase().padStart(digits, "0");

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

function crossReference(symbols: SymbolTable): string[] {
  const entries = symbols.all().sort((a, b) => (a.name < b.name ? -1 : 1));
  if (entries.length === 0) return [];
  return [
    "SYMBOL    LEN    VALUE   DEFN  REFERENCES",
    ...entries.map(({ name, length, value, line }) => {
      const uses = symbols
        .usesOf(name)
        .sort((a, b) => a - b)
        .join(" ");
      return `${name.padEnd(8)} ${String(length).padStart(5)} ${hexadecimalNumber(placed(value), 8)} ${String(line).padStart(5)}  ${uses}`;
    }),
  ];
}

const summary = (errors: number): string =>
  errors === 0 ? "No errors." : `${errors} ${errors === 1 ? "error" : "errors"}.`;
