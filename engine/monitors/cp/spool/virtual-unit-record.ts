/** Virtual readers, punches and printers as channels see them: START I/O, and channel programs that CP executes itself. */
import type { Cp } from "../cp.ts";
import type { Csw, VirtualDevice } from "../io/state.ts";
import type { DeviceKind } from "../io/virtual-channels.ts";
import type { Vm } from "../vm.ts";
import { begin, halted, type Select, step } from "./program.ts";
import { isSpooled, type ProgramState, SPOOLED, type SpoolDevice } from "./state.ts";
import { NO_OPERATION } from "./unit-record.ts";
import { printerCommand } from "./virtual-printer.ts";
import { punchCommand } from "./virtual-punch.ts";
import { readerCommand } from "./virtual-reader.ts";

/** Commands of a channel program that go on without time passing; microseconds that pass then. */
const MOST_AT_ONCE = 64;
const PAUSE = 1000;

const COMMANDS = { reader: readerCommand, punch: punchCommand, printer: printerCommand } as const;

export class VirtualUnitRecord implements DeviceKind {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.channels.handle(SPOOLED, this);
    // What `start` put there.
    cp.tasks.handle("spool program", ({ vm, data }) => this.#go(cp.vm(vm), data as number));
    cp.timers.handle("spool program", ({ vm }) => {
      for (const device of Object.values(cp.vm(vm).state.devices))
        if (isSpooled(device) && device.data.program !== undefined) cp.tasks.add("spool program", device.address, vm);
    });
  }

  start(vm: Vm, device: VirtualDevice, at: number, key: number): 0 | Csw {
    const spooled = own(device);
    const program: ProgramState = { key, next: at, isFirst: true, controlled: false };
    spooled.data.command = NO_OPERATION;
    const over = begin(vm, program, select(vm, spooled));
    if (over !== undefined) return over;
    spooled.data.program = program;
    device.busy = true;
    this.#cp.tasks.add("spool program", device.address, vm.id);
    return 0;
  }

  halt(vm: Vm, device: VirtualDevice): void {
    const { data } = own(device);
    const { program } = data;
    data.program = undefined;
    if (program !== undefined) this.#cp.channels.ended(vm, device, halted(program));
  }

  reset(_vm: Vm, device: VirtualDevice): void {
    const { data } = own(device);
    data.program = undefined;
    data.command = NO_OPERATION;
    data.held = false;
    device.sense.fill(0);
  }

  #go(vm: Vm, address: number): void {
    const device = vm.state.devices[address];
    if (device === undefined || !isSpooled(device)) return;
    const { data } = device;
    for (let commands = 0; data.program !== undefined; commands++) {
      if (commands === MOST_AT_ONCE) {
        this.#cp.timers.set("spool program", this.#cp.host.microseconds() + PAUSE, vm.id);
        return;
      }
      let command = NO_OPERATION;
      const chosen = select(vm, device);
      const result = step(vm, data.program, (code) => {
        command = code;
        return chosen(code);
      });
      data.command = command;
      if (result.kind === "goes on") continue;
      data.program = undefined;
      this.#cp.channels.ended(vm, device, result.csw);
    }
  }
}

function select(vm: Vm, device: SpoolDevice): Select {
  return (code) => COMMANDS[device.data.function](vm, device, code);
}

function own(device: VirtualDevice): SpoolDevice {
  if (!isSpooled(device)) throw new Error(`device ${device.address.toString(16)} is not spooled`);
  return device;
}
