/**
 * What a channel and the devices on it say to each other: one command after the other, each with its data and its
 * status (GA22-7000, "Input/Output Operations"; GA22-6974, "I/O Interface: Channel to Control Unit"). A device knows
 * nothing of CCWs, storage or interruptions; the channel knows nothing of disks or cards.
 */
import type { Shelf } from "../devices/media.ts";

/** Unit status: CSW bits 32-39. */
export const ATTENTION = 0x80;
export const STATUS_MODIFIER = 0x40;
export const CONTROL_UNIT_END = 0x20;
export const BUSY = 0x10;
export const CHANNEL_END = 0x08;
export const DEVICE_END = 0x04;
export const UNIT_CHECK = 0x02;
export const UNIT_EXCEPTION = 0x01;

/** Most bytes that one CCW, or one answer, can ask for. */
export const MOST_BYTES = 0xffff;

/** A command as a device gets it. */
export interface Command {
  /** 0-255. Its low bits say which way data go: see {@link isOutput}. */
  readonly code: number;
  /** Whether it was chained to another one: the first command of a channel program was not. */
  readonly chained: boolean;
  /** Whether the channel will chain another command to it, unless its status says otherwise. */
  readonly chains: boolean;
}

/** How a command ends. */
export interface Ending {
  /**
   * Unit status. CHANNEL_END must be among it; without DEVICE_END, `later` says when that comes, and where there is no
   * `later` either, the device {@link Line.present}s it when it knows (the other side of a channel-to-channel adapter
   * has taken a control command). With STATUS_MODIFIER the channel leaves out one CCW. With UNIT_CHECK the device has
   * sense bytes ready.
   */
  readonly status: number;
  /** What the device still does after channel end (a tape rewinds, an arm moves); it is busy until then. */
  readonly later?: {
    readonly ticks: number;
    readonly status: number;
    /** Where a chained command follows: ticks after which it tries again if the channel was in use then (one turn of a disk). */
    readonly missed?: number;
    /** Whether its control unit is busy with it until then: see {@link Device.controlUnit}. */
    readonly holdsControl?: boolean;
  };
}

/**
 * What a device says to a command.
 *
 * - `refused`: status at initial selection that keeps the command from being executed: UNIT_CHECK (with sense bytes) and the like.
 * - `immediate`: done, without data (NO-OPERATION, most controls).
 * - `input`: data for storage (reads and senses). The channel stores what it has room for.
 * - `output`: wants up to `most` bytes (writes, searches, controls with data), and gets them by {@link Device.accept}.
 * - `waiting`: nothing yet (nobody has typed, the other side has not come): the device goes on by {@link Line.proceed}.
 *
 * `before`: ticks until the first byte (an arm moves, a disk turns), in which a block-multiplexer channel serves others
 * where `disconnects` is true. `perByte`: ticks for each byte, a fraction as a rule. A tick is a microsecond. `paced`: bytes
 * come when they come (what turns or runs does not wait), whether or not the channel knows by then where to put them.
 */
export type Answer =
  | { readonly kind: "refused"; readonly status: number }
  | ({ readonly kind: "immediate" } & Ending & Positioning)
  | ({
      readonly kind: "input";
      readonly data: Uint8Array;
      readonly perByte?: number;
      readonly paced?: boolean;
    } & Ending &
      Positioning)
  | ({ readonly kind: "output"; readonly most: number; readonly perByte?: number } & Positioning)
  | { readonly kind: "waiting" };

interface Positioning {
  readonly before?: number;
  readonly disconnects?: boolean;
  /** Ticks after which it tries again where the channel was serving another device then (a disk: one turn). */
  readonly missed?: number;
}

/**
 * How an output command ends. `taken`: how many of the bytes the device has used, if not all. `unsatisfied`: it would
 * have gone on asking where the count has ended (GA22-7000, "Incorrect Length", long block on output).
 */
export type OutputEnding = Ending & { readonly taken?: number; readonly unsatisfied?: boolean };

/**
 * What a device says to data: that it wants `more` bytes (of the same command), how the command ends, or, `waiting`,
 * that only {@link Line.proceed} will say so (the other side of a channel-to-channel adapter has to take them first).
 */
export type Acceptance = { readonly more: number } | OutputEnding | { readonly kind: "waiting" };

/** A device's line to its channel. */
export interface Line {
  /** Virtual time, in ticks. */
  readonly now: number;
  /** Whether the channel leaves out the device's times: what turns is then always where it is wanted. */
  readonly fast?: boolean;
  /** What the operator can mount. */
  readonly shelf: Shelf;
  /**
   * Status that no command has asked for: attention, or device end when the operator has made the device ready. Device
   * end while a command has given channel end only is that command's.
   */
  present(status: number): void;
  /**
   * Goes on with a command that was answered by `waiting`; where {@link Device.accept} was, with its ending. Does nothing
   * where none is waiting.
   */
  proceed(answer: Exclude<Answer, { kind: "waiting" }> | OutputEnding): void;
  /** Has {@link Device.due} called so many ticks from now. */
  after(ticks: number, what: string): void;
}

/** A device, its control unit included. */
export interface Device {
  /** The machine type: "3350". */
  readonly type: string;
  /** "3350 disk". */
  readonly name: string;
  /** Type of its control unit, where it shares that with those of its kind at neighbouring addresses. */
  readonly controlUnit?: string;
  /** Whether it has given channel end of a command and does not know yet when device end comes. */
  readonly isWorking?: boolean;
  /** Once, when it is attached. */
  connect?(line: Line): void;
  /** Takes a command. The device is not working: the channel sees to that. */
  begin(command: Command): Answer;
  /** Data that it asked for, or fewer where the channel program has no more. Called once for each answer that asks. */
  accept?(data: Uint8Array): Acceptance;
  /** How many bytes of an `input` the channel has taken, when the command's data have been transferred. */
  transferred?(count: number): void;
  /** What it asked of {@link Line.after}. */
  due?(what: string): void;
  /**
   * What the operator does at the device: a line typed at a console, "ready", "mount NAME". Throws RangeError, with a
   * sentence for the operator, on what it does not understand.
   */
  operate?(text: string): void;
  /** HALT I/O or HALT DEVICE has ended the command that it was executing or waiting in. */
  halt?(): void;
  /** System reset: sense bytes, masks and the like as after power-on. Media stay where they are. */
  reset(): void;
  /** Everything that decides how it goes on. Plain data, never changed afterwards: large parts may be shared. */
  save(): unknown;
  /** Takes back what {@link save} returned, and leaves it as it is. */
  restore(saved: unknown): void;
}

/** Whether a command takes data out of storage: write and control (a control without data answers `immediate`). */
export function isOutput(code: number): boolean {
  return (code & 0x01) !== 0;
}

/** Whether a command stores its data from the highest address down. */
export function isReadBackward(code: number): boolean {
  return (code & 0x0f) === 0x0c;
}

/** Channel end and device end: what most commands end with. */
export const ENDED = CHANNEL_END | DEVICE_END;
