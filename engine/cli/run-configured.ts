/** `tae run --config FILE`: machines with devices, each of which loads from one of them or runs a program with them. */
import { existsSync } from "node:fs";
import { basename, extname } from "node:path";
import type { StopReason } from "../machine/machine.ts";
import type { Configuration } from "../s370/configuration.ts";
import { configurationMessage, deviceAddress } from "../s370/configuration.ts";
import type { ConfiguredDevices, Shared } from "../s370/configured-machine.ts";
import {
  type Arguments,
  choiceOption,
  decimalOption,
  executorOption,
  hexadecimalOption,
  sizeOption,
  UsageError,
} from "./arguments.ts";
import { attachConfigured, configurationFile, type Saved, saveWritten, scriptText } from "./configuration-file.ts";
import { ConfiguredRun, type RunMachine } from "./configured-run.ts";
import { pathOf } from "./file-source.ts";
import { readText } from "./files.ts";
import { LinesOfFile, type OperatorInput, TerminalLines } from "./operator-input.ts";
import { operatorScript, ScriptedInput } from "./panel-script.ts";
import { load } from "./run-load.ts";
import { asJson, asText, CountingMachine, type Dump, readDump } from "./run-report.ts";

const DEFAULT_INSTRUCTIONS = 100_000_000;
const PROGRAM_OPTIONS = ["--at", "--start", "--psw", "--load"];

/** Runs; shows consoles and end states, and writes what the devices have written. Returns the exit status. */
export async function runConfigured(options: Arguments): Promise<number> {
  const files = options.values("--config");
  const [program, ...more] = options.operands;
  if ((options.value("--machine") ?? "s370") !== "s370") throw new UsageError("--config is for the machine s370");
  const alone = PROGRAM_OPTIONS.find((name) => options.has(name));
  if (program === undefined && alone !== undefined)
    throw new UsageError(`${alone} is about a program, and none is given`);
  const dumps = options.values("--dump").map(readDump);
  const machines = files.length === 1 ? [machineOf(files[0], options)] : severalMachines(files, options);
  if (program !== undefined) {
    if (options.has("--ipl")) throw new UsageError("--ipl loads from a device: give that or a program, not both");
    if (!load(machines[0].machine, program, more, options)) return 1;
  }
  // Nobody may be there any more to read what is shown: what was written is to be kept all the same.
  process.stdout.on("error", () => {});
  const input = scripted(machines, options, operatorInput(options));
  const isJson = options.has("--json");
  const run = new ConfiguredRun(machines, input, isJson);
  const most =
    options.has("--max") || !input.isLive
      ? decimalOption("--max", options.value("--max") ?? String(DEFAULT_INSTRUCTIONS))
      : Number.POSITIVE_INFINITY;
  const stopped = await run.toStop(most);
  input.close();
  const saved = machines.map(({ devices, file }) => saveWritten(devices, file, !options.has("--no-save")));
  process.stdout.write(
    isJson ? jsonReport(machines, run, stopped, dumps) : textReport(machines, run, stopped, dumps, saved),
  );
  const failures = saved.flatMap((each) => each.failures);
  for (const failure of failures) process.stderr.write(`tae: ${failure}\n`);
  if (failures.length > 0) return 2;
  return run.hasFailed || machines.some(({ machine }) => machine.stopped === "check-stop") ? 1 : 0;
}

/** The machine of a configuration, about to load its program where none is given. */
function machineOf(file: string, options: Arguments, shared?: Shared): RunMachine {
  const configuration = withOptions(configurationFile(file), options);
  for (const note of configuration.notes) process.stderr.write(`${configurationMessage(note)}\n`);
  const machine = new CountingMachine({
    storageSize: configuration.storageSize,
    executor: executorOption(options),
    assists: configuration.assists,
  });
  const devices = attachConfigured(machine, configuration, file, shared);
  for (const note of devices.notes) process.stderr.write(`${configurationMessage(note)}\n`);
  // A script can say from which device; and of several machines one can wait for its operator.
  const waits = shared !== undefined || options.has("--rc");
  const loads = options.operands.length === 0 && (!waits || configuration.loadDevice !== undefined);
  if (loads) loadFrom(machine, configuration, devices, file);
  else if (options.operands.length === 0) machine.operate("stop");
  return { name: basename(file, extname(file)), file, machine, devices, loads };
}

/** Machines that go on together. Throws UsageError where they cannot. */
function severalMachines(files: readonly string[], options: Arguments): RunMachine[] {
  if (options.operands.length > 0 || options.has("--ipl"))
    throw new UsageError(
      "several machines load from their devices: IPL ADDRESS in each configuration says from which, or /load ADDRESS later",
    );
  const shared: Shared = { adapters: new Map(), disks: new Map() };
  const machines = files.map((file) => machineOf(file, options, shared));
  const names = new Set<string>();
  for (const { name, file } of machines) {
    if (names.has(name)) throw new UsageError(`two machines are called ${name}: ${file} needs another name`);
    names.add(name);
  }
  const written = new Map<string, RunMachine>();
  for (const machine of machines) {
    for (const path of writtenBy(machine)) {
      const other = written.get(path);
      if (other && other !== machine)
        throw new UsageError(`${other.name} and ${machine.name} would both write ${path}`);
      written.set(path, machine);
    }
  }
  return machines;
}

