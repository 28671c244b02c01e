/** Comparisons of searches: bytes of the pack with the argument in storage, the first one highest. */
import { SATISFIED_EQUAL, SATISFIED_HIGH } from "./commands.ts";

/** Less than, equal to or greater than zero as the track's bytes are low, equal or high. */
export function compareBytes(track: Uint8Array, at: number, argument: Uint8Array, length: number): number {
  for (let each = 0; each < length; each++) {
    const difference = track[at + each] - argument[each];
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The same for an identifier, whose first bit on the track says that the record overflows. */
export function compareId(track: Uint8Array, at: number, argument: Uint8Array, length: number): number {
  if (length === 0) return 0;
  const difference = (track[at] & 0x7f) - argument[0];
  if (difference !== 0) return difference;
  for (let each = 1; each < length; each++) {
    const further = track[at + each] - argument[each];
    if (further !== 0) return further;
  }
  return 0;
}

/** The same where bytes X'FF' of the argument are not compared ("Search Key and Data"). */
export function compareMasked(track: Uint8Array, at: number, argument: Uint8Array, length: number): number {
  for (let each = 0; each < length; each++) {
    if (argument[each] === 0xff) continue;
    const difference = track[at + each] - argument[each];
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether what was found satisfies a search command. */
export function satisfies(code: number, comparison: number): boolean {
  return (comparison === 0 && (code & SATISFIED_EQUAL) !== 0) || (comparison > 0 && (code & SATISFIED_HIGH) !== 0);
}
