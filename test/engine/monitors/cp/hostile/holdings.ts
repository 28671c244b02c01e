/** What CP has given away: the same before and after anybody was there, if nothing leaks. */
import type { Cp } from "../../../../../engine/monitors/cp/cp.ts";
import { PAGE } from "../../../../../engine/monitors/cp/layout.ts";
import { PROGRAM_BYTES } from "../../../../../engine/monitors/cp/storage/page-io.ts";

/** Sums over CP's state. Those that count nothing that is lost, such as free frames against cached blocks, are left out. */
export interface Holdings {
  /** Bytes of real storage that CP uses for anything but pages and blocks of disks. */
  readonly own: number;
  /** Frames with pages that are somebody's, and locks on them. */
  readonly pages: number;
  readonly locks: number;
  /** Frames that are in no list: neither used nor free. */
  readonly lost: number;
  /** Slots for pages, and spool blocks. */
  readonly slots: number;
  readonly spool: number;
  readonly tasks: readonly string[];
  /** Timers of virtual machines. */
  readonly timers: readonly string[];
  /** Requests to real devices. */
  readonly requests: number;
  readonly users: readonly string[];
  /** Entries in tables by virtual machine. */
  readonly entries: readonly string[];
}

export function holdings(cp: Cp): Holdings {
  const { state } = cp;
  const { frames, freeList, volumes, programs } = state.storage;
  const count = (test: (use: (typeof frames)[number]) => boolean): number => frames.filter(test).length;
  const spool = cp.spool.space().used;
  const slots = volumes.reduce(
    (sum, { used }) => sum + Object.values(used).reduce((all, { count: pages }) => all + pages, 0),
    0,
  );
  const free = new Set(freeList);
  // Frames that CP takes once: when a channel program needs one first, and for its trace table.
  const once = Number(state.io.protectedBlock !== 0) + Number(state.tracing.table !== 0);
  return {
    own: (count((use) => use?.kind === "cp") - once) * PAGE - cp.free.unused - programs.length * PROGRAM_BYTES,
    pages: count((use) => use?.kind === "page" && use.vm !== 0 && use.state !== "free"),
    locks: frames.reduce((sum, use) => sum + (use?.kind === "page" ? use.locks : 0), 0),
    lost: frames.filter((use, frame) => use === undefined && !free.has(frame)).length,
    slots: slots - spool,
    spool,
    tasks: state.tasks.map(({ kind }) => kind),
    timers: state.timers.filter(({ vm }) => vm !== 0).map(({ kind, vm }) => `${kind} ${vm}`),
    requests: Object.values(state.io.devices).reduce((sum, { queue }) => sum + queue.length, 0),
    users: cp.vms.map(({ userid }) => userid).filter((userid) => userid !== "OPERATOR"),
    entries: [
      ...state.schedule.queue.map((id) => `queue ${id}`),
      ...state.schedule.eligible.map((id) => `eligible ${id}`),
      ...state.io.reserved.map(({ vm }) => `reserved ${vm}`),
      ...Object.keys(state.storage.attached).map((id) => `segments ${id}`),
      ...Object.keys(state.spool.consoles).map((id) => `console ${id}`),
      ...Object.values(state.terminals)
        .filter(({ vm }) => vm !== 0 && cp.state.vms[vm]?.userid !== "OPERATOR")
        .map(({ address }) => `terminal ${address.toString(16)}`),
    ],
  };
}
