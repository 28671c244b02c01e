/**
 * The dispatcher's part of the control-program assist, for another System/370 to run that has it; see record-s370.ts. Only what both
 * must do alike. Hercules 3.13 differs in this: it takes VMESTAT of DSP0 from real location X'60'; it lets control register 2 mask
 * channels 0 to 5 in BC mode; in EC mode it masks by control register 0 what is pending; it loads floating-point registers from
 * wrong places, and may load control registers so; where shadow tables are not valid it does half the work. And it makes no
 * trace entries. What runs on between two instructions, the CPU timer and the interval timer, is cleared before a case ends.
 */
import { Random } from "./random.ts";
import type { Case } from "./s370-cases.ts";
import { DATA, Image, LANDING, PAGE_TABLES, SEGMENT_TABLE } from "./s370-image.ts";

/** What Hercules needs. */
export const statements = "ECPSVM LEVEL 20\n";

const CASES_OF_EACH = 300;

/** Places in real page 0, behind the code. */
const CLEANING = 0xd00;
const STOP = 0xe38;
const SAVED = 0xe80;
const DATA_ADDRESS = 0xe84;

/** What the control program's own locations get, and other words, by displacement in the data. */
const PSA = 0;
const PSA_AT = 0x328;
const PSA_LENGTH = 0xc8;
const TIMERS = 0x100;
const FLAGS = 0x110;
const STARTED = 0x118;
const STACKED_FOR = 0x120;
const CPU_TIMER = 0x128;
/** Blocks. */
const USERS = [0x200, 0x400, 0x600];
const SYSTEM = USERS[2];
const ECBLOK = 0x800;
const INTERRUPTIONS = [0x880, 0x8a0];
const MICBLOK = 0x8c0;
const REQUEST = 0x900;
const IOBLOK = 0x960;
const TRACING = 0x9a0;
const CORE = 0xa00;
const LIST = 0xb00;
const EXITS = 0xb80;
const CHAINS = 0xc00;
const FRAMES = 0xc20;
const ANCHOR = 0xc60;
const REGISTERS = 0xd00;

/** SVC 76, which nobody assists: where virtual machines stop. */
const END = LANDING + 2 * 76;
const EC = 0x0008_0000;
const FREE = 0xc6d9_c5c5;

/** A word of data whose address is that. */
const at = (displacement: number): number => DATA + displacement;

/** 64 bits, of which the times of the CPU timer are far from each other. */
function time(image: Image, displacement: number, seconds: number): void {
  image.word(at(displacement), seconds);
  image.word(at(displacement) + 4, 0);
}

function dispatcher(seed: number, code: number): Case {
  const random = new Random(0xc_0000 + seed);
  const image = new Image();
  const control = [0x0080_00e0, SEGMENT_TABLE, -1, 0, 0, 0, random.chance(97) ? 0x0200_0000 : 0, 0, 0, 0, 0, 0, 0, 0, 0xc200_0000, 0x200];
  const registers = Array.from({ length: 16 }, () => random.word());
  registers[3] = DATA;
  image.set({ registers, psw: [EC, 0x800], controlRegisters: control });
  tables(image);
  // Then the VMBLOK has the interval timer.
  if (code === 0x0d && random.chance(60)) image.half(PAGE_TABLES[0], 8);
  locations(image, random);
  for (const user of USERS) virtualMachine(image, random, user, code);
  blocks(image, random);
  lists(image, random);
  registers[11] = at(random.chance(90) ? random.pick([USERS[0], USERS[1]]) : SYSTEM);
  registers.forEach((value, i) => {
    image.word(at(REGISTERS) + 4 * i, value);
  });
  image.put(0x800, program(code));
  clean(image);
  return { name: `E6${code.toString(16).toUpperCase().padStart(2, "0")} #${seed}`, image: image.bytes };
}

/** Addresses in data, by register 3, and in page 0. */
const data = (displacement: number): [number, number] => [0x30 | (displacement >>> 8), displacement & 255];
const low = (address: number): [number, number] => [address >>> 8, address & 255];

/** Fills the control program's locations, and comes to the instruction. */
function program(code: number): number[] {
  const move = (to: number, length: number, from: number): number[] => [0xd2, length - 1, ...low(to), ...data(from)];
  return [
    ...move(PSA_AT, PSA_LENGTH, PSA),
    ...move(0x4c, 12, TIMERS),
    ...move(0x69b, 1, FLAGS),
    ...move(0x6a8, 8, STARTED),
    ...move(0x6d0, 4, STACKED_FOR),
    ...[0xb2, 0x08, ...data(CPU_TIMER)],
    ...[0x98, 0x0f, ...data(REGISTERS)],
    ...[0xe6, code, ...data(LIST), ...data(EXITS)],
    ...[0x0a, 250],
  ];
}

