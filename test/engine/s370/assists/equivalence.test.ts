/**
 * A virtual machine's instruction, assisted, does what it does on a machine of its own; what is left, and only that, is left
 * with nothing changed; and all executors do the same.
 */
import { expect, test } from "vitest";
import { System370 } from "../../../../engine/s370/index.ts";
import { expectSame } from "../executors.ts";
import { LONG } from "../long.ts";
import { expected, type Instruction, type Outcome, randomInstruction } from "./random-instruction.ts";
import {
  AT,
  isPrefilled,
  isPresent,
  isTranslating,
  loadBare,
  loadVirtual,
  PROGRAM,
  REAL_SIZE,
  randomMachine,
  realOf,
  SIZE,
  shadowEntry,
  type VirtualMachine,
  virtualKey,
} from "./random-machine.ts";

const CASES = LONG ? 200_000 : 5_000;
const EC = 0x0008_0000;

test(`${CASES} random virtual machines are assisted as if they had machines of their own`, () => {
  const bare = new System370({ storageSize: SIZE, executor: "interpreter" });
  const assists = { virtualMachine: true, intervalTimer: true };
  const assisted = new System370({ storageSize: REAL_SIZE, executor: "interpreter", assists });
  const others = [
    new System370({ storageSize: REAL_SIZE, executor: "cold", assists }),
    new System370({ storageSize: REAL_SIZE, executor: "translator", hot: 0, assists }),
  ];
  const [freshBare, fresh] = [bare.snapshot(), assisted.snapshot()];
  const outcomes = new Map<string, number>();
  for (let seed = 1; seed <= CASES; seed++) {
    const { given, instruction } = randomCase(seed);
    const outcome = expected(given, instruction);
    const machines = [assisted, ...others];
    for (const machine of machines) {
      machine.restore(fresh);
      loadVirtual(machine, given);
      machine.run({ ticks: 1 });
    }
    const name = `seed ${seed}: ${instruction.mnemonic}, ${JSON.stringify(outcome)}`;
    for (const other of others) expectSame(assisted, other, name);
    expect(outcomeOf(assisted, outcome), name).toEqual(outcome);
    if (outcome === "done") {
      bare.restore(freshBare);
      loadBare(bare, given);
      bare.run({ ticks: 1 });
      expect(virtualState(assisted, given), name).toEqual(bareState(bare));
      expectKeys(assisted, bare, given, instruction, name);
    } else expectUntouched(assisted, given, name);
    expectShadows(assisted, given, name);
    const kind = `${instruction.mnemonic} ${typeof outcome === "object" ? "interrupted" : outcome}`;
    outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
  }
  for (const mnemonic of [
    "LPSW",
    "SSM",
    "STNSM",
    "STOSM",
    "ISK",
    "SSK",
    "RRB",
    "LRA",
    "STCTL",
    "LCTL",
    "IPK",
    "SPKA",
  ]) {
    expect(outcomes.get(`${mnemonic} done`), mnemonic).toBeGreaterThan(CASES / 100);
    expect(outcomes.get(`${mnemonic} privileged`), mnemonic).toBeGreaterThan(CASES / 1000);
  }
  expect(outcomes.get("SVC svc")).toBeGreaterThan(CASES / 1000);
});

