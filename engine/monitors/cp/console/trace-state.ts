/** What is traced of a virtual machine, and where that is told. */

export const ACTIVITIES = [
  "svc",
  "i/o",
  "program",
  "external",
  "priv",
  "sio",
  "ccw",
  "branch",
  "instruction",
  "csw",
] as const;
/** Operands of TRACE. */
export type Activity = (typeof ACTIVITIES)[number];

export interface TraceTarget {
  readonly terminal: boolean;
  readonly printer: boolean;
  /** The machine goes on behind each line at the terminal. */
  readonly runs: boolean;
}

export type TraceState = Partial<Record<Activity, TraceTarget>>;
