/**
 * Random I/O instructions at random times, to devices that position, transfer, wait, are suspended or work on after channel
 * end, on a channel of each kind: condition codes agree with one another as the manual has it (GA22-7000, "Condition-Code
 * Settings for I/O States and Functions"), everything that is begun ends, and a snapshot goes on as the machine did.
 */
import { expect, test } from "vitest";
import {
  type Answer,
  CHANNEL_END,
  DEVICE_END,
  ENDED,
  STATUS_MODIFIER,
  UNIT_CHECK,
} from "../../../../engine/s370/index.ts";
import { Random } from "../../../vectors/random.ts";
import { LONG } from "../long.ts";
import { bench, ccw } from "./scripted.ts";

const RUNS = LONG ? 5_000 : 500;
const STEPS = 60;
const ADDRESSES = [0x009, 0x00a, 0x180, 0x181, 0x280, 0x281];
const INSTRUCTIONS = [
  "startIo",
  "startIo",
  "startIo",
  "testIo",
  "clearIo",
  "haltIo",
  "haltDevice",
  "resumeIo",
  "clearChannel",
] as const;

const [CD, CC, SLI, PCI, SUSPEND] = [0x80, 0x40, 0x20, 0x08, 0x02];

function randomAnswer(random: Random): Answer {
  const before = random.chance(50) ? random.below(2000) : undefined;
  const where = { before, disconnects: random.chance(50), missed: random.chance(50) ? 700 : undefined };
  const status = random.chance(10) ? ENDED | random.pick([UNIT_CHECK, STATUS_MODIFIER]) : ENDED;
  const ending = random.chance(30)
    ? { status: CHANNEL_END, later: { ticks: 1 + random.below(3000), status: DEVICE_END } }
    : { status };
  switch (random.below(8)) {
    case 0:
      return { kind: "refused", status: UNIT_CHECK };
    case 1:
      return { kind: "waiting" };
    case 2:
    case 3:
      return { kind: "immediate", ...where, ...ending };
    case 4:
      return { kind: "output", most: random.between(1, 40), perByte: random.below(20), ...where };
    default: {
      const data = new Uint8Array(random.below(40)).fill(7);
      return { kind: "input", data, perByte: random.pick([0.1, 1, 20]), paced: random.chance(50), ...where, ...ending };
    }
  }
}

/** A channel program of some CCWs, without a loop. */
function randomProgram(random: Random): number[][] {
  const length = random.between(1, 4);
  return Array.from({ length }, (_, at) => {
    const chaining = at < length - 1 ? random.pick([CD, CC, CC]) : 0;
    const flags = chaining | (random.chance(60) ? SLI : 0) | (random.chance(10) ? PCI : 0);
    return ccw(
      random.pick([0x01, 0x02, 0x07]),
      0x2000,
      flags | (random.chance(15) ? SUSPEND : 0),
      random.between(1, 40),
    );
  });
}

type Bench = ReturnType<typeof bench>;

function make(): Bench {
  const made = bench(...ADDRESSES);
  made.channels.setChannel(1, "selector");
  return made;
}

/** What holds after an instruction, by what the channel said before it. */
const AFTER: Readonly<Record<(typeof INSTRUCTIONS)[number], (made: Bench, address: number, worked: boolean) => void>> =
  {
    startIo: () => {},
    testIo: () => {},
    resumeIo: () => {},
    haltDevice: () => {},
    haltIo: ({ channels }, address) => expect(channels.testChannel(address)).not.toBe(2),
    clearIo: ({ channels }, address, worked) => {
      if (!worked) expect(channels.startIo(address)).not.toBe(2);
    },
    clearChannel: ({ channels }, address) => {
      expect(channels.testChannel(address)).toBe(0);
      expect(channels.testIo(address)).toBe(0);
    },
  };

/** Condition codes that an instruction may set while its channel is working. */
const WHILE_WORKING: Readonly<Record<(typeof INSTRUCTIONS)[number], readonly number[]>> = {
  startIo: [2],
  testIo: [2],
  clearIo: [0, 1],
  haltIo: [2],
  haltDevice: [0, 2],
  resumeIo: [0],
  clearChannel: [0],
};

/** One thing that happens: an instruction, an interruption, a failure, or time. */
function happen(made: Bench, random: Random): void {
  const { channels, machine } = made;
  const address = random.pick(ADDRESSES);
  const kind = random.below(12);
  if (kind < 4) machine.run({ ticks: machine.now + 1 + random.below(1500) });
  else if (kind === 4) made.take();
  else if (kind === 5) machine.setCr(0, random.chance(80) ? 0x8000_0000 : 0);
  else if (kind === 6) channels.fail(address, 1 << random.below(4));
  else {
    const instruction = random.pick(INSTRUCTIONS);
    const works = channels.testChannel(address) === 2;
    made.program(randomProgram(random), { caw: random.chance(50) ? 0 : 0x08 });
    if (instruction === "startIo") made.at(address).answers(randomAnswer(random), randomAnswer(random));
    const code = channels[instruction](address);
    if (works) expect(WHILE_WORKING[instruction], `${instruction} ${code}`).toContain(code);
    else expect(code).toBeLessThan(3);
    AFTER[instruction](made, address, works);
  }
}

/** Ends what goes on, and takes what is pending. */
function finish(made: Bench): void {
  for (const address of ADDRESSES) made.channels.haltDevice(address);
  made.settle();
  for (let taken = 0; made.take() !== "none"; taken++) expect(taken).toBeLessThan(2 * ADDRESSES.length);
}

test(`${RUNS.toLocaleString("en")} times ${STEPS} random instructions`, () => {
  for (let seed = 0; seed < RUNS; seed++) {
    const random = new Random(seed);
    const made = make();
    for (let step = 0; step < STEPS; step++) happen(made, random);
    const snapshot = made.machine.snapshot();
    finish(made);
    for (const address of ADDRESSES)
      expect([made.channels.testChannel(address), made.channels.testIo(address)], `seed ${seed}`).toEqual([0, 0]);
    const ended = made.machine.snapshot();
    const other = make();
    other.machine.restore(snapshot);
    finish(other);
    expect(other.machine.read(0, 0x3000), `seed ${seed}`).toEqual(made.machine.read(0, 0x3000));
    expect(other.machine.snapshot().now).toBe(ended.now);
  }
});
