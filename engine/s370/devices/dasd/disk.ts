/**
 * A disk or drum drive with its storage control (GA26-1592 and GA26-1617: 3830; GA26-1589: 2835; GA26-3599: 2314;
 * GA26-5988: 2841). Here is what channel and operator see; commands are in searches.ts, scans.ts, reads.ts, writes.ts, controls.ts
 * and senses.ts, the access mechanism in access.ts, drives in drives.ts, sense bytes in sense.ts, packs in ../images.
 */
import {
  type Acceptance,
  type Answer,
  type Command,
  DEVICE_END,
  type Device,
  type Line,
  type OutputEnding,
} from "../../channel/device.ts";
import { openDisk, otherFileNames } from "../images/disk-image.ts";
import type { DiskPack } from "../images/disk-pack.ts";
import type { DiskType } from "../images/disk-types.ts";
import type { SavedAccess } from "./access.ts";
import type { Chain, Found } from "./chain.ts";
import { READ_SECTOR } from "./commands.ts";
import { StorageControl } from "./control.ts";
import { acceptControl, beginControl } from "./controls.ts";
import { DriveModule, type SavedModule } from "./module.ts";
import { beginRead } from "./reads.ts";
import { packOf, type SavedPacks, savedPack } from "./saved-pack.ts";
import { acceptScan, beginScan, isScan, type Scan } from "./scans.ts";
import { acceptSearch, beginSearch, isSearch } from "./searches.ts";
import type { Check } from "./sense.ts";
import { beginSense, isSense } from "./senses.ts";
import { acceptWrite, beginWrite } from "./writes.ts";

/** In a command's code: data go out of storage; and with the bit before it, it is a control command. */
const OUTPUT = 0x01;
const CONTROL = 0x03;

interface SavedDisk {
  readonly access: SavedAccess;
  readonly chain: Chain;
  readonly found: Found;
  readonly command: number;
  readonly ending: OutputEnding | undefined;
  readonly count: Uint8Array | undefined;
  readonly isFurther: boolean;
  readonly scan: Scan;
  readonly isInterrupted: boolean;
  readonly check: Check | undefined;
  readonly search: number;
  readonly argument: Uint8Array;
  /** Of the drive's first address only: the others have the same. */
  readonly module: SavedModule | undefined;
}

export class CountKeyDataDisk implements Device {
  readonly type: string;
  readonly name: string;
  readonly #control: StorageControl;
  readonly #module: DriveModule;

