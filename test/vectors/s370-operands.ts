/** One random instruction of any kind, and the registers and operands that make it interesting. */
import type { InstructionDefinition } from "../../engine/s370/index.ts";
import type { Random } from "./random.ts";
import { CODE, DATA, type Image, LANDING, STORAGE_SIZE } from "./s370-image.ts";

/** Where operands are: `at` gives addresses as the program uses them, `image` is what to fill beforehand. */
export interface Ground {
  readonly random: Random;
  readonly image: Image;
  readonly registers: number[];
  /** Added to an operand's place in the image to give its address (not 0 where translation is on). */
  readonly shift: number;
  /** Whether operands may lie outside storage. */
  readonly wild: boolean;
}

const SIZE = 0x2000;

/** An operand of `length` bytes: anywhere in the data, often at a boundary of 2,048 bytes, rarely at storage's end. */
export function place({ random, wild, shift }: Ground, length: number): number {
  if (wild && random.chance(4)) return STORAGE_SIZE - random.below(Math.min(length, 8) + 1);
  if (wild && random.chance(2)) return STORAGE_SIZE + random.below(0x1000);
  if (random.chance(20))
    return shift + DATA + 0x800 * random.between(1, 3) - random.between(1, Math.max(1, length - 1));
  const at = random.below(SIZE - length - 8);
  return shift + DATA + (random.chance(60) ? at & ~7 : at);
}

/** Base, displacement (two bytes) of an address; sets a register so that it comes out. `avoid` keeps its value. */
export function based(ground: Ground, address: number, avoid: readonly number[] = []): [number, number] {
  const { random, registers } = ground;
  let base = random.between(1, 15);
  while (avoid.includes(base)) base = random.between(1, 15);
  const displacement = random.chance(30) ? 0 : random.below(4096);
  registers[base] = ((random.below(256) << 24) + ((address - displacement) & 0xff_ffff)) >>> 0;
  return [(base << 4) | (displacement >>> 8), displacement & 0xff];
}

/** Index, base and displacement: [low digit of the second byte, two bytes]. */
export function indexed(ground: Ground, address: number, avoid: readonly number[] = []): [number, number, number] {
  const { random, registers } = ground;
  let index = random.chance(50) ? 0 : random.between(1, 15);
  if (avoid.includes(index)) index = 0;
  const offset = index === 0 ? 0 : registers[index];
  return [index, ...based(ground, address - offset, [...avoid, ...(index ? [index] : [])])];
}

/** Where a branch may go: a SUPERVISOR CALL; rarely nowhere. */
function target({ random, wild }: Ground): number {
  if (wild && random.chance(5)) return random.pick([LANDING + 1, STORAGE_SIZE, 0xff_fffe, STORAGE_SIZE + 1]);
  return LANDING + 2 * random.below((CODE - LANDING) / 2 - 1);
}

/** A PSW that LPSW may load: it goes on at a SUPERVISOR CALL, waits disabled, or is invalid. */
function anyPsw(ground: Ground): [number, number] {
  const { random } = ground;
  const address = target(ground);
  const key = random.below(16) << 20;
  const problem = random.chance(30) ? 0x0001_0000 : 0;
  const code = random.below(4);
  const mask = random.below(16);
  if (random.chance(50))
    return [
      (random.below(128) * 2 * 0x100_0000 + key + problem + random.below(65536)) >>> 0,
      (random.below(4) << 30) | (code << 28) | (mask << 24) | address,
    ];
  const wrong = random.chance(30)
    ? random.pick([0x8000_0000, 0x2000_0000, 0x1000_0000, 0x0800_0000, 0x8000, 0x4000, 1, 0x80])
    : 0;
  const high = wrong === 0 && random.chance(10) ? 1 << random.between(24, 30) : 0;
  return [
    (wrong | (random.pick([0, 2]) << 24) | key | 0x0008_0000 | problem | (code << 12) | (mask << 8)) >>> 0,
    high | address,
  ];
}

function packedNumber({ random }: Ground): number[] {
  const digits = random.pick([3, 9, 10, 10, 11, 15]);
  const bytes = Array.from({ length: 8 }, (_, i) => {
    const digit = (n: number): number => (n < 15 - digits ? 0 : random.below(10));
    return (digit(2 * i) << 4) | (i < 7 ? digit(2 * i + 1) : random.between(10, 15));
  });
  if (random.chance(25)) bytes[random.below(8)] = random.below(256);
  if (random.chance(15))
    return [0, 0, 0x02, 0x14, 0x74, 0x83, 0x64, (random.between(6, 9) << 4) | random.pick([12, 13])];
  return bytes;
}

/** Fills the data with something: random bytes, zeros or text of digits. */
export function fillData(random: Random, image: Image): void {
  const kind = random.below(3);
  for (let at = DATA; at < DATA + SIZE; at += 4)
    image.word(at, kind === 0 ? random.word() : random.chance(50) ? 0 : kind === 1 ? random.edgeWord() : 0xf1f2_f3f4);
}

