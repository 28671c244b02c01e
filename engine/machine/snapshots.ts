/** The snapshots of a run: in order, in bounded memory, and such that no tick is far from the one before it. */
import { HeldBytes } from "./held-bytes.ts";
import type { Snapshot } from "./machine.ts";

/** Ticks that a machine does in a moment, whatever executes it: near the present snapshots are so close. */
export const FINEST = 4096;
/** Ticks that even an interpreter does in a fraction of a second: nowhere need snapshots be closer than half of that. */
export const COARSEST = 4_000_000;
/** A snapshot so many times its neighbours' distance from the present may go. */
const THINNING = 8;
/** Of a few snapshots, each lies so many times as far back as the one behind it. */
const SPREADING = 1.3;
/** Bytes that all snapshots may take. One more may be there for a moment: together they stay below 256 MiB. */
export const BUDGET = 224 * 1024 * 1024;

/**
 * Snapshots in order of time. They are close near the present and thinner with distance from it, but nowhere with gaps
 * above {@link COARSEST} ticks of work, unless memory forbids it. When they take more than the budget, those go first
 * that leave the smallest gaps for the most memory; the first and the last always stay.
 */
export class Snapshots {
  readonly #budget: number;
  readonly #held = new HeldBytes();
  #list: Snapshot[] = [];

  /** `budget`: bytes that all together may take. */
  constructor(first: Snapshot, budget: number = BUDGET) {
    this.#budget = budget;
    this.#list.push(first);
    this.#held.add(first);
  }

  /** Bytes that all take together. */
  get bytes(): number {
    return this.#held.bytes;
  }

  get count(): number {
    return this.#list.length;
  }

  /** The earliest. */
  get first(): Snapshot {
    return this.#list[0];
  }

  /** The last one at or before a tick; the first one, where there is none. */
  before(tick: number): Snapshot {
    return this.#list[Math.max(0, this.#after(tick) - 1)];
  }

  /** The last one before which no more ticks of work have been done; the first one, where there is none. */
  worked(work: number): Snapshot {
    return this.#list.findLast((snapshot) => workAt(snapshot) <= work) ?? this.first;
  }

  /** The first one after a tick. */
  next(tick: number): Snapshot | undefined {
    return this.#list[this.#after(tick)];
  }

  /** A few of those before a tick, in order: the first one, and others the closer to one another the later they are, all together of so many bytes. */
  few(tick: number, budget: number): Snapshot[] {
    const list = this.#list.slice(0, this.#after(tick - 1));
    const [first, ...later] = list;
    if (first === undefined) return [];
    const held = new HeldBytes();
    held.add(first);
    const chosen: Snapshot[] = [];
    const present = workAt(later.at(-1) ?? first);
    let least = 0;
    for (const snapshot of later.reverse()) {
      const distance = present - workAt(snapshot);
      if (distance < least) continue;
      held.add(snapshot);
      if (held.bytes > budget) break;
      chosen.unshift(snapshot);
      least = Math.max(FINEST, distance * SPREADING);
    }
    return [first, ...chosen];
  }

  /** Keeps one more, taken at the present, and lets go of what is no longer needed. Returns the bytes it took. */
  keep(snapshot: Snapshot): number {
    const place = this.#after(snapshot.now);
    if (place > 0 && this.#list[place - 1].now === snapshot.now) return 0;
    this.#list.splice(place, 0, snapshot);
    const bytes = this.#held.add(snapshot);
    this.#thin(workAt(snapshot));
    while (this.#held.bytes > this.#budget && this.#dropOne(workAt(snapshot))) {}
    return bytes;
  }

  /** Drops those from a tick on: another future has begun. */
  forgetFrom(tick: number): void {
    while (this.#list.length > 0 && this.#list[this.#list.length - 1].now >= tick) this.#held.remove(this.#list.pop());
  }

  /** Index of the first snapshot after a tick. */
  #after(tick: number): number {
    let low = 0;
    let high = this.#list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#list[middle].now <= tick) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Drops those without which the gap is still as small as it should be so far from the present. */
  #thin(present: number): void {
    const kept: Snapshot[] = [];
    this.#list.forEach((snapshot, i) => {
      const next = this.#list[i + 1];
      const previous = kept[kept.length - 1];
      if (previous && next && workAt(next) - workAt(previous) <= allowedGap(snapshot, present))
        this.#held.remove(snapshot);
      else kept.push(snapshot);
    });
    this.#list = kept;
  }

  /** Drops the one that is missed least for what it frees. Returns false where none can go. */
  #dropOne(present: number): boolean {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 1; i < this.#list.length - 1; i++) {
      const snapshot = this.#list[i];
      const gap = workAt(this.#list[i + 1]) - workAt(this.#list[i - 1]);
      // The root: small ones must not all go before the first of the large ones does, nor the other way round.
      const missed = gap / allowedGap(snapshot, present) / Math.sqrt(this.#held.freedBy(snapshot));
      if (missed >= least) continue;
      least = missed;
      best = i;
    }
    if (best === 0) return false;
    for (const dropped of this.#list.splice(best, 1)) this.#held.remove(dropped);
    return true;
  }
}

/** What it takes to run to where a snapshot was taken: ticks, without those in which the machine only waited. */
export function workAt({ now, waited }: Pick<Snapshot, "now" | "waited">): number {
  return now - waited;
}

/** How far apart the neighbours of a snapshot may be: more, the further from the present it lies. */
function allowedGap(snapshot: Snapshot, present: number): number {
  const distance = Math.abs(present - workAt(snapshot));
  return Math.min(COARSEST, Math.max(FINEST, distance / THINNING));
}
