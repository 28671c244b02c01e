/** Whatever a control program has set up, and whatever runs under it: nothing throws, and all executors do the same. */
import { expect, test } from "vitest";
import { ASSIST_FUNCTIONS, type AssistFunction, System370 } from "../../../../engine/s370/index.ts";
import { Random } from "../../../vectors/random.ts";
import { expectSame } from "../executors.ts";
import { FUZZ_SIZE, loadImage } from "../fuzz-images.ts";
import { LONG } from "../long.ts";
import { randomInstruction } from "./random-instruction.ts";
import { AT, isPresent, loadVirtual, PROGRAM, REAL_SIZE, randomMachine, realOf } from "./random-machine.ts";

const assists = { virtualMachine: true, intervalTimer: true, shadowBypass: true, controlProgram: 20 };
const WAYS = [{ hot: 0 }, { executor: "cold" }, { hot: 2 }] as const;

/** Machines of a size: one that interprets, and the others. */
function machines(storageSize: number): { interpreting: System370; others: System370[] } {
  return {
    interpreting: new System370({ storageSize, assists, executor: "interpreter" }),
    others: WAYS.map((way) => new System370({ storageSize, assists, ...way })),
  };
}

const IMAGES = LONG ? 50_000 : 300;
const OPERATIONS: readonly number[] = [
  ...[0x82, 0x80, 0xac, 0xad, 0x08, 0x09, 0xb1, 0xb6, 0xb7, 0x0a],
  ...[0xb20a, 0xb20b, 0xb20d, 0xb213, 0xb221, 0xe501],
];

/** A MICBLOK with pointers into storage, mostly; instructions that assists know; problem state. */
function setUp(machine: System370, seed: number): void {
  const random = new Random(seed);
  const view = new DataView(new ArrayBuffer(FUZZ_SIZE));
  new Uint8Array(view.buffer).set(machine.read(0, FUZZ_SIZE));
  const micblok = 8 * random.below(random.chance(90) ? FUZZ_SIZE / 8 : 0x20_0000);
  const pointer = (): number => (random.chance(90) ? 4 * random.below(FUZZ_SIZE / 4) : random.word());
  for (let word = 0; word < 7 && micblok + 4 * word < FUZZ_SIZE; word++) view.setUint32(micblok + 4 * word, pointer());
  if (micblok + 24 <= FUZZ_SIZE && random.chance(50)) view.setUint32(micblok + 20, 0x00ff_0000);
  for (let i = 0; i < 60; i++) {
    const at = 0x200 + 2 * random.below((FUZZ_SIZE - 0x208) / 2);
    const operation = random.chance(30) ? 0xe600 | random.below(0x18) : random.pick(OPERATIONS);
    view.setUint16(at, operation > 255 ? operation : (operation << 8) | random.below(256));
    view.setUint16(at + 2, random.word() & 0x3fff);
  }
  machine.write(0, new Uint8Array(view.buffer));
  const controls = random.pick([0x80, 0x82, 0x85, 0x87, 0xc5, random.below(256)]) << 24;
  // Now and then bounded.
  machine.setCr(6, controls | micblok | (random.chance(30) ? 1 : 0));
  const [left, right] = machine.processor.psw();
  if (random.chance(80)) machine.processor.loadPsw(left | 0x0001_0000, right);
}

test(`${IMAGES} random images`, () => {
  const { interpreting, others } = machines(FUZZ_SIZE);
  // What loadImage types at.
  for (const machine of [interpreting, ...others]) machine.addConsole(0x009);
  const fresh = interpreting.snapshot();
  for (let i = 0; i < IMAGES; i++) {
    const seed = 9_000_000 + i;
    const other = others[i % others.length];
    try {
      for (const machine of [interpreting, other]) machine.restore(fresh);
      loadImage([interpreting, other], seed);
      for (const machine of [interpreting, other]) setUp(machine, seed);
      const end = interpreting.now + 200 + (i % 20 === 0 ? 8_000 : 0);
      for (const machine of [interpreting, other]) machine.run({ ticks: end });
    } catch (thrown) {
      throw new Error(`seed ${seed} at ${interpreting.pswHex}, ${other.pswHex}`, { cause: thrown });
    }
    expectSame(interpreting, other, `seed ${seed}`);
  }
});

