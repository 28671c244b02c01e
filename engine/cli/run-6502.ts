/** `tae run --machine 6502`: runs a program on a 6502 with 64 KiB of storage. */
import { assemble } from "../turtles/m6502/assembler/index.ts";
import { KEYBOARD, Mos6502 } from "../turtles/m6502/index.ts";
import { type Arguments, executorOption, hexadecimalOption, UsageError } from "./arguments.ts";
import { printErrors } from "./asm.ts";
import { readBytes, readText, textOf } from "./files.ts";

const RESET_VECTOR = 0xfffc;

/** What is to be read from storage at the end. */
interface Dump {
  readonly address: number;
  readonly length: number;
}

/**
 * Runs at most so many instructions; prints the end state. Returns 1 where the program does not assemble, comes to an
 * illegal opcode, or stores something else than 0 at its exit port; else 0.
 */
export function run6502(file: string, options: Arguments, dumps: readonly Dump[], most: number): number {
  for (const name of ["--psw", "--storage"])
    if (options.has(name)) throw new UsageError(`${name} is for s370; a 6502 begins at --start, and has 64K`);
  const machine = new Mos6502({ executor: executorOption(options) });
  if (!load(machine, file, options)) return 1;
  const input = options.value("--input");
  if (input !== undefined) machine.scheduleInputs([{ tick: 0, device: KEYBOARD, text: readText(input) }]);
  const stopped = machine.run({ ticks: most });
  const text = options.has("--json")
    ? `${JSON.stringify(asJson(machine, stopped, dumps))}\n`
    : asText(machine, stopped, dumps);
  process.stdout.write(text);
  return stopped === "check-stop" || (machine.exitCode ?? 0) !== 0 ? 1 : 0;
}

/** Loads the program and what else was asked for, and sets the program counter. False where it does not assemble. */
function load(machine: Mos6502, file: string, options: Arguments): boolean {
  const bytes = readBytes(file);
  const source = textOf(bytes);
  let entry: number;
  if (source === undefined) {
    entry = hexadecimalOption("--at", options.value("--at") ?? "0", 0xffff);
    store(machine, file, entry, bytes);
  } else {
    if (options.has("--at"))
      throw new UsageError("--at is for raw binary: an assembled program says by .org where it goes");
    const assembly = assemble(source);
    if (assembly.errors.length > 0) {
      printErrors(file, assembly.errors);
      return false;
    }
    for (const segment of assembly.segments) store(machine, file, segment.address, segment.bytes);
    entry = assembly.entry;
  }
  for (const text of options.values("--load")) {
    const equals = text.indexOf("=");
    if (equals < 0) throw new UsageError(`--load is ADDR=FILE: "${text}" is not`);
    const path = text.slice(equals + 1);
    store(machine, path, hexadecimalOption("--load", text.slice(0, equals), 0xffff), readBytes(path));
  }
  const start = options.value("--start");
  const [low, high] = machine.read(RESET_VECTOR, 2);
  const hasVector = source === undefined && (low | high) !== 0;
  machine.reset();
  if (start !== undefined) machine.setRegisters({ pc: hexadecimalOption("--start", start, 0xffff) });
  else if (!hasVector) machine.setRegisters({ pc: entry });
  return true;
}

function store(machine: Mos6502, file: string, address: number, bytes: Uint8Array): void {
  try {
    machine.write(address, bytes);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}

/** The object of `tae run --json`. */
function asJson(machine: Mos6502, stopped: string, dumps: readonly Dump[]): unknown {
  const { a, x, y, s, p, pc } = machine.registers;
  const illegal = machine.illegalOpcode;
  return {
    machine: "6502",
    instructions: machine.instructions,
    cycles: machine.cycles,
    stopped,
    a: hex(a, 2),
    x: hex(x, 2),
    y: hex(y, 2),
    s: hex(s, 2),
    p: hex(p, 2),
    pc: hex(pc, 4),
    ...(machine.exitCode === undefined ? {} : { exit: machine.exitCode }),
    storage: Object.fromEntries(
      dumps.map(({ address, length }) => [hex(address, 1), hexBytes(machine.read(address, length))]),
    ),
    console: machine.text,
    traps: illegal === undefined ? {} : { [`illegal:${hex(illegal.opcode, 2)}`]: 1 },
  };
}

function asText(machine: Mos6502, stopped: string, dumps: readonly Dump[]): string {
  const { a, x, y, s, p, pc } = machine.registers;
  const flags = Array.from("NV-BDIZC", (name, i) => ((p << i) & 0x80 ? name : name.toLowerCase())).join("");
  const illegal = machine.illegalOpcode;
  const counts = `${machine.instructions.toLocaleString("en")} instructions, ${machine.cycles.toLocaleString("en")} cycles`;
  const lines = [
    ...(machine.text === "" ? [] : [machine.text.replace(/\n$/, "")]),
    `stopped: ${stopped} after ${counts}`,
    ...(illegal === undefined ? [] : [`illegal opcode ${hex(illegal.opcode, 2)} at ${hex(illegal.address, 4)}`]),
    ...(machine.exitCode === undefined ? [] : [`exit code ${machine.exitCode}`]),
    `pc ${hex(pc, 4)}  a ${hex(a, 2)}  x ${hex(x, 2)}  y ${hex(y, 2)}  s ${hex(s, 2)}  p ${hex(p, 2)} ${flags}`,
    ...dumps.map(({ address, length }) => `${hex(address, 4)}  ${hexBytes(machine.read(address, length))}`),
  ];
  return `${lines.join("\n")}\n`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, "0");
}

function hexBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => hex(byte, 2)).join("");
}
