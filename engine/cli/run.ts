/** `tae run`: runs a program on the bare machine to a stop, or so many instructions. */

import type { StopReason } from "../machine/machine.ts";
import { assemble } from "../s370/assembler/index.ts";
import { type Console3215, isObjectDeck, System370 } from "../s370/index.ts";
import {
  type Arguments,
  decimalOption,
  executorOption,
  hexadecimalOption,
  readArguments,
  sizeOption,
  UsageError,
} from "./arguments.ts";
import { printErrors, printNotes, printUnresolved } from "./asm.ts";
import { loadDecks } from "./decks.ts";
import { readBytes, readText, textOf } from "./files.ts";
import { membersBeside } from "./members.ts";
import { run6502 } from "./run-6502.ts";

/** The console's device address. */
const consoleAddress = 0x009;
const defaultInstructions = 100_000_000;
const defaultStorage = 1024 * 1024;

/** A System/370 that counts its interruptions by cause, those among them that no world switch comes of. */
class CountingMachine extends System370 {
  readonly traps: Record<string, number> = {};

  override interrupted(...event: Parameters<System370["interrupted"]>): void {
    const [{ name }, code] = event;
    const detail =
      name === "svc"
        ? String(code)
        : code
            .toString(16)
            .toUpperCase()
            .padStart(name === "io" ? 3 : 1, "0");
    const cause = `${name}:${detail}`;
    this.traps[cause] = (this.traps[cause] ?? 0) + 1;
    super.interrupted(...event);
  }
}

/** What is to be read from storage at the end. */
interface Dump {
  readonly address: number;
  readonly length: number;
}

/** Runs; prints the end state. Returns 1 where the program does not assemble or comes to a check stop, else 0. */
export function run(list: readonly string[]): number {
  const options = readArguments("tae run", list, {
    "--machine": "value",
    "--json": "flag",
    "--max": "value",
    "--dump": "value",
    "--at": "value",
    "--start": "value",
    "--psw": "value",
    "--load": "value",
    "--storage": "value",
    "--input": "value",
    "--sysparm": "value",
    "--translator": "value",
  });
  const [file, ...more] = options.operands;
  if (file === undefined) throw new UsageError("tae run takes one program, or object decks that make up one");
  refuseWhatIsNot(options);
  const dumps = options.values("--dump").map(readDump);
  const most = decimalOption("--max", options.value("--max") ?? String(defaultInstructions));
  if (options.value("--machine") === "6502" && more.length > 0) throw new UsageError("tae run takes one program");
  if (options.value("--machine") === "6502") return run6502(file, options, dumps, most);
  const machine = new CountingMachine({ storageSize: storageSize(options), executor: executorOption(options) });
  const console = machine.addConsole(consoleAddress);
  if (!load(machine, file, more, options)) return 1;
  const input = options.value("--input");
  if (input !== undefined) {
    const lines = readText(input).replace(/\n$/, "").split(/\r?\n/);
    machine.scheduleInputs(lines.map((text) => ({ tick: 0, device: consoleAddress, text })));
  }
  const stopped = runInstructions(machine, most);
  if (options.has("--json")) process.stdout.write(`${JSON.stringify(asJson(machine, stopped, console, dumps))}\n`);
  else process.stdout.write(asText(machine, stopped, console, dumps));
  return stopped === "check-stop" ? 1 : 0;
}

function refuseWhatIsNot(options: Arguments): void {
  const machine = options.value("--machine") ?? "s370";
  if (machine !== "s370" && machine !== "6502")
    throw new UsageError(`there is no machine ${machine}; there are s370 and 6502`);
}

/** Runs to a stop, or so many instructions. Each takes a tick at least; a wait takes ticks and no instruction. */
function runInstructions(machine: System370, most: number): StopReason {
  for (;;) {
    const left = most - machine.instructions;
    if (left <= 0) return "limit";
    const reason = machine.run({ ticks: machine.now + left });
    if (reason !== "limit") return reason;
    // To the end of a wait, however little is left: the ticks of a wait are not counted.
    if (machine.psw.wait) machine.step();
  }
}

function storageSize(options: Arguments): number {
  const size = sizeOption("--storage", options.value("--storage") ?? String(defaultStorage));
  if (size < 4096 || size > 16 * 1024 * 1024 || size % 4096 !== 0) {
    throw new UsageError("--storage is a multiple of 4K from 4K to 16M");
  }
  return size;
}

function readDump(text: string): Dump {
  const [address = "", length = "", ...more] = text.split(":");
  if (length === "" || more.length > 0) throw new UsageError(`--dump is ADDR:LEN, both hexadecimal: "${text}" is not`);
  return { address: hexadecimalOption("--dump", address), length: hexadecimalOption("--dump", length) };
}

