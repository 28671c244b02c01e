/** Loops of decimal instructions, translated and interpreted: alike at any count, exceptions and all. */
import { expect, test } from "vitest";
import { System370 } from "../../../../engine/s370/index.ts";
import { Random } from "../../../vectors/random.ts";
import { decimalData, decimalPiece } from "../../../vectors/s370-decimal-programs.ts";
import { hexadecimal } from "../program.ts";

const CODE = 0x800;
const HANDLER = 0x400;
const DATA = 0x2000;
/** Base of the data, count of the loop, base of the code, and what EXECUTE modifies lengths by. */
const BASE = 12;
const COUNT = 11;
const HERE = 10;
const MODIFIER = 9;
const TIMES = 100;
/** Ticks within which every program ends. */
const MOST = 60_000;

/** A loop of random pieces; whatever exception there is, the program goes on behind it. */
function image(random: Random): Uint8Array {
  const bytes = new Uint8Array(0x4000);
  const view = new DataView(bytes.buffer);
  const pair = (at: number, left: number, right: number): void => {
    view.setUint32(at, left);
    view.setUint32(at + 4, right);
  };
  const mask = random.below(16);
  pair(0, 0, (mask << 24) | CODE);
  pair(0x68, 0, HANDLER);
  // LPSW of the program old PSW.
  bytes.set([0x82, 0, 0, 0x28], HANDLER);
  pair(HANDLER + 8, 0x000a_0000, 0);
  // Across a boundary of 2,048 bytes, so that some operands have no place.
  const data = decimalData(random);
  const at = DATA + 0x800 - random.below(data.length);
  bytes.set(data, at);
  [random.below(256), CODE + 16, TIMES, at].forEach((value, i) => {
    view.setUint32(0x500 + 4 * i, value);
  });
  const pieces: number[] = [];
  for (let i = random.between(4, 14); i > 0; i--) {
    const piece = decimalPiece(random, BASE, random.pick([2, 3, 4, 5]));
    pieces.push(...(piece.length === 6 && random.chance(20) ? executed(piece, pieces.length, random) : piece));
  }
  const begin = [0x98, (MODIFIER << 4) | BASE, 0x05, 0x00];
  const end = [0x46, COUNT << 4, HERE << 4, 0, 0x82, 0, HANDLER >> 8, (HANDLER & 0xff) + 8];
  // The loop begins 16 bytes behind the code's begin; branches of 2 bytes that do nothing fill up to there.
  bytes.set([...begin, ...Array.from({ length: 6 }, () => [0x07, 0x00]).flat(), ...pieces, ...end], CODE);
  return bytes;
}

/** The instruction as the target of EXECUTE, branched over; `offset` is where it would be. */
function executed(instruction: readonly number[], offset: number, random: Random): number[] {
  const here = (displacement: number): number[] => [(HERE << 4) | (displacement >> 8), displacement & 0xff];
  const modifier = random.pick([0, MODIFIER]) << 4;
  return [0x44, modifier, ...here(offset + 8), 0x47, 0xf0, ...here(offset + 14), ...instruction];
}

function machineFor(bytes: Uint8Array, executor: "interpreter" | "translator"): System370 {
  const machine = new System370({ storageSize: 0x1_0000, executor });
  machine.write(0, bytes);
  machine.setPsw(hexadecimal(bytes.subarray(0, 8)));
  return machine;
}

function stateOf(machine: System370): object {
  return {
    psw: machine.pswHex,
    now: machine.now,
    registers: Array.from({ length: 16 }, (_, n) => machine.gr(n)),
    storage: hexadecimal(machine.read(0, 0x4000)),
  };
}

test("random loops of decimal instructions end alike, and are alike on the way", () => {
  let translated = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const random = new Random(seed);
    const bytes = image(random);
    const one = machineFor(bytes, "interpreter");
    const other = machineFor(bytes, "translator");
    for (const stop of [random.below(800), random.between(800, 2400), MOST]) {
      const ends = [one.run({ ticks: stop }), other.run({ ticks: stop })];
      expect(ends[1], `seed ${seed}, tick ${stop}`).toBe(ends[0]);
      expect(stateOf(other), `seed ${seed}, tick ${stop}`).toEqual(stateOf(one));
    }
    expect(one.pswHex, `seed ${seed}`).toBe("000A000000000000");
    translated += other.translated?.counters.translatedInstructions ?? 0;
  }
  expect(translated).toBeGreaterThan(1000);
});
