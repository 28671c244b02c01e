/**
 * Who may have one more page. A page that has been stored into stays in a frame, or in a slot of a volume: when all of both are taken, the control program has nowhere
 * to put anything, and one of VM/370's kind ends (abend PGT004). So this one gives no page that it could not keep, and lets wait who asks for it: one that takes all
 * that there is does not keep others from their part.
 */
import type { Cp } from "../cp.ts";
import { tellOperator } from "../operator-messages.ts";
import { Wait } from "../wait.ts";
import type { Space, StorageState } from "./state.ts";

/** What is waited for. */
export const PAGING_SPACE = "paging space";

/** Part of the frames that is left for CP's own needs where there is less space on volumes than in frames; and so many at least. */
const SPARED_PART = 16;
const LEAST_SPARED = 16;
/** Part of the frames in which pages may stay for which there is no space on volumes. */
const STAYING_PART = 4;
/** Half of all space is shared out: a part of that is kept for each user. */
const SHARED_OUT = 2;
/** Part of all space that is kept for users who are not there yet. */
const NEWCOMERS = 8;

export class PageSpace {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    // What `#refuse` put there.
    cp.tasks.handle("paging space", ({ vm }) => this.#tell(vm));
  }

  get #state(): StorageState {
    return this.#cp.state.storage;
  }

  /** A page comes into being, or one that has no slot of its own comes into a frame. Throws `Wait` until it may. */
  require(space: Space): void {
    if (!this.allows(space)) this.#refuse(space);
    space.pages.refused = false;
  }

  /** Whether `require` would give it: for those who ask for a page of another's, for which they must not wait. */
  allows(space: Space): boolean {
    const { held } = this.#state;
    const slots = this.#slots();
    if (held < slots / NEWCOMERS) return true;
    const limit = this.#limit(slots);
    return held < limit && this.#leavesRoom(space, limit);
  }

  /** Such a page is there. */
  take({ pages }: Space): void {
    pages.held++;
    this.#state.held++;
  }

  /** It is there no more, or has a place on a volume as it is. */
  giveBack({ pages }: Space, count = 1): void {
    pages.held -= count;
    this.#state.held -= count;
    this.freed();
  }

  /** There may be space for those who wait. */
  freed(): void {
    if (!this.#state.spaceWanted) return;
    this.#state.spaceWanted = false;
    this.#cp.wake(PAGING_SPACE);
  }

  /** Whether a slot may be used for something other than pages: all pages that there are must go on having a place. */
  get isSpare(): boolean {
    return this.#state.held <= this.#limit(this.#slots() - 1);
  }

  /** Pages of which each can have a place: with so many slots, or in storage. */
  #limit(slots: number): number {
    const frames = this.#cp.storage.pageable;
    const spared = Math.max(LEAST_SPARED, Math.ceil(frames / SPARED_PART));
    return Math.max(slots + Math.floor(frames / STAYING_PART), frames - spared);
  }

  /** Slots that pages have or can have. */
  #slots(): number {
    const free = this.#cp.volumes.owned.reduce(
      (sum, { pages, used }) => sum + pages - Object.values(used).reduce((all, { count }) => all + count, 0),
      0,
    );
    return free + this.#state.pageSlots;
  }

  /** Whether there is room when everybody else has got what is kept for him. One who has less than that has it in any case, and so have saved systems. */
  #leavesRoom({ id, pages }: Space, limit: number): boolean {
    if (id < 0) return true;
    const { vms, users: known } = this.#cp.state;
    const users = Object.values(vms);
    const part = Math.floor(limit / SHARED_OUT / users.length);
    if (pages.held < part) return true;
    let kept = users.length < (known.directory?.users.length ?? 0) ? limit / NEWCOMERS : 0;
    for (const user of users) {
      if (user.id === id) continue;
      kept += Math.max(0, Math.min(part, user.pages.frame.length) - user.pages.held);
    }
    return this.#state.held + kept < limit;
  }

  #refuse({ id, pages }: Space): never {
    this.#state.spaceWanted = true;
    if (!pages.refused && id > 0) this.#cp.tasks.add("paging space", undefined, id);
    pages.refused = true;
    throw new Wait(PAGING_SPACE);
  }

  /** Tells a user, and the operator, who can have others give something up. */
  #tell(id: number): void {
    const vm = this.#cp.vm(id);
    const text = "DMKPGT400I SYSTEM TEMP SPACE FULL";
    this.#cp.consoles.message(vm, `${text}; WAITING`);
    tellOperator(this.#cp, `${text}; USER ${vm.userid}`);
  }
}