/** Virtual page 0 is real page 0, as long as there is one. */
function tables(image: Image): void {
  image.word(SEGMENT_TABLE, 0xf000_0000 | PAGE_TABLES[0]);
  for (let i = 1; i < 16; i++) image.word(SEGMENT_TABLE + 4 * i, 1);
  for (let page = 1; page < 16; page++) image.half(PAGE_TABLES[0] + 2 * page, 8);
}

function locations(image: Image, random: Random): void {
  const psa = (location: number): number => at(PSA) + location - PSA_AT;
  image.put(0x38, [random.pick([0, 0x07, 0x03])]);
  image.word(psa(0x328), random.word());
  image.word(psa(0x32c), random.word());
  image.word(psa(0x338), at(random.pick(USERS)));
  image.put(psa(0x348), [random.pick([0, 0, 0x40, 0x40, 0x80, 0x28]), random.chance(5) ? 0xff : 0, random.chance(5) ? 0xec : 0xcc]);
  image.word(psa(0x37c), at(SYSTEM));
  image.word(psa(0x3d4), 0x0080_0000);
  image.word(psa(0x3ec), at(random.pick(USERS)));
  // The timer's first byte says all: it does not change while the case runs.
  const before = random.pick([0x4080_0000, 0x2080_0000]);
  image.word(at(TIMERS), random.chance(95) ? before - random.below(0x10_0000) : random.word());
  image.word(at(TIMERS) + 4, random.pick([0x4080_0000, 0x0880_0000, 0xc080_0000]));
  image.word(at(TIMERS) + 8, before);
  image.put(at(FLAGS), [(random.chance(5) ? 0x10 : 0) | (random.chance(20) ? 0x02 : 0)]);
  time(image, STARTED, random.pick([0x300, 0x301]));
  image.word(at(STACKED_FOR), random.word());
  time(image, CPU_TIMER, 0x4000);
}

function virtualMachine(image: Image, random: Random, user: number, code: number): void {
  const field = (displacement: number): number => at(user + displacement);
  const isEntry = code === 0x0d;
  const hasEcMode = random.chance(40);
  const isEc = hasEcMode && random.chance(50);
  const wait = random.chance(15) ? 0x0002_0000 : 0;
  const problem = random.chance(50) ? 0x0001_0000 : 0;
  const translating = isEc && !isEntry && random.chance(50) ? 0x0400_0000 : 0;
  const mask = isEc ? translating | (random.below(4) << 24) : random.below(256) << 24;
  const key = random.below(16) << 20;
  const conditions = random.below(64);
  image.word(field(0xa8), mask | key | (isEc ? EC | (conditions << 8) : 0) | wait | problem);
  image.word(field(0xac), (isEc ? 0 : conditions << 24) | END);
  image.word(field(0x0c), hasEcMode ? at(ECBLOK) : random.pick([0xe0, 0x80, 0xffff]));
  image.word(field(0x10), SEGMENT_TABLE);
  const status = random.chance(75) ? 0 : random.pick([0x80, 0x40, 0x20, 0x10, 0x08, 0x02, 0x01, 0x11]);
  image.put(field(0x58), [
    status,
    random.pick([0x08, 0x08, 0x88, 0x48, 0x00]),
    (random.chance(15) ? 0x40 : 0) | (random.chance(20) ? 0x03 : 0) | (random.chance(20) ? 0x01 : 0),
    random.chance(40) ? 0x02 : 0,
    (hasEcMode ? 0x40 : 0) | (random.chance(20) ? 0x20 : 0),
    (isEc ? 0x08 : 0) | (translating ? 0x80 : random.chance(20) ? 0x01 : 0) | (random.chance(8) ? 0x06 : 0),
    random.chance(70) ? 0 : random.pick([0x80, 0x40, 0x04, 0x01, 0x20]),
  ]);
  image.put(field(0x60), [random.chance(30) ? 0xc0 : 0x80, 0, random.pick([0, 0x80, 0x40]), random.chance(88) ? 0 : random.pick([0x40, 0x08])]);
  image.half(field(0x6a), isEc && !isEntry ? 0 : random.chance(50) ? 0 : 1 << random.below(16));
  image.word(field(0x6c), random.pick([5, 0x4000_0000, 0x8000_1000]));
  time(image, user + 0x78, random.pick([0x300, 0x301]));
  time(image, user + 0x80, random.pick([0x2000, 0x1000]));
  time(image, user + 0x88, random.pick([0x100, 0x2000, 0x6000]));
  image.word(field(0xa0), at(TRACING));
  for (let i = 0; i < 16; i++) image.word(field(0xb0) + 4 * i, random.word());
  image.put(field(0x17c), [(isEntry && random.chance(40) ? 0x01 : 0) | random.pick([0x02, 0xe6])]);
  image.put(field(0x17d), random.chance(70) ? [0, at(MICBLOK) >>> 8, at(MICBLOK) & 255] : [0, 0, 0]);
  image.word(field(0x184), random.chance(60) ? 0 : at(INTERRUPTIONS[0]));
  image.put(field(0x1a7), [random.chance(5) ? 0x80 : 0]);
  image.half(field(0x1cc), random.below(9));
}

