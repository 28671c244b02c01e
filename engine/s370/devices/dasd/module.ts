/**
 * What all addresses of a drive have in common: its pack, and how much it has been used. A 2305 has eight addresses,
 * each with a channel program of its own (GC20-1730, "Rotational Position Sensing and Multiple Requesting"); every other
 * drive has one.
 */
import { DiskPack, type TrackSource } from "../images/disk-pack.ts";
import type { StorageControl } from "./control.ts";
import { driveOf } from "./drives.ts";
import type { SavedPack, SavedPacks } from "./saved-pack.ts";
import { savedPack } from "./saved-pack.ts";

/** What decides how a drive goes on, whatever its addresses do. */
export interface SavedModule {
  readonly pack: SavedPack | undefined;
  readonly takenOff: SavedPacks;
  readonly bytesRead: number;
  readonly seeks: number;
}

export class DriveModule {
  /** What each address of the drive is doing; the first one's presents that the drive has become ready. */
  readonly controls: StorageControl[] = [];
  /** Packs that have been written on and taken off since. */
  takenOff: SavedPacks = new Map();
  /** Packs that have been on the drive, by their images: going back in time puts them on again. */
  readonly #packs = new Map<TrackSource, DiskPack>();

  /** The pack on the drive. */
  get pack(): DiskPack | undefined {
    return this.controls[0]?.pack;
  }

  /** Adds an address. */
  add(control: StorageControl): void {
    control.access.mount(this.pack);
    control.usage = this.controls[0]?.usage ?? control.usage;
    control.access.replaced = (cylinder, head) => {
      for (const { access } of this.controls) if (access !== control.access) access.changed(cylinder, head);
    };
    this.controls.push(control);
  }

  /** Puts a pack on the drive, or takes off the one that is there. Throws RangeError where it does not fit. */
  change(pack: DiskPack | undefined): void {
    const [{ drive, disk }] = this.controls;
    if (pack) {
      const its = pack.geometry.disk;
      if (its.type !== disk.type || driveOf(its) !== drive)
        throw new RangeError(`${pack.name} is a ${its.name} pack, which does not fit a ${disk.name}`);
      this.#packs.set(pack.base, pack);
    }
    const old = this.pack;
    if (old && old !== pack && old.changed.length > 0)
      this.takenOff = new Map(this.takenOff).set(old.name, savedPack(old));
    for (const control of this.controls) {
      control.access.mount(pack);
      control.isInterrupted = true;
    }
  }

  save(): SavedModule {
    const [{ usage }] = this.controls;
    const { pack, takenOff } = this;
    return { pack: pack && savedPack(pack), takenOff, ...usage };
  }

  restore({ pack, takenOff, bytesRead, seeks }: SavedModule): void {
    this.takenOff = takenOff;
    Object.assign(this.controls[0].usage, { bytesRead, seeks });
    const present = this.pack;
    let on: DiskPack | undefined;
    if (pack && present?.base === pack.base && present.readOnly === pack.readOnly) on = present;
    else if (pack) {
      const known = this.#packs.get(pack.base);
      on = known?.readOnly === pack.readOnly ? known : new DiskPack(pack.base, { readOnly: pack.readOnly });
    }
    if (pack) on?.restore(pack.overlay);
    for (const { access } of this.controls) access.pack = on;
  }
}
