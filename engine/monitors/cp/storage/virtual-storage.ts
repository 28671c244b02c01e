/** Frames of real storage, and the pages of virtual machines in them. */
import type { Cp } from "../cp.ts";
import * as at from "../layout.ts";
import { PAGE } from "../layout.ts";
import type { VmState } from "../state.ts";
import type { Vm } from "../vm.ts";
import type { FrameUse } from "./state.ts";

/** Segments of 64 KiB, pages of 4 KiB. */
const PAGES_A_SEGMENT = 16;
const SEGMENT_INVALID = 1;
const PAGE_INVALID = 0x08;
/** Page-table length in a segment-table entry: all sixteen entries are there. */
const WHOLE_TABLE = 0xf0000000;
const TABLE_BYTES = 2 * PAGES_A_SEGMENT;

export class VirtualStorage {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
  }

  /** Once, when CP is loaded: `size` bytes of real storage. */
  start(size: number): void {
    const { frames } = this.#cp.state.storage;
    for (let frame = 0; frame < size / PAGE; frame++)
      frames.push(frame < at.FRAMES / PAGE ? { kind: "cp" } : undefined);
  }

  /** A frame for CP's own use, filled with zeros: its absolute address. Throws `Wait` until there is one. */
  take(): number {
    const address = this.frame({ kind: "cp" });
    this.#cp.host.storeBytes(address, new Uint8Array(PAGE));
    return address;
  }

  /** Gives a frame of CP's back. */
  free(address: number): void {
    this.#cp.state.storage.frames[address / PAGE] = undefined;
  }

  /** A frame with whatever it contains: its absolute address. Throws `Wait` until there is one. */
  frame(use: FrameUse): number {
    const { frames } = this.#cp.state.storage;
    const frame = frames.indexOf(undefined);
    if (frame < 0) throw new Error("real storage is full");
    frames[frame] = use;
    return frame * PAGE;
  }

  /** Tables for a virtual machine's storage of `size` bytes, all of it not there yet. Returns its pages. */
  define(block: number, size: number): VmState["pages"] {
    const { host } = this.#cp;
    const pages = size / PAGE;
    const segments = Math.ceil(pages / PAGES_A_SEGMENT);
    const tables: number[] = [];
    for (let bytes = 0; bytes < segments * TABLE_BYTES; bytes += PAGE) {
      const table = this.take();
      for (let place = 0; place < PAGE; place += 2) host.store16(table + place, PAGE_INVALID);
      tables.push(table);
    }
    for (let segment = 0; segment < 256; segment++) {
      const table = tables[Math.floor((segment * TABLE_BYTES) / PAGE)] + ((segment * TABLE_BYTES) % PAGE);
      host.store32(
        block + at.SEGMENT_TABLE + 4 * segment,
        segment < segments ? (WHOLE_TABLE | table) >>> 0 : SEGMENT_INVALID,
      );
    }
    return { frame: new Int32Array(pages), tables };
  }

  /** Gives back all that a virtual machine has of real storage, its tables included. */
  release(vm: VmState): void {
    vm.pages.frame.forEach((frame) => {
      if (frame !== 0) this.free(frame * PAGE);
    });
    for (const table of vm.pages.tables) this.free(table);
  }

  /** Absolute address behind a virtual machine's real address; undefined beyond its storage. Throws `Wait` where the page has to be read. */
  absolute(vm: Vm, real: number): number | undefined {
    const { pages, size } = vm.state;
    if (real >= size) return undefined;
    const page = Math.floor(real / PAGE);
    const frame = pages.frame[page] || this.#bring(vm, page);
    return frame * PAGE + (real % PAGE);
  }

  /** Something of CP's is about to store into a virtual machine's page at this absolute address. */
  storing(_vm: Vm, _absolute: number): void {}

  /** Frames that virtual machines' pages can have. */
  get pageable(): number {
    return this.#cp.state.storage.frames.filter((use) => use === undefined || use.kind === "page").length;
  }

  /** Pages of a virtual machine's that are in storage. */
  residentPages(vm: Vm): number {
    return vm.state.pages.frame.reduce((sum, frame) => sum + (frame === 0 ? 0 : 1), 0);
  }

  /** Storage key of the block at a virtual machine's real address, as it sees it: seven bits, left-adjusted in a byte. Throws `Wait`, `Reflected`. */
  key(vm: Vm, real: number): number {
    return this.#cp.host.isk(vm.absoluteOrException(real));
  }
  setKey(vm: Vm, real: number, key: number): void {
    this.#cp.host.ssk(vm.absoluteOrException(real), key);
  }

  /** Keeps a page in its frame, for channels. */
  lock(vm: Vm, page: number): void {
    const use = this.#cp.state.storage.frames[vm.state.pages.frame[page]];
    if (use?.kind === "page") use.locks++;
  }
  unlock(vm: Vm, page: number): void {
    const use = this.#cp.state.storage.frames[vm.state.pages.frame[page]];
    if (use?.kind === "page") use.locks--;
  }

  #bring(vm: Vm, page: number): number {
    const address = this.frame({ kind: "page", vm: vm.id, page, locks: 0 });
    const { host } = this.#cp;
    host.storeBytes(address, new Uint8Array(PAGE));
    host.ssk(address, 0);
    host.ssk(address + 0x800, 0);
    const frame = address / PAGE;
    vm.state.pages.frame[page] = frame;
    host.store16(this.#entry(vm.state, page), frame << 4);
    return frame;
  }

  /** Absolute address of a page-table entry. */
  #entry(vm: VmState, page: number): number {
    return vm.pages.tables[Math.floor((2 * page) / PAGE)] + ((2 * page) % PAGE);
  }
}
