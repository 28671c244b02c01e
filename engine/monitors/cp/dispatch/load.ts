/** How loaded the system is, smoothed as INDICATE LOAD tells it (GC20-1807, "The INDICATE Command"). */
import type { Cp } from "../cp.ts";

/** Microseconds between looks at how long nobody wanted the processor. */
const WAIT_INTERVAL = 30_000_000;
/** The last look counts one part of so many. */
const WAIT_PARTS = 4;
const QUEUE_PARTS = 16;

/** Who is served, and who wants to be. */
export interface Contention {
  readonly q1: number;
  readonly q2: number;
  /** Working sets of those in the queues, as a part of what there is for pages. */
  readonly storage: number;
  /** Those who want to be served to those who are. */
  readonly ratio: number;
}

export interface LoadState {
  /** Part of the time in which nobody wanted the processor; undefined before the first interval is over. */
  wait: number | undefined;
  since: number;
  idleBefore: number;
  /** Undefined before anybody has left a queue. */
  contention: Contention | undefined;
}

export function initialLoad(): LoadState {
  return { wait: undefined, since: 0, idleBefore: 0, contention: undefined };
}

/** As it is at present. */
function presentContention({ scheduler, storage, vms }: Cp): Contention {
  const queued = vms.filter((vm) => vm.state.schedule.list.startsWith("Q"));
  const eligible = scheduler.count("E1") + scheduler.count("E2");
  const wanted = queued.reduce((sum, vm) => sum + (vm.state.schedule.workingSet || storage.residentPages(vm)), 0);
  return {
    q1: scheduler.count("Q1"),
    q2: scheduler.count("Q2"),
    storage: wanted / Math.max(1, storage.pageable),
    ratio: queued.length === 0 ? 1 : (queued.length + eligible) / queued.length,
  };
}

/** Somebody is about to leave a queue. */
export function noteContention(cp: Cp): void {
  const { load } = cp.state.schedule;
  const now = presentContention(cp);
  const old = load.contention;
  const smooth = (of: keyof Contention): number =>
    old === undefined ? now[of] : (old[of] * (QUEUE_PARTS - 1) + now[of]) / QUEUE_PARTS;
  load.contention = { q1: smooth("q1"), q2: smooth("q2"), storage: smooth("storage"), ratio: smooth("ratio") };
}

/** Takes in the intervals that are over; what was waited in several counts the same in each. */
function noteWaits({ state }: Cp): void {
  const { load } = state.schedule;
  const elapsed = state.enteredAt - load.since;
  const intervals = Math.floor(elapsed / WAIT_INTERVAL);
  if (intervals === 0) return;
  const wait = (state.idleTime - load.idleBefore) / elapsed;
  const left = ((WAIT_PARTS - 1) / WAIT_PARTS) ** intervals;
  load.wait = load.wait === undefined ? wait : load.wait * left + wait * (1 - left);
  load.since = state.enteredAt;
  load.idleBefore = state.idleTime;
}

/** What INDICATE LOAD tells: part of the time in which the processor worked, and contention. */
export function systemLoad(cp: Cp): Contention & { readonly busy: number } {
  noteWaits(cp);
  const { state } = cp;
  const { wait, contention } = state.schedule.load;
  const time = Math.max(1, state.enteredAt - state.startedAt);
  return { busy: 1 - (wait ?? state.idleTime / time), ...(contention ?? presentContention(cp)) };
}
