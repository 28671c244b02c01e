/** Whatever is in storage and PSW, the machine neither throws nor stands still. Seeds are fixed; a failure names its own. */
import { expect, test } from "vitest";
import { instructions, System370 } from "../../../engine/s370/index.ts";
import { Random } from "../../vectors/random.ts";

/** Steps of the images that do not go on for long. */
const SHORT = 40;
const IMAGES = 20_000;
const SIZE = 0x4000;
const STEPS = 2_000;
/** Most end early, or repeat themselves; these may go on for all their steps. */
const LONG = 200;

/** Storage full of anything: random bytes, instructions that exist, PSWs and CCWs that look like some. */
function fill(random: Random, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer);
  const sense = random.below(4);
  for (let at = 0; at < bytes.length; at += 4) view.setUint32(at, random.word());
  if (sense > 0)
    for (let at = 0x200; at < bytes.length; at += 2 * random.between(1, 4)) {
      const { opcode } = random.pick(instructions);
      if (opcode > 255) view.setUint16(at, opcode);
      else view.setUint8(at, opcode);
      // Displacements without a base, so that low storage is met.
      if (sense > 1 && at + 4 <= bytes.length) view.setUint16(at + 2, random.below(0x1000));
    }
  if (sense > 1)
    for (const place of [0x58, 0x60, 0x68, 0x78]) {
      view.setUint32(place, random.chance(50) ? 0x0008_0000 | (random.below(8) << 24) : random.word() & 0xfff7_ffff);
      view.setUint32(place + 4, random.below(SIZE / 2) * 2);
    }
  view.setUint32(0x48, random.below(SIZE / 8) * 8);
  for (let at = 0x3000; at < 0x3100; at += 8) {
    view.setUint32(at, random.pick([0x09, 0x01, 0x0a, 0x03, 0x04, 0x08]) * 0x100_0000 + random.below(SIZE));
    view.setUint32(at + 4, random.pick([0, 0x20, 0x40, 0x60, 0x80, 0x04]) * 0x100_0000 + random.below(40));
  }
}

/** Puts the image and the registers of a seed into a machine. */
function load(machine: System370, bytes: Uint8Array, seed: number): void {
  const random = new Random(seed);
  fill(random, bytes);
  // What was typed for another image is still to come otherwise: a snapshot does not hold the future.
  machine.scheduleInputs([]);
  machine.write(0, bytes);
  for (let register = 0; register < 16; register++)
    machine.setGr(register, random.chance(50) ? random.below(SIZE) : random.word());
  machine.setGr(random.below(16), 9);
  machine.setCr(0, random.pick([0xe0, 0x0040_00e0, 0x0080_00e0, random.word()]));
  machine.setCr(1, random.below(SIZE / 64) * 64);
  const left = random.chance(50) ? random.word() & 0xfffd_ffff : random.pick([0, 0x0008_0000, 0x0408_0000]);
  machine.processor.loadPsw(left, random.below(SIZE / 2) * 2);
  if (random.chance(20)) machine.input(0x009, "typed");
}

function machineOfThisSize(): System370 {
  const machine = new System370({ storageSize: SIZE });
  machine.addConsole(0x009);
  return machine;
}

test(`${IMAGES} random images run without a throw, and time always goes on`, () => {
  const machine = machineOfThisSize();
  const fresh = machine.snapshot();
  const bytes = new Uint8Array(SIZE);
  for (let seed = 1; seed <= IMAGES; seed++) {
    machine.restore(fresh);
    load(machine, bytes, seed);
    const steps = seed % (IMAGES / LONG) === 0 ? STEPS : SHORT;
    try {
      for (let i = 0; i < steps && !machine.stopped; i++) {
        const { now } = machine;
        machine.step();
        if (machine.now <= now) throw new Error("time stands still");
      }
    } catch (thrown) {
      throw new Error(`seed ${seed} at ${machine.pswHex}`, { cause: thrown });
    }
  }
});

test("whatever runs, a snapshot holds all that decides how it goes on", () => {
  const machine = machineOfThisSize();
  const other = machineOfThisSize();
  const fresh = machine.snapshot();
  const bytes = new Uint8Array(SIZE);
  const state = (of: System370): unknown => ({
    now: of.now,
    psw: of.pswHex,
    words: Array.from(of.processor.words),
    keys: Array.from(of.processor.keys),
    pending: of.channels.pendingDevice(),
  });
  for (let seed = 1; seed <= 400; seed++) {
    machine.restore(fresh);
    load(machine, bytes, seed);
    for (let i = seed % 150; i > 0; i--) machine.step();
    const snapshot = machine.snapshot();
    // Another machine, with another past, goes on from here as this one does.
    other.restore(snapshot);
    for (let i = 0; i < 200; i++) {
      machine.step();
      other.step();
      if (other.pswHex !== machine.pswHex)
        expect.fail(`seed ${seed}: ${machine.pswHex}, but from the copy ${other.pswHex}`);
    }
    expect(state(other), `seed ${seed}`).toEqual(state(machine));
    expect(Buffer.compare(other.read(0, SIZE), machine.read(0, SIZE)), `seed ${seed}`).toBe(0);
  }
});
