/** What CP knows of real storage, and of virtual machines' pages. */

/** What a frame is used for. */
export type FrameUse =
  | { readonly kind: "cp" }
  | { readonly kind: "page"; readonly vm: number; readonly page: number; locks: number };

export interface StorageState {
  /** By frame number; undefined: free. The first few are the machine's and CP's own. */
  frames: (FrameUse | undefined)[];
  /** Pieces of free storage by size: their absolute addresses. */
  free: Record<number, number[]>;
}

/** Pages of a virtual machine. */
export interface VmPages {
  /** Frame number of each page; 0: not in storage. */
  frame: Int32Array;
  /** Frames that hold its page tables. */
  tables: number[];
}

export function initialStorage(): StorageState {
  return { frames: [], free: {} };
}