function randomCase(seed: number): { given: VirtualMachine; instruction: Instruction } {
  const given = randomMachine(seed);
  const instruction = randomInstruction(given);
  for (const { address, bytes } of instruction.storage) given.storage.set(bytes, address);
  given.storage.set(instruction.bytes, PROGRAM);
  const registers = given.registers.map((value, i) => (instruction.registers[i] ?? value) | 0);
  return { given: { ...given, registers }, instruction };
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const word = (machine: System370, address: number): number => Buffer.from(machine.read(address, 4)).readInt32BE();

/** Which interruption there was, told by where the new PSW is. */
function outcomeOf(machine: System370, wanted: Outcome): Outcome {
  const { wait, address } = machine.psw;
  if (!wait) return "done";
  if (address === 0xf1) return "svc";
  const program = word(machine, 0x8c) & 0xffff;
  if (program === 2) return "privileged";
  if (typeof wanted !== "object" || wanted.address === undefined) return { program };
  // The page is what counts.
  const [found, asked] = [word(machine, 0x90), wanted.address].map((value) => value & 0xff_f800);
  return { program, address: found === asked ? wanted.address : found };
}

/** PSW, registers and storage of the virtual machine, from what the hypervisor has of it. */
function virtualState(machine: System370, given: VirtualMachine): unknown {
  const [left, right] = [word(machine, AT.virtualPsw), word(machine, AT.virtualPsw + 4)];
  const [realLeft, realRight] = machine.processor.psw();
  const conditions = realLeft & 0x3f00;
  const psw =
    left & EC
      ? [(left & ~0x3f00) | conditions, (right & 0xff00_0000) | realRight]
      : [left & 0xffff_0000, (conditions << 16) | realRight];
  expect((left >>> 20) & 15).toBe((realLeft >>> 20) & 15);
  expect((machine.cr(6) >>> 30) & 1).toBe((left >>> 16) & 1);
  expect(realLeft & 0xff0f_0000).toBe(0x0409_0000);
  return {
    psw,
    registers: Array.from({ length: 16 }, (_, i) => machine.gr(i)),
    controlRegisters: Array.from({ length: 16 }, (_, i) => word(machine, AT.controlRegisters + 4 * i) >>> 0),
    storage: virtualStorage(machine, given),
    now: machine.now,
    instructions: machine.instructions,
  };
}

/** Storage of the virtual machine; of pages that are not in storage, what they were. */
function virtualStorage(machine: System370, given: VirtualMachine): string {
  const pages = Array.from({ length: SIZE / 2048 }, (_, i) => 2048 * i);
  return pages
    .map((at) =>
      hex(isPresent(given, at) ? machine.read(realOf(given, at), 2048) : given.storage.subarray(at, at + 2048)),
    )
    .join("");
}

function bareState(machine: System370): unknown {
  return {
    psw: machine.processor.psw(),
    registers: Array.from({ length: 16 }, (_, i) => machine.gr(i)),
    controlRegisters: Array.from({ length: 16 }, (_, i) => machine.cr(i)),
    storage: hex(machine.read(0, SIZE)),
    now: machine.now,
    instructions: machine.instructions,
  };
}

/** Key of a block as the virtual machine would see it. */
function keyNow(machine: System370, given: VirtualMachine, block: number): number {
  const entry = word(machine, AT.swapTable + 8 * (block >>> 1));
  const own = (block & 1 ? entry : entry >>> 8) & 0xfe;
  if (!isPresent(given, block * 2048)) return own;
  const real = machine.processor.storageKey(realOf(given, block * 2048));
  expect(real & 0xf8).toBe(own & 0xf8);
  return own | real;
}

function expectKeys(
  machine: System370,
  bare: System370,
  given: VirtualMachine,
  { mnemonic }: Instruction,
  name: string,
): void {
  for (let block = 0; block < SIZE / 2048; block++) {
    const [found, wanted] = [keyNow(machine, given, block), bare.processor.storageKey(block * 2048)];
    // The processor's own accesses, to tables and page 0, are recorded here and not there.
    const more = mnemonic === "LRA" || mnemonic === "SVC" || isTranslating(given) ? found & 6 : 0;
    expect(found & ~(more & ~wanted), `${name}, key ${block}`).toBe(wanted);
    // What the frame had recorded is not lost.
    const backup = (word(machine, AT.swapTable + 8 * (block >>> 1)) >>> (block & 1 ? 23 : 25)) & 6;
    if (isPresent(given, block * 2048)) {
      const real = machine.processor.storageKey(realOf(given, block * 2048));
      expect((backup | real) & given.keys[block].real, `${name}, backup ${block}`).toBe(given.keys[block].real);
    }
  }
}

/** Nothing but the real interruption, references, and shadow tables. */
function expectUntouched(machine: System370, given: VirtualMachine, name: string): void {
  const before = new System370({ storageSize: REAL_SIZE, executor: "interpreter" });
  loadVirtual(before, given);
  const registers = (of: System370): number[] => Array.from({ length: 16 }, (_, i) => of.gr(i)).concat(of.cr(6));
  expect(registers(machine), name).toEqual(registers(before));
  for (const [from, to] of [
    [0, 0x20],
    [0x30, 0x88],
    [0x94, AT.shadowPages],
    [AT.shadowPages + 0x1000, REAL_SIZE],
  ]) {
    expect(hex(machine.read(from, to - from)) === hex(before.read(from, to - from)), name).toBe(true);
  }
  for (let block = 0; block < SIZE / 2048; block++) {
    // A store that reaches two pages, of which one may not be stored into, may be recorded in the other.
    const [now, then] = [keyNow(machine, given, block), virtualKey(given, block)];
    expect([now & 0xf8, now & then], name).toEqual([then & 0xf8, then]);
  }
}

/** What is valid in the shadow tables is right, and what was valid still is. */
function expectShadows(machine: System370, given: VirtualMachine, name: string): void {
  if (!isTranslating(given) || !given.isShadowAlike) return;
  for (let i = 0; i < 2; i++) {
    for (let page = 0; page < 16; page++) {
      const address = i * given.segment + page * given.page;
      const at = AT.shadowPages + 0x80 * i + 2 * page;
      const entry = (word(machine, at & ~3) >>> (at & 2 ? 0 : 16)) & 0xffff;
      const isValid = (entry & (given.page === 4096 ? 8 : 4)) === 0;
      if (isValid) expect(entry, `${name}, shadow of ${address.toString(16)}`).toBe(shadowEntry(given, address));
      else expect(isPrefilled(given, address), name).toBe(false);
    }
  }
}