/** Writes into the image where an operand lies, if it does. */
export function fill(ground: Ground, address: number, bytes: readonly number[]): void {
  const at = address - ground.shift;
  if (at >= DATA && at + bytes.length <= DATA + SIZE) ground.image.put(at, bytes);
}

const wordBytes = (word: number): number[] => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255];

/** The instruction's bytes. What it needs is put into the registers and the image. */
export function instructionBytes(ground: Ground, { mnemonic, opcode, format }: InstructionDefinition): number[] {
  const { random, registers } = ground;
  const register = random.below(16);
  const other = random.below(16);
  const even = random.chance(90) ? register & 14 : register;
  const nibbles = (left: number, right: number): number => (left << 4) | right;
  switch (format) {
    case "RR":
      return [opcode, registerPair(ground, mnemonic, register, other, even)];
    case "RRM":
      registers[other] = ((random.below(256) << 24) | target(ground)) >>> 0;
      return [opcode, nibbles(register, other)];
    case "RRI":
      return [opcode, random.below(256)];
    case "RR1":
      return [opcode, nibbles(register, other)];
    case "RXM": {
      const [index, ...rest] = indexed(ground, target(ground));
      return [opcode, nibbles(register, index), ...rest];
    }
    case "RX": {
      const branch = ["BAL", "BAS", "BCT"].includes(mnemonic);
      const length = mnemonic === "CVD" || mnemonic === "CVB" ? 8 : 4;
      const address = branch ? target(ground) : place(ground, length);
      // A target by chance might be an instruction that is not here: floating point, decimal.
      if (mnemonic === "EX") {
        const opcodes = [0x18, 0x1a, 0x1b, 0x14, 0x16, 0x17, 0x15, 0x12, 0x0a, 0x44, 0x04, 0x8a, 0x41];
        const even = address & (random.chance(90) ? ~1 : ~0);
        fill(ground, even, [random.pick(opcodes), random.below(256), 0, random.below(32), 0, 0]);
        const [index, ...rest] = indexed(ground, even);
        return [opcode, nibbles(register, index), ...rest];
      }
      if (mnemonic === "CVB") fill(ground, address, packedNumber(ground));
      if (mnemonic === "BCT" && random.chance(40)) registers[register] = 1;
      const first = ["M", "D"].includes(mnemonic) ? even : register;
      if (mnemonic === "D") registers[first] = random.pick([0, 0xffff_ffff, 1, registers[first]]);
      const [index, ...rest] = indexed(ground, address, mnemonic === "D" ? [first] : []);
      return [opcode, nibbles(first, index), ...rest];
    }
    case "RS": {
      const pair = mnemonic === "CDS";
      const [first, third] = pair ? [even, random.chance(90) ? other & 14 : other] : [register, other];
      const branch = mnemonic === "BXH" || mnemonic === "BXLE";
      const boundary = pair ? 8 : 4;
      let address = branch ? target(ground) : place(ground, mnemonic === "CS" || pair ? boundary : 64);
      if (!branch && random.chance(85)) address &= ~(boundary - 1);
      const rest = based(ground, address, [first, first | 1]);
      if (random.chance(50)) {
        if (mnemonic === "CS") fill(ground, address, wordBytes(registers[first]));
        if (pair) fill(ground, address, [...wordBytes(registers[first & 14]), ...wordBytes(registers[first | 1])]);
      }
      return [opcode, nibbles(first, third), ...rest];
    }
    case "RSM":
      return [opcode, nibbles(register, other), ...based(ground, place(ground, 4))];
    case "RS1": {
      const [high, low] = based(ground, random.below(80), [register, register | 1]);
      return [
        opcode,
        nibbles(mnemonic.includes("D") ? even : register, other),
        ...(random.chance(50) ? [0, random.below(70)] : [high, low]),
      ];
    }
    case "SI":
      // STOSM must not let external interruptions in: there a clock runs.
      return [
        opcode,
        random.pick([0, 255, random.below(256)]) & (mnemonic === "STOSM" ? 0xfe : 0xff),
        ...based(ground, place(ground, 1)),
      ];
    case "S":
      return [
        ...(opcode > 255 ? [opcode >>> 8, opcode & 255] : [opcode, random.below(256)]),
        ...storageOperand(ground, mnemonic),
      ];
    case "SNONE":
      return [opcode >>> 8, opcode & 255, 0, 0];
    case "SS": {
      const length = random.chance(60) ? random.below(16) : random.below(256);
      const first = place(ground, length + 1);
      const table = mnemonic === "TR" || mnemonic === "TRT";
      // At most one operand may be where it faults: which of two exceptions is seen is not defined.
      const calm = first >= STORAGE_SIZE - 300 ? { ...ground, wild: false } : ground;
      let second = random.chance(35)
        ? first + random.between(-length - 1, length + 1)
        : place(calm, table ? 256 : length + 1);
      if (mnemonic === "CLC" && random.chance(60)) second = first;
      if (table && second > STORAGE_SIZE - 300) second = place({ ...ground, wild: false }, 256);
      if (table)
        fill(
          ground,
          second,
          Array.from({ length: 256 }, () => (random.chance(mnemonic === "TRT" ? 4 : 100) ? random.below(256) : 0)),
        );
      return [opcode, length, ...twoBased(ground, first, second)];
    }
    case "SSL": {
      const first = place(ground, 16);
      const calm = first >= STORAGE_SIZE - 300 ? { ...ground, wild: false } : ground;
      const second = random.chance(30) ? first + random.between(-4, 16) : place(calm, 16);
      return [opcode, random.below(256), ...twoBased(ground, first, second)];
    }
    case "SSI":
      return [opcode, random.below(256), ...twoBased(ground, place(ground, 16), random.below(0x1000))];
    case "RRE":
      return [opcode >>> 8, opcode & 255, random.below(256), registerPair(ground, mnemonic, register, other, even)];
    case "SSE": {
      const first = place(ground, 1);
      return [opcode >>> 8, opcode & 255, ...twoBased(ground, first, random.below(0x100_0000))];
    }
    case "DIAG":
      return [opcode, nibbles(register, other), 0, 0];
  }
}

