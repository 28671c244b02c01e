/** What CP knows of real storage, of virtual machines' pages, and of the disks that it owns. */
import type { Slot } from "./page-geometry.ts";

/** What a frame is used for. */
export type FrameUse =
  | { readonly kind: "cp" }
  | { readonly kind: "page"; readonly vm: number; readonly page: number; locks: number }
  /** A block of a disk of CP's. */
  | { readonly kind: "block"; readonly slot: Slot };

/** A block of a disk in its frame. */
export interface CachedBlock {
  readonly frame: number;
  /** What goes on, if anything does. */
  transfer: "reading" | "writing" | undefined;
  /** What is in the frame is not on the disk. */
  changed: boolean;
  /** Nobody uses the slot any more: forgotten when the transfer ends. */
  dropped: boolean;
  /** Counts up with each use of any block. */
  used: number;
}

/** A volume of CP's that is mounted. */
export interface OwnedVolume {
  /** Its number in slots. */
  readonly index: number;
  readonly serial: string;
  /** Real address of its drive. */
  readonly device: number;
  /** Machine type of the drive. */
  readonly type: string;
  readonly cylinders: number;
  readonly pagesACylinder: number;
  /** What each cylinder is for, as on the disk (see `format.ts`). */
  readonly map: Uint8Array;
  /** Cylinders in which pages are in use: those in use, a byte each (0 or 1), and their number. */
  used: Record<number, { count: number; pages: Uint8Array }>;
  /** Pages that could not be written, which nobody gets any more. */
  bad: number;
}

/** Reading or writing of a page of a disk that waits for a channel program of its own, or for its end. */
export interface PageTransfer {
  readonly kind: string;
  readonly slot: Slot;
  /** Absolute address of the frame. */
  readonly address: number;
  readonly write: boolean;
  /** How often it has been tried again. */
  retries: number;
}

export interface StorageState {
  /** By frame number; undefined: free. The first few are the machine's and CP's own. */
  frames: (FrameUse | undefined)[];
  /** Pieces of free storage by size: their absolute addresses. */
  free: Record<number, number[]>;
  volumes: OwnedVolume[];
  /** Volume labels that are being read. */
  labels: number;
  /** Allocation maps found on drives, until all labels have been read. */
  found: { readonly device: number; readonly map: Uint8Array }[];
  /** Pieces of storage for channel programs that nobody uses. */
  programs: number[];
  /** Transfers for which there was none. */
  waitingTransfers: PageTransfer[];
  blocks: Record<Slot, CachedBlock>;
  blockClock: number;
  /** Slots whose record cannot be read or written. */
  failed: Slot[];
}

/** Pages of a virtual machine. */
export interface VmPages {
  /** Frame number of each page; 0: not in storage. */
  frame: Int32Array;
  /** Frames that hold its page tables. */
  tables: number[];
}

export function initialStorage(): StorageState {
  return {
    frames: [],
    free: {},
    volumes: [],
    labels: 0,
    found: [],
    programs: [],
    waitingTransfers: [],
    blocks: {},
    blockClock: 0,
    failed: [],
  };
}
