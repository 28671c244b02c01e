/**
 * How much of the time is lost because everybody waits for pages, and what the scheduler makes of it: where it is more than SET PAGING allows, working sets count for
 * more than they are, and fewer virtual machines are let in at once. How much more is this system's own.
 */
import type { Cp } from "../cp.ts";

export interface PagingLoad {
  /** SET PAGING: percentage of the time; 100: as much as may be. */
  index: number;
  /** Percentage of the time that has been lost of late. */
  wait: number;
  /** When that was looked at last, and the page wait until then: microseconds. */
  since: number;
  before: number;
}

export function initialPagingLoad(): PagingLoad {
  return { index: 100, wait: 0, since: 0, before: 0 };
}

/** Takes in what has passed since the last look: it counts as much as all before. */
export function notePageWait({ state }: Cp): void {
  const { paging } = state.schedule;
  const elapsed = state.enteredAt - paging.since;
  if (elapsed <= 0) return;
  const { page } = state.waits.times;
  const now = Math.min(100, (100 * (page - paging.before)) / elapsed);
  paging.wait = paging.since === 0 ? now : (paging.wait + now) / 2;
  paging.since = state.enteredAt;
  paging.before = page;
}

/** By how much working sets are multiplied: 1 while no more is lost than may be. */
export function pagingBias({ state }: Cp): number {
  const { wait, index } = state.schedule.paging;
  return 1 + Math.max(0, wait - index) / 100;
}
