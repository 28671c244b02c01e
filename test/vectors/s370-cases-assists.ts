/**
 * Assists for control programs, for another System/370 to run that has them; see record-s370.ts. Of the virtual-machine
 * assist that is SSM, SVC and LPSW, of the control-program assist all that is done here. What the virtual PSW has where the
 * real one counts, and bit 1 of control register 6, are cleared before a case ends: Hercules keeps the former up to date at
 * times, and the latter never. So is the length code of the virtual old PSW, which is 0 there in BC mode and not 1. And an
 * SVC of virtual problem state is not assisted there.
 */
import { Random } from "./random.ts";
import type { Case } from "./s370-cases.ts";
import { DATA, Image, LANDING, PAGE_TABLES, SEGMENT_TABLE } from "./s370-image.ts";

/** What Hercules needs. */
export const statements = "ECPSVM LEVEL 20\n";

const CASES_OF_EACH = 120;

/** Places in real page 0, behind the code. */
const CLEANING = 0xd00;
const MICBLOK = 0xe00;
const VIRTUAL_PSW = 0xe20;
const MASK = 0xe30;
const ZERO = 0xe34;
const STOP = 0xe38;
const VIRTUAL_REGISTERS = 0xe40;
const SAVED = 0xe80;
const PAGE_0_ADDRESS = 0xe84;

/** The virtual machine's pages 0 to 3 are real pages 2, 1, 0 and 3: so its code is at its X'2800'. */
const FRAMES = [2, 1, 0, 3];
const CODE = 0x2800;
/** A landing place with SVC 76, which nobody assists. */
const END = 0x2000 + LANDING + 2 * 76;
/** Its page 0. */
const PAGE_0 = 0x2000;

const PROBLEM = 0x0001_0000;
const EC = 0x0008_0000;

function virtualMachine(seed: number, mnemonic: "SSM" | "SVC" | "LPSW"): Case {
  const random = new Random(0xa_0000 + seed);
  const image = new Image();
  const ec = random.chance(50);
  const translating = ec && random.chance(30) ? 4 : 0;
  const mask = ec ? translating | random.below(4) : random.below(256);
  const key = random.chance(70) ? 0 : random.below(16);
  const isProblem = mnemonic !== "SVC" && random.chance(15);
  const virtual = (mask << 24) | (key << 20) | (ec ? EC : 0) | (random.below(2) << 18) | (isProblem ? PROBLEM : 0);
  const controls = (random.chance(95) ? 0x80 : 0) | (isProblem ? 0x40 : 0) | (random.chance(8) ? 0x08 : 0);

  const newMask = ec && random.chance(85) ? translating | random.below(4) : random.below(256);
  const newEc = random.chance(90) === ec;
  const usable = newEc ? newMask & 0x07 : newMask;
  const mode = (newEc ? EC : 0) | (random.chance(8) ? 0x0002_0000 : 0) | (random.below(2) << 18);
  const replacing =
    (usable << 24) | (random.below(16) << 20) | mode | (random.chance(20) ? PROBLEM : 0) | (newEc ? random.below(64) << 8 : 0);
  const replacingRight = (newEc ? 0 : random.below(64) << 24) | END;

  image.word(MICBLOK, SEGMENT_TABLE);
  image.word(MICBLOK + 4, VIRTUAL_REGISTERS);
  image.word(MICBLOK + 8, VIRTUAL_PSW | (random.chance(30) ? 0x8000_0000 : 0));
  // Hercules has LPSW with the expanded assist.
  image.word(MICBLOK + 20, 0x8000_0000);
  image.word(VIRTUAL_PSW, virtual);
  image.word(VIRTUAL_REGISTERS, 0x0080_0000 | (random.chance(12) ? 0x4000_0000 : 0));
  image.word(SEGMENT_TABLE, 0x3000_0000 | PAGE_TABLES[0]);
  for (let i = 1; i < 16; i++) image.word(SEGMENT_TABLE + 4 * i, 1);
  FRAMES.forEach((frame, page) => {
    image.half(PAGE_TABLES[0] + 2 * page, frame << 4);
  });
  const registers = Array.from({ length: 16 }, () => random.word());
  registers[5] = 0x3000 + 8 * random.below(64);
  const operand = registers[5] + 8 * random.below(64);
  const displacement = operand - registers[5];
  const address = [0x50 | (displacement >>> 8), displacement & 255];
  const code: number[] = [];
  if (mnemonic === "SSM") {
    image.put(operand, [newMask]);
    code.push(0x80, 0, ...address);
  } else if (mnemonic === "LPSW") {
    image.word(operand, replacing);
    image.word(operand + 4, replacingRight);
    code.push(0x82, 0, ...address);
  } else {
    image.word(PAGE_0 + 0x60, replacing);
    image.word(PAGE_0 + 0x64, replacingRight);
    code.push(0x0a, random.below(256));
  }
  const control = [0x0080_00e0, SEGMENT_TABLE, -1, 0, 0, 0, (controls << 24) | MICBLOK, 0, 0, 0, 0, 0, 0, 0, 0xc200_0000, 0x200];
  const conditions = random.below(64) << 8;
  image.set({ registers, psw: [0x0409_0000 | (key << 20) | conditions, CODE], controlRegisters: control });
  image.put(0x800, [...code, 0x0a, 76]);
  clean(image);
  return { name: `${mnemonic} assisted #${seed}`, image: image.bytes };
}

