/** Virtual RESERVE and RELEASE of minidisks whose mode has a V (GC20-1801, "MDISK Control Statement"): among virtual machines of this system. */
import type { Cp } from "../cp.ts";
import type { Vm } from "../vm.ts";
import type { MinidiskData } from "./minidisk-data.ts";
import type { VirtualDevice } from "./state.ts";
import { DEVICE_END } from "./status.ts";

export class Reservations {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
  }

  /** Whether another virtual machine has reserved the disk; the device is told by device end when it has released it. */
  isReserved(vm: Vm, device: VirtualDevice, disk: MinidiskData): boolean {
    const found = this.#find(disk);
    if (found === undefined || found.vm === vm.id) return false;
    if (!found.waiting.some((each) => each.vm === vm.id && each.device === device.address))
      found.waiting.push({ vm: vm.id, device: device.address });
    return true;
  }

  reserve(vm: Vm, disk: MinidiskData): void {
    if (!disk.reserve || this.#find(disk) !== undefined) return;
    this.#cp.state.io.reserved.push({ real: disk.real, start: disk.start, vm: vm.id, waiting: [] });
  }

  release(vm: Vm, disk: MinidiskData): void {
    const found = this.#find(disk);
    if (found === undefined || found.vm !== vm.id) return;
    const { io, vms } = this.#cp.state;
    io.reserved = io.reserved.filter((each) => each !== found);
    for (const { vm: id, device } of found.waiting) {
      const waiting = vms[id]?.devices[device];
      if (waiting !== undefined) this.#cp.channels.present(this.#cp.vm(id), waiting, { high: 0, low: DEVICE_END });
    }
  }

  #find({ real, start }: MinidiskData): Cp["state"]["io"]["reserved"][number] | undefined {
    return this.#cp.state.io.reserved.find((each) => each.real === real && each.start === start);
  }
}
