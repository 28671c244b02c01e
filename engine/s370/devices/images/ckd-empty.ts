/** Tracks with nothing on them: compressed images and shadow files keep only of which kind they are. */
import { makeTrack } from "./ckd-track.ts";
import type { DiskGeometry } from "./disk-pack.ts";

/** Record 0, and an end-of-file record as record 1. */
export const EMPTY_END_OF_FILE = 0;
/** Record 0 alone: what blank packs have. */
export const EMPTY_RECORD_ZERO = 1;
/** Record 0, and twelve records of 4,096 zeros, as Linux formats a 3390. */
export const EMPTY_BLOCKS = 2;

/** An empty track of one of the kinds. */
export function emptyTrack(geometry: DiskGeometry, number: number, kind: number): Uint8Array {
  const records = [{ record: 0, data: new Uint8Array(8) }];
  if (kind === EMPTY_END_OF_FILE) records.push({ record: 1, data: new Uint8Array(0) });
  if (kind === EMPTY_BLOCKS) {
    for (let record = 1; record <= 12; record++) records.push({ record, data: new Uint8Array(4096) });
  }
  return makeTrack(Math.floor(number / geometry.heads), number % geometry.heads, records);
}

/** Of which kind a track is empty, or undefined where there is something on it. */
export function emptyKind(geometry: DiskGeometry, number: number, track: Uint8Array): number | undefined {
  for (const kind of [EMPTY_RECORD_ZERO, EMPTY_END_OF_FILE]) {
    const empty = emptyTrack(geometry, number, kind);
    if (empty.length === track.length && empty.every((byte, at) => byte === track[at])) return kind;
  }
  return undefined;
}
