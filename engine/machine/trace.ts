/**
 * World switches: the one record that timeline, bill, checks and tests all read.
 * A world is whatever can be said to run: a guest, the monitor, or, on a bare machine, program and supervisor.
 */

import { Recent } from "./recent.ts";

/** Who runs. Guests are "guest-a", "guest-b", …; a bare machine has "program" and "supervisor". */
export type World = string;

/** Why control passed. `kind` is stable (checks match on it), `label` is what the timeline writes (at most a few words). */
export interface Cause {
  /** "program:2", "svc:8", "external:80", "io:009", "dispatch", "lpsw", … */
  readonly kind: string;
  /** "SSM", "SVC 8", "timer", "I/O 009": the mnemonic where an instruction trapped, else the source of the interruption. */
  readonly label: string;
}

/** One crossing from a world to another. */
export interface Crossing {
  /** Virtual time, in ticks, at which the new world begins. */
  readonly tick: number;
  readonly from: World;
  readonly to: World;
  readonly cause: Cause;
  /** Address of the instruction that trapped, or at which the interrupted world was stopped, in its own addressing. */
  readonly guestAddress: number;
  /** Guest-machine instructions executed in `from` since the crossing before. */
  readonly executed: number;
  /** Ticks charged in `from` since the crossing before for work of a TypeScript monitor. Never added to `executed`. */
  readonly modelled: number;
}

/** A stretch in which a device or channel was busy, beside whatever the processor did. */
export interface HardwareRun {
  readonly from: number;
  /** Tick at which it ended, or will end (known when it begins: device times are virtual). */
  readonly to: number;
  /** "SIO 009", … */
  readonly label: string;
}

/** What crossings of one kind have come to. */
export interface Total {
  readonly from: World;
  readonly to: World;
  readonly cause: Cause;
  readonly count: number;
  /** As in {@link Crossing}, summed up. */
  readonly executed: number;
  readonly modelled: number;
  /** Ticks from each such crossing to the next one; of the last crossing, none yet. */
  readonly ticks: number;
}

/** What of a trace depends on the present. */
export interface TraceState {
  readonly crossings: number;
  readonly hardware: number;
  readonly last: Crossing | undefined;
  readonly totals: ReadonlyMap<string, Total>;
}

/**
 * The record itself. It is off, and costs nothing, until whoever reads it sets {@link recording}.
 *
 * After going back in time what was recorded beyond the present stays to be looked at: running forward writes the same
 * again. Only a new input makes another future.
 *
 * In a long run old crossings and hardware runs are dropped (see {@link Recent}); {@link count}, {@link last} and
 * {@link totals} stay exact, whatever is dropped and wherever one goes.
 */
export class Trace {
  /** Whether crossings and hardware runs are recorded. Set it before the machine's first step. */
  recording = false;
  readonly #crossings = new Recent<Crossing>();
  readonly #hardware = new Recent<HardwareRun>();
  #last: Crossing | undefined;
  #totals = new Map<string, Total>();
  /** Whether a snapshot has this very map: it is copied before it changes. */
  #shared = false;

  /** Nothing, while {@link recording} is off. */
  addCrossing(crossing: Crossing): void {
    if (!this.recording) return;
    if (this.#shared) this.#totals = new Map(this.#totals);
    this.#shared = false;
    const last = this.#last;
    if (last) this.#addTo(last, { ticks: crossing.tick - last.tick });
    const { cause } = this.#addTo(crossing, { count: 1, executed: crossing.executed, modelled: crossing.modelled });
    // Equal causes are one object: there may be very many crossings.
    this.#last = { ...crossing, cause };
    this.#crossings.add(this.#last);
  }

  #addTo(
    { from, to, cause }: Crossing,
    more: Partial<Record<"count" | "executed" | "modelled" | "ticks", number>>,
  ): Total {
    const key = `${from}\t${to}\t${cause.kind}\t${cause.label}`;
    const old = this.#totals.get(key);
    const total = {
      from,
      to,
      cause: old?.cause ?? cause,
      count: (old?.count ?? 0) + (more.count ?? 0),
      executed: (old?.executed ?? 0) + (more.executed ?? 0),
      modelled: (old?.modelled ?? 0) + (more.modelled ?? 0),
      ticks: (old?.ticks ?? 0) + (more.ticks ?? 0),
    };
    this.#totals.set(key, total);
    return total;
  }

  addHardware(run: HardwareRun): void {
    if (this.recording) this.#hardware.add(run);
  }

  /** Crossings that are kept, those beyond the present included. */
  get crossings(): readonly Crossing[] {
    return this.#crossings.entries;
  }

  /** Hardware runs that are kept, those beyond the present included. */
  get hardware(): readonly HardwareRun[] {
    return this.#hardware.entries;
  }

  /** Number of the first crossing that is kept. */
  get firstCrossing(): number {
    return this.#crossings.first;
  }

  /** Number of the first hardware run that is kept. */
  get firstHardware(): number {
    return this.#hardware.first;
  }

  /** Crossings from number `from` on that are kept; numbers count from 0 at the machine's beginning. */
  crossingsFrom(from: number): { readonly first: number; readonly entries: readonly Crossing[] } {
    return this.#crossings.from(from);
  }

  /** Hardware runs from number `from` on that are kept. */
  hardwareFrom(from: number): { readonly first: number; readonly entries: readonly HardwareRun[] } {
    return this.#hardware.from(from);
  }

  /** How many crossings lie at or before the machine's present tick. */
  get count(): number {
    return this.#crossings.count;
  }

  /** The last crossing at or before the present. */
  get last(): Crossing | undefined {
    return this.#last;
  }

  /** What the crossings at or before the present come to, by worlds and cause, in the order in which each came first. */
  get totals(): readonly Total[] {
    return [...this.#totals.values()];
  }

  /** Drops what was recorded beyond the present. */
  forgetFuture(): void {
    this.#crossings.forgetFuture();
    this.#hardware.forgetFuture();
  }

  save(): TraceState {
    this.#shared = true;
    return {
      crossings: this.#crossings.count,
      hardware: this.#hardware.count,
      last: this.#last,
      totals: this.#totals,
    };
  }

  restore({ crossings, hardware, last, totals }: TraceState): void {
    this.#crossings.goTo(crossings);
    this.#hardware.goTo(hardware);
    this.#last = last;
    this.#totals = new Map(totals);
    this.#shared = false;
  }
}
