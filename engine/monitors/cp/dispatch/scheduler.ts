/**
 * Who gets the processor, and for how long (GC20-1807, "Scheduling", "Favored Execution"). A virtual machine that becomes ready is put on an eligible list; it comes
 * into a queue when its working set fits into storage with those that are there, in the order of deadlines; in the queue it gets dispatching slices, each of which puts its
 * deadline off, by its priority, and when its stay is over it goes to the end of the eligible list. Interactive work (its user has just typed) has the first queue, with short stays; the rest has the second. Favored machines
 * are always in a queue; one with a percentage comes first as long as it has had less of the present interval, and last when it has had it.
 */
import type { Cp } from "../cp.ts";
import { SCHEDULE } from "../monitoring/classes.ts";
import { DROPPED, dropped, ELIGIBLE, eligible, QUEUED, queued } from "../monitoring/event-records.ts";
import type { Vm } from "../vm.ts";
import { noteContention } from "./load.ts";
import { notePageWait, pagingBias } from "./paging-load.ts";
import type { ScheduleList } from "./state.ts";

/** Microseconds of processor time. */
export const DISPATCHING_SLICE = 25_000;
/** While nobody else wants the processor. */
const UNDISTURBED = 10_000_000;
export const INTERACTIVE_STAY = 100_000;
export const STAY = 800_000;
/** Microseconds of time in which shares are counted. */
export const INTERVAL = 1_000_000;

/** A priority in the middle: the directory's usual one. */
const USUAL_PRIORITY = 64;

