/** Kinds of cases that recordings of several groups of instructions have: plain, translated, and with keys. */
import type { InstructionDefinition } from "../../engine/s370/index.ts";
import type { Random } from "./random.ts";
import { CONTROL, type Case, plainKeys, putInstruction, randomRegisters, tables } from "./s370-cases.ts";
import { DATA, type Image, type Setting } from "./s370-image.ts";
import type { Ground } from "./s370-operands.ts";

/** What is each group's own. */
export interface Group {
  /** A case out of a seed, its name, and what sets its image. */
  readonly made: (seed: number, name: string, make: (random: Random, image: Image) => Setting) => Case;
  readonly instruction: (ground: Ground, definition: InstructionDefinition) => number[];
  readonly psw: (random: Random, ec: boolean, address: number, left?: number) => readonly [number, number];
}

type Kind = (seed: number, definition: InstructionDefinition) => Case;

/** The kinds of cases of a group, each out of a seed and an instruction. */
export function caseKinds({ made, instruction, psw }: Group): Readonly<Record<"plain" | "translated" | "withKeys", Kind>> {
  return {
    plain: (seed, definition) =>
      made(seed, definition.mnemonic, (random, image) => {
        const registers = randomRegisters(random);
        const ground = { random, image, registers, shift: 0, wild: true };
        const at = putInstruction(ground, instruction(ground, definition), true);
        return { registers, psw: psw(random, random.chance(40), at) };
      }),
    translated: (seed, definition) =>
      made(seed, `${definition.mnemonic} translated`, (random, image) => {
        const registers = randomRegisters(random);
        const { cr0, cr1, shift } = tables(random, image);
        const ground = { random, image, registers, shift, wild: false };
        const at = putInstruction(ground, instruction(ground, definition), true);
        const controlRegisters = [cr0, cr1, ...CONTROL.slice(2)];
        const under = psw(random, true, at, 0x0400_0000);
        return { registers, psw: under, controlRegisters, keys: plainKeys(random), showKeys: true };
      }),
    withKeys: (seed, definition) =>
      made(seed, `${definition.mnemonic} with keys`, (random, image) => {
        const registers = randomRegisters(random);
        const ground = { random, image, registers, shift: 0, wild: false };
        const at = putInstruction(ground, instruction(ground, definition), true);
        const key = random.pick([0, 1, 1, 1, 2]) << 20;
        const keys = [0, 1, 2, 3].map(
          (i) => [DATA + 0x800 * i, random.pick([0x00, 0x10, 0x10, 0x18, 0x28, 0x20, 0x16])] as const,
        );
        return { registers, psw: psw(random, random.chance(50), at, key), keys, showKeys: true };
      }),
  };
}
