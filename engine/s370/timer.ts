/**
 * The interval timer: the word at location 80 (GA22-7000, "Interval Timer"). Bit 31 counts 76,800 times a second, the
 * finest that the manual has. The word in storage is brought up to date when somebody looks at it.
 */

/** Timer units in a tick: 76,800 a second over 1,000,000 ticks a second. */
const UNITS = 48;
const TICKS = 625;

export interface TimerState {
  readonly value: number;
  readonly since: number;
  readonly pending: boolean;
}

export class IntervalTimer {
  /** Value at tick {@link #since}. */
  #value = 0;
  #since = 0;
  /** Went from zero or more to below zero, and the interruption has not been taken. */
  pending = false;
  /** Tick at which it goes negative next. */
  due = Number.POSITIVE_INFINITY;

  constructor() {
    this.set(0, 0);
  }

  /** The word at `now`, signed. */
  read(now: number): number {
    return (this.#value - Math.floor(((now - this.#since) * UNITS) / TICKS)) | 0;
  }

  /** The program has stored `value`. A pending interruption stays. */
  set(value: number, now: number): void {
    this.#value = value;
    this.#since = now;
    // Below zero it must first go round.
    const units = (value < 0 ? value + 2 ** 32 : value) + 1;
    this.due = now + Math.ceil((units * TICKS) / UNITS);
  }

  /** Notes that it went negative, if it did by `now`. */
  advance(now: number): void {
    if (now < this.due) return;
    this.pending = true;
    this.due += Math.ceil((2 ** 32 * TICKS) / UNITS);
  }

  save(): TimerState {
    return { value: this.#value, since: this.#since, pending: this.pending };
  }

  /** `due` follows from value and tick, except that a pending timer has passed its first one. */
  restore({ value, since, pending }: TimerState, now: number): void {
    this.set(value, since);
    if (this.due <= now) this.due += Math.ceil((2 ** 32 * TICKS) / UNITS);
    this.pending = pending;
  }
}
