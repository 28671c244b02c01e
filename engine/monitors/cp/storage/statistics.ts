/** What INDICATE tells of storage (GC20-1807, "The INDICATE Command"). */
import type { CpState } from "../state.ts";
import type { Vm } from "../vm.ts";
import { volumeOf } from "./page-geometry.ts";
import { slotAt } from "./page-tables.ts";
import type { FrameUse, PageFrame, PagingCounts } from "./state.ts";

/** Microseconds after which the paging rate of the interval before says nothing any more. */
const RATE_HOLDS = 2_000_000;

/** All of real storage, in frames; the rate in pages a second. */
export interface StorageStatistics {
  readonly frames: number;
  readonly free: number;
  readonly cp: number;
  readonly blocks: number;
  readonly pages: number;
  readonly inTransit: number;
  readonly locked: number;
  readonly counts: PagingCounts;
  readonly rate: number;
}

/** Pages of a virtual machine. */
export interface UserPages {
  readonly resident: number;
  readonly workingSet: number;
  readonly locked: number;
  readonly reads: number;
  readonly writes: number;
  readonly drum: number;
  readonly disk: number;
}

function isLocked({ locks, held }: PageFrame): boolean {
  return locks > 0 || held === true;
}

/** Frames by what is in them, and what paging has done. */
export function storageStatistics({ storage, enteredAt }: CpState): StorageStatistics {
  const { frames, freeList, counts, rate } = storage;
  const of = (kind: FrameUse["kind"]): number => frames.filter((use) => use?.kind === kind).length;
  const pages = frames.filter((use) => use?.kind === "page");
  return {
    frames: frames.length,
    free: freeList.length,
    cp: of("cp"),
    blocks: of("block"),
    pages: pages.filter(({ state }) => state === "resident").length,
    inTransit: pages.filter(({ state }) => state === "in" || state === "out").length,
    locked: pages.filter(isLocked).length,
    counts: { ...counts },
    rate: enteredAt - rate.since < RATE_HOLDS ? rate.last : 0,
  };
}

/** Of one virtual machine: pages in storage, on drums and on disks, and how many were read and written. */
export function userPages({ state, host, cp }: Vm): UserPages {
  const { pages, schedule } = state;
  const { volumes, frames } = cp.state.storage;
  let drum = 0;
  let disk = 0;
  for (let page = 0; page < pages.frame.length; page++) {
    const slot = slotAt(host, pages, page);
    if (slot === 0) continue;
    if (volumes[volumeOf(slot)].type === "2305") drum++;
    else disk++;
  }
  const locked = pages.frame.reduce((sum, frame) => {
    const use = frames[frame];
    return sum + (use?.kind === "page" && isLocked(use) ? 1 : 0);
  }, 0);
  const { resident, reads, writes } = pages;
  return { resident, workingSet: schedule.workingSet, locked, reads, writes, drum, disk };
}
