/** What an operator says at a tape drive. */
import type { Mounting } from "./tape-library.ts";
import { FULL_REEL, type TapeModel } from "./tape-models.ts";

/** All orders. `mount` has, after the name: ring, blocks N, damaged, density N, feet N. */
export const ORDERS = [
  "mount NAME [ring] [blocks BYTES] [damaged] [density BPI] [feet N]",
  "mount scratch [NAME] [density BPI] [feet N]",
  "unmount",
  "ready",
  "reset",
];

const NUMBERS = new Set(["blocks", "density", "feet"]);

/** What follows "mount". Throws RangeError, with a sentence for the operator. */
export function mountingOf(operands: readonly string[], model: TapeModel): Mounting {
  const words = [...operands];
  const first = words.shift();
  if (first === undefined) throw new RangeError(`mount what? ${ORDERS[0]}, or ${ORDERS[1]}`);
  const scratch = first === "scratch";
  const named = scratch && words.length > 0 && !isWord(words[0]) ? words.shift() : undefined;
  const numbers = new Map<string, number>();
  let ring = scratch;
  let upToDamage = false;
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === "ring") ring = true;
    else if (word === "damaged") upToDamage = true;
    else if (NUMBERS.has(word)) numbers.set(word, numberAfter(word, words.shift()));
    else throw new RangeError(`"${word}" is nothing that a tape is mounted with: ${ORDERS[0]}`);
  }
  const density = numbers.get("density");
  if (density !== undefined && ![200, 556, 800, 1600, 6250].includes(density))
    throw new RangeError(`no tape is written with ${density} bits per inch: 200, 556, 800, 1600 or 6250`);
  return {
    name: named ?? first,
    scratch,
    ring,
    feet: numbers.get("feet") ?? FULL_REEL,
    density: density ?? (scratch ? undefined : model.densities[0]),
    ...(numbers.has("blocks") ? { blockLength: numbers.get("blocks") } : {}),
    ...(upToDamage ? { upToDamage } : {}),
  };
}

function isWord(text: string): boolean {
  return text === "ring" || text === "damaged" || NUMBERS.has(text);
}

function numberAfter(word: string, text: string | undefined): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new RangeError(`"${word}" is followed by a number, not by ${text ?? "nothing"}`);
  return number;
}
