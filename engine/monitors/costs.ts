/**
 * What a TypeScript monitor's work costs: modelled ticks, which advance virtual time and are never added to instructions executed. A tick is
 * what an instruction takes. The table stands for the machine code that would do the same; `minimal/handlers.asm` is that machine code for the
 * common traps, and a test holds the two within 25 % of each other.
 */
import type { CostTable } from "../s370/index.ts";

/** What the host charges for, and two pieces of work that are more arithmetic than storage accesses. */
export interface MonitorCosts extends CostTable {
  /** Finding the real address behind a guest address, besides loading the page-table entry. */
  readonly translation: number;
  /** Looking one CCW of a guest's over and composing its copy, besides loads, stores and translations. */
  readonly channelCommand: number;
}

export const costs: MonitorCosts = {
  crossing: 10,
  // The instruction itself, and one of the comparisons, branches and sums around it.
  storageAccess: 2,
  privilegedCall: 2,
  // One instruction moves them all, in one tick: it is part of the crossing.
  register: 0,
  translation: 10,
  channelCommand: 25,
};

/**
 * The table as if CP had the CP assists of ECPS:VM, whose instructions lie inside a machine-code CP: *modelled*. They did four fifths of CP's work about ten times faster
 * (a builder's report: 79.55 % in 6 KB of microcode), so that a little over a quarter of the ticks is left; whole ticks, and never less than one.
 */
export const ecpsCosts: MonitorCosts = {
  crossing: 3,
  storageAccess: 1,
  privilegedCall: 1,
  register: 0,
  translation: 3,
  channelCommand: 7,
};
