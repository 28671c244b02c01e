/** The listing: address, bytes and source, with errors below their lines and the symbols at the end. */
import type { AssemblyError, SourceBytes } from "./index.ts";
import type { AssemblySymbol } from "./symbols.ts";

/** Bytes that fit in a line. */
const BYTES_IN_LINE = 8;

const hex = (value: number, digits: number): string =>
  (value < 0 ? value + 0x1_0000_0000 : value).toString(16).toUpperCase().padStart(digits, "0");

const row = (address: string, bytes: string, line: string, source: string): string =>
  `${address.padEnd(4)}  ${bytes.padEnd(3 * BYTES_IN_LINE)}${line.padStart(5)}  ${source}`.trimEnd();

/** The rows of what takes storage; only the first has the source beside it. */
function rows({ address, bytes }: SourceBytes, line: string, source: string): string[] {
  const pieces = Array.from({ length: Math.max(1, Math.ceil(bytes.length / BYTES_IN_LINE)) }, (_, i) =>
    Array.from(bytes.subarray(i * BYTES_IN_LINE, (i + 1) * BYTES_IN_LINE), (byte) => hex(byte, 2)).join(" "),
  );
  return pieces.map((piece, i) =>
    row(hex(address + i * BYTES_IN_LINE, 4), piece, i === 0 ? line : "", i === 0 ? source : ""),
  );
}

/** Writes the listing. What a macro has made stands below the line that calls it. */
export function writeListing(
  lines: readonly string[],
  made: readonly SourceBytes[],
  errors: readonly AssemblyError[],
  symbols: ReadonlyMap<string, AssemblySymbol>,
): string {
  const byLine = Map.groupBy(made, ({ line }) => line);
  const errorsByLine = Map.groupBy(errors, ({ line }) => line);
  const output = [row("ADDR", "BYTES", "LINE", "SOURCE")];
  lines.forEach((source, i) => {
    // The source's last line end is not the start of another line.
    if (i === lines.length - 1 && source === "") return;
    const line = String(i + 1);
    const [first, ...more] = byLine.get(i + 1) ?? [];
    if (first === undefined) output.push(row("", "", line, source));
    else {
      for (const text of rows(first, line, source)) output.push(text);
      for (const one of more) for (const text of rows(one, "", "")) output.push(text);
    }
    for (const { column, message } of errorsByLine.get(i + 1) ?? [])
      output.push(`*** error in column ${column}: ${message}`);
  });
  const names = [...symbols].sort(([a], [b]) => (a < b ? -1 : 1));
  const table = names.map(([name, { value, line }]) => `${hex(value, 4).padStart(8)}  ${name} (line ${line})`);
  const summary = errors.length === 0 ? "No errors." : `${errors.length} error${errors.length === 1 ? "" : "s"}.`;
  return [...output, "", ...(table.length > 0 ? ["   VALUE  NAME", ...table, ""] : []), summary, ""].join("\n");
}
