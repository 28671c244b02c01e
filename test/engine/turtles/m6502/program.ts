/** Assembles a program and puts it into a machine: what the specifications of this folder begin with. */
import { type Assembly, assemble } from "../../../../engine/turtles/m6502/assembler/index.ts";
import { Mos6502, type PortAddresses } from "../../../../engine/turtles/m6502/index.ts";

/** An assembled program; throws on errors in it. */
export function assembled(source: string): Assembly {
  const assembly = assemble(source);
  if (assembly.errors.length > 0)
    throw new Error(assembly.errors.map(({ line, message }) => `line ${line}: ${message}`).join("\n"));
  return assembly;
}

/** A machine that is about to begin at the program's entry, with the stack pointer at $FF and I set. */
export function machineWith(
  source: string,
  ports?: PortAddresses,
): {
  readonly machine: Mos6502;
  readonly at: (symbol: string) => number;
  /** One byte of storage. */
  readonly byte: (address: number) => number;
} {
  const { segments, entry, symbols } = assembled(source);
  const machine = new Mos6502(ports === undefined ? {} : { ports });
  for (const { address, bytes } of segments) machine.write(address, bytes);
  machine.setRegisters({ pc: entry, s: 0xff });
  return {
    machine,
    at: (symbol) => {
      const found = symbols.get(symbol);
      if (!found) throw new Error(`no symbol ${symbol}`);
      return found.value;
    },
    byte: (address) => machine.read(address, 1)[0],
  };
}
