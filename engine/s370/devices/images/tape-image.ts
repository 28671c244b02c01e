/** Magnetic tapes as images: what lies on the tape, block by block, whatever the form of the file. */
import type { ByteSource, MediumError } from "../media.ts";

/** The blocks and tape marks of an image in order. Asking says the same each time; the image is read where needed. */
export interface TapeImage {
  /** What the user knows it by. */
  readonly name: string;
  /** Whether there is a block or tape mark of that number, 0 and up. False behind the last one, and behind damage. */
  has(number: number): boolean;
  /** Whether it is a tape mark. Only for numbers that the image has, as are the next ones. */
  isMark(number: number): boolean;
  /** Bytes of a block as they lie in the image: fewer than it has, where it is compressed. 0 of a tape mark. */
  storedLength(number: number): number;
  /** A block. The bytes must not be changed. Throws {@link MediumError} where they are damaged. */
  block(number: number): Uint8Array;
  /** Stored bytes of all blocks before that number. */
  bytesBefore(number: number): number;
  /** Tape marks before that number. */
  marksBefore(number: number): number;
  /** What is wrong behind the last block that the image has, as far as it has been looked at. */
  readonly damage: MediumError | undefined;
}

/** A tape on which nothing is written. */
export function blankTape(name: string): TapeImage {
  return flatTape({ name, size: 0, read: () => new Uint8Array(0) }, 1, 0);
}

/**
 * A file without any structure as a tape: one file of blocks of a fixed length in bytes (the last may be shorter),
 * then `marks` tape marks. Throws RangeError where the length is not 1 or more.
 */
export function flatTape(source: ByteSource, blockLength: number, marks = 2): TapeImage {
  if (!Number.isInteger(blockLength) || blockLength < 1)
    throw new RangeError(`${source.name}: a block cannot have ${blockLength} bytes`);
  const blocks = Math.ceil(source.size / blockLength);
  const lengthOf = (number: number) => Math.max(0, Math.min(blockLength, source.size - number * blockLength));
  return {
    name: source.name,
    damage: undefined,
    has: (number) => number < blocks + marks,
    isMark: (number) => number >= blocks,
    storedLength: lengthOf,
    block: (number) => source.read(number * blockLength, lengthOf(number)),
    bytesBefore: (number) => Math.min(source.size, number * blockLength),
    marksBefore: (number) => Math.max(0, number - blocks),
  };
}
