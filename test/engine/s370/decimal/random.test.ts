/** Decimal instructions on random operands: each of their ways against a model in unbounded integers. */
import { expect, test } from "vitest";
import { Random } from "../../../vectors/random.ts";
import { editingOperands, packedField } from "../../../vectors/s370-decimal.ts";
import { SIZE, SingleStep, type Way } from "./executors.ts";
import { modelled, type Operands } from "./model.ts";

const CASES = 1700;
const OPCODES: Record<string, number> = {
  ...{ ZAP: 0xf8, CP: 0xf9, AP: 0xfa, SP: 0xfb, MP: 0xfc, DP: 0xfd, SRP: 0xf0 },
  ...{ ED: 0xde, EDMK: 0xdf, PACK: 0xf2, UNPK: 0xf3, MVO: 0xf1 },
};

const ways: readonly Way[] = [
  { known: true, places: true },
  { known: false, places: true },
  { known: true, places: false },
];
const executors = ways.map((way) => ({ way, executor: new SingleStep(way) }));

/** Base registers of the two operands. */
const BASE1 = 2;
const BASE2 = 3;

function instruction({ mnemonic, length1, length2, at1, at2 }: Operands, random: Random) {
  const opcode = OPCODES[mnemonic];
  const registers = Array.from({ length: 16 }, () => random.word() | 0);
  const together = random.chance(50) && Math.abs(at1 - at2) < 2048;
  const base1 = together ? Math.min(at1, at2) - random.below(256) : at1 - random.below(4096);
  const base2 = together ? base1 : at2 - random.below(4096);
  registers[BASE1] = base1 & 0xffffff;
  registers[BASE2] = base2 & 0xffffff;
  const based = (register: number, displacement: number): number[] => [
    (register << 4) | (displacement >> 8),
    displacement & 0xff,
  ];
  const edits = mnemonic === "ED" || mnemonic === "EDMK";
  const second = mnemonic === "SRP" ? length2 : length2 - 1;
  const lengths = edits ? length1 - 1 : ((length1 - 1) << 4) | second;
  // A shift value without a base is known when an instruction is translated.
  const shift = mnemonic === "SRP" && random.chance(50);
  const bytes = [
    opcode,
    lengths,
    ...based(BASE1, at1 - base1),
    ...(shift ? based(0, at2) : based(together ? BASE1 : BASE2, at2 - base2)),
  ];
  return { bytes, registers };
}

function operandsOf(mnemonic: string, random: Random, storage: Uint8Array): Operands {
  const near = random.chance(25);
  const at1 = 0x1000 + (near ? 0x800 - random.below(20) : random.below(0x700));
  const length1 = random.between(1, 16);
  const allowed = random.chance(40);
  if (mnemonic === "ED" || mnemonic === "EDMK") {
    const { pattern, source } = editingOperands(random);
    const at2 = 0x400 + (random.chance(25) ? 0x400 - random.below(10) : random.below(0x300));
    storage.set(pattern, at1);
    storage.set(source, at2);
    return { mnemonic, length1: pattern.length, length2: 0, at1, at2, allowed };
  }
  if (mnemonic === "SRP") {
    storage.set(packedField(random, length1), at1);
    return {
      mnemonic,
      length1,
      length2: random.below(random.chance(5) ? 16 : 10),
      at1,
      at2: random.below(4096),
      allowed,
    };
  }
  const narrower = mnemonic === "MP" || mnemonic === "DP";
  const length2 = narrower && random.chance(95) ? random.between(1, Math.min(8, length1)) : random.between(1, 16);
  const distance = random.chance(50) ? length1 - length2 : random.between(-20, 20);
  const at2 = random.chance(25) ? at1 + distance : 0x800 + random.below(0x7f0);
  const room = Math.max(0, length1 - (mnemonic === "MP" ? length2 : mnemonic === "DP" ? 1 : 0));
  storage.set(packedField(random, length1, room + (random.chance(10) ? 1 : 0)), at1);
  if (at2 !== at1 + length1 - length2 || random.chance(20))
    storage.set(packedField(random, length2, length2, mnemonic === "DP" && random.chance(80)), at2);
  return { mnemonic, length1, length2, at1, at2, allowed };
}

const background = new Random(99);
const noise = Uint8Array.from({ length: SIZE }, () => (background.chance(50) ? background.below(256) : 0));

test.each(Object.keys(OPCODES))("%s ends as its model, in each of its ways", (mnemonic) => {
  const random = new Random(0x1000 + OPCODES[mnemonic]);
  let traps = 0;
  for (let i = 0; i < CASES; i++) {
    const storage = noise.slice();
    const operands = operandsOf(mnemonic, random, storage);
    const { bytes, registers } = instruction(operands, random);
    const code = random.below(4);
    const mask = operands.allowed ? 4 | random.below(16) : random.below(16) & ~4;
    const wanted = modelled(operands, storage, code, registers[1] >>> 0);
    if (wanted.trap !== 0) traps++;
    for (const { way, executor } of executors) {
      const { registers: after, ...ending } = executor.run(bytes, storage, registers, code, mask);
      const said = `case ${i}, ${JSON.stringify({ ...way, ...operands })}`;
      const field = (bytes: Uint8Array): string =>
        Buffer.from(bytes.subarray(operands.at1, operands.at1 + operands.length1)).toString("hex");
      expect({ ...ending, storage: field(ending.storage) }, said).toEqual({
        ...wanted,
        storage: field(wanted.storage),
      });
      expect(Buffer.compare(ending.storage, wanted.storage), `${said}: what is around the first operand`).toBe(0);
      expect(after.filter((_, n) => n !== 1)).toEqual(registers.filter((_, n) => n !== 1));
    }
  }
  // Neither without exceptions nor mostly exceptions.
  expect(traps).toBeGreaterThan(/PACK|UNPK|MVO/.test(mnemonic) ? -1 : CASES / 50);
  expect(traps).toBeLessThan(CASES / 2);
});
