/** What the page "CP" and its worker say to each other. The page asks; the worker tells what has become of it, unasked. */
import type { SourceError } from "../../../engine/grading/view.ts";
import type { DeckLabel, RoomView } from "../../../engine/installations/index.ts";
import type { TraceDelta } from "../../lab/machine/protocol.ts";
import type { ScreenView } from "../../terminals/screen.ts";

export type Key = "request" | "cancel";

export type Command =
  /** Makes the machine: of a link's run, or as it was left. Comes first. */
  | { readonly kind: "open"; readonly link: string }
  /** Loads CP anew, with the disks as they are or as they are given. */
  | { readonly kind: "load"; readonly disks: "kept" | "given" }
  /** Asks for a link that replays the run up to now. */
  | { readonly kind: "link" }
  /** The page is being left. */
  | { readonly kind: "keep" }
  /** Asks for the packs as images: as they are, or those of the room that was set aside last. */
  | { readonly kind: "saveDisks"; readonly of: "room" | "refused" }
  | { readonly kind: "giveUpRefused" }
  /** A line at a printer-keyboard, keystrokes at a display. The machine runs. */
  | { readonly kind: "type"; readonly address: number; readonly text: string }
  | { readonly kind: "key"; readonly address: number; readonly key: Key }
  /** A deck for a user's virtual reader: a program is assembled first. The machine runs. */
  | { readonly kind: "deck"; readonly label: DeckLabel; readonly text: string; readonly isProgram: boolean }
  | { readonly kind: "run" }
  | { readonly kind: "pause" }
  | { readonly kind: "step" }
  | { readonly kind: "stepBack" }
  | { readonly kind: "toNextTrap" }
  | { readonly kind: "goTo"; readonly tick: number }
  /** The page has drawn what it was told, and can take more. */
  | { readonly kind: "drawn" };

export interface ConsoleState {
  readonly address: number;
  readonly userid: string;
  /** A line is awaited. */
  readonly reading: boolean;
}

/** New text of a console, from a character on. */
export interface Typed {
  readonly address: number;
  readonly from: number;
  readonly text: string;
}

export interface RoomState {
  readonly view: RoomView;
  readonly trace: TraceDelta;
  readonly furthest: number;
  readonly isRunning: boolean;
  readonly consoles: readonly ConsoleState[];
  readonly screens: readonly (ScreenView & { readonly userid: string })[];
  /** Of consoles and the printer. */
  readonly typed: readonly Typed[];
  /** Cards that the punch has cut. */
  readonly punched: number;
  /** What the last command has come to, where that is not plain to see. */
  readonly says: string;
}

/** An error in the text of a deck. */
export type DeckFault = Omit<SourceError, "file">;

/** Whether what happens is kept in the browser: it is, it soon will be, it cannot be, or it is not to be. */
export type Kept = "yes" | "soon" | "no" | "never";

export type Report =
  | { readonly kind: "state"; readonly state: RoomState }
  /** The machine begins anew: what the page has of it is of another one. */
  | { readonly kind: "fresh" }
  | { readonly kind: "notice"; readonly text: string }
  | { readonly kind: "kept"; readonly kept: Kept }
  /** How many rooms have been set aside. */
  | { readonly kind: "refused"; readonly count: number }
  /** A link's fragment; or why there is none. */
  | { readonly kind: "link"; readonly fragment?: string; readonly why?: string }
  /** What became of a deck: it lies in the reader, or has errors. */
  | { readonly kind: "deck"; readonly errors: readonly DeckFault[] }
  | { readonly kind: "file"; readonly name: string; readonly content: Blob }
  | { readonly kind: "failed"; readonly message: string };
