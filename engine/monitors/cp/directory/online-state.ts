/** What CP knows of its users, as plain data. */
import type { DirectoryPointer } from "./object/label.ts";
import type { DasdAddress } from "./object/layout.ts";
import type { Directory } from "./types.ts";

/** How the reading of a directory, or the writing of one, has ended: as DIAGNOSE X'3C' tells it. */
export type DirectoryOutcome = "done" | "not found" | "failed";

/** A directory that is being read from its volume. */
export interface DirectoryReading {
  /** The volume; undefined: the first of CP's volumes that has one. */
  readonly serial: string | undefined;
  /** The virtual machine that wants it read; 0: CP itself. */
  readonly vm: number;
  /** Place of the volume at hand among those that CP owns. */
  volume: number;
  /** Its label, once it has been read; "unreadable". */
  label: Uint8Array | "wanted" | "reading" | "unreadable";
  pointer: DirectoryPointer | undefined;
  /** Records of the whole directory, as the first one says. */
  count: number;
  records: Record<DasdAddress, Uint8Array>;
}

export interface UsersState {
  /** Who may log on; undefined until it has been read. */
  directory: Directory | undefined;
  /** Serial number of the volume that it was read from, and where it is there; undefined where it was given otherwise. */
  from: { readonly serial: string; readonly pointer: DirectoryPointer } | undefined;
  /** Why nobody may: the directory could not be read. */
  failure: string | undefined;
  reading: DirectoryReading | undefined;
  /** What virtual machines that have had it read are to be told, by their numbers. */
  outcomes: Record<number, DirectoryOutcome>;
}

export function initialUsers(directory: Directory | undefined): UsersState {
  return { directory, from: undefined, failure: undefined, reading: undefined, outcomes: {} };
}
