/** ADC and SBC of all bytes with all bytes, with and without carry, binary and decimal; and what the manual promises. */
import { describe, expect, test } from "vitest";
import { Mos6502 } from "../../../../engine/turtles/m6502/index.ts";
import { difference, type Sum, sum } from "./model.ts";

const ADC = 0x69;
const SBC = 0xe9;

/** One immediate instruction on a machine: accumulator, and N V Z C as text. */
function calculator(opcode: number, decimal: boolean): (a: number, b: number, carry: number) => string {
  const machine = new Mos6502();
  return (a, b, carry) => {
    machine.write(0x200, Uint8Array.of(opcode, b));
    machine.setRegisters({ a, p: (decimal ? 0x08 : 0) | carry, pc: 0x200 });
    machine.step();
    const { a: result, p } = machine.registers;
    return `${result} ${p & 0xcf}`;
  };
}

const written = ({ value, n, v, z, c }: Sum, decimal: boolean): string =>
  `${value} ${(n ? 0x80 : 0) | (v ? 0x40 : 0) | (decimal ? 0x08 : 0) | (z ? 2 : 0) | (c ? 1 : 0)}`;

describe.each([
  ["ADC", ADC, sum],
  ["SBC", SBC, difference],
] as const)("%s", (_, opcode, expected) => {
  test.each([false, true])("all 131,072 cases; decimal: %s", { timeout: 60_000 }, (decimal) => {
    const calculate = calculator(opcode, decimal);
    const wrong: string[] = [];
    for (let a = 0; a < 256; a++) {
      for (let b = 0; b < 256; b++) {
        for (const carry of [0, 1]) {
          const right = written(expected(a, b, carry, decimal), decimal);
          const got = calculate(a, b, carry);
          if (got !== right) wrong.push(`${a}, ${b}, carry ${carry}: ${got}, not ${right}`);
        }
      }
    }
    expect(wrong.slice(0, 10)).toEqual([]);
  });

  test("what the manual promises of decimal numbers: digits and carry", () => {
    const calculate = calculator(opcode, true);
    const packed = (value: number): number => Math.floor(value / 10) * 16 + (value % 10);
    for (let a = 0; a < 100; a++) {
      for (let b = 0; b < 100; b++) {
        for (const carry of [0, 1]) {
          const exact = opcode === ADC ? a + b + carry : a - b - (1 - carry);
          const [value, p] = calculate(packed(a), packed(b), carry).split(" ").map(Number);
          expect([value, p & 1]).toEqual([
            packed((exact + 100) % 100),
            (opcode === ADC ? exact > 99 : exact >= 0) ? 1 : 0,
          ]);
        }
      }
    }
  });
});
