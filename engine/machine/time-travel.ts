/** Going back: the nearest snapshot before, then forward. */
import type { Machine, Snapshot, StopReason } from "./machine.ts";

/** How many snapshots are kept; when there are more, every second one goes and they are taken half as often. */
const MOST = 128;

/** A machine that can be driven to any tick of its past, and on. Drive the machine through this alone. */
export class TimeTravel<M extends Machine = Machine> {
  readonly machine: M;
  /** Ticks between snapshots. */
  #interval = 4096;
  #snapshots: Snapshot[];

  /** The machine's present is the earliest point to which one can go. */
  constructor(machine: M) {
    this.machine = machine;
    this.#snapshots = [machine.snapshot()];
  }

  /** As {@link Machine.run}, with snapshots on the way. */
  run({ ticks = Number.POSITIVE_INFINITY, until }: { ticks?: number; until?: () => boolean }): StopReason {
    for (;;) {
      const last = this.#snapshots[this.#snapshots.length - 1].now;
      const pause = Math.min(
        ticks,
        Math.max(last, this.machine.now - (this.machine.now % this.#interval)) + this.#interval,
      );
      const reason = this.machine.run({ ticks: pause, ...(until && { until }) });
      this.#keep();
      if (reason !== "limit" || this.machine.now >= ticks) return reason;
    }
  }

  step(): void {
    if (!this.machine.stopped) this.machine.step();
    this.#keep();
  }

  /** To where the last step began. At the earliest point it does nothing. */
  stepBack(): void {
    const { now, stepBegan } = this.machine;
    if (now > this.#snapshots[0].now) this.goTo(Math.min(stepBegan, now - 1));
  }

  /** To the first step boundary at or after `tick`, or as far as the machine goes. */
  goTo(tick: number): void {
    const nearest = this.#snapshots.findLast((snapshot) => snapshot.now <= tick) ?? this.#snapshots[0];
    if (tick < this.machine.now || nearest.now > this.machine.now) this.machine.restore(nearest);
    this.run({ ticks: tick });
  }

  /** An input at the present tick; snapshots of the future that it replaces are dropped. */
  input(device: number, text: string): void {
    this.machine.input(device, text);
    this.#snapshots = this.#snapshots.filter((snapshot) => snapshot.now < this.machine.now);
    if (this.#snapshots.length === 0) this.#snapshots.push(this.machine.snapshot());
  }

  #keep(): void {
    const last = this.#snapshots[this.#snapshots.length - 1];
    if (this.machine.now < last.now + this.#interval) return;
    this.#snapshots.push(this.machine.snapshot());
    if (this.#snapshots.length <= MOST) return;
    this.#snapshots = this.#snapshots.filter((_, i) => i % 2 === 0);
    this.#interval *= 2;
  }
}
