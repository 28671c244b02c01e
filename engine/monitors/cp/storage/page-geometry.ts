/**
 * Where 4,096-byte records are on disks that CP owns. They are numbered through a cylinder, from 1 on, whatever the track
 * (VM/370 Service Routines Program Logic, "The Format Service Program"; GC20-1806, "Format/Allocate Services Program").
 */
import { type DiskType, diskType } from "../../../s370/index.ts";

/** Where the pages of one kind of disk are. */
export interface PageGeometry {
  readonly disk: DiskType;
  readonly pagesACylinder: number;
  readonly pattern: Pattern;
}

/**
 * How pages lie on tracks: so many pages on so many tracks, and then the same again. Each track has pieces of pages, by bytes; a page that does not end on its
 * track goes on with the first piece of the next (record overflow).
 */
interface Pattern {
  readonly pages: number;
  readonly tracks: readonly (readonly Piece[])[];
}

/** A piece of page number `page` of the pattern. */
export interface Piece {
  readonly page: number;
  readonly bytes: number;
  /** It goes on on the next track. */
  readonly overflows: boolean;
}

const PAGE = 4096;

/** A track with whole pages. */
function whole(pages: number): Pattern {
  return { pages, tracks: [Array.from({ length: pages }, (_, page) => ({ page, bytes: PAGE, overflows: false }))] };
}

const all = (page: number): Piece => ({ page, bytes: PAGE, overflows: false });
const begin = (page: number, bytes: number): Piece => ({ page, bytes, overflows: true });
const rest = (page: number, begun: number): Piece => ({ page, bytes: PAGE - begun, overflows: false });

/** Eight pages on five tracks of 7,294 bytes. */
const OVERFLOWING: Pattern = {
  pages: 8,
  tracks: [
    [all(0), begin(1, 2816)],
    [rest(1, 2816), all(2), begin(3, 1280)],
    [rest(3, 1280), all(4)],
    [all(5), begin(6, 2816)],
    [rest(6, 2816), all(7)],
  ],
};

/** By machine type. */
const PATTERNS: Readonly<Record<string, Pattern>> = {
  "2305": whole(3),
  "2314": OVERFLOWING,
  "3330": whole(3),
  "3340": whole(2),
  "3350": whole(4),
};

/** Machine types that CP may own. */
export function isPagingType(type: string): boolean {
  return PATTERNS[type] !== undefined;
}

/** The pages of a disk by machine type or model; undefined where CP cannot own it. */
export function pageGeometry(type: string): PageGeometry | undefined {
  const disk = diskType(type);
  const pattern = disk && PATTERNS[disk.type];
  if (disk === undefined || pattern === undefined) return undefined;
  return { disk, pattern, pagesACylinder: (pattern.pages * disk.heads) / pattern.tracks.length };
}

/** The pieces of a track, with the numbers of their records. */
export function piecesOf({ pattern }: PageGeometry, head: number): readonly (Piece & { readonly record: number })[] {
  const { tracks, pages } = pattern;
  const before = Math.floor(head / tracks.length) * pages;
  return tracks[head % tracks.length].map((piece) => ({ ...piece, record: before + piece.page + 1 }));
}

/** A record's address on its disk. */
export interface PagePlace {
  readonly cylinder: number;
  readonly head: number;
  readonly record: number;
}

/** The record that is page number `page` of a volume, where it begins; page 0 is the first of cylinder 0. */
export function pagePlace({ pattern, pagesACylinder }: PageGeometry, page: number): PagePlace {
  const { pages, tracks } = pattern;
  const within = page % pagesACylinder;
  const track = tracks.findIndex((pieces) => pieces.some((piece) => piece.page === within % pages));
  return {
    cylinder: Math.floor(page / pagesACylinder),
    head: Math.floor(within / pages) * tracks.length + track,
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
