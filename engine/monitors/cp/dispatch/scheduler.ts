/** Who gets the processor, and for how long. */
import type { Cp } from "../cp.ts";
import type { Vm } from "../vm.ts";

/** Microseconds. */
const TIME_SLICE = 20_000;

export class Scheduler {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
  }

  loggedOn(vm: Vm): void {
    this.#cp.state.schedule.queue.push(vm.id);
  }

  loggedOff(vm: Vm): void {
    const { schedule } = this.#cp.state;
    schedule.queue = schedule.queue.filter((id) => id !== vm.id);
  }

  /** The virtual machines that may be run, the one that should be first. Those that wait are among them only if something may let them in. */
  candidates(): Vm[] {
    return this.#cp.state.schedule.queue
      .map((id) => this.#cp.vm(id))
      .filter(({ state }) => !state.stopped && state.waitingFor === undefined && !state.waiting);
  }

  /** Microseconds for which it may run now: at least 1. */
  slice(vm: Vm): number {
    const { schedule } = vm.state;
    if (schedule.sliceLeft <= 0) schedule.sliceLeft = TIME_SLICE;
    return schedule.sliceLeft;
  }

  /** It has run so long, CP's work for it included: microseconds. */
  ran(vm: Vm, time: number): void {
    const { schedule } = vm.state;
    schedule.sliceLeft -= time;
    if (schedule.sliceLeft > 0) return;
    const { queue } = this.#cp.state.schedule;
    queue.splice(queue.indexOf(vm.id), 1);
    queue.push(vm.id);
  }
}
