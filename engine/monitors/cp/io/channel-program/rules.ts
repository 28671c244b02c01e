/** What becomes of a virtual machine's commands on their way to a real device. */
import type { Ccw } from "./ccw.ts";
import type { Unreachable } from "./guest-storage.ts";

/** What a command's data say that CP has to know of afterwards: bytes to be relocated in the virtual machine's storage. */
export type PatchKind = "home address" | "record zero" | "sense" | "head of home address" | "head of record zero";

export type Treatment =
  /** Given to the device with its own area; `command` in place of its own. */
  | {
      readonly kind: "area";
      readonly command?: number;
      readonly flags?: number;
      readonly patches?: readonly PatchKind[];
    }
  /** Given to the device with other bytes as its data. A `count` goes in place of its own, which is then left over whatever happens. */
  | {
      readonly kind: "argument";
      readonly command: number;
      readonly argument: Uint8Array | Unreachable;
      readonly flags?: number;
      readonly count?: number;
    }
  /** Given to the device without data. */
  | { readonly kind: "no data"; readonly command?: number; readonly flags?: number }
  /** READ IPL: a seek to this address, then home address and record 1. */
  | { readonly kind: "load"; readonly seek: Uint8Array };

/** What a kind of device makes of commands. */
export interface CommandRules {
  /** Bytes of its data that decide how a command is treated; 0 where they do not. */
  argumentBytes(command: number): number;
  treat(ccw: Ccw, argument: Uint8Array | Unreachable): Treatment;
  /** Whether the device may leave out a CCW after this command. */
  modifiesStatus(command: number): boolean;
}

const TYPE = 0x03;
const WRITE = 0x01;
const DIAGNOSTIC_WRITE = 0x73;
/** A write that no storage control has: command reject. */
const NO_WRITE = 0x41;

/** A disk that belongs to a virtual machine alone, which may only read it. */
export const READ_ONLY_RULES: CommandRules = {
  argumentBytes: () => 0,
  treat: ({ command }) =>
    (command & TYPE) === WRITE || command === DIAGNOSTIC_WRITE ? { kind: "area", command: NO_WRITE } : { kind: "area" },
  modifiesStatus: () => true,
};

/** Devices that belong to a virtual machine alone: all as it is. */
export const DEDICATED_RULES: CommandRules = {
  argumentBytes: () => 0,
  treat: () => ({ kind: "area" }),
  modifiesStatus: () => true,
};
