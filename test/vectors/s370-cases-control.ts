/**
 * Cases of control instructions, and of program-event recording and low-address protection, for another System/370 to
 * run; see record-s370.ts. Those that tell the time or what the machine is are in s370-cases-machine.ts; direct control it
 * lacks.
 */
import type { InstructionDefinition } from "../../engine/s370/index.ts";
import { Random } from "./random.ts";
import { baseInstructions, definitionsOf } from "./s370-base.ts";
import { CONTROL, type Case, plainKeys, putInstruction, randomRegisters, tables } from "./s370-cases.ts";
import { CODE, DATA, Image, PAGE_TABLES, type Setting } from "./s370-image.ts";
import { based, fill, fillData, type Ground, instructionBytes, place } from "./s370-operands.ts";

const CASES_OF_EACH = 210;
const EVENT_CASES = 1500;
const LOW_ADDRESS_CASES = 300;

/** Instructions whose operands are like those of the first recording, or simple. */
const SIMPLE = definitionsOf(
  "LPSW SSM STNSM STOSM LCTL STCTL SSK ISK RRB SPKA IPK PTLB STAP MVCIN SSKE ISKE RRBE SIO SIOF TIO HIO CLRIO HDV".split(" "),
);

/** Storage keys are looked at. */
const KEYED = /^(SSK|ISK|RRB|SSKE|ISKE|RRBE)$/;

/** Instructions whose events are recorded: not those that load PSWs or control registers. */
const WITHOUT_EVENTS = /^(LPSW|SSM|STNSM|STOSM|LCTL|SPKA|STIDP|STCK|DIAG|SIO|SIOF|TIO|HIO|TCH|MVCL|CLCL|SSK|ISK|RRB|PTLB)$/;
const recorded = baseInstructions.filter(({ mnemonic }) => !WITHOUT_EVENTS.test(mnemonic));

const word = (value: number): number[] => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];

function psw(random: Random, ec: boolean, address: number, left = 0): readonly [number, number] {
  const code = random.below(4);
  const mask = random.chance(50) ? 8 : random.below(16);
  if (ec) return [(left | 0x0008_0000 | (code << 12) | (mask << 8)) >>> 0, address];
  return [left >>> 0, ((code << 28) | (mask << 24) | address) >>> 0];
}

function made(seed: number, name: string, make: (random: Random, image: Image) => Setting): Case {
  const random = new Random(0x5_0000 + seed);
  const image = new Image();
  fillData(random, image);
  image.set(make(random, image));
  return { name: `${name} #${seed}`, image: image.bytes };
}

/** One instruction under a PSW of either mode, sometimes in problem state. */
function one(
  seed: number,
  mnemonic: string,
  bytesOf: (ground: Ground, control: number[]) => readonly number[],
  { ec = 50, keys = false, target = true }: { ec?: number; keys?: boolean; target?: boolean } = {},
): Case {
  return made(seed, mnemonic, (random, image) => {
    const registers = randomRegisters(random);
    const control = [...CONTROL];
    const ground: Ground = { random, image, registers, shift: 0, wild: true };
    const at = putInstruction(ground, bytesOf(ground, control), target);
    const problem = random.chance(10) ? 0x0001_0000 : 0;
    const shown = keys ? { keys: plainKeys(random), showKeys: true } : {};
    return { registers, psw: psw(random, random.chance(ec), at, problem), controlRegisters: control, ...shown };
  });
}

const bounded = (random: Random, address: number, boundary: number): number =>
  random.chance(90) ? address & -boundary : address;

/** MC: mostly of a class, under random masks. */
function monitorCall({ random, ...rest }: Ground, control: number[]): number[] {
  const ground = { random, ...rest };
  control[8] = random.word();
  const monitorClass = random.chance(90) ? random.below(16) : random.below(256);
  return [0xaf, monitorClass, ...based(ground, random.below(0x100_0000))];
}

/** SIGP, of the orders that leave the processor running. */
function signal(ground: Ground): number[] {
  const { random, registers } = ground;
  const address = random.between(1, 15);
  registers[address] = random.chance(60) ? random.below(0x1_0000) << 16 : random.word();
  const order = random.chance(80) ? random.pick([1, 1, 2, 3, 4]) : random.pick([0, 14, 15, 200]);
  return [0xae, (random.below(16) << 4) | address, ...based(ground, order, [address])];
}

