/** Pages of virtual machines on their way between frames and disks (SY20-0886, "DMKPTR", "DMKPAG"). */
import type { Cp } from "../cp.ts";
import { PAGE } from "../layout.ts";
import { resetSystem } from "../logon.ts";
import { Wait } from "../wait.ts";
import type { Frames } from "./frames.ts";
import type { Slot } from "./page-geometry.ts";
import { PageSpace } from "./page-space.ts";
import * as tables from "./page-tables.ts";
import type { PageFrame, PageTransfer, Space, StorageState, VmPages } from "./state.ts";

const REFERENCE = 0x04;
const CHANGE = 0x02;
/** Access-control bits and fetch protection. */
const ACCESS = 0xf8;
const HALF = 0x800;
const HALVES = [0, 1] as const;

/** Microseconds over which the paging rate is taken. */
const INTERVAL = 1_000_000;

export class Paging {
  readonly #cp: Cp;
  readonly #frames: Frames;
  readonly space: PageSpace;
  /** Translations have been taken away of which the processor may still know. Never longer than one piece of work. */
  #forget = false;

  constructor(cp: Cp, frames: Frames) {
    this.#cp = cp;
    this.#frames = frames;
    this.space = new PageSpace(cp);
    cp.pageIo.handle("page in", (transfer, failed) => this.#arrived(transfer, failed));
    cp.pageIo.handle("page out", (transfer, failed) => this.#left(transfer, failed));
    // What was given to `add`.
    cp.tasks.handle("page lost", ({ vm, data }) => this.#tellLost(vm, data as number));
  }

  get #state(): StorageState {
    return this.#cp.state.storage;
  }

  #space(id: number): Space {
    return id < 0 ? this.#state.attached[id] : this.#cp.state.vms[id];
  }

  /** Numbers of the virtual machines that have a page of it. */
  #users({ id }: Space): readonly number[] {
    return id < 0 ? this.#state.attached[id].users : [id];
  }

  /** Brings a page that is not in storage: its frame, where that can be done at once. Throws `Wait` until it is there. */
  bring(vm: Space, page: number): number {
    const { pages } = vm;
    const { host } = this.#cp;
    const last = pages.last[page];
    const use = this.#frames.page(last);
    const isNew = tables.ownSlotAt(host, pages, page) === 0;
    if (use !== undefined && use.vm === vm.id && use.page === page) {
      if (use.state === "free") {
        if (isNew) this.space.require(vm);
        this.#frames.reclaim(last);
        if (isNew) this.space.take(vm);
        this.#state.counts.reclaimed++;
        this.#place(vm, use, last);
        return last;
      }
      use.wanted = true;
      throw new Wait(waiting(vm.id, page));
    }
    const slot = tables.slotAt(host, pages, page);
    const next: PageFrame = {
      kind: "page",
      vm: vm.id,
      page,
      locks: 0,
      state: slot === 0 ? "resident" : "in",
      wanted: true,
      touched: true,
    };
    if (isNew) this.space.require(vm);
    const frame = this.#frames.take(next);
    if (isNew) this.space.take(vm);
    if (slot === 0) {
      host.storeBytes(frame * PAGE, new Uint8Array(PAGE));
      this.#state.counts.fresh++;
      this.#place(vm, next, frame);
      return frame;
    }
    pages.last[page] = frame;
    pages.reads++;
    const reader = this.#cp.state.vms[vm.id];
    if (reader !== undefined) reader.schedule.residentAtReads += pages.resident;
    this.#count("reads");
    this.#cp.pageIo.transfer({ kind: "page in", slot, address: frame * PAGE, write: false });
    throw new Wait(waiting(vm.id, page));
  }

