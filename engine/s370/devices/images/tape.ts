/** Opening and writing tape images of every form. */
import { type ByteSource, MediumError } from "../media.ts";
import { AwsImage, END_RECORD, HEADER, MOST_CHUNK, NEW_RECORD, TAPE_MARK } from "./aws.ts";
import { type Compression, compress, compressionFlags } from "./het.ts";
import { flatTape, type TapeImage } from "./tape-image.ts";

/** Bytes of an image that are looked at when it is opened: damage in them is found then, other damage on the way. */
const LOOKED_AT = 0x40_0000;
/** Bytes that are collected before they are handed out when an image is written. */
const HANDED_OUT = 0x1_0000;

export interface OpenTapeOptions {
  /** The file has no structure: its bytes are one file of blocks of that length. */
  readonly blockLength?: number;
  /** Opens a damaged image too: what lies before the damage can be read, and nothing written. */
  readonly upToDamage?: boolean;
}

/**
 * Opens an AWS or HET image, or a flat file where a block length is given. A file of 0 bytes is a blank tape. Reads 4 MB
 * at the most. Throws {@link MediumError} where it is no such image, or damaged so far.
 */
export function openTape(source: ByteSource, options: OpenTapeOptions = {}): TapeImage {
  if (options.blockLength !== undefined) return flatTape(source, options.blockLength);
  const image = new AwsImage(source);
  image.look(LOOKED_AT);
  if (image.damage?.at === 0)
    throw new MediumError(
      source.name,
      0,
      "this is no AWS or HET tape image, and a flat file only with the length of its blocks",
    );
  if (!options.upToDamage && image.damage) throw image.damage;
  return options.upToDamage ? sound(image) : image;
}

/** What is damaged in an image, by reading all of it, blocks included; nothing where all is well. */
export function damageOf(image: TapeImage): MediumError | undefined {
  let number = 0;
  try {
    for (; image.has(number); number++) if (!image.isMark(number)) image.block(number);
  } catch (error) {
    if (error instanceof MediumError) return error;
    throw error;
  }
  return image.damage;
}

export interface WriteTapeOptions {
  /** How blocks are compressed where it makes them smaller: "none" for AWS. */
  readonly compression?: Exclude<Compression, "unknown" | "bzip2">;
  /** Most bytes of a chunk: AWS programs that are strict want 4,096. */
  readonly chunk?: number;
}

/**
 * Blocks (and null for each tape mark) as an AWS or HET image, piece by piece. A block of more than 65,535 bytes takes
 * several chunks: the format has it, but Hercules 3.13 does not read it. Throws RangeError where the length of a chunk is
 * not between 1 and 65,535.
 */
export function* writeTape(
  contents: Iterable<Uint8Array | null>,
  { compression = "none", chunk = MOST_CHUNK }: WriteTapeOptions = {},
): Generator<Uint8Array> {
  if (!Number.isInteger(chunk) || chunk < 1 || chunk > MOST_CHUNK)
    throw new RangeError(`a chunk cannot have ${chunk} bytes: 1 to ${MOST_CHUNK}`);
  let piece = new Uint8Array(HANDED_OUT);
  let used = 0;
  let previous = 0;
  for (const block of contents) {
    const { data, flags } = block ? packed(block, compression) : { data: new Uint8Array(0), flags: TAPE_MARK };
    let from = 0;
    do {
      const length = Math.min(chunk, data.length - from);
      if (used + HEADER + length > piece.length) {
        if (used > 0) yield piece.subarray(0, used);
        piece = new Uint8Array(Math.max(HANDED_OUT, HEADER + length));
        used = 0;
      }
      const first = from === 0 ? NEW_RECORD : 0;
      const last = from + length === data.length ? END_RECORD : 0;
      piece[used] = length & 0xff;
      piece[used + 1] = length >> 8;
      piece[used + 2] = previous & 0xff;
      piece[used + 3] = previous >> 8;
      piece[used + 4] = block ? flags | first | last : flags;
      piece.set(data.subarray(from, from + length), used + HEADER);
      used += HEADER + length;
      from += length;
      previous = length;
    } while (from < data.length);
  }
  if (used > 0) yield piece.subarray(0, used);
}

function packed(block: Uint8Array, compression: Compression): { data: Uint8Array; flags: number } {
  const smaller = compression === "zlib" ? compress(block) : undefined;
  return smaller ? { data: smaller, flags: compressionFlags("zlib") } : { data: block, flags: 0 };
}

/** An image that ends where its damage begins. */
function sound(image: TapeImage): TapeImage {
  return {
    name: image.name,
    damage: undefined,
    has: (number) => image.has(number),
    isMark: (number) => image.isMark(number),
    storedLength: (number) => image.storedLength(number),
    block: (number) => image.block(number),
    bytesBefore: (number) => image.bytesBefore(number),
    marksBefore: (number) => image.marksBefore(number),
  };
}
