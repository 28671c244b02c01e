/** Random programs: 30 to 100 instructions that compute, store, branch, loop, execute and change one another. */
import type { Random } from "./random.ts";
import { baseInstructions } from "./s370-base.ts";
import { CODE, DATA } from "./s370-image.ts";

/** Base of operands, counter of the loop, base of the code. */
const BASE = 12;
const COUNTER = 11;
const HERE = 10;
const RESERVED = [HERE, COUNTER, BASE];

const NOT_USED = new Set([
  "BAL",
  "BALR",
  "BAS",
  "BASR",
  "BC",
  "BCR",
  "BCT",
  "BCTR",
  "BXH",
  "BXLE",
  "EX",
  "SVC",
  "MVCL",
  "CLCL",
  "LM",
  "SPM",
  "TRT",
  "STCK",
]);
const usable = baseInstructions.filter(({ mnemonic, privileged }) => !privileged && !NOT_USED.has(mnemonic));

/** A register that the program may change; of pairs the even one. */
function free(random: Random, pair: boolean): number {
  for (;;) {
    const register = pair ? random.below(8) * 2 : random.below(16);
    if (!RESERVED.includes(register) && !(pair && RESERVED.includes(register + 1))) return register;
  }
}

const operand = (random: Random, room: number): number[] => {
  const displacement = random.below(0x1000 - room) & (random.chance(70) ? ~7 : ~0);
  return [(BASE << 4) | (displacement >>> 8), displacement & 0xff];
};

const PAIRS = new Set(["MR", "M", "DR", "D", "SLDL", "SRDL", "SLDA", "SRDA", "CDS"]);

function one(random: Random): number[] {
  const { mnemonic, opcode, format } = random.pick(usable);
  const first = free(random, PAIRS.has(mnemonic)) << 4;
  switch (format) {
    case "RR":
      return [opcode, first | random.below(16)];
    case "RX":
      return [opcode, first, ...operand(random, 8)];
    case "RS":
      if (mnemonic === "STM") return [opcode, (random.below(10) << 4) | random.between(10, 15), ...operand(random, 64)];
      return [opcode, first | (PAIRS.has(mnemonic) ? random.below(8) * 2 : random.below(16)), ...operand(random, 8)];
    case "RSM":
      return [opcode, first | random.below(16), ...operand(random, 8)];
    case "RS1":
      return [opcode, first, 0, random.below(64)];
    case "SI":
      return [opcode, random.below(256), ...operand(random, 1)];
    case "S":
      return [opcode, 0, ...operand(random, 8)];
    case "SSL":
      return [opcode, random.below(256), ...operand(random, 16), ...operand(random, 16)];
    default: {
      const length = random.chance(70) ? random.below(20) : random.below(256);
      return [opcode, length, ...operand(random, 256), ...operand(random, 256)];
    }
  }
}

/** The code; `registers` get the bases. It ends in an SVC, or in the first program interruption. */
export function programBytes(random: Random, registers: number[]): number[] {
  registers[BASE] = DATA;
  registers[HERE] = CODE;
  registers[COUNTER] = random.between(1, 4);
  const bytes: number[] = [];
  const count = random.between(30, 100);
  let loop = 0;
  for (let i = 0; i < count; i++) {
    const kind = random.below(20);
    const offset = bytes.length;
    if (kind === 0) {
      // Over the next instruction, by condition code.
      const next = one(random);
      const to = offset + 4 + next.length;
      bytes.push(0x47, random.below(16) << 4, (HERE << 4) | (to >>> 8), to & 0xff, ...next);
    } else if (kind === 1) {
      // Executed: its target lies in a branched-over place.
      const next = one(random);
      const to = offset + 8;
      const over = to + next.length;
      const modifier = random.chance(70) ? 0 : next.length === 6 ? free(random, false) << 4 : 0;
      bytes.push(0x44, modifier, (HERE << 4) | (to >>> 8), to & 0xff);
      bytes.push(0x47, 0xf0, (HERE << 4) | (over >>> 8), over & 0xff, ...next);
    } else if (kind === 2) {
      // Changes the register of the instruction that follows, which the processor may have looked at already.
      const at = offset + 5;
      bytes.push(
        0x92,
        (free(random, false) << 4) | random.below(16),
        (HERE << 4) | (at >>> 8),
        at & 0xff,
        random.pick([0x18, 0x1a, 0x17, 0x16, 0x1b, 0x12]),
        0,
      );
    } else if (kind === 3) bytes.push(0x04, free(random, false) << 4);
    else if (kind === 4 && i > 5) {
      bytes.push(0x46, COUNTER << 4, (HERE << 4) | (loop >>> 8), loop & 0xff);
      bytes.push(0x41, COUNTER << 4, 0, random.between(1, 4));
      loop = bytes.length;
    } else bytes.push(...one(random));
  }
  return [...bytes, 0x0a, 0xff];
}
