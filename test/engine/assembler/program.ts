/** Helpers for assembler tests: assemble, and look from outside. */
import { expect } from "vitest";
import { type Assembly, assemble } from "../../../engine/s370/assembler/index.ts";

/** Assembles a program that must have no errors. */
export function assembled(source: string): Assembly {
  const assembly = assemble(source);
  expect(assembly.errors).toEqual([]);
  return assembly;
}

/** The bytes of all segments in upper-case hexadecimal, as "address:bytes". */
export function storage(assembly: Assembly): string[] {
  return assembly.segments.map(({ address, bytes }) => `${address.toString(16).toUpperCase()}:${hex(bytes)}`);
}

/** The bytes that one line made. */
export function bytesOfLine(assembly: Assembly, line: number): string {
  return hex(assembly.lines.find((entry) => entry.line === line)?.bytes ?? new Uint8Array(0));
}

/** The bytes of a one-statement program. */
export function bytesOf(statement: string): string {
  return bytesOfLine(assembled(` ${statement}`), 1);
}

/** Errors as "line:column message". */
export function errorsOf(source: string): string[] {
  return assemble(source).errors.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex").toUpperCase();
