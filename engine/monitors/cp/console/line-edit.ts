/** Line editing: what a typed line says once its editing symbols have been obeyed (GC20-1820, "Logical Line Editing Symbols"). */
import type { TerminalSettings } from "./state.ts";

/** The symbols of SYSGEN: @ ¢ # ". */
export const DEFAULT_SYMBOLS: Pick<TerminalSettings, "characterDelete" | "lineDelete" | "lineEnd" | "escape"> = {
  characterDelete: "@",
  lineDelete: "¢",
  lineEnd: "#",
  escape: '"',
};

/** A logical line. */
export interface LogicalLine {
  readonly text: string;
  /** It begins with #CP, in whatever way the line end symbol is written: a command for CP, without these three characters. */
  readonly forCp: boolean;
}

/**
 * The logical lines of a typed line. #CP at the beginning of a typed line, or behind a line end, makes the logical line that follows a command for CP, also
 * where editing is off. Without editing the line is one logical line as it stands.
 */
export function logicalLines(
  typed: string,
  symbols: TerminalSettings | typeof DEFAULT_SYMBOLS,
  edit: boolean,
): LogicalLine[] {
  const prefix = /^\s*#CP(?=\s|$|#)/i.exec(typed);
  const rest = prefix === null ? typed : typed.slice(prefix[0].length);
  const lines = edit ? split(rest, symbols) : [rest];
  return lines.map((text, i) => {
    if (i === 0) return { text: prefix === null ? text : text.trimStart(), forCp: prefix !== null };
    const behind = symbols.lineEnd === "#" ? /^CP(?=\s|$)/i.exec(text) : null;
    return behind === null ? { text, forCp: false } : { text: text.slice(2).trimStart(), forCp: true };
  });
}

function split(typed: string, symbols: typeof DEFAULT_SYMBOLS): string[] {
  const { characterDelete, lineDelete, lineEnd, escape: literal } = symbols;
  const lines: string[] = [];
  // One element a character, so that a deleted one can have been escaped.
  let line: string[] = [];
  for (let at = 0; at < typed.length; at++) {
    const character = typed[at];
    if (character === literal && at + 1 < typed.length) line.push(typed[++at]);
    else if (character === literal) break;
    else if (character === characterDelete) line.pop();
    else if (character === lineDelete) line = [];
    else if (character === lineEnd) {
      lines.push(line.join(""));
      line = [];
    } else line.push(character);
  }
  // A line end as the last character ends its line; it begins no empty one.
  if (line.length > 0 || lines.length === 0) lines.push(line.join(""));
  return lines;
}
