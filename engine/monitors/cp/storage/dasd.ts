/**
 * Blocks of 4,096 bytes on disks of CP's, kept in frames: what spooling, directories and saved systems are made of. They are
 * read and written by channel programs; whoever asks for one gets it at once, or a `Wait`, after which the work is done again.
 *
 *     const address = cp.dasd.block(slot);        // Wait until it has been read
 *     const place = cp.dasd.fresh(other);         // a new block of zeros, which is not read
 *     cp.dasd.store(slot, 16, bytes);             // part of a block; what is there already changes nothing
 *     cp.dasd.flush([other]);                     // Wait until it is on the disk: now it may be pointed at
 *     cp.dasd.flush([slot]);
 *
 * Work that is done again calls `store` again with the same bytes: that leaves the block as it is, so that the second `flush` finds
 * nothing to write. `changed`, after storing by address, cannot see that: do not `flush` in the same task.
 */
import type { Cp } from "../cp.ts";
import { PAGE } from "../layout.ts";
import { Wait } from "../wait.ts";
import { ALLOCATION } from "./format.ts";
import { type Slot, volumeOf } from "./page-geometry.ts";
import type { CachedBlock } from "./state.ts";

/** Blocks that are kept however much storage is asked for, so that one piece of work finds all that it uses. */
const KEPT = 16;
/** Blocks that are kept while there is storage. */
const MOST = 64;

export class DasdBlocks {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.pageIo.handle("block", ({ slot, write }, failed) => this.#ended(slot, write, failed));
  }

  /**
   * Absolute address of a block, which stays there until the next `Wait`, and longer for the last {@link KEPT} that were used. Throws `Wait`
   * until it has been read. One that cannot be read is all zeros: see {@link failed}.
   */
  block(slot: Slot): number {
    const block = this.#blocks[slot];
    if (block === undefined) {
      const address = this.#cache(slot, "reading");
      this.#cp.pageIo.transfer({ kind: "block", slot, address, write: false });
      throw new Wait(waiting(slot));
    }
    if (block.dropped || block.transfer === "reading") throw new Wait(waiting(slot));
    return this.#use(block);
  }

  /**
   * Absolute address of a block for a slot that nobody has used: it is not read, but begins as zeros. Work that is done again finds what it has
   * stored there. Throws `Wait` until there is a frame.
   */
  fresh(slot: Slot): number {
    const before = this.#blocks[slot];
    if (before?.dropped || before?.transfer === "reading") throw new Wait(waiting(slot));
    if (before !== undefined) return this.#use(before);
    const address = this.#cache(slot, undefined);
    this.#blocks[slot].changed = true;
    this.#cp.host.storeBytes(address, new Uint8Array(PAGE));
    return address;
  }

  /** Stores part of a block. Throws `Wait` until it has been read. */
  store(slot: Slot, offset: number, bytes: Uint8Array): void {
    const address = this.block(slot) + offset;
    const { host } = this.#cp;
    if (host.loadBytes(address, bytes.length).every((byte, i) => byte === bytes[i])) return;
    host.storeBytes(address, bytes);
    this.changed(slot);
  }

  /** Something has been stored into a block that is in storage: it is to be written some time. */
  changed(slot: Slot): void {
    const block = this.#blocks[slot];
    if (block === undefined || block.dropped) throw new Error(`block ${slot} is not in storage`);
    block.changed = true;
  }

  /** Throws `Wait` until what these blocks contain is on the disk, or cannot be written: see {@link failed}. */
  flush(slots: Slot | readonly Slot[]): void {
    const unfinished = (typeof slots === "number" ? [slots] : slots).filter((slot) => {
      const block = this.#blocks[slot];
      return block !== undefined && (block.changed || block.transfer === "writing");
    });
    for (const slot of unfinished) this.#write(slot, this.#blocks[slot]);
    if (unfinished.length > 0) throw new Wait(waiting(unfinished[0]));
  }

