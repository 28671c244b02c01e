/** A program that tests the processor it runs on, and whether it leaves anything out. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { assemble } from "../../../../engine/turtles/m6502/assembler/index.ts";
import { findInstruction, instructions, Mos6502 } from "../../../../engine/turtles/m6502/index.ts";

const source = readFileSync(new URL("functional.s", import.meta.url), "utf8");

function loaded(): Mos6502 {
  const { errors, segments } = assemble(source);
  expect(errors).toEqual([]);
  const machine = new Mos6502();
  for (const { address, bytes } of segments) machine.write(address, bytes);
  machine.reset();
  return machine;
}

test("finds nothing wrong", () => {
  const machine = loaded();
  expect(machine.run({ ticks: 1_000_000 })).toBe("halt");
  expect([machine.exitCode, machine.text]).toEqual([0, "OK"]);
});

test("executes every operation code, takes and refuses every branch, sets and clears every flag by every means", () => {
  const machine = loaded();
  const executed = new Set<number>();
  const branches = new Set<string>();
  const flags = new Map<string, Set<string>>();
  while (machine.stopped === undefined) {
    const { pc, p } = machine.registers;
    const definition = findInstruction(machine.read(pc, 1)[0]);
    if (definition === undefined) throw new Error(`no instruction at ${pc}`);
    executed.add(definition.opcode);
    machine.step();
    const after = machine.registers;
    if (definition.mode === "relative")
      branches.add(`${definition.mnemonic} ${after.pc === pc + 2 ? "refused" : "taken"}`);
    const seen = flags.get(definition.mnemonic) ?? new Set();
    flags.set(definition.mnemonic, seen);
    for (const [i, name] of [...Array.from("CZIDxxVN").entries()])
      if (((p ^ after.p) >> i) & 1) seen.add(`${name}${(after.p >> i) & 1}`);
  }
  expect(executed.size).toBe(instructions.length);
  expect(branches.size).toBe(16);
  // The flags that each instruction affects (MCS6500 Programming Manual, "Instruction Addressing Modes and Execution Times").
  const affected: Readonly<Record<string, string>> = {
    ...Object.fromEntries(
      "LDA LDX LDY TAX TXA TAY TYA TSX PLA AND ORA EOR INC DEC INX INY DEX DEY".split(" ").map((one) => [one, "NZ"]),
    ),
    ...Object.fromEntries("ASL LSR ROL ROR CMP CPX CPY".split(" ").map((one) => [one, "NZC"])),
    ...Object.fromEntries("ADC SBC".split(" ").map((one) => [one, "NVZC"])),
    ...{ BIT: "NVZ", PLP: "NVDIZC", RTI: "NVDIZC", BRK: "I" },
    ...{ CLC: "C", SEC: "C", CLD: "D", SED: "D", CLI: "I", SEI: "I", CLV: "V" },
  };
  for (const [mnemonic, seen] of flags) {
    const changed = new Set([...seen].map(([name]) => name));
    const allowed = affected[mnemonic] ?? "";
    for (const flag of changed) expect(allowed, `${mnemonic} changes ${flag}`).toContain(flag);
    const both = /^(LDA|AND|ORA|EOR|INC|DEC|ADC|SBC|CMP|BIT|ASL|ROL|ROR|PLP)$/.test(mnemonic);
    if (both)
      for (const flag of allowed) expect([...seen], mnemonic).toEqual(expect.arrayContaining([`${flag}0`, `${flag}1`]));
  }
});
