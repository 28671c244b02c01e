/**
 * HET tape images: AWS (aws.ts) with blocks that may be compressed, each for itself. Flag bits of the headers say how:
 * zlib (RFC 1950) or bzip2. Some products say zlib by a bit of the second flag byte.
 */
import { zlibSync } from "fflate";
import { expandBzip2 } from "./bytes-bzip2.ts";
import { expandZlib } from "./bytes-zlib.ts";

/** How a block lies in the image. */
export type Compression = "none" | "zlib" | "bzip2" | "unknown";

/** Bits of flag byte 1 (byte 4 of a header). */
const ZLIB = 0x01;
const BZIP2 = 0x02;
/** Bit of flag byte 2 (byte 5 of a header): zlib too. */
const ZLIB_ELSEWHERE = 0x80;

/** What a header's flag bytes say of compression. */
export function compressionOf(flags1: number, flags2: number): Compression {
  switch (flags1 & (ZLIB | BZIP2)) {
    case ZLIB:
      return "zlib";
    case BZIP2:
      return flags2 & ZLIB_ELSEWHERE ? "unknown" : "bzip2";
    case 0:
      return flags2 & ZLIB_ELSEWHERE ? "zlib" : "none";
    default:
      return "unknown";
  }
}

/** Flags 1 for a way of compressing. */
export function compressionFlags(compression: Compression): number {
  return compression === "zlib" ? ZLIB : compression === "bzip2" ? BZIP2 : 0;
}

/** Most bytes of a block that is compressed: what HET programs have room for. */
const MOST_COMPRESSED = 0xffff;

/** A compressed block in full. Throws {@link PackedError} where it is damaged. */
export function expand(compression: Compression, data: Uint8Array): Uint8Array {
  return compression === "zlib" ? expandZlib(data, MOST_COMPRESSED) : expandBzip2(data, MOST_COMPRESSED);
}

/** A block in zlib's form, if it is smaller so. */
export function compress(data: Uint8Array): Uint8Array | undefined {
  if (data.length > MOST_COMPRESSED) return undefined;
  const smaller = zlibSync(data);
  return smaller.length < data.length ? smaller : undefined;
}
