/**
 * Saved systems in virtual machines: loading them by name, segments that are shared, their protection, and segments that are attached and detached while a
 * virtual machine runs (GC20-1807, "Saved Systems", "Discontiguous Saved Segments", "Shared Segment Protection").
 */
import { encodeEbcdic } from "../../../s370/index.ts";
import { CommandError } from "../commands/commands.ts";
import type { Cp } from "../cp.ts";
import type { IplOptions } from "../ipl.ts";
import * as at from "../layout.ts";
import { PAGE } from "../layout.ts";
import type { VmState } from "../state.ts";
import type { Vm } from "../vm.ts";
import * as tables from "./page-tables.ts";
import type { NamedSystem, SavedState } from "./saved-systems.ts";
import type { AttachedSegments } from "./state.ts";

const { PAGES_A_SEGMENT } = tables;
const SEGMENT = PAGES_A_SEGMENT * PAGE;

export class Segments {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.tasks.handle("shared page altered", ({ vm, data }) => this.#tell(vm, String(data)));
    cp.ipl.handleSystem((vm, system, options) => this.#ipl(vm, system, options));
  }

  get #attached(): Record<number, AttachedSegments> {
    return this.#cp.state.storage.attached;
  }

  /** What a virtual machine has attached of a system. */
  has(vm: Vm, name: string): AttachedSegments | undefined {
    return Object.values(vm.state.pages.attached)
      .map((id) => this.#attached[id])
      .find(({ system }) => system === name);
  }

  /** First and last byte of a system. */
  range(system: NamedSystem): { first: number; last: number } {
    const pages = this.#cp.systems.pages(system);
    return { first: pages[0] * PAGE, last: (pages[pages.length - 1] + 1) * PAGE - 1 };
  }

  /**
   * Attaches all segments of a saved system (LOADSYS), in place of what the virtual machine has there. Returns false where nothing has been saved under
   * that name, and for V=R machines, whose pages stay where they are. Throws `Wait` before anything is done.
   */
  load(vm: Vm, system: NamedSystem, shared: boolean): boolean {
    const saved = this.#cp.systems.saved(system);
    if (saved === undefined || vm.state.pages.virtualReal) return false;
    const pages = this.#cp.systems.pages(system);
    const segments = [...new Set(pages.map((page) => Math.floor(page / PAGES_A_SEGMENT)))];
    this.#attach(vm, system, saved, segments, shared);
    return true;
  }

  /** Detaches segments: what lies beyond the virtual machine's size is no storage of its own any more, the rest zeros. */
  detach(vm: VmState, id: number): void {
    const attached = this.#attached[id];
    const { host } = this.#cp;
    for (const segment of attached.segments) {
      delete vm.pages.attached[segment];
      if (segment * PAGES_A_SEGMENT < vm.pages.frame.length)
        tables.setSegment(host, vm.block, segment, vm.pages, segment);
      else tables.setNoSegment(host, vm.block, segment);
    }
    attached.users = attached.users.filter((user) => user !== vm.id);
    host.ptlb();
    if (this.#cp.state.vms[vm.id] !== undefined) this.#cp.shadow.stolen(this.#cp.vm(vm.id));
    if (attached.users.length > 0) return;
    this.#cp.storage.releasePages(attached);
    delete this.#attached[id];
  }

  detachAll(vm: VmState): void {
    for (const id of new Set(Object.values(vm.pages.attached))) this.detach(vm, id);
  }

  /**
   * Gives a virtual machine segments of its own in place of shared ones, of the system whose page it is about to change by a command: STORE, TRACE, ADSTOP.
   * Throws `Wait` before anything is done.
   */
  unshare(vm: Vm, real: number): void {
    const attached = this.#attached[vm.state.pages.attached[Math.floor(real / SEGMENT)]];
    if (attached === undefined || !attached.shared) return;
    const system = this.#cp.systems.find(attached.system);
    const saved = system && this.#cp.systems.saved(system);
    if (system === undefined || saved === undefined) return;
    this.#attach(vm, system, saved, attached.segments, false);
    this.#cp.consoles.message(vm, `DMKVMA181E SHARED SYSTEM ${system.name} REPLACED WITH NON-SHARED COPY`);
  }

  /**
   * Looks whether the virtual machine that had the processor last has changed shared pages. They are given up, and it is stopped. Returns whether there were any. To be
   * called before another one gets the processor, and before a page is written.
   */
  check(): boolean {
    const { host, state, tasks } = this.#cp;
    if (Object.keys(this.#attached).length === 0) return false;
    const block = host.load32(at.LOADED);
    const vm = Object.values(state.vms).find((each) => each.block === block);
    if (vm === undefined) return false;
    let found = false;
    for (const id of new Set(Object.values(vm.pages.attached))) {
      const attached = this.#attached[id];
      if (!attached.shared || !attached.protect) continue;
      for (const real of this.#takeChanged(attached)) {
        found = true;
        vm.stopped = true;
        const place = real.toString(16).toUpperCase().padStart(6, "0");
        tasks.add("shared page altered", `${attached.system} SHARED PAGE ${place} ALTERED`, vm.id);
      }
    }
    this.#cp.storage.paging.evicted();
    return found;
  }

  /** Gives up changed pages. Returns their real addresses. */
  #takeChanged(attached: AttachedSegments): number[] {
    const { paging, frames } = this.#cp.storage;
    return Array.from(attached.pages.frame).flatMap((frame, index) => {
      if (frame === 0 || (frames.page(frame)?.locks ?? 0) > 0 || !paging.isChanged(attached, index)) return [];
      paging.forget(attached, index);
      return [attached.segments[Math.floor(index / PAGES_A_SEGMENT)] * SEGMENT + (index % PAGES_A_SEGMENT) * PAGE];
    });
  }

  #tell(id: number, what: string): void {
    const { consoles } = this.#cp;
    const vm = this.#cp.vm(id);
    consoles.message(vm, `DMKVMA456W CP ENTERED; ${what}`);
    consoles.cpRead(vm);
  }

  #attach(vm: Vm, system: NamedSystem, saved: SavedState, segments: readonly number[], shared: boolean): void {
    const { state } = vm;
    const found = shared
      ? Object.values(this.#attached).find((each) => each.system === system.name && each.shared && !each.stale)
      : undefined;
    // It has them already: detached, they would be nobody's.
    if (found !== undefined && segments.every((segment) => state.pages.attached[segment] === found.id)) return;
    this.#settled(vm, segments);
    const attached = found ?? this.#make(system, saved, segments, shared);
    for (const id of new Set(segments.map((segment) => state.pages.attached[segment])))
      if (id !== undefined) this.detach(state, id);
    for (const [index, segment] of segments.entries()) {
      this.#discard(vm, segment);
      state.pages.attached[segment] = attached.id;
      tables.setSegment(vm.host, vm.block, segment, attached.pages, index);
    }
    attached.users.push(vm.id);
    this.#cp.storage.paging.evicted();
    vm.host.ptlb();
    this.#cp.shadow.stolen(vm);
  }

  /** Throws `Wait` while one of the virtual machine's own pages there is on its way. */
  #settled({ state }: Vm, segments: readonly number[]): void {
    for (const segment of segments)
      for (let page = segment * PAGES_A_SEGMENT; page < (segment + 1) * PAGES_A_SEGMENT; page++)
        if (page < state.pages.frame.length) this.#cp.storage.paging.settled(state, page);
  }

  #discard({ state }: Vm, segment: number): void {
    for (let page = segment * PAGES_A_SEGMENT; page < (segment + 1) * PAGES_A_SEGMENT; page++)
      if (page < state.pages.frame.length) this.#cp.storage.paging.discard(state, page);
  }

