/** Pieces of random programs that compute with decimal numbers: each a few instructions, and the data they work on. */
import { editingOperands, packedField, zonedField } from "./s370-decimal.ts";
import type { Random } from "./random.ts";

/** From the base register on: numbers that change, numbers that do not, zoned ones, patterns, a place to edit in. */
const SLOTS = 24;
const SLOT = 16;
const VARIABLES = 0;
const CONSTANTS = SLOTS * SLOT;
const ZONED = 2 * SLOTS * SLOT;
const PATTERNS = 3 * SLOTS * SLOT;
const PATTERN = 64;
const PATTERN_COUNT = 8;
const LINE = PATTERNS + PATTERN * PATTERN_COUNT;

/** Place and length of what is edited in. */
export const LINE_AT = LINE;
export const LINE_LENGTH = 2 * PATTERN;

/** Bytes of data that the pieces use. */
export const DECIMAL_DATA = LINE + 2 * PATTERN;

/** The data at their beginning. */
export function decimalData(random: Random): Uint8Array {
  const data = new Uint8Array(DECIMAL_DATA);
  for (let slot = 0; slot < SLOTS; slot++) {
    data.set(packedField(random, SLOT, random.between(1, SLOT)), VARIABLES + SLOT * slot);
    data.set(packedField(random, SLOT, random.between(1, 9)), CONSTANTS + SLOT * slot);
    data.set(zonedField(random, SLOT), ZONED + SLOT * slot);
  }
  for (let i = 0; i < PATTERN_COUNT; i++) {
    const { pattern } = editingOperands(random);
    data.set(pattern.slice(0, PATTERN), PATTERNS + PATTERN * i);
  }
  return data;
}

const MVC = 0xd2;
const ZAP = 0xf8;

/** Clears the place that is edited in: after an EDIT that was terminated, what is there is not said. */
export function decimalEnd(base: number): number[] {
  const line = [(base << 4) | (LINE >> 8), LINE & 0xff];
  return [0xd7, 2 * PATTERN - 1, ...line, ...line];
}

/**
 * One to four instructions. `base` is the register that holds the data's address; `register` one that may change
 * (EDIT AND MARK also changes register 1).
 */
export function decimalPiece(random: Random, base: number, register: number): number[] {
  const based = (displacement: number): number[] => [(base << 4) | (displacement >> 8), displacement & 0xff];
  /** Right-aligned in its slot; rarely elsewhere, so that it overlaps others and is not a number. */
  const field = (area: number, length: number): number[] => {
    const shift = random.chance(6) ? random.between(-12, 4) : 0;
    return based(Math.max(0, area + SLOT * random.between(1, SLOTS - 1) + SLOT - length + shift));
  };
  const lengths = (first: number, second: number): number => ((first - 1) << 4) | (second - 1);
  const length = (): number => random.pick([8, 16, random.between(1, 16), random.between(1, 16)]);
  const operand = (size: number): number[] => field(random.chance(50) ? CONSTANTS : VARIABLES, size);
  const variable = (size: number): number[] => field(VARIABLES, size);
  /** Far from variables: ZERO AND ADD has its own rule for operands that overlap, which not every machine keeps. */
  const source = (size: number): number[] => based(CONSTANTS + SLOT * random.between(4, SLOTS - 1) + SLOT - size);
  const [a, b] = [length(), length()];
  switch (random.below(10)) {
    case 0:
    case 1:
    case 2:
      return [random.pick([0xf9, 0xfa, 0xfa, 0xfb]), lengths(a, b), ...variable(a), ...operand(b)];
    case 3: {
      // A product, in a field that the multiplicand was put into.
      const to = variable(16);
      const size = random.between(1, 8);
      return [ZAP, lengths(16, 7), ...to, ...source(7), 0xfc, lengths(16, size), ...to, ...operand(size)];
    }
    case 4: {
      const to = variable(a);
      const size = random.chance(90) ? random.between(1, Math.max(1, Math.min(8, a - 1))) : b;
      return [ZAP, lengths(a, b), ...to, ...source(b), 0xfd, lengths(a, size), ...to, ...operand(size)];
    }
    case 5: {
      const shift = random.chance(80) ? [0, random.below(64)] : [(register << 4) | 0, random.below(64)];
      return [0xf0, ((a - 1) << 4) | random.below(random.chance(3) ? 16 : 10), ...variable(a), ...shift];
    }
    case 6: {
      const pattern = PATTERNS + PATTERN * random.below(PATTERN_COUNT);
      const count = random.pick([11, 15, 19, PATTERN - 1, random.below(PATTERN)]);
      const line = based(LINE + random.below(PATTERN));
      const edit = [MVC, count, ...line, ...based(pattern), random.pick([0xde, 0xdf]), count, ...line, ...operand(a)];
      // What EDIT AND MARK leaves in register 1 if it is terminated is not said.
      return [...edit, 0x41, 0x10, 0, 0];
    }
    case 7: {
      const pack = [0xf2, lengths(a, b), ...variable(a), ...field(ZONED, b)];
      const unpack = [0xf3, lengths(a, b), ...field(ZONED, a), ...operand(b)];
      return random.pick([pack, unpack, [0xf1, lengths(a, b), ...variable(a), ...operand(b)]]);
    }
    case 8:
      return [random.pick([0x4e, 0x4f]), register << 4, ...(random.chance(50) ? variable(8) : operand(8))];
    default:
      return [ZAP, lengths(a, b), ...variable(a), ...source(b)];
  }
}
