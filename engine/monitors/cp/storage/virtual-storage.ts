/** Storage of virtual machines, and the frames of real storage in which some of it is. */
import type { Cp } from "../cp.ts";
import { PAGE } from "../layout.ts";
import { ADDRESSING } from "../program-interruptions.ts";
import type { VmState } from "../state.ts";
import type { Vm } from "../vm.ts";
import { Frames } from "./frames.ts";
import * as tables from "./page-tables.ts";
import { Paging } from "./paging.ts";
import { Replacement } from "./replacement.ts";
import type { FrameUse, PageFrame, Space, VmPages } from "./state.ts";
import { type StorageStatistics, storageStatistics, type UserPages, userPages } from "./statistics.ts";

const ACCESS = 0xf8;
const REFERENCE_AND_CHANGE = 0x06;
const HALF = 0x800;
/** Frames that must be free for one to be taken for a page. */
const ROOM_FOR_PAGE = 4;
/** Bytes of real storage beside a V=R area. */
const LEAST_PAGEABLE = 0x20000;

export class VirtualStorage {
  readonly #cp: Cp;
  readonly #frames: Frames;
  readonly #paging: Paging;
  readonly #replacement: Replacement;

  constructor(cp: Cp) {
    this.#cp = cp;
    this.#frames = new Frames(cp);
    this.#paging = new Paging(cp, this.#frames);
    this.#replacement = new Replacement(cp, this.#frames, this.#paging);
  }

  /** Once, when CP is loaded: `size` bytes of real storage. */
  start(size: number): void {
    const area = this.#cp.configuration.virtualReal ?? 0;
    if (area % PAGE !== 0 || area > size - LEAST_PAGEABLE)
      throw new RangeError(
        `a V=R area of ${area} bytes: a multiple of ${PAGE}, which leaves ${LEAST_PAGEABLE} of ${size}`,
      );
    this.#frames.start(size, area);
  }

