/**
 * 10,000 random programs for another System/370 to run; see record-s370.ts. Their supervisor calls and exceptions are
 * passed by handlers; page faults are answered by a pager, which now and then takes another page away.
 */
import { Random } from "./random.ts";
import { decimalData, LINE_AT, LINE_LENGTH } from "./s370-decimal-programs.ts";
import { CONTROL, type Case } from "./s370-cases.ts";
import { longNumber, relatedNumber } from "./s370-floating.ts";
import { CODE, DATA, Image, PAGE_TABLES, SEGMENT_TABLE } from "./s370-image.ts";
import {
  ALIAS,
  BASE,
  type Flavour,
  FLOATING_AT,
  FLOATING_COUNT,
  HERE,
  NUMBERS,
  randomProgram,
} from "./s370-random-programs.ts";

export const RANDOM_PROGRAMS = 10_000;

/** Of operands only a checksum is recorded. */
export const condensed = true;

/** Handlers of program interruptions, supervisor calls and page faults; where all end, and the PSW that ends it. */
const PROGRAM_HANDLER = 0x600;
const SVC_HANDLER = 0x680;
const PAGER = 0x6c0;
const END = 0x780;
const END_PSW = 0x7f0;
/** Registers that handlers save; interruptions counted; words that the pager needs. */
const SAVE = 0x390;
const TRAPS = 0x3d0;
const CALLS = 0x3d4;
const INDEX_MASK = 0x3d8;
const TABLE = 0x3dc;
const VALID = 0x3e0;
const INVALID = 0x3e4;
const PAGES_MASK = 0x3e8;
const LINE = 0x3ec;
/** Index of the page that was missed last. */
const MISSED = 0x3f0;
/** After so many exceptions a program ends. */
const MOST_TRAPS = 250;

/** Numbers lie here, over the boundary of a page. */
const NUMBERS_AT = 0x2f00;

const rx = (opcode: number, register: number, address: number, index = 0, base = 0): number[] => [
  opcode,
  (register << 4) | index,
  (base << 4) | (address >>> 8),
  address & 0xff,
];
const si = (opcode: number, value: number, address: number): number[] => [opcode, value, address >>> 8, address & 0xff];
const branch = (mask: number, address: number): number[] => rx(0x47, mask, address);
const count = (at: number): number[][] => [rx(0x58, 1, at), rx(0x41, 1, 1, 1), rx(0x50, 1, at)];

/** Bits of pages' addresses, and where the second segment begins; without translation undefined. */
interface Pages {
  readonly bits: number;
  readonly large: boolean;
}

function putHandlers(image: Image, ec: boolean, pages: Pages | undefined): void {
  const code = ec ? 0x8f : 0x2b;
  const save = [0x90, 0x03, SAVE >>> 8, SAVE & 0xff];
  const restore = [0x98, 0x03, SAVE >>> 8, SAVE & 0xff];
  const goOn = (old: number): number[][] => [restore, si(0x82, 0, old)];
  image.put(
    PROGRAM_HANDLER,
    [
      save,
      ...count(TRAPS),
      rx(0x41, 2, MOST_TRAPS),
      [0x19, 0x12],
      branch(2, END),
      si(0x95, 0x11, code),
      branch(8, pages ? PAGER : END),
      si(0x95, 0x10, code),
      branch(8, END),
      ...goOn(0x28),
    ].flat(),
  );
  image.put(
    SVC_HANDLER,
    [si(0x95, 0xff, ec ? 0x8b : 0x23), branch(8, END), save, ...count(CALLS), ...goOn(0x20)].flat(),
  );
  // What an EDIT that was terminated leaves is not said, nor all bits of the address that could not be translated; there
  // that is overwritten by data exceptions too.
  image.word(LINE, NUMBERS_AT + LINE_AT);
  image.put(
    END,
    [
      rx(0x50, 3, SAVE),
      rx(0x58, 3, LINE),
      [0xd7, LINE_LENGTH - 1, 0x30, 0, 0x30, 0],
      rx(0x58, 3, SAVE),
      [0xd7, 3, 0, 0x90, 0, 0x90],
      si(0x82, 0, END_PSW),
    ].flat(),
  );
  image.word(END_PSW, 0x000a_0000);
  image.word(END_PSW + 4, 0xe2);
  for (const [place, handler] of [
    [0x60, SVC_HANDLER],
    [0x68, PROGRAM_HANDLER],
  ]) {
    image.word(place, ec ? 0x0008_0000 : 0);
    image.word(place + 4, handler);
  }
  if (pages) putPager(image, pages, goOn(0x28));
}

