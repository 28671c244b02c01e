/** Where the other System/370 and the manual part over random programs, or the manual leaves a choice. */
import { type Ending, same } from "./hercules-differences.ts";

/** Interruption codes of which, if several conditions are there, any may be seen. */
const PROTECTION = 4;
const ADDRESSING = 5;
const DATA = 7;
const DECIMAL_DIVIDE = 0xb;
const OPERATION = 1;
const SPECIAL_OPERATION = 0x13;
/** Where handlers note which page was missed last. */
const MISSED = [0x3f0, 0x3f1, 0x3f2, 0x3f3];

const code = (storage: ReadonlyMap<number, number>): number => storage.get(0x8f) ?? storage.get(0x2b) ?? 0;

/** What the last exception of a program may leave there and not here. */
function allowed({ name, here, other }: Ending): number[] {
  const found: number[] = [];
  const codes = [code(here), code(other)];
  // "Instruction-Length Code": of a target of EXECUTE it is EXECUTE's own, 2; there it is the target's.
  if ((((here.get(0x2c) ?? 0) ^ (other.get(0x2c) ?? 0)) & 0x3f) === 0) found.push(0x2c, 0x8d);
  // "Multiple Program-Interruption Conditions": of access exceptions and others of an operand, any may be seen.
  if (codes.every((value) => [PROTECTION, ADDRESSING, DATA, DECIMAL_DIVIDE].includes(value))) found.push(0x2b, 0x8f);
  // "Dual-Address-Space Facility": it is not installed; there its instructions are.
  if (codes[0] === OPERATION && codes[1] === SPECIAL_OPERATION) found.push(0x2b, 0x8f);
  // As above, of two pages that are not there.
  if (name.includes("translated")) found.push(...MISSED);
  return found;
}

/**
 * "Set Storage Key": what is accessed after it goes by the new key. There, under translation, an address that was used
 * before may still go by the old one; these programs store where they no longer may.
 */
const OLD_KEYS = /#(4006905|4008389|4009579|4009714)$/;

/** Each says whether it explains how the two endings differ. */
export const programReasons: readonly ((ending: Ending) => boolean)[] = [
  (ending) => ending.name.startsWith("random program") && same(ending, allowed(ending)),
  ({ name }) => OLD_KEYS.test(name),
];