  /**
   * Puts a virtual machine that the directory says may be V=R into the V=R area, at its logon: its storage must not have been used. Whether it is there: the area must
   * be free, and large enough. Throws `Wait` before it is done.
   */
  virtualReal(vm: Vm): boolean {
    const { pages, size } = vm.state;
    const { virtualReal } = this.#cp.state.storage;
    if (size > virtualReal * PAGE || this.#frames.use(1)?.kind !== "virtual=real") return false;
    this.#paging.fix({ id: vm.id, pages });
    return true;
  }

  /** UNLOCK VIRT=REAL. Whether there was an area that nobody has. */
  unlockVirtualReal(): boolean {
    return this.#frames.unlockVirtualReal();
  }

  /** SET RESERVE: a virtual machine keeps so many pages; 0: nobody does. */
  reserve(vm: Vm, pages: number): void {
    this.#cp.state.storage.reserved = pages === 0 ? undefined : { vm: vm.id, pages };
  }

  // Frames for CP.

  /** Sees to it that so many frames can be taken one after another; throws `Wait` until they can. */
  need(frames: number): void {
    this.#frames.need(frames);
  }

  /** A frame for CP's own use, filled with zeros: its absolute address. Throws `Wait` until there is one. */
  take(): number {
    const address = this.frame({ kind: "cp" });
    this.#cp.host.storeBytes(address, new Uint8Array(PAGE));
    return address;
  }

  /** A frame with whatever it contains: its absolute address. Throws `Wait` until there is one. */
  frame(use: FrameUse): number {
    return this.#frames.take(use) * PAGE;
  }

  /** Gives a frame of CP's back. */
  free(address: number): void {
    this.#frames.free(address / PAGE);
  }

  /** Something in a frame may be taken out of it now that could not be before. */
  settled(): void {
    this.#frames.settled();
  }

  // Storage of virtual machines.

  /** Tables for a virtual machine's storage of `size` bytes, all of it zeros that are not there yet. Returns its pages. Throws `Wait` before anything is done. */
  define(block: number, size: number): VmPages {
    const { host } = this.#cp;
    const pages = this.pages(size / PAGE);
    tables.makeSegmentTable(host, block, pages);
    return pages;
  }

  /** So many pages with their tables, all of them zeros that are not there yet. Throws `Wait` before anything is done. */
  pages(count: number): VmPages {
    const frames = tables.tableFrames(count);
    this.need(frames);
    const pages: VmPages = {
      frame: new Int32Array(count),
      last: new Int32Array(count),
      tables: Array.from({ length: frames }, () => this.take()),
      attached: {},
      virtualReal: false,
      resident: 0,
      held: 0,
      refused: false,
      reads: 0,
      writes: 0,
    };
    tables.makeTables(this.#cp.host, pages);
    return pages;
  }

  /** Gives back all that a virtual machine has of real storage and of disks, its tables included. */
  release(vm: VmState): void {
    this.#cp.segments.detachAll(vm);
    this.releasePages(vm);
  }

  /** Gives back the frames, slots and tables of pages. */
  releasePages(space: Space): void {
    this.#paging.release(space);
    for (const table of space.pages.tables) this.free(table);
  }

  /** Gives a virtual machine storage of another size, all zeros (DEFINE STORAGE). Throws `Wait` before anything is done. */
  redefine(vm: Vm, size: number): void {
    const { state } = vm;
    this.need(tables.tableFrames(size / PAGE) + ROOM_FOR_PAGE);
    this.#cp.segments.detachAll(state);
    const before = state.pages;
    const after = this.define(state.block, size);
    this.releasePages({ id: state.id, pages: before });
    state.pages = { ...after, reads: before.reads, writes: before.writes };
    state.size = size;
    if (before.virtualReal) this.virtualReal(vm);
    this.#cp.shadow.stolen(vm);
  }

  /**
   * Makes pages zeros, from the first to the last one (SYSTEM CLEAR). Their keys become 0. Saved systems that have pages there are purged. Throws
   * `Wait` while a page is on its way; it may be done again.
   */
  clear(vm: Vm, first: number, last: number): void {
    const { state, host } = vm;
    for (let page = first; page <= last; page++) {
      const id = state.pages.attached[Math.floor(page / tables.PAGES_A_SEGMENT)];
      if (id !== undefined) this.#cp.segments.detach(state, id);
      if (page >= state.pages.frame.length) continue;
      if (this.isLocked(vm, page)) this.#zero(vm, page);
      else this.#paging.discard(state, page);
      for (const half of [0, 1]) tables.setKeyAt(host, state.pages, page, half, 0);
    }
    this.#paging.evicted();
  }

  /**
   * Gives pages up, from the first to the last one, all of them storage of the virtual machine's (DIAGNOSE X'10'): they are zeros from then on. What it shares with others
   * stays. Throws `Wait` while a page is on its way; it may be done again.
   */
  giveUp(vm: Vm, first: number, last: number): void {
    for (let page = first; page <= last; page++) {
      const found = this.#locate(vm, page);
      if (found === undefined || this.#cp.state.storage.attached[found.space.id]?.shared) continue;
      if (found.space.id > 0) this.clear(vm, page, page);
      else this.#paging.discard(found.space, found.index);
    }
    this.#paging.evicted();
  }

  /** A page that is locked stays where it is. */
  #zero({ state, host }: Vm, page: number): void {
    const address = state.pages.frame[page] * PAGE;
    host.storeBytes(address, new Uint8Array(PAGE));
    for (const half of [0, HALF]) host.ssk(address + half, 0);
    tables.setKnownChanged(host, state.pages, page, true);
  }

  /** Where a page of a virtual machine's is: among its own, or in a segment of a saved system; undefined where it has no storage. */
  #locate({ state }: Vm, page: number): { space: Space; index: number } | undefined {
    const segment = Math.floor(page / tables.PAGES_A_SEGMENT);
    const id = state.pages.attached[segment];
    if (id === undefined) return page < state.pages.frame.length ? { space: state, index: page } : undefined;
    const space = this.#cp.state.storage.attached[id];
    const within = page % tables.PAGES_A_SEGMENT;
    return { space, index: space.segments.indexOf(segment) * tables.PAGES_A_SEGMENT + within };
  }

  #frameOf(vm: Vm, page: number): PageFrame | undefined {
    const found = this.#locate(vm, page);
    return found && this.#frames.page(found.space.pages.frame[found.index]);
  }

  /** Absolute address behind a virtual machine's real address; undefined beyond its storage. Throws `Wait` where the page has to be read. */
  absolute(vm: Vm, real: number): number | undefined {
    const found = this.#locate(vm, Math.floor(real / PAGE));
    if (found === undefined) return undefined;
    const { space, index } = found;
    const frame = space.pages.frame[index] || this.#paging.bring(space, index);
    const use = this.#frames.page(frame);
    if (use !== undefined) use.touched = true;
    return frame * PAGE + (real % PAGE);
  }

