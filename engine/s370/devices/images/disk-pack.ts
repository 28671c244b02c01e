/** A disk pack: the tracks of an image, and those that a program has written since. */
import type { MediumError } from "../media.ts";
import type { DiskType } from "./disk-types.ts";

/** How large a pack is. */
export interface DiskGeometry {
  readonly disk: DiskType;
  /** Cylinders of the image: often, but not always, those of the disk. */
  readonly cylinders: number;
  /** Tracks of a cylinder. */
  readonly heads: number;
  /** Most bytes that a track takes in memory: home address, records and end mark. */
  readonly trackBytes: number;
}

/** Number of tracks: cylinder × heads + head is a track's number. */
export function tracksOf(geometry: DiskGeometry): number {
  return geometry.cylinders * geometry.heads;
}

/** A file of an image that is in several. */
export interface ImagePart {
  readonly name: string;
  readonly firstCylinder: number;
  readonly cylinders: number;
}

/** Tracks that are read one by one: an image, or a blank pack. Reading says the same each time. */
export interface TrackSource {
  /** What the user knows it by. */
  readonly name: string;
  readonly geometry: DiskGeometry;
  /** What is wrong with it, if its damage was found when it was opened: nothing may be written on such a pack. */
  readonly damage?: MediumError | undefined;
  /** The files in which the image is, in their order, where they are several. */
  readonly parts?: readonly ImagePart[];
  /**
   * A track, from its home address to its end mark (see ckd-track.ts). Throws {@link MediumError} where the image is
   * damaged there. The bytes must not be changed.
   */
  read(number: number): Uint8Array;
  /** The track as a compressed image has it, if this one has it so. Only for tracks that {@link read} has read. */
  packed?(number: number): Uint8Array | undefined;
}

/** Tracks written, in tables of 256 tracks. Never changed once it has been saved. */
export type DiskOverlay = readonly (Readonly<Table> | undefined)[];

type Table = (Uint8Array | undefined)[];

const TABLE = 256;
/** Bytes of expanded tracks of the image that are kept: 430 tracks of a 3350. */
const MOST_KEPT = 8 * 1024 * 1024;
/** Bytes that a host takes for an array besides its content, more or less. */
const OVERHEAD = 256;

/** A pack on a drive. What is written stays in memory, beside the image. */
export class DiskPack {
  readonly name: string;
  readonly geometry: DiskGeometry;
  /** Whether writing is forbidden: the operator's switch, or a damaged image. */
  readonly readOnly: boolean;
  /** The image without what has been written. */
  readonly base: TrackSource;
  /** Expanded tracks of the image, the one used last at the end. */
  readonly #kept = new Map<number, Uint8Array>();
  #keptBytes = 0;
  /** The last of them, which is mostly the one asked for. */
  #last: { readonly number: number; readonly track: Uint8Array } | undefined;
  #tables: (Readonly<Table> | undefined)[] = [];
  /** Tables that no saved overlay shares, by their place. */
  readonly #own = new Map<number, Table>();
  /** Whether a saved overlay shares the table of tables. */
  #shared = false;

  constructor(base: TrackSource, options: { readonly readOnly?: boolean } = {}) {
    this.name = base.name;
    this.base = base;
    this.geometry = base.geometry;
    this.readOnly = base.damage !== undefined || (options.readOnly ?? false);
  }

  /**
   * A track as it is now, from its home address to its end mark (see ckd-track.ts). The bytes must not be changed: a
   * change is another array, given to {@link replace}. Throws MediumError where the image is damaged there, and
   * RangeError where the pack has no such track.
   */
  track(number: number): Uint8Array {
    this.#check(number);
    const written = this.#written(number);
    if (written !== undefined) return written;
    if (this.#last?.number === number) return this.#last.track;
    const track = this.#expanded(number);
    this.#last = { number, track };
    return track;
  }

  /** A track of the image. */
  #expanded(number: number): Uint8Array {
    const kept = this.#kept.get(number);
    if (kept !== undefined) {
      this.#kept.delete(number);
      this.#kept.set(number, kept);
      return kept;
    }
    const track = this.base.read(number);
    this.#kept.set(number, track);
    this.#keptBytes += track.length + OVERHEAD;
    for (const [oldest, { length }] of this.#kept) {
      if (this.#keptBytes <= MOST_KEPT) break;
      this.#kept.delete(oldest);
      this.#keptBytes -= length + OVERHEAD;
    }
    return track;
  }

  /**
   * Puts a track in place of what is there. It now belongs to the pack. Throws RangeError on a pack that is read only,
   * and for a track that is too long.
   */
  replace(number: number, track: Uint8Array): void {
    this.#check(number);
    if (this.readOnly) throw new RangeError(`${this.name} is read only`);
    if (track.length > this.geometry.trackBytes) {
      throw new RangeError(
        `${this.name}: a track takes ${this.geometry.trackBytes} bytes at most, not ${track.length}`,
      );
    }
    const at = Math.floor(number / TABLE);
    if (this.#shared) {
      this.#tables = this.#tables.slice();
      this.#shared = false;
    }
    let table = this.#own.get(at);
    if (table === undefined) {
      table = this.#tables[at]?.slice() ?? new Array<undefined>(TABLE).fill(undefined);
      this.#own.set(at, table);
      this.#tables[at] = table;
    }
    table[number % TABLE] = track;
  }

  /** Numbers of the tracks that have been written, in order. */
  get changed(): number[] {
    const numbers: number[] = [];
    this.#tables.forEach((table, at) => {
      table?.forEach((track, within) => {
        if (track !== undefined) numbers.push(at * TABLE + within);
      });
    });
    return numbers;
  }

  /** What has been written, shared: later changes go elsewhere. */
  save(): DiskOverlay {
    this.#shared = true;
    this.#own.clear();
    return this.#tables;
  }

  /** Takes back what {@link save} has returned, of this pack or one of the same image. */
  restore(overlay: DiskOverlay): void {
    this.#tables = overlay.slice();
    this.#shared = false;
    this.#own.clear();
  }

  /** A track as a compressed image has it, where it has not been written since. Only for one that has been read. */
  packed(number: number): Uint8Array | undefined {
    return this.#written(number) === undefined ? this.base.packed?.(number) : undefined;
  }

  #written(number: number): Uint8Array | undefined {
    return this.#tables[Math.floor(number / TABLE)]?.[number % TABLE];
  }

  #check(number: number): void {
    if (Number.isInteger(number) && number >= 0 && number < tracksOf(this.geometry)) return;
    throw new RangeError(`${this.name} has no track ${number}: there are ${tracksOf(this.geometry)}`);
  }
}
