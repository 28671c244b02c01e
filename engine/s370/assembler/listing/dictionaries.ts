/** The listing's tables: external symbols, relocations, cross-reference, diagnostics. */
import type { ObjectModule } from "../../object-deck.ts";
import type { Literal } from "../literals.ts";
import type { SymbolTable } from "../symbols.ts";
import { placed } from "../values.ts";
import type { Pages } from "./pages.ts";

/** Columns in which titles of tables begin. */
const INDENT = " ".repeat(44);
/** Characters of a name for which the table's columns make room. */
const WIDEST_NAME = 24;
/** Line numbers of references on one line. */
const REFERENCES_ON_LINE = 12;

/** A number in hexadecimal, negative ones in 32 bits. */
export const hexadecimalNumber = (value: number, digits: number): string =>
  (value < 0 ? value + 0x100000000 : value).toString(16).toUpperCase().padStart(digits, "0");

/** Sections, entries and symbols of other modules, with the numbers that decks use for them. */
export function writeExternalSymbols(pages: Pages, { symbols }: ObjectModule): void {
  if (symbols.length === 0) return;
  pages.begin(`${INDENT}EXTERNAL SYMBOL DICTIONARY`, ["SYMBOL   TYPE   ID   ADDR   LENGTH LDID", ""]);
  for (const { name, type, id, address, length, section } of symbols) {
    const isExternal = type === "ER" || type === "WX";
    const fields = [
      name.padEnd(8),
      `${type === "PR" ? "XD" : type}`.padStart(3),
      id === 0 ? "    " : hexadecimalNumber(id, 4),
      isExternal ? "      " : hexadecimalNumber(address, 6),
      isExternal || type === "LD" ? "      " : hexadecimalNumber(length, 6),
      type === "LD" ? hexadecimalNumber(section, 4) : "",
    ];
    pages.line(`${fields[0]} ${fields[1]}  ${fields.slice(2).join(" ")}`);
  }
}

/** Address constants that a loader mends: where they lie, what they move with. */
export function writeRelocations(pages: Pages, { relocations }: ObjectModule): void {
  if (relocations.length === 0) return;
  pages.begin(`${INDENT}RELOCATION DICTIONARY`, ["POS.ID   REL.ID   TYPE   LENGTH   ADDRESS", ""]);
  for (const { section, target, kind, negative, length, address } of relocations) {
    const what = `${negative ? "-" : "+"}${kind}`;
    pages.line(
      ` ${hexadecimalNumber(section, 4)}     ${hexadecimalNumber(target, 4)}    ${what.padEnd(4)}     ${length}      ${hexadecimalNumber(address, 6)}`,
    );
  }
}

/** Symbols and literals, where each is defined and used. */
export function writeCrossReference(pages: Pages, symbols: SymbolTable, literals: readonly Literal[]): void {
  const entries = symbols.all().sort((a, b) => (a.name < b.name ? -1 : 1));
  const names = [...entries.map(({ name }) => name), ...literals.map(({ text }) => text)];
  const width = names.reduce(
    (longest, name) => (name.length > WIDEST_NAME ? longest : Math.max(longest, name.length)),
    8,
  );
  if (names.length > 0)
    pages.begin(`${INDENT}CROSS-REFERENCE`, [`${"SYMBOL".padEnd(width)}   LEN    VALUE   DEFN  REFERENCES`, ""]);
  for (const { name, length, value, line } of entries)
    writeReference(pages, name.padEnd(width), length, placed(value), line, symbols.usesOf(name));
  for (const { text, constant, place, line, uses } of literals) {
    if (place !== undefined)
      writeReference(pages, text.padEnd(width), constant.length, place.section.origin + place.counter, line, [...uses]);
  }
}

function writeReference(
  pages: Pages,
  name: string,
  length: number,
  value: number,
  line: number | undefined,
  uses: readonly number[],
): void {
  const definition = line === undefined ? "" : String(line);
  const start = `${name} ${String(length).padStart(5)} ${hexadecimalNumber(value, 8)} ${definition.padStart(5)} `;
  const ordered = [...uses].sort((a, b) => a - b);
  for (let first = 0; first === 0 || first < ordered.length; first += REFERENCES_ON_LINE) {
    const references = ordered.slice(first, first + REFERENCES_ON_LINE).join(" ");
    pages.line(`${first === 0 ? start : " ".repeat(start.length)} ${references}`);
  }
}

/** All errors once more, and how many there are. */
export function writeDiagnostics(
  pages: Pages,
  errors: readonly { readonly line: number; readonly column: number; readonly message: string }[],
): void {
  pages.begin(`${INDENT}DIAGNOSTICS`, errors.length === 0 ? [] : [" STMT  COLUMN  ERROR", ""]);
  for (const { line, column, message } of errors)
    pages.line(`${String(line).padStart(5)}  ${String(column).padStart(6)}  ${message}`);
  if (errors.length > 0) pages.line("");
  pages.line(errors.length === 0 ? "No errors." : `${errors.length} ${errors.length === 1 ? "error" : "errors"}.`);
}
