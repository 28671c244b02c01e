/** A list that grows with time, of which only the latest part is kept. */

/** As many entries as are kept at least, once there have been so many. */
export const KEPT = 100_000;

/**
 * Entries are numbered from 0. Going back leaves those beyond the present to be looked at, until they are written again.
 * When twice {@link KEPT} are there the older half goes; where the present comes to lie outside of what is kept, what is
 * kept begins anew there.
 */
export class Recent<T> {
  #entries: T[] = [];
  #first = 0;
  #count = 0;

  /** The entries that are kept, those beyond the present included. */
  get entries(): readonly T[] {
    return this.#entries;
  }

  /** Number of the first entry that is kept. */
  get first(): number {
    return this.#first;
  }

  /** How many entries lie at or before the present, those that are not kept any more included. */
  get count(): number {
    return this.#count;
  }

  /** The last entry at or before the present, if it is kept. */
  get last(): T | undefined {
    return this.#entries[this.#count - 1 - this.#first];
  }

  add(entry: T): void {
    this.#stay();
    this.#entries[this.#count++ - this.#first] = entry;
    if (this.#entries.length < 2 * KEPT) return;
    const dropped = this.#entries.length - KEPT;
    this.#entries = this.#entries.slice(dropped);
    this.#first += dropped;
  }

  /** The entries from number `from` on that are kept, and the number of the first of them. */
  from(from: number): { readonly first: number; readonly entries: readonly T[] } {
    const first = Math.max(from, this.#first);
    return { first, entries: this.#entries.slice(first - this.#first) };
  }

  /** Goes to where there were so many entries. */
  goTo(count: number): void {
    this.#count = count;
    // Between what is kept and the present there must be no gap.
    if (count > this.#first + this.#entries.length) this.#begin();
  }

  /** Drops what lies beyond the present. */
  forgetFuture(): void {
    this.#stay();
    this.#entries.length = this.#count - this.#first;
  }

  /** Present within what is kept, or what is kept begins anew at the present. */
  #stay(): void {
    if (this.#count < this.#first) this.#begin();
  }

  #begin(): void {
    this.#entries = [];
    this.#first = this.#count;
  }
}
