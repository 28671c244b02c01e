/** What is due at a tick. Events are plain data, so that a snapshot holds them. */

export interface MachineEvent {
  readonly tick: number;
  /** Address of the device (or other part) that asked for it. */
  readonly device: number;
  /** The device's own word for what happens then. */
  readonly what: string;
}

/** Events in order of their tick; those of one tick in the order in which they were asked for. */
export class EventQueue {
  #events: MachineEvent[] = [];

  /** Tick of the earliest event, or Infinity. */
  get next(): number {
    return this.#events.length > 0 ? this.#events[0].tick : Number.POSITIVE_INFINITY;
  }

  add(event: MachineEvent): void {
    let place = this.#events.length;
    while (place > 0 && this.#events[place - 1].tick > event.tick) place--;
    this.#events.splice(place, 0, event);
  }

  /** Takes the earliest event out if it is due at `now`. */
  take(now: number): MachineEvent | undefined {
    return this.next <= now ? this.#events.shift() : undefined;
  }

  /** Forgets what a device has asked for. */
  cancel(device: number): void {
    this.#events = this.#events.filter((event) => event.device !== device);
  }

  save(): readonly MachineEvent[] {
    return [...this.#events];
  }

  restore(events: readonly MachineEvent[]): void {
    this.#events = [...events];
  }
}
