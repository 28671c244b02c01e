/** Where spool files are: 4,096-byte blocks of TEMP space on volumes that CP owns. */
import type { Cp } from "../cp.ts";
import { ALLOCATION } from "../storage/format.ts";
import { pageOf, volumeOf } from "../storage/page-geometry.ts";

/** The last part of the area, one in so many, is for users who have less than that part. */
const RESERVED = 8;

/** Blocks of TEMP space, and how many of them are in use. */
export function spoolSpace({ dasd }: Cp): { blocks: number; used: number } {
  const blocks = dasd.spoolTotal;
  return { blocks, used: blocks - dasd.spoolFree };
}

/**
 * A free block for a file of a user; 0 where there is none for him. The last eighth of the area is for those who have less than an eighth of it: one who fills it
 * leaves room for others. `has` counts a user's blocks.
 */
export function allocateBlock(cp: Cp, has: () => number): number {
  const { blocks, used } = spoolSpace(cp);
  const part = blocks / RESERVED;
  if (blocks - used <= part && has() >= part) return 0;
  return cp.dasd.allocateSpool() ?? 0;
}

/** Whether a slot is a page of TEMP space on a volume that is mounted. */
export function isTemporary(cp: Cp, slot: number): boolean {
  const volume = cp.volumes.owned.find(({ index }) => index === volumeOf(slot));
  return volume !== undefined && volume.map[Math.floor(pageOf(slot) / volume.pagesACylinder)] === ALLOCATION.TEMP;
}
