/** Helpers for tests of macros: definitions as text, and what calls generate. */
import { expect } from "vitest";
import { type Assembly, type AssemblyOptions, assemble } from "../../../engine/s370/assembler/index.ts";

/** A macro definition around its lines: the prototype first. */
export function macro(...lines: readonly string[]): string {
  return ["         MACRO", ...lines, "         MEND", ""].join("\n");
}

/** Assembles without errors. */
export function assembledWith(source: string, options: AssemblyOptions): Assembly {
  const assembly = assemble(source, options);
  expect(assembly.errors).toEqual([]);
  return assembly;
}

/** The statements that the listing marks as generated, with single blanks between their fields. */
export function generated(source: string, options: AssemblyOptions = {}): string[] {
  return marked(assembledWith(source, options).listing);
}

/** The generated statements of a listing. */
export function marked(listing: string): string[] {
  return listing
    .split("\n")
    .map((line) => /^.{36} *\d+[+] {2}(.*)$/.exec(line)?.[1])
    .filter((line) => line !== undefined)
    .map((line) => line.replace(/ +/g, " "));
}

/** What an arithmetic, logical or character expression is worth: what SETA, SETB or SETC makes of it. */
export function worth(type: "A" | "B" | "C", expression: string, before: readonly string[] = []): string {
  const source = [...before, `&VALUE   SET${type}  ${expression}`, "         MNOTE 0,'&VALUE'", ""].join("\n");
  return assembledWith(source, {}).notes.map(({ message }) => message)[0];
}

/** Errors as "line:column message". */
export function errorsWith(source: string, options: AssemblyOptions = {}): string[] {
  return assemble(source, options).errors.map(({ line, column, message }) => `${line}:${column} ${message}`);
}
