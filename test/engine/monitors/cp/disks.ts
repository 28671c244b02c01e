/** Real disks for CP, and what is on them. */

import { makeTrack, type NewRecord, recordsOf } from "../../../../engine/s370/devices/images/ckd-track.ts";
import { blankPack, CountKeyDataDisk, DiskPack, diskType } from "../../../../engine/s370/index.ts";
import { hex } from "../support.ts";

/** A blank pack with a label on a drive. */
export function mountedDisk(type: string, volume: string, address: number, cylinders?: number): CountKeyDataDisk {
  const model = diskType(type);
  if (model === undefined) throw new Error(`there is no disk ${type}`);
  const disk = new CountKeyDataDisk(model, address);
  disk.mount(new DiskPack(blankPack(model, { volume, ...(cylinders !== undefined && { cylinders }) })));
  return disk;
}

export function trackOf(disk: CountKeyDataDisk, cylinder: number, head: number): Uint8Array {
  const { pack } = disk;
  if (pack === undefined) throw new Error("no pack is on the drive");
  return pack.track(cylinder * pack.geometry.heads + head);
}

/** The records of a track: count, key and data in hexadecimal. */
export function recordsOn(disk: CountKeyDataDisk, cylinder: number, head: number): string[] {
  const track = trackOf(disk, cylinder, head);
  return recordsOf(track).map(({ at, end }) => hex(track.subarray(at, end)));
}

/** Puts records on a track, record 0 before them; counts have the given cylinder. */
export function putRecords(
  disk: CountKeyDataDisk,
  { cylinder, head, counted = cylinder }: { cylinder: number; head: number; counted?: number },
  records: readonly NewRecord[],
): void {
  const { pack } = disk;
  if (pack === undefined) throw new Error("no pack is on the drive");
  const track = makeTrack(counted, head, [{ record: 0, data: new Uint8Array(8) }, ...records]);
  // Home address and record 0 have the real cylinder.
  for (const at of [1, 5]) track.set([cylinder >> 8, cylinder & 0xff], at);
  pack.replace(cylinder * pack.geometry.heads + head, track);
}
