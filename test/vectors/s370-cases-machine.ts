/**
 * Cases of instructions that tell the time (STCK, STPT) or what the machine is (STIDP, TCH, RIO, STIDC, DIAGNOSE), for
 * another System/370 to run; see record-s370.ts. What differs from run to run is compared by the program itself, which
 * goes to another SUPERVISOR CALL where time runs backward, and is then overwritten. Channels are those that are not
 * there.
 */
import { Random } from "./random.ts";
import { CONTROL, type Case, putInstruction, randomRegisters } from "./s370-cases.ts";
import { CODE, DATA, Image, LANDING, type Setting } from "./s370-image.ts";
import { based, fillData, type Ground, place } from "./s370-operands.ts";

const CASES_OF_EACH = 210;

/** Registers that addresses stay out of: condition codes go there. */
const CODES = [8, 9];
/** Where a comparison goes that should not be so. */
const WRONG = LANDING + 2 * 0x99;
/** What a clock is set to. */
const VALUE = 0x3e8;
/** Bits 56-63 of a clock's value: no clock of a System/370 has them. */
const UNUSED = 0x3f0;

/** What a case's instructions are made for. */
interface Tested extends Ground {
  readonly isProblem: boolean;
  /** Whether the operands' blocks of 2 KiB may be out of reach. */
  readonly mayFault: boolean[];
}

const word = (value: number): number[] => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];

const conditionCode = (register: number): number[] => [0x05, register << 4];
const branch = (mask: number, address: number): number[] => [0x47, mask << 4, address >>> 8, address & 255];

/** An instruction of format SS on two operands given as base and displacement. */
const both = (opcode: number, length: number, a: readonly number[], b: readonly number[]): number[] => [
  opcode,
  length - 1,
  ...a,
  ...b,
];

/** The same base, further on. Displacements end at 4,095: there is none beyond. */
const further = ([first, second]: readonly [number, number], by: number): readonly [number, number] => {
  const displacement = ((first & 15) << 8) + second + by;
  return [(first & 0xf0) | (displacement >>> 8), displacement & 255];
};

/** An address that can be written with 8 more as displacement. */
function operand(ground: Ground, address: number, avoid: readonly number[]): [number, number] {
  for (;;) {
    const found = based(ground, address, avoid);
    if (((found[0] & 15) << 8) + found[1] <= 4095 - 8) return found;
  }
}

/**
 * Two places, the first of which may be anywhere, out of reach too; the second is in reach and lies elsewhere, so that
 * whatever faults does so before anything has been stored.
 */
function places(tested: Tested, boundary: number): [first: [number, number], second: [number, number]] {
  const { random } = tested;
  const first = place(tested, 8) & (random.chance(90) ? -boundary : -1);
  const block = first < 0x3000 ? 3 : 0;
  tested.mayFault[block] = false;
  const a = operand(tested, first, CODES);
  return [a, operand(tested, DATA + 0x800 * block + 8 * random.below(100), [...CODES, a[0] >>> 4])];
}

/** Base and displacement of what lies below 4,096. */
const low = (address: number): [number, number] => [address >>> 8, address & 255];

/** In supervisor state the clock is set first: half a second before its left word changes. Then it is stored twice. */
function storeClock(tested: Tested): number[] {
  const { random, image, isProblem } = tested;
  const [a, b] = places(tested, 1);
  image.put(VALUE, [...word(random.edgeWord()), ...word(random.below(0x8000_0000) & ~0xfff)]);
  image.put(UNUSED, [0, 0, 0, 0, 0, 0, 0, 255]);
  const compared = [
    ...[...both(0xd5, 8, a, low(VALUE)), ...branch(4, WRONG)],
    ...[...both(0xd5, 4, a, low(VALUE)), ...branch(6, WRONG)],
  ];
  return [
    ...(isProblem ? [] : [0xb2, 0x04, ...low(VALUE)]),
    ...[0xb2, 0x05, ...a, ...conditionCode(8)],
    ...[0xb2, 0x05, ...b, ...conditionCode(9)],
    ...[...both(0xd5, 8, a, b), ...branch(2, WRONG)],
    ...(isProblem ? [] : compared),
    ...both(0xd4, 8, a, low(UNUSED)),
    ...both(0xd4, 8, b, low(UNUSED)),
  ];
}

