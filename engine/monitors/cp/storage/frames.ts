/** Frames of real storage: who has them, and those that may be had (SY20-0886, "Real Storage Allocation and Page Management"). */
import type { Cp } from "../cp.ts";
import * as at from "../layout.ts";
import { PAGE } from "../layout.ts";
import { Wait } from "../wait.ts";
import type { FrameUse, PageFrame, StorageState } from "./state.ts";

const WAITING = "frame";
/** Bytes at which the blocks of a frame begin that have a storage key each. */
const HALVES = [0, 0x800] as const;

/** Frames that only CP itself gets, so that it need not wait for storage where virtual machines have to. */
const KEPT_FOR_CP = 3;

/** Fewer free frames than this, of so many as there are, set replenishing going. */
function leastFree(frames: number): number {
  return Math.max(KEPT_FOR_CP + 2, Math.min(16, Math.floor(frames / 32)));
}

/** So many more are freed then: pages that are written together go by one channel program. */
function freedTogether(frames: number): number {
  return Math.max(2, Math.min(12, Math.floor(frames / 16)));
}

export class Frames {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
  }

  get #state(): StorageState {
    return this.#cp.state.storage;
  }

  /** Once, when CP is loaded: `size` bytes of real storage, and so many of a V=R area, from address 0 on. */
  start(size: number, virtualReal = 0): void {
    const state = this.#state;
    const { frames, freeList } = state;
    state.virtualReal = virtualReal / PAGE;
    for (let frame = 0; frame < size / PAGE; frame++) {
      const isOwn = frame < at.FRAMES / PAGE;
      const isReserved = frame < state.virtualReal;
      frames.push(isOwn ? { kind: "cp" } : isReserved ? { kind: "virtual=real" } : undefined);
      if (!isOwn && !isReserved) freeList.push(frame);
    }
  }

  /** UNLOCK VIRT=REAL: the area is used for anything from now on. False while a V=R machine has it, or where there is none. */
  unlockVirtualReal(): boolean {
    const state = this.#state;
    const first = at.FRAMES / PAGE;
    if (state.virtualReal === 0 || this.use(first)?.kind !== "virtual=real") return false;
    const end = state.virtualReal;
    state.virtualReal = 0;
    for (let frame = first; frame < end; frame++) this.free(frame);
    return true;
  }

  /** Takes a frame of the V=R area. */
  takeVirtualReal(frame: number, use: PageFrame): void {
    this.#state.frames[frame] = use;
  }

  use(frame: number): FrameUse | undefined {
    return this.#state.frames[frame];
  }

  /** The page in a frame, if there is one. */
  page(frame: number): PageFrame | undefined {
    const use = this.#state.frames[frame];
    return use?.kind === "page" ? use : undefined;
  }

  /** Frames that should be free or about to be. */
  get target(): number {
    const { frames, demand } = this.#state;
    return Math.max(demand, leastFree(frames.length)) + freedTogether(frames.length);
  }

  /** Sees to it that so many frames can be taken at once, and others are `kept`; throws `Wait` until they can. */
  need(count: number, kept = 0): void {
    const state = this.#state;
    if (state.freeList.length >= count + kept) {
      if (count >= state.demand) state.demand = 0;
      return;
    }
    state.demand = Math.max(state.demand, count + kept);
    state.wanted = true;
    this.replenish();
    throw new Wait(WAITING);
  }

  /** A frame with whatever it contains: its number. Throws `Wait` until there is one. */
  take(use: FrameUse): number {
    this.need(1, use.kind === "cp" ? 0 : KEPT_FOR_CP);
    const state = this.#state;
    // `need` has seen to it.
    const frame = state.freeList.shift() ?? 0;
    state.frames[frame] = use;
    // Channel programs of virtual machines are under their keys: they may read what CP has made for them, and store into nothing of CP's.
    if (use.kind !== "page") for (const half of HALVES) this.#cp.host.ssk(frame * PAGE + half, 0);
    if (state.freeList.length < leastFree(state.frames.length)) this.replenish();
    return frame;
  }

  /** Gives a frame back. `was`: the page that is in it may be wanted again; such a frame is used last. */
  free(frame: number, was?: PageFrame): void {
    const state = this.#state;
    if (frame < state.virtualReal) {
      state.frames[frame] = { kind: "virtual=real" };
      return;
    }
    state.frames[frame] = was;
    if (was === undefined) state.freeList.unshift(frame);
    else {
      was.state = "free";
      state.freeList.push(frame);
    }
    this.freed();
  }

  /** Takes a frame off the free list for the page that is in it. */
  reclaim(frame: number): void {
    const { freeList } = this.#state;
    freeList.splice(freeList.indexOf(frame), 1);
  }

  /** There may be a frame for those who wait. */
  freed(): void {
    const state = this.#state;
    if (!state.wanted) return;
    state.wanted = false;
    this.#cp.wake(WAITING);
  }

  /** A page or block may be taken out of its frame now that could not be before. */
  settled(): void {
    if (this.#state.wanted) this.replenish();
  }

  /** Has frames freed, as a piece of work of its own: nobody's page is taken in the middle of what is done for him. */
  replenish(): void {
    if (!this.#cp.tasks.has("replenish")) this.#cp.tasks.add("replenish", undefined);
  }
}
