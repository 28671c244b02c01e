/** `tae cp run --config FILE --directory FILE`: CP on a configured machine, with its consoles as terminals. */
import { basename, extname } from "node:path";
import { costs, ecpsCosts } from "../monitors/costs.ts";
import { ControlProgram } from "../monitors/cp/control-program.ts";
import { DirectoryError, directoryMessage, readDirectory } from "../monitors/cp/directory/index.ts";
import { GenerationError, readGeneration } from "../monitors/cp/generation.ts";
import { configurationMessage } from "../s370/configuration.ts";
import {
  choiceOption,
  decimalOption,
  executorOption,
  type OptionKinds,
  readArguments,
  UsageError,
} from "./arguments.ts";
import { attachConfigured, configurationFile, saveWritten } from "./configuration-file.ts";
import { ConfiguredRun } from "./configured-run.ts";
import { readText } from "./files.ts";
import { LinesOfFile, TerminalLines } from "./operator-input.ts";
import { CountingMachine } from "./run-report.ts";

const options: OptionKinds = {
  "--config": "value",
  "--directory": "value",
  "--system": "value",
  "--start": "value",
  "--input": "value",
  "--max": "value",
  "--no-save": "flag",
  "--translator": "value",
  "--costs": "value",
};

const STARTS = ["warm", "checkpoint", "cold"] as const;
const DEFAULT_INSTRUCTIONS = 1_000_000_000;

/** Loads CP and runs until nothing goes on any more and nobody types. */
export async function cpRun(list: readonly string[]): Promise<number> {
  const given = readArguments("tae cp run", list, options);
  const file = given.value("--config");
  const directoryFile = given.value("--directory");
  if (file === undefined || directoryFile === undefined || given.operands.length > 0)
    throw new UsageError("tae cp run takes --config FILE, the machine, and --directory FILE, its users");
  const configuration = configurationFile(file);
  for (const note of configuration.notes) process.stderr.write(`${configurationMessage(note)}\n`);
  const machine = new CountingMachine({
    storageSize: configuration.storageSize,
    executor: executorOption(given),
    assists: configuration.assists,
  });
  const devices = attachConfigured(machine, configuration, file);
  const start = given.value("--start");
  const control = new ControlProgram({
    ...generation(given.value("--system")),
    storageSize: configuration.storageSize,
    directory: directory(directoryFile),
    devices: devices.devices.map(({ definition: { address }, device: { type } }) => ({ address, type })),
    ...(start !== undefined && { spoolStart: choiceOption("--start", start, STARTS) }),
  });
  const table = choiceOption("--costs", given.value("--costs") ?? "plain", ["plain", "ecps"]);
  machine.install(control, table === "ecps" ? ecpsCosts : costs);
  process.stdout.on("error", () => {});
  const input = given.value("--input");
  const lines =
    input !== undefined && input !== "-"
      ? new LinesOfFile(readText(input))
      : input === "-" || process.stdin.isTTY
        ? new TerminalLines()
        : new LinesOfFile("");
  const run = new ConfiguredRun(
    [{ name: basename(file, extname(file)), file, machine, devices, loads: false }],
    lines,
    false,
  );
  const most =
    given.has("--max") || !lines.isLive
      ? decimalOption("--max", given.value("--max") ?? `${DEFAULT_INSTRUCTIONS}`)
      : Number.POSITIVE_INFINITY;
  await run.toStop(most);
  lines.close();
  process.stdout.write(run.unfinished);
  const { failures } = saveWritten(devices, file, !given.has("--no-save"));
  for (const failure of failures) process.stderr.write(`tae: ${failure}\n`);
  return failures.length > 0 ? 2 : machine.stopped === "check-stop" ? 1 : 0;
}

function directory(file: string) {
  try {
    return readDirectory(file, readText(file)).directory;
  } catch (error) {
    if (error instanceof DirectoryError) throw new UsageError(error.messages.map(directoryMessage).join("\n"));
    throw error;
  }
}

function generation(file: string | undefined) {
  if (file === undefined) return {};
  try {
    return readGeneration(file, readText(file));
  } catch (error) {
    if (error instanceof GenerationError) throw new UsageError(error.message);
    throw error;
  }
}
