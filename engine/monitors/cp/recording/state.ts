/** What CP knows of error records that are not on the disk yet, and of the cylinders where they go. */
import type { Intensive } from "./intensive.ts";

/** A record on its way to the disk. */
export interface PendingRecord {
  readonly bytes: Uint8Array;
  /** Slot of the page where it goes, and the byte there, once they are known. */
  place?: { readonly slot: number; readonly at: number };
}

/** Clearing of the cylinders, page by page. */
export interface Clearing {
  /** Pages with frame records go too. */
  frames: boolean;
  /** Number of the page that is next, of all of the area's. */
  next: number;
}

export interface RecordingState {
  pending: PendingRecord[];
  /** Records for which there was no room. */
  lost: number;
  /** Number of the page, of all of the area's, where the search for room begins; 0: nothing has been looked at since CP was loaded. */
  page: number;
  clearing: Clearing | undefined;
  /** SET RECORD: the device whose errors are recorded more closely. */
  intensive: Intensive | undefined;
  /** Machine checks that have done no harm, since SET MODE; whether those of corrected storage are recorded. */
  softChecks: number;
  recordsStorage: boolean;
  /** The operator has been told that the area is full. */
  told: boolean;
}

export function initialRecording(): RecordingState {
  return {
    pending: [],
    lost: 0,
    page: 0,
    clearing: undefined,
    intensive: undefined,
    softChecks: 0,
    recordsStorage: true,
    told: false,
  };
}
