/**
 * Cases of MVCL and CLCL that take several units of operation, with blocks in between that are kept by another key or
 * have no translation, for another System/370 to run; see record-s370.ts.
 */
import { Random } from "./random.ts";
import { CONTROL, type Case, putInstruction, randomRegisters, tables } from "./s370-cases.ts";
import { DATA, Image } from "./s370-image.ts";

/** Of what is moved there is only a checksum. */
export const condensed = true;

const CASES_OF_EACH = 400;
/** Bytes of the image from {@link DATA} on. */
const SIZE = 0x2000;

/** A byte of the machine's choice beside an address or a length. */
const beside = (random: Random, value: number): number => (random.below(256) * 0x100_0000 + value) >>> 0;

function one(seed: number, name: string, opcode: number): Case {
  const random = new Random(0x11_0000 + seed);
  const image = new Image();
  const isComparison = opcode === 0x0f;
  const padding = random.pick([0, 0x40, 0xff]);
  // What is moved says where it came from.
  for (let at = DATA; at < DATA + SIZE; at += 4) image.word(at, isComparison ? padding * 0x0101_0101 : at << 4);
  const isTranslating = random.chance(50);
  const registers = randomRegisters(random);
  const { cr0, cr1, shift } = isTranslating ? tables(random, image) : { cr0: CONTROL[0], cr1: 0, shift: 0 };
  const [first, second] = random.pick([
    [2, 4],
    [6, 10],
    [14, 0],
    [8, 2],
  ]);
  const operand = (): [address: number, length: number] => {
    const at = random.chance(30) ? 0x800 * random.below(4) + random.pick([0, 1, 0x7ff]) : random.below(SIZE);
    const most = SIZE - at;
    return [shift + DATA + at, random.pick([0, random.below(most), random.below(most), most, Math.min(most, 0x800)])];
  };
  const [to, length] = operand();
  const [from, given] = operand();
  const other = random.chance(40) ? Math.min(length, shift + DATA + SIZE - from) : given;
  // Where a comparison may find something else.
  if (isComparison)
    for (let i = random.below(4); i > 0; i--)
      image.put(Math.min(random.pick([to, from]) - shift + random.below(0x1000), DATA + SIZE - 1), [random.below(256)]);
  registers[first] = beside(random, to);
  registers[first + 1] = beside(random, length);
  registers[second] = beside(random, from);
  registers[second + 1] = (padding * 0x100_0000 + other) >>> 0;
  const at = putInstruction(
    { random, image, registers, shift, wild: false },
    [opcode, (first << 4) | second],
    false,
  );
  const key = random.pick([0, 1, 3]);
  const keys = [0, 1, 2, 3].map((i) => {
    const own = random.chance(80) ? key << 4 : random.pick([0x50, 0x58]);
    return [DATA + 0x800 * i, own] as const;
  });
  const psw = [(isTranslating ? 0x0408_0000 : 0x0008_0000) | (key << 20), at] as const;
  image.set({ registers, psw, controlRegisters: [cr0, cr1, ...CONTROL.slice(2)], keys, showKeys: true });
  return { name: `${name} of several units #${seed}`, image: image.bytes };
}

/** All of them, in the order in which they were recorded. */
export function* cases(): Generator<Case> {
  let seed = 1;
  for (let i = 0; i < CASES_OF_EACH; i++) yield one(seed++, "MVCL", 0x0e);
  for (let i = 0; i < CASES_OF_EACH; i++) yield one(seed++, "CLCL", 0x0f);
}
