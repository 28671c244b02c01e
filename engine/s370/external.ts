/** External interruptions: who asks for them, which are let in, and which comes first (GA22-7000, "External Interruption"). */
import type { Clocks } from "./clocks.ts";
import { state } from "./state.ts";
import type { IntervalTimer } from "./timer.ts";

/** External-interruption codes. Those below X'200' are bits, and may come together. */
export const VIRTUAL_INTERVAL_TIMER = 0x0100;
export const INTERVAL_TIMER = 0x0080;
export const INTERRUPT_KEY = 0x0040;
export const CLOCK_COMPARATOR = 0x1004;
export const CPU_TIMER = 0x1005;
export const EMERGENCY_SIGNAL = 0x1201;
export const EXTERNAL_CALL = 0x1202;

/** Codes from here on come alone. */
const TOGETHER = 0x0200;

/** External signals 2 to 7, as bits of the code. */
const EXTERNAL_SIGNALS = 0x003f;

/** Subclass-mask bits of control register 0; requests that stay until taken have the same bits in their word. */
const EMERGENCY_SIGNAL_MASK = 0x4000;
const EXTERNAL_CALL_MASK = 0x2000;
const CLOCK_COMPARATOR_MASK = 0x0800;
const CPU_TIMER_MASK = 0x0400;
/** The virtual interval timer's too. */
const INTERVAL_TIMER_MASK = 0x0080;
const INTERRUPT_KEY_MASK = 0x0040;
const EXTERNAL_SIGNAL_MASK = 0x0020;

/** PSW bit 7. */
const EXTERNAL_MASK = 1;

export class ExternalRequests {
  readonly #words: Int32Array;
  readonly #timer: IntervalTimer;
  readonly #clocks: Clocks;

  constructor(words: Int32Array, timer: IntervalTimer, clocks: Clocks) {
    this.#words = words;
    this.#timer = timer;
    this.#clocks = clocks;
  }

  /** Whether the PSW lets external interruptions in. */
  get enabled(): boolean {
    return (this.#words[state.systemMask.index] & EXTERNAL_MASK) !== 0;
  }

  /** Asks for an interruption: the interrupt key, an emergency signal, an external call, or external signals 2 to 7. */
  request(code: number): void {
    this.#words[state.externalRequests.index] |= requestBits(code);
  }

  /** Whether one has been asked for and not yet taken. */
  isRequested(code: number): boolean {
    return (this.#words[state.externalRequests.index] & requestBits(code)) !== 0;
  }

  /** CPU reset: all that stays until taken is dropped. */
  reset(): void {
    this.#words[state.externalRequests.index] = 0;
    this.#timer.pending = false;
  }

  /** The code of the interruption that comes first of those asked for and let in at `now`. */
  pending(now: number): number | undefined {
    return this.enabled ? this.requested(now) : undefined;
  }

  /** The same with external interruptions let in by the PSW, whether they are or not. */
  requested(now: number): number | undefined {
    const masks = this.#words[state.controlRegisters.index];
    const requests = this.#words[state.externalRequests.index];
    const together =
      (this.#timer.pending ? masks & INTERVAL_TIMER_MASK : 0) |
      (masks & INTERVAL_TIMER_MASK ? requests & VIRTUAL_INTERVAL_TIMER : 0) |
      (requests & masks & INTERRUPT_KEY_MASK) |
      (masks & EXTERNAL_SIGNAL_MASK ? requests & EXTERNAL_SIGNALS : 0);
    if (together !== 0) return together;
    if (requests & masks & EMERGENCY_SIGNAL_MASK) return EMERGENCY_SIGNAL;
    if (requests & masks & EXTERNAL_CALL_MASK) return EXTERNAL_CALL;
    if (masks & CLOCK_COMPARATOR_MASK && this.#clocks.comparatorDue <= now) return CLOCK_COMPARATOR;
    if (masks & CPU_TIMER_MASK && this.#clocks.cpuTimerDue <= now) return CPU_TIMER;
    return undefined;
  }

  /** The interruption is being taken: its request goes. Those of comparator and CPU timer last as long as their cause. */
  taken(code: number): void {
    if (code < TOGETHER && code & INTERVAL_TIMER) this.#timer.pending = false;
    this.#words[state.externalRequests.index] &= ~requestBits(code);
  }

  /** The tick at which the next clock that is let in asks for its interruption; Infinity where none will. */
  get nextClock(): number {
    return this.enabled ? this.nextRequestAfter(Number.NEGATIVE_INFINITY) : Number.POSITIVE_INFINITY;
  }

  /** The next tick after `now` at which a clock would ask, were external interruptions let in by the PSW. */
  nextRequestAfter(now: number): number {
    const masks = this.#words[state.controlRegisters.index];
    const timer = this.#timer.due;
    const { comparatorDue, cpuTimerDue } = this.#clocks;
    return Math.min(
      masks & INTERVAL_TIMER_MASK && timer > now ? timer : Number.POSITIVE_INFINITY,
      masks & CLOCK_COMPARATOR_MASK && comparatorDue > now ? comparatorDue : Number.POSITIVE_INFINITY,
      masks & CPU_TIMER_MASK && cpuTimerDue > now ? cpuTimerDue : Number.POSITIVE_INFINITY,
    );
  }
}

function requestBits(code: number): number {
  if (code === EMERGENCY_SIGNAL) return EMERGENCY_SIGNAL_MASK;
  if (code === EXTERNAL_CALL) return EXTERNAL_CALL_MASK;
  return code < TOGETHER ? code & (VIRTUAL_INTERVAL_TIMER | INTERRUPT_KEY | EXTERNAL_SIGNALS) : 0;
}

/** What an external interruption is called, by its code. */
export function externalName(code: number): string {
  switch (code) {
    case INTERVAL_TIMER:
      return "timer";
    case VIRTUAL_INTERVAL_TIMER:
      return "virtual timer";
    case INTERRUPT_KEY:
      return "interrupt key";
    case CLOCK_COMPARATOR:
      return "clock comparator";
    case CPU_TIMER:
      return "CPU timer";
    case EMERGENCY_SIGNAL:
      return "emergency signal";
    case EXTERNAL_CALL:
      return "external call";
    default:
      return "external";
  }
}
