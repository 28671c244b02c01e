/** Kernels of ours on disks: what IPL reads from the first track. */
import { assemble } from "../../s370/assembler/index.ts";
import { type DiskPack, makeTrack } from "../../s370/index.ts";

/** Where a kernel is loaded: its program begins there. */
export const KERNEL_ADDRESS = 0x1000;
/** Bytes of the record that IPL reads: a PSW and two CCWs. */
const IPL_RECORD = 24;
const READ_DATA = 0x06;
const SUPPRESS_LENGTH = 0x20;
/** Bytes of a kernel that fit the track behind that, on the smallest disk that we use for it, a 3330. */
const MOST = 12_000;
/** In the image of a track: cylinder number of the home address, and in record zero's count. */
const HOME_ADDRESS_CYLINDER = 1;
const RECORD_ZERO_CYLINDER = 5;

/** Assembles a kernel. Throws RangeError with all that is wrong in it. */
export function assembleKernel(name: string, source: string): Uint8Array {
  const { errors, segments } = assemble(source);
  if (errors.length > 0)
    throw new RangeError(errors.map(({ line, column, message }) => `${name}:${line}:${column}: ${message}`).join("\n"));
  const end = Math.max(KERNEL_ADDRESS, ...segments.map(({ address, bytes }) => address + bytes.length));
  const image = new Uint8Array(end - KERNEL_ADDRESS);
  for (const { address, bytes } of segments) image.set(bytes, address - KERNEL_ADDRESS);
  if (image.length > MOST) throw new RangeError(`${name} takes ${image.length} bytes; a track has ${MOST}`);
  return image;
}

/** Puts a kernel where IPL finds it: on the first track of a minidisk that begins at a cylinder of the pack. */
export function writeKernel(kernel: Uint8Array, pack: DiskPack, firstCylinder: number): void {
  const ipl = new Uint8Array(IPL_RECORD);
  const view = new DataView(ipl.buffer);
  view.setUint32(4, KERNEL_ADDRESS);
  view.setUint32(8, (READ_DATA << 24) | KERNEL_ADDRESS);
  view.setUint32(12, (SUPPRESS_LENGTH << 24) | kernel.length);
  const track = makeTrack(0, 0, [
    { record: 0, data: new Uint8Array(8) },
    { record: 1, data: ipl },
    { record: 2, data: kernel },
  ]);
  const counts = new DataView(track.buffer, track.byteOffset, track.byteLength);
  counts.setUint16(HOME_ADDRESS_CYLINDER, firstCylinder);
  counts.setUint16(RECORD_ZERO_CYLINDER, firstCylinder);
  pack.replace(firstCylinder * pack.geometry.heads, track);
}
