/** What CP knows of real storage, of virtual machines' pages, and of the disks that it owns. */
import type { Slot } from "./page-geometry.ts";

/** A page of a virtual machine in a frame. */
export interface PageFrame {
  readonly kind: "page";
  /** Whose: number of the virtual machine, or of segments that are attached to some; 0: nobody's any more. */
  vm: number;
  /** Number of the page there. */
  readonly page: number;
  /** How often it has been locked: a page that is locked stays. */
  locks: number;
  /** Locked by the LOCK command. */
  held?: boolean;
  /**
   * On its way in; there; on its way to the disk; or given up, and not used for anything else yet: a virtual machine that wants it again gets it back
   * from there.
   */
  state: "in" | "resident" | "out" | "free";
  /** Somebody wants it while it is on its way out. */
  wanted: boolean;
  /** CP has used it for its virtual machine, or it has just come: it counts as referenced. */
  touched: boolean;
}

/** What a frame is used for. */
export type FrameUse =
  | { readonly kind: "cp" }
  /** Of the V=R area, while there is no V=R machine. */
  | { readonly kind: "virtual=real" }
  | PageFrame
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
  /** Pages for virtual machines and spooling that it has. */
  readonly pages: number;
  /** What each cylinder is for, as on the disk (see `format.ts`). */
  readonly map: Uint8Array;
  /** Cylinders in which pages are in use: those in use, a byte each (0 or 1), and their number. */
  used: Record<number, { count: number; pages: Uint8Array }>;
  /** Pages that could not be written, which nobody gets any more. */
  bad: number;
  /** A channel program for pages of it goes on, or waits for its drive; the cylinder of the last. */
  paging: boolean;
  arm: number;
}

/** Reading or writing of a page of a disk that waits for a channel program, or for its end. */
export interface PageTransfer {
  readonly kind: string;
  readonly slot: Slot;
  /** Absolute address of the frame. */
  readonly address: number;
  readonly write: boolean;
  /** It has failed, with others: it gets a channel program to itself. */
  readonly alone?: boolean;
}

/** Counts since CP was loaded, in pages. */
export interface PagingCounts {
  /** Pages that began as zeros. */
  fresh: number;
  reads: number;
  writes: number;
  /** Pages taken away: from those who were not in a queue, and from those who were. */
  flushed: number;
  stolen: number;
  /** Pages that were given up and wanted again before their frame was used. */
  reclaimed: number;
  /** Pages that could not be read or written. */
  errors: number;
}

export interface StorageState {
  /** By frame number; undefined: nothing is in it. The first few are the machine's and CP's own. */
  frames: (FrameUse | undefined)[];
  /** Frames that may be had, the one first that has been longest here. Some contain pages that may be wanted again. */
  freeList: number[];
  /** Number of the first frame behind the V=R area; 0: there is none, or it has been given up. */
  virtualReal: number;
  /** The virtual machine whose own tables have entries in the lookaside buffer; 0: none. */
  bypassed: number;
  /** SET RESERVE: a virtual machine keeps so many of its pages, whoever needs frames. */
  reserved: { readonly vm: number; readonly pages: number } | undefined;
  /** Frames with pages of virtual machines that have left their queue, the longest gone first. */
  flushList: number[];
  /** Where the search for pages that are not used goes on. */
  hand: number;
  /** Pages on their way out. */
  leaving: number;
  /** Frames that somebody needs at once, who waits for them. */
  demand: number;
  /** Somebody waits for a frame. */
  wanted: boolean;
  counts: PagingCounts;
  /** Paging rate: pages read and written in the present interval, since when, and a second in the one before. */
  rate: { since: number; pages: number; last: number };
  /** Pieces of free storage by size: their absolute addresses. */
  free: Record<number, number[]>;
  volumes: OwnedVolume[];
  /** What the operator has been told of space on them. */
  short: "nearly full" | "full" | undefined;
  /** Slots that pages have; all pages for which there must be a place (see `page-space.ts`); whether somebody waits for such a place. */
  pageSlots: number;
  held: number;
  spaceWanted: boolean;
  /** Volume labels that are being read. */
  labels: number;
  /** Allocation maps found on drives, until all labels have been read. */
  found: { readonly device: number; readonly map: Uint8Array }[];
  /** Pieces of storage for channel programs that nobody uses. */
  programs: number[];
  /** Transfers that have not been started, as they came. */
  waitingTransfers: PageTransfer[];
  /** By number. */
  attached: Record<number, AttachedSegments>;
  nextAttached: number;
  blocks: Record<Slot, CachedBlock>;
  blockClock: number;
  /** Slots whose record cannot be read or written. */
  failed: Slot[];
}

/** Pages of a virtual machine: what is not in its page and swap tables, which lie in real storage (see `page-tables.ts`). */
export interface VmPages {
  /** Frame number of each page; 0: not in storage. */
  frame: Int32Array;
  /** Frame in which a page is that is not in storage, but on its way, or given up; 0: none. Whether it still is, the frame's use says. */
  last: Int32Array;
  /** Frames that hold its page and swap tables. */
  tables: number[];
  /** Segments of saved systems in place of its own, or beyond them: by number of the segment, that of what is attached. */
  attached: Record<number, number>;
  /** V=R: but for page 0, each page is in the frame of its own number. */
  virtualReal: boolean;
  /** Pages in storage. */
  resident: number;
  /** Pages for which there must be a place on volumes: those in storage or with a slot. */
  held: number;
  /** It waits for such a place, and its user knows. */
  refused: boolean;
  reads: number;
  writes: number;
}

/** Something with pages: a virtual machine, or segments of a saved system. */
export interface Space {
  readonly id: number;
  readonly pages: VmPages;
}

/** Segments of a saved system that virtual machines have among theirs. */
export interface AttachedSegments extends Space {
  /** Less than 0. */
  readonly id: number;
  readonly system: string;
  /** Numbers of the segments, in order. */
  readonly segments: readonly number[];
  /** Whether more than one virtual machine may have them. */
  readonly shared: boolean;
  /** What is changed in them is taken back. */
  readonly protect: boolean;
  /** The system has been saved anew: who loads it now gets others. */
  stale: boolean;
  /** Numbers of the virtual machines that have them. */
  users: number[];
}

export function initialStorage(): StorageState {
  return {
    frames: [],
    freeList: [],
    virtualReal: 0,
    bypassed: 0,
    reserved: undefined,
    flushList: [],
    hand: 0,
    leaving: 0,
    demand: 0,
    wanted: false,
    counts: { fresh: 0, reads: 0, writes: 0, flushed: 0, stolen: 0, reclaimed: 0, errors: 0 },
    rate: { since: 0, pages: 0, last: 0 },
    free: {},
    volumes: [],
    short: undefined,
    pageSlots: 0,
    held: 0,
    spaceWanted: false,
    labels: 0,
    found: [],
    programs: [],
    waitingTransfers: [],
    attached: {},
    nextAttached: -1,
    blocks: {},
    blockClock: 0,
    failed: [],
  };
}
