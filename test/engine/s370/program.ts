/** Assembles a program and puts it into a machine: what the specifications of this folder begin with. */
import { assemble } from "../../../engine/s370/assembler/index.ts";
import { System370 } from "../../../engine/s370/index.ts";
import type { ExecutorName } from "../../../engine/s370/system.ts";

/** A machine of 64 KiB that is about to start with the PSW in location 0, and has a console at 009. */
export function machineWith(
  source: string,
  executor: ExecutorName = "translator",
): {
  machine: System370;
  at: (symbol: string) => number;
  word: (address: number) => string;
  text: () => string;
} {
  const assembly = assemble(source);
  if (assembly.errors.length > 0)
    throw new Error(assembly.errors.map(({ line, message }) => `line ${line}: ${message}`).join("\n"));
  const machine = new System370({ storageSize: 0x1_0000, executor });
  machine.trace.recording = true;
  const console = machine.addConsole(0x009);
  for (const { address, bytes } of assembly.segments) machine.write(address, bytes);
  machine.setPsw(hexadecimal(machine.read(0, 8)));
  return {
    machine,
    at: (symbol) => {
      const found = assembly.symbols.get(symbol);
      if (!found) throw new Error(`no symbol ${symbol}`);
      return found.value;
    },
    word: (address) => hexadecimal(machine.read(address, 4)),
    text: () => console.text,
  };
}

/** Upper case, two digits a byte. */
export function hexadecimal(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex").toUpperCase();
}
