/** Operands for 3800 printers: FLASH, MODIFY, CHARS, FCB (GC20-1820, "SPOOL", "CHANGE"). */
import type { PrintingChanges, PrintingOptions } from "../spool/printing-options.ts";
import { failed } from "./commands.ts";
import { decimal, isWord } from "./operands.ts";

/** Takes a name from the words; null for NULL, which ends what has been said. Throws CommandError. */
function nameOf(module: string, words: string[]): string | null {
  const name = words.shift()?.toUpperCase();
  if (name === undefined || !/^[A-Z0-9@#$]{1,4}$/.test(name)) throw failed(module, 26, "OPERAND MISSING OR INVALID");
  return name === "NULL" ? null : name;
}

function flashOf(module: string, words: string[]): PrintingChanges {
  const name = nameOf(module, words);
  const count = decimal(words[0]);
  if (count !== undefined) words.shift();
  if (count !== undefined && count > 99) throw failed(module, 26, "OPERAND MISSING OR INVALID");
  return { flash: name === null ? null : { name, count: count ?? 0 } };
}

/** What a keyword, whose operands stand first among the words, changes; undefined where it is none of these. Takes its operands. Throws CommandError. */
export function printingChange(module: string, keyword: string, words: string[]): PrintingChanges | undefined {
  if (isWord(keyword, "FLASH", 2)) return flashOf(module, words);
  if (isWord(keyword, "MODIFY", 2)) return { modify: nameOf(module, words) };
  if (isWord(keyword, "CHARS", 2)) return { chars: nameOf(module, words) };
  if (isWord(keyword, "FCB")) return { fcb: nameOf(module, words) };
  return undefined;
}

/** "FLASH name nn CHAR name MDFY name FCB name", of what has been said. */
export function printingText({ flash, chars, modify, fcb }: PrintingOptions): string {
  return [
    flash && `FLASH ${flash.name.padEnd(4)} ${String(flash.count).padStart(2, "0")}`,
    chars && `CHAR ${chars.padEnd(4)}`,
    modify && `MDFY ${modify.padEnd(4)}`,
    fcb && `FCB ${fcb}`,
  ]
    .filter((text) => text !== undefined)
    .join(" ")
    .trimEnd();
}
