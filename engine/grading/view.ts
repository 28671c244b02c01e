/** What a lab shows: plain data that crosses from worker to page. */
import type { Crossing, HardwareRun, World } from "../machine/trace.ts";

/** A field of a PSW, with what it says and where it is written. */
export interface FieldView {
  /** "systemMask", "key", … */
  readonly id: string;
  /** Under the value, in a word: "masks", "key", "mode". */
  readonly label: string;
  /** Bits, IBM's numbering: 0 is leftmost. */
  readonly bits: readonly [from: number, to: number];
  /** As shown: "T I E", "0", "BC", "P". */
  readonly value: string;
  /** What this value means, in a sentence. */
  readonly meaning: string;
  /** Manual and section. */
  readonly source: string;
}

export interface PswView {
  /** 16 hexadecimal digits. */
  readonly hex: string;
  readonly fields: readonly FieldView[];
}

/** A processor as its program sees it: the real one, or a guest's virtual one. */
export interface ProcessorView {
  /** "machine", "guest-a", … */
  readonly id: string;
  readonly title: string;
  readonly psw: PswView;
  /** 16 general registers, unsigned. */
  readonly gr: readonly number[];
  readonly cr: readonly number[];
  /** 4 floating-point registers, 16 hexadecimal digits. */
  readonly fr: readonly string[];
  readonly state: WorldState;
  /** Where its next instruction is in a source file, where known; lines count from 1. */
  readonly here?: { readonly file: string; readonly line: number };
  /** Why the monitor stopped this guest, in a sentence. */
  readonly why?: string;
}

export type WorldState = "running" | "waiting" | "disabled-wait" | "check-stop" | "idle" | "limit";

export interface ConsoleView {
  /** "machine", "guest-a", … */
  readonly id: string;
  readonly title: string;
  /** Device address: "009". */
  readonly device: string;
  readonly text: string;
  /** Whether the program has asked for a line and waits for it. */
  readonly reading: boolean;
}

/** Named words of assigned storage (old PSWs, interruption codes). */
export interface AssignedStorageView {
  readonly address: number;
  readonly name: string;
  readonly hex: string;
}

/** What just happened, in words. */
export interface Explanation {
  readonly title: string;
  readonly text: string;
  readonly source: string;
}

export interface LaneView {
  readonly world: World;
  readonly title: string;
  /** One of the four colours. */
  readonly role: "guest-a" | "guest-b" | "monitor" | "hardware";
  /** What is written into its stretches, where not its role's letter. */
  readonly letter?: string;
}

export interface MachineView {
  readonly tick: number;
  readonly instructions: number;
  /** How many crossings lie at or before `tick`. */
  readonly crossings: number;
  readonly state: WorldState;
  /** Who runs at this tick. */
  readonly world: World;
  readonly lanes: readonly LaneView[];
  /** The real processor first, then the guests' virtual ones. */
  readonly processors: readonly ProcessorView[];
  readonly assigned: readonly AssignedStorageView[];
  readonly consoles: readonly ConsoleView[];
  readonly explanation?: Explanation;
  /** What stopped the learner's handler, and with it the run. */
  readonly failure?: SourceError;
}

/** A row of the bill. */
export interface BillRow {
  readonly cause: string;
  readonly count: number;
  /** Ticks spent in the monitor because of it. */
  readonly ticks: number;
}

/** Records of a run, beyond the present too after going back. In a long run the oldest are not kept. */
export interface TraceView {
  /** Number of the first crossing that is kept; they are numbered from 0 at the machine's beginning. */
  readonly kept: number;
  /** Number of the first crossing here. */
  readonly first: number;
  readonly crossings: readonly Crossing[];
  readonly keptHardware: number;
  readonly firstHardware: number;
  readonly hardware: readonly HardwareRun[];
}

/** An error in a file of the learner's. Lines and columns count from 1. */
export interface SourceError {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}
