/** `tae run --config FILE`: a machine with devices, that loads from one of them or runs a program with them. */
import type { StopReason } from "../machine/machine.ts";
import type { Configuration } from "../s370/configuration.ts";
import { configurationMessage, deviceAddress } from "../s370/configuration.ts";
import type { ConfiguredDevices } from "../s370/configured-machine.ts";
import { PrinterKeyboard } from "../s370/devices/console.ts";
import {
  type Arguments,
  choiceOption,
  decimalOption,
  executorOption,
  hexadecimalOption,
  sizeOption,
  UsageError,
} from "./arguments.ts";
import { attachConfigured, configurationFile, saveWritten } from "./configuration-file.ts";
import { readText } from "./files.ts";
import { LinesOfFile, type OperatorInput, TerminalLines } from "./operator-input.ts";
import { isOrder, operatorLine } from "./operator-lines.ts";
import { load } from "./run-load.ts";
import { asJson, asText, CountingMachine, readDump } from "./run-report.ts";

const DEFAULT_INSTRUCTIONS = 100_000_000;
/** Ticks between looks at operator and console. */
const SLICE = 100_000;
/** Slices in which a machine has done next to nothing, after which the next line of a file is typed. */
const QUIET_SLICES = 5;
const QUIET_INSTRUCTIONS = SLICE / 50;
const PROGRAM_OPTIONS = ["--at", "--start", "--psw", "--load"];

/** Runs; shows console and end state, and writes what the devices have written. Returns the exit status. */
export async function runConfigured(options: Arguments): Promise<number> {
  const file = options.value("--config") ?? "";
  const [program, ...more] = options.operands;
  if ((options.value("--machine") ?? "s370") !== "s370") throw new UsageError("--config is for the machine s370");
  const alone = PROGRAM_OPTIONS.find((name) => options.has(name));
  if (program === undefined && alone !== undefined)
    throw new UsageError(`${alone} is about a program, and none is given`);
  const dumps = options.values("--dump").map(readDump);
  const configuration = withOptions(configurationFile(file), options);
  for (const note of configuration.notes) process.stderr.write(`${configurationMessage(note)}\n`);
  const machine = new CountingMachine({
    storageSize: configuration.storageSize,
    assists: configuration.assists,
    executor: executorOption(options),
  });
  const devices = attachConfigured(machine, configuration, file);
  if (program !== undefined) {
    if (options.has("--ipl")) throw new UsageError("--ipl loads from a device: give that or a program, not both");
    if (!load(machine, program, more, options)) return 1;
  } else loadFrom(machine, configuration, devices, file);
  // Nobody may be there any more to read what is shown: what was written is to be kept all the same.
  process.stdout.on("error", () => {});
  const input = operatorInput(options);
  const isJson = options.has("--json");
  const run = new ConfiguredRun(machine, devices, input, file, isJson);
  const most =
    options.has("--max") || !input.isLive
      ? decimalOption("--max", options.value("--max") ?? String(DEFAULT_INSTRUCTIONS))
      : Number.POSITIVE_INFINITY;
  const stopped = await run.toStop(most);
  input.close();
  const { written, failures } = saveWritten(devices, file, !options.has("--no-save"));
  if (isJson) process.stdout.write(`${JSON.stringify(asJson(machine, stopped, run.text, dumps))}\n`);
  else {
    const files = written.length > 0 ? `written ${written.join(", ")}\n` : "";
    process.stdout.write(asText(machine, stopped, run.unfinished, dumps) + files);
  }
  for (const failure of failures) process.stderr.write(`tae: ${failure}\n`);
  if (failures.length > 0) return 2;
  return stopped === "check-stop" || run.hasFailed ? 1 : 0;
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

/** Where operator's lines come from: a file, the terminal, or nowhere. */
function operatorInput(options: Arguments): OperatorInput {
  const input = options.value("--input");
  if (input !== undefined && input !== "-") return new LinesOfFile(readText(input));
  return input === "-" || process.stdin.isTTY ? new TerminalLines() : new LinesOfFile("");
}

/** A run with its operator. */
class ConfiguredRun {
  /** Whether initial program loading has failed. */
  hasFailed = false;
  readonly #machine: CountingMachine;
  readonly #consoles: readonly PrinterKeyboard[];
  readonly #address: number | undefined;
  readonly #input: OperatorInput;
  readonly #file: string;
  readonly #silent: boolean;
  /** Characters of each console's text that have been shown. */
  readonly #shown: number[];

  constructor(
    machine: CountingMachine,
    { devices }: ConfiguredDevices,
    input: OperatorInput,
    file: string,
    silent: boolean,
  ) {
    this.#machine = machine;
    this.#consoles = devices.flatMap(({ device }) => (device instanceof PrinterKeyboard ? [device] : []));
    this.#address = devices.find(({ device }) => device instanceof PrinterKeyboard)?.definition.address;
    this.#shown = this.#consoles.map(() => 0);
    this.#input = input;
    this.#file = file;
    this.#silent = silent;
  }

  /** All that consoles have shown. */
  get text(): string {
    return this.#consoles.map(({ text }) => text).join("");
  }

  /** A line end for what a console shows without one. */
  get unfinished(): string {
    return this.#consoles.some(({ text }) => text !== "" && !text.endsWith("\n")) ? "\n" : "";
  }

  /** Until the machine stops with nothing more to be typed, or has executed so many instructions. */
  async toStop(most: number): Promise<StopReason> {
    const machine = this.#machine;
    let quiet = 0;
    for (;;) {
      const left = most - machine.instructions;
      if (left <= 0) return "limit";
      const { instructions } = machine;
      const stopped = machine.run({ ticks: machine.now + Math.min(left, SLICE) });
      this.#show();
      const isQuiet = machine.psw.wait && machine.instructions - instructions < QUIET_INSTRUCTIONS;
      quiet = isQuiet ? quiet + 1 : 0;
      const rests = stopped !== "limit" || quiet >= QUIET_SLICES || this.#consoles[0]?.reading === true;
      const line = await this.#input.next({ rests, waits: stopped === "idle", quiet: isQuiet ? SLICE / 1000 : 0 });
      if (line === "ended") return stopped;
      if (line === undefined) {
        if (stopped === "limit" || (stopped === "idle" && this.#input.isLive)) continue;
        if (machine.instructions === 0 && stopped === "halt") this.#loadFailed();
        return stopped;
      }
      quiet = 0;
      // A program that has ended reads no more lines; but a device can be seen to, and another one be loaded from.
      if (stopped !== "limit" && stopped !== "idle" && !isOrder(line)) return stopped;
      this.#type(line);
    }
  }

  #loadFailed(): void {
    this.hasFailed = true;
    process.stderr.write("tae: initial program loading has failed: the device has nothing to load, or an error\n");
  }

  #type(line: string): void {
    const before = this.#consoles[0]?.text.length ?? 0;
    const told = operatorLine(this.#machine, this.#address, line, this.#file);
    // The terminal has shown what was typed there.
    if (this.#input.echoes && this.#consoles[0]?.text.slice(before) === `${line}\n`) this.#shown[0] += line.length + 1;
    if (told !== undefined) process.stderr.write(`${told}\n`);
    this.#show();
  }

  #show(): void {
    if (this.#silent) return;
    for (const [i, { text }] of this.#consoles.entries()) {
      if (text.length > this.#shown[i]) process.stdout.write(text.slice(this.#shown[i]));
      this.#shown[i] = text.length;
    }
  }
}