  /** Starts writing all that has changed; nobody waits for it. */
  writeBack(): void {
    for (const [slot, block] of this.#entries) if (block.changed) this.#write(slot, block);
  }

  /** Forgets what a block contains: nobody uses the slot any more. */
  discard(slot: Slot): void {
    const block = this.#blocks[slot];
    if (block === undefined) return;
    if (block.transfer === undefined) this.#drop(slot, block);
    else block.dropped = true;
  }

  /** Blocks of spool space (TEMP) on mounted volumes, and those of them that nobody has. */
  get spoolTotal(): number {
    return this.#space.pages;
  }
  get spoolFree(): number {
    return this.#space.pages - this.#space.used;
  }
  /** A block of spool space that nobody has; undefined where there is none. */
  allocateSpool(): Slot | undefined {
    return this.#cp.volumes.allocate("spool");
  }
  /** Gives a block of spool space back. */
  releaseSpool(slot: Slot): void {
    this.discard(slot);
    this.#cp.volumes.release(slot);
  }
  get #space(): { pages: number; used: number } {
    const spaces = this.#cp.volumes.owned.map((volume) => this.#cp.volumes.space(volume, ALLOCATION.TEMP));
    return {
      pages: spaces.reduce((sum, { pages }) => sum + pages, 0),
      used: spaces.reduce((sum, { used }) => sum + used, 0),
    };
  }

  /** Whether the record of a slot could not be read or written, all retries included. */
  failed(slot: Slot): boolean {
    return this.#cp.state.storage.failed.includes(slot);
  }

  /** Gives frames of blocks that were not used for long to those who need them more. Returns how many are free at once; changed ones are written first. */
  reclaim(count: number): number {
    const spare = this.#entries.sort(([, a], [, b]) => a.used - b.used).slice(0, -KEPT);
    let freed = 0;
    for (const [slot, block] of spare.slice(0, count)) {
      if (block.transfer !== undefined) continue;
      if (block.changed) this.#write(slot, block);
      else {
        this.#drop(slot, block);
        freed++;
      }
    }
    return freed;
  }

  get #blocks(): Record<Slot, CachedBlock> {
    return this.#cp.state.storage.blocks;
  }
  get #entries(): [Slot, CachedBlock][] {
    return Object.entries(this.#blocks).map(([slot, block]) => [Number(slot), block]);
  }

  #use(block: CachedBlock): number {
    block.used = ++this.#cp.state.storage.blockClock;
    return block.frame * PAGE;
  }

  #cache(slot: Slot, transfer: CachedBlock["transfer"]): number {
    const { storage, state } = this.#cp;
    if (state.storage.volumes[volumeOf(slot)] === undefined)
      throw new RangeError(`slot ${slot} is on no volume of CP's`);
    const count = Object.keys(this.#blocks).length;
    if (count >= MOST) this.reclaim(count - MOST + 1);
    const address = storage.frame({ kind: "block", slot });
    this.#blocks[slot] = {
      frame: address / PAGE,
      transfer,
      changed: false,
      dropped: false,
      used: ++state.storage.blockClock,
    };
    return address;
  }

  #drop(slot: Slot, { frame }: CachedBlock): void {
    delete this.#blocks[slot];
    this.#cp.storage.free(frame * PAGE);
  }

  /** What is stored while it is written is written again. */
  #write(slot: Slot, block: CachedBlock): void {
    if (block.transfer !== undefined) return;
    block.transfer = "writing";
    block.changed = false;
    this.#cp.pageIo.transfer({ kind: "block", slot, address: block.frame * PAGE, write: true });
  }

  #ended(slot: Slot, write: boolean, failed: boolean): void {
    const { state, host } = this.#cp;
    const block = this.#blocks[slot];
    block.transfer = undefined;
    if (block.dropped) this.#drop(slot, block);
    else if (failed) {
      if (!state.storage.failed.includes(slot)) state.storage.failed.push(slot);
      if (!write) host.storeBytes(block.frame * PAGE, new Uint8Array(PAGE));
    } else if (write) state.storage.failed = state.storage.failed.filter((other) => other !== slot);
    this.#cp.wake(waiting(slot));
    this.#cp.storage.settled();
  }
}

function waiting(slot: Slot): string {
  return `block ${slot}`;
}
