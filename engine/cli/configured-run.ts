/** A run of machines with devices, and its operator: lines typed, consoles shown, until nothing goes on any more. */
import type { Machine, StopReason } from "../machine/machine.ts";
import { MachineSet } from "../machine/machine-set.ts";
import { deviceAddress } from "../s370/configuration.ts";
import type { ConfiguredDevices } from "../s370/configured-machine.ts";
import { PrinterKeyboard } from "../s370/devices/console.ts";
import type { OperatorInput } from "./operator-input.ts";
import { isOrder, operatorLine } from "./operator-lines.ts";
import type { CountingMachine } from "./run-report.ts";

/** Ticks between looks at operator and consoles. */
const SLICE = 100_000;
/** Slices in which the machines have done next to nothing, after which the next line of a file is typed. */
const QUIET_SLICES = 5;
/** Slices of rest after the last line of a file, after which nothing more is to be expected: a minute. */
const RESTING_SLICES = 600;
const QUIET_INSTRUCTIONS = SLICE / 50;

/** A machine of a run. */
export interface RunMachine {
  /** What the operator calls it where there are several. */
  readonly name: string;
  /** Its configuration's file, beside which media are looked for. */
  readonly file: string;
  readonly machine: CountingMachine;
  readonly devices: ConfiguredDevices;
  /** Whether it was to load a program from a device. */
  readonly loads: boolean;
}

/** A console, and how much of its text has been shown. */
interface ShownConsole {
  readonly device: PrinterKeyboard;
  readonly address: number;
  /** What each of its lines begins with: whose it is, where there are several. */
  readonly prefix: string;
  shown: number;
}

/** A machine with its consoles. */
interface Station extends RunMachine {
  readonly consoles: readonly ShownConsole[];
}

export class ConfiguredRun {
  /** The machines as one. */
  readonly whole: Machine;
  /** Whether initial program loading of one has failed. */
  hasFailed = false;
  readonly #stations: readonly Station[];
  readonly #input: OperatorInput;
  readonly #silent: boolean;
  /** The machine for which lines are that name none. */
  #addressed: Station;
  /** The console whose line on the terminal has no end yet. */
  #open: ShownConsole | undefined;