/** Loads the program and what else was asked for, and sets the PSW. False where there is an error in the program. */
function load(machine: System370, file: string, more: readonly string[], options: Arguments): boolean {
  const bytes = readBytes(file);
  const source = textOf(bytes);
  let entry: number | undefined;
  const decks = isObjectDeck(bytes);
  if (more.length > 0 && !decks) throw new UsageError("tae run takes one program; only object decks may be several");
  if (decks) {
    const program = loadDecks([file, ...more], options);
    if (program === undefined) return false;
    for (const segment of program.segments) store(machine, file, segment.address, segment.bytes);
    if (!hasPsw(program.segments)) entry = program.entry;
  } else if (source === undefined) {
    store(machine, file, hexadecimalOption("--at", options.value("--at") ?? "0"), bytes);
  } else {
    if (options.has("--at"))
      throw new UsageError("--at is for raw binary: an assembled program says by START and ORG where it goes");
    const assembly = assemble(source, { members: membersBeside(file), parameter: options.value("--sysparm") });
    printNotes(file, assembly.notes);
    if (assembly.errors.length > 0) {
      printErrors(file, assembly.errors);
      return false;
    }
    if (printUnresolved(file, assembly)) return false;
    for (const segment of assembly.segments) store(machine, file, segment.address, segment.bytes);
    if (!hasPsw(assembly.segments)) entry = assembly.entry;
  }
  for (const text of options.values("--load")) {
    const equals = text.indexOf("=");
    if (equals < 0) throw new UsageError(`--load is ADDR=FILE: "${text}" is not`);
    const path = text.slice(equals + 1);
    store(machine, path, hexadecimalOption("--load", text.slice(0, equals)), readBytes(path));
  }
  machine.setPsw(initialPsw(machine, options, entry));
  return true;
}

function initialPsw(machine: System370, options: Arguments, entry: number | undefined): string {
  const psw = options.value("--psw");
  const start = options.value("--start");
  if (psw !== undefined && start !== undefined)
    throw new UsageError("--psw and --start both say where to begin: give one");
  if (psw !== undefined) {
    if (!/^[0-9a-f]{16}$/i.test(psw)) throw new UsageError(`--psw is 16 hexadecimal digits: "${psw}" is not`);
    return psw;
  }
  const address = start === undefined ? entry : hexadecimalOption("--start", start);
  return address === undefined ? hex(machine.read(0, 8)) : `0000000000${address.toString(16).padStart(6, "0")}`;
}

/** Whether a program brings the PSW that is loaded at IPL. */
function hasPsw(segments: readonly { readonly address: number; readonly bytes: Uint8Array }[]): boolean {
  return segments.some(({ address, bytes }) => address === 0 && bytes.length >= 8);
}

function store(machine: System370, file: string, address: number, bytes: Uint8Array): void {
  try {
    machine.write(address, bytes);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}

const sixteen = Array.from({ length: 16 }, (_, n) => n);
const even = [0, 2, 4, 6];

/** The object of `tae run --json`. */
function asJson(machine: CountingMachine, stopped: string, console: Console3215, dumps: readonly Dump[]): unknown {
  return {
    machine: "s370",
    instructions: machine.instructions,
    stopped,
    psw: machine.pswHex,
    cc: machine.psw.conditionCode,
    gr: sixteen.map((n) => word(machine.gr(n))),
    cr: sixteen.map((n) => word(machine.cr(n))),
    fr: even.map((n) => machine.fr(n)),
    storage: Object.fromEntries(
      dumps.map(({ address, length }) => [address.toString(16).toUpperCase(), hex(machine.read(address, length))]),
    ),
    console: console.text,
    traps: machine.traps,
  };
}

function asText(machine: CountingMachine, stopped: string, console: Console3215, dumps: readonly Dump[]): string {
  const rows = (values: readonly string[], name: string) =>
    [0, 4, 8, 12].map((first) => `${name}${String(first).padEnd(3)} ${values.slice(first, first + 4).join(" ")}`);
  const traps = Object.entries(machine.traps).map(([cause, count]) => `${cause} ${count}`);
  const lines = [
    ...(console.text === "" ? [] : [console.text.replace(/\n$/, "")]),
    `stopped: ${stopped} after ${machine.instructions.toLocaleString("en")} instructions`,
    `psw     ${machine.pswHex}  cc ${machine.psw.conditionCode}`,
    ...rows(
      sixteen.map((n) => word(machine.gr(n))),
      "gr",
    ),
    ...(traps.length === 0 ? [] : [`traps   ${traps.join(", ")}`]),
    ...dumps.map(
      ({ address, length }) =>
        `${address.toString(16).toUpperCase().padStart(6, "0")}  ${hex(machine.read(address, length))}`,
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function word(value: number): string {
  return value.toString(16).toUpperCase().padStart(8, "0");
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join("");
}
