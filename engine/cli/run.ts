/** `tae run`: runs a program on the bare machine to a stop, or so many instructions. */
import { type Arguments, decimalOption, executorOption, readArguments, sizeOption, UsageError } from "./arguments.ts";
import { readText } from "./files.ts";
import { run6502 } from "./run-6502.ts";
import { load } from "./run-load.ts";
import { asJson, asText, CountingMachine, readDump, runInstructions } from "./run-report.ts";

/** The console's device address. */
const consoleAddress = 0x009;
const defaultInstructions = 100_000_000;
const defaultStorage = 1024 * 1024;

/** Runs; prints the end state. Returns 1 where the program does not assemble or comes to a check stop, else 0. */
export function run(list: readonly string[]): number | Promise<number> {
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
    "--config": "value",
    "--ipl": "value",
    "--rc": "value",
    "--fast-devices": "value",
    "--no-save": "flag",
  });
  if (options.has("--config")) return import("./run-configured.ts").then(({ runConfigured }) => runConfigured(options));
  const alone = ["--ipl", "--rc", "--fast-devices", "--no-save"].find((name) => options.has(name));
  if (alone !== undefined) throw new UsageError(`${alone} is about devices: --config says which there are`);
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
  if (options.has("--json")) process.stdout.write(`${JSON.stringify(asJson(machine, stopped, console.text, dumps))}\n`);
  else process.stdout.write(asText(machine, stopped, console.text, dumps));
  return stopped === "check-stop" ? 1 : 0;
}

function refuseWhatIsNot(options: Arguments): void {
  const machine = options.value("--machine") ?? "s370";
  if (machine !== "s370" && machine !== "6502")
    throw new UsageError(`there is no machine ${machine}; there are s370 and 6502`);
}

function storageSize(options: Arguments): number {
  const size = sizeOption("--storage", options.value("--storage") ?? String(defaultStorage));
  if (size < 4096 || size > 16 * 1024 * 1024 || size % 4096 !== 0) {
    throw new UsageError("--storage is a multiple of 4K from 4K to 16M");
  }
  return size;
}
