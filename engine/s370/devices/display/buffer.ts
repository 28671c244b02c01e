/**
 * The buffer of a display station: a character for each position of the screen, some of which are attributes that begin
 * fields (GA27-2749, "Buffer" and "Formatted Data"). Addresses go from 0, row by row, and wrap.
 */
import { NULL } from "./codes.ts";

/** Bits of an attribute character (GA27-2749, "Attribute Character"). */
export const PROTECTED = 0x20;
export const NUMERIC = 0x10;
/** Protected and numeric: the cursor skips the field by itself. */
export const SKIP = PROTECTED | NUMERIC;
/** Whether it is shown, and whether the selector pen can find it: one of the four below. */
const SHOWING = 0x0c;
const DETECTABLE = 0x04;
const INTENSIFIED = 0x08;
const HIDDEN = 0x0c;
/** The modified data tag: the operator, or the program, says that the field is to be sent. */
export const MODIFIED = 0x01;
/** Bits 2-7 are all that a device keeps of an attribute. */
const KEPT = 0x3f;

export function isIntensified(attribute: number): boolean {
  return (attribute & SHOWING) === INTENSIFIED;
}

export function isHidden(attribute: number): boolean {
  return (attribute & SHOWING) === HIDDEN;
}

/** Whether the selector pen can find the field: intensified fields and those marked so. */
export function isDetectable(attribute: number): boolean {
  return isIntensified(attribute) || (attribute & SHOWING) === DETECTABLE;
}

/** In a location: what it holds is an attribute. */
const IS_ATTRIBUTE = 0x100;

/** The locations of one display station's screen. Addresses are 0 to {@link size} - 1. */
export class DisplayBuffer {
  readonly rows: number;
  readonly columns: number;
  /** Locations. */
  readonly size: number;
  #locations: Uint16Array;
  /** Whether somebody has been given the locations, which must not change then. */
  #shared = false;

  constructor(rows: number, columns: number) {
    this.rows = rows;
    this.columns = columns;
    this.size = rows * columns;
    this.#locations = new Uint16Array(this.size);
  }

  next(address: number): number {
    return address + 1 === this.size ? 0 : address + 1;
  }

  previous(address: number): number {
    return address === 0 ? this.size - 1 : address - 1;
  }

  /** The character in a location; 0 where it holds an attribute. */
  character(address: number): number {
    const held = this.#locations[address];
    return held & IS_ATTRIBUTE ? NULL : held;
  }

  /** The attribute in a location, bits 2-7; undefined where it holds a character. */
  attribute(address: number): number | undefined {
    const held = this.#locations[address];
    return held & IS_ATTRIBUTE ? held & KEPT : undefined;
  }

  /** Stores a character. An attribute that was there is gone, and its field belongs to the one before it. */
  setCharacter(address: number, character: number): void {
    this.#own[address] = character;
  }

  setAttribute(address: number, attribute: number): void {
    this.#own[address] = IS_ATTRIBUTE | (attribute & KEPT);
  }

  /** Nulls everywhere. */
  clear(): void {
    this.#locations = new Uint16Array(this.size);
    this.#shared = false;
  }

  get isFormatted(): boolean {
    return this.#locations.some((held) => (held & IS_ATTRIBUTE) !== 0);
  }

  /** Where the attribute is that a location obeys (its own, if it holds one), going back and around. */
  attributeBefore(address: number): number | undefined {
    for (let at = address, i = 0; i < this.size; at = this.previous(at), i++)
      if (this.#locations[at] & IS_ATTRIBUTE) return at;
    return undefined;
  }

  /** The attribute that a location obeys. */
  fieldAttribute(address: number): number | undefined {
    const at = this.attributeBefore(address);
    return at === undefined ? undefined : this.attribute(at);
  }

  /** Whether the operator may not store there: an attribute, or a protected field's character. */
  isProtected(address: number): boolean {
    if (this.#locations[address] & IS_ATTRIBUTE) return true;
    return ((this.fieldAttribute(address) ?? 0) & PROTECTED) !== 0;
  }

  /** The last location of the field in which an address lies; of an unformatted buffer, the last one. */
  fieldEnd(address: number): number {
    if (this.attributeBefore(address) === undefined) return this.size - 1;
    let at = address;
    for (let next = this.next(at); next !== address && this.attribute(next) === undefined; next = this.next(next))
      at = next;
    return at;
  }

  /**
   * The first character location of the next unprotected field whose attribute is at `from` or later, up to the end of
   * the buffer. Fields without a location are passed over.
   */
  unprotectedFrom(from: number): number | undefined {
    for (let at = from; at < this.size; at++) if (this.#beginsInput(at)) return this.next(at);
    return undefined;
  }

  /** As {@link unprotectedFrom}, and around. */
  unprotectedAround(from: number): number | undefined {
    return this.unprotectedFrom(from) ?? this.unprotectedFrom(0);
  }

  /** The first character location of the last unprotected field whose attribute is before `from`, going around. */
  unprotectedBefore(from: number): number | undefined {
    for (let at = this.previous(from), i = 0; i < this.size; at = this.previous(at), i++)
      if (this.#beginsInput(at)) return this.next(at);
    return undefined;
  }

  /** Whether a location holds the attribute of an unprotected field that has room for a character. */
  #beginsInput(at: number): boolean {
    const held = this.#locations[at];
    if ((held & (IS_ATTRIBUTE | PROTECTED)) !== IS_ATTRIBUTE) return false;
    return (this.#locations[this.next(at)] & IS_ATTRIBUTE) === 0;
  }

  /** Sets the modified data tag of the field in which an address lies. */
  tag(address: number): void {
    const at = this.attributeBefore(address);
    if (at !== undefined) this.#own[at] |= MODIFIED;
  }

  /** Resets the modified data tag of the field in which an address lies. */
  untagField(address: number): void {
    const at = this.attributeBefore(address);
    if (at !== undefined) this.#own[at] &= ~MODIFIED;
  }

  /** Resets modified data tags: all, or only those of unprotected fields. */
  untag({ unprotectedOnly = false } = {}): void {
    const locations = this.#own;
    for (let at = 0; at < this.size; at++) {
      const held = locations[at];
      if (held & IS_ATTRIBUTE && !(unprotectedOnly && held & PROTECTED)) locations[at] = held & ~MODIFIED;
    }
  }

  /** Nulls into unprotected character locations from an address up to, but not into, `stop`, around if need be; all where they are equal. */
  eraseUnprotected(from: number, stop: number): void {
    const locations = this.#own;
    let isProtected = ((this.fieldAttribute(from) ?? 0) & PROTECTED) !== 0;
    let at = from;
    do {
      if (locations[at] & IS_ATTRIBUTE) isProtected = (locations[at] & PROTECTED) !== 0;
      else if (!isProtected) locations[at] = NULL;
      at = this.next(at);
    } while (at !== stop);
  }

  /** The locations, which are not changed any more: to be given back to {@link restore}. */
  save(): Uint16Array {
    this.#shared = true;
    return this.#locations;
  }

  restore(locations: Uint16Array): void {
    this.#locations = locations;
    this.#shared = true;
  }

  /** The locations, to be changed. */
  get #own(): Uint16Array {
    if (this.#shared) {
      this.#locations = this.#locations.slice();
      this.#shared = false;
    }
    return this.#locations;
  }
}
