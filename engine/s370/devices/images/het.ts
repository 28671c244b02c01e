/**
 * HET tape images: AWS (aws.ts) with blocks that may be compressed, each for itself. Flag bits of the headers say how:
 * zlib (RFC 1950) or bzip2. Some products say zlib by a bit of the second flag byte.
 */
import { unzlibSync, zlibSync } from "fflate";

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

/** A compressed block in full. Throws Error where it is damaged. */
export function expand(compression: Compression, data: Uint8Array): Uint8Array {
  return compression === "zlib" ? expandZlib(data) : expandBzip2(data);
}

/** A block in zlib's form. `level`: 1 (fast) to 9 (small). */
export function compressZlib(data: Uint8Array, level: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 = 6): Uint8Array {
  return zlibSync(data, { level });
}

function expandZlib(data: Uint8Array): Uint8Array {
  let expanded: Uint8Array;
  try {
    expanded = unzlibSync(data);
  } catch {
    throw new Error("the block is compressed (zlib), and damaged");
  }
  // The library leaves the checksum to its user.
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  if (data.length < 6 || view.getUint32(data.length - 4) !== adler32(expanded))
    throw new Error("the block is compressed (zlib), and its checksum is not that of its bytes");
  return expanded;
}

function expandBzip2(_data: Uint8Array): Uint8Array {
  throw new Error("the block is compressed (bzip2), which cannot be read");
}

/** RFC 1950, "Adler-32 checksum". */
function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (let at = 0; at < bytes.length; ) {
    // As many bytes as cannot overflow 32 bits.
    const end = Math.min(bytes.length, at + 3_800);
    while (at < end) {
      low += bytes[at++];
      high += low;
    }
    low %= 65_521;
    high %= 65_521;
  }
  return ((high << 16) | low) >>> 0;
}
