/** What is said of compressed data that do not expand. */

/** Data that were not compressed as it is said, or that were damaged since. The message says what is wrong with them. */
export class PackedError extends Error {
  constructor(what: string) {
    super(what);
    this.name = "PackedError";
  }
}
