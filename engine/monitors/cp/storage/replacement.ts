/**
 * Whose page goes when frames are needed (SY20-0886, "DMKPTR"): first those of virtual machines that have left their queue, the longest gone first;
 * then blocks of disks; then, going round all frames, pages that have not been referenced since the last time.
 */
import type { Cp } from "../cp.ts";
import type { Frames } from "./frames.ts";
import type { Paging } from "./paging.ts";
import type { PageFrame, StorageState } from "./state.ts";

/** Times that the search goes round at most: the first forgets references. */
const ROUNDS = 2;

export class Replacement {
  readonly #cp: Cp;
  readonly #frames: Frames;
  readonly #paging: Paging;

  constructor(cp: Cp, frames: Frames, paging: Paging) {
    this.#cp = cp;
    this.#frames = frames;
    this.#paging = paging;
    cp.tasks.handle("replenish", () => this.#replenish());
  }

  get #state(): StorageState {
    return this.#cp.state.storage;
  }

  /** A virtual machine has left its queue: its pages go first. */
  dropped(id: number, frames: Int32Array): void {
    const { flushList } = this.#state;
    for (const frame of frames) if (frame !== 0 && this.#frames.page(frame)?.vm === id) flushList.push(frame);
  }

  #missing(): number {
    const { freeList, leaving } = this.#state;
    return this.#frames.target - freeList.length - leaving;
  }

  #replenish(): void {
    const { counts } = this.#state;
    // What is changed in shared segments must not get to the disk.
    this.#cp.segments.check();
    while (this.#missing() > 0) {
      const frame = this.#fromFlushList();
      if (frame === undefined) break;
      if (this.#paging.evict(frame)) counts.flushed++;
    }
    if (this.#missing() > 0) this.#cp.dasd.reclaim(this.#missing());
    this.#steal();
    this.#paging.evicted();
  }

  /** Goes round the frames: of a page that was referenced only the reference is taken. */
  #steal(): void {
    const state = this.#state;
    const { counts } = state;
    for (let looked = 0; looked < ROUNDS * state.frames.length && this.#missing() > 0; looked++) {
      state.hand = (state.hand + 1) % state.frames.length;
      const frame = state.hand;
      const use = this.#frames.page(frame);
      if (use === undefined || !isStealable(use) || this.#isReserved(use.vm)) continue;
      if (this.#paging.takeReference(frame, use)) continue;
      const owner = this.#cp.state.vms[use.vm];
      if (!this.#paging.evict(frame)) continue;
      counts.stolen++;
      if (owner !== undefined) owner.schedule.stolen++;
    }
  }

  #fromFlushList(): number | undefined {
    const { flushList } = this.#state;
    for (let frame = flushList.shift(); frame !== undefined; frame = flushList.shift()) {
      const use = this.#frames.page(frame);
      if (use !== undefined && isStealable(use) && !this.#isInQueue(use.vm) && !this.#isReserved(use.vm)) return frame;
    }
    return undefined;
  }

  /** SET RESERVE. */
  #isReserved(vm: number): boolean {
    const { reserved } = this.#state;
    return reserved !== undefined && reserved.vm === vm && this.#cp.state.vms[vm].pages.resident <= reserved.pages;
  }

  #isInQueue(vm: number): boolean {
    const { schedule, storage } = this.#cp.state;
    if (vm < 0) return storage.attached[vm]?.users.some((user) => schedule.queue.includes(user)) ?? false;
    return schedule.queue.includes(vm);
  }
}

function isStealable({ state, locks, held }: PageFrame): boolean {
  return state === "resident" && locks === 0 && !held;
}
