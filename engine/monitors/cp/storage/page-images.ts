/**
 * Images that programs put on volumes of CP's page by page, under names of the system name table: programs of communications controllers (NAMENCP), libraries of 3800
 * printers (NAME3800). CP keeps them; the machine has neither device (GC20-1807-7, "DIAGNOSE Code X'50'", "DIAGNOSE Code X'74'").
 */
import type { Cp } from "../cp.ts";
import { PAGE } from "../layout.ts";
import type { Task } from "../tasks.ts";
import type { Vm } from "../vm.ts";
import { Reflected } from "../wait.ts";
import { type Slot, slotOf } from "./page-geometry.ts";
import type { OwnedVolume } from "./state.ts";

/** An entry of the system name table. */
export interface PageImage {
  readonly kind: "370X" | "3800";
  /** 1 to 8 characters. */
  readonly name: string;
  /** Where it is: a volume of CP's, the first cylinder and page there, and how many pages there are. */
  readonly volume: string;
  readonly cylinder: number;
  readonly page: number;
  readonly pages: number;
}

/** Bytes of storage, and where they go or come from. */
export interface Stretch {
  /** The virtual machine's real address: of a page, where it is stored into. */
  readonly address: number;
  readonly length: number;
  /** Number of its first page in the image. */
  readonly first: number;
}

/** What is being moved for a virtual machine, which does not run meanwhile. */
interface Move {
  readonly image: string;
  readonly kind: PageImage["kind"];
  readonly write: boolean;
  readonly stretches: readonly Stretch[];
  /** Stretch and page that are next. */
  stretch: number;
  page: number;
  /** Register that gets the result, and the results. */
  readonly register: number;
  readonly good: number;
  readonly bad: number;
}

/** What a move is to come to: a register, and what it gets. */
export interface MoveResult {
  readonly register: number;
  readonly good: number;
  /** Where the disk fails. */
  readonly bad: number;
}

/** Where an image's volume is, or why it is nowhere. */
export type ImageVolume = OwnedVolume | "not owned" | "not mounted";

export class PageImages {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    // What `move` put there.
    cp.tasks.handle("move image", (task) => this.#move(task, task.data as Move));
  }

  find(kind: PageImage["kind"], name: string): PageImage | undefined {
    return this.#cp.configuration.images?.find((image) => image.kind === kind && image.name === name);
  }

  /** Throws `Wait` until volumes are known. */
  volume({ volume: serial }: PageImage): ImageVolume {
    const { volumes, configuration, state } = this.#cp;
    volumes.ready();
    const found = volumes.find(serial);
    if (found !== undefined && state.io.devices[found.device]?.volume === serial) return found;
    if (found !== undefined || configuration.owned?.includes(serial)) return "not mounted";
    const isThere = Object.values(state.io.devices).some((device) => device.volume === serial);
    return isThere || configuration.owned !== undefined ? "not owned" : "not mounted";
  }

  /** Begins to move bytes; the virtual machine runs again when that has ended, with the result in its register. */
  move(vm: Vm, image: PageImage, write: boolean, stretches: readonly Stretch[], result: MoveResult): void {
    const { kind, name } = image;
    vm.state.waitingFor = waiting(vm);
    const move: Move = { image: name, kind, write, stretches, stretch: 0, page: 0, ...result };
    this.#cp.tasks.add("move image", move, vm.id);
  }

  /** System reset: what is being moved for a virtual machine is given up. */
  reset(vm: Vm): void {
    const { state } = this.#cp;
    const others = state.tasks.filter(({ kind, vm: id }) => kind !== "move image" || id !== vm.id);
    if (others.length === state.tasks.length) return;
    state.tasks = others;
    this.#cp.wake(waiting(vm));
  }

  #move({ vm: id }: Task, move: Move): void {
    const vm = this.#cp.vm(id);
    const image = this.find(move.kind, move.image);
    const volume = image && this.volume(image);
    const isWhole = image !== undefined && typeof volume === "object" && this.#tryAll(vm, move, image, volume);
    vm.setGr(move.register, isWhole ? move.good : move.bad);
    this.#cp.wake(waiting(vm));
  }

  /** Its user may have made its storage smaller meanwhile. */
  #tryAll(vm: Vm, move: Move, image: PageImage, volume: OwnedVolume): boolean {
    try {
      return this.#moveAll(vm, move, image, volume);
    } catch (error) {
      if (error instanceof Reflected) return false;
      throw error;
    }
  }

  /** Page by page, from where it has come to. Throws `Wait`. False: the disk has failed. */
  #moveAll(vm: Vm, move: Move, image: PageImage, volume: OwnedVolume): boolean {
    const { dasd } = this.#cp;
    for (; move.stretch < move.stretches.length; move.stretch++, move.page = 0) {
      const { address, length, first } = move.stretches[move.stretch];
      for (; move.page * PAGE < length; move.page++) {
        const slot = slotIn(image, volume, first + move.page);
        const at = address + move.page * PAGE;
        const count = Math.min(PAGE, length - move.page * PAGE);
        if (move.write) this.#write(vm, slot, at, count);
        else this.#read(vm, slot, at, count);
        if (dasd.failed(slot)) return false;
        dasd.discard(slot);
      }
    }
    return true;
  }

  #write(vm: Vm, slot: Slot, address: number, count: number): void {
    const { dasd } = this.#cp;
    const bytes = new Uint8Array(PAGE);
    bytes.set(load(vm, address, count));
    dasd.fresh(slot);
    dasd.store(slot, 0, bytes);
    dasd.flush(slot);
  }

  #read(vm: Vm, slot: Slot, address: number, count: number): void {
    const { dasd, host } = this.#cp;
    const from = dasd.block(slot);
    const to = vm.absoluteOrException(address);
    host.storeBytes(to, host.loadBytes(from, count));
  }
}

/** Bytes at a real address that may cross a page's boundary. Throws `Wait`. */
export function load(vm: Vm, address: number, count: number): Uint8Array {
  const bytes = new Uint8Array(count);
  for (let from = 0; from < count; ) {
    const length = Math.min(count - from, PAGE - ((address + from) % PAGE));
    bytes.set(vm.host.loadBytes(vm.absoluteOrException(address + from), length), from);
    from += length;
  }
  return bytes;
}

function slotIn({ cylinder, page }: PageImage, { index, pagesACylinder }: OwnedVolume, number: number): Slot {
  return slotOf(index, cylinder * pagesACylinder + page + number);
}

/** Whether an image's pages are all on its volume. */
export function isOnVolume({ cylinder, page, pages }: PageImage, { pagesACylinder, cylinders }: OwnedVolume): boolean {
  return cylinder * pagesACylinder + page + pages <= cylinders * pagesACylinder;
}

function waiting({ id }: Vm): string {
  return `image ${id}`;
}
