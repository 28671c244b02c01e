/** What CP knows of its users, as plain data. */
import type { DirectoryPointer } from "./object/label.ts";
import type { DasdAddress } from "./object/layout.ts";
import type { Directory } from "./types.ts";

/** How the reading of a directory, or the writing of one, has ended. */
export type DirectoryOutcome = "done" | "not found" | "failed" | "no room";

/** A directory that is being read from its volume. */
export interface DirectoryReading {
  /** The volume; undefined: the first of CP's volumes that has one. */
  readonly serial: string | undefined;
  /** The virtual machine that wants it read; 0: CP itself. */
  readonly vm: number;
  /** What that one has asked for. */
  readonly request: string;
  /** Place of the volume at hand among those that CP owns. */
  volume: number;
  /** Its label, once it has been read; "unreadable". */
  label: Uint8Array | "wanted" | "reading" | "unreadable";
  pointer: DirectoryPointer | undefined;
  /** Records of the whole directory, as the first one says. */
  count: number;
  records: Record<DasdAddress, Uint8Array>;
}

/** A changed directory that is being written beside the one in use. */
export interface DirectoryWriting {
  readonly directory: Directory;
  /** The virtual machine that has changed it, and how. */
  readonly vm: number;
  readonly request: string;
  /** Page of the volume that the first record goes to. */
  readonly first: number;
  readonly pointer: DirectoryPointer;
  readonly records: readonly Uint8Array[];
  /** The record at hand; behind the last one, the label. */
  index: number;
  label: "wanted" | "reading" | "writing" | "written" | "failed";
}

/** Where a directory was read from. */
export interface DirectoryOrigin {
  readonly serial: string;
  readonly pointer: DirectoryPointer;
  readonly records: number;
}

export interface UsersState {
  /** Who may log on; undefined until it has been read. */
  directory: Directory | undefined;
  /** Undefined where it was given otherwise. */
  from: DirectoryOrigin | undefined;
  /** Why nobody may: the directory could not be read. */
  failure: string | undefined;
  reading: DirectoryReading | undefined;
  writing: DirectoryWriting | undefined;
  /** What virtual machines that have had it read or written are to be told, by their numbers, when they ask for the same again. */
  outcomes: Record<number, { readonly request: string; readonly outcome: DirectoryOutcome }>;
}

export function initialUsers(directory: Directory | undefined): UsersState {
  return { directory, from: undefined, failure: undefined, reading: undefined, writing: undefined, outcomes: {} };
}
