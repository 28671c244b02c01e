/**
 * The interval timer: the word at location 80 (GA22-7000, "Interval Timer"). Bit 31 counts 76,800 times a second, the
 * finest that the manual has. The word in storage is brought up to date when somebody looks at it.
 */

/** Timer units in a tick: 76,800 a second over 1,000,000 ticks a second. */
const UNITS = 48;
const TICKS = 625;

/** Units until the word has gone round once. */
const ROUND = 2 ** 32;

export interface TimerState {
  readonly value: number;
  readonly since: number;
  readonly units: number;
  readonly pending: boolean;
  readonly stands: boolean;
}

export class IntervalTimer {
  /** Value at tick {@link #since}. */
  #value = 0;
  #since = 0;
  /** Units from there to the next time that it goes negative. */
  #units = 0;
  /** Went from zero or more to below zero, and the interruption has not been taken. */
  pending = false;
  /** Tick at which it goes negative next; Infinity while it stands still. */
  due = Number.POSITIVE_INFINITY;
  /** Whether it is not counted: the processor is not in the operating state, or is at instruction step. */
  #stands = false;

  constructor() {
    this.set(0, 0);
  }

  /** The word at `now`, signed. */
  read(now: number): number {
    if (this.#stands) return this.#value;
    return (this.#value - Math.floor(((now - this.#since) * UNITS) / TICKS)) | 0;
  }

  /** `value` has been stored. The interruption that what was there has asked for by `now` stays. */
  set(value: number, now: number): void {
    this.advance(now);
    this.#value = value;
    this.#since = now;
    // Below zero it must first go round.
    this.#dueAfter((value < 0 ? value + ROUND : value) + 1);
  }

  /** Counts, or stands still, from now on (GA22-7000, "Interval Timer"). */
  run(runs: boolean, now: number): void {
    if (runs !== this.#stands) return;
    if (this.#stands) this.#since = now;
    this.advance(now);
    const counted = Math.floor(((now - this.#since) * UNITS) / TICKS);
    this.#value = (this.#value - counted) | 0;
    this.#since = now;
    this.#stands = !runs;
    this.#dueAfter(this.#units - counted);
  }

  /** Notes that it went negative, if it did by `now`. */
  advance(now: number): void {
    if (now < this.due) return;
    this.pending = true;
    // More than one round may have passed: a request that stands is not made again.
    while (this.due <= now) this.#dueAfter(this.#units + ROUND);
  }

  #dueAfter(units: number): void {
    this.#units = units;
    this.due = this.#stands ? Number.POSITIVE_INFINITY : this.#since + Math.ceil((units * TICKS) / UNITS);
  }

  save(): TimerState {
    return { value: this.#value, since: this.#since, units: this.#units, pending: this.pending, stands: this.#stands };
  }

  restore({ value, since, units, pending, stands }: TimerState): void {
    this.#stands = stands;
    this.#value = value;
    this.#since = since;
    this.#dueAfter(units);
    this.pending = pending;
  }
}