/** It makes the page valid that was missed, and takes another one away at each eighth interruption. */
function putPager(image: Image, { bits, large }: Pages, goOn: number[][]): void {
  const invalid = bits === 12 ? 8 : 4;
  image.word(INDEX_MASK, (large ? 0x10_0000 : 0x1_0000) / 2 ** bits - 1);
  image.word(TABLE, PAGE_TABLES[1]);
  image.word(VALID, 0xffff ^ invalid);
  image.word(INVALID, invalid);
  image.word(PAGES_MASK, 0x2000 / 2 ** bits - 1);
  const entry = [rx(0x89, 1, 1), rx(0x58, 3, TABLE), rx(0x48, 2, 0, 1, 3)];
  const back = goOn.flat();
  const validate = [
    rx(0x58, 1, 0x90),
    rx(0x88, 1, bits),
    rx(0x54, 1, INDEX_MASK),
    rx(0x50, 1, MISSED),
    ...entry,
    rx(0x54, 2, VALID),
    rx(0x40, 2, 0, 1, 3),
    si(0x91, 7, TRAPS + 3),
  ];
  const over = PAGER + validate.flat().length + 4;
  const take = [
    rx(0x58, 1, TRAPS),
    rx(0x88, 1, 3),
    rx(0x54, 1, PAGES_MASK),
    rx(0x41, 1, 0x2000 / 2 ** bits, 1),
    ...entry,
    rx(0x56, 2, INVALID),
    rx(0x40, 2, 0, 1, 3),
    [0xb2, 0x0d, 0, 0],
  ];
  image.put(PAGER, [...validate.flat(), ...branch(7, over + take.flat().length), ...take.flat(), ...back]);
}

/** Tables: the program has its own addresses; by the second segment it has data, and itself once more. */
function putTables(random: Random, image: Image, { bits, large }: Pages, mayMove: boolean): void {
  const length = large ? 0 : 3;
  PAGE_TABLES.forEach((table, segment) => {
    image.word(SEGMENT_TABLE + 4 * segment, ((length << 28) | table) >>> 0);
  });
  const frames = Array.from({ length: 0x4000 >>> bits }, (_, i) => i << bits);
  const moved = mayMove && random.chance(50);
  const data = frames.filter((frame) => frame >= DATA);
  const invalid = bits === 12 ? 8 : 4;
  frames.forEach((frame, i) => {
    image.half(PAGE_TABLES[0] + 2 * i, frame >>> 8);
    const to = frame >= DATA && moved ? random.pick(data) : frame;
    image.half(PAGE_TABLES[1] + 2 * i, (to >>> 8) | (frame >= DATA && random.chance(30) ? invalid : 0));
  });
}

function putData(random: Random, image: Image): void {
  for (let at = DATA; at < DATA + 0x2000; at += 4)
    image.word(at, random.chance(40) ? random.edgeWord() : random.word());
  image.put(NUMBERS_AT, decimalData(random));
  const numbers = [longNumber(random), longNumber(random)];
  for (let i = 0; i < FLOATING_COUNT; i++) {
    const number = random.chance(60) ? relatedNumber(random, random.pick(numbers)) : longNumber(random);
    numbers.push(number);
    image.word(NUMBERS_AT + FLOATING_AT + 8 * i, Number(number >> 32n));
    image.word(NUMBERS_AT + FLOATING_AT + 8 * i + 4, Number(number & 0xffff_ffffn));
  }
}

/** The program of a seed. */
export function randomProgramCase(seed: number): Case {
  const random = new Random(seed);
  const image = new Image();
  putData(random, image);
  const translated = random.chance(30);
  const keys = random.chance(30);
  const ec = translated || random.chance(30);
  const flavour: Flavour = {
    control: random.chance(40),
    translated,
    decimal: random.chance(40),
    floating: random.chance(40),
  };
  const pages = translated ? { bits: random.pick([11, 12]), large: random.chance(40) } : undefined;
  const shift = pages === undefined ? 0 : pages.large ? 0x10_0000 : 0x1_0000;
  const registers = Array.from({ length: 16 }, () => random.edgeWord());
  registers[HERE] = CODE;
  registers[ALIAS] = shift + CODE;
  registers[BASE] = shift + DATA + (random.chance(50) ? 0 : random.below(64) * 8);
  registers[NUMBERS] = shift + NUMBERS_AT;
  const size = random.between(50, random.pick([80, 150, 300, 500]));
  image.put(CODE, randomProgram(random, flavour, size));

  const mask = random.chance(50) ? 8 : random.below(16);
  const key = keys ? 1 : 0;
  const problem = random.chance(flavour.control ? 25 : 50) ? 0x0001_0000 : 0;
  const left = (key << 20) | problem | (translated ? 0x0400_0000 : 0);
  const psw: readonly [number, number] = ec
    ? [left | 0x0008_0000 | (mask << 8), CODE]
    : [left, ((mask << 24) | CODE) >>> 0];
  const control = [...CONTROL];
  if (pages) {
    putTables(random, image, pages, !flavour.decimal);
    control[0] = ((pages.bits === 11 ? 1 : 2) << 22) | ((pages.large ? 2 : 0) << 19) | 0xe0;
    control[1] = SEGMENT_TABLE;
  }
  const blocks = [0, 1, 2, 3].map(
    (i) => [DATA + 0x800 * i, random.pick([0x10, 0x10, 0x10, 0x18, 0x00, 0x28, 0x20])] as const,
  );
  image.set({
    registers,
    psw,
    controlRegisters: control,
    keys: keys ? [...blocks, [CODE, 0x10], [0x1000, 0x10]] : [],
  });
  putHandlers(image, ec, pages);
  const kinds = [
    translated && "translated",
    keys && "with keys",
    flavour.decimal && "decimal",
    flavour.floating && "floating",
  ];
  return { name: `random program ${kinds.filter(Boolean).join(", ")} #${seed}`, image: image.bytes };
}

/** All of them, or the first of each `every`, in the order in which they were recorded. */
export function* cases(every = 1): Generator<Case> {
  for (let i = 0; i < RANDOM_PROGRAMS; i += every) yield randomProgramCase(4_000_000 + i);
}
