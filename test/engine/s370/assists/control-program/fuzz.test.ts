/** Whatever lies in the control program's blocks: nothing throws, everything ends, and what is left has changed nothing. */
import { expect, test } from "vitest";
import { System370 } from "../../../../../engine/s370/index.ts";
import { Random } from "../../../../vectors/random.ts";
import { cases } from "../../../../vectors/s370-cases-dispatcher.ts";
import { DATA, STORAGE_SIZE } from "../../../../vectors/s370-image.ts";
import { LONG } from "../../long.ts";

const ROUNDS = LONG ? 20 : 1;
const EVERY = LONG ? 1 : 2;
/** Second bytes of operation codes that have functions. */
const CODES = [...Array(20).keys()].map((i) => i + 2);

/** Where the instruction is in a case's program. */
const INSTRUCTION = /e6(?=[0-9a-f]{2}3b003b80)/;

/** A case with another operation code, and some words of its data replaced: by addresses of data, or anything. */
function spoilt(image: Uint8Array, random: Random): { image: Uint8Array; at: number } {
  const made = image.slice();
  const view = new DataView(made.buffer);
  const at = Buffer.from(made).toString("hex").search(INSTRUCTION) / 2;
  made[at + 1] = random.pick(CODES);
  for (let i = random.below(24); i > 0; i--) {
    const place = DATA + 4 * random.below(0x400);
    view.setUint32(place, random.chance(60) ? DATA + 4 * random.below(0x400) : random.word());
  }
  return { image: made, at };
}

/** Registers and storage, but the instruction. */
function endOf(machine: System370, at: number): string {
  const storage = machine.read(0, 0x4000);
  storage[at + 1] = 0;
  const registers = Array.from({ length: 16 }, (_, n) => [machine.gr(n), machine.cr(n)]);
  return `${machine.pswHex} ${registers} ${Buffer.from(storage).toString("hex")}`;
}

test("what is left has changed nothing, and all comes to an end", () => {
  const machine = new System370({
    storageSize: STORAGE_SIZE,
    executor: "interpreter",
    assists: { controlProgram: 20 },
  });
  const fresh = machine.snapshot();
  const run = (image: Uint8Array): { done: number; left: number } => {
    machine.restore(fresh);
    machine.write(0, image);
    const view = new DataView(image.buffer);
    machine.processor.loadPsw(view.getInt32(0), view.getInt32(4));
    machine.run({ ticks: 300 });
    const counts = Object.values(machine.assistCounts);
    const done = counts.reduce((sum, count) => sum + count.done, 0);
    return { done, left: counts.reduce((sum, count) => sum + count.tried, 0) - done };
  };
  const seen = { done: 0, left: 0 };
  const images = [...cases()].filter((_, index) => index % EVERY === 0).map(({ image }) => image);
  for (let round = 0; round < ROUNDS; round++) {
    images.forEach((image, index) => {
      const { image: made, at } = spoilt(image, new Random(0xd_0000 + round * images.length + index));
      const ran = run(made);
      if (ran.done > 0) seen.done++;
      if (ran.done > 0 || ran.left !== 1) return;
      seen.left++;
      const end = endOf(machine, at);
      const code = made[at + 1];
      made[at + 1] = 0;
      run(made);
      expect(endOf(machine, at) === end, `E6${code.toString(16)}, round ${round}, image ${index}`).toBe(true);
    });
  }
  // Both happen often.
  expect(Math.min(seen.done, seen.left)).toBeGreaterThan(0.15 * images.length * ROUNDS);
});
