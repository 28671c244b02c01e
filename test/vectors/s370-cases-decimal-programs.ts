/**
 * Programs of decimal instructions for another System/370 to run; see record-s370.ts. Loops, long enough to be worth
 * translating; branches, EXECUTE, lengths that are stored into the program; and exceptions, after which it goes on.
 */
import { decimalData, decimalEnd, decimalPiece } from "./s370-decimal-programs.ts";
import { Random } from "./random.ts";
import type { Case } from "./s370-cases.ts";
import { CODE, DATA, Image } from "./s370-image.ts";

const PROGRAMS = 300;

/** Base of the data, count of a loop, base of the code, what EXECUTE modifies lengths by. */
const BASE = 12;
const COUNT = 11;
const HERE = 10;
const MODIFIER = 9;
/** Where a program interruption leads: back behind the instruction, by LPSW of the program old PSW. */
const HANDLER = 0x7f8;

/** Where in the code an instruction may lie: base and displacement. */
const here = (displacement: number): number[] => [(HERE << 4) | (displacement >> 8), displacement & 0xff];

/** A piece, as it is or with something around it. `offset` is where it will lie. */
function placed(random: Random, piece: readonly number[], offset: number): number[] {
  const kind = random.below(20);
  if (kind === 0) return [0x47, random.below(16) << 4, ...here(offset + 4 + piece.length), ...piece];
  if (kind < 3 && piece.length === 6) {
    const modifier = random.pick([0, MODIFIER]) << 4;
    return [0x44, modifier, ...here(offset + 8), 0x47, 0xf0, ...here(offset + 14), ...piece];
  }
  // The length codes of the instruction behind it.
  if (kind === 3 && piece[0] >= 0xf0) return [0x92, random.below(256), ...here(offset + 5), ...piece];
  return [...piece];
}

function programBytes(random: Random): number[] {
  const bytes: number[] = [];
  for (let loops = random.between(1, 3); loops > 0; loops--) {
    bytes.push(0x41, COUNT << 4, 0, random.between(45, 60));
    const begin = bytes.length;
    const pieces = random.between(2, 12);
    for (let i = 0; i < pieces; i++)
      bytes.push(...placed(random, decimalPiece(random, BASE, random.pick([2, 3, 4, 5])), bytes.length));
    bytes.push(0x46, COUNT << 4, ...here(begin));
  }
  return [...bytes, ...decimalEnd(BASE), 0x0a, 0xff];
}

function programCase(seed: number): Case {
  const random = new Random(seed);
  const image = new Image();
  const data = decimalData(random);
  const at = DATA + 0x1000 - random.below(data.length);
  image.put(at, data);
  const registers = Array.from({ length: 16 }, () => random.word());
  registers[BASE] = at;
  registers[HERE] = CODE;
  image.put(CODE, programBytes(random));
  const mask = random.below(16);
  const psw = random.chance(40) ? ([0x0008_0000 | (mask << 8), CODE] as const) : ([0, (mask << 24) | CODE] as const);
  image.set({ registers, psw });
  image.put(HANDLER, [0x82, 0, 0, 0x28]);
  image.word(0x68, 0);
  image.word(0x6c, HANDLER);
  return { name: `decimal program #${seed}`, image: image.bytes };
}

/** All of them, in the order in which they were recorded. */
export function* cases(): Generator<Case> {
  for (let i = 0; i < PROGRAMS; i++) yield programCase(3_000_000 + i);
}
