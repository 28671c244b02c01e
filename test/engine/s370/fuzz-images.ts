/** Images of anything: noise, instructions that exist, programs that loop and branch, programs that have been damaged. */
import { instructions, type System370 } from "../../../engine/s370/index.ts";
import { Random } from "../../vectors/random.ts";
import { randomProgramCase } from "../../vectors/s370-cases-random-programs.ts";

export const FUZZ_SIZE = 0x4000;

const PLACES = [0x58, 0x60, 0x68, 0x70, 0x78];

function noise(random: Random, view: DataView): void {
  for (let at = 0; at < FUZZ_SIZE; at += 4) view.setUint32(at, random.word());
}

/** Operation codes that exist, before anything. */
function operations(random: Random, view: DataView): void {
  noise(random, view);
  for (let at = 0x200; at < FUZZ_SIZE - 4; at += 2 * random.between(1, 4)) {
    const { opcode } = random.pick(instructions);
    if (opcode > 255) view.setUint16(at, opcode);
    else view.setUint8(at, opcode);
    if (random.chance(60)) view.setUint16(at + 2, random.below(0x1000));
  }
}

const BRANCHES = new Set([0x45, 0x46, 0x47, 0x4d, 0x86, 0x87]);

/** Whole instructions whose operands lie in storage, with short branches back and forth. */
function plausible(random: Random, view: DataView): void {
  for (let at = 0; at < FUZZ_SIZE; at += 4)
    view.setUint32(at, random.chance(40) ? random.word() : random.below(FUZZ_SIZE));
  for (let at = 0x200; at < FUZZ_SIZE - 8; ) {
    const { opcode } = random.pick(instructions);
    if (opcode > 255) view.setUint16(at, opcode);
    else view.setUint16(at, (opcode << 8) | random.below(256));
    const length = [2, 4, 4, 6][(opcode > 255 ? opcode >>> 8 : opcode) >>> 6];
    const base = random.below(4) << 12;
    const near = Math.max(0x200, at + 2 * random.between(-30, 10)) & 0xfff;
    if (length > 2) view.setUint16(at + 2, BRANCHES.has(opcode) ? near : base | random.below(0x1000));
    if (length > 4) view.setUint16(at + 4, (random.below(4) << 12) | random.below(0x1000));
    at += length;
  }
}

/** A program that would run, some bytes of which are others. */
function damaged(random: Random, bytes: Uint8Array): void {
  bytes.set(randomProgramCase(random.word() & 0xff_ffff).image);
  for (let count = random.below(40); count > 0; count--) {
    const at = random.chance(50) ? random.between(0x800, 0x1800) : random.below(FUZZ_SIZE);
    bytes[at] = random.chance(30) ? bytes[at] ^ (1 << random.below(8)) : random.below(256);
  }
}

/** Puts the image and the registers of a seed into machines. */
export function loadImage(machines: readonly System370[], seed: number): void {
  const random = new Random(seed);
  const bytes = new Uint8Array(FUZZ_SIZE);
  const view = new DataView(bytes.buffer);
  const kind = random.below(4);
  if (kind === 0) noise(random, view);
  else if (kind === 1) operations(random, view);
  else if (kind === 2) plausible(random, view);
  else damaged(random, bytes);
  if (kind !== 3)
    for (const place of PLACES)
      if (random.chance(80)) {
        const mode = random.pick([0, 0, 0x0008_0000, 0x0108_0000, 0x0408_0000, 0x4008_0000, random.word()]);
        view.setUint32(place, mode | (random.chance(10) ? 0x0002_0000 : 0));
        view.setUint32(place + 4, 0x200 + 2 * random.below(0x1000));
      }
  const psw =
    kind === 3 && random.chance(70)
      ? ([view.getInt32(0), view.getInt32(4)] as const)
      : ([
          random.chance(20) ? random.word() : random.pick([0, 0x0008_0000, 0x0108_0000, 0x0408_0000, 0x0009_0000]),
          2 * random.below(FUZZ_SIZE / 2),
        ] as const);
  const registers = Array.from({ length: 16 }, () => (random.chance(60) ? random.below(FUZZ_SIZE) : random.word()));
  const control = [random.pick([0xe0, 0xce0, 0x0040_0ce0, 0x0080_00e0, 0x1000_00e0, random.word()]), random.word()];
  const prefix = random.chance(10) ? random.below(4) * 0x1000 : 0;
  const typed = random.chance(20);
  for (const machine of machines) {
    machine.scheduleInputs([]);
    machine.write(0, bytes);
    registers.forEach((value, register) => {
      machine.setGr(register, value);
    });
    machine.setCr(0, control[0]);
    machine.setCr(1, control[1] & 0x3fc0);
    if (prefix > 0) machine.processor.setPrefix(prefix);
    machine.processor.loadPsw(...psw);
    if (typed) machine.input(0x009, "typed");
  }
}
