/**
 * Programs of control instructions at random: prefixes, clocks, masks, program events, signals, keys, tables. Whatever
 * they do, the machine neither throws nor stands still, and it ends alike interpreted, cold, translated and restored.
 */
import { expect, test } from "vitest";
import { instructions, System370 } from "../../../engine/s370/index.ts";
import { state } from "../../../engine/s370/state.ts";
import type { ExecutorName } from "../../../engine/s370/system.ts";
import { Random } from "../../vectors/random.ts";

const SIZE = 0x8000;
const PROGRAMS = 300;
const TICKS = 400;

const OPERATIONS = [
  ...instructions.filter(({ privileged }) => privileged),
  ...instructions.filter(({ mnemonic }) => /^(MC|SVC|STCK|LA|L|ST|A|AR|BCT|BC|BALR|MVC|EX|MVCIN|CS)$/.test(mnemonic)),
];

/** Instructions whose operands lie in low storage, in loops. */
function fill(random: Random, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < bytes.length; at += 4)
    view.setUint32(at, random.chance(50) ? random.word() : random.below(SIZE));
  for (let at = 0x200; at < SIZE - 8; ) {
    const { opcode, format } = random.pick(OPERATIONS);
    if (opcode > 255) view.setUint16(at, opcode);
    else view.setUint16(at, (opcode << 8) | random.below(256));
    const length = [2, 4, 4, 6][(opcode > 255 ? opcode >>> 8 : opcode) >>> 6];
    // Operands by register 0, 1 or 2, in multiples of 8 mostly; branches back.
    const base = random.below(3) << 12;
    const operand = opcode === 0x46 ? Math.max(0x200, at - 2 * random.below(20)) & 0xfff : random.below(0x200) * 8;
    if (length > 2) view.setUint16(at + 2, format === "RRE" ? random.below(256) : base | operand);
    // Signals mostly reach the processor, whose address is in register 3.
    if (opcode === 0xae && random.chance(70)) view.setUint32(at, 0xae63_0000 | random.below(14));
    if (length > 4) view.setUint16(at + 4, (random.below(3) << 12) | (random.below(0x200) * 8));
    at += length;
  }
  for (const place of [0, 0x58, 0x60, 0x68, 0x70, 0x78]) {
    const mode = random.pick([
      0, 0, 0x0008_0000, 0x0008_0000, 0x0108_0000, 0x4008_0000, 0x4308_0000, 0x0408_0000, 0x0100_0000,
    ]);
    view.setUint32(
      place,
      mode | (random.chance(10) ? 0x0002_0000 : 0) | (random.chance(20) ? random.below(16) << 20 : 0),
    );
    view.setUint32(place + 4, 0x200 + 2 * random.below(0x700));
  }
}

function load(machine: System370, seed: number): void {
  const random = new Random(seed);
  const bytes = new Uint8Array(SIZE);
  fill(random, bytes);
  machine.write(0, bytes);
  for (let register = 0; register < 16; register++) machine.setGr(register, random.below(SIZE));
  machine.setGr(1, random.below(8) * 0x1000);
  machine.setGr(2, random.below(8) * 0x1000);
  machine.setGr(3, 0);
  machine.setCr(0, random.pick([0xe0, 0xce0, 0x8000_0ce0, 0x1000_00e0, 0x0040_0ce0, 0x0080_00e0]));
  machine.setCr(1, 0x1000);
  machine.setCr(8, random.word());
  machine.setCr(9, random.chance(50) ? random.word() : 0);
  machine.setCr(11, random.below(SIZE));
  if (random.chance(30)) machine.processor.setPrefix(random.below(10) * 0x1000);
  machine.operate("restart");
}

function machineWithConsole(executor: ExecutorName): System370 {
  const machine = new System370({ storageSize: SIZE, executor });
  machine.addConsole(0x009);
  return machine;
}

function ending(machine: System370): unknown {
  const words = Array.from(machine.processor.words);
  // Where there is no page to fetch from, its place says nothing.
  if (words[state.fetchPage.index] < 0) words[state.fetchReal.index] = 0;
  return {
    now: machine.now,
    instructions: machine.instructions,
    stopped: machine.stopped,
    psw: machine.pswHex,
    state: words,
    keys: Array.from(machine.processor.keys),
    storage: Buffer.from(machine.read(0, SIZE)).toString("base64"),
  };
}

test(`${PROGRAMS} programs of control instructions end alike, however they are executed`, () => {
  const interpreted = machineWithConsole("interpreter");
  const others = (["cold", "translator"] as const).map((executor) => ({
    executor,
    machine: machineWithConsole(executor),
  }));
  const restored = machineWithConsole("interpreter");
  const fresh = interpreted.snapshot();
  const reasons = new Map<string, number>();
  for (let seed = 1; seed <= PROGRAMS; seed++) {
    try {
      for (const machine of [interpreted, ...others.map((other) => other.machine)]) {
        machine.restore(fresh);
        machine.scheduleInputs([]);
        load(machine, seed);
      }
      const middle = interpreted.now + 1 + (seed % TICKS);
      interpreted.run({ ticks: middle });
      restored.restore(interpreted.snapshot());
      const end = middle + TICKS;
      const reason = interpreted.run({ ticks: end });
      if (reason === "limit" && interpreted.now < end) throw new Error("time stands still");
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      restored.run({ ticks: end });
      for (const { machine } of others) machine.run({ ticks: end });
    } catch (thrown) {
      throw new Error(`seed ${seed} at ${interpreted.pswHex}`, { cause: thrown });
    }
    const expected = ending(interpreted);
    expect(ending(restored), `seed ${seed}, restored`).toEqual(expected);
    for (const { executor, machine } of others) expect(ending(machine), `seed ${seed}, ${executor}`).toEqual(expected);
  }
  // They come to every kind of end.
  expect([...reasons.keys()].sort()).toEqual(["check-stop", "disabled-wait", "halt", "idle", "limit"]);
});
