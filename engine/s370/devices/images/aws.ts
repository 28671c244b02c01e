/**
 * AWS tape images: each block in one or more chunks, each chunk behind a header of six bytes. HET images (het.ts) are
 * the same with blocks compressed. A header has the chunk's length and that of the chunk before it, low-order byte
 * first, and two bytes of flags.
 */
import { type ByteSource, MediumError } from "../media.ts";
import { PackedError } from "./bytes-packed.ts";
import { compressionOf, expand } from "./het.ts";
import type { TapeImage } from "./tape-image.ts";

/** Bytes of a header. */
export const HEADER = 6;
/** Most bytes of a chunk. */
export const MOST_CHUNK = 0xffff;

/** Flags, byte 4 of a header. */
export const NEW_RECORD = 0x80;
export const TAPE_MARK = 0x40;
export const END_RECORD = 0x20;
/** Bits that no format of today has a meaning for. */
const UNKNOWN_FLAGS = 0x1c;

/** Bytes read at once where blocks are read one after the other: few enough that a host gives back the same memory. */
const WINDOW = 0x1_8000;

/** An AWS or HET image. Headers are read as the tape is moved over them, each once. */
export class AwsImage implements TapeImage {
  readonly name: string;
  readonly #source: ByteSource;
  /** Where each block or tape mark begins, and, last, where the next one is to be looked for. */
  readonly #starts: number[] = [0];
  /** Tape marks before each of them. */
  readonly #marks: number[] = [0];
  /** Stored bytes of blocks before each of them. */
  readonly #bytes: number[] = [0];
  /** Length of the last chunk before the next one to be looked for. */
  #previous = 0;
  /** Nothing comes after what is known. */
  #ended = false;
  #damage: MediumError | undefined;
  #window: Uint8Array = new Uint8Array(0);
  #windowAt = 0;

  constructor(source: ByteSource) {
    this.name = source.name;
    this.#source = source;
  }

  get damage(): MediumError | undefined {
    return this.#damage;
  }

  has(number: number): boolean {
    while (number >= this.#starts.length - 1 && !this.#ended) this.#look();
    return number < this.#starts.length - 1;
  }

  isMark(number: number): boolean {
    return this.#marks[number + 1] > this.#marks[number];
  }

  storedLength(number: number): number {
    return this.#bytes[number + 1] - this.#bytes[number];
  }

  bytesBefore(number: number): number {
    return this.#bytes[number];
  }

  marksBefore(number: number): number {
    return this.#marks[number];
  }

  block(number: number): Uint8Array {
    const start = this.#starts[number];
    const stored = this.storedLength(number);
    const whole = this.#read(start, this.#starts[number + 1] - start);
    const data = whole.length === stored + HEADER ? whole.subarray(HEADER) : joined(whole, stored);
    const compression = compressionOf(whole[4], whole[5]);
    if (compression === "none") return data;
    try {
      return expand(compression, data);
    } catch (error) {
      if (!(error instanceof PackedError)) throw error;
      throw new MediumError(
        this.name,
        start,
        `the block is compressed (${compression}), and damaged: ${error.message}`,
      );
    }
  }

  /** Looks at the headers in the first so many bytes of the image: damage there is known afterwards. */
  look(bytes: number): void {
    while (!this.#ended && this.#starts[this.#starts.length - 1] < bytes) this.#look();
  }

  /** Looks at the next block or tape mark. */
  #look(): void {
    const last = this.#starts.length - 1;
    const start = this.#starts[last];
    let at = start;
    let previous = this.#previous;
    let first: Header | undefined;
    let stored = 0;
    for (;;) {
      if (at === this.#source.size) {
        this.#ended = true;
        if (first) this.#damage = new MediumError(this.name, start, "the image ends within the block that begins here");
        return;
      }
      const header = this.#header(at);
      const wrong =
        header === undefined
          ? `the ${this.#source.size - at} bytes left are fewer than the ${HEADER} of a header`
          : whatIsWrong(header, previous, first, this.#source.size - at - HEADER);
      if (header === undefined || wrong !== undefined) {
        this.#ended = true;
        this.#damage = new MediumError(this.name, at, wrong ?? "");
        return;
      }
      first ??= header;
      at += HEADER + header.length;
      stored += header.length;
      previous = header.length;
      if (header.flags & (TAPE_MARK | END_RECORD)) break;
    }
    this.#previous = previous;
    this.#starts.push(at);
    this.#bytes.push(this.#bytes[last] + stored);
    // A block without bytes cannot be on a tape: some programs write tape marks so.
    this.#marks.push(this.#marks[last] + (stored === 0 ? 1 : 0));
  }

  #header(at: number): Header | undefined {
    const bytes = this.#read(at, HEADER);
    if (bytes.length < HEADER) return undefined;
    return {
      length: bytes[0] | (bytes[1] << 8),
      previous: bytes[2] | (bytes[3] << 8),
      flags: bytes[4],
      compression: compressionOf(bytes[4], bytes[5]),
    };
  }

  /** Bytes of the image, and what lies around them at once. */
  #read(at: number, length: number): Uint8Array {
    const from = at - this.#windowAt;
    if (from < 0 || from + length > this.#window.length) {
      // Going backward, what lies before is wanted next.
      const start = at < this.#windowAt ? Math.max(0, Math.min(at, at + length - WINDOW)) : at;
      this.#windowAt = start;
      this.#window = this.#source.read(start, Math.min(this.#source.size - start, Math.max(length, WINDOW)));
    }
    return this.#window.subarray(at - this.#windowAt, at - this.#windowAt + length);
  }
}

interface Header {
  readonly length: number;
  /** Length of the chunk before it. */
  readonly previous: number;
  readonly flags: number;
  readonly compression: ReturnType<typeof compressionOf>;
}

/** What is wrong with a header: behind a chunk of `previous` bytes, within the block that `first` began, so many bytes before the end. */
function whatIsWrong(header: Header, previous: number, first: Header | undefined, left: number): string | undefined {
  const { length, flags, compression } = header;
  if (flags & UNKNOWN_FLAGS) return `this is no header of a block: flags X'${hex(flags)}'`;
  if (header.previous !== previous)
    return `the header says that the chunk before it has ${header.previous} bytes; it has ${previous}`;
  if (flags & TAPE_MARK) {
    if (first) return "a tape mark within a block";
    return length > 0 ? `a tape mark with ${length} bytes of data` : undefined;
  }
  if (first && flags & NEW_RECORD) return "a block begins before the one before it has ended";
  if (!first && !(flags & NEW_RECORD)) return "the rest of a block that has not begun";
  if (compression === "unknown") return "compressed in a way that is not known";
  if (first && first.compression !== compression) return "the block is compressed in one chunk and not in another";
  if (length > left) return `a chunk of ${length} bytes, of which the image has ${Math.max(0, left)}`;
  return undefined;
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, "0");
}

/** The data of several chunks with their headers. */
function joined(chunks: Uint8Array, bytes: number): Uint8Array {
  const data = new Uint8Array(bytes);
  let to = 0;
  for (let at = 0; at < chunks.length; ) {
    const length = chunks[at] | (chunks[at + 1] << 8);
    data.set(chunks.subarray(at + HEADER, at + HEADER + length), to);
    to += length;
    at += HEADER + length;
  }
  return data;
}
