/** Sense bytes of real disks as those of minidisks: where they tell a cylinder or a head, it is the minidisk's (GA26-1592, "Sense Bytes"). */
import type { MinidiskData } from "./minidisk-data.ts";

/** In sense bytes 5 and 6: low and high bits of the cylinder, and the head. */
const LOW = 5;
const HIGH = 6;
/** Sense byte 1 of a file-protected, byte 0 of a data check. */
const DATA_CHECK = 0x08;
const DATA_CHECK_ADDRESS = 8;

/** How byte 6 holds the cylinder's high bits. */
function highShift(type: string): number | undefined {
  switch (type) {
    case "3330":
      return 6;
    case "3340":
    case "3350":
      return 5;
    case "2305":
      return 8;
    default:
      return undefined;
  }
}

/** Bytes 5 and 6 with the minidisk's cylinder; undefined where they name none of its. */
export function relocateAddress(
  { start, cylinders }: MinidiskData,
  type: string,
  [low, high]: readonly [number, number],
): readonly [number, number] | undefined {
  const shift = highShift(type);
  if (shift === undefined) return undefined;
  const head = high & ((1 << shift) - 1);
  const cylinder = (((high >>> shift) << 8) | low) - start;
  if (cylinder < 0 || cylinder >= cylinders) return undefined;
  return [cylinder & 0xff, ((cylinder >>> 8) << shift) | head];
}

/** The same for all of the sense bytes. */
export function relocateSense(disk: MinidiskData, type: string, sense: Uint8Array): Uint8Array {
  if (highShift(type) === undefined) return disk.half ? senseOf2311(sense) : sense;
  const bytes = sense.slice();
  const address = relocateAddress(disk, type, [bytes[LOW], bytes[HIGH]]);
  if (address !== undefined) bytes.set(address, LOW);
  if ((bytes[0] & DATA_CHECK) !== 0) {
    const cylinder = ((bytes[DATA_CHECK_ADDRESS] << 8) | bytes[DATA_CHECK_ADDRESS + 1]) - disk.start;
    if (cylinder >= 0 && cylinder < disk.cylinders) bytes.set([cylinder >>> 8, cylinder & 0xff], DATA_CHECK_ADDRESS);
  }
  return bytes;
}

/** Byte 3 of a 2314 says that it is on line; that of a 2311 also that it is ready. */
function senseOf2311(sense: Uint8Array): Uint8Array {
  const bytes = sense.slice(0, 6);
  if ((bytes[3] & 0x40) !== 0) bytes[3] |= 0xc8;
  return bytes;
}

/** Sense bytes that a disk of a type has. */
export function senseLength(type: string): number {
  return type === "2311" || type === "2314" || type === "2319" ? 6 : 24;
}
