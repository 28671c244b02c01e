/** What a session offers to page, command line and grader. */
import type { QuickJSSyncVariant } from "quickjs-emscripten-core";
import type { FactValue } from "./facts.ts";
import type { Fact, InputEvent, Setup, Trial } from "./format.ts";
import type { BillRow, MachineView, SourceError, TraceView, WorldState } from "./view.ts";

/** Source files by the names that the setup uses. */
export type Files = Readonly<Record<string, string>>;

export interface SessionOptions {
  /** Lines typed at consoles, each at its tick. */
  readonly input?: readonly InputEvent[];
  /** Bytes laid into storage after loading. */
  readonly patch?: NonNullable<Trial["patch"]>;
  /** How the host loads QuickJS; needed where the package's own way does not find its WebAssembly file. */
  readonly variant?: QuickJSSyncVariant;
}

/**
 * Why a session stopped. "limit": the ticks asked for have passed. "trap": it stands right after a crossing. "idle": an enabled wait with
 * nothing coming. "error": the learner's handler failed; see `failure`.
 */
export type StopReason = "limit" | "step" | "trap" | "no-trap" | "disabled-wait" | "idle" | "check-stop" | "error";

/** A machine with its programs, its monitor and the learner's handlers; it can go forward and back. */
export interface Session {
  readonly setup: Setup;
  /** Virtual time. */
  readonly tick: number;
  /** Guest-machine instructions executed. */
  readonly instructions: number;
  /** State of the real processor. */
  readonly state: WorldState;
  /** The furthest tick reached, which going back does not change. */
  readonly furthest: number;
  /** What stopped the learner's handler at this tick or before. */
  readonly failure: SourceError | undefined;
  /** Everything typed so far, the setup's input included, in order of time. */
  readonly inputs: readonly InputEvent[];
  view(): MachineView;
  /** Crossings and hardware runs from these numbers on (0 unless given), as far back as they are kept. */
  trace(from?: number, hardwareFrom?: number): TraceView;
  /** What each cause cost up to now, dearest first. */
  bill(): BillRow[];
  /** Bytes of a processor's storage ("machine", "guest-a", …); of a guest, its own. Bytes that do not exist read as zero. */
  read(processor: string, address: number, length: number): Uint8Array;
  /** Runs at most so many ticks. */
  advance(ticks: number): StopReason;
  /** One instruction, one call of the monitor, or one jump of a waiting machine to its next event. */
  step(): StopReason;
  /** A step; where it enters the monitor, on until a guest (or, on a bare machine, the same world) has control again. */
  stepOverTrap(limit?: number): StopReason;
  /** Runs until the next crossing has been made, at most `limit` ticks (10,000,000 unless given). */
  toNextTrap(limit?: number): StopReason;
  stepBack(): StopReason;
  /** Goes to the state at a tick, back or forward. Ticks inside a step mean its end. */
  goTo(tick: number): StopReason;
  /** Types a line at a console, now. What was typed later than now, before going back, is dropped. */
  input(console: string, text: string): void;
  /** 16 hexadecimal digits that stand for storage, processor, time and trace; equal runs have equal digests. */
  digest(): string;
  /** A fact of the machine as it is now; why there is none, where it names what does not exist. */
  fact(fact: Fact): FactValue | { readonly why: string };
  /** Frees the sandbox. */
  dispose(): void;
}
