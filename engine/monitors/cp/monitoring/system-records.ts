/** Classes PERFORM and USER: what system and users have used, at each interval (GC20-1807, "VM Monitor Tape Format and Content"). */
import type { Cp } from "../cp.ts";
import { sumByCause } from "../dispatch/exits.ts";
import type { Vm } from "../vm.ts";
import { Fields } from "./record.ts";

/** Instructions whose simulations are counted, in the order of the record. */
const SIMULATED = [
  "SSK",
  "ISK",
  "SSM",
  "LPSW",
  "DIAG",
  "SIO",
  "SIOF",
  "TIO",
  "CLRIO",
  "HIO",
  "HDV",
  "TCH",
  "STNSM",
  "STOSM",
  "LRA",
  "STIDP",
  "STIDC",
  "SCK",
  "SCKC",
  "STCKC",
  "SPT",
  "STPT",
  "SPKA",
  "IPK",
  "PTLB",
  "RRB",
  "STCTL",
  "LCTL",
] as const;

/** External interruptions as the trace calls them. */
const EXTERNAL_CAUSES = ["timer", "virtual timer", "interrupt key", "clock comparator", "CPU timer", "external"];

/**
 * Class 0, code 0: 260 bytes. One page of the manual's description could not be read: from the page reads on to the real machine's interruptions, and behind STCKC, the
 * order is this system's own. What this system does not count is zero.
 *
 *       0  8  idle wait, page wait, I/O wait, problem time
 *      32  4  paging START I/Os; page requests; frames on the free list; pages being written; pages reclaimed; reserved pages; shared
 *             pages; times that the free list was empty (0); frames in use; pages stolen from queues; pages examined (0); pages
 *             taken from the flush list; full scans (0)
 *      84  4  page reads; page writes; pageable pages; working sets of those in queues; users logged on; users dialed
 *     108  4  external, SVC, program and I/O interruptions of the real machine; dispatches
 *     128  4  simulations, in the order of `SIMULATED`
 *     240  4  users in Q1, in Q2
 *     248  2  users eligible for Q1, for Q2; interval in seconds; cylinders in use of the first volume for paging, and what it has; zeros
 */
export function perform(cp: Cp): Uint8Array {
  const { state, scheduler, storage } = cp;
  const { times } = state.waits;
  const { counts, reserved, frames, volumes } = state.storage;
  const { free, inTransit, pages } = storage.statistics();
  const exits = Object.entries(sumByCause(state));
  const count = (is: (cause: string) => boolean): number =>
    exits.reduce((sum, [cause, cost]) => (is(cause) ? sum + cost.count : sum), 0);
  const shared = frames.filter((use) => use?.kind === "page" && use.vm < 0).length;
  const dialed = Object.values(state.terminals).filter((terminal) => terminal.dialed !== undefined).length;
  const moved = counts.reads + counts.writes;
  return new Fields()
    .time(times.idle, times.page, times.io, problemTime(cp))
    .word(moved, moved + counts.fresh, free, inTransit, counts.reclaimed, reserved?.pages ?? 0, shared)
    .word(0, pages, counts.stolen, 0, counts.flushed, 0)
    .word(counts.reads, counts.writes, storage.pageable, workingSets(cp), cp.vms.length, dialed)
    .word(
      count((cause) => EXTERNAL_CAUSES.includes(cause)),
      count((cause) => cause.startsWith("SVC ")),
      count((cause) => cause.startsWith("program ") || cause.endsWith(" fault")),
      count((cause) => cause.startsWith("I/O ")),
      count(() => true),
    )
    .word(...SIMULATED.map((mnemonic) => count((cause) => cause === mnemonic)))
    .word(scheduler.count("Q1"), scheduler.count("Q2"))
    .half(scheduler.count("E1"), scheduler.count("E2"), state.monitoring.interval)
    .half(Object.keys(volumes[0]?.used ?? {}).length, volumes[0]?.map.length ?? 0, 0).bytes;
}

/** Processor time of all virtual machines' own, microseconds: those that have logged off among them. */
export function problemTime({ state }: Cp): number {
  return Object.values(sumByCause(state)).reduce((sum, { executed }) => sum + executed, 0);
}

/** Pages that those in the queues need. */
export function workingSets(cp: Cp): number {
  return cp.vms
    .filter(({ state }) => state.schedule.list.startsWith("Q"))
    .reduce((sum, { state }) => sum + state.schedule.workingSet, 0);
}

/** SET TIMER, a bit each (VMTLEVEL). */
const TIMER_LEVELS = { off: 0, on: 0x80, real: 0x40 } as const;

/**
 * Class 4, code 0: 72 bytes for each user. Of the status bytes (VMRSTAT to VMPEND), the first has what the user waits for (X'80' a page, X'40' CP, X'20' its devices, X'10' CP READ),
 * the second whether it runs (X'80'), the fourth its list (X'80' Q1, X'40' Q2, X'20' E1, X'10' E2), the eleventh its timer, and the twelfth what is pending (X'80'
 * external, X'40' I/O); the others are zero, as CP keeps those things elsewhere.
 */
export function user(vm: Vm): Uint8Array {
  const { userid, state, cp } = vm;
  const { time, work, schedule } = state;
  const { resident, workingSet, reads, writes, drum, disk } = cp.storage.user(vm);
  const pending = (state.external.length > 0 ? 0x80 : 0) | (cp.channels.pending(vm, -1) === undefined ? 0 : 0x40);
  const runs = cp.state.running === vm.id ? 0x80 : 0;
  return new Fields()
    .text(userid)
    .time(time.overhead, time.virtual)
    .word(reads, writes, work.sios, work.cardsPunched, work.linesPrinted, work.cardsRead)
    .byte(runningStatus(vm), runs, 0, LISTS[schedule.list], 0, 0, 0, 0, 0, 0)
    .byte(TIMER_LEVELS[time.timer], pending, schedule.priority, 0)
    .half(resident, workingSet, drum, disk, cp.state.monitoring.interval).bytes;
}

const LISTS = { dormant: 0, Q1: 0x80, Q2: 0x40, E1: 0x20, E2: 0x10 } as const;

function runningStatus({ state }: Vm): number {
  const waitsForPage = state.waitingFor?.startsWith("page") ?? false;
  return (
    (waitsForPage ? 0x80 : 0) |
    (state.waitingFor !== undefined && !waitsForPage ? 0x40 : 0) |
    (state.waiting ? 0x20 : 0) |
    (state.stopped ? 0x10 : 0)
  );
}
