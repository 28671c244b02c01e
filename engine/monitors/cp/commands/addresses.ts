/** Lists and ranges of addresses, as ATTACH, DETACH, VARY, ENABLE and DISABLE take them: "180 182 190-19F" (GC20-1806, "ATTACH"). */
import { failed } from "./commands.ts";
import { address3, hexadecimal, isWord } from "./operands.ts";

/** Takes away a word that only makes a line readable, TO or AS, where it stands first: one letter of it is enough, so that no user or address can be called so. */
export function takeFiller(words: string[], keyword: "TO" | "AS"): void {
  if (words.length > 1 && isWord(words[0], keyword, 1)) words.shift();
}

/** An address of three digits, or a range of two. */
export function isAddressOrRange(word: string | undefined): boolean {
  return /^[0-9A-F]{3}(-[0-9A-F]{3})?$/i.test(word ?? "");
}

/**
 * The addresses that a word stands for: itself, or all of a rising range at which there is something. Throws CommandError: `number` and `text` where it is none, 009 where the
 * range does not rise, 040 where nothing is in it.
 */
export function addressesOf(
  module: string,
  word: string | undefined,
  isThere: (address: number) => boolean,
  missing: readonly [number: number, text: string],
): number[] {
  const [from, to] = (word ?? "").split("-");
  const [first, last] = [hexadecimal(from, 3), hexadecimal(to ?? from, 3)];
  if (first === undefined || last === undefined) throw failed(module, ...missing);
  if (to === undefined) return [first];
  if (last < first) throw failed(module, 9, `INVALID RANGE - ${word?.toUpperCase()}`);
  const found = Array.from({ length: last - first + 1 }, (_, i) => first + i).filter(isThere);
  if (found.length === 0) throw failed(module, 40, `DEV ${address3(first)} DOES NOT EXIST`);
  return found;
}
