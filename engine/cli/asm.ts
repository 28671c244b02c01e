/**
 * `tae asm`: assembles a source file, to raw storage or, where the output's name ends in .obj, to an object deck, or in
 * .ipl, to a deck that loads itself. `--to USERID` puts a card in front that has CP send the object deck to a user.
 */
import { basename, extname } from "node:path";
import { userDeck } from "../installations/user-deck.ts";
import { type AssemblyOptions, assemble as assembleS370, type MacroNote } from "../s370/assembler/index.ts";
import { type ObjectModule, writeObjectDeck } from "../s370/index.ts";
import { iplDeck } from "../s370/ipl-deck.ts";
import { assemble as assemble6502 } from "../turtles/m6502/assembler/index.ts";
import { type Arguments, readArguments, UsageError } from "./arguments.ts";
import { readText, writeBytes } from "./files.ts";
import { membersBeside } from "./members.ts";

/** What the assemblers give in common. */
interface Assembly {
  readonly errors: readonly { readonly line: number; readonly column: number; readonly message: string }[];
  readonly segments: readonly { readonly address: number; readonly bytes: Uint8Array }[];
  readonly entry: number;
  readonly listing: string;
  /** Messages of macros that are no errors. */
  readonly notes?: readonly MacroNote[];
  /** For an object deck; absent where there are none. */
  readonly module?: ObjectModule;
  /** Names of other modules. */
  readonly externals?: readonly { readonly name: string; readonly line: number }[];
}

/** Assemblers by their instruction set. */
const assemblers = new Map<string, (source: string, options: AssemblyOptions) => Assembly>([
  ["s370", assembleS370],
  ["6502", assemble6502],
]);

/** Assembles; every error on standard error. Returns the exit status. */
export function asm(list: readonly string[]): number {
  const options = readArguments("tae asm", list, {
    "-o": "value",
    "--listing": "flag",
    "--isa": "value",
    "--sysparm": "value",
    "--to": "value",
  });
  const isa = options.value("--isa") ?? "s370";
  const assemble = assemblers.get(isa);
  if (assemble === undefined)
    throw new UsageError(
      `there is no assembler for ${isa}; there are those for ${[...assemblers.keys()].join(" and ")}`,
    );
  const [file, ...more] = options.operands;
  if (file === undefined || more.length > 0) throw new UsageError("tae asm takes one source file");
  const assembly = assemble(readText(file), { members: membersBeside(file), parameter: options.value("--sysparm") });
  if (options.has("--listing"))
    process.stdout.write(assembly.listing.endsWith("\n") ? assembly.listing : `${assembly.listing}\n`);
  printNotes(file, assembly.notes ?? []);
  if (assembly.errors.length > 0) {
    printErrors(file, assembly.errors);
    return 1;
  }
  const out = options.value("-o");
  const user = options.value("--to")?.toUpperCase();
  if (user !== undefined && !/\.obj$/i.test(out ?? ""))
    throw new UsageError("--to is for object decks, which go to a user's reader: -o NAME.obj");
  if (out !== undefined && /\.obj$/i.test(out)) {
    if (assembly.module === undefined) throw new UsageError(`object decks are for s370, not for ${isa}`);
    const cards = writeObjectDeck(assembly.module);
    writeDeck(out, user === undefined ? cards : addressed(file, user, cards), options);
    return 0;
  }
  if (out !== undefined && printUnresolved(file, assembly)) return 1;
  if (out !== undefined && /\.ipl$/i.test(out)) {
    const { module, externals = [] } = assembly;
    if (module === undefined) throw new UsageError(`decks that load themselves are for s370, not for ${isa}`);
    writeDeck(out, selfLoading(file, { ...assembly, module, externals }), options);
    return 0;
  }
  const image = imageOf(assembly.segments);
  if (out !== undefined) writeBytes(out, image.bytes);
  if (!options.has("--listing")) {
    const bytes = `${image.bytes.length.toLocaleString("en")} bytes`;
    console.log(`${out ?? file}: ${bytes} at ${hex(image.address)}, entry ${hex(assembly.entry)}`);
  }
  return 0;
}

function selfLoading(file: string, program: Parameters<typeof iplDeck>[0]): Uint8Array {
  try {
    return iplDeck(program);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}

/** The deck with an ID card in front, by which CP knows whose it is: a file of the source's name and type TEXT. */
function addressed(file: string, userid: string, cards: Uint8Array): Uint8Array {
  const name = basename(file, extname(file)).toUpperCase();
  try {
    return userDeck({ userid, name, type: "TEXT" }, cards);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--to: ${error.message}`);
    throw error;
  }
}

function writeDeck(out: string, deck: Uint8Array, options: Arguments): void {
  writeBytes(out, deck);
  if (!options.has("--listing")) console.log(`${out}: ${(deck.length / 80).toLocaleString("en")} cards`);
}

/** Names of other modules are errors where there is no loader to find them. Prints them and returns whether there are any. */
export function printUnresolved(file: string, { externals = [] }: Pick<Assembly, "externals">): boolean {
  for (const { name, line } of externals) {
    const advice = "assemble both to decks (tae asm -o NAME.obj), and run the decks together";
    console.error(`${file}:${line}:1: ${name} is in another module: ${advice}`);
  }
  return externals.length > 0;
}

/** Messages of macros, likewise. */
export function printNotes(file: string, notes: readonly MacroNote[]): void {
  for (const { line, column, severity, message } of notes)
    console.error(`${file}:${line}:${column}: MNOTE ${severity}: ${message}`);
}

/** Errors in the form that editors jump to. */
export function printErrors(
  file: string,
  errors: readonly { readonly line: number; readonly column: number; readonly message: string }[],
): void {
  for (const { line, column, message } of errors) console.error(`${file}:${line}:${column}: ${message}`);
}

/** One image of all segments, from the lowest address on; what no segment fills is zero. */
function imageOf(segments: readonly { readonly address: number; readonly bytes: Uint8Array }[]): {
  address: number;
  bytes: Uint8Array;
} {
  const filled = segments.filter((segment) => segment.bytes.length > 0);
  if (filled.length === 0) return { address: 0, bytes: new Uint8Array() };
  const address = Math.min(...filled.map((segment) => segment.address));
  const end = Math.max(...filled.map((segment) => segment.address + segment.bytes.length));
  const bytes = new Uint8Array(end - address);
  for (const segment of filled) bytes.set(segment.bytes, segment.address - address);
  return { address, bytes };
}

function hex(address: number): string {
  return address.toString(16).toUpperCase().padStart(6, "0");
}
