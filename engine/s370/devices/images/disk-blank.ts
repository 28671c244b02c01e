/** A pack as it comes from initialization: empty tracks, and a label on the first. */
import { encodeEbcdic } from "../../ebcdic.ts";
import { EMPTY_RECORD_ZERO, emptyTrack } from "./ckd-empty.ts";
import { COUNT, END_MARK, HOME_ADDRESS, makeTrack } from "./ckd-track.ts";
import type { DiskGeometry, TrackSource } from "./disk-pack.ts";
import type { DiskType } from "./disk-types.ts";

/** Sizes of images are multiples of this many bytes for each track. */
const TRACK_UNIT = 512;

/** How large a blank pack is. */
export function geometryOf(disk: DiskType, cylinders = disk.cylinders): DiskGeometry {
  const recordZero = COUNT + 8;
  const most = HOME_ADDRESS + recordZero + COUNT + disk.mostData + END_MARK;
  return { disk, cylinders, heads: disk.heads, trackBytes: Math.ceil(most / TRACK_UNIT) * TRACK_UNIT };
}

/** What a blank pack is to have. */
export interface BlankOptions {
  /** Volume serial number, 1-6 characters. Without one there is no label either, and no IPL records. */
  readonly volume?: string;
  /** Cylinders, where not those of the disk. */
  readonly cylinders?: number;
}

/**
 * A blank pack. The first track of a labelled one has records 1 and 2 for IPL, where a PSW leads into a wait with code
 * X'F' as nothing is there to load, and in record 3 the volume label (GC33-5375, "DOS/VS DASD Labels"), which says that
 * the table of contents is on the track after it.
 */
export function blankPack(disk: DiskType, options: BlankOptions = {}): TrackSource {
  const geometry = geometryOf(disk, options.cylinders);
  const { volume } = options;
  return {
    name: `blank ${disk.name}`,
    geometry,
    read(number) {
      if (number === 0 && volume !== undefined) return labelTrack(volume);
      return emptyTrack(geometry, number, EMPTY_RECORD_ZERO);
    },
  };
}

function labelTrack(volume: string): Uint8Array {
  const ipl1 = Uint8Array.of(0, 6, 0, 0, 0, 0, 0, 0x0f, 3, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
  const label = encodeEbcdic(`VOL1${volume.toUpperCase().padEnd(6)}`.padEnd(41) + "HERCULES".padEnd(39));
  label.set([0, 0, 0, 1, 1], 11);
  return makeTrack(0, 0, [
    { record: 0, data: new Uint8Array(8) },
    { record: 1, key: encodeEbcdic("IPL1"), data: ipl1 },
    { record: 2, key: encodeEbcdic("IPL2"), data: new Uint8Array(144) },
    { record: 3, key: encodeEbcdic("VOL1"), data: label },
  ]);
}
