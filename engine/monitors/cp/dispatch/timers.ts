/** Things that fall due: requests to the real clock comparator. */
import type { Cp } from "../cp.ts";
import type { TimerRequest } from "./time.ts";

/** Microseconds: later than any run. */
const NEVER = 2 ** 51;

export class Timers {
  readonly #cp: Cp;
  readonly #handlers = new Map<string, (request: TimerRequest) => void>();

  constructor(cp: Cp) {
    this.#cp = cp;
  }

  /** Says who is told of requests of a kind. */
  handle(kind: string, handler: (request: TimerRequest) => void): void {
    this.#handlers.set(kind, handler);
  }

  /** Asks for a moment, in microseconds of the time-of-day clock. A request of the same kind for the same virtual machine is replaced. */
  set(kind: string, at: number, vm = 0): void {
    this.cancel(kind, vm);
    this.#cp.state.timers.push({ kind, at, vm });
    this.arm();
  }

  cancel(kind: string, vm = 0): void {
    const { state } = this.#cp;
    state.timers = state.timers.filter((request) => request.kind !== kind || request.vm !== vm);
  }

  /** Drops all requests for a virtual machine. */
  drop(vm: number): void {
    const { state } = this.#cp;
    state.timers = state.timers.filter((request) => request.vm !== vm);
  }

  /** Tells everybody whose moment has come. */
  due(now: number): void {
    const { state } = this.#cp;
    const due = state.timers.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    // What the comparator was set for may have been cancelled: without another value it would ask for ever.
    if (due.length === 0) return this.arm();
    state.timers = state.timers.filter(({ at }) => at > now);
    for (const request of due) this.#handlers.get(request.kind)?.(request);
    this.arm();
  }

  /** Sets the clock comparator to the first moment. */
  arm(): void {
    const first = this.#cp.state.timers.reduce((least, { at }) => Math.min(least, at), NEVER);
    this.#cp.host.setClockComparator(first);
  }
}
