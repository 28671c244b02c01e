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

/** PER: which events of the processor's, in which range of addresses, are told. */
export interface PerState {
  /** As in control register 9. */
  readonly events: number;
  readonly first: number;
  readonly last: number;
  readonly target: TraceTarget;
}

export type TraceState = Partial<Record<Activity, TraceTarget>>;
