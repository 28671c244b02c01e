/**
 * Cases under translation whose operands lie in a segment that is protected, common, both or neither, for another
 * System/370 to run; see record-s370.ts.
 */
import type { InstructionDefinition } from "../../engine/s370/index.ts";
import { Random } from "./random.ts";
import { baseInstructions, definitionsOf } from "./s370-base.ts";
import { CONTROL, type Case, putInstruction, randomRegisters, tables } from "./s370-cases.ts";
import { DATA, Image, SEGMENT_TABLE } from "./s370-image.ts";
import { based, fillData, type Ground, instructionBytes, place } from "./s370-operands.ts";

const ORDINARY_CASES = 1200;
const CASES_OF_EACH = 210;

/** Bits 29 and 30 of a segment-table entry. */
const PROTECTED = 4;
const COMMON = 2;

/** Not these: branches and PSWs would lead to operands; the long ones are made for other places. */
const LEFT_OUT = /^(LPSW|SSM|STNSM|STOSM|LCTL|MVCL|CLCL|BCR?|BALR?|BASR?|BCTR?|BXH|BXLE|EX|STCK|LRA)$/;
const ordinary = baseInstructions.filter(({ mnemonic, privileged }) => !privileged && !LEFT_OUT.test(mnemonic));

function one(seed: number, name: string, bytesOf: (ground: Ground) => readonly number[], isSystem: boolean): Case {
  const random = new Random(0xd_0000 + seed);
  const image = new Image();
  fillData(random, image);
  const registers = randomRegisters(random);
  const { cr0, cr1, shift } = tables(random, image);
  const entry = new DataView(image.bytes.buffer, SEGMENT_TABLE + 4);
  const bits = (random.chance(60) ? PROTECTED : 0) | (random.chance(40) ? COMMON : 0);
  entry.setUint32(0, (entry.getUint32(0) | bits) >>> 0);
  const ground: Ground = { random, image, registers, shift, wild: false };
  const at = putInstruction(ground, bytesOf(ground), true);
  const control = [cr0, cr1, ...CONTROL.slice(2)];
  const key = random.pick([0, 1, 3]);
  const state = isSystem ? 0 : random.pick([0, 0x0001_0000]);
  const [code, mask] = [random.below(4), random.below(16)];
  const psw = [(0x0408_0000 | (key << 20) | state | (code << 12) | (mask << 8)) >>> 0, at] as const;
  const keys = [0, 1, 2, 3].map((i) => [DATA + 0x800 * i, random.pick([key << 4, key << 4, 0x30, 0x38])] as const);
  image.set({ registers, psw, controlRegisters: control, keys, showKeys: true });
  return { name: `${name} in segments #${seed}`, image: image.bytes };
}

/** TPROT of an address in the segment, with any key. */
function protectionTest(ground: Ground): number[] {
  const key = based(ground, ground.random.below(0x100));
  return [0xe5, 0x01, ...based(ground, place(ground, 1), [key[0] >>> 4]), ...key];
}

/** STOSM, which changes no bit that matters. */
function storeThenOr(ground: Ground): number[] {
  return [0xad, 0x04, ...based(ground, place(ground, 1))];
}

/** All of them, in the order in which they were recorded. */
export function* cases(): Generator<Case> {
  let seed = 1;
  const plain =
    (definition: InstructionDefinition) =>
    (ground: Ground): readonly number[] =>
      instructionBytes(ground, definition);
  for (let i = 0; i < ORDINARY_CASES; i++) {
    const definition = ordinary[i % ordinary.length];
    yield one(seed++, definition.mnemonic, plain(definition), false);
  }
  const [lra] = definitionsOf(["LRA"]);
  for (let i = 0; i < CASES_OF_EACH; i++) yield one(seed++, "LRA", plain(lra), true);
  for (let i = 0; i < CASES_OF_EACH; i++) yield one(seed++, "TPROT", protectionTest, true);
  for (let i = 0; i < CASES_OF_EACH; i++) yield one(seed++, "STOSM", storeThenOr, true);
}
