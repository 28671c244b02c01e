/** Ours against another 6502 that was written in another way: single instructions and whole random programs. */
import { expect, test } from "vitest";
import { findInstruction, instructions, Mos6502 } from "../../../../engine/turtles/m6502/index.ts";
import { Random } from "../../../vectors/random.ts";
import { Model } from "./model.ts";

const CASES = 400;

/** Bytes at which things happen. */
function edgeByte(random: Random): number {
  return random.chance(40) ? random.pick([0, 1, 0x7f, 0x80, 0x81, 0xfe, 0xff, 0x99, 0x09, 0x90]) : random.below(256);
}

/** A machine without ports, since the model has none, and the same for the model. */
function pair(random: Random): { machine: Mos6502; model: Model } {
  const machine = new Mos6502({ ports: {} });
  return { machine, model: set(machine, new Model(new Uint8Array(0x10000)), random) };
}

function set(machine: Mos6502, model: Model, random: Random): Model {
  const registers = {
    a: edgeByte(random),
    x: edgeByte(random),
    y: edgeByte(random),
    s: edgeByte(random),
    p: (random.below(256) & 0xcf) | 0x20,
    pc: random.chance(10) ? random.pick([0xfffd, 0xfffe, 0xffff, 0x00fe, 0x01ff, 0x10fd]) : random.below(0x10000),
  };
  machine.setRegisters(registers);
  Object.assign(model, registers, { p: registers.p & 0xcf, cycles: machine.cycles });
  return model;
}

function compare(machine: Mos6502, model: Model, where: string): void {
  const { a, x, y, s, p, pc } = model;
  expect({ ...machine.registers, cycles: machine.cycles }, where).toEqual({
    ...{ a, x, y, s, p: p | 0x20, pc },
    cycles: model.cycles,
  });
  expect(Buffer.compare(machine.storage.bytes, model.memory), `storage, ${where}`).toBe(0);
}

test("151 bytes are operation codes, the same in both", () => {
  expect(instructions).toHaveLength(151);
  const model = new Model(new Uint8Array(0x10000));
  for (let opcode = 0; opcode < 256; opcode++) {
    model.pc = 0;
    model.memory[0] = opcode;
    expect(model.step(), `opcode ${opcode}`).toBe(findInstruction(opcode) !== undefined);
  }
});

test.each(instructions.map((one) => [`${one.mnemonic} ${one.mode}`, one.opcode] as const))(
  `%s: ${CASES} random cases`,
  (_, opcode) => {
    const random = new Random(opcode + 1);
    const { machine, model } = pair(random);
    const bytes = Uint8Array.from({ length: 0x10000 }, () => edgeByte(random));
    machine.write(0, bytes);
    model.memory.set(bytes);
    for (let i = 0; i < CASES; i++) {
      set(machine, model, random);
      const { pc } = model;
      [opcode, edgeByte(random), edgeByte(random)].forEach((byte, offset) => {
        const at = (pc + offset) & 0xffff;
        machine.write(at, Uint8Array.of(byte));
        model.memory[at] = byte;
      });
      machine.step();
      model.step();
      const { a, x, y, s, p } = model;
      const ours = { ...machine.registers, cycles: machine.cycles };
      expect(ours, `case ${i}`).toEqual({ a, x, y, s, p: p | 0x20, pc: model.pc, cycles: model.cycles });
      expect(machine.instructions).toBe(i + 1);
    }
    compare(machine, model, "at the end");
  },
);

/** Code that changes itself, jumps anywhere, and stops at nothing: 64 KiB of documented operation codes and operands. */
function fill(random: Random): Uint8Array {
  const bytes = Uint8Array.from({ length: 0x10000 }, () =>
    random.chance(60) ? random.pick(instructions).opcode : random.below(256),
  );
  return bytes;
}

const PROGRAMS = 300;

test(`${PROGRAMS} random programs of up to 2,000 instructions`, { timeout: 120_000 }, () => {
  const machine = new Mos6502({ ports: {} });
  const model = new Model(new Uint8Array(0x10000));
  let executed = 0;
  for (let seed = 1; seed <= PROGRAMS; seed++) {
    const random = new Random(seed);
    const bytes = fill(random);
    machine.write(0, bytes);
    model.memory.set(bytes);
    set(machine, model, random);
    for (let i = 0; i < 2000; i++) {
      const before = model.pc;
      machine.step();
      const legal = model.step();
      // Both are there: one has stopped for good, the other would.
      if (!legal || model.pc === before) break;
      executed++;
      if (machine.registers.pc !== model.pc) expect.fail(`seed ${seed}, instruction ${i} at ${before}`);
    }
    compare(machine, model, `seed ${seed}`);
    if (machine.stopped !== undefined) machine.processor.forget();
  }
  expect(executed).toBeGreaterThan(5_000);
});
