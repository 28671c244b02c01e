/**
 * Commands of tape controls.
 *
 * GA32-0020, "Commands" (Figure "Subsystem Command Codes"); GX20-1850, "Magnetic Tape"; GA22-6866, "Commands".
 */
import type { SevenTrackMode } from "./seven-track.ts";

export type TapeOperation =
  | { readonly kind: "read" | "read-backward" | "write" | "sense" | "no-operation" | "rewind" | "rewind-unload" }
  | { readonly kind: "erase-gap" | "write-tape-mark" | "data-security-erase" }
  | { readonly kind: "space-block" | "space-file"; readonly backward: boolean }
  | { readonly kind: "request-track-in-error" | "loop-write-to-read" | "diagnostic-mode-set" }
  /** Of seven-track units. */
  | { readonly kind: "mode-set-1"; readonly density: number; readonly mode: SevenTrackMode }
  /** Of nine-track units. */
  | { readonly kind: "mode-set-2"; readonly density: number };

export type TapeCommands = ReadonlyMap<number, TapeOperation>;

const BOTH: readonly (readonly [number, TapeOperation])[] = [
  [0x01, { kind: "write" }],
  [0x02, { kind: "read" }],
  [0x03, { kind: "no-operation" }],
  [0x04, { kind: "sense" }],
  [0x07, { kind: "rewind" }],
  [0x0c, { kind: "read-backward" }],
  [0x0f, { kind: "rewind-unload" }],
  [0x17, { kind: "erase-gap" }],
  [0x1b, { kind: "request-track-in-error" }],
  [0x1f, { kind: "write-tape-mark" }],
  [0x27, { kind: "space-block", backward: true }],
  [0x2f, { kind: "space-file", backward: true }],
  [0x37, { kind: "space-block", backward: false }],
  [0x3f, { kind: "space-file", backward: false }],
  [0xc3, { kind: "mode-set-2", density: 1600 }],
  [0xcb, { kind: "mode-set-2", density: 800 }],
  ...[200, 556, 800].flatMap((density, place) => modeSets1(density, place << 6)),
];

/** MODE SET 1: bits 0 and 1 say the density, bits 2 to 4 what is done with bytes. */
function modeSets1(density: number, bits: number): (readonly [number, TapeOperation])[] {
  const mode = (low: number, evenParity: boolean, converter: boolean, translator: boolean) =>
    [bits | low, { kind: "mode-set-1", density, mode: { evenParity, converter, translator } }] as const;
  return [
    mode(0x13, false, true, false),
    mode(0x23, true, false, false),
    mode(0x2b, true, false, true),
    mode(0x33, false, false, false),
    mode(0x3b, false, false, true),
  ];
}

/** Of the 2803 (2400 series). */
export const COMMANDS_2803: TapeCommands = new Map(BOTH);

/** Of the 3411: no density of 6250, and nothing for maintenance. */
export const COMMANDS_3411: TapeCommands = new Map<number, TapeOperation>([
  ...BOTH,
  [0x97, { kind: "data-security-erase" }],
  // As for the 3803.
  [0xeb, { kind: "no-operation" }],
]);

/**
 * Of the 3803. SENSE RESERVE (F4) and SENSE RELEASE (D4) need the two-channel switch, which it has not: they are
 * rejected, and so is SET DIAGNOSE (4B), which is for maintenance programs.
 */
export const COMMANDS_3803: TapeCommands = new Map<number, TapeOperation>([
  ...BOTH,
  [0x0b, { kind: "diagnostic-mode-set" }],
  [0x8b, { kind: "loop-write-to-read" }],
  [0x97, { kind: "data-security-erase" }],
  [0xd3, { kind: "mode-set-2", density: 6250 }],
  // DOS/VS gives it, as if it were one of the mode sets, and goes on.
  [0xeb, { kind: "no-operation" }],
]);
