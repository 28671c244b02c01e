/** What CP knows of dumps of itself. */
import type { SpoolOutput } from "../spool/state.ts";

/** What SET DUMP says. */
export interface DumpUnit {
  /** All of real storage, or what is CP's alone. */
  all: boolean;
}

/** A dump that is being written. */
export interface Dump {
  readonly output: SpoolOutput;
  /** Why: "PSA002". */
  readonly code: string;
  /** The second record, as it was when the dump began. */
  readonly information: Uint8Array;
  /** Keys of storage, a byte for each 2,048 bytes: two records. */
  readonly keys: Uint8Array;
  /** Numbers of the page frames that are dumped, in order. */
  readonly frames: readonly number[];
  /** Blocks of the file that are written. */
  written: number;
  /** Blocks whose bytes are stored, and may be on their way to the disk. */
  stored: number;
  /** There is no room for more. */
  isCut: boolean;
}

export interface DumpingState {
  readonly unit: DumpUnit;
  current: Dump | undefined;
}

export function initialDumping(): DumpingState {
  return { unit: { all: false }, current: undefined };
}
