/** Who runs, and the record of every change of that: see {@link World}. */
import type { Cause, Crossing, Trace, World } from "../machine/trace.ts";
import { deviceName } from "./channel/subchannels.ts";
import { externalName } from "./external.ts";
import { OPERATION, PAGE_TRANSLATION, PRIVILEGED_OPERATION, SEGMENT_TRANSLATION } from "./interruption-codes.ts";
import { EXTERNAL, type InterruptionClass, IO, PROGRAM, SVC } from "./interruptions.ts";

export interface WorldsState {
  readonly current: World;
  readonly dispatched: World;
  readonly since: number;
  readonly modelled: number;
}

/** What a crossing needs of the machine. */
interface Clock {
  readonly now: number;
  readonly instructions: number;
}

export class Worlds {
  /** Who runs now. */
  current: World = "program";
  /** Whom the monitor has said it gives control to. */
  dispatched: World = "monitor";
  /** The machine's instructions, and ticks charged, at and since the last crossing. */
  #since = 0;
  #modelled = 0;
  readonly #clock: Clock;
  readonly #trace: Trace;

  constructor(clock: Clock, trace: Trace) {
    this.#clock = clock;
    this.#trace = trace;
  }

  /** Work of the monitor's, in ticks. */
  charge(ticks: number): void {
    this.#modelled += ticks;
  }

  /** Control passes to another world. Returns the record of that, unless it is the same. */
  cross(to: World, cause: Cause, guestAddress: number): Crossing | undefined {
    if (to === this.current) return undefined;
    const { now, instructions } = this.#clock;
    const crossing: Crossing = {
      tick: now,
      from: this.current,
      to,
      cause,
      guestAddress,
      executed: instructions - this.#since,
      modelled: this.#modelled,
    };
    this.#trace.addCrossing(crossing);
    this.current = to;
    this.#since = instructions;
    this.#modelled = 0;
    return crossing;
  }

  save(): WorldsState {
    return {
      current: this.current,
      dispatched: this.dispatched,
      since: this.#since,
      modelled: this.#modelled,
    };
  }

  restore({ current, dispatched, since, modelled }: WorldsState): void {
    this.current = current;
    this.dispatched = dispatched;
    this.#since = since;
    this.#modelled = modelled;
  }
}

/** Causes that there have been: equal ones are one object. */
const numbered = new Map<number, Cause>();
const privileged = new Map<string, Cause>();
const unknown = new Map<string, Cause>();

/** What a crossing is called: the mnemonic where an instruction was refused, else the source of the interruption. */
export function causeOf(kind: InterruptionClass, code: number, mnemonic: string): Cause {
  const isNamed = kind === PROGRAM && (code === PRIVILEGED_OPERATION || (code === OPERATION && mnemonic !== ""));
  const named = code === OPERATION ? unknown : privileged;
  const key = kind.old * 0x10000 + code;
  let cause = isNamed ? named.get(mnemonic) : numbered.get(key);
  if (cause !== undefined) return cause;
  cause = newCause(kind, code, mnemonic);
  if (isNamed) named.set(mnemonic, cause);
  else numbered.set(key, cause);
  return cause;
}

function newCause(kind: InterruptionClass, code: number, mnemonic: string): Cause {
  const hex = code.toString(16).toUpperCase();
  switch (kind) {
    case SVC:
      return { kind: `svc:${code}`, label: `SVC ${code}` };
    case EXTERNAL:
      return { kind: `external:${hex}`, label: externalName(code) };
    case IO:
      return { kind: `io:${deviceName(code)}`, label: `I/O ${deviceName(code)}` };
    case PROGRAM:
      return { kind: `program:${hex}`, label: programLabel(code, mnemonic) };
    default:
      return { kind: kind.name, label: kind.name };
  }
}

function programLabel(code: number, mnemonic: string): string {
  switch (code) {
    case OPERATION:
    case PRIVILEGED_OPERATION:
      return mnemonic || `program ${code}`;
    case SEGMENT_TRANSLATION:
      return "segment fault";
    case PAGE_TRANSLATION:
      return "page fault";
    default:
      return `program ${code.toString(16).toUpperCase()}`;
  }
}
