/** What executors keep of programs is bounded, however much program there is; and forgetting it changes nothing. */
import { expect, test } from "vitest";
import { DecodedCache } from "../../../engine/s370/decoded-cache.ts";
import { System370 } from "../../../engine/s370/index.ts";
import { expectSame } from "./executors.ts";

test("instructions taken apart are forgotten when there are too many, and taken apart again", () => {
  const size = 0x4_0000;
  const cache = new DecodedCache(size);
  // LR 1,2 throughout, as a host of the other byte order sees it.
  const halfwords = new Uint16Array(size / 2).fill(0x1218);
  const find = (real: number) => cache.find(real, halfwords[real / 2], halfwords, real / 2);
  const first = find(0);
  expect(find(0)).toBe(first);
  for (let real = 0; real < size; real += 2) expect(find(real).definition.mnemonic).toBe("LR");
  expect(find(0)).not.toBe(first);
  expect(find(0)).toEqual(first);
});

test("a program of more forms of instructions than have handlers runs as it does interpreted", () => {
  const machines = (["interpreter", "cold"] as const).map(
    (executor) => new System370({ storageSize: 0x1_0000, executor }),
  );
  const code = new DataView(new ArrayBuffer(0xf000));
  let at = 0;
  // C, CL and CH of every register with every index and base.
  for (const opcode of [0x59, 0x55, 0x49])
    for (let registers = 0; registers < 0x1000; registers++) {
      code.setUint32(at, (opcode << 24) | (registers << 12) | (registers & 0xffc));
      at += 4;
    }
  // To the beginning: BCR 15,0 would be none.
  code.setUint32(at, 0x47f0_0ffc);
  for (const machine of machines) {
    machine.write(0x1000, new Uint8Array(code.buffer));
    // B X'1000' by R15.
    machine.write(0xffc, Uint8Array.of(0x07, 0xff, 0x07, 0));
    for (let register = 0; register < 16; register++) machine.setGr(register, 0x80 * register);
    machine.setGr(15, 0x1000);
    machine.setPsw("0008000000001000");
  }
  for (const ticks of [100, 5_000, 12_000, 24_000, 30_001]) {
    for (const machine of machines) expect(machine.run({ ticks })).toBe("limit");
    expectSame(machines[0], machines[1], `at ${ticks}`);
  }
});
