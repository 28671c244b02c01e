/** What CP knows of dumps of itself. */
import type { RecordFile } from "./record-file.ts";
import type { VirtualDump } from "./virtual-dumps.ts";

/** What SET DUMP says. */
export interface DumpUnit {
  /** All of real storage, or what is CP's alone. */
  all: boolean;
}

/** A dump that is being written. */
export interface Dump extends RecordFile {
  /** Why: "PSA002". */
  readonly code: string;
  /** The second record, as it was when the dump began. */
  readonly information: Uint8Array;
  /** Keys of storage, a byte for each 2,048 bytes: two records. */
  readonly keys: Uint8Array;
  /** Numbers of the page frames that are dumped, in order. */
  readonly frames: readonly number[];
}

export interface DumpingState {
  readonly unit: DumpUnit;
  current: Dump | undefined;
  /** VMDUMP, by number of the virtual machine. */
  readonly virtual: Record<number, VirtualDump>;
}

export function initialDumping(): DumpingState {
  return { unit: { all: false }, current: undefined, virtual: {} };
}