  /** Segments whose pages are those that were saved. Throws `Wait` before anything is done. */
  #make(system: NamedSystem, saved: SavedState, segments: readonly number[], shared: boolean): AttachedSegments {
    const { state, storage, systems, host } = this.#cp;
    const pages = storage.pages(segments.length * PAGES_A_SEGMENT);
    const attached: AttachedSegments = {
      id: state.storage.nextAttached--,
      system: system.name,
      segments: [...segments],
      shared,
      protect: system.protect ?? true,
      stale: false,
      users: [],
      pages,
    };
    this.#attached[attached.id] = attached;
    systems.pages(system).forEach((page, i) => {
      const index = segments.indexOf(Math.floor(page / PAGES_A_SEGMENT));
      const slot = systems.slot(system, i);
      if (index < 0 || slot === undefined) return;
      const place = index * PAGES_A_SEGMENT + (page % PAGES_A_SEGMENT);
      tables.setSlot(host, pages, place, slot, true);
      for (const half of [0, 1]) tables.setKeyAt(host, pages, place, half, saved.keys[i][half]);
    });
    return attached;
  }

  // IPL by name.

  #ipl(vm: Vm, name: string, options: IplOptions): void {
    const { systems, consoles, shadow, storage } = this.#cp;
    const system = systems.find(name);
    const saved = system && systems.saved(system);
    if (system === undefined || saved === undefined)
      throw new CommandError(44, `DMKCFG044E ${name} SYSTEM DOES NOT EXIST`);
    if (vm.state.pages.virtualReal)
      throw new CommandError(170, `DMKCFG170E ${name} CANNOT BE LOADED INTO A V=R MACHINE`);
    if (system.size > vm.state.size)
      throw new CommandError(170, `DMKCFG170E ${name} NEEDS ${system.size / 1024}K OF VIRTUAL STORAGE`);
    const { shared } = system;
    const own = systems
      .pages(system)
      .map((page, i) => ({ page, i }))
      .filter(({ page }) => !shared.includes(Math.floor(page / PAGES_A_SEGMENT)));
    for (const { page } of own) storage.paging.settled(vm.state, page);
    if (shared.length > 0) {
      this.#settled(vm, shared);
      storage.need(tables.tableFrames(shared.length * PAGES_A_SEGMENT));
    }
    this.detachAll(vm.state);
    for (const { page, i } of own) {
      storage.paging.discard(vm.state, page);
      const slot = systems.slot(system, i);
      if (slot !== undefined) tables.setSlot(vm.host, vm.state.pages, page, slot, true);
      for (const half of [0, 1]) tables.setKeyAt(vm.host, vm.state.pages, page, half, saved.keys[i][half]);
    }
    storage.paging.evicted();
    if (shared.length > 0) this.#attach(vm, system, saved, shared, true);
    this.#loadRegisters(vm, saved, options.parameter);
    shadow.controlLoaded(vm);
    shadow.pswLoaded(vm);
    if (options.stop) consoles.cpRead(vm);
    else consoles.resume(vm);
  }

  /** PARM (later than VM/370) comes in the general registers. */
  #loadRegisters(vm: Vm, { psw, gr, cr, fr }: SavedState, parameter: string): void {
    const view = new DataView(new ArrayBuffer(64));
    new Uint8Array(view.buffer).set(encodeEbcdic(parameter).subarray(0, 64));
    gr.forEach((value, n) => {
      vm.setGr(n, parameter === "" ? value : view.getUint32(4 * n));
    });
    cr.forEach((value, n) => {
      vm.setCr(n, value);
    });
    fr.forEach((value, i) => {
      vm.host.store32(vm.block + at.FPRS + 4 * i, value);
    });
    // Its registers may still be in the processor.
    if (vm.host.load32(at.LOADED) === vm.block) for (const n of [0, 2, 4, 6]) vm.host.ld(n, vm.block + at.FPRS + 4 * n);
    vm.setPsw(psw);
  }
}
