/** The cases that another System/370 has run (record-s370.ts): each is made again from its number. */
import type { InstructionDefinition } from "../../engine/s370/index.ts";
import { Random } from "./random.ts";
import { baseInstructions } from "./s370-base.ts";
import { CODE, DATA, Image, PAGE_TABLES, SEGMENT_TABLE, type Setting } from "./s370-image.ts";
import { fillData, type Ground, instructionBytes } from "./s370-operands.ts";
import { programBytes } from "./s370-programs.ts";

export interface Case {
  readonly name: string;
  readonly image: Uint8Array;
}

/** A case whose image is made when it is first asked for: most cases of a sample are passed over. */
export function lazily(name: string, make: () => Uint8Array): Case {
  let image: Uint8Array | undefined;
  return {
    name,
    get image() {
      image ??= make();
      return image;
    },
  };
}

/** Not here: they show what a machine is or what is attached; see s370-cases-machine.ts. */
const LEFT_OUT = new Set(["STIDP", "STCK", "DIAG", "TCH"]);
/** Not under translation: real addresses, or PSWs and branches that lead out of it. */
const NOT_TRANSLATED = new Set(["LPSW", "SSM", "STNSM", "STOSM", "LCTL", "MVCL", "CLCL"]);

const tested = baseInstructions.filter(({ mnemonic }) => !LEFT_OUT.has(mnemonic));
const translated = tested.filter(({ mnemonic, privileged }) => !NOT_TRANSLATED.has(mnemonic) && !privileged);
const protectable = tested.filter(({ mnemonic }) => mnemonic !== "MVCL" && mnemonic !== "CLCL" && mnemonic !== "SPKA");

const CASES_OF_EACH = 200;
const TRANSLATED_CASES = 1200;
const LRA_CASES = 300;
const PROTECTED_CASES = 900;
const PROGRAMS = 300;

/** Initial values of control registers, but for tables. */
export const CONTROL = [0xe0, 0, 0xffff_ffff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xc200_0000, 0x200];

export function randomRegisters(random: Random): number[] {
  return Array.from({ length: 16 }, () => random.edgeWord());
}

/** Puts an instruction made for it into the image, as {@link putInstruction}. */
function putCode(ground: Ground, definition: InstructionDefinition): number {
  return putInstruction(ground, instructionBytes(ground, definition), definition.mnemonic !== "EX");
}

/** Puts it there by itself or, if it may be, as the target of EX, with SVC 0 behind it. Returns where to start. */
export function putInstruction(ground: Ground, bytes: readonly number[], mayBeTarget: boolean): number {
  const { random, image } = ground;
  let at = random.chance(20) ? 0x1000 - random.pick([2, 4]) : CODE + 2 * random.below(0x400);
  if (!random.chance(15) || !mayBeTarget) {
    image.put(at, [...bytes, 0x0a, 0]);
    return at;
  }
  // EX adds half of the second byte from a register. The displacement alone reaches the target: no base may be free.
  const modifier = random.below(16);
  const mask = modifier === 0 ? 0 : random.below(256);
  ground.registers[modifier] = ((ground.registers[modifier] & ~0xff) | (bytes[1] & mask)) >>> 0;
  image.put(0xffa, [bytes[0], bytes[1] & ~mask, ...bytes.slice(2)]);
  at = CODE + 2 * random.below(0x200);
  image.put(at, [0x44, modifier << 4, 0x0f, 0xfa, 0x0a, 0]);
  return at;
}

function testPsw(
  random: Random,
  ec: boolean,
  address: number,
  more: { key?: number; problem?: boolean; mask?: number } = {},
): readonly [number, number] {
  const code = random.below(4);
  const mask = random.chance(50) ? 8 : random.below(16);
  const left = ((more.mask ?? 0) << 24) | ((more.key ?? 0) << 20) | (more.problem ? 0x0001_0000 : 0);
  if (ec) return [(left | 0x0008_0000 | (code << 12) | (mask << 8)) >>> 0, address];
  return [left >>> 0, ((code << 28) | (mask << 24) | address) >>> 0];
}

function made(seed: number, name: string, make: (random: Random, image: Image) => Setting): Case {
  return lazily(`${name} #${seed}`, () => {
    const random = new Random(seed);
    const image = new Image();
    fillData(random, image);
    image.set(make(random, image));
    return image.bytes;
  });
}

/** Keys of the data, so that what loaded the image does not show in reference and change bits. */
export function plainKeys(random: Random): (readonly [address: number, key: number])[] {
  return [0, 1, 2, 3].map((i) => [DATA + 0x800 * i, random.pick([0, 0, 2, 4, 6])] as const);
}

function instructionCase(seed: number, definition: InstructionDefinition): Case {
  return made(seed, definition.mnemonic, (random, image) => {
    const registers = randomRegisters(random);
    const at = putCode({ random, image, registers, shift: 0, wild: true }, definition);
    const problem = random.chance(definition.privileged ? 15 : 10);
    const suppress = definition.mnemonic === "SSM" && random.chance(20);
    const psw = testPsw(random, random.chance(40), at, { problem });
    const controlRegisters = [suppress ? 0x4000_00e0 : 0xe0, ...CONTROL.slice(1)];
    const showKeys = /^(SSK|ISK|RRB)$/.test(definition.mnemonic);
    return { registers, psw, controlRegisters, ...(showKeys ? { keys: plainKeys(random), showKeys } : {}) };
  });
}

