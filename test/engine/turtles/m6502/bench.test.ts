import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { machineWith } from "./program.ts";

const source = readFileSync(new URL("../../../../engine/turtles/m6502/bench/sieve.s", import.meta.url), "utf8");

/** What the program must come to, computed in another way. */
function expected(times: number): number[] {
  const flags = Array.from({ length: 8192 }, (_, i) => {
    const number = 2 * i + 3;
    for (let divisor = 3; divisor * divisor <= number; divisor += 2) if (number % divisor === 0) return 0;
    return 1;
  });
  const primes = flags.filter((flag) => flag === 1).length;
  let check = 0xffff;
  const take = (byte: number): void => {
    check ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) check = ((check << 1) ^ (check & 0x8000 ? 0x1021 : 0)) & 0xffff;
  };
  for (let round = 0; round < times; round++)
    for (let i = 0; i < 256; i++) {
      take(flags[i]);
      take(flags[i + 256]);
    }
  const digits = String((primes * times) % 1e8).padStart(8, "0");
  const total = [6, 4, 2, 0].map((i) => Number.parseInt(digits.slice(i, i + 2), 16));
  return [primes & 0xff, primes >> 8, check & 0xff, check >> 8, ...total];
}

test.each([1, 2, 7])("the benchmark program's result is right, done %i times", (times) => {
  const { machine, at } = machineWith(source);
  machine.write(at("COUNT"), Uint8Array.of(times, 0, 0));
  expect(machine.run({ ticks: 10_000_000 })).toBe("halt");
  expect([...machine.read(at("RESULT"), 8)]).toEqual(expected(times));
  expect(machine.exitCode).toBe(0);
});

test("it counts its work in 24 bits, and takes as many instructions each time but for the count", () => {
  const executed = [1, 2, 3, 256, 257].map((times) => {
    const { machine, at } = machineWith(source);
    machine.write(at("COUNT"), Uint8Array.of(times & 0xff, times >> 8, 0));
    // The count alone: the work itself returns at once.
    for (const name of ["clear", "sieve", "sum"]) machine.write(at(name), Uint8Array.of(0x60));
    machine.run({ ticks: 10_000_000 });
    expect(machine.stopped).toBe("halt");
    return machine.instructions;
  });
  expect(executed[1] - executed[0]).toBe(executed[2] - executed[1]);
  expect(executed[4]).toBeGreaterThan(100 * executed[1]);
});
