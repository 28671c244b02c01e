/** Labs and exercises as data. A folder under `lessons/` holds `lab.ts` or `exercise.ts` and the source files that it names. */

/** One guest of the minimal monitor. */
export interface GuestSetup {
  /** "a" or "b": the world is "guest-a" or "guest-b". */
  readonly id: "a" | "b";
  /** For people: "the bank". */
  readonly title: string;
  /** Assembler source file of the program that is loaded into the guest's storage. */
  readonly program: string;
  /** Bytes of guest storage; a multiple of 4,096, 64 KiB unless given. */
  readonly storageSize?: number;
}

/** A program on the bare machine. */
export interface BareSetup {
  readonly kind: "bare";
  /** Assembler source file. Started at the PSW in location 0 where the program fills it, else in supervisor state at its entry. */
  readonly program: string;
  /** Further sources that are assembled on their own and laid into storage at `at`, as data for the program. */
  readonly images?: readonly { readonly file: string; readonly at: number }[];
  /** Bytes of main storage; 256 KiB unless given. */
  readonly storageSize?: number;
}

/** Guests under the minimal trap-and-emulate monitor. */
export interface MonitorSetup {
  readonly kind: "monitor";
  readonly guests: readonly GuestSetup[];
  /** TypeScript file whose exported handlers take the place of the monitor's own; runs in the sandbox. */
  readonly handlers?: string;
  /** Mnemonics that the monitor does not simulate by itself: without a handler in `handlers` a guest that issues one is stopped. */
  readonly without?: readonly string[];
  /** Ticks of a time slice; 2,000 unless given. */
  readonly timeSlice?: number;
  /** Bytes of real storage; 512 KiB unless given. */
  readonly storageSize?: number;
}

export type Setup = BareSetup | MonitorSetup;

/** Something typed at a console at a tick. */
export interface InputEvent {
  readonly tick: number;
  /** "guest-a", "guest-b" or "machine". */
  readonly console: string;
  readonly text: string;
}

/** A lab in a lesson. Its id is `<unit folder>/<lab folder>`. */
export interface Lab {
  readonly title: string;
  /** One sentence: what to try. */
  readonly intent: string;
  readonly setup: Setup;
  readonly input?: readonly InputEvent[];
  /** Ticks after which Run pauses by itself; 1,000,000 unless given. */
  readonly limit?: number;
  /** Panels that the lab opens with, in order; a sensible set by the kind of setup unless given. */
  readonly panels?: readonly PanelName[];
}

export type PanelName = "registers" | "psw" | "storage" | "console" | "timeline";

/** A guest-visible fact of a machine that has run: what checks and predictions are about. */
export type Fact =
  /** General register; value unsigned, 32 bits. */
  | { readonly kind: "register"; readonly world: string; readonly register: number }
  /** Field of the PSW (of a guest: its virtual PSW). */
  | { readonly kind: "psw"; readonly world: string; readonly field: PswField }
  /** Bytes of storage (of a guest: its own), as upper-case hexadecimal. `at` is an address or a symbol of the world's program. */
  | { readonly kind: "storage"; readonly world: string; readonly at: number | string; readonly length: number }
  /** How the world ended: "running", "waiting", "disabled-wait", "idle", "check-stop", "limit". */
  | { readonly kind: "state"; readonly world: string }
  /** How many crossings had a cause whose kind (or label) is `cause`, from that world. */
  | { readonly kind: "crossings"; readonly world: string; readonly cause: string }
  /** Instructions that the world executed. */
  | { readonly kind: "executed"; readonly world: string };

export type PswField =
  | "systemMask"
  | "key"
  | "mode"
  | "machineCheckMask"
  | "wait"
  | "problem"
  | "conditionCode"
  | "programMask"
  | "address";

/** What a fact must be. Numbers compare as unsigned; strings (hexadecimal, states) without regard to case. */
export type Expectation =
  | { readonly is: number | string }
  | { readonly not: number | string }
  | { readonly atLeast: number }
  | { readonly atMost: number };

/** One thing that must hold at the end of a run. */
export interface Check {
  /** Stable name; a wrong solution says at which check it must fail. */
  readonly name: string;
  /** What it is about, for the list of results: "R3 holds the largest word". */
  readonly says: string;
  readonly fact: Fact;
  readonly expect: Expectation;
  /** A sentence after expected/found/where that helps an author of a likely mistake; never the answer. */
  readonly nudge?: string;
}

/** One run of the submission on one set of data. */
export interface Trial {
  readonly name: string;
  /** Bytes (hexadecimal) laid into a world's storage after loading, at an address or symbol. */
  readonly patch?: readonly { readonly world: string; readonly at: number | string; readonly bytes: string }[];
  readonly input?: readonly InputEvent[];
  /** Ticks until the run is stopped and judged. */
  readonly limit: number;
  readonly checks: readonly Check[];
}

/** A question whose answer the machine gives. */
export interface Prediction {
  readonly name: string;
  /** "What will the condition code be after the CR?" */
  readonly ask: string;
  readonly answer: "hexadecimal" | "number" | { readonly choices: readonly string[] };
  /** Looked at when the run has ended. */
  readonly fact: Fact;
  /** Said with a wrong answer; never the answer. */
  readonly nudge: string;
}

interface ExerciseBase {
  readonly title: string;
  /** What to do, in Markdown. */
  readonly task: string;
  readonly points: number;
  readonly setup: Setup;
  /** Two to four, from a nudge to nearly there. */
  readonly hints: readonly string[];
  /** Why each tempting wrong way is tempting; shown after passing. */
  readonly afterwards: string;
}

/** Write or repair a file. Its id is `<unit folder>/<exercise folder>`. */
export interface WriteExercise extends ExerciseBase {
  readonly kind: "write" | "repair";
  /** The file that the learner edits (it is named in the setup); its text is the starter. */
  readonly edit: string;
  readonly solution: string;
  /** Files that must fail, each at the named check. */
  readonly wrong: readonly { readonly file: string; readonly failsAt: string; readonly mistake: string }[];
  readonly trials: readonly Trial[];
}

/** Say what the machine will do, then see. */
export interface PredictExercise extends ExerciseBase {
  readonly kind: "predict";
  readonly predictions: readonly Prediction[];
  readonly limit: number;
  /** Answers that must fail, each at the named prediction. */
  readonly wrong: readonly {
    readonly answers: Readonly<Record<string, string>>;
    readonly failsAt: string;
    readonly mistake: string;
  }[];
}

export type Exercise = WriteExercise | PredictExercise;
