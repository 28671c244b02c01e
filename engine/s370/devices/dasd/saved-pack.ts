/** Packs as snapshots hold them. */
import { type DiskOverlay, DiskPack, type TrackSource } from "../images/disk-pack.ts";

/** A pack as it was, to be put on a drive again. */
export interface SavedPack {
  readonly base: TrackSource;
  readonly readOnly: boolean;
  readonly overlay: DiskOverlay;
}

/** Packs by name. */
export type SavedPacks = ReadonlyMap<string, SavedPack>;

export function savedPack(pack: DiskPack): SavedPack {
  return { base: pack.base, readOnly: pack.readOnly, overlay: pack.save() };
}

/** The pack that was saved. */
export function packOf({ base, readOnly, overlay }: SavedPack): DiskPack {
  const pack = new DiskPack(base, { readOnly });
  pack.restore(overlay);
  return pack;
}
