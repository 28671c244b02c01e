/** Going back: the nearest snapshot before, then forward. */
import type { Machine, Snapshot, StopReason } from "./machine.ts";
import { BUDGET, COARSEST, FINEST, Snapshots, workAt } from "./snapshots.ts";

/** So many snapshots are taken in the time in which a run's length grows by as much as it is. */
const DENSITY = 128;
/** Bytes that can be copied in the time of a tick; taking snapshots is to be a small part of running. */
const BYTES_PER_TICK = 2;
/** Ticks after which another snapshot is due, even where much has to be copied for it. */
const LONGEST = 4 * COARSEST;

/**
 * A machine that can be driven to any tick of its past, and on. Drive the machine through this alone.
 *
 * In a run of any length going to a tick takes running at most some million ticks, as long as snapshots fit in the
 * budget; after that, ticks near it are close.
 */
export class TimeTravel<M extends Machine = Machine> {
  readonly machine: M;
  readonly #snapshots: Snapshots;
  /** Bytes that the last snapshot took. */
  #copied = 0;

  /**
   * The machine's present is the earliest point to which one can go, unless there are snapshots of what has led there: `earlier`, in order. `budget`: bytes for all
   * snapshots.
   */
  constructor(machine: M, { budget = BUDGET, earlier = [] }: { budget?: number; earlier?: readonly Snapshot[] } = {}) {
    this.machine = machine;
    const [first, ...others] = [...earlier, machine.snapshot()];
    this.#snapshots = new Snapshots(first, budget);
    for (const snapshot of others) this.#snapshots.keep(snapshot);
  }

  /** A few snapshots of the past, for a machine that goes back there later: see {@link Snapshots.few}. */
  past(budget: number): readonly Snapshot[] {
    return this.#snapshots.few(this.machine.now, budget);
  }

  /** Goes the last stretch again, so that what is recorded on the way is there: from a snapshot that lies so many ticks of work back, or from the first one. */
  repeat(work: number): void {
    const { machine } = this;
    const { now } = machine;
    this.machine.restore(this.#snapshots.worked(workAt(machine) - work));
    machine.run({ ticks: now });
  }

  /** How many snapshots there are, and the bytes that they take together. */
  get held(): { readonly snapshots: number; readonly bytes: number } {
    return { snapshots: this.#snapshots.count, bytes: this.#snapshots.bytes };
  }

  /** As {@link Machine.run}, with snapshots on the way. */
  run({ ticks = Number.POSITIVE_INFINITY, until }: { ticks?: number; until?: () => boolean }): StopReason {
    const { machine } = this;
    let due = this.#snapshots.before(machine.now).now + this.#interval;
    for (;;) {
      // Where the machine has only waited, nothing was kept when it was due.
      if (due <= machine.now) due = machine.now + this.#interval;
      const reason = machine.run({ ticks: Math.min(ticks, due), ...(until && { until }) });
      this.#keepIfDue();
      if (reason !== "limit" || machine.now >= ticks) return reason;
    }
  }

  step(): void {
    if (!this.machine.stopped) this.machine.step();
    this.#keepIfDue();
  }

  /** To where the last step began. At the earliest point it does nothing. */
  stepBack(): void {
    const { now, stepBegan } = this.machine;
    if (now > this.#snapshots.first.now) this.goTo(Math.min(stepBegan, now - 1));
  }

  /** To the first step boundary at or after `tick`, or as far as the machine goes. */
  goTo(tick: number): void {
    const nearest = this.#snapshots.before(tick);
    const back = tick < this.machine.now;
    if (back || nearest.now > this.machine.now) this.machine.restore(nearest);
    if (back) this.#approach(tick);
    this.run({ ticks: tick });
  }

  /** An input at the present tick; snapshots of the future that it replaces are dropped. */
  input(device: number, text: string): void {
    this.machine.input(device, text);
    this.#snapshots.forgetFrom(this.machine.now);
    this.#copied = this.#snapshots.keep(this.machine.snapshot());
  }

  /** Runs to near a tick in halves of the way, each with a snapshot: whoever goes back once will do so again. */
  #approach(tick: number): void {
    const { machine } = this;
    // Where much has to be copied, running again from further away takes no longer than another snapshot would.
    while (tick - machine.now > Math.max(FINEST, this.#copied / (4 * BYTES_PER_TICK))) {
      const from = machine.now;
      machine.run({ ticks: from + Math.ceil((tick - from) / 2) });
      if (machine.now === from) return;
      this.#keepIfNew();
    }
  }

  /** Ticks from one snapshot to the next, when running forward. */
  get #interval(): number {
    const grown = Math.min(COARSEST / 2, this.machine.now / DENSITY);
    return Math.min(LONGEST, Math.max(FINEST, Math.floor(grown), Math.floor(this.#copied / BYTES_PER_TICK)));
  }

  #keepIfDue(): void {
    const { now } = this.machine;
    if (now >= this.#snapshots.before(now).now + this.#interval) this.#keepIfNew();
  }

  /** Nothing is kept where the machine has only waited since the last snapshot. */
  #keepIfNew(): void {
    const { machine } = this;
    const before = this.#snapshots.before(machine.now);
    if (workAt(machine) > workAt(before)) this.#copied = this.#snapshots.keep(machine.snapshot());
  }
}
