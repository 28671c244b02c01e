/** The listing: external symbols, statements with what became of them, relocations, cross-reference, diagnostics. */
import type { ObjectModule } from "../object-deck.ts";
import type { Layout } from "./layout.ts";
import {
  writeCrossReference,
  writeDiagnostics,
  writeExternalSymbols,
  writeRelocations,
} from "./listing/dictionaries.ts";
import { Pages } from "./listing/pages.ts";
import { type ListedError, SourceListing } from "./listing/source.ts";
import type { SecondPass } from "./second-pass.ts";
import type { Statement } from "./source.ts";

/** What a listing shows. */
export interface Listed {
  /** The source's lines, and what they were read as, macros and COPY expanded. */
  readonly lines: readonly string[];
  readonly statements: readonly Statement[];
  readonly layout: Layout;
  readonly second: SecondPass;
  readonly module: ObjectModule;
  readonly errors: readonly ListedError[];
}

/** Writes the listing. The numbers under STMT are source lines, which error messages speak of. */
export function writeListing({ lines, statements, layout, second, module, errors }: Listed): string {
  const pages = new Pages();
  writeExternalSymbols(pages, module);
  new SourceListing(pages, lines, second.made, errors).write(statements);
  writeRelocations(pages, module);
  writeCrossReference(pages, layout.symbols, layout.literals);
  writeDiagnostics(pages, errors);
  return `${pages.lines.join("\n")}\n`;
}