function protectionTest(ground: Ground): number[] {
  const { random } = ground;
  const first = random.chance(5) ? 0x20_0000 + random.below(0x1000) : DATA + random.below(0x2000);
  const key = based(ground, random.below(0x100));
  return [0xe5, 0x01, ...based(ground, first, [key[0] >>> 4]), ...key];
}

/** A doubleword operand; what the clocks lack, bits 52-63, is zero in it. */
function double(opcode: number): (ground: Ground) => number[] {
  return (ground) => {
    const { random } = ground;
    const address = bounded(random, place(ground, 8), 8);
    fill(ground, address, [...word(random.edgeWord()), ...word(random.edgeWord() & ~0xfff)]);
    return [0xb2, opcode, ...based(ground, address)];
  };
}

/** SCKC, then STCKC of what was set. */
function comparatorAndBack(ground: Ground): number[] {
  const { random } = ground;
  const set = double(0x06)(ground);
  return [...set, 0xb2, 0x07, ...based(ground, bounded(random, place(ground, 8), 8), [set[2] >>> 4])];
}

function invalidation(ground: Ground, control: number[]): number[] {
  const { random, registers } = ground;
  const [first, second] = [random.between(1, 7), random.between(8, 15)];
  const size = random.pick([0x0040_0000, 0x0080_0000]) | random.pick([0, 0x0010_0000]);
  control[0] = random.chance(5) ? 0xe0 : (size | 0xe0) >>> 0;
  const origin = random.chance(5) ? 0x20_0000 : random.pick(PAGE_TABLES);
  registers[first] = (random.below(256) * 0x100_0000 + origin + random.below(8)) >>> 0;
  registers[second] = (random.word() & 0xff80_0fff) | (random.below(8) << 12);
  return [0xb2, 0x21, random.below(256), (first << 4) | second];
}

/** SET PREFIX: code lies outside what changes places, and either block has the new PSWs. STORE PREFIX follows. */
function prefixCase(seed: number): Case {
  return made(seed, "SPX", (random, image) => {
    const registers = randomRegisters(random);
    const ground: Ground = { random, image, registers, shift: 0, wild: true };
    const prefix = random.pick([0, 0x2000, 0x3000]);
    for (const block of [0x2000, 0x3000])
      for (const [at, tag] of [
        [0x58, 0xe1],
        [0x60, 0xe2],
        [0x68, 0xe3],
        [0x78, 0xe5],
      ])
        image.put(block + at, [...word(0x000a_0000), ...word(tag)]);
    const operand = bounded(random, DATA + 0x100 + random.below(0x600), 4);
    fill(ground, operand, word((random.chance(10) ? random.below(256) << 24 : 0) | prefix | random.below(0x1000)));
    const set = [0xb2, 0x10, ...based(ground, operand)];
    const store = [0xb2, 0x11, ...based(ground, bounded(random, 0x3100 + random.below(0x600), 4), [set[2] >>> 4])];
    const at = 0x1000 + 2 * random.below(0x300);
    image.put(at, [...set, ...store, 0x0a, 0]);
    return { registers, psw: psw(random, random.chance(50), at, random.chance(10) ? 0x0001_0000 : 0) };
  });
}

/** LRA, with tables; in either mode. */
function loadRealCase(seed: number, definition: InstructionDefinition): Case {
  return made(seed, "LRA tables", (random, image) => {
    const registers = randomRegisters(random);
    const { cr0, cr1, shift } = tables(random, image);
    const where = random.pick([shift, shift, shift, 0, 0x20_0000, 0xf0_0000, 0x11_0000]);
    const ground: Ground = { random, image, registers, shift: where, wild: false };
    const at = putInstruction(ground, instructionBytes(ground, definition), true);
    const control = [...CONTROL];
    control[0] = random.chance(4) ? 0xe0 : cr0;
    control[1] = cr1;
    return { registers, psw: psw(random, random.chance(50), at), controlRegisters: control };
  });
}

