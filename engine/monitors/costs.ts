/**
 * What a TypeScript monitor's work costs: modelled ticks, which advance virtual time and are never added to instructions executed. A tick is
 * what an instruction takes. The table stands for the machine code that would do the same; `minimal/handlers.asm` is that machine code for the
 * common traps, and a test holds the two within 25 % of each other.
 */
import type { CostTable } from "../s370/index.ts";

export const costs: CostTable = {
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
export const ecpsCosts: CostTable = {
  crossing: 3,
  storageAccess: 1,
  privilegedCall: 1,
  register: 0,
  translation: 3,
  channelCommand: 7,
};

/** What each charge stands for, in words: for the reference. */
export const CHARGES: readonly { readonly name: keyof CostTable; readonly what: string }[] = [
  { name: "crossing", what: "Entering the monitor and leaving it again, besides the calls below." },
  { name: "storageAccess", what: "A load or store of up to a word, with the comparison, branch or sum around it." },
  { name: "privilegedCall", what: "A privileged instruction, or STORE CLOCK." },
  { name: "register", what: "Each register of LOAD MULTIPLE or STORE MULTIPLE: one instruction moves them all." },
  { name: "translation", what: "Finding the real address behind a guest’s, besides loading the page-table entry." },
  { name: "channelCommand", what: "Looking over one CCW of a guest’s, besides loads, stores and translations." },
];

/** An exit, and what it comes to in three ways: for the reference. A test measures all of them. */
export interface ComparedExit {
  readonly exit: string;
  /** Instructions of the machine-code handler, and modelled ticks of the minimal monitor, where they have it. */
  readonly machineCode?: number;
  readonly minimal?: number;
  /** Modelled ticks of CP. */
  readonly cp: number;
  /** What CP does otherwise. */
  readonly difference: string;
}

export const COMPARED_EXITS: readonly ComparedExit[] = [
  {
    exit: "SSM that enables",
    machineCode: 133,
    minimal: 120,
    cp: 113,
    difference:
      "Looks for interruptions of all virtual devices; has the CPU timer, not the interval timer, end the slice.",
  },
  {
    exit: "SSM that disables",
    machineCode: 125,
    minimal: 114,
    cp: 107,
    difference: "The same.",
  },
  {
    exit: "LPSW",
    machineCode: 134,
    minimal: 136,
    cp: 113,
    difference: "Also looks whether address translation changes, for shadow tables.",
  },
  {
    exit: "an address that the guest does not have",
    machineCode: 93,
    minimal: 98,
    cp: 110,
    difference: "Finds out by its page and swap tables that the page is on no disk either.",
  },
  {
    exit: "SIO with three CCWs",
    machineCode: 328,
    minimal: 305,
    cp: 297,
    difference: "Moves seeks to the minidisk, keeps pages in their frames, queues the program for the real device.",
  },
  { exit: "TIO of a disk", cp: 101, difference: "Asks its own record of the device: the real one is not touched." },
  { exit: "SVC", cp: 89, difference: "Passed on: two PSWs exchanged." },
  { exit: "an I/O interruption", cp: 76, difference: "Ends the request, and starts the next one of the device." },
  {
    exit: "the first touch of a page",
    cp: 2146,
    difference: "Takes a frame and clears it: 1,024 words are all but a hundred ticks of that.",
  },
];
