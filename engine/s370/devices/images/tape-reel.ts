/** A reel of magnetic tape: an image and what a program has written since, with the place at which the head stands. */
import { MediumError } from "../media.ts";
import type { TapeImage } from "./tape-image.ts";
import { emptySequence, itemOf, type Sequence, withItem } from "./tape-sequence.ts";

/** What the tape has where it was moved over. `length`: bytes of the block as far as they lie in the image. */
export type Passed =
  | { readonly kind: "block"; readonly length: number }
  | { readonly kind: "mark" }
  /** Load point, going backward. */
  | { readonly kind: "load-point" }
  /** Nothing has been written there. The tape has not been moved. */
  | { readonly kind: "blank" }
  /** The image is damaged there, and nothing behind can be found. The tape has not been moved. */
  | { readonly kind: "damaged"; readonly error: MediumError };

/** As {@link Passed}, with the block's bytes: they must not be changed. A damaged block has been passed all the same. */
export type Read =
  | { readonly kind: "block"; readonly data: Uint8Array }
  | { readonly kind: "unreadable"; readonly error: MediumError }
  | Exclude<Passed, { kind: "block" }>;

/** What has been written: a block, or null for a tape mark, and how much tape is used up behind it. */
interface Written {
  readonly data: Uint8Array | null;
  /** Totals from the load point on: bytes of blocks, blocks, tape marks, inches erased. */
  readonly totals: Totals;
}

/** What lies on a stretch of tape that begins at the load point. */
export interface Totals {
  readonly bytes: number;
  readonly blocks: number;
  readonly marks: number;
  /** Inches of gaps that were made on purpose. */
  readonly erased: number;
}

/** All that decides what is on a reel and where its head stands, without the image. */
export interface ReelState {
  /** How many blocks and marks of the image are still there. */
  readonly kept: number;
  readonly written: Sequence<Written>;
  readonly position: number;
  /** Inches erased since the last block or mark. */
  readonly erased: number;
  /** Bits per inch of a track in which it is recorded; nothing where that is not known, or nothing is recorded. */
  readonly density: number | undefined;
}

/** A reel. What is written stays in memory, beside the image, and ends the tape there: what lay behind is gone. */
export class TapeReel {
  readonly image: TapeImage;
  /** Whether its file-protection ring is in: without, nothing may be written. */
  readonly ring: boolean;
  #state: ReelState;

