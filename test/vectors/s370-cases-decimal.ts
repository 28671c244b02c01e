/** Cases of every instruction on decimal numbers for another System/370 to run; see record-s370.ts. */
import type { InstructionDefinition } from "../../engine/s370/index.ts";
import { Random } from "./random.ts";
import { definitionsOf } from "./s370-base.ts";
import { caseKinds } from "./s370-case-kinds.ts";
import { type Case, lazily } from "./s370-cases.ts";
import { editingOperands, packedField, zonedField } from "./s370-decimal.ts";
import { DATA, Image, type Setting } from "./s370-image.ts";
import { fill, fillData, type Ground, indexed, place, twoBased } from "./s370-operands.ts";

const MNEMONICS = ["AP", "CP", "DP", "ED", "EDMK", "MP", "SP", "SRP", "ZAP", "MVO", "PACK", "UNPK", "CVB", "CVD"];

const CASES_OF_EACH = 260;
const TRANSLATED_CASES_OF_EACH = 30;
const PROTECTED_CASES_OF_EACH = 30;

/** Where the operands are, their length codes, and what is in them beforehand. */
interface Fields {
  readonly first: number;
  readonly second: number;
  /** The instruction's second byte. */
  readonly lengths: number;
}

/** Two operands of 1 to 16 bytes: mostly apart, often with their right ends together, rarely otherwise. */
function packedFields(ground: Ground, mnemonic: string): Fields {
  const { random } = ground;
  const narrower = mnemonic === "MP" || mnemonic === "DP";
  const length1 = random.between(narrower && random.chance(90) ? 2 : 1, 16);
  const length2 =
    narrower && random.chance(95) ? random.between(1, Math.max(1, Math.min(8, length1 - 1))) : random.between(1, 16);
  const first = place(ground, length1);
  // At most one operand may be where it faults: which of two exceptions is seen is not defined.
  const calm = first >= 0x20_0000 - 300 ? { ...ground, wild: false } : ground;
  const overlap = random.below(100);
  const together = first + length1 - length2;
  const second = overlap < 12 ? together : overlap < 20 ? first + random.between(-16, 16) : place(calm, length2);
  const room = Math.max(0, length1 - (mnemonic === "MP" ? length2 : mnemonic === "DP" ? 1 : 0));
  const zoned = mnemonic === "PACK" ? zonedField : packedField;
  fill(ground, first, packedField(random, length1, room + (random.chance(6) ? 1 : 0)));
  if (overlap >= 20 || random.chance(40))
    fill(ground, second, zoned(random, length2, length2, mnemonic === "DP" && random.chance(80)));
  if (mnemonic === "CP" && length2 <= length1 && random.chance(40)) {
    // The same number, or nearly.
    const number = packedField(random, length2);
    fill(ground, first, [...Array.from({ length: length1 - length2 }, () => 0), ...number]);
    if (random.chance(50)) number[random.below(length2)] ^= random.chance(50) ? 1 : 0x10;
    if (overlap >= 20) fill(ground, second, number);
  }
  return { first, second, lengths: ((length1 - 1) << 4) | (length2 - 1) };
}

function editedFields(ground: Ground): Fields {
  const { random } = ground;
  const { pattern, source } = editingOperands(random);
  const first = place(ground, pattern.length);
  const calm = first >= 0x20_0000 - 300 ? { ...ground, wild: false } : ground;
  const second = place(calm, source.length);
  fill(ground, first, pattern);
  fill(ground, second, source);
  return { first, second, lengths: pattern.length - 1 };
}

function decimalInstruction(ground: Ground, { mnemonic, opcode, format }: InstructionDefinition): number[] {
  const { random, registers } = ground;
  if (format === "RX") {
    const address = place(ground, 8);
    const register = random.below(16);
    if (mnemonic === "CVB") fill(ground, address, nearWord(random));
    const [index, ...rest] = indexed(ground, address, mnemonic === "CVD" ? [register] : []);
    if (mnemonic === "CVD" && index === 0 && !rest.includes(register)) registers[register] ^= random.below(4);
    return [opcode, (register << 4) | index, ...rest];
  }
  if (mnemonic === "SRP") {
    const length = random.between(1, 16);
    const first = place(ground, length);
    fill(ground, first, packedField(random, length));
    const shift = random.chance(50) ? random.below(64) : random.pick([0, 1, 2, 61, 62, 63]);
    const rounding = random.chance(5) ? random.below(16) : random.pick([0, 5, 5, 9, random.below(10)]);
    const bytes = twoBased(ground, first, (random.below(0x1_0000) << 6) | shift);
    // Mostly the shift value stands in the instruction.
    if (random.chance(60)) bytes.splice(2, 2, 0, shift);
    return [opcode, ((length - 1) << 4) | rounding, ...bytes];
  }
  const fields = mnemonic === "ED" || mnemonic === "EDMK" ? editedFields(ground) : packedFields(ground, mnemonic);
  return [opcode, fields.lengths, ...twoBased(ground, fields.first, fields.second)];
}

/** Eight packed bytes, often about as much as 32 bits hold. */
function nearWord(random: Random): number[] {
  if (random.chance(60)) return packedField(random, 8, random.pick([2, 5, 6, 8]));
  const number = (2n ** 31n + BigInt(random.between(-2, 2))).toString().padStart(15, "0");
  return [...Buffer.from(number + random.pick(["a", "b", "c", "d", "e", "f"]), "hex")];
}

/** Mostly with a decimal-overflow mask of one. */
function testPsw(random: Random, ec: boolean, address: number, left = 0): readonly [number, number] {
  const code = random.below(4);
  const mask = random.chance(50) ? 4 : random.below(16);
  if (ec) return [(left | 0x0008_0000 | (code << 12) | (mask << 8)) >>> 0, address];
  return [left >>> 0, ((code << 28) | (mask << 24) | address) >>> 0];
}

function made(seed: number, name: string, make: (random: Random, image: Image) => Setting): Case {
  return lazily(`${name} #${seed}`, () => {
    const random = new Random(seed);
    const image = new Image();
    fillData(random, image);
    // Neighbours are packed numbers, so that operands that overlap are some too.
    if (random.chance(60))
      for (let at = DATA; at < DATA + 0x2000; at += 8) image.put(at, packedField(random, 8, random.between(1, 8)));
    image.set(make(random, image));
    return image.bytes;
  });
}

const { plain, translated, withKeys } = caseKinds({ made, instruction: decimalInstruction, psw: testPsw });

/** All of them, in the order in which they were recorded. */
export function* cases(): Generator<Case> {
  let seed = 2_000_000;
  const definitions = definitionsOf(MNEMONICS);
  for (const definition of definitions) for (let i = 0; i < CASES_OF_EACH; i++) yield plain(seed++, definition);
  for (const definition of definitions)
    for (let i = 0; i < TRANSLATED_CASES_OF_EACH; i++) yield translated(seed++, definition);
  for (const definition of definitions)
    for (let i = 0; i < PROTECTED_CASES_OF_EACH; i++) yield withKeys(seed++, definition);
}
