/** Expands what zlib has compressed (RFC 1950), with a bound on what comes out and a look at its check sum. */
import { unzlibSync } from "fflate";
import { PackedError } from "./bytes-packed.ts";

const HEADER = 2;
const CHECK_SUM = 4;
/** The largest prime below 65,536, and how many bytes can be added before sums must be reduced by it. */
const MODULUS = 65_521;
const STRIDE = 5_552;

/** The expanded bytes. Throws {@link PackedError} on damage, and where they would be more than `most`. */
export function expandZlib(packed: Uint8Array, most: number): Uint8Array {
  if (packed.length < HEADER + CHECK_SUM) throw new PackedError("it is cut short");
  const bytes = inflate(packed, most + 1);
  if (bytes.length > most) throw new PackedError(`there are more than ${most.toLocaleString("en")} bytes in it`);
  if (!hasCheckSum(packed, adler32(bytes))) throw new PackedError("its check sum is wrong");
  return bytes;
}

function inflate(packed: Uint8Array, room: number): Uint8Array {
  try {
    // With an array to write to, fflate stops where that is full.
    return unzlibSync(packed, { out: new Uint8Array(room) });
  } catch (error) {
    throw new PackedError(error instanceof Error ? error.message : String(error));
  }
}

/** Whether the check sum is behind the data: at the end, or before bytes that are not used. */
function hasCheckSum(packed: Uint8Array, sum: number): boolean {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  for (let at = packed.length - CHECK_SUM; at >= HEADER; at--) if (view.getUint32(at) === sum) return true;
  return false;
}

/** The check sum of RFC 1950, "Appendix: Sample code". */
function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (let at = 0; at < bytes.length; ) {
    const stop = Math.min(at + STRIDE, bytes.length);
    for (; at < stop; at++) {
      low += bytes[at] ?? 0;
      high += low;
    }
    low %= MODULUS;
    high %= MODULUS;
  }
  return high * 0x10000 + low;
}
