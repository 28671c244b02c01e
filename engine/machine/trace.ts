/**
 * World switches: the one record that timeline, bill, checks and tests all read.
 * A world is whatever can be said to run: a guest, the monitor, or, on a bare machine, program and supervisor.
 */

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

/**
 * The record itself. After going back in time what was recorded beyond `now` stays to be looked at: running forward
 * writes the same again. Only a new input makes another future.
 */
export class Trace {
  readonly crossings: Crossing[] = [];
  readonly hardware: HardwareRun[] = [];
  #crossings = 0;
  #hardware = 0;

  addCrossing(crossing: Crossing): void {
    this.crossings[this.#crossings++] = crossing;
  }

  addHardware(run: HardwareRun): void {
    this.hardware[this.#hardware++] = run;
  }

  /** How many crossings lie at or before the machine's present tick. */
  get count(): number {
    return this.#crossings;
  }

  /** Drops what was recorded beyond the present. */
  forgetFuture(): void {
    this.crossings.length = this.#crossings;
    this.hardware.length = this.#hardware;
  }

  save(): readonly [crossings: number, hardware: number] {
    return [this.#crossings, this.#hardware];
  }

  restore([crossings, hardware]: readonly [number, number]): void {
    this.#crossings = crossings;
    this.#hardware = hardware;
  }
}