  /** `silent`: consoles are not shown. There is at least one machine. */
  constructor(machines: readonly RunMachine[], input: OperatorInput, silent: boolean) {
    this.#stations = machines.map((machine) => {
      const typed = machine.devices.devices.flatMap(({ definition: { address }, device }) =>
        device instanceof PrinterKeyboard ? [{ device, address }] : [],
      );
      const whose = machines.length > 1 ? [machine.name] : [];
      const consoles = typed.map(({ device, address }) => {
        const names = typed.length > 1 ? [...whose, deviceAddress(address)] : whose;
        return { device, address, prefix: names.map((name) => `${name}: `).join(""), shown: 0 };
      });
      return { ...machine, consoles };
    });
    this.#addressed = this.#stations[0];
    const each = machines.map(({ machine }) => machine);
    this.whole = each.length === 1 ? each[0] : new MachineSet(each);
    this.#input = input;
    this.#silent = silent;
  }

  /** All that a machine's consoles have shown. */
  text(index: number): string {
    return this.#stations[index].consoles.map(({ device: { text } }) => text).join("");
  }

  /** A line end for what a console shows without one. */
  get unfinished(): string {
    return this.#open && !this.#silent ? "\n" : "";
  }

  /** Told after each slice of the run. */
  ran: () => void = () => {};

  /** Until the machines stop with nothing more to be typed, or have executed so many instructions together. */
  async toStop(most: number): Promise<StopReason> {
    const { whole } = this;
    let quiet = 0;
    for (;;) {
      const left = most - whole.instructions;
      if (left <= 0) return "limit";
      const { instructions } = whole;
      const stopped = whole.run({ ticks: whole.now + Math.min(left, SLICE) * this.#stations.length });
      this.#show();
      this.ran();
      const isQuiet = this.#wait() && whole.instructions - instructions < QUIET_INSTRUCTIONS;
      quiet = isQuiet ? quiet + 1 : 0;
      const rests = stopped !== "limit" || quiet >= QUIET_SLICES || this.#read();
      const line = await this.#input.next({ rests, waits: stopped === "idle", quiet: isQuiet ? SLICE / 1000 : 0 });
      if (line === "ended") return stopped;
      if (line === undefined) {
        // Nobody will type any more, and only clocks go on.
        if (!this.#input.isLive && quiet >= RESTING_SLICES) return "idle";
        if (stopped === "limit" || (stopped === "idle" && this.#input.isLive)) continue;
        this.#seeWhetherLoaded();
        return stopped;
      }
      quiet = 0;
      const text = this.#address(line);
      if (text === undefined) continue;
      // A program that has ended reads no more lines; but a device can be seen to, and another one be loaded from.
      if (stopped !== "limit" && stopped !== "idle" && !isOrder(text)) return stopped;
      this.#type(text);
    }
  }

  /** Whether all machines wait. */
  #wait(): boolean {
    return this.#stations.every(({ machine }) => machine.psw.wait || machine.stopped !== undefined);
  }

  /** Whether one reads a line, and the others read one too or wait. */
  #read(): boolean {
    const isReading = ({ consoles }: Station): boolean => consoles[0]?.device.reading === true;
    return (
      this.#stations.some(isReading) &&
      this.#stations.every((station) => isReading(station) || station.machine.psw.wait || station.machine.stopped)
    );
  }

  #seeWhetherLoaded(): void {
    for (const { loads, machine, name } of this.#stations) {
      if (!loads || machine.instructions > 0 || machine.stopped !== "halt") continue;
      this.hasFailed = true;
      const whose = this.#stations.length > 1 ? ` of ${name}` : "";
      process.stderr.write(
        `tae: initial program loading${whose} has failed: the device has nothing to load, or an error\n`,
      );
    }
  }

  /** "@NAME LINE" is for the machine of that name, and so are lines behind it that name none. The line, if there is one. */
  #address(line: string): string | undefined {
    const match = this.#stations.length > 1 ? /^@(\S+)(?:\s(.*))?$/.exec(line) : null;
    if (match === null) return line;
    const [, name, text] = match;
    const station = this.#stations.find((each) => each.name === name);
    if (station) this.#addressed = station;
    else {
      const names = this.#stations.map((each) => each.name).join(", ");
      process.stderr.write(`there is no machine ${name}; there are ${names}\n`);
    }
    return station && text;
  }

  #type(line: string): void {
    const station = this.#addressed;
    const { machine, consoles, file } = station;
    const [console] = consoles;
    const before = console?.device.text.length ?? 0;
    const index = this.#stations.indexOf(station);
    const send = (device: number, text: string): void =>
      this.whole.input(this.whole === machine ? device : MachineSet.deviceOf(index, device), text);
    const told = operatorLine(machine, send, console?.address, line, file);
    // The terminal has shown what was typed there.
    if (this.#input.echoes && console?.device.text.slice(before) === `${line}\n`) {
      console.shown += line.length + 1;
      this.#open = undefined;
    }
    if (told !== undefined) process.stderr.write(`${told}\n`);
    this.#show();
  }

  #show(): void {
    for (const { consoles } of this.#stations) {
      for (const console of consoles) {
        const { text } = console.device;
        if (text.length > console.shown) this.#write(console, text.slice(console.shown));
        console.shown = text.length;
      }
    }
  }

  #write(console: ShownConsole, text: string): void {
    const { prefix } = console;
    const before = this.#open && this.#open !== console ? "\n" : "";
    const first = this.#open === console ? "" : prefix;
    const rest = prefix === "" ? text : text.replace(/\n(?!$)/g, `\n${prefix}`);
    this.#open = text.endsWith("\n") ? undefined : console;
    if (!this.#silent) process.stdout.write(before + first + rest);
  }
}