export function twoBased(ground: Ground, first: number, second: number): number[] {
  const one = based(ground, first);
  return [...one, ...based(ground, second, [one[0] >>> 4])];
}

/** The second byte of an RR instruction. */
function registerPair(ground: Ground, mnemonic: string, register: number, other: number, even: number): number {
  const { random, registers } = ground;
  const pair = (left: number, right: number): number => (left << 4) | right;
  switch (mnemonic) {
    case "MR":
      return pair(even, other);
    case "DR":
      registers[even] = random.pick([0, 0xffff_ffff, 1, registers[even]]);
      return pair(even, other);
    case "BALR":
    case "BASR":
    case "BCTR":
      registers[other] = ((random.below(256) << 24) | target(ground)) >>> 0;
      if (mnemonic === "BCTR" && register !== other && random.chance(40)) registers[register] = 1;
      return pair(register, other);
    case "SSKE":
    case "ISKE":
    case "RRBE":
      registers[other] = ((random.chance(10) ? random.below(256) << 24 : 0) | place({ ...ground, shift: 0 }, 8)) >>> 0;
      return pair(register, other);
    case "SSK":
    case "ISK": {
      const calm = { ...ground, shift: 0 };
      registers[other] =
        ((random.below(256) << 24) | (place(calm, 8) & ~15) | (random.chance(10) ? random.below(16) : 0)) >>> 0;
      return pair(register, other);
    }
    case "MVCL":
    case "CLCL": {
      let second = other & 14;
      if (second === even && random.chance(80)) second = (even + 2) & 14;
      const calm = { ...ground, wild: false };
      const length = random.pick([0, 1, random.below(40), random.below(700)]);
      const first = place(calm, 800);
      const distance = random.pick([0, random.between(-40, 40), 1000]);
      const from = Math.max(0x2000 + ground.shift, random.chance(40) ? first + distance : place(calm, 800));
      registers[even & 14] = (random.below(256) * 0x100_0000 + first) >>> 0;
      registers[even | 1] = (random.below(256) * 0x100_0000 + length) >>> 0;
      registers[second] = (random.below(256) * 0x100_0000 + from) >>> 0;
      registers[second | 1] =
        (random.pick([0, 0x40, 0xff]) * 0x100_0000 + random.pick([0, length, random.below(700)])) >>> 0;
      return pair(even, random.chance(5) ? second | 1 : second);
    }
    default:
      return pair(register, other);
  }
}

/** Base and displacement of an S instruction. */
function storageOperand(ground: Ground, mnemonic: string): [number, number] {
  const { random } = ground;
  switch (mnemonic) {
    case "LPSW": {
      const address = place(ground, 8) & (random.chance(95) ? ~7 : ~0);
      const psw = anyPsw(ground);
      fill(ground, address, psw.flatMap(wordBytes));
      return based(ground, address);
    }
    case "SSM": {
      const address = place(ground, 1);
      fill(ground, address, [random.below(128) * 2]);
      return based(ground, address);
    }
    case "RRB":
      return based({ ...ground, shift: 0 }, place({ ...ground, shift: 0 }, 8));
    case "SPKA":
      return based(ground, random.below(0x100_0000));
    case "STAP":
      return based(ground, place(ground, 2));
    case "SIO":
    case "SIOF":
    case "TIO":
    case "HIO":
      // Nothing is there.
      return based(ground, 0x0_0aaa);
    default:
      return based(ground, place(ground, 8));
  }
}