/** Interruptions lead to a program that clears what differs, and stops. */
function clean(image: Image): void {
  for (const at of [0x60, 0x68]) {
    image.word(at, EC);
    image.word(at + 4, CLEANING);
  }
  const at = (address: number): [number, number] => [address >>> 8, address & 255];
  image.put(CLEANING, [
    ...[0xd4, 3, ...at(VIRTUAL_PSW), ...at(MASK)],
    ...[0xd7, 3, ...at(VIRTUAL_PSW + 4), ...at(VIRTUAL_PSW + 4)],
    ...[0x50, 0x10, ...at(SAVED), 0x58, 0x10, ...at(PAGE_0_ADDRESS), 0x94, 0x3f, 0x10, 0x24, 0x58, 0x10, ...at(SAVED)],
    ...[0xb7, 0x66, ...at(ZERO)],
    ...[0x82, 0, ...at(STOP)],
  ]);
  image.word(MASK, 0xffff_0000);
  image.word(PAGE_0_ADDRESS, PAGE_0);
  image.word(STOP, 0x000a_0000);
  image.word(STOP + 4, 0xe2);
}

/** Where the control program's blocks are: tables of words and halfwords in the operands. */
const WORDS = DATA;
const BLOCKS = DATA + 0x200;
const CORE = DATA + 0x800;

const CODES = [0x02, 0x03, 0x06, 0x08, 0x09, 0x0e, 0x12, 0x14, 0x15];

function controlProgram(seed: number, code: number): Case {
  const random = new Random(0xb_0000 + seed);
  const image = new Image();
  const registers = Array.from({ length: 16 }, () => random.word());
  registers[3] = WORDS;
  registers[14] = LANDING + 2 * random.below(200);
  const control = [0x0080_00e0, SEGMENT_TABLE, -1, 0, 0, 0, random.chance(95) ? 0x0200_0000 : 0xfd00_0000, 0, 0, 0, 0, 0, 0, 0, 0xc200_0000, 0x200];
  const keys = [0, 1, 2, 3].map((i) => [DATA + 0x800 * i, random.pick([0, 2, 4, 6])] as const);
  const halves = (at: number, count: number, of: () => number): void => {
    for (let i = 0; i < count; i++) image.half(at + 2 * i, random.chance(20) ? 0xffff : of());
  };
  const [first, second] = operands(random, image, registers, code, halves);
  image.set({ registers, psw: [EC | (random.below(64) << 8), 0x800], controlRegisters: control, keys, showKeys: true });
  image.put(0x800, [0xe6, code, ...first, ...second, 0x0a, 250]);
  return { name: `E6${code.toString(16).toUpperCase().padStart(2, "0")} #${seed}`, image: image.bytes };
}

