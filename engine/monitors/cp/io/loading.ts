/**
 * Initial program loading from virtual devices (GA22-7000, "Initial Program Loading"): the CCW that a processor would make of itself is put at the virtual
 * machine's location 0, from where the channel reads over it.
 */
import type { Cp } from "../cp.ts";
import { type IplOptions, PLAIN_IPL } from "../ipl.ts";
import type { Vm } from "../vm.ts";
import type { Csw, VirtualDevice } from "./state.ts";
import * as status from "./status.ts";

/** READ, 24 bytes to location 0, chained, whatever the length. */
const READ = 0x02000000;
const CHAINED_24 = 0x60000018;

interface LoadingTask {
  readonly device: number;
  readonly options: IplOptions;
}

export class Loading {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.ipl.handleDevice((vm, device, options) => this.begin(vm, device, options));
    cp.tasks.handle("load", ({ vm, data }) => {
      // What `begin` has put there.
      const { device, options } = data as LoadingTask;
      this.#look(cp.vm(vm), device, options);
    });
  }

  /** Begins. `Ipl.loaded` or `Ipl.failed` comes of it. Throws `Wait` before anything is done. */
  begin(vm: Vm, address: number, options: IplOptions = PLAIN_IPL): void {
    const device = vm.state.devices[address];
    if (device === undefined) return;
    const zero = vm.assigned(0);
    const before = [vm.host.load32(zero), vm.host.load32(zero + 4)];
    vm.host.store32(zero, READ);
    vm.host.store32(zero + 4, CHAINED_24);
    device.loading = true;
    try {
      const csw = this.#cp.channels.load(vm, device);
      if (csw !== undefined) this.#cp.channels.ended(vm, device, csw);
    } catch (error) {
      device.loading = false;
      vm.host.store32(zero, before[0]);
      vm.host.store32(zero + 4, before[1]);
      throw error;
    }
    const data: LoadingTask = { device: address, options };
    this.#cp.tasks.add("load", data, vm.id);
  }

  /** Waits for the end. Throws `Wait`. */
  #look(vm: Vm, address: number, options: IplOptions): void {
    const device = vm.state.devices[address];
    if (device?.loading !== true) return;
    const csw = this.#cp.channels.loaded(vm, device);
    if (isGood(csw)) {
      vm.assigned(0);
      end(device);
      this.#cp.ipl.loaded(vm, options, address);
    } else {
      end(device);
      this.#cp.ipl.failed(vm, csw);
    }
  }
}

function end(device: VirtualDevice): void {
  device.loading = false;
  device.pending = undefined;
}

function isGood({ low }: Csw): boolean {
  return (
    (low & status.DEVICE_END) !== 0 &&
    (low & (status.ERRORS | status.BUSY | status.ATTENTION | status.CHANNEL_FAILURES)) === 0
  );
}