/** SET CPU TIMER, half a second before its left word changes; then it is stored twice. */
function storeTimer(tested: Tested): number[] {
  const { random, image } = tested;
  const [a, b] = places(tested, 8);
  image.put(VALUE, [...word(random.edgeWord()), ...word((random.word() | 0x8000_0000) & ~0xfff)]);
  return [
    ...[0xb2, 0x08, ...low(VALUE)],
    ...[0xb2, 0x09, ...a, ...conditionCode(8)],
    ...[0xb2, 0x09, ...b, ...conditionCode(9)],
    ...[...both(0xd5, 8, b, a), ...branch(2, WRONG)],
    ...[...both(0xd5, 8, a, low(VALUE)), ...branch(2, WRONG)],
    // Its left word stays.
    ...both(0xd7, 4, further(a, 4), further(a, 4)),
    ...both(0xd7, 4, further(b, 4), further(b, 4)),
  ];
}

/** An instruction of format S on an operand in storage. */
const onStorage =
  (first: number, second: number, boundary: number) =>
  (ground: Tested): number[] => {
    const address = place(ground, 8) & (ground.random.chance(90) ? -boundary : -1);
    return [first, second, ...based(ground, address)];
  };

/** Of a channel other than 0: none is there. */
const onChannel =
  (first: number, second: number) =>
  (ground: Tested): number[] => {
    const { random } = ground;
    const beyond = random.chance(30) ? random.below(256) << 16 : 0;
    const address = beyond | (random.between(1, 255) << 8) | random.below(256);
    return [first, second, ...based(ground, address)];
  };

interface Kind {
  readonly name: string;
  readonly bytes: (tested: Tested) => number[];
  /** Whether it is one instruction, which EXECUTE may execute. */
  readonly single: boolean;
  /** Per cent of the cases that are in problem state. */
  readonly problem: number;
}

const KINDS: readonly Kind[] = [
  { name: "STCK", bytes: storeClock, single: false, problem: 50 },
  { name: "STPT", bytes: storeTimer, single: false, problem: 10 },
  { name: "STIDP", bytes: onStorage(0xb2, 0x02, 8), single: true, problem: 10 },
  { name: "TCH", bytes: onChannel(0x9f, 0x00), single: true, problem: 10 },
  { name: "RIO", bytes: onChannel(0x9c, 0x02), single: true, problem: 10 },
  { name: "STIDC", bytes: onChannel(0xb2, 0x03), single: true, problem: 10 },
  // What it does besides is each model's own.
  {
    name: "DIAG",
    bytes: ({ random }) => [0x83, random.below(256), random.below(256), random.below(256)],
    single: true,
    problem: 100,
  },
];

function one(seed: number, { name, bytes, single, problem }: Kind): Case {
  const random = new Random(0x9_0000 + seed);
  const image = new Image();
  fillData(random, image);
  const registers = randomRegisters(random);
  const isProblem = random.chance(problem);
  const mayFault = [true, true, true, true];
  const tested: Tested = { random, image, registers, shift: 0, wild: true, isProblem, mayFault };
  const made = bytes(tested);
  const at = single ? putInstruction(tested, made, true) : CODE + 2 * random.below(0x300);
  if (!single) image.put(at, [...made, 0x0a, 0]);
  const key = random.chance(30) ? random.below(16) : 0;
  const own = key << 4;
  const keys = mayFault.map(
    (may, i) => [DATA + 0x800 * i, may ? random.pick([own, own, own | 8, 0x30, 0x38]) : own] as const,
  );
  const left = (key << 20) | (isProblem ? 0x0001_0000 : 0);
  const [code, mask] = [random.below(4), random.below(16)];
  const ec = random.chance(50);
  const psw: Setting["psw"] = ec
    ? [(left | 0x0008_0000 | (code << 12) | (mask << 8)) >>> 0, at]
    : [left, ((code << 28) | (mask << 24) | at) >>> 0];
  image.set({ registers, psw, controlRegisters: CONTROL, ...(single ? {} : { keys, showKeys: true }) });
  return { name: `${name} #${seed}`, image: image.bytes };
}

/** All of them, in the order in which they were recorded. */
export function* cases(): Generator<Case> {
  let seed = 1;
  for (const kind of KINDS) for (let i = 0; i < CASES_OF_EACH; i++) yield one(seed++, kind);
}
