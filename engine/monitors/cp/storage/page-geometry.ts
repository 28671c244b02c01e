/**
 * Where 4,096-byte records are on disks that CP owns. They are numbered through a cylinder, from 1 on, whatever the track
 * (VM/370 Service Routines Program Logic, "The Format Service Program"; GC20-1806, "Format/Allocate Services Program").
 */
import { type DiskType, diskType } from "../../../s370/index.ts";

/** Where the pages of one kind of disk are. */
export interface PageGeometry {
  readonly disk: DiskType;
  readonly pagesATrack: number;
  readonly pagesACylinder: number;
}

/** Pages of a track, by machine type. */
const PAGES_A_TRACK: Readonly<Record<string, number>> = {
  "2305": 3,
  "3330": 3,
  "3340": 2,
  "3350": 4,
  "3375": 8,
  "3380": 10,
};

/** Machine types that CP may own: those above. On a 2314 eight records would go over five tracks, as overflow records do. */
export function isPagingType(type: string): boolean {
  return PAGES_A_TRACK[type] !== undefined;
}

/** The pages of a disk by machine type or model; undefined where CP cannot own it. */
export function pageGeometry(type: string): PageGeometry | undefined {
  const disk = diskType(type);
  const pagesATrack = disk && PAGES_A_TRACK[disk.type];
  if (disk === undefined || pagesATrack === undefined) return undefined;
  return { disk, pagesATrack, pagesACylinder: pagesATrack * disk.heads };
}

/** A record's address on its disk. */
export interface PagePlace {
  readonly cylinder: number;
  readonly head: number;
  readonly record: number;
}

/** The record that is page number `page` of a volume; page 0 is the first of cylinder 0. */
export function pagePlace({ pagesATrack, pagesACylinder }: PageGeometry, page: number): PagePlace {
  const within = page % pagesACylinder;
  return {
    cylinder: Math.floor(page / pagesACylinder),
    head: Math.floor(within / pagesATrack),
    record: within + 1,
  };
}

/**
 * A page on a volume that CP owns, as one number: the volume's place in the list of those, and the page. 0 is none: the
 * first page of a volume is taken by its label.
 */
export type Slot = number;

const PAGES_A_VOLUME = 0x1000000;

export function slotOf(volume: number, page: number): Slot {
  return volume * PAGES_A_VOLUME + page;
}
/** Number of the slot's volume. */
export function volumeOf(slot: Slot): number {
  return Math.floor(slot / PAGES_A_VOLUME);
}
/** Number of its page there. */
export function pageOf(slot: Slot): number {
  return slot % PAGES_A_VOLUME;
}
