/** How often each assist was active, and how often it did the work. */
import { state } from "../state.ts";

/** Functions of the assists, in the order of their counts. */
export const ASSIST_FUNCTIONS = [
  "LPSW",
  "SVC",
  "SSM",
  "STNSM",
  "STOSM",
  "IPK",
  "SPKA",
  "ISK",
  "SSK",
  "RRB",
  "LRA",
  "STCTL",
  "LCTL",
  "shadow tables",
  "bypass PTLB",
  "bypass IPTE",
  "bypass TPROT",
  "bypass LRA",
  "bypass LCTL",
  "bypass STNSM",
  "bypass STOSM",
  "bypass page fault",
  "interval timer",
  "PTRLK",
  "PTRUL",
  "DECCWO",
  "UNTFR",
  "SCNVU",
  "DSP1",
  "TRANBRNG",
  "TRANLOCK",
  "ZAPSEGS",
  "ZAPPAGE",
  "DECCW1",
  "DSP0",
  "SCNRU",
  "CCWGENRL",
  "UNTRN",
  "DSP2",
  "STECPSVM",
  "SHARED",
  "FREEX",
  "FRETX",
  "SVC 8",
  "SVC 12",
  "other E6",
] as const;

export type AssistFunction = (typeof ASSIST_FUNCTIONS)[number];

/** Counts of one function, 32 bits each: `tried` where it was active, `done` where it did the work itself. */
export interface AssistCount {
  readonly tried: number;
  readonly done: number;
}

/** Counts of all functions, by name. */
export type AssistCounts = Readonly<Record<AssistFunction, AssistCount>>;

const place = (name: AssistFunction): number => state.assistCounts.index + 2 * ASSIST_FUNCTIONS.indexOf(name);

/** A function is active, and begins. */
export function countTried(words: Int32Array, name: AssistFunction): void {
  words[place(name)]++;
}

/** It has done the work. */
export function countDone(words: Int32Array, name: AssistFunction): void {
  words[place(name) + 1]++;
}

export function assistCounts(words: Int32Array): AssistCounts {
  const counts = ASSIST_FUNCTIONS.map((name) => {
    const at = place(name);
    return [name, { tried: words[at] >>> 0, done: words[at + 1] >>> 0 }];
  });
  // Made from all names.
  return Object.fromEntries(counts) as AssistCounts;
}
