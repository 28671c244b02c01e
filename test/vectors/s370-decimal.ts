/** Random operands for decimal instructions, edges more often than chance makes them. */
import type { Random } from "./random.ts";

/**
 * A packed number of `length` bytes, of which the rightmost `room` have digits that are not zero; rarely a wrong one.
 * `full`: its first digit is not zero.
 */
export function packedField(random: Random, length: number, room = length, full = false): number[] {
  const count = 2 * length - 1;
  const used = Math.min(count, full || random.chance(60) ? 2 * room - 1 : random.below(2 * room + 1));
  const kind = full ? random.pick([0, 1, 9, 9, 9]) : random.below(10);
  const digit = (fromRight: number): number => {
    if (fromRight >= used) return 0;
    if (kind === 0) return 9;
    if (kind === 1) return fromRight === used - 1 ? 1 : 0;
    if (kind === 2) return 0;
    if (kind === 3) return fromRight === 0 ? random.below(10) : 0;
    if (kind === 4) return random.pick([0, 9]);
    if (kind === 5) return random.pick([4, 5]);
    if (full && fromRight === used - 1) return random.between(1, 9);
    return random.below(10);
  };
  const sign = random.chance(70) ? random.pick([12, 13]) : random.between(10, 15);
  const nibbles = [...Array.from({ length: count }, (_, i) => digit(count - 1 - i)), sign];
  if (random.chance(3)) nibbles[random.below(count)] = random.between(10, 15);
  if (random.chance(2)) nibbles[count] = random.below(10);
  return Array.from({ length }, (_, i) => (nibbles[2 * i] << 4) | nibbles[2 * i + 1]);
}

const DIGIT = 0x20;
const STARTER = 0x21;
const SEPARATOR = 0x22;

/** A pattern and a source that are likely to fit each other. */
export function editingOperands(random: Random): { pattern: number[]; source: number[] } {
  const fields = random.chance(75) ? 1 : random.between(2, 4);
  const pattern: number[] = [random.pick([0x40, 0x5c, 0xf0, 0x40, DIGIT, STARTER, SEPARATOR, random.below(256)])];
  const source: number[] = [];
  for (let field = 0; field < fields; field++) {
    const length = random.chance(80) ? random.between(1, 8) : random.between(1, 12);
    const digits = 2 * length - 1 + (random.chance(90) ? 0 : random.between(-1, 2));
    source.push(...packedField(random, length));
    const start = random.chance(50) ? random.below(digits + 1) : -1;
    for (let i = 0; i < digits; i++) {
      pattern.push(i === start ? STARTER : DIGIT);
      if (random.chance(20)) pattern.push(random.pick([0x6b, 0x4b, 0x61]));
    }
    if (random.chance(50)) pattern.push(...random.pick([[0xc3, 0xd9], [0x60], [0x40, 0x5c]]));
    if (field < fields - 1 || random.chance(10)) pattern.push(SEPARATOR);
  }
  if (random.chance(5)) pattern.splice(0, pattern.length, ...pattern.map(() => random.pick([0x40, 0x4b, 0xc1])));
  return { pattern: pattern.slice(0, random.chance(90) ? 256 : random.between(1, pattern.length)), source };
}

/** A zoned number, whose zones are rarely other than F; the last one is the sign. */
export function zonedField(random: Random, length: number): number[] {
  return Array.from({ length }, (_, i) => {
    const zone = i === length - 1 ? random.between(10, 15) : random.chance(95) ? 15 : random.below(16);
    return (zone << 4) | (random.chance(97) ? random.below(10) : random.below(16));
  });
}
