/** Cases of every floating-point instruction for another System/370 to run; see record-s370.ts. */
import type { InstructionDefinition } from "../../engine/s370/index.ts";
import { Random } from "./random.ts";
import { definitionsOf } from "./s370-base.ts";
import { caseKinds } from "./s370-case-kinds.ts";
import { type Case, lazily } from "./s370-cases.ts";
import { floatingRegisters, longNumber, relatedNumber } from "./s370-floating.ts";
import { DATA, Image, type Setting } from "./s370-image.ts";
import { type Ground, instructionBytes } from "./s370-operands.ts";

const MNEMONICS = `
  LER LE LDR LD STE STD LTER LTDR LCER LCDR LPER LPDR LNER LNDR LRER LRDR HER HDR
  AER AE ADR AD AUR AU AWR AW SER SE SDR SD SUR SU SWR SW CER CE CDR CD
  MER ME MDR MD MXDR MXD MXR DER DE DDR DD AXR SXR`
  .trim()
  .split(/\s+/);

const CASES_OF_EACH = 220;
const TRANSLATED_CASES_OF_EACH = 12;
const PROTECTED_CASES_OF_EACH = 12;

const EXTENDED = /^(AXR|SXR|MXR|MXDR|MXD|LRDR)$/;
/** Numbers in storage: what an RX instruction may fetch lies among them. */
const NUMBERS = 0x400;

const words = (number: bigint): [number, number] => [Number(number >> 32n), Number(number & 0xffff_ffffn)];

/** The instruction, with register numbers of floating point: rarely others. */
function floatingInstruction(ground: Ground, definition: InstructionDefinition): number[] {
  const { random } = ground;
  const bytes = instructionBytes(ground, definition);
  const register = (): number => {
    if (random.chance(3)) return random.below(16);
    return EXTENDED.test(definition.mnemonic) && random.chance(85) ? random.pick([0, 4]) : random.pick([0, 2, 4, 6]);
  };
  const first = register() << 4;
  bytes[1] = first | (definition.format === "RR" ? register() : bytes[1] & 15);
  return bytes;
}

function made(seed: number, name: string, make: (random: Random, image: Image) => Omit<Setting, "floating">): Case {
  return lazily(`${name} #${seed}`, () => {
    const random = new Random(seed);
    const image = new Image();
    const registers = floatingRegisters(random);
    for (let i = 0; i < NUMBERS; i++) {
      const number = random.chance(60) ? relatedNumber(random, random.pick(registers)) : longNumber(random);
      const [left, right] = words(number);
      image.word(DATA + 8 * i, left);
      image.word(DATA + 8 * i + 4, right);
    }
    image.set({ ...make(random, image), floating: registers.flatMap(words) });
    return image.bytes;
  });
}

/** Under any program mask: exponent underflow and significance with and without their interruptions. */
function testPsw(random: Random, ec: boolean, address: number, left = 0): readonly [number, number] {
  const code = random.below(4);
  const mask = random.below(16);
  if (ec) return [(left | 0x0008_0000 | (code << 12) | (mask << 8)) >>> 0, address];
  return [left >>> 0, ((code << 28) | (mask << 24) | address) >>> 0];
}

const { plain, translated, withKeys } = caseKinds({ made, instruction: floatingInstruction, psw: testPsw });

/** All of them, in the order in which they were recorded. */
export function* cases(): Generator<Case> {
  let seed = 1_000_000;
  const definitions = definitionsOf(MNEMONICS);
  const storage = definitions.filter(({ format }) => format === "RX");
  for (const definition of definitions)
    for (let i = 0; i < CASES_OF_EACH; i++) yield plain(seed++, definition);
  for (const definition of storage)
    for (let i = 0; i < TRANSLATED_CASES_OF_EACH; i++) yield translated(seed++, definition);
  for (const definition of storage)
    for (let i = 0; i < PROTECTED_CASES_OF_EACH; i++) yield withKeys(seed++, definition);
}
