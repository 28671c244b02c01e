/** What the page "CP" and its worker say to each other. The page asks; the worker tells what has become of it, unasked. */
import type { RoomView } from "../../../engine/installations/index.ts";
import type { TraceDelta } from "../../lab/machine/protocol.ts";
import type { ScreenView } from "../../terminals/screen.ts";

export type Key = "request" | "cancel";

export type Command =
  /** Makes the machine, anew where there is one. */
  | { readonly kind: "load" }
  /** A line at a printer-keyboard, keystrokes at a display. The machine runs. */
  | { readonly kind: "type"; readonly address: number; readonly text: string }
  | { readonly kind: "key"; readonly address: number; readonly key: Key }
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
  readonly typed: readonly Typed[];
  /** What the last command has come to, where that is not plain to see. */
  readonly says: string;
}

export type Report =
  | { readonly kind: "state"; readonly state: RoomState }
  | { readonly kind: "failed"; readonly message: string };
