/** Programs that `tae run` puts into storage: source, object decks, raw binary. */
import { assemble } from "../s370/assembler/index.ts";
import { isObjectDeck, type System370 } from "../s370/index.ts";
import { type Arguments, hexadecimalOption, UsageError } from "./arguments.ts";
import { printErrors, printNotes, printUnresolved } from "./asm.ts";
import { loadDecks } from "./decks.ts";
import { readBytes, textOf } from "./files.ts";
import { membersBeside } from "./members.ts";
import { hex } from "./run-report.ts";

/** Loads the program and what else was asked for, and sets the PSW. False where there is an error in the program. */
export function load(machine: System370, file: string, more: readonly string[], options: Arguments): boolean {
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