  /** Whether a page is in no frame and in no slot: it is zeros, and need not be brought to be read. */
  isZeros({ id, pages }: Space, page: number): boolean {
    if (pages.frame[page] !== 0 || tables.slotAt(this.#cp.host, pages, page) !== 0) return false;
    const use = this.#frames.page(pages.last[page]);
    return use === undefined || use.vm !== id || use.page !== page || use.state === "free";
  }

  /** Whether a page can be brought without waiting for paging space. */
  hasSpace(space: Space, page: number): boolean {
    const { pages } = space;
    return pages.frame[page] !== 0 || tables.ownSlotAt(this.#cp.host, pages, page) !== 0 || this.space.allows(space);
  }

  /** Puts the pages of a V=R machine, all zeros, where they stay: page 0 in any frame, the others in those of their numbers. Throws `Wait` before it does. */
  fix(vm: Space): void {
    for (let page = 0; page < vm.pages.frame.length; page++) {
      const use: PageFrame = {
        kind: "page",
        vm: vm.id,
        page,
        locks: 0,
        held: true,
        state: "resident",
        wanted: false,
        touched: true,
      };
      const frame = page === 0 ? this.#frames.take(use) : page;
      if (page > 0) this.#frames.takeVirtualReal(page, use);
      this.#cp.host.storeBytes(frame * PAGE, new Uint8Array(PAGE));
      this.#place(vm, use, frame);
    }
    vm.pages.virtualReal = true;
  }

  /** Whether a page has been referenced since this was asked last. The virtual machine goes on seeing the reference. */
  takeReference(frame: number, use: PageFrame): boolean {
    const { host } = this.#cp;
    const vm = this.#space(use.vm);
    let bits = use.touched ? REFERENCE : 0;
    use.touched = false;
    for (const half of HALVES) {
      const backup = tables.takeBackup(host, vm.pages, use.page, half);
      const code = host.rrb(frame * PAGE + half * HALF);
      bits |= backup | (code << 1);
      if ((code & 2) !== 0)
        tables.setKeyAt(host, vm.pages, use.page, half, tables.keyAt(host, vm.pages, use.page, half) | REFERENCE);
      // What was changed stays known.
      tables.addBackup(host, vm.pages, use.page, half, backup & CHANGE);
    }
    return (bits & REFERENCE) !== 0;
  }

  /** Takes a page out of its frame. The frame is free at once, or when the page has been written; `evicted` must come after the last one. Whether it could be taken. */
  evict(frame: number): boolean {
    const use = this.#frames.page(frame);
    if (use === undefined) return false;
    const vm = this.#space(use.vm);
    const slot = this.#slotFor(vm, use, frame);
    if (slot === undefined) return false;
    this.#takeAway(vm, use, frame);
    if (slot === 0) {
      this.#frames.free(frame, use);
      this.#dropped(vm, use.page);
    } else {
      use.state = "out";
      use.wanted = false;
      this.#state.leaving++;
      this.#write(vm, use, frame, slot);
    }
    return true;
  }

  /** The processor forgets translations that have been taken away. */
  evicted(): void {
    if (this.#forget) this.#cp.host.ptlb();
    this.#forget = false;
  }

  /** Gives a page up, contents and all: it is zeros again. Throws `Wait` while it is on its way. Keys stay. */
  discard(vm: Space, page: number): void {
    const { pages } = vm;
    const { host } = this.#cp;
    this.settled(vm, page);
    const frame = pages.frame[page];
    if (frame !== 0) {
      const use = this.#frames.page(frame);
      if (use !== undefined) this.#takeAway(vm, use, frame);
      this.#frames.free(frame);
    } else {
      const last = pages.last[page];
      const use = this.#frames.page(last);
      if (use?.vm === vm.id && use.page === page) {
        this.#frames.reclaim(last);
        this.#frames.free(last);
      }
    }
    pages.last[page] = 0;
    tables.setKnownChanged(host, pages, page, false);
    const slot = tables.ownSlotAt(host, pages, page);
    if (slot !== 0) this.#releaseSlot(slot);
    tables.setSlot(host, pages, page, 0);
    if (slot !== 0 || frame !== 0) this.space.giveBack(vm);
  }

  /** Takes a page out of its frame without keeping what has been changed in it: the next who wants it reads it from the disk. `evicted` must come after it. */
  forget(vm: Space, page: number): void {
    const frame = vm.pages.frame[page];
    const use = this.#frames.page(frame);
    if (use === undefined) return;
    this.#takeAway(vm, use, frame);
    tables.setKnownChanged(this.#cp.host, vm.pages, page, false);
    vm.pages.last[page] = 0;
    this.#frames.free(frame);
    this.#dropped(vm, page);
  }

  /** A page has left its frame: where it has no slot of its own, it needs no place any more. */
  #dropped(vm: Space, page: number): void {
    if (tables.ownSlotAt(this.#cp.host, vm.pages, page) === 0) this.space.giveBack(vm);
  }

  #releaseSlot(slot: Slot): void {
    this.#state.pageSlots--;
    this.#cp.volumes.release(slot);
  }

  /** Whether something has been stored into a page since it came. */
  isChanged(vm: Space, page: number): boolean {
    const frame = vm.pages.frame[page];
    const { host } = this.#cp;
    return (
      frame !== 0 &&
      (tables.isKnownChanged(host, vm.pages, page) ||
        HALVES.some((half) => (host.isk(frame * PAGE + half * HALF) & CHANGE) !== 0))
    );
  }

  /** Throws `Wait` while a page is on its way in or out. */
  settled(vm: Space, page: number): void {
    const use = this.#frames.page(vm.pages.last[page]);
    if (use?.vm === vm.id && use.page === page && (use.state === "in" || use.state === "out"))
      throw new Wait(waiting(vm.id, page));
  }

  /** Gives back all frames and slots of a virtual machine that ends. What is on its way is given back when it has come. */
  release(vm: Space): void {
    const { pages } = vm;
    for (let page = 0; page < pages.frame.length; page++) {
      const frame = pages.frame[page] || pages.last[page];
      const use = this.#frames.page(frame);
      const slot = tables.ownSlotAt(this.#cp.host, pages, page);
      if (slot !== 0) this.#releaseSlot(slot);
      if (use === undefined || use.vm !== vm.id || use.page !== page) continue;
      // Others may wait for it, to have it read by VMCF or IUCV.
      if (use.state === "in" || use.state === "out") this.#cp.wake(waiting(vm.id, page));
      use.vm = 0;
      if (use.state === "free") this.#state.frames[frame] = undefined;
      else if (use.state === "resident") this.#frames.free(frame);
    }
    this.space.giveBack(vm, pages.held);
    // Its translations must not be met by whoever gets its segment table's frame.
    this.#cp.host.ptlb();
  }

  /** Puts a page that is in a frame where its virtual machine finds it. */
  #place(vm: Space, use: PageFrame, frame: number): void {
    const { host } = this.#cp;
    const { pages } = vm;
    for (const half of HALVES) host.ssk(frame * PAGE + half * HALF, tables.keyAt(host, pages, use.page, half) & ACCESS);
    use.state = "resident";
    use.touched = true;
    use.wanted = false;
    pages.frame[use.page] = frame;
    pages.last[use.page] = 0;
    pages.resident++;
    tables.setFrame(host, pages, use.page, frame);
  }

  /** Takes it away from there, and keeps what its keys say. */
  #takeAway(vm: Space, use: PageFrame, frame: number): void {
    const { host } = this.#cp;
    const { pages } = vm;
    tables.setNoFrame(host, pages, use.page);
    for (const half of HALVES) {
      const real = host.isk(frame * PAGE + half * HALF);
      const key = tables.keyAt(host, pages, use.page, half);
      tables.setKeyAt(host, pages, use.page, half, key | (real & (REFERENCE | CHANGE)));
    }
    pages.frame[use.page] = 0;
    pages.last[use.page] = frame;
    pages.resident--;
    this.#forget = true;
    for (const user of this.#users(vm)) this.#cp.shadow.stolen(this.#cp.vm(user));
  }

  /** Where a page that is taken out of its frame has to be written: 0 where it need not be, undefined where there is no room. */
  #slotFor({ pages }: Space, { page }: PageFrame, frame: number): Slot | undefined {
    const { host } = this.#cp;
    let bits = tables.isKnownChanged(host, pages, page) ? CHANGE : 0;
    for (const half of HALVES) {
      const backup = tables.takeBackup(host, pages, page, half);
      bits |= host.isk(frame * PAGE + half * HALF) | backup;
    }
    if ((bits & CHANGE) === 0) return 0;
    tables.setKnownChanged(host, pages, page, true);
    return tables.ownSlotAt(host, pages, page) || this.#newSlot(pages, page);
  }

  #newSlot(pages: VmPages, page: number): Slot | undefined {
    const slot = this.#cp.volumes.allocate("page");
    if (slot === undefined) return undefined;
    tables.setSlot(this.#cp.host, pages, page, slot);
    this.#state.pageSlots++;
    return slot;
  }

  #write(vm: Space, { page }: PageFrame, frame: number, slot: Slot): void {
    vm.pages.writes++;
    this.#count("writes");
    tables.setKnownChanged(this.#cp.host, vm.pages, page, false);
    this.#cp.pageIo.transfer({ kind: "page out", slot, address: frame * PAGE, write: true });
  }

  #arrived({ address }: PageTransfer, failed: boolean): void {
    const frame = address / PAGE;
    const use = this.#frames.page(frame);
    if (use === undefined) return;
    const vm = this.#space(use.vm);
    if (vm === undefined) return this.#frames.free(frame);
    if (failed) this.#lost(vm, use, frame);
    this.#place(vm, use, frame);
    this.#cp.wake(waiting(vm.id, use.page));
    this.#frames.settled();
  }

  /** A page cannot be read any more: its virtual machine cannot go on. It is reset, and its user told; what is loaded anew has a page of zeros. */
  #lost(vm: Space, { page }: PageFrame, frame: number): void {
    const { host, state, tasks } = this.#cp;
    this.#state.counts.errors++;
    const slot = tables.ownSlotAt(host, vm.pages, page);
    if (slot !== 0) this.#condemn(slot);
    tables.setSlot(host, vm.pages, page, 0);
    host.storeBytes(frame * PAGE, new Uint8Array(PAGE));
    for (const user of this.#users(vm)) {
      resetSystem(this.#cp.vm(user));
      state.vms[user].stopped = true;
      tasks.add("page lost", page, user);
    }
  }

  #tellLost(id: number, page: number): void {
    const { consoles } = this.#cp;
    const vm = this.#cp.vm(id);
    const place = (page * PAGE).toString(16).toUpperCase().padStart(6, "0");
    consoles.message(vm, "DMKPTR410W CP ENTERED; PAGING ERROR");
    consoles.message(vm, `STORAGE AT ${place} IS LOST; SYSTEM RESET`);
    consoles.cpRead(vm);
  }

  #left({ address, slot }: PageTransfer, failed: boolean): void {
    const frame = address / PAGE;
    const use = this.#frames.page(frame);
    if (use === undefined) return;
    const vm = this.#space(use.vm);
    if (failed) this.#state.counts.errors++;
    if (vm === undefined) {
      this.#state.leaving--;
      return this.#frames.free(frame);
    }
    if (failed) {
      this.#condemn(slot);
      tables.setKnownChanged(this.#cp.host, vm.pages, use.page, true);
      const other = this.#newSlot(vm.pages, use.page);
      if (other !== undefined) return this.#write(vm, use, frame, other);
      tables.setSlot(this.#cp.host, vm.pages, use.page, 0);
    }
    this.#state.leaving--;
    // One that could be written nowhere stays.
    if (use.wanted || failed) this.#place(vm, use, frame);
    else this.#frames.free(frame, use);
    this.#cp.wake(waiting(vm.id, use.page));
    this.#frames.settled();
  }

  #condemn(slot: Slot): void {
    this.#state.pageSlots--;
    this.#cp.volumes.condemn(slot);
  }

  #count(what: "reads" | "writes"): void {
    const { counts, rate } = this.#state;
    counts[what]++;
    const now = this.#cp.state.enteredAt;
    if (now - rate.since >= INTERVAL) {
      rate.last = now - rate.since < 2 * INTERVAL ? rate.pages : 0;
      rate.since = now;
      rate.pages = 0;
    }
    rate.pages++;
  }
}

function waiting(vm: number, page: number): string {
  return `page ${vm} ${page}`;
}
