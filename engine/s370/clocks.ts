/**
 * The time-of-day clock, the clock comparator and the CPU timer (GA22-7000, "Timing"). All count virtual time: bit 51
 * of each is a microsecond, which is a tick. Bits 52-63 are not there: zeros.
 */
import { state } from "./state.ts";

/** States of the time-of-day clock, by the condition code of STORE CLOCK. */
export const CLOCK_SET = 0;
export const CLOCK_NOT_SET = 1;
export const CLOCK_STOPPED = 3;

/** Control register 0, bit 2: a clock that is set stays stopped. */
const CLOCK_SYNCHRONIZATION = 0x2000_0000;

const UNIT = 12n;
const unsigned = (value: bigint): bigint => BigInt.asUintN(64, value);

/** The ticks during which a clock asks for its interruption: from one on, to before the other. */
interface Request {
  readonly from: number;
  readonly until: number;
}

const NEVER: Request = { from: Number.POSITIVE_INFINITY, until: Number.POSITIVE_INFINITY };

/** What clocks count. */
export interface Time {
  /** Present virtual time, in ticks. */
  readonly now: number;
}

export class Clocks {
  readonly #words: Int32Array;
  readonly #time: Time;
  #comparator = NEVER;
  #timer = NEVER;

  /** `words`: architectural state, in which the clocks' values lie. */
  constructor(words: Int32Array, time: Time) {
    this.#words = words;
    this.#time = time;
  }

  /** Initial CPU reset: comparator and CPU timer are zero. The time-of-day clock goes on. */
  reset(): void {
    this.#words[state.clockComparator.index] = 0;
    this.#words[state.clockComparator.index + 1] = 0;
    this.cpuTimer = 0n;
  }

  /** Power-on: the time-of-day clock begins at zero, and has not been set. */
  powerOn(): void {
    this.#put(state.timeOfDayBase.index, -this.#elapsed);
    this.#words[state.timeOfDayState.index] = CLOCK_NOT_SET;
    this.refresh();
  }

  /** Finds again when the clocks ask for interruptions: after their values have been put in from outside. */
  refresh(): void {
    const { now } = this.#time;
    this.#comparator = this.#comparatorRequest(now);
    this.#timer = this.#timerRequest(now);
  }

  /** The time-of-day clock's value, unsigned. */
  get timeOfDay(): bigint {
    const base = this.#get(state.timeOfDayBase.index);
    return this.timeOfDayState === CLOCK_STOPPED ? base : unsigned(base + this.#elapsed);
  }

  /** One of the CLOCK_ states. */
  get timeOfDayState(): number {
    return this.#words[state.timeOfDayState.index];
  }

  /**
   * SET CLOCK: the clock stops at the value, and goes on at once unless control register 0 holds it (bit 2). Returns
   * whether it did: not where the operator's switch is in the secure position.
   */
  setTimeOfDay(value: bigint): boolean {
    if (this.#words[state.timeOfDaySecure.index] !== 0) return false;
    this.#put(state.timeOfDayBase.index, truncated(value));
    this.#words[state.timeOfDayState.index] = CLOCK_STOPPED;
    this.startIfReleased();
    return true;
  }

  /** A stopped clock goes on when control register 0 no longer holds it. */
  startIfReleased(): void {
    const held = this.#words[state.controlRegisters.index] & CLOCK_SYNCHRONIZATION;
    if (this.timeOfDayState === CLOCK_STOPPED && !held) {
      this.#put(state.timeOfDayBase.index, this.#get(state.timeOfDayBase.index) - this.#elapsed);
      this.#words[state.timeOfDayState.index] = CLOCK_SET;
    }
    this.refresh();
  }

  /** Unsigned. */
  get comparator(): bigint {
    return this.#get(state.clockComparator.index);
  }
  set comparator(value: bigint) {
    this.#put(state.clockComparator.index, truncated(value));
    this.refresh();
  }

  /** As 64 bits, unsigned; it counts down, and is negative where bit 0 is one. */
  get cpuTimer(): bigint {
    return unsigned(this.#get(state.cpuTimerBase.index) - this.#elapsed);
  }
  set cpuTimer(value: bigint) {
    this.#put(state.cpuTimerBase.index, truncated(value) + this.#elapsed);
    this.refresh();
  }

  /** The tick from which the clock comparator asks for its interruption: present or past where it does so now. */
  get comparatorDue(): number {
    if (this.#time.now >= this.#comparator.until) this.refresh();
    return this.#comparator.from;
  }

  /** The tick from which the CPU timer asks for its interruption. */
  get cpuTimerDue(): number {
    if (this.#time.now >= this.#timer.until) this.refresh();
    return this.#timer.from;
  }

  /** While the clock is ahead of the comparator (GA22-7000, "Clock Comparator"). */
  #comparatorRequest(now: number): Request {
    if (this.timeOfDayState === CLOCK_STOPPED) return NEVER;
    const clock = this.timeOfDay >> UNIT;
    const comparator = this.comparator >> UNIT;
    const until = now + Number((1n << 52n) - clock);
    const from = clock > comparator ? now : now + Number(comparator - clock) + 1;
    return from < until ? { from, until } : { from: Number.POSITIVE_INFINITY, until };
  }

  /** While the CPU timer is negative (GA22-7000, "CPU Timer"). */
  #timerRequest(now: number): Request {
    const value = Number(BigInt.asIntN(64, this.cpuTimer) >> UNIT);
    const half = 2 ** 51;
    if (value < 0) return { from: now, until: now + value + half + 1 };
    return { from: now + value + 1, until: now + value + half + 1 };
  }

  /** Ticks so far, in units of bit 63. */
  get #elapsed(): bigint {
    return BigInt(this.#time.now) << UNIT;
  }

  #get(index: number): bigint {
    const words = this.#words;
    return (BigInt(words[index] >>> 0) << 32n) | BigInt(words[index + 1] >>> 0);
  }

  #put(index: number, value: bigint): void {
    this.#words[index] = Number(BigInt.asIntN(32, value >> 32n));
    this.#words[index + 1] = Number(BigInt.asIntN(32, value));
  }
}

/** A value without the bits that the clocks lack. */
export function truncated(value: bigint): bigint {
  return (value >> UNIT) << UNIT;
}
