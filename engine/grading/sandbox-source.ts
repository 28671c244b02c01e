/** From a learner's TypeScript to the JavaScript that runs in the sandbox, and from places in that back to the learner's. */
import { transform } from "sucrase";
import type { SourceError } from "./view.ts";

/** JavaScript, with the way back. */
export interface StrippedSource {
  readonly code: string;
  /** The learner's column (from 1) for a line and column (from 1) of `code`; lines are the same in both. */
  columnOf(line: number, column: number): number;
}

/**
 * Takes the types out of a TypeScript file. Lines stay where they were.
 * A syntax error is returned, at its line and column.
 */
export function stripTypes(file: string, source: string): StrippedSource | { readonly error: SourceError } {
  try {
    const result = transform(source, {
      transforms: ["typescript"],
      disableESTransforms: true,
      preserveDynamicImport: true,
      filePath: file,
      sourceMapOptions: { compiledFilename: file },
    });
    const lines = decodeMappings(result.sourceMap?.mappings ?? "");
    return { code: result.code, columnOf: (line, column) => columnIn(lines[line - 1] ?? [], column) };
  } catch (cause) {
    return { error: syntaxError(file, source, cause) };
  }
}

function syntaxError(file: string, source: string, cause: unknown): SourceError {
  const text = cause instanceof Error ? cause.message : String(cause);
  const place = /\s*\((\d+):(\d+)\)$/.exec(text);
  const found = place === null ? { line: 1, column: 1 } : { line: Number(place[1]), column: Number(place[2]) };
  const line = Math.min(Math.max(found.line, 1), source.split("\n").length);
  const message = text
    .replace(/\s*\(\d+:\d+\)$/, "")
    .replace(/^Error transforming [^:]*: /, "")
    .replace(`${file}: `, "");
  return { file, line, column: Math.max(found.column, 1), message };
}

/** A segment of the source map: generated and original column, both from 0. */
type Segment = readonly [generated: number, original: number];

/** Columns of a version 3 source map's "mappings" (Source Map Revision 3 Proposal, "Proposed Format"), by generated line. */
function decodeMappings(mappings: string): Segment[][] {
  let original = 0;
  return mappings.split(";").map((line) => {
    let generated = 0;
    const segments: Segment[] = [];
    for (const text of line.split(",")) {
      if (text === "") continue;
      const fields = decodeVlq(text);
      generated += fields[0] ?? 0;
      original += fields[3] ?? 0;
      segments.push([generated, original]);
    }
    return segments;
  });
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function decodeVlq(text: string): number[] {
  const values: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of text) {
    const digit = digits.indexOf(character);
    value |= (digit & 31) << shift;
    shift += 5;
    if ((digit & 32) !== 0) continue;
    values.push((value & 1) !== 0 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return values;
}

function columnIn(segments: readonly Segment[], column: number): number {
  let best: Segment = [0, 0];
  for (const segment of segments) if (segment[0] <= column - 1) best = segment;
  return best[1] + (column - 1 - best[0]) + 1;
}
