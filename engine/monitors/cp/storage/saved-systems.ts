/**
 * Saved systems: storage, keys and registers of a virtual machine as they were once, on a disk of CP's under a name, from where other virtual machines get
 * them page by page (GC20-1807, "Generating Saved Systems"). What there may be says the system name table, which is part of the configuration.
 */
import { decodeEbcdic, encodeEbcdic } from "../../../s370/index.ts";
import type { Cp } from "../cp.ts";
import * as at from "../layout.ts";
import { PAGE } from "../layout.ts";
import type { Task } from "../tasks.ts";
import type { Vm } from "../vm.ts";
import { type Slot, slotOf } from "./page-geometry.ts";

/** An entry of the system name table (NAMESYS). */
export interface NamedSystem {
  /** 1 to 8 characters, no device address. */
  readonly name: string;
  /** Bytes that a virtual machine must have to load it (SYSSIZE); not looked at for segments that are loaded by DIAGNOSE X'64'. */
  readonly size: number;
  /** Where it is saved: a volume of CP's, and the first cylinder and page there (SYSVOL, SYSSTRT). One page more is used than there are. */
  readonly volume: string;
  readonly cylinder: number;
  readonly page: number;
  /** Ranges of pages that are saved, both ends included, in order (SYSPGNM). At most 1,900 pages. */
  readonly pages: readonly (readonly [first: number, last: number])[];
  /** Segments of 64 KiB that are shared, in order (SYSHRSG). */
  readonly shared: readonly number[];
  /** Whether what is changed in them is taken back (PROTECT); it is unless this is false. */
  readonly protect?: boolean;
}

/** What was saved besides pages. */
export interface SavedState {
  readonly psw: { readonly high: number; readonly low: number };
  readonly gr: readonly number[];
  readonly cr: readonly number[];
  /** Floating-point registers 0, 2, 4 and 6: eight words. */
  readonly fr: readonly number[];
  /** Of each page, in the order of the pages: keys of its halves. */
  readonly keys: readonly (readonly [number, number])[];
}

/** Offsets in the page before the others. */
const NAME = 0;
const MARK = 8;
const COUNT = 16;
const PSW = 24;
const GPRS = 32;
const CRS = 96;
const FPRS = 160;
const KEYS = 192;
const IS_SAVED = encodeEbcdic("SAVEDSYS");
const MOST_PAGES = (PAGE - KEYS) / 2;

/** Pages that are written before they are waited for. */
const AT_ONCE = 8;

export type Saved = "saved" | "failed";

/** SAVESYS in progress. */
interface Saving {
  readonly name: string;
  /** Pages that are saved. */
  next: number;
  keys: [number, number][];
}

export class SavedSystems {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    // What `save` put there.
    cp.tasks.handle("save system", (task) => this.#save(task, task.data as Saving));
  }

  find(name: string): NamedSystem | undefined {
    return this.#cp.configuration.systems?.find((system) => system.name === name);
  }

