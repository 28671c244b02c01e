/** Clock cycles, as the MCS6500 Programming Manual's table of execution times has them. */
import { expect, test } from "vitest";
import { instructions, type Mode, Mos6502 } from "../../../../engine/turtles/m6502/index.ts";

/** Cycles of a mode for instructions that read, that store, and that change a byte; `+` is one more over a page's end. */
const TABLE: Readonly<Partial<Record<Mode, readonly [reads: string, stores: string, changes: string]>>> = {
  immediate: ["2", "", ""],
  accumulator: ["", "", "2"],
  zeroPage: ["3", "3", "5"],
  zeroPageX: ["4", "4", "6"],
  zeroPageY: ["4", "4", ""],
  absolute: ["4", "4", "6"],
  absoluteX: ["4+", "5", "7"],
  absoluteY: ["4+", "5", ""],
  indexedIndirect: ["6", "6", ""],
  indirectIndexed: ["5+", "6", ""],
};

const OTHERS: Readonly<Record<string, number>> = {
  ...{ BRK: 7, RTI: 6, RTS: 6, JSR: 6, PHA: 3, PHP: 3, PLA: 4, PLP: 4, "JMP absolute": 3, "JMP indirect": 5 },
};

function cyclesOf(mnemonic: string, mode: Mode): string {
  const row = TABLE[mode];
  const other = OTHERS[mnemonic] ?? OTHERS[`${mnemonic} ${mode}`];
  if (other !== undefined) return String(other);
  if (row === undefined) return "2";
  if (/^ST[AXY]$/.test(mnemonic)) return row[1];
  return /^(ASL|LSR|ROL|ROR|INC|DEC)$/.test(mnemonic) ? row[2] : row[0];
}

/** Cycles of an instruction at $0280 with both index registers `index`, its address (or its pointer's) ending in $80. */
function measured(opcode: number, index: number): number {
  const machine = new Mos6502();
  machine.write(0x280, Uint8Array.of(opcode, 0x80, 0x04));
  // Pointers wherever (zp,X) and (zp),Y may look for them.
  machine.write(0, new Uint8Array(256).fill(0x80));
  machine.setRegisters({ x: index, y: index, s: 0xf0, p: 0, pc: 0x280 });
  machine.step();
  return machine.cycles;
}

test.each(instructions.filter(({ mode }) => mode !== "relative"))(
  "$mnemonic $mode",
  ({ mnemonic, mode, opcode, cycles }) => {
    const expected = cyclesOf(mnemonic, mode);
    const least = Number.parseInt(expected, 10);
    expect(cycles).toBe(least);
    expect(measured(opcode, 0x7f)).toBe(least);
    expect(measured(opcode, 0x80)).toBe(expected.endsWith("+") ? least + 1 : least);
  },
);

test.each([
  ["refused", 0x0280, 0x10, true, 2],
  ["taken", 0x0280, 0x10, false, 3],
  ["taken, back", 0x0280, 0xf0, false, 3],
  ["taken over the end of a page", 0x02f0, 0x10, false, 4],
  ["taken back over the beginning of a page", 0x0200, 0xf0, false, 4],
  ["taken from the end of a page, where the next instruction is in the next page already", 0x02fe, 0x10, false, 3],
  ["taken from there to the page of its own", 0x02fe, 0xf0, false, 4],
] as const)("a branch: %s", (_, address, offset, zero, cycles) => {
  const machine = new Mos6502();
  machine.write(address, Uint8Array.of(0xd0, offset));
  machine.setRegisters({ p: zero ? 2 : 0, pc: address });
  machine.step();
  expect(machine.cycles).toBe(cycles);
});

test("cycles go on counting beyond 32 bits", () => {
  const machine = new Mos6502();
  machine.write(0x200, Uint8Array.of(0x4c, 0x00, 0x02));
  machine.setRegisters({ pc: 0x200 });
  machine.scheduleInputs([{ tick: 3e9, device: 2, text: "" }]);
  machine.run({ ticks: 2_999_999_999 });
  expect(machine.cycles).toBe(8_999_999_997);
  machine.run({ ticks: 3e9 });
  expect(machine.cycles).toBe(9_000_000_007);
});
