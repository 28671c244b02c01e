/**
 * The System/370 assembler: source text to storage, in two passes.
 * Language: IBM's basic assembler language (GC33-4010, "OS/VS — DOS/VS — VM/370 Assembler Language") without macros and
 * linking, and with R0 to R15 predefined. A program's sections lie at their final addresses: there is no relocation.
 */
import { firstPass } from "./first-pass.ts";
import { writeListing } from "./listing.ts";
import { type Made, SecondPass } from "./second-pass.ts";
import { type Place, readStatements, sourceLines } from "./source.ts";
import { placed } from "./values.ts";

export { mnemonics } from "./mnemonics.ts";

/** One error, at the place where the mistake can be mended. Line and column count from 1, columns in UTF-16 units. */
export interface AssemblyError {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What a statement (or a literal, under the line of its LTORG or END) became. */
export interface SourceLine {
  readonly line: number;
  readonly address: number;
  /** Bytes of storage that it takes. */
  readonly length: number;
  /** As many; none where the statement (DS) only reserves storage. */
  readonly bytes: Uint8Array;
}

/** A symbol of the program: an address, or the number that an EQU gives. */
export interface AssemblySymbol {
  readonly value: number;
  /** Bytes; what L' gives. */
  readonly length: number;
  /** Where it is defined. */
  readonly line: number;
}

/** An assembled program. With errors in it, what could be assembled is still there, zeros in place of what could not. */
export interface Assembly {
  /** All of them, in source order. */
  readonly errors: readonly AssemblyError[];
  /** What to load where, in ascending order, not overlapping. Gaps (DS, ORG) are not filled. */
  readonly segments: readonly { readonly address: number; readonly bytes: Uint8Array }[];
  /** END's operand, or the start of the first control section. */
  readonly entry: number;
  readonly symbols: ReadonlyMap<string, AssemblySymbol>;
  /** Statements that take storage, in source order. */
  readonly lines: readonly SourceLine[];
  /** The classic listing, for people. */
  readonly listing: string;
}

/** Assembles a program. Takes any text and never throws; what is wrong is in `errors`. */
export function assemble(source: string): Assembly {
  const lines = sourceLines(source);
  const statements = readStatements(lines);
  const found = new Map<string, AssemblyError & Pick<Place, "generated">>();
  const report = ({ line, column, generated }: Place, text: string): void => {
    const message = generated === undefined ? text : `${generated.origin}: ${text}`;
    // One mistake may be met in both passes.
    const key = `${line}:${column}:${message}`;
    if (!found.has(key)) found.set(key, { line, column, message, generated });
  };
  const layout = firstPass(statements, report);
  const second = new SecondPass(layout, report);
  const errors = [...found.values()].sort((a, b) => a.line - b.line || a.column - b.column);
  const stored = second.made.filter(({ dummy, length }) => !dummy && length > 0);
  return {
    errors: errors.map(({ line, column, message }) => ({ line, column, message })),
    segments: segmentsOf(stored),
    entry: second.entry ?? layout.sections.find(({ kind }) => kind === "control")?.origin ?? 0,
    symbols: new Map(
      layout.symbols.all().map(({ name, value, length, line }) => [name, { value: placed(value), length, line }]),
    ),
    lines: stored
      .map(({ statement, address = 0, length, bytes }) => ({ line: statement.line, address, length, bytes }))
      .sort((a, b) => a.line - b.line),
    listing: writeListing(lines, statements, second.made, errors, layout.symbols),
  };
}

/** Joins what was made into stretches of storage; where ORG has gone back, the later statement's bytes hold. */
function segmentsOf(made: readonly Made[]): { address: number; bytes: Uint8Array }[] {
  const pieces = made.flatMap(({ address, bytes }) =>
    address === undefined || bytes.length === 0 ? [] : [{ address, bytes }],
  );
  const stretches: { start: number; end: number }[] = [];
  for (const { address, bytes } of [...pieces].sort((a, b) => a.address - b.address)) {
    const last = stretches.at(-1);
    if (last !== undefined && address <= last.end) last.end = Math.max(last.end, address + bytes.length);
    else stretches.push({ start: address, end: address + bytes.length });
  }
  const segments = stretches.map(({ start, end }) => ({ address: start, bytes: new Uint8Array(end - start) }));
  for (const { address, bytes } of pieces) {
    const segment = segments[lastAtOrBefore(stretches, address)];
    segment.bytes.set(bytes, address - segment.address);
  }
  return segments;
}

/** Index of the last stretch that starts at or before an address. */
function lastAtOrBefore(stretches: readonly { start: number }[], address: number): number {
  let low = 0;
  let high = stretches.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (stretches[middle].start <= address) low = middle;
    else high = middle - 1;
  }
  return low;
}
