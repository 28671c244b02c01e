/** What the page "IPL your own" and its worker say to each other. The page asks; the worker tells what has become of it, unasked. */
import type { ConfigurationMessage, OperatorKey } from "../../../engine/index.ts";
import type { ScreenView } from "../../terminals/screen.ts";

export type { ScreenView } from "../../terminals/screen.ts";

/** How fast the machine goes: waits take as long as the program means them to, or nothing, or everything takes its time. */
export type Speed = "waits" | "unbound" | "paced";

/** What the page asks for. */
export type Command =
  /** First of all: what was kept from the last visit. */
  | { readonly kind: "open" }
  /** Puts files on the shelf. `replacing`: also where one of that name has changes, which are then gone. */
  | { readonly kind: "add"; readonly files: readonly File[]; readonly replacing?: boolean }
  | { readonly kind: "remove"; readonly name: string }
  /** Gives up what programs have written on a medium. */
  | { readonly kind: "forget"; readonly name: string }
  /** Takes a medium though it is damaged: read only, as far as it is sound. */
  | { readonly kind: "accept-damage"; readonly name: string }
  /** Takes one of the ready installations. */
  | { readonly kind: "install"; readonly id: string }
  | { readonly kind: "configuration"; readonly text: string }
  | { readonly kind: "ipl"; readonly address: number | undefined }
  | { readonly kind: "power-off" }
  | { readonly kind: "key"; readonly key: OperatorKey }
  /** What the operator does at a device. */
  | { readonly kind: "operate"; readonly address: number; readonly text: string }
  | { readonly kind: "console-key"; readonly address: number; readonly key: "request" | "cancel" }
  | { readonly kind: "speed"; readonly speed: Speed }
  | { readonly kind: "fast-devices"; readonly fast: boolean }
  /** Asks for a file: an image with its changes, or what a device has put out. */
  | { readonly kind: "save-medium"; readonly name: string; readonly form: ImageForm }
  | { readonly kind: "save-output"; readonly address: number; readonly form: OutputForm }
  /** Throws away what a printer or punch has put out. */
  | { readonly kind: "tear-off"; readonly address: number }
  /** The page has drawn what it was told, and can take more. */
  | { readonly kind: "drawn" }
  /** Keeps what is to be kept, now. */
  | { readonly kind: "keep" };

export type ImageForm = "plain" | "compressed";
export type OutputForm = "text" | "ebcdic";

/** A medium on the shelf. */
export interface MediumView {
  readonly name: string;
  readonly kind: "disk" | "tape" | "deck";
  /** "3350, 555 cylinders". */
  readonly about: string;
  /** Bytes; nothing for a medium that was blank and is on no file yet. */
  readonly size: number | undefined;
  /** What is wrong with it, and where. */
  readonly damage: string | undefined;
  readonly isDamagedTaken: boolean;
  /** "3 tracks written". */
  readonly changes: string | undefined;
  /** Whether it will be here again when the page is opened again. */
  readonly kept: "yes" | "no" | "soon";
}

/** A configuration as it has been read. */
export interface ConfigurationView {
  readonly text: string;
  /** Id of the ready installation that it comes from; "shelf": made of what is on the shelf; "own": edited. */
  readonly origin: string;
  readonly errors: readonly ConfigurationMessage[];
  readonly notes: readonly ConfigurationMessage[];
  readonly loadDevice: number | undefined;
  readonly fastDevices: boolean;
  /** Devices from which a program can be loaded. */
  readonly loadable: readonly { readonly address: number; readonly label: string }[];
}

export interface DeviceView {
  readonly address: number;
  readonly type: string;
  readonly kind: "console" | "reader" | "punch" | "printer" | "disk" | "tape" | "display" | "adapter";
  /** What is in it. */
  readonly medium: string | undefined;
  readonly state: string;
  /** A console waits for a line. */
  readonly reading: boolean;
  /** Whether a console has paper that can be saved. */
  readonly hasOutput: boolean;
}

/** A printer's or punch's tray in which something lies, whether there is a machine now or not. */
export interface TrayView {
  readonly address: number;
  readonly type: string;
  readonly kind: "printer" | "punch";
}

/** New text of a console, printer or punch: from a character on. */
export interface PaperPiece {
  readonly address: number;
  readonly from: number;
  readonly text: string;
}

export type Lamp = "system" | "manual" | "wait" | "load" | "check";

export interface MachineView {
  readonly lamps: readonly Lamp[];
  /** In a sentence: what the machine does, or why it stands. */
  readonly says: string;
  /** 16 hexadecimal digits. */
  readonly psw: string;
  readonly mode: "BC" | "EC";
  readonly instructions: number;
  /** Microseconds of the machine's own time. */
  readonly ticks: number;
  /** Millions of instructions a second, lately. */
  readonly mips: number;
  /** Whether it goes on by itself. */
  readonly isRunning: boolean;
  readonly devices: readonly DeviceView[];
  readonly screens: readonly ScreenView[];
}

/** Something that the reader should know, and may do something about. */
export interface Notice {
  readonly tone: "error" | "told";
  readonly text: string;
  readonly offer?: { readonly label: string; readonly command: Command };
}

/** What the worker tells. */
export type Report =
  | { readonly kind: "shelf"; readonly media: readonly MediumView[] }
  | { readonly kind: "configuration"; readonly view: ConfigurationView }
  /** A machine is made: all papers are told again, those of consoles are new. */
  | { readonly kind: "fresh" }
  /** No view: the power is off. `papers`: what is new on them. */
  | {
      readonly kind: "machine";
      readonly view: MachineView | undefined;
      readonly papers: readonly PaperPiece[];
      readonly trays: readonly TrayView[];
    }
  | { readonly kind: "notice"; readonly notice: Notice | undefined }
  /** Whether something waits to be kept. */
  | { readonly kind: "unsaved"; readonly unsaved: boolean }
  | { readonly kind: "file"; readonly name: string; readonly content: Blob };