/** What a function works on; its two operands, by register 3 or without. */
function operands(
  random: Random,
  image: Image,
  registers: number[],
  code: number,
  halves: (at: number, count: number, of: () => number) => void,
): [readonly [number, number], readonly [number, number]] {
  const words = (at: number): readonly [number, number] => [0x30 | (at >>> 8), at & 255];
  const plain = (at: number): readonly [number, number] => [at >>> 8, at & 255];
  const byRegister = (register: number, at = 0): readonly [number, number] => [(register << 4) | (at >>> 8), at & 255];
  const entry = (frame: number): number => CORE + 16 * frame;
  const fillCore = (): void => {
    for (let frame = 0; frame < 16; frame++) {
      image.word(entry(frame), random.chance(70) ? 0xc6d9_c5c5 : random.word());
      image.word(entry(frame) + 4, random.pick([0, 1, 1, 2, 3, 0xffff_ffff]));
      // Shared are only frames whose keys are set here: whether what came before has changed the others is told differently.
      const shared = frame >= 2 ? random.pick([0, 0x08]) : 0;
      image.put(entry(frame) + 8, [random.pick([0, 0x02, 0x02, 0x80, 0x82]) | shared]);
    }
  };
  switch (code) {
    case 0x02:
      fillCore();
      image.word(WORDS, CORE);
      registers[4] = 0x1000 * random.below(16);
      return [words(0), byRegister(4, random.below(4096))];
    case 0x03:
      fillCore();
      image.word(WORDS, random.pick([0x1_0000, 0xffff, 0x8000]));
      image.word(WORDS + 4, CORE);
      registers[4] = 0x1000 * random.below(17);
      return [words(0), byRegister(4)];
    case 0x06:
      halves(WORDS, 16, () => 0x20 * random.below(4));
      image.word(WORDS + 0x40, BLOCKS);
      image.word(WORDS + 0x44, BLOCKS + 0x100);
      image.word(WORDS + 0x48, BLOCKS + 0x200);
      halves(BLOCKS, 0x80, () => 0x20 * random.below(4));
      halves(BLOCKS + 0x100, 0x80, () => 8 * random.below(64));
      registers[1] = random.below(0x1000);
      return [words(0), words(0x40)];
    case 0x08:
    case 0x09:
      fillCore();
      image.word(WORDS, CORE);
      image.word(SEGMENT_TABLE, 0xf000_0000 | PAGE_TABLES[0]);
      for (let i = 1; i < 16; i++) image.word(SEGMENT_TABLE + 4 * i, 1);
      for (let page = 0; page < 16; page++)
        image.half(PAGE_TABLES[0] + 2 * page, (random.below(4) << 4) | (random.chance(20) ? 8 : 0));
      registers[1] = random.below(random.chance(90) ? 0x1_0000 : 0x2_0000);
      return [words(0), plain(LANDING + 0x100)];
    case 0x0e:
      [WORDS + 0x60, BLOCKS, BLOCKS + 0x200, BLOCKS + 0x400].forEach((at, i) => {
        image.word(WORDS + 4 * i, at);
      });
      halves(WORDS + 0x60, 16, () => 0x20 * random.below(4));
      halves(BLOCKS, 0x80, () => 0x40 * random.below(4));
      halves(BLOCKS + 0x200, 0x100, () => random.below(64));
      // An alternate unit names its primary one.
      for (let unit = 0; unit < 4; unit++) {
        image.put(BLOCKS + 0x200 + 0x40 * unit + 5, [random.pick([0, 0x40])]);
        image.word(BLOCKS + 0x200 + 0x40 * unit + 0x10, BLOCKS + 0x600 + unit);
      }
      return [plain(random.below(0x1000)), words(0)];
    case 0x12:
      return [words(4 * random.below(64)), words(0)];
    case 0x14:
      registers[0] = random.chance(90) ? random.below(12) : random.word();
      chains(random, image);
      return [words(0), words(0x40)];
    default:
      fillCore();
      if (random.chance(70)) {
        image.word(entry(2), 0xc6d9_c5c5);
        image.put(entry(2) + 8, [0x02]);
      }
      registers[0] = random.chance(90) ? random.below(12) : random.word() >>> 16;
      registers[1] = random.pick([BLOCKS, BLOCKS + 0x20, BLOCKS + 8 * random.below(32)]);
      chains(random, image);
      image.word(WORDS + 0x60, CORE);
      image.word(WORDS + 0x64, 0xc6d9_c5c5);
      image.word(WORDS + 0x68, 10);
      for (let i = 0; i < 12; i++) image.put(WORDS + 0x6c + i, [4 * random.below(4)]);
      return [words(0), words(0x60)];
  }
}

/** Four chains, some empty, and for each size which it is. */
function chains(random: Random, image: Image): void {
  image.word(WORDS, 10);
  for (let chain = 0; chain < 4; chain++)
    image.word(WORDS + 4 + 4 * chain, random.chance(30) ? 0 : BLOCKS + 0x20 * random.below(8));
  for (let i = 0; i < 12; i++) image.put(WORDS + 0x40 + i, [4 * random.below(4)]);
  for (let block = 0; block < 8; block++) image.word(BLOCKS + 0x20 * block, BLOCKS + 0x20 * random.below(8));
}

/** All of them, in the order in which they were recorded. */
export function* cases(): Generator<Case> {
  let seed = 1;
  for (const mnemonic of ["SSM", "SVC", "LPSW"] as const)
    for (let i = 0; i < 3 * CASES_OF_EACH; i++) yield virtualMachine(seed++, mnemonic);
  for (const code of CODES) for (let i = 0; i < CASES_OF_EACH; i++) yield controlProgram(seed++, code);
}
