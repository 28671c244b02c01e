/**
 * The device header that begins every disk image: 512 bytes, its numbers with the low byte first.
 *
 * | bytes | what |
 * |---|---|
 * | 0-7 | `CKD_P370` (plain), `CKD_C370` (compressed) or `CKD_S370` (shadow file), in ASCII |
 * | 8-11 | tracks of a cylinder |
 * | 12-15 | bytes that a track takes in a plain image |
 * | 16 | last two digits of the machine type: X'50' for a 3350 |
 * | 17 | which file of several this is, from 1; 0 where there is only one |
 * | 18-19 | the last cylinder in this file; 0 in the last or only one |
 */
import { type ByteSource, MediumError } from "../media.ts";
import { COUNT, END_MARK, HOME_ADDRESS } from "./ckd-track.ts";
import type { DiskGeometry } from "./disk-pack.ts";
import { diskTypeOf, lastTwoDigits } from "./disk-types.ts";

/** Bytes of a device header. */
export const DEVICE_HEADER = 512;
/** Cylinders and heads are numbered by halfwords. */
const MOST_CYLINDERS = 0x10000;
const MOST_TRACK_BYTES = 0x10000;

export type ImageKind = "plain" | "compressed" | "shadow";

const KINDS: ReadonlyMap<string, ImageKind> = new Map([
  ["CKD_P370", "plain"],
  ["CKD_C370", "compressed"],
  ["CKD_S370", "shadow"],
]);

export interface DeviceHeader {
  readonly kind: ImageKind;
  readonly heads: number;
  readonly trackBytes: number;
  readonly lastDigits: number;
  readonly fileSequence: number;
  readonly lastCylinder: number;
}

/** Whether a file begins as a disk image does. */
export function isDiskImage(file: ByteSource): boolean {
  return KINDS.has(identifier(file.read(0, 8)));
}

/** The header of an image. Throws MediumError where it is not one, and says what it may be. */
export function readDeviceHeader(file: ByteSource): DeviceHeader {
  const bytes = file.read(0, DEVICE_HEADER);
  const id = identifier(bytes.subarray(0, 8));
  const kind = KINDS.get(id);
  if (kind === undefined) throw new MediumError(file.name, 0, whatElse(id));
  if (bytes.length < DEVICE_HEADER) {
    throw new MediumError(file.name, bytes.length, `the header of a disk image has ${DEVICE_HEADER} bytes`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    kind,
    heads: view.getUint32(8, true),
    trackBytes: view.getUint32(12, true),
    lastDigits: view.getUint8(16),
    fileSequence: view.getUint8(17),
    lastCylinder: view.getUint16(18, true),
  };
}

/** The disk that a header describes. Throws MediumError where there is none. */
export function geometryOfHeader(file: ByteSource, header: DeviceHeader, cylinders: number): DiskGeometry {
  if (cylinders < 1 || cylinders > MOST_CYLINDERS) {
    throw new MediumError(file.name, 0, `a disk of ${cylinders.toLocaleString("en")} cylinders is none`);
  }
  const disk = diskTypeOf(header.lastDigits, cylinders);
  if (disk === undefined) {
    const digits = header.lastDigits.toString(16).toUpperCase().padStart(2, "0");
    throw new MediumError(file.name, 16, `no disk is known whose type ends in ${digits}`);
  }
  if (header.heads !== disk.heads) {
    const what = `a cylinder of a ${disk.type} has ${disk.heads} tracks, not ${header.heads.toLocaleString("en")}`;
    throw new MediumError(file.name, 8, what);
  }
  const least = HOME_ADDRESS + 2 * COUNT + 8 + disk.mostData + END_MARK;
  if (header.trackBytes < least || header.trackBytes > MOST_TRACK_BYTES) {
    const what = `a track of a ${disk.type} does not take ${header.trackBytes.toLocaleString("en")} bytes`;
    throw new MediumError(file.name, 12, what);
  }
  return { disk, cylinders, heads: disk.heads, trackBytes: header.trackBytes };
}

/** Which of several files one is, from 1, and its last cylinder; 0 in the last one. */
export type FilePlace = Pick<DeviceHeader, "fileSequence" | "lastCylinder">;

/** Makes the header of an image; `place`: of a file of one that is in several. */
export function makeDeviceHeader(kind: ImageKind, geometry: DiskGeometry, place?: FilePlace): Uint8Array {
  const bytes = new Uint8Array(DEVICE_HEADER);
  for (const [id, each] of KINDS) if (each === kind) bytes.set(new TextEncoder().encode(id));
  const view = new DataView(bytes.buffer);
  view.setUint32(8, geometry.heads, true);
  view.setUint32(12, geometry.trackBytes, true);
  view.setUint8(16, lastTwoDigits(geometry.disk));
  view.setUint8(17, place?.fileSequence ?? 0);
  view.setUint16(18, place?.lastCylinder ?? 0, true);
  return bytes;
}

function identifier(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function whatElse(id: string): string {
  if (/^CKD_[PCS]064$/.test(id)) return "this is a 64-bit image (CKD64), which is not read here: convert it to CKD";
  if (id.startsWith("FBA_")) return "this is the image of a fixed-block disk, not of a count-key-data disk";
  return "this is not a disk image: it does not begin with CKD_P370, CKD_C370 or CKD_S370";
}