function blocks(image: Image, random: Random): void {
  // Control registers 4 to 13 are those that there are.
  image.word(at(ECBLOK), random.pick([0, 0xe0, 0x8000_0080]));
  image.word(at(ECBLOK) + 8, random.word() & 0x03ff_ffff);
  image.word(at(ECBLOK) + 0x40, 0x0080_0000);
  image.word(at(ECBLOK) + 0x44, SEGMENT_TABLE);
  INTERRUPTIONS.forEach((block, i) => {
    image.word(at(block), i === 0 && random.chance(60) ? at(INTERRUPTIONS[1]) : 0);
    image.half(at(block) + 10, random.pick([0x80, 0x40, 0x20, 0x0800]));
  });
  image.word(at(MICBLOK), SEGMENT_TABLE);
  image.word(at(MICBLOK) + 4, at(ECBLOK));
  image.word(at(MICBLOK) + 8, at(USERS[0]) + 0xa8);
  // Program events: none, so that nothing is recorded.
  for (let i = 0; i < 3; i++) image.word(at(TRACING) + 0x1c + 4 * i, i === 0 ? 0 : random.below(0x100_0000));
  for (let i = 0; i < 16; i++) image.word(at(REQUEST) + 0x10 + 4 * i, random.word());
  image.word(at(REQUEST) + 0x10 + 44, at(random.pick(USERS)));
  image.word(at(REQUEST) + 0x0c, LANDING + 2 * (100 + random.below(20)));
  image.word(at(IOBLOK) + 0x18, at(random.pick(USERS)));
  image.word(at(IOBLOK) + 0x1c, LANDING + 2 * (120 + random.below(20)));
  for (let frame = 0; frame < 4; frame++) {
    image.word(at(CORE) + 16 * frame, random.chance(90) ? FREE : 0);
    image.put(at(CORE) + 16 * frame + 8, [random.chance(85) ? 0x02 : 0x82]);
  }
}

function lists(image: Image, random: Random): void {
  const list = at(LIST);
  const chain = (block: number, links: number, present: boolean): void => {
    image.word(list + links, present ? at(block) : list);
    image.word(list + links + 4, present ? at(block) : list);
    image.word(at(block) + links, list);
    image.word(at(block) + links + 4, list);
  };
  chain(REQUEST, 0, random.chance(25));
  chain(IOBLOK, 8, random.chance(20));
  image.word(list + 16, 0x0388_0000);
  image.word(list + 24, at(ANCHOR));
  image.word(list + 28, at(CHAINS));
  image.word(list + 32, at(FRAMES));
  image.word(list + 64, random.chance(70) ? 0xf400_0300 : random.word());
  image.word(list + 68, 0);
  for (let i = 0; i < 16; i++) image.word(at(EXITS) + 4 * i, LANDING + 2 * (i + 1));
  // Two or one or none that may run.
  const running = random.chance(50) ? [USERS[1], USERS[0]] : random.chance(70) ? [USERS[0]] : [];
  let before = ANCHOR;
  for (const user of running) {
    image.word(at(before), at(user));
    before = user;
  }
  image.word(at(before), at(ANCHOR));
  image.word(at(CHAINS), random.chance(90) ? 12 : 9);
  image.word(at(CHAINS) + 4, 0);
  image.word(at(CHAINS) + 8, random.chance(90) ? at(INTERRUPTIONS[0]) : at(REQUEST));
  image.word(at(FRAMES), at(CORE));
  image.word(at(FRAMES) + 4, FREE);
  image.word(at(FRAMES) + 8, 12);
  for (let i = 0; i < 12; i++) image.put(at(FRAMES) + 12 + i, [4 * random.below(2)]);
}

/** Interruptions lead to a program that clears what runs on, and stops. */
function clean(image: Image): void {
  for (const location of [0x58, 0x60, 0x68, 0x78]) {
    image.word(location, EC);
    image.word(location + 4, CLEANING);
  }
  const clear = (displacement: number): number[] => {
    const field = [0x10 | (displacement >>> 8), displacement & 255];
    return [0xd7, 7, ...field, ...field];
  };
  image.put(CLEANING, [
    ...[0x50, 0x10, ...low(SAVED), 0x58, 0x10, ...low(DATA_ADDRESS)],
    ...USERS.flatMap((user) => clear(user + 0x80)),
    // Of the timer that was kept, all but its first byte.
    ...[0xd7, 2, ...low(0x55), ...low(0x55)],
    ...[0x58, 0x10, ...low(SAVED), 0x82, 0, ...low(STOP)],
  ]);
  image.word(DATA_ADDRESS, DATA);
  image.word(STOP, 0x000a_0000);
  image.word(STOP + 4, 0xe2);
}

/** All of them, in the order in which they were recorded. */
export function* cases(): Generator<Case> {
  let seed = 1;
  for (const code of [0x07, 0x0d, 0x11]) for (let i = 0; i < CASES_OF_EACH; i++) yield dispatcher(seed++, code);
}
