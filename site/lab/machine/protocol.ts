/**
 * What page and worker say to each other. Every request has an id and is answered once, by its value or by an error as data; while a
 * machine runs the worker also tells its state unasked.
 */
import type { Exercise, InputEvent, Setup } from "../../../engine/grading/format.ts";
import type { Result } from "../../../engine/grading/results.ts";
import type { Files, StopReason } from "../../../engine/grading/session-types.ts";
import type { BillRow, MachineView, SourceError } from "../../../engine/grading/view.ts";
import type { Crossing, HardwareRun } from "../../../engine/machine/trace.ts";

export type { Files } from "../../../engine/grading/session-types.ts";

/** Why a machine is not running at the moment: the session's reasons, and the reader's own. */
export type StopCause = StopReason | "paused" | "place" | "begin";

/**
 * New records since the last answer, by their numbers in the run. Records from `from` on replace those that the page
 * holds; those before `first` are dropped.
 */
export interface TraceDelta {
  readonly first: number;
  readonly from: number;
  readonly crossings: readonly Crossing[];
  readonly firstHardware: number;
  readonly hardwareFrom: number;
  readonly hardware: readonly HardwareRun[];
}

/** A machine at a tick, and what of its trace the page does not have yet. */
export interface LabState {
  readonly view: MachineView;
  readonly bill: readonly BillRow[];
  readonly trace: TraceDelta;
  /** The furthest tick that this machine has reached; `view.tick` is behind it after going back. */
  readonly furthest: number;
  readonly stop: StopCause | undefined;
  /** What stopped the learner's handler. */
  readonly failure: SourceError | undefined;
}

/** How fast a machine runs that is being watched. */
export interface Pace {
  readonly ticksPerSecond: number;
  /** Whether it grows faster and faster after the first seconds, so that a long run comes to its end. */
  readonly growing: boolean;
}

/** What a machine is made from. */
export interface Making {
  readonly setup: Setup;
  readonly files: Files;
  /** Lines that the lab types, and lines that the reader has typed. */
  readonly input: readonly InputEvent[];
}

export type Opened = { readonly state: LabState } | { readonly errors: readonly SourceError[] };

/** An operation of the assembler language, for highlighting. */
export interface Operation {
  readonly mnemonic: string;
  readonly privileged: boolean;
  readonly name: string;
}

/** A source file as the assembler sees it. */
export interface AssembledFile {
  readonly errors: readonly SourceError[];
  /** Address of each line that made storage. */
  readonly addresses: readonly (readonly [line: number, address: number])[];
  readonly symbols: readonly (readonly [name: string, value: number])[];
}

export interface Dump {
  readonly address: number;
  /** Bytes, two upper-case digits each. */
  readonly hex: string;
  /** The same bytes as EBCDIC, a dot for what does not print. */
  readonly text: string;
}

/** Each call: what is asked, and what comes back. */
export interface Calls {
  language: { ask: undefined; answer: readonly Operation[] };
  assemble: { ask: { readonly file: string; readonly text: string }; answer: AssembledFile };
  open: { ask: Making; answer: Opened };
  /** Runs to a tick, as fast as it goes unless there is a pace. Answered when it stops. */
  run: { ask: { readonly until: number; readonly pace: Pace | undefined }; answer: LabState };
  pause: { ask: undefined; answer: LabState };
  step: { ask: undefined; answer: LabState };
  stepOverTrap: { ask: undefined; answer: LabState };
  toNextTrap: { ask: undefined; answer: LabState };
  stepBack: { ask: undefined; answer: LabState };
  goTo: { ask: { readonly tick: number }; answer: LabState };
  type: { ask: { readonly console: string; readonly text: string }; answer: LabState };
  read: { ask: { readonly processor: string; readonly address: number; readonly length: number }; answer: Dump };
  /** The page has drawn the progress it was sent, and can take more. */
  drawn: { ask: undefined; answer: undefined };
  /** What replays this run: everything typed, and a digest of the state. */
  digest: { ask: undefined; answer: { readonly digest: string; readonly inputs: readonly InputEvent[] } };
  grade: { ask: { readonly exercise: Exercise; readonly files: Files }; answer: Result };
}

export type CallName = keyof Calls;

export type Request = {
  [K in CallName]: { readonly id: number; readonly kind: K; readonly ask: Calls[K]["ask"] };
}[CallName];

export type Response =
  | { [K in CallName]: { readonly id: number; readonly kind: K; readonly answer: Calls[K]["answer"] } }[CallName]
  | { readonly id: number; readonly kind: "failed"; readonly message: string }
  | { readonly kind: "progress"; readonly state: LabState };
