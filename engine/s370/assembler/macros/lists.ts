/** Operands and sublists: text divided at its commas (GC33-4010, "Sublists in Operands"). */
import { isAttribute } from "../source.ts";

/** A part of an operand field, and its offset there. */
export interface Part {
  readonly text: string;
  readonly at: number;
}

/** The offset of the first character outside strings and inner parentheses that `stop` wants, or of the text's end. */
export function scanBalanced(text: string, from: number, stop: (character: string, depth: number) => boolean): number {
  let depth = 0;
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === "'" && (quoted || !isAttribute(text, at))) quoted = !quoted;
    if (quoted) continue;
    if (stop(character, depth)) return at;
    if (character === "(") depth++;
    else if (character === ")") depth--;
  }
  return text.length;
}

/** Divides a text at the commas that stand outside parentheses and strings. An empty text has no parts. */
export function divide(text: string, offset = 0): Part[] {
  if (text === "") return [];
  const parts: Part[] = [];
  let from = 0;
  while (from <= text.length) {
    const end = scanBalanced(text, from, (character, depth) => character === "," && depth <= 0);
    parts.push({ text: text.slice(from, end), at: offset + from });
    from = end + 1;
  }
  return parts;
}

/** The entries of a sublist, as in (A,B,C); undefined where a value is none. */
export function sublist(value: string): string[] | undefined {
  if (!value.startsWith("(") || !value.endsWith(")")) return undefined;
  const close = scanBalanced(value, 1, (character, depth) => character === ")" && depth === 0);
  if (close !== value.length - 1) return undefined;
  const inner = value.slice(1, -1);
  return inner === "" ? [""] : divide(inner).map(({ text }) => text);
}

/** The entry of a value at a subscript from 1; a value that is no sublist is its own first entry. */
export function entryOf(value: string, subscript: number): string {
  return (sublist(value) ?? [value])[subscript - 1] ?? "";
}

/** N': the number of entries, omitted ones included; 0 where the value is omitted. */
export function countEntries(value: string): number {
  return value === "" ? 0 : (sublist(value)?.length ?? 1);
}

/** What is not closed, or not opened, in an operand; undefined where all is well. */
export function unbalanced(text: string): { readonly at: number; readonly message: string } | undefined {
  const open: number[] = [];
  let quote = -1;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "'" && (quote >= 0 || !isAttribute(text, at))) quote = quote >= 0 ? -1 : at;
    if (quote >= 0) continue;
    if (character === "(") open.push(at);
    else if (character === ")" && open.pop() === undefined)
      return { at, message: "there is no “(” for this parenthesis" };
  }
  if (quote >= 0) return { at: quote, message: "this apostrophe is not closed" };
  return open.length > 0 ? { at: open[0], message: "this parenthesis is not closed" } : undefined;
}