/** Page and segment tables: code stays where it is, operands come from a second segment. Returns CR0 and CR1. */
export function tables(random: Random, image: Image): { cr0: number; cr1: number; shift: number } {
  const large = random.chance(40);
  const pageBits = random.pick([11, 12]);
  const pages = 0x4000 >>> pageBits;
  const entry = (frame: number): number => frame >>> 8;
  const invalid = pageBits === 12 ? 8 : 4;
  const length = large ? 0 : 3;
  const segment = (table: number, limit = length): number => ((limit << 28) | table) >>> 0;
  image.word(SEGMENT_TABLE, segment(PAGE_TABLES[0]));
  const fate = random.below(20);
  let second = segment(PAGE_TABLES[1]);
  if (fate === 0) second |= 1;
  if (fate === 1) second |= 1 << random.between(24, 27);
  if (fate === 2 && !large) second = segment(PAGE_TABLES[1], 2);
  if (fate === 3) second = segment(0x20_0000);
  image.word(SEGMENT_TABLE + 4, second);
  const frames = Array.from({ length: pages }, (_, i) => i << pageBits);
  const data = frames.filter((frame) => frame >= DATA);
  frames.forEach((frame, i) => {
    image.half(PAGE_TABLES[0] + 2 * i, entry(frame));
    if (frame < DATA) return;
    const wrong = random.below(24);
    let value = entry(random.pick(data));
    if (wrong < 3) value |= invalid;
    if (wrong === 3) value |= random.pick(pageBits === 12 ? [2, 4, 6] : [2]);
    if (wrong === 4) value = entry(0x20_0000);
    if (wrong === 5) value |= 1;
    image.half(PAGE_TABLES[1] + 2 * i, value);
  });
  const page = pageBits === 11 ? 1 : 2;
  const size = large ? 2 : 0;
  const cr0 = (page << 22) | (size << 19) | 0xe0;
  return { cr0, cr1: SEGMENT_TABLE, shift: large ? 0x10_0000 : 0x1_0000 };
}

function translatedCase(seed: number, definition: InstructionDefinition): Case {
  return made(seed, `${definition.mnemonic} translated`, (random, image) => {
    const registers = randomRegisters(random);
    const { cr0, cr1, shift } = tables(random, image);
    const ground = { random, image, registers, shift, wild: false };
    const at = putCode(ground, definition);
    const broken = random.below(60);
    const cr = [...CONTROL];
    cr[0] = broken === 0 ? 0xe0 : broken === 1 ? cr0 | 0x0020_0000 : cr0;
    cr[1] = cr1;
    return {
      registers,
      psw: testPsw(random, true, at, { mask: 4, problem: random.chance(30) }),
      controlRegisters: cr,
      keys: plainKeys(random),
      showKeys: true,
    };
  });
}

function loadRealCase(seed: number, definition: InstructionDefinition): Case {
  return made(seed, "LRA tables", (random, image) => {
    const registers = randomRegisters(random);
    const { cr0, cr1, shift } = tables(random, image);
    const where = random.pick([shift, shift, shift, 0, 0x20_0000, 0xf0_0000, 0x11_0000]);
    const at = putCode({ random, image, registers, shift: where, wild: false }, definition);
    const cr = [...CONTROL];
    cr[0] = random.chance(4) ? 0xe0 : cr0;
    cr[1] = cr1;
    return { registers, psw: testPsw(random, random.chance(50), at), controlRegisters: cr };
  });
}

function protectedCase(seed: number, definition: InstructionDefinition): Case {
  return made(seed, `${definition.mnemonic} with keys`, (random, image) => {
    const registers = randomRegisters(random);
    const at = putCode({ random, image, registers, shift: 0, wild: false }, definition);
    const key = random.pick([0, 1, 1, 1, 2]);
    const keys = [0, 1, 2, 3].map(
      (i) => [DATA + 0x800 * i, random.pick([0x00, 0x10, 0x10, 0x18, 0x28, 0x20, 0x16])] as const,
    );
    const code = random.chance(6) ? [[CODE, 0x38] as const, [0x1000, 0x38] as const] : [];
    const problem = !definition.privileged && random.chance(50);
    return {
      registers,
      psw: testPsw(random, random.chance(50), at, { key, problem }),
      keys: [...keys, ...code],
      showKeys: true,
    };
  });
}

function programCase(seed: number): Case {
  return made(seed, "program", (random, image) => {
    const registers = randomRegisters(random);
    image.put(CODE, programBytes(random, registers));
    return { registers, psw: testPsw(random, random.chance(30), CODE) };
  });
}

/** All of them, in the order in which they were recorded. */
export function* cases(): Generator<Case> {
  let seed = 1;
  for (const definition of tested) for (let i = 0; i < CASES_OF_EACH; i++) yield instructionCase(seed++, definition);
  for (let i = 0; i < TRANSLATED_CASES; i++) yield translatedCase(seed++, translated[i % translated.length]);
  const lra = baseInstructions.filter(({ mnemonic }) => mnemonic === "LRA");
  for (let i = 0; i < LRA_CASES; i++) yield loadRealCase(seed++, lra[0]);
  for (let i = 0; i < PROTECTED_CASES; i++) yield protectedCase(seed++, protectable[i % protectable.length]);
  for (let i = 0; i < PROGRAMS; i++) yield programCase(seed++);
}