/** TPROT under translation: of pages that are there and not. */
function translatedProtectionCase(seed: number): Case {
  return made(seed, "TPROT translated", (random, image) => {
    const registers = randomRegisters(random);
    const { cr0, cr1, shift } = tables(random, image);
    const ground: Ground = { random, image, registers, shift, wild: false };
    const key = based(ground, random.below(0x100));
    const first = random.chance(80) ? shift + DATA + random.below(0x2000) : random.pick([0x20_0000, 0xf0_0000]);
    const at = putInstruction(ground, [0xe5, 0x01, ...based(ground, first, [key[0] >>> 4]), ...key], true);
    const control = [...CONTROL];
    control[0] = cr0;
    control[1] = cr1;
    const keys = [0, 1, 2, 3].map((i) => [DATA + 0x800 * i, random.pick([0, 0x10, 0x18, 0x38, 0x90])] as const);
    return { registers, psw: psw(random, true, at, 0x0400_0000), controlRegisters: control, keys };
  });
}

/** An instruction whose program events are recorded. */
function eventCase(seed: number, definition: InstructionDefinition): Case {
  return made(seed, `${definition.mnemonic} with events`, (random, image) => {
    const registers = randomRegisters(random);
    const ground: Ground = { random, image, registers, shift: 0, wild: random.chance(20) };
    const at = putInstruction(ground, instructionBytes(ground, definition), true);
    const control = [...CONTROL];
    control[8] = random.word();
    // Alteration of general registers is not recorded there.
    control[9] = (random.below(8) << 29) >>> 0;
    const areas = [
      [0, 0xff_ffff],
      [CODE, 0x17ff],
      [at, at],
      [at + 1, at + 5],
      [DATA, DATA + random.below(0x2000)],
      [DATA + 0x1000, DATA],
      [random.below(0x4000), random.below(0x4000)],
    ];
    [control[10], control[11]] = random.pick(areas);
    return { registers, psw: psw(random, true, at, 0x4000_0000), controlRegisters: control };
  });
}

/** Stores near the end of what low-address protection keeps. */
function lowAddressCase(seed: number): Case {
  return made(seed, "low addresses", (random, image) => {
    const registers = randomRegisters(random);
    const ground: Ground = { random, image, registers, shift: 0, wild: false };
    const address = 512 - random.between(-16, 40);
    const store = random.pick([
      [0x50, random.below(16) << 4],
      [0x42, random.below(16) << 4],
      [0x40, random.below(16) << 4],
      [0x90, 0x12],
      [0x92, random.below(256)],
      [0x58, random.below(16) << 4],
    ]);
    const at = putInstruction(ground, [...store, ...based(ground, address)], false);
    const control = [...CONTROL];
    control[0] = random.chance(70) ? 0x1000_00e0 : 0xe0;
    return { registers, psw: psw(random, random.chance(50), at), controlRegisters: control };
  });
}

/** All of them, in the order in which they were recorded. */
export function* cases(): Generator<Case> {
  let seed = 1;
  const each = function* (make: (seed: number) => Case, count = CASES_OF_EACH): Generator<Case> {
    for (let i = 0; i < count; i++) yield make(seed++);
  };
  for (const definition of SIMPLE) {
    const keys = KEYED.test(definition.mnemonic);
    yield* each((n) => one(n, definition.mnemonic, (ground) => instructionBytes(ground, definition), { keys }));
  }
  yield* each((n) => one(n, "MC", monitorCall));
  yield* each((n) => one(n, "SIGP", signal, { target: false }));
  yield* each((n) => one(n, "TPROT", protectionTest, { keys: true }));
  yield* each((n) => one(n, "SCK", double(0x04)));
  yield* each((n) => one(n, "SPT", double(0x08)));
  yield* each((n) => one(n, "SCKC", comparatorAndBack, { target: false }));
  yield* each((n) => one(n, "IPTE", invalidation));
  yield* each(prefixCase);
  yield* each((n) => loadRealCase(n, definitionsOf(["LRA"])[0]));
  yield* each(translatedProtectionCase);
  yield* each(lowAddressCase, LOW_ADDRESS_CASES);
  for (let i = 0; i < EVENT_CASES; i++) yield eventCase(seed++, recorded[i % recorded.length]);
}
