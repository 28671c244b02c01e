/**
 * Temporary disks: cylinders of CP's volumes that are allocated as TDSK, for as long as their virtual machine has them (GC20-1801, "MDISK Control Statement"). Who has
 * which is what the virtual devices say: nothing else is kept. CP does not clear them: whoever gets the cylinders next can read what was left there, so who wants it
 * kept from others clears it before he detaches the disk (GC20-1820, "Temporary Virtual Disks").
 */
import type { Cp } from "../cp.ts";
import type { MinidiskType } from "../directory/index.ts";
import { ALLOCATION } from "../storage/format.ts";
import type { Vm } from "../vm.ts";
import { driveType, halfOffset, headsOf, type MinidiskData, minidiskOf } from "./minidisk-data.ts";

export class TemporaryDisks {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.devices.handle("temporary-disk", (vm, statement) => {
      if (statement.kind !== "temporary-disk") return;
      const { address, type, cylinders } = statement;
      if (this.define(vm, address, type, cylinders, statement.half)) return;
      cp.devices.say(
        vm,
        `DMKLOG091E DASD ${address.toString(16).toUpperCase().padStart(3, "0")} NOT DEFINED; TEMP SPACE NOT AVAILABLE`,
      );
    });
  }

  /** Finds consecutive cylinders and makes a virtual disk of them. Returns whether there are any. */
  define(vm: Vm, address: number, type: MinidiskType, cylinders: number, half?: "TOP" | "BOTTOM"): boolean {
    for (const volume of this.#cp.volumes.owned) {
      const real = this.#cp.io.device(volume.device);
      if (real === undefined || real.offline === true || volume.type !== driveType(type)) continue;
      const start = this.#find(volume.device, volume.map, cylinders);
      if (start === undefined) continue;
      const data: MinidiskData = {
        real: volume.device,
        start,
        cylinders,
        heads: headsOf(half === undefined ? volume.type : "2311"),
        headOffset: halfOffset(half),
        half: half !== undefined,
        access: "R/W",
        owner: vm.userid,
        of: address,
        reserve: false,
        temporary: true,
        volume: volume.serial,
        arm: { cylinder: start, head: halfOffset(half) },
      };
      this.#cp.devices.add(vm, { address, kind: "minidisk", type, data });
      return true;
    }
    return false;
  }

  /** First of so many cylinders in a row that are TDSK and nobody's. */
  #find(device: number, map: Uint8Array, cylinders: number): number | undefined {
    const free = Array.from(map, (type) => type === ALLOCATION.TDSK);
    for (const { state } of this.#cp.vms)
      for (const each of Object.values(state.devices)) {
        const disk = minidiskOf(each);
        if (disk?.temporary === true && disk.real === device) free.fill(false, disk.start, disk.start + disk.cylinders);
      }
    let run = 0;
    for (let cylinder = 0; cylinder < free.length; cylinder++) {
      run = free[cylinder] ? run + 1 : 0;
      if (run === cylinders) return cylinder + 1 - cylinders;
    }
    return undefined;
  }
}