  /** Numbers of its pages, in order. */
  pages({ pages }: NamedSystem): number[] {
    return pages
      .flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i))
      .slice(0, MOST_PAGES);
  }

  /** Slot of the page numbered so in the order of its pages; -1: the one before them. Undefined while its volume is not mounted. */
  slot(system: NamedSystem, index: number): Slot | undefined {
    const volume = this.#cp.volumes.find(system.volume);
    if (volume === undefined) return undefined;
    const place = system.cylinder * volume.pagesACylinder + system.page + 1 + index;
    return place < volume.cylinders * volume.pagesACylinder ? slotOf(volume.index, place) : undefined;
  }

  /** What was saved with it; undefined where nothing has been saved, or it cannot be read. Throws `Wait`. */
  saved(system: NamedSystem): SavedState | undefined {
    const slot = this.slot(system, -1);
    if (slot === undefined) return undefined;
    const address = this.#cp.dasd.block(slot);
    const { host } = this.#cp;
    const isSaved = host.loadBytes(address + MARK, 8).every((byte, i) => byte === IS_SAVED[i]);
    const name = decodeEbcdic(host.loadBytes(address + NAME, 8)).trimEnd();
    const count = this.pages(system).length;
    // A table that has been changed since describes another system.
    if (!isSaved || name !== system.name || host.load32(address + COUNT) !== count) return undefined;
    const words = (place: number, length = 16): number[] =>
      Array.from({ length }, (_, i) => host.load32(address + place + 4 * i));
    const keys = host.loadBytes(address + KEYS, 2 * count);
    return {
      psw: { high: host.load32(address + PSW), low: host.load32(address + PSW + 4) },
      gr: words(GPRS),
      cr: words(CRS),
      fr: words(FPRS, 8),
      keys: Array.from({ length: count }, (_, i): [number, number] => [keys[2 * i], keys[2 * i + 1]]),
    };
  }

  /** Whether what was saved cannot be read. */
  isBad(system: NamedSystem): boolean {
    const slot = this.slot(system, -1);
    return slot !== undefined && this.#cp.dasd.failed(slot);
  }

  /** Begins to save a virtual machine under a name; it does not run until that has ended, when its user is told. Its pages must be there. */
  save(vm: Vm, { name }: NamedSystem): void {
    vm.state.waitingFor = waiting(vm);
    const saving: Saving = { name, next: 0, keys: [] };
    this.#cp.tasks.add("save system", saving, vm.id);
  }

  /** First the old system is made invalid, then pages are written, then the page that tells of them: there is never half a system. */
  #save({ vm: id }: Task, saving: Saving): void {
    const { dasd } = this.#cp;
    const vm = this.#cp.vm(id);
    const system = this.find(saving.name);
    const first = system && this.slot(system, -1);
    if (system === undefined || first === undefined) return this.#end(vm, "failed");
    const pages = this.pages(system);
    if (saving.next === 0) {
      for (const attached of Object.values(this.#cp.state.storage.attached))
        if (attached.system === system.name) attached.stale = true;
      dasd.block(first);
      dasd.store(first, MARK, new Uint8Array(8));
      dasd.flush(first);
    }
    while (saving.next < pages.length) {
      const batch = pages.slice(saving.next, saving.next + AT_ONCE);
      const slots = this.#writeBatch(vm, system, batch, saving.next);
      if (slots === undefined) return this.#end(vm, "failed");
      // What waits from here on begins behind these.
      for (const slot of slots) dasd.discard(slot);
      for (const page of batch) saving.keys.push(this.#keys(vm, page));
      saving.next += batch.length;
    }
    this.#finish(vm, system, first, saving);
  }

  /** Writes pages. Returns their slots, undefined where that is not possible. Throws `Wait`, and may be done again. */
  #writeBatch(vm: Vm, system: NamedSystem, batch: readonly number[], from: number): Slot[] | undefined {
    const { dasd, host } = this.#cp;
    const slots: Slot[] = [];
    for (const [i, page] of batch.entries()) {
      const slot = this.slot(system, from + i);
      const absolute = vm.absolute(page * PAGE);
      if (slot === undefined || absolute === undefined) return undefined;
      const bytes = host.loadBytes(absolute, PAGE);
      dasd.fresh(slot);
      dasd.store(slot, 0, bytes);
      slots.push(slot);
    }
    dasd.flush(slots);
    return slots.some((slot) => dasd.failed(slot)) ? undefined : slots;
  }

  #keys(vm: Vm, page: number): [number, number] {
    const { storage } = this.#cp;
    return [storage.key(vm, page * PAGE), storage.key(vm, page * PAGE + PAGE / 2)];
  }

  #finish(vm: Vm, system: NamedSystem, first: Slot, saving: Saving): void {
    const { dasd, host } = this.#cp;
    const page = new Uint8Array(PAGE);
    const view = new DataView(page.buffer);
    page.set(encodeEbcdic(system.name.padEnd(8)), NAME);
    page.set(IS_SAVED, MARK);
    view.setUint32(COUNT, saving.keys.length);
    if (host.load32(at.LOADED) === vm.block) for (const n of [0, 2, 4, 6]) host.std(n, vm.block + at.FPRS + 4 * n);
    page.set(host.loadBytes(vm.block + at.VPSW, 8), PSW);
    page.set(host.loadBytes(vm.block + at.GPRS, 64), GPRS);
    page.set(host.loadBytes(vm.block + at.VCRS, 64), CRS);
    page.set(host.loadBytes(vm.block + at.FPRS, 32), FPRS);
    page.set(saving.keys.flat(), KEYS);
    dasd.block(first);
    dasd.store(first, 0, page);
    dasd.flush(first);
    if (dasd.failed(first)) return this.#end(vm, "failed");
    this.#end(vm, "saved");
  }

  #end(vm: Vm, how: Saved): void {
    const text = how === "saved" ? "SYSTEM SAVED" : "DMKCFH435E PAGING ERROR WHILE WRITING SAVED SYSTEM";
    this.#cp.consoles.message(vm, text);
    this.#cp.wake(waiting(vm));
  }
}

function waiting({ id }: Vm): string {
  return `saving ${id}`;
}