  /** Whether the page at a virtual machine's real address is zeros that are nowhere yet: it need not be brought for a fetch. */
  isZeros(vm: Vm, real: number): boolean {
    const found = this.#locate(vm, Math.floor(real / PAGE));
    return found !== undefined && this.#paging.isZeros(found.space, found.index);
  }

  /** Whether `absolute` would not wait for paging space there. */
  hasSpace(vm: Vm, real: number): boolean {
    const found = this.#locate(vm, Math.floor(real / PAGE));
    return found === undefined || this.#paging.hasSpace(found.space, found.index);
  }

  /** A virtual machine has left its queue: its pages are the first to go when frames are needed. */
  dropped(vm: Vm): void {
    this.#replacement.dropped(vm.id, vm.state.pages.frame);
  }

  /** Storage key of the block at a virtual machine's real address, as it sees it: seven bits, left-adjusted in a byte. Throws `Reflected`. */
  key(vm: Vm, real: number): number {
    const { pages, index, half } = this.#block(vm, real);
    const key = tables.keyAt(vm.host, pages, index, half);
    const frame = pages.frame[index];
    return frame === 0 ? key : key | (vm.host.isk(frame * PAGE + half * HALF) & REFERENCE_AND_CHANGE);
  }

  setKey(vm: Vm, real: number, key: number): void {
    const { pages, index, half } = this.#block(vm, real);
    const { host } = vm;
    tables.setKeyAt(host, pages, index, half, key);
    const frame = pages.frame[index];
    if (frame === 0) return;
    const address = frame * PAGE + half * HALF;
    tables.addBackup(host, pages, index, half, host.isk(address));
    host.ssk(address, key & ACCESS);
  }

  #block(vm: Vm, real: number): { pages: VmPages; index: number; half: number } {
    const found = this.#locate(vm, Math.floor(real / PAGE)) ?? vm.reflect(ADDRESSING);
    return { pages: found.space.pages, index: found.index, half: (real & HALF) === 0 ? 0 : 1 };
  }

  // Locks.

  /** Keeps a page in its frame, for channels, until `unlock` has been called as often. It must be in storage. */
  lock(vm: Vm, page: number): void {
    const use = this.#frameOf(vm, page);
    if (use === undefined) throw new Error(`page ${page} of ${vm.userid} is not in storage`);
    use.locks++;
  }

  unlock(vm: Vm, page: number): void {
    const use = this.#frameOf(vm, page);
    if (use === undefined || use.locks === 0) return;
    if (--use.locks === 0) this.#frames.settled();
  }

  isLocked(vm: Vm, page: number): boolean {
    const use = this.#frameOf(vm, page);
    return use !== undefined && (use.locks > 0 || use.held === true);
  }

  /** LOCK: keeps pages in their frames until they are unlocked. Returns the absolute address of each. Throws `Wait` until all are in storage, RangeError beyond its storage. */
  hold(vm: Vm, first: number, last: number): number[] {
    const addresses: number[] = [];
    for (let page = first; page <= last; page++) {
      const address = this.absolute(vm, page * PAGE);
      if (address === undefined) throw new RangeError(`${vm.userid} has no page ${page}`);
      addresses.push(address);
    }
    for (const address of addresses) {
      const use = this.#frames.page(address / PAGE);
      if (use !== undefined) use.held = true;
    }
    return addresses;
  }

  /** UNLOCK. */
  letGo(vm: Vm, first: number, last: number): void {
    if (vm.state.pages.virtualReal) return;
    for (let page = first; page <= last; page++) {
      const use = this.#frameOf(vm, page);
      if (use !== undefined) use.held = false;
    }
    this.#frames.settled();
  }

  /** Parts of CP that work on pages themselves: saved systems. */
  get paging(): Paging {
    return this.#paging;
  }
  get frames(): Frames {
    return this.#frames;
  }

  // What INDICATE tells.

  /** Frames that virtual machines' pages can have. */
  get pageable(): number {
    const { frames, virtualReal } = this.#cp.state.storage;
    return frames.filter((use, frame) => frame >= virtualReal && use?.kind !== "cp").length;
  }

  /** Pages of a virtual machine's that are in storage. */
  residentPages(vm: Vm): number {
    return vm.state.pages.resident;
  }

  /** Frames by what is in them, and what paging has done. */
  statistics(): StorageStatistics {
    return storageStatistics(this.#cp.state);
  }

  /** Of one virtual machine: pages in storage, on drums and on disks, and how many were read and written. */
  user(vm: Vm): UserPages {
    return userPages(vm);
  }
}
