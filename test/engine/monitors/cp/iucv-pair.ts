/** Two virtual machines that are connected by IUCV: A has accepted the path that B has offered. */
import { BUFFER, type Forty, guest, interruptions, result, type Step, type StepResult } from "./iucv-guest.ts";
import { type CpMachine, cpMachine, type Options, users } from "./support.ts";

/** Everybody may connect with everybody, with priority too, by eight paths. */
export const EVERYBODY = users("OPTION ECMODE MAXCONN 8\nIUCV ANY PRIORITY MSGLIMIT 100");

export const DECLARE: Step = { iucv: "declare", fields: { buffer: [BUFFER, 0] } };

export const wait = (count = 1): Step => ({ wait: count });

/** Programs of A, B, … with IUCV, run to their ends. */
export function run(guests: readonly string[], options: Options = {}): CpMachine {
  const machine = cpMachine(guests, { source: EVERYBODY, ...options });
  machine.machine.run({ ticks: 30_000_000 });
  return machine;
}

export interface Pair {
  readonly machine: CpMachine;
  /** What became of a step of A's or B's, counted from the first one given. */
  a(step: number): StepResult;
  b(step: number): StepResult;
  /** Interruptions but for those of the connection. */
  readonly aNews: readonly Forty[];
  readonly bNews: readonly Forty[];
}

/** Flags of CONNECT and ACCEPT, and what else the programs have in storage. */
interface Connection extends Options {
  readonly offer?: number;
  readonly accept?: number;
  readonly limit?: number;
  readonly aStorage?: Readonly<Record<number, string>>;
  readonly bStorage?: Readonly<Record<number, string>>;
}

const DATA_AND_PRIORITY = 0xa0;

/** The programs, unstarted. */
export function programs(a: readonly Step[], b: readonly Step[], connection: Connection = {}): readonly string[] {
  const { offer = DATA_AND_PRIORITY, accept = DATA_AND_PRIORITY, limit = 0, aStorage, bStorage } = connection;
  return [
    guest([DECLARE, wait(), { iucv: "accept", fields: { flags: accept } }, ...a], aStorage),
    guest([DECLARE, { iucv: "connect", fields: { to: "A", flags: offer, limit } }, wait(), ...b], bStorage),
  ];
}

/** Runs both to their ends. */
export function pair(a: readonly Step[], b: readonly Step[], connection: Connection = {}): Pair {
  const { offer: _, accept: __, limit: ___, aStorage: _a, bStorage: _b, ...options } = connection;
  return pairOf(run(programs(a, b, connection), options));
}

/** The same on a machine that has been run already. */
export function pairOf(machine: CpMachine): Pair {
  return {
    machine,
    a: (step) => result(machine, "A", step + 3),
    b: (step) => result(machine, "B", step + 3),
    aNews: interruptions(machine, "A").slice(1),
    bNews: interruptions(machine, "B").slice(1),
  };
}
