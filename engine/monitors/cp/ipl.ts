/** Initial program loading of virtual machines (GC20-1820, "IPL"). What is behind a device or a saved system does the loading. */

import { isEc } from "../psw.ts";
import { CommandError } from "./commands/commands.ts";
import type { Cp } from "./cp.ts";
import type { Csw } from "./io/state.ts";
import { IO_ADDRESS } from "./layout.ts";
import type { Vm } from "./vm.ts";

/** How: the options of IPL. */
export interface IplOptions {
  /** CLEAR: storage is set to zeros before. */
  readonly clear: boolean;
  /** STOP: the machine stops when the program is loaded. */
  readonly stop: boolean;
  /** ATTN: an attention is pending from the device when the program begins. */
  readonly attention: boolean;
  /** Cylinder of a disk whose record is loaded; 0 unless given. */
  readonly cylinder: number;
  /** PARM (later than VM/370): characters that the program finds in its general registers. */
  readonly parameter: string;
}

export const PLAIN_IPL: IplOptions = { clear: false, stop: false, attention: false, cylinder: 0, parameter: "" };

/** What is loaded. */
export type IplSource = { readonly device: number } | { readonly system: string };

/**
 * Loads a program into a virtual machine that has been reset and is stopped, and calls `Ipl.loaded` or `Ipl.failed` when that has ended. Throws `Wait` before it has done
 * anything, CommandError where it cannot begin.
 */
export type DeviceLoader = (vm: Vm, device: number, options: IplOptions) => void;
export type SystemLoader = (vm: Vm, system: string, options: IplOptions) => void;

export class Ipl {
  readonly #cp: Cp;
  #device: DeviceLoader | undefined;
  #system: SystemLoader | undefined;

  constructor(cp: Cp) {
    this.#cp = cp;
  }

  /** Says who loads from devices. */
  handleDevice(loader: DeviceLoader): void {
    this.#device = loader;
  }
  /** Says who loads saved systems. */
  handleSystem(loader: SystemLoader): void {
    this.#system = loader;
  }

  /** Throws CommandError where there is no such source. */
  load(vm: Vm, source: IplSource, options: IplOptions): void {
    if ("device" in source) {
      const address = source.device.toString(16).toUpperCase().padStart(3, "0");
      if (vm.state.devices[source.device] === undefined)
        throw new CommandError(40, `DMKCFG040E DEV ${address} DOES NOT EXIST`);
      if (this.#device === undefined) throw new CommandError(232, `DMKVMI232E IPL UNIT ERROR; CSW 00000000 00000000`);
      this.#cp.segments.detachAll(vm.state);
      this.#device(vm, source.device, options);
    } else {
      if (this.#system === undefined) throw new CommandError(44, `DMKCFG044E ${source.system} SYSTEM DOES NOT EXIST`);
      this.#system(vm, source.system, options);
    }
  }

  /** The program is in storage: its PSW at location 0 is loaded, and the machine goes on. `device` of a loading from one. Throws `Wait`. */
  loaded(vm: Vm, options: IplOptions, device?: number): void {
    const zero = vm.assigned(0);
    // In BC mode the address is stored in the first word of the PSW, in EC mode at its I/O address.
    if (device !== undefined) {
      const psw = { high: vm.host.load32(zero), low: 0 };
      vm.host.store16(zero + (isEc(psw) ? IO_ADDRESS : 2), device);
    }
    vm.setPsw({ high: vm.host.load32(zero), low: vm.host.load32(zero + 4) });
    this.#cp.shadow.pswLoaded(vm);
    if (options.attention) this.#cp.consoles.virtual.attend(vm);
    if (options.stop) this.#cp.consoles.cpRead(vm);
    else this.#cp.consoles.resume(vm);
  }

  /** It could not be loaded. */
  failed(vm: Vm, { high, low }: Csw): void {
    const csw = [high, low].map((word) => word.toString(16).toUpperCase().padStart(8, "0")).join(" ");
    this.#cp.consoles.message(vm, `DMKVMI232E IPL UNIT ERROR; CSW ${csw}`);
    this.#cp.consoles.cpRead(vm);
  }

  /** What the directory says is loaded at logon. */
  automatic(vm: Vm): void {
    const { ipl } = vm.state.directory;
    if (ipl === undefined) return;
    const options = ipl.parameter === undefined ? PLAIN_IPL : { ...PLAIN_IPL, parameter: ipl.parameter };
    this.#cp.tasks.add("ipl", { source: ipl.from, options }, vm.id);
  }
}