const PROGRAMS = LONG ? 20_000 : 150;

/** A hypervisor that goes on behind whatever was left. */
const SKIPPING = { program: 0x600, svc: 0x604, external: 0x608 };

/** A program of instructions that assists know, and a few others, which begins again at its end. */
function program(seed: number): number[] {
  const random = new Random(seed);
  const code: number[] = [];
  for (let next = seed; code.length < 150; next++) {
    const { mnemonic, bytes, registers } = randomInstruction(randomMachine(next));
    if (mnemonic === "LPSW") continue;
    // The operand's address: L 5 from where the program has it, behind itself.
    if (random.chance(70)) code.push(0x58, 0x50, 0xc2, 4 * random.below(32));
    else if (registers[5] !== undefined && random.chance(50)) code.push(0x1a, 0x56);
    code.push(...bytes);
  }
  return [...code, 0x47, 0xf0, 0xc0, 0x00];
}

function loadProgram(machine: System370, seed: number): void {
  const given = randomMachine(seed);
  const random = new Random(~seed);
  loadVirtual(machine, { ...given, realPer: false });
  const put = (address: number, ...words: number[]): void =>
    machine.write(address, Uint8Array.from(words.flatMap((word) => [word >>> 24, word >>> 16, word >>> 8, word])));
  put(0x58, 0x0008_0000, SKIPPING.external, 0x0008_0000, SKIPPING.svc, 0x0008_0000, SKIPPING.program);
  put(SKIPPING.program, 0x8200_0028, 0x8200_0020, 0x8200_0018);
  put(AT.micblok + 16, realOf(given, PROGRAM) + 0xff0);
  machine.write(realOf(given, PROGRAM), Uint8Array.from(program(seed)));
  for (let i = 0; i < 32; i++)
    put(realOf(given, PROGRAM) + 0x200 + 4 * i, random.below(0x8000) & ~(random.chance(80) ? 7 : 0));
  // Its own SVCs lead to the program.
  if (isPresent(given, 0)) put(realOf(given, 0) + 0x60, given.left & 0xffff_0000, PROGRAM);
  machine.setGr(12, PROGRAM);
  machine.setCr(6, machine.cr(6) | 0x0100_0000);
}

test(`${PROGRAMS} random programs of virtual machines`, () => {
  const { interpreting, others } = machines(REAL_SIZE);
  const fresh = interpreting.snapshot();
  const done = new Set<AssistFunction>();
  for (let i = 0; i < PROGRAMS; i++) {
    const seed = 8_000_000 + i;
    const other = others[i % others.length];
    try {
      for (const machine of [interpreting, other]) {
        machine.restore(fresh);
        loadProgram(machine, seed);
      }
      for (const ticks of [137, i % 10 === 0 ? 12_000 : 600]) {
        for (const machine of [interpreting, other]) machine.run({ ticks });
        expectSame(interpreting, other, `seed ${seed} at ${ticks}`);
      }
    } catch (thrown) {
      throw new Error(`seed ${seed} at ${interpreting.pswHex}, ${other.pswHex}`, { cause: thrown });
    }
    for (const name of ASSIST_FUNCTIONS) if (interpreting.assistCounts[name].done > 0) done.add(name);
  }
  const virtual = ASSIST_FUNCTIONS.slice(0, ASSIST_FUNCTIONS.indexOf("interval timer") + 1);
  const all = virtual.filter((name) => name !== "LPSW" && !name.startsWith("bypass"));
  expect([...done]).toEqual(expect.arrayContaining(all));
});
