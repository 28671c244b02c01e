/** `tae cp run --config FILE`: CP on a configured machine, with its consoles as terminals. */
import { basename, extname } from "node:path";
import type { StopReason } from "../machine/machine.ts";
import { costs, ecpsCosts } from "../monitors/costs.ts";
import { ControlProgram } from "../monitors/cp/control-program.ts";
import { DirectoryError, directoryMessage, readDirectory } from "../monitors/cp/directory/index.ts";
import { type Generation, GenerationError, readGeneration } from "../monitors/cp/generation.ts";
import { configurationMessage, deviceAddress } from "../s370/configuration.ts";
import type { ConfiguredDevices } from "../s370/configured-machine.ts";
import { PrinterKeyboard } from "../s370/devices/console.ts";
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
import { requireDirectory } from "./directory-volume.ts";
import { readText } from "./files.ts";
import { LinesOfFile, TerminalLines } from "./operator-input.ts";
import { CountingMachine } from "./run-report.ts";
import { TimelineFile } from "./timeline-file.ts";

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
  "--timeline": "value",
  "--json": "flag",
};

const STARTS = ["warm", "checkpoint", "cold"] as const;
const DEFAULT_INSTRUCTIONS = 100_000_000;

/** Loads CP and runs until nothing goes on any more and nobody types. */
export async function cpRun(list: readonly string[]): Promise<number> {
  const given = readArguments("tae cp run", list, options);
  const file = given.value("--config");
  const directoryFile = given.value("--directory");
  if (file === undefined || given.operands.length > 0)
    throw new UsageError(
      "tae cp run takes --config FILE, the machine, and --directory FILE, its users, unless they are on a volume of it",
    );
  const configuration = configurationFile(file);
  for (const note of configuration.notes) process.stderr.write(`${configurationMessage(note)}\n`);
  const machine = new CountingMachine({
    storageSize: configuration.storageSize,
    executor: executorOption(given),
    assists: configuration.assists,
  });
  const devices = attachConfigured(machine, configuration, file);
  const start = given.value("--start");
  const generated = generation(given.value("--system"));
  if (directoryFile === undefined) requireDirectory(devices, generated.owned);
  const control = new ControlProgram({
    ...generated,
    storageSize: configuration.storageSize,
    ...(directoryFile !== undefined && { directory: directory(directoryFile) }),
    devices: devices.devices.map(({ definition: { address }, device: { type } }) => ({ address, type })),
    ...(start !== undefined && { spoolStart: choiceOption("--start", start, STARTS) }),
  });
  const table = choiceOption("--costs", given.value("--costs") ?? "plain", ["plain", "ecps"]);
  machine.install(control, table === "ecps" ? ecpsCosts : costs);
  process.stdout.on("error", () => {});
  const timelineName = given.value("--timeline");
  const timeline = timelineName === undefined ? undefined : new TimelineFile(timelineName, machine.trace);
  const isJson = given.has("--json");
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
    isJson,
  );
  run.ran = () => timeline?.write();
  const most =
    given.has("--max") || !lines.isLive
      ? decimalOption("--max", given.value("--max") ?? `${DEFAULT_INSTRUCTIONS}`)
      : Number.POSITIVE_INFINITY;
  const stopped = await run.toStop(most);
  lines.close();
  timeline?.close();
  process.stdout.write(run.unfinished);
  const { written, failures } = saveWritten(devices, file, !given.has("--no-save"));
  if (isJson) process.stdout.write(`${JSON.stringify(report(machine, control, devices, stopped))}\n`);
  else process.stderr.write(`${ending(stopped, machine, written)}\n`);
  for (const failure of failures) process.stderr.write(`tae: ${failure}\n`);
  return failures.length > 0 ? 2 : machine.stopped === "check-stop" ? 1 : 0;
}

const ENDINGS: Readonly<Record<StopReason, string>> = {
  limit: "stopped by --max",
  until: "stopped",
  "disabled-wait": "CP has ended",
  idle: "nothing goes on any more",
  "check-stop": "the machine has come to a check stop",
  halt: "the machine has been stopped",
};

/** "tae: CP has ended, after 1,234,567 instructions, 3.2 seconds of its time; written vmres.cckd". */
function ending(stopped: StopReason, machine: CountingMachine, written: readonly string[]): string {
  const seconds = (machine.now / machine.ticksPerSecond).toFixed(1);
  const instructions = machine.instructions.toLocaleString("en");
  const files = written.length > 0 ? `; written ${written.join(", ")}` : "";
  return `tae: ${ENDINGS[stopped]}, after ${instructions} instructions, ${seconds} seconds of its time${files}`;
}

/** The object of `--json`: as `tae run` has it, with consoles by address, and virtual machines with their exits. */
function report(
  machine: CountingMachine,
  { cp }: ControlProgram,
  { devices }: ConfiguredDevices,
  stopped: StopReason,
): unknown {
  const consoles = devices.flatMap(({ definition: { address }, device }) =>
    device instanceof PrinterKeyboard ? [[deviceAddress(address), device.text]] : [],
  );
  return {
    machine: "cp",
    instructions: machine.instructions,
    ticks: machine.now,
    stopped,
    consoles: Object.fromEntries(consoles),
    users: cp.vms.map(({ userid, state: { time, exits } }) => ({
      userid,
      ticks: { virtual: time.virtual, overhead: time.overhead },
      exits,
    })),
  };
}

function directory(file: string) {
  try {
    return readDirectory(file, readText(file)).directory;
  } catch (error) {
    if (error instanceof DirectoryError) throw new UsageError(error.messages.map(directoryMessage).join("\n"));
    throw error;
  }
}

function generation(file: string | undefined): Generation {
  if (file === undefined) return {};
  try {
    return readGeneration(file, readText(file));
  } catch (error) {
    if (error instanceof GenerationError) throw new UsageError(error.message);
    throw error;
  }
}