  /**
   * `address`: of its last three bits is its address on the control. `module`: what it has in common with its other
   * addresses. Throws RangeError where there is no drive for such disks.
   */
  constructor(disk: DiskType, address = 0, module = new DriveModule()) {
    this.#control = new StorageControl(disk, address & 0x07);
    this.#module = module;
    module.add(this.#control);
    this.type = disk.type;
    this.name = `${disk.type} ${this.#control.drive.arm ? "disk" : "drum"}`;
  }

  /**
   * The same drive at another address, where a channel program of its own is executed; the track that passes next is
   * whose turn it is. Throws RangeError where the drive has only one (all but the 2305).
   */
  exposure(address: number): CountKeyDataDisk {
    if (this.#control.drive.control !== "2835")
      throw new RangeError(`a ${this.type} has one address; a 2305 has eight`);
    return new CountKeyDataDisk(this.#control.disk, address, this.#module);
  }

  /** The pack on the drive. */
  get pack(): DiskPack | undefined {
    return this.#control.pack;
  }

  /** Packs that have been written on and taken off the drive since. */
  get takenOff(): SavedPacks {
    return this.#module.takenOff;
  }

  /** The model: that of the pack, or the one that was asked for. */
  get disk(): DiskType {
    return this.#control.disk;
  }

  connect(line: Line): void {
    this.#control.line = line;
    this.#control.access.turning = line;
  }

  /** Puts a pack on the drive, which becomes ready. Throws RangeError where it does not fit. */
  mount(pack: DiskPack): void {
    this.#module.change(pack);
    this.#becomeReady();
  }

  operate(text: string): void {
    const [verb, name, ...rest] = text.trim().split(/\s+/);
    if (verb === "mount" && name !== undefined) this.#mountByName(name, rest);
    else if (verb === "unmount" && name === undefined) this.#module.change(undefined);
    else if (verb === "ready" && name === undefined) {
      if (!this.pack) throw new RangeError("no pack is on the drive: mount one");
      this.#becomeReady();
    } else throw new RangeError(`${this.name}: say "mount NAME", "mount NAME read-only", "unmount" or "ready"`);
  }

  begin({ code, chained }: Command): Answer {
    const control = this.#control;
    if (!chained) control.startChain();
    const { found, search } = control;
    control.found = "nothing";
    control.search = 0;
    control.command = code;
    control.ending = undefined;
    control.isInterrupted = false;
    if (isSense(code)) return beginSense(control, code, chained);
    control.check = undefined;
    if (!control.pack) return control.refuse("intervention required");
    if (isScan(code)) return beginScan(control, code);
    if (isSearch(code)) {
      if (search === code) control.search = code;
      return beginSearch(control, code);
    }
    if ((code & OUTPUT) === 0) return beginRead(control, code, found);
    if ((code & CONTROL) === CONTROL) return beginControl(control, code);
    control.access.indexPassed = false;
    return beginWrite(control, code, found);
  }

  accept(data: Uint8Array): Acceptance {
    const control = this.#control;
    const { command, ending } = control;
    if (control.isInterrupted) return control.fail("intervention required");
    if (ending) return ending;
    if (isScan(command)) return acceptScan(control, command, data);
    if (isSearch(command)) return acceptSearch(control, command, data);
    if ((command & CONTROL) === CONTROL) return acceptControl(control, command, data);
    return acceptWrite(control, command, data);
  }

  transferred(count: number): void {
    const { command, usage } = this.#control;
    // What the control itself knows does not come from the pack.
    if (!isSense(command) && command !== READ_SECTOR) usage.bytesRead += count;
  }

  halt(): void {
    this.#control.startChain();
  }

  reset(): void {
    this.#control.check = undefined;
    this.#control.startChain();
  }

  save(): SavedDisk {
    const { chain, found, command, ending, count, isFurther, scan, isInterrupted, check } = this.#control;
    const { search, argument } = this.#control;
    return {
      access: this.#control.access.save(),
      ...{ chain, found, command, ending, count, isFurther, scan, isInterrupted, check, search, argument },
      module: this.#module.controls[0] === this.#control ? this.#module.save() : undefined,
    };
  }

  restore(data: unknown): void {
    // What save() returned.
    const { access, module, ...state } = data as SavedDisk;
    if (module) this.#module.restore(module);
    this.#control.access.restore(access);
    Object.assign(this.#control, state);
  }

  /** Of all addresses, the first one tells. */
  #becomeReady(): void {
    for (const control of this.#module.controls) control.startChain();
    this.#module.controls[0].line?.present(DEVICE_END);
  }

  #mountByName(name: string, rest: readonly string[]): void {
    const readOnly = rest[0] === "read-only";
    if (rest.length > (readOnly ? 1 : 0)) throw new RangeError(`mount ${name}: say "read-only", or nothing more`);
    // What was written on it is still there.
    const before = this.pack?.name === name ? savedPack(this.pack) : this.takenOff.get(name);
    if (before) return this.mount(packOf({ ...before, readOnly }));
    const shelf = this.#control.line?.shelf;
    const image = shelf?.get(name);
    if (!shelf || !image) throw new RangeError(`there is no disk image "${name}"`);
    const others = otherFileNames(name).flatMap((other) => shelf.get(other) ?? []);
    this.mount(openDisk([image, ...others], { readOnly }));
  }
}
