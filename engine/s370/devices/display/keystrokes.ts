/**
 * What the operator of a display station does, as text: short, and the same again in every replay.
 *
 * Characters are typed where the cursor is. A key that types nothing stands in brackets: `logon maint[enter]`,
 * `[tab][erase eof]`, `[pf3]`; with a number it is pressed so often: `[down 5]`. A bracket itself is typed by `[[`.
 *
 *     enter  pf1…pf24  pa1 pa2 pa3  clear  test req
 *     up  down  left  right  tab  backtab  newline  home
 *     insert  delete  erase eof  erase input  reset  dup  field mark
 *     cursor ROW,COLUMN   as many cursor keys as lead there (rows and columns begin with 1)
 *     pen ROW,COLUMN      the selector pen is pressed there
 *     power off  power on
 */
import { encodeEbcdic, isEncodable } from "../../ebcdic.ts";

/** Keys without an operand. Function and program-access keys are `pf` and `pa` with their number. */
const KEYS = [
  "enter",
  "clear",
  "test req",
  "up",
  "down",
  "left",
  "right",
  "tab",
  "backtab",
  "newline",
  "home",
  "insert",
  "delete",
  "erase eof",
  "erase input",
  "reset",
  "dup",
  "field mark",
  "power off",
  "power on",
] as const;

export type Key = (typeof KEYS)[number];

export type Keystroke =
  | { readonly kind: "character"; readonly character: number }
  | { readonly kind: "key"; readonly key: Key; readonly times: number }
  | { readonly kind: "pf" | "pa"; readonly number: number }
  | { readonly kind: "cursor" | "pen"; readonly row: number; readonly column: number };

const FUNCTION_KEYS = 24;
const ACCESS_KEYS = 3;
/** So often a key can be pressed at once: more than any way across a screen is long. */
const MOST_TIMES = 9999;

/** Takes the text apart. Throws RangeError on a key that there is not, or a character that EBCDIC does not have. */
export function parseKeystrokes(text: string): Keystroke[] {
  const strokes: Keystroke[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] !== "[" || text[at + 1] === "[") {
      const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
      strokes.push({ kind: "character", character: codeOf(character) });
      at += character.length + (character === "[" ? 1 : 0);
      continue;
    }
    const end = text.indexOf("]", at);
    if (end < 0) throw new RangeError(`"${text.slice(at)}" has no closing bracket; a bracket itself is typed by "[["`);
    strokes.push(keystroke(text.slice(at + 1, end)));
    at = end + 1;
  }
  return strokes;
}

function codeOf(character: string): number {
  if (!isEncodable(character) || character < " " || (character >= "\u007f" && character < "\u00a0"))
    throw new RangeError(`"${character}" is no character that the keyboard has`);
  return encodeEbcdic(character)[0];
}

function keystroke(written: string): Keystroke {
  const name = written.trim().toLowerCase().replace(/\s+/g, " ");
  const numbered = /^(pf|pa) ?(\d+)$/.exec(name);
  if (numbered) {
    const number = Number(numbered[2]);
    const kind = numbered[1] === "pf" ? "pf" : "pa";
    if (number >= 1 && number <= (kind === "pf" ? FUNCTION_KEYS : ACCESS_KEYS)) return { kind, number };
  }
  const placed = /^(cursor|pen) (\d+) ?, ?(\d+)$/.exec(name);
  if (placed) {
    const [row, column] = [Number(placed[2]), Number(placed[3])];
    return { kind: placed[1] === "pen" ? "pen" : "cursor", row, column };
  }
  const repeated = /^(.*?)(?: (\d+))?$/.exec(name);
  const key = KEYS.find((known) => known === repeated?.[1]);
  const times = Number(repeated?.[2] ?? 1);
  if (key === undefined || times > MOST_TIMES)
    throw new RangeError(
      `"[${written}]" is no key: there are ${KEYS.join(", ")}, pf1 to pf24, pa1 to pa3, cursor and pen`,
    );
  return { kind: "key", key, times };
}
