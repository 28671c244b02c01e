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
import type { FrameUse, VmPages } from "./state.ts";

const ACCESS = 0xf8;
const REFERENCE_AND_CHANGE = 0x06;
const HALF = 0x800;

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
    this.#frames.start(size);
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
    const count = tables.tableFrames(size / PAGE);
    this.need(count);
    const pages: VmPages = {
      frame: new Int32Array(size / PAGE),
      last: new Int32Array(size / PAGE),
      tables: Array.from({ length: count }, () => this.take()),
      resident: 0,
      reads: 0,
      writes: 0,
    };
    tables.makeTables(host, pages);
    tables.makeSegmentTable(host, block, pages);
    return pages;
  }

  /** Gives back all that a virtual machine has of real storage and of disks, its tables included. */
  release(vm: VmState): void {
    this.#paging.release(vm);
    for (const table of vm.pages.tables) this.free(table);
  }

  /** Gives a virtual machine storage of another size, all zeros (DEFINE STORAGE). Throws `Wait` before anything is done. */
  redefine(vm: Vm, size: number): void {
    const { state } = vm;
    const before = { ...state.pages };
    const after = this.define(state.block, size);
    this.#paging.release({ ...state, pages: before });
    for (const table of before.tables) this.free(table);
    state.pages = { ...after, reads: before.reads, writes: before.writes };
    state.size = size;
    this.#cp.shadow.stolen(vm);
  }

  /** Makes pages zeros, from the first to the last one: DIAGNOSE X'10', SYSTEM CLEAR. Their keys become 0. Throws `Wait` while one is on its way; it may be done again. */
  clear(vm: Vm, first: number, last: number): void {
    const { state, host } = vm;
    for (let page = first; page <= last; page++) {
      if (this.isLocked(vm, page)) this.#zero(vm, page);
      else this.#paging.discard(state, page);
      for (const half of [0, 1]) tables.setKeyAt(host, state.pages, page, half, 0);
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

  /** Absolute address behind a virtual machine's real address; undefined beyond its storage. Throws `Wait` where the page has to be read. */
  absolute(vm: Vm, real: number): number | undefined {
    const { pages, size } = vm.state;
    if (real >= size) return undefined;
    const page = Math.floor(real / PAGE);
    const frame = pages.frame[page] || this.#paging.bring(vm.state, page);
    const use = this.#frames.page(frame);
    if (use !== undefined) use.touched = true;
    return frame * PAGE + (real % PAGE);
  }

  /** Something of CP's is about to store into a virtual machine's page at this absolute address. */
  storing(_vm: Vm, _absolute: number): void {}

  /** A virtual machine has left its queue: its pages are the first to go when frames are needed. */
  dropped(vm: Vm): void {
    this.#replacement.dropped(vm.id, vm.state.pages.frame);
  }

  /** Storage key of the block at a virtual machine's real address, as it sees it: seven bits, left-adjusted in a byte. Throws `Reflected`. */
  key(vm: Vm, real: number): number {
    const { page, half, frame } = this.#block(vm, real);
    const key = tables.keyAt(vm.host, vm.state.pages, page, half);
    return frame === 0 ? key : key | (vm.host.isk(frame * PAGE + half * HALF) & REFERENCE_AND_CHANGE);
  }

  setKey(vm: Vm, real: number, key: number): void {
    const { page, half, frame } = this.#block(vm, real);
    const { host, state } = vm;
    tables.setKeyAt(host, state.pages, page, half, key);
    if (frame === 0) return;
    const address = frame * PAGE + half * HALF;
    tables.addBackup(host, state.pages, page, half, host.isk(address));
    host.ssk(address, key & ACCESS);
  }

  #block(vm: Vm, real: number): { page: number; half: number; frame: number } {
    if (real >= vm.state.size) vm.reflect(ADDRESSING);
    const page = Math.floor(real / PAGE);
    return { page, half: (real & HALF) === 0 ? 0 : 1, frame: vm.state.pages.frame[page] };
  }

  // Locks.

  /** Keeps a page in its frame, for channels, until `unlock` has been called as often. It must be in storage. */
  lock(vm: Vm, page: number): void {
    const use = this.#frames.page(vm.state.pages.frame[page]);
    if (use === undefined) throw new Error(`page ${page} of ${vm.userid} is not in storage`);
    use.locks++;
  }

  unlock(vm: Vm, page: number): void {
    const use = this.#frames.page(vm.state.pages.frame[page]);
    if (use === undefined || use.locks === 0) return;
    if (--use.locks === 0) this.#frames.settled();
  }

  isLocked(vm: Vm, page: number): boolean {
    return (this.#frames.page(vm.state.pages.frame[page])?.locks ?? 0) > 0;
  }

  // What INDICATE tells.

  /** Frames that virtual machines' pages can have. */
  get pageable(): number {
    return this.#cp.state.storage.frames.filter((use) => use?.kind !== "cp").length;
  }

  /** Pages of a virtual machine's that are in storage. */
  residentPages(vm: Vm): number {
    return vm.state.pages.resident;
  }
}
