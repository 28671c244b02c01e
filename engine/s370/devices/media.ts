/** What is put into devices: tapes, decks, disk packs. Bytes are read where and when they are needed. */

/**
 * The bytes of a medium: a file in Node, a dropped file in a page's worker, an array. Reading is synchronous (in a
 * worker too), so that a machine is deterministic. The bytes never change while a machine uses them.
 */
export interface ByteSource {
  /** What the user knows it by: a file's name. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** `length` bytes from `at`; fewer where it ends before. */
  read(at: number, length: number): Uint8Array;
}

/** Bytes that are all there. */
export function bytesOf(name: string, bytes: Uint8Array): ByteSource {
  // Node's Buffer is an array of bytes too, but its slice is no copy.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  return { name, size: plain.length, read: (at, length) => plain.subarray(at, at + length) };
}

/** A medium that is not what it should be: says which, where and what. */
export class MediumError extends Error {
  /** Byte of the medium where it is wrong. */
  readonly at: number;

  constructor(name: string, at: number, what: string) {
    super(`${name}, byte ${at.toLocaleString("en")}: ${what}`);
    this.name = "MediumError";
    this.at = at;
  }
}

/** Media by name, from which the operator mounts: "mount NAME" at a drive, "load NAME" at a reader. */
export type Shelf = ReadonlyMap<string, ByteSource>;