/** The files that printers, punches and tapes of a machine write. */
function writtenBy({ devices, file }: RunMachine): string[] {
  return devices.devices.flatMap(({ definition }) => {
    const isOutput = definition.kind === "printer" || definition.kind === "punch";
    const isTape = definition.kind === "tape" && !definition.readOnly;
    const name = isOutput ? definition.file : isTape ? definition.tape : undefined;
    return name === undefined ? [] : [pathOf(name, file)];
  });
}

/** End states for people: of several machines, each under its name. */
function textReport(
  machines: readonly RunMachine[],
  run: ConfiguredRun,
  stopped: StopReason,
  dumps: readonly Dump[],
  saved: readonly Saved[],
): string {
  const isOne = machines.length === 1;
  const each = machines.map(({ name, machine }, at) => {
    const { written } = saved[at];
    const files = written.length > 0 ? `written ${written.join(", ")}\n` : "";
    const state = asText(machine, isOne ? stopped : (machine.stopped ?? "limit"), isOne ? run.unfinished : "", dumps);
    return `${isOne ? "" : `${name}:\n`}${state}${files}`;
  });
  return (isOne ? "" : run.unfinished) + each.join(isOne ? "" : "\n");
}

/** The same as one object of JSON: of several machines, with each one's as `tae run` has it for one. */
function jsonReport(
  machines: readonly RunMachine[],
  run: ConfiguredRun,
  stopped: StopReason,
  dumps: readonly Dump[],
): string {
  const states = machines.map(({ name, machine }, at) => ({
    name,
    state: (reason: StopReason) => asJson(machine, reason, run.text(at), dumps),
  }));
  const report =
    machines.length === 1
      ? states[0].state(stopped)
      : {
          machine: "several",
          instructions: run.whole.instructions,
          stopped,
          machines: Object.fromEntries(
            states.map(({ name, state }, at) => [name, state(machines[at].machine.stopped ?? "limit")]),
          ),
        };
  return `${JSON.stringify(report)}\n`;
}

/** What the command line says otherwise. */
function withOptions(configuration: Configuration, options: Arguments): Configuration {
  const fast = options.value("--fast-devices");
  const ipl = options.value("--ipl");
  const storage = options.value("--storage");
  const storageSize = storage === undefined ? configuration.storageSize : sizeOption("--storage", storage);
  if (storageSize < 4096 || storageSize > 16 << 20 || storageSize % 4096 !== 0)
    throw new UsageError("--storage is a multiple of 4K from 4K to 16M");
  return {
    ...configuration,
    storageSize,
    fastDevices:
      fast === undefined ? configuration.fastDevices : choiceOption("--fast-devices", fast, ["on", "off"]) === "on",
    loadDevice: ipl === undefined ? configuration.loadDevice : hexadecimalOption("--ipl", ipl, 0xfff),
  };
}

/** Initial program loading. */
function loadFrom(
  machine: CountingMachine,
  { loadDevice }: Configuration,
  { devices }: ConfiguredDevices,
  file: string,
): void {
  if (loadDevice === undefined)
    throw new UsageError(
      "from which device? --ipl ADDRESS says it, or IPL ADDRESS in the configuration; or a program is given",
    );
  if (!devices.some(({ definition: { address } }) => address === loadDevice))
    throw new UsageError(`${file} has no device ${deviceAddress(loadDevice)} to load from`);
  machine.operate("load", loadDevice);
}

/** What a script has, before lines that come from elsewhere. */
function scripted(machines: readonly RunMachine[], options: Arguments, after: OperatorInput): OperatorInput {
  const name = options.value("--rc");
  if (name === undefined) return after;
  if (machines.length > 1) throw new UsageError("--rc is for one machine");
  const [{ file, devices }] = machines;
  const script = operatorScript(name, scriptText(name), {
    kindOf: (address) => devices.devices.find(({ definition }) => definition.address === address)?.definition.kind,
    read(further) {
      const path = pathOf(further, file);
      return existsSync(path) ? scriptText(path) : undefined;
    },
    note: (message) => process.stderr.write(`${message}\n`),
  });
  if (options.operands.length > 0 && script.lines.some((line) => /^\/load/.test(line)))
    throw new UsageError(`${name} loads from a device: give that or a program, not both`);
  return new ScriptedInput(script, after);
}

/** Where operator's lines come from: a file, the terminal, or nowhere. */
function operatorInput(options: Arguments): OperatorInput {
  const input = options.value("--input");
  if (input !== undefined && input !== "-") return new LinesOfFile(readText(input));
  return input === "-" || process.stdin.isTTY ? new TerminalLines() : new LinesOfFile("");
}
