/**
 * The System/370 assembler: source text to storage, in two passes after a stage that expands macros.
 * Language: IBM's basic assembler language (GC33-4010, "OS/VS — DOS/VS — VM/370 Assembler Language"), with R0 to R15
 * predefined and statements in the usual columns. A program's sections have places of their own, so that it can be loaded as it is;
 * `module` is the program for a loader that moves it and joins it with others.
 */
import type { ObjectModule } from "../object-deck.ts";
import { joinSegments, type Segment } from "../segments.ts";
import { firstPass } from "./first-pass.ts";
import { writeListing } from "./listing.ts";
import { expandMacros, type MacroNote, type MacroOptions } from "./macros/index.ts";
import { objectModule } from "./object-module.ts";
import { SecondPass } from "./second-pass.ts";
import { type Place, sourceLines } from "./source.ts";
import { placed } from "./values.ts";

export type { MacroNote } from "./macros/index.ts";
export { mnemonics } from "./mnemonics.ts";

/** What may be given to an assembly beside the source. */
export type AssemblyOptions = MacroOptions;

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
  /** Messages of macros (MNOTE) that are no errors, in the order in which they came. */
  readonly notes: readonly MacroNote[];
  /** What to load where, in ascending order, not overlapping. Gaps (DS, ORG) are not filled. */
  readonly segments: readonly Segment[];
  /** END's operand, or the start of the first control section. */
  readonly entry: number;
  readonly symbols: ReadonlyMap<string, AssemblySymbol>;
  /** Statements that take storage, in source order. */
  readonly lines: readonly SourceLine[];
  /** The program for a relocating loader; `writeObjectDeck` makes cards of it. */
  readonly module: ObjectModule;
  /** Names of other modules (EXTRN, V) without which the program cannot run by itself, where they are first named. */
  readonly externals: readonly { readonly name: string; readonly line: number }[];
  /** The classic listing, for people. */
  readonly listing: string;
}

/** Assembles a program. Takes any text and never throws; what is wrong is in `errors`. */
export function assemble(source: string, options: AssemblyOptions = {}): Assembly {
  const lines = sourceLines(source);
  const found = new Map<string, AssemblyError & Pick<Place, "generated">>();
  const report = ({ line, column, generated }: Place, text: string): void => {
    const message = generated === undefined ? text : `${generated.origin}: ${text}`;
    // One mistake may be met in both passes.
    const key = `${line}:${column}:${message}`;
    if (!found.has(key)) found.set(key, { line, column, message, generated });
  };
  const { statements, notes, macros } = expandMacros(lines, options, report);
  const layout = firstPass(statements, report, macros);
  const second = new SecondPass(layout, report);
  const module = objectModule(layout, second);
  const errors = [...found.values()].sort((a, b) => a.line - b.line || a.column - b.column);
  const stored = second.made.filter(({ dummy, length }) => !dummy && length > 0);
  return {
    errors: errors.map(({ line, column, message }) => ({ line, column, message })),
    notes,
    segments: joinSegments(stored.map(({ address = 0, bytes }) => ({ address, bytes }))),
    entry: second.entry ?? layout.sections.find(({ kind }) => kind === "control")?.origin ?? 0,
    symbols: new Map(
      layout.symbols.all().map(({ name, value, length, line }) => [name, { value: placed(value), length, line }]),
    ),
    lines: stored
      .map(({ statement, address = 0, length, bytes }) => ({ line: statement.line, address, length, bytes }))
      .sort((a, b) => a.line - b.line),
    module,
    externals: layout.sections
      .filter(({ kind, weak, resolved }) => kind === "external" && !weak && resolved === undefined)
      .map(({ name, line }) => ({ name, line })),
    listing: writeListing({ lines, statements, layout, second, module, errors }),
  };
}