  /** `density`: in which the image is taken to be recorded. */
  constructor(image: TapeImage, options: { readonly ring?: boolean; readonly density?: number } = {}) {
    this.image = image;
    this.ring = options.ring ?? false;
    this.#state = {
      kept: Number.POSITIVE_INFINITY,
      written: emptySequence(),
      position: 0,
      erased: 0,
      density: options.density,
    };
  }

  get name(): string {
    return this.image.name;
  }

  /** Blocks and tape marks before the head. */
  get position(): number {
    return this.#state.position;
  }

  get atLoadPoint(): boolean {
    return this.#state.position === 0 && this.#state.erased === 0;
  }

  /** Whether it is otherwise than the image. */
  get changed(): boolean {
    return this.#state.kept !== Number.POSITIVE_INFINITY;
  }

  /** Bits per inch of a track in which it is recorded. Set when a program writes at the load point. */
  get density(): number | undefined {
    return this.#state.density;
  }

  set density(density: number | undefined) {
    this.#state = { ...this.#state, density };
  }

  /** What lies before the head. */
  get totals(): Totals {
    const { position, erased } = this.#state;
    const before = this.#totalsBefore(position);
    return erased === 0 ? before : { ...before, erased: before.erased + erased };
  }

  /** Reads the block before which the head stands. */
  read(): Read {
    const { position } = this.#state;
    const end = this.#endAt(position);
    if (end) return end;
    this.#moveTo(position + 1);
    return this.#at(position);
  }

  /** Reads the block behind which the head stands, in its own order. The head then stands before it. */
  readBackward(): Read {
    const { position } = this.#state;
    if (position === 0) {
      this.#moveTo(0);
      return { kind: "load-point" };
    }
    this.#moveTo(position - 1);
    return this.#at(position - 1);
  }

  /** Moves over a block or tape mark without reading it. */
  space(): Passed {
    const { position } = this.#state;
    const end = this.#endAt(position);
    if (end) return end;
    this.#moveTo(position + 1);
    return this.#passed(position);
  }

  /** Moves back over a block or tape mark. */
  spaceBackward(): Passed {
    const { position } = this.#state;
    this.#moveTo(Math.max(0, position - 1));
    return position === 0 ? { kind: "load-point" } : this.#passed(position - 1);
  }

  rewind(): void {
    this.#moveTo(0);
  }

  /** Writes a block. The bytes become the reel's. Throws RangeError where nothing may be written. */
  write(data: Uint8Array): void {
    this.#append(data);
  }

  /** Writes a tape mark. Throws RangeError where nothing may be written. */
  writeMark(): void {
    this.#append(null);
  }

  /** Erases so many inches from the head on: what lay behind is gone. Throws RangeError where nothing may be written. */
  erase(inches: number): void {
    this.#mustHaveRing();
    const { position } = this.#state;
    this.#state = { ...this.#state, ...this.#cutAt(position), erased: this.#state.erased + inches };
  }

  /** What is on it, from the load point on: blocks, and null for each tape mark. Throws {@link MediumError} at damage. */
  *contents(): Generator<Uint8Array | null> {
    for (let position = 0; ; position++) {
      const end = this.#endAt(position);
      if (end?.kind === "damaged") throw end.error;
      if (end) return;
      const read = this.#at(position);
      if (read.kind === "unreadable") throw read.error;
      yield read.kind === "block" ? read.data : null;
    }
  }

  /** All that has changed. Takes no time, and shares what it can with what was saved before. */
  save(): ReelState {
    return this.#state;
  }

  restore(state: ReelState): void {
    this.#state = state;
  }

  #moveTo(position: number): void {
    const { kept, written, density } = this.#state;
    this.#state = { kept, written, position, erased: 0, density };
  }

  #mustHaveRing(): void {
    if (!this.ring) throw new RangeError(`${this.name} has no ring: nothing can be written on it`);
  }

  #append(data: Uint8Array | null): void {
    this.#mustHaveRing();
    const { bytes, blocks, marks, erased } = this.totals;
    const { position } = this.#state;
    const { kept, written } = this.#cutAt(position);
    const totals: Totals = {
      bytes: bytes + (data?.length ?? 0),
      blocks: blocks + (data ? 1 : 0),
      marks: marks + (data ? 0 : 1),
      erased,
    };
    this.#state = {
      kept,
      written: withItem(written, position - kept, { data, totals }),
      position: position + 1,
      erased: 0,
      density: this.#state.density,
    };
  }

  /** What stays when the tape is written on from a place on. */
  #cutAt(position: number): Pick<ReelState, "kept" | "written"> {
    const { kept, written } = this.#state;
    if (position < kept) return { kept: position, written: emptySequence() };
    if (position - kept === written.length) return { kept, written };
    if (position === kept) return { kept, written: emptySequence() };
    const last = itemOf(written, position - kept - 1);
    return { kept, written: withItem(written, position - kept - 1, last) };
  }

  /** Why the tape does not go on at a place; nothing where it does. */
  #endAt(position: number): Exclude<Passed, { kind: "block" | "mark" }> | undefined {
    const { kept, written } = this.#state;
    if (position >= kept) return position - kept < written.length ? undefined : { kind: "blank" };
    if (this.image.has(position)) return undefined;
    const error = this.image.damage;
    return error ? { kind: "damaged", error } : { kind: "blank" };
  }

  #passed(number: number): Passed {
    const { kept, written } = this.#state;
    if (number >= kept) {
      const { data } = itemOf(written, number - kept);
      return data ? { kind: "block", length: data.length } : { kind: "mark" };
    }
    return this.image.isMark(number) ? { kind: "mark" } : { kind: "block", length: this.image.storedLength(number) };
  }

  #at(number: number): Extract<Read, { kind: "block" | "mark" | "unreadable" }> {
    const { kept, written } = this.#state;
    if (number >= kept) {
      const { data } = itemOf(written, number - kept);
      return data ? { kind: "block", data } : { kind: "mark" };
    }
    if (this.image.isMark(number)) return { kind: "mark" };
    try {
      return { kind: "block", data: this.image.block(number) };
    } catch (error) {
      if (error instanceof MediumError) return { kind: "unreadable", error };
      throw error;
    }
  }

  #totalsBefore(position: number): Totals {
    const { kept, written } = this.#state;
    if (position > kept) return itemOf(written, position - kept - 1).totals;
    // What a saved state speaks of may not have been looked at since the image was opened.
    if (position > 0) this.image.has(position - 1);
    const marks = this.image.marksBefore(position);
    return { bytes: this.image.bytesBefore(position), blocks: position - marks, marks, erased: 0 };
  }
}
