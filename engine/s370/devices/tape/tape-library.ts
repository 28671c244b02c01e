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

/** What drives share: a reel written on one of them can be put on another. */
export class TapeLibrary {
  #written: WrittenReels = new Map();
  /** Images opened, so that they are not looked through again. */
  readonly #images = new Map<string, TapeImage>();

  /** Reels that have been written on and taken off since. */
  get written(): WrittenReels {
    return this.#written;
  }

  /**
   * A reel as it is on the shelf, or as it was when it was taken off. Throws RangeError where there is none of that
   * name, {@link MediumError} where its image is damaged.
   */
  fetch(mounting: Mounting, shelf: Shelf): { readonly mounting: Mounting; readonly reel: TapeReel } {
    const { name, ring, scratch } = mounting;
    const before = this.#written.get(name);
    if (!before) return { mounting, reel: this.open(mounting, shelf) };
    if (scratch)
      throw new RangeError(`${name} has been written on: mount scratch with another name, or mount ${name} ring`);
    const now = { ...before.mounting, ring };
    const reel = this.open(now, shelf);
    reel.restore(before.state);
    reel.rewind();
    return { mounting: now, reel };
  }

  /** A reel as its image has it. */
  open(mounting: Mounting, shelf: Shelf): TapeReel {
    const { ring, density, upToDamage } = mounting;
    return new TapeReel(this.#imageOf(mounting, shelf), { ring: ring && !upToDamage, density });
  }

  /** Takes a reel back. */
  keep(mounting: Mounting, reel: TapeReel): void {
    if (reel.changed) this.#written = new Map(this.#written).set(mounting.name, { mounting, state: reel.save() });
  }

  /** Shared by all snapshots between which no reel is taken off. */
  save(): WrittenReels {
    return this.#written;
  }

  restore(written: WrittenReels): void {
    this.#written = written;
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
