/** The reels beside the drives: what a program wrote on one stays on it when it is taken off. */

import { openTape } from "../images/tape.ts";
import { blankTape, type TapeImage } from "../images/tape-image.ts";
import { type ReelState, TapeReel } from "../images/tape-reel.ts";
import type { Shelf } from "../media.ts";

/** Which reel, and how the operator has put it on. */
export interface Mounting {
  readonly name: string;
  /** New tape, and no image of the shelf. */
  readonly scratch: boolean;
  readonly ring: boolean;
  /** The image is a flat file of blocks of that length in bytes. */
  readonly blockLength?: number;
  /** The image may be damaged: it is read as far as it is sound. */
  readonly upToDamage?: boolean;
  /** Bits per inch in which it is recorded; nothing: in that of the drive. */
  readonly density?: number;
  /** Length of the reel in feet. */
  readonly feet: number;
}

/** Reels that have been written on, by name. */
export type WrittenReels = ReadonlyMap<string, { readonly mounting: Mounting; readonly state: ReelState }>;

/** All that changes of a library. */
export interface LibraryState {
  readonly written: WrittenReels;
  /** Names of reels that are on drives. */
  readonly mounted: ReadonlySet<string>;
}

/** What drives share: a reel written on one of them can be put on another. */
export class TapeLibrary {
  #written: WrittenReels = new Map();
  #mounted: ReadonlySet<string> = new Set();
  #saved: LibraryState | undefined;
  /** Images opened, so that they are not looked through again. */
  readonly #images = new Map<string, TapeImage>();

  /** Reels that have been written on and taken off since. */
  get written(): WrittenReels {
    return this.#written;
  }

  /**
   * A reel for a drive, as it is on the shelf, or as it was when it was taken off. Throws RangeError where there is none
   * of that name, or another drive has it; {@link MediumError} where its image is damaged.
   */
  fetch(mounting: Mounting, shelf: Shelf): { readonly mounting: Mounting; readonly reel: TapeReel } {
    const { name, ring, scratch } = mounting;
    if (this.#mounted.has(name)) throw new RangeError(`${name} is on another drive`);
    const before = this.#written.get(name);
    if (before && scratch)
      throw new RangeError(`${name} has been written on: mount scratch with another name, or mount ${name} ring`);
    const now = before ? { ...before.mounting, ring } : mounting;
    const reel = this.open(now, shelf);
    if (before) {
      reel.restore(before.state);
      reel.rewind();
    }
    this.#mounted = new Set(this.#mounted).add(name);
    return { mounting: now, reel };
  }

  /** A reel as its image has it. */
  open(mounting: Mounting, shelf: Shelf): TapeReel {
    const { ring, density, upToDamage } = mounting;
    return new TapeReel(this.#imageOf(mounting, shelf), { ring: ring && !upToDamage, density });
  }

  /** Takes a reel back from a drive. */
  takeBack(mounting: Mounting, reel: TapeReel): void {
    if (reel.changed) this.#written = new Map(this.#written).set(mounting.name, { mounting, state: reel.save() });
    this.#mounted = new Set([...this.#mounted].filter((name) => name !== mounting.name));
  }

  /** Shared by all snapshots between which no reel is put on or taken off. */
  save(): LibraryState {
    if (this.#saved?.written !== this.#written || this.#saved.mounted !== this.#mounted)
      this.#saved = { written: this.#written, mounted: this.#mounted };
    return this.#saved;
  }

  restore(state: LibraryState): void {
    this.#saved = state;
    this.#written = state.written;
    this.#mounted = state.mounted;
  }

  #imageOf({ name, scratch, blockLength, upToDamage }: Mounting, shelf: Shelf): TapeImage {
    const key = `${scratch} ${blockLength} ${upToDamage} ${name}`;
    const known = this.#images.get(key);
    if (known) return known;
    const source = shelf.get(name);
    if (!scratch && !source) throw new RangeError(`there is no tape ${name}`);
    const image = scratch || !source ? blankTape(name) : openTape(source, { blockLength, upToDamage });
    this.#images.set(key, image);
    return image;
  }
}