export class Scheduler {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    // A virtual machine's own clock has come to its moment while it waited: it is looked at again.
    for (const kind of ["interval timer", "comparator"])
      cp.timers.handle(kind, ({ vm }) => {
        cp.ready(cp.vm(vm));
      });
  }

  loggedOff(vm: Vm): void {
    this.#leave(vm);
  }

  /** Its user has typed something. */
  interactive(vm: Vm): void {
    vm.state.schedule.interactive = true;
  }

  /** How many virtual machines are on a list. */
  count(list: ScheduleList): number {
    return this.#cp.vms.filter(({ state }) => state.schedule.list === list).length;
  }

  /** Whether the virtual machine that has the processor may go on without anybody else being looked at. */
  mayKeep(vm: Vm): boolean {
    const { state } = vm;
    return !this.#cp.state.schedule.changed && state.schedule.sliceLeft > 0 && isReady(vm);
  }

  /** The virtual machines that may be run, the one that should be first. Those that wait are among them only if something may let them in. */
  candidates(): Vm[] {
    const { schedule } = this.#cp.state;
    schedule.changed = false;
    const now = this.#cp.state.enteredAt;
    if (now - schedule.intervalSince >= INTERVAL) this.#beginInterval(now);
    for (const vm of this.#cp.vms) this.#sort(vm);
    this.#admit();
    const ready = schedule.queue.map((id) => this.#cp.vm(id)).filter(isReady);
    schedule.alone = ready.length < 2;
    if (schedule.alone) return ready;
    for (const { state } of ready) state.schedule.sliceLeft = Math.min(state.schedule.sliceLeft, DISPATCHING_SLICE);
    return this.#inOrder(ready, now);
  }

  /** Microseconds for which it may run now: at least 1. */
  slice(vm: Vm): number {
    const { schedule } = vm.state;
    // Whoever comes to want the processor does so by an interruption.
    if (this.#cp.state.schedule.alone) schedule.sliceLeft = UNDISTURBED;
    else if (schedule.sliceLeft <= 0) schedule.sliceLeft = DISPATCHING_SLICE;
    return schedule.sliceLeft;
  }

  /** It has had so much of the processor, CP's work for it included: microseconds. */
  ran(vm: Vm, time: number): void {
    const { schedule } = vm.state;
    schedule.sliceLeft -= time;
    schedule.queueLeft -= time;
    schedule.used += time;
    schedule.deadline += time * weight(vm);
    if (schedule.sliceLeft > 0) return;
    this.#cp.state.schedule.changed = true;
    if (schedule.queueLeft > 0 || schedule.favored) return;
    schedule.interactive = false;
    this.#leave(vm);
  }

  /** Favored machines that are behind their share first, those that have had it last; the first queue before the second; then by deadlines. */
  #inOrder(ready: Vm[], now: number): Vm[] {
    const elapsed = now - this.#cp.state.schedule.intervalSince;
    const rank = ({ state: { schedule } }: Vm): number => {
      if (schedule.share > 0) return schedule.used * 100 < elapsed * schedule.share ? 0 : 4;
      if (schedule.favored) return 1;
      return schedule.list === "Q1" ? 2 : 3;
    };
    // Among equals, nobody's slice is broken off.
    const { running } = this.#cp.state;
    const deadline = ({ id, state: { schedule } }: Vm): number =>
      id === running && schedule.sliceLeft > 0 ? 0 : schedule.deadline;
    return ready
      .map((vm) => ({ vm, rank: rank(vm), deadline: deadline(vm) }))
      .sort((a, b) => a.rank - b.rank || a.deadline - b.deadline)
      .map(({ vm }) => vm);
  }

  #beginInterval(now: number): void {
    this.#cp.state.schedule.intervalSince = now;
    notePageWait(this.#cp);
    for (const { state } of this.#cp.vms) state.schedule.used = 0;
  }

  /** Puts it where it belongs now. */
  #sort(vm: Vm): void {
    const { schedule, stopped, waiting } = vm.state;
    const wants = !stopped && !waiting;
    if (schedule.list === "dormant") {
      if (wants) this.#makeEligible(vm);
    } else if (!wants && !(schedule.keepsQueue && !stopped)) this.#leave(vm);
  }

  #makeEligible(vm: Vm): void {
    const { schedule } = vm.state;
    const all = this.#cp.state.schedule;
    schedule.list = schedule.interactive ? "E1" : "E2";
    // Who has wanted nothing for a while has not saved it up.
    const others = all.queue.map((id) => this.#cp.vm(id).state.schedule.deadline);
    if (others.length > 0) schedule.deadline = Math.max(schedule.deadline, Math.min(...others));
    all.eligible.push(vm.id);
    const { monitoring } = this.#cp;
    if (monitoring.takes(SCHEDULE))
      monitoring.call(SCHEDULE, ELIGIBLE, eligible(this.#cp, vm, schedule.interactive ? 1 : 2));
  }

  /** Lets in whose working sets fit, in the order of their deadlines, interactive work first; and one in any case, where nobody is in. */
  #admit(): void {
    const { schedule } = this.#cp.state;
    if (schedule.eligible.length === 0) return;
    const eligible = schedule.eligible.map((id) => this.#cp.vm(id)).sort(inEligibleOrder);
    let room = this.#cp.storage.pageable;
    for (const id of schedule.queue) room -= this.#need(this.#cp.vm(id));
    for (const vm of eligible) {
      const { schedule: own } = vm.state;
      const need = this.#need(vm);
      if (schedule.queue.length > 0 && need > room && !own.favored && own.share === 0) continue;
      room -= need;
      schedule.eligible.splice(schedule.eligible.indexOf(vm.id), 1);
      own.list = own.list === "E1" ? "Q1" : "Q2";
      own.queueLeft = own.list === "Q1" ? INTERACTIVE_STAY : STAY;
      own.sliceLeft = Math.min(DISPATCHING_SLICE, own.queueLeft);
      schedule.queue.push(vm.id);
      own.readsBefore = vm.state.pages.reads;
      own.residentAtReads = 0;
      own.stolen = 0;
      const { monitoring } = this.#cp;
      if (monitoring.takes(SCHEDULE))
        monitoring.call(SCHEDULE, QUEUED, queued(this.#cp, vm, own.list === "Q1" ? 1 : 2));
    }
  }

  /** Pages that it needs: those that it has, or had when it was in the queue last; more, where too much is lost in page waits. */
  #need({ state }: Vm): number {
    return Math.max(state.schedule.workingSet, 1) * pagingBias(this.#cp);
  }

  #leave(vm: Vm): void {
    const { schedule: all } = this.#cp.state;
    const { schedule } = vm.state;
    if (schedule.list === "dormant") return;
    if (schedule.list === "Q1" || schedule.list === "Q2") {
      noteContention(this.#cp);
      schedule.workingSet = this.#cp.storage.residentPages(vm);
      this.#cp.storage.dropped(vm);
      const { monitoring } = this.#cp;
      if (monitoring.takes(SCHEDULE)) {
        monitoring.call(SCHEDULE, DROPPED, dropped(this.#cp, vm, schedule.list === "Q1" ? 1 : 2));
        monitoring.profile();
      }
    }
    all.queue = all.queue.filter((id) => id !== vm.id);
    all.eligible = all.eligible.filter((id) => id !== vm.id);
    schedule.list = "dormant";
  }
}

/** How fast its deadlines move away as it gets processor time: the later they are, the less it gets. */
function weight({ state }: Vm): number {
  return (state.schedule.priority + 1) / (USUAL_PRIORITY + 1);
}

function isReady({ state }: Vm): boolean {
  return !state.stopped && state.waitingFor === undefined && !state.waiting;
}

function inEligibleOrder(a: Vm, b: Vm): number {
  const [first, second] = [a.state.schedule, b.state.schedule];
  if (first.list !== second.list) return first.list === "E1" ? -1 : 1;
  return first.deadline - second.deadline;
}
