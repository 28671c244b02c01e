/**
 * Random programs, interpreted and translated: wherever they are stopped, both machines are the same, and so is one that
 * goes on from a snapshot, or was stepped back and forward.
 */
import { expect, test } from "vitest";
import { TimeTravel } from "../../../engine/machine/time-travel.ts";
import { Random } from "../../vectors/random.ts";
import { randomProgramCase } from "../../vectors/s370-cases-random-programs.ts";
import { CONTROL_REGISTERS } from "../../vectors/s370-image.ts";
import { Executors, expectSame, type Start } from "./executors.ts";
import { LONG } from "./long.ts";

const TICKS = 12_000;
const PROGRAMS = LONG ? 2_000 : 12;
const TRAVELS = LONG ? 400 : 5;

/** Where an external interruption leads: it counts, and sets all three clocks anew. */
const HANDLER = 0x500;
const TEST_PSW = 0x380;

/** The program, and if `clocks` external interruptions that come every few instructions. */
function start(random: Random, seed: number, clocks: boolean): Start {
  const { image } = randomProgramCase(seed);
  if (clocks) {
    const view = new DataView(image.buffer);
    const ec = (view.getUint32(TEST_PSW) & 0x0008_0000) !== 0;
    view.setUint32(TEST_PSW, (view.getUint32(TEST_PSW) | 0x0100_0000) >>> 0);
    view.setUint32(CONTROL_REGISTERS, (view.getUint32(CONTROL_REGISTERS) | 0xc00) >>> 0);
    view.setUint32(0x58, ec ? 0x0008_0000 : 0);
    view.setUint32(0x5c, HANDLER);
    const handler = [
      [0x50, 0x10, 0x03, 0x40, 0x58, 0x10, 0x05, 0xc0, 0x41, 0x11, 0x00, 0x01, 0x50, 0x10, 0x05, 0xc0],
      // MVC 80(4), SET CPU TIMER, STORE CLOCK, SET CLOCK COMPARATOR some time after it.
      [0xd2, 0x03, 0x00, 0x50, 0x05, 0xc4, 0xb2, 0x08, 0x05, 0xc8, 0xb2, 0x05, 0x05, 0xd0],
      [0x58, 0x10, 0x05, 0xd4, 0x5e, 0x10, 0x05, 0xd8, 0x50, 0x10, 0x05, 0xd4, 0xb2, 0x06, 0x05, 0xd0],
      [0x58, 0x10, 0x03, 0x40, 0x82, 0x00, 0x00, 0x18],
    ].flat();
    image.set(handler, HANDLER);
    view.setUint32(0x5c0, 0);
    view.setUint32(0x5c4, random.between(3, 40));
    view.setUint32(0x5c8, 0);
    view.setUint32(0x5cc, random.between(30, 900) * 4096);
    view.setUint32(0x5d8, random.between(30, 900) * 4096);
    view.setUint32(0x50, random.between(0, 100));
  }
  return { segments: [{ address: 0, bytes: image }] };
}

function slice(random: Random): number {
  return random.pick([1, 2, random.between(1, 10), random.between(1, 100), random.between(1, 1000), 3000]);
}

test(`${PROGRAMS} random programs are the same at random stopping counts, and go on from snapshots`, () => {
  const executors = new Executors(0, 3, "cold");
  const restored = new Executors(1);
  let external = 0;
  for (let i = 0; i < PROGRAMS; i++) {
    const seed = 5_000_000 + i;
    const random = new Random(seed);
    const from = start(random, seed, random.chance(50));
    executors.start(from);
    let copy = -1;
    while (executors.interpreting.now < TICKS && executors.interpreting.stopped === undefined) {
      const to = executors.interpreting.now + slice(random);
      executors.runTo(to, `program ${seed}`);
      if (random.chance(10)) {
        // Any of them, from any of them.
        const snapshot = random.pick(executors.all).snapshot();
        random.pick(executors.all).restore(snapshot);
        if (copy < 0) restored.others[0].machine.restore(snapshot);
        copy = to;
      }
    }
    if (copy >= 0) {
      restored.others[0].machine.run({ ticks: executors.interpreting.now });
      expectSame(executors.interpreting, restored.others[0].machine, `program ${seed}, from its snapshot`);
    }
    external += new DataView(executors.interpreting.read(0x5c0, 4).slice().buffer).getUint32(0) & 0xff;
  }
  // Some of them did come.
  expect(external).toBeGreaterThan(PROGRAMS);
});

test(`${TRAVELS} random programs are the same when stepped back and forward`, () => {
  const executors = new Executors(3);
  const { interpreting } = executors;
  const { machine } = executors.others[0];
  for (let i = 0; i < TRAVELS; i++) {
    const seed = 6_000_000 + i;
    const random = new Random(seed);
    executors.start(start(random, seed, i % 2 === 0));
    const origin = interpreting.snapshot();
    const travel = new TimeTravel(machine);
    travel.run({ ticks: TICKS });
    for (let n = 0; n < 12; n++) {
      const steps = random.between(1, 3);
      const kind = random.below(4);
      if (kind === 0) for (let k = 0; k < steps; k++) travel.stepBack();
      else if (kind === 1) for (let k = 0; k < steps; k++) travel.step();
      else travel.goTo(random.below(TICKS));
      interpreting.restore(origin);
      interpreting.run({ ticks: machine.now });
      expectSame(interpreting, machine, `program ${seed}, travelled to ${machine.now}`);
    }
  }
});
