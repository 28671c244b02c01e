/** Plain CKD images: a device header, then the tracks, each in as many bytes as the longest can have. */
import { type ByteSource, MediumError } from "../media.ts";
import { DEVICE_HEADER, type DeviceHeader, geometryOfHeader, makeDeviceHeader } from "./ckd-header.ts";
import { checkedTrack, trackName } from "./ckd-track.ts";
import type { DiskGeometry, DiskPack, ImagePart, TrackSource } from "./disk-pack.ts";

/** A file of an image with its header. */
export interface HeadedFile {
  readonly file: ByteSource;
  readonly header: DeviceHeader;
}

/** A file of an image and the tracks in it. */
interface Part extends ImagePart {
  readonly file: ByteSource;
}

/**
 * An image of one file, or of several: as they are numbered in their headers, in any order here. Throws MediumError
 * where a file is missing or cut short; with `damaged`, what is cut short is opened as far as it goes.
 */
export function openPlain(files: readonly HeadedFile[], damaged: boolean): TrackSource {
  const sorted = files.toSorted((a, b) => a.header.fileSequence - b.header.fileSequence);
  const [first] = sorted;
  if (first === undefined) throw new RangeError("an image has at least one file");
  const cylinderBytes = Math.max(first.header.heads * first.header.trackBytes, 1);
  const parts: Part[] = [];
  let cylinders = 0;
  let damage: MediumError | undefined;
  for (const [index, { file, header }] of sorted.entries()) {
    checkSequence(sorted, index);
    const present = (file.size - DEVICE_HEADER) / cylinderBytes;
    // Where more files follow, the header says how far this one goes; else its size does.
    const there = index + 1 < sorted.length ? header.lastCylinder + 1 - cylinders : Math.ceil(present);
    if (there < 1 && index + 1 < sorted.length)
      throw new MediumError(file.name, 18, `its last cylinder is said to be ${header.lastCylinder}`);
    if (there !== present) damage ??= cutShort(file, there, present, cylinderBytes);
    parts.push({ file, name: file.name, firstCylinder: cylinders, cylinders: there });
    cylinders += there;
  }
  const geometry = geometryOfHeader(first.file, first.header, cylinders);
  if (damage !== undefined && !damaged) throw damage;
  return {
    name: first.file.name,
    geometry,
    damage,
    ...(parts.length > 1 && { parts }),
    read: (number) => readTrack(parts, geometry, number),
  };
}

/** A plain image of a pack: its header, then cylinder by cylinder. Throws MediumError on a damaged track. */
export function* plainImage(pack: DiskPack): Generator<Uint8Array> {
  yield makeDeviceHeader("plain", pack.geometry);
  yield* plainCylinders(pack, 0, pack.geometry.cylinders);
}

/**
 * One of the files of a pack whose image is in several, `part` counted from 0. Throws MediumError on a damaged track, and
 * RangeError where there is no such file.
 */
export function* plainPart(pack: DiskPack, part: number): Generator<Uint8Array> {
  const parts = pack.base.parts ?? [];
  const file = parts[part];
  if (file === undefined) throw new RangeError(`${pack.name} is in ${Math.max(1, parts.length)} files`);
  const end = file.firstCylinder + file.cylinders;
  const lastCylinder = part + 1 < parts.length ? end - 1 : 0;
  yield makeDeviceHeader("plain", pack.geometry, { fileSequence: part + 1, lastCylinder });
  yield* plainCylinders(pack, file.firstCylinder, end);
}

function* plainCylinders(pack: DiskPack, first: number, end: number): Generator<Uint8Array> {
  const { heads, trackBytes } = pack.geometry;
  for (let number = first * heads; number < end * heads; number += heads) {
    const cylinder = new Uint8Array(heads * trackBytes);
    for (let head = 0; head < heads; head++) cylinder.set(pack.track(number + head), head * trackBytes);
    yield cylinder;
  }
}

function readTrack(parts: readonly Part[], geometry: DiskGeometry, number: number): Uint8Array {
  const part = parts.findLast(({ firstCylinder }) => firstCylinder * geometry.heads <= number);
  if (part === undefined) throw new RangeError(`there is no track ${number}`);
  const at = DEVICE_HEADER + (number - part.firstCylinder * geometry.heads) * geometry.trackBytes;
  const bytes = part.file.read(at, geometry.trackBytes);
  if (bytes.length < geometry.trackBytes) {
    throw new MediumError(part.file.name, at + bytes.length, `${trackName(geometry, number)}: the image is cut short`);
  }
  const track = checkedTrack(bytes, geometry, { name: part.file.name, at, number });
  // A short one that is kept need not hold all that was read.
  return 2 * track.length < bytes.length ? track.slice() : track;
}

/** Sees that the files of an image are all there, once, and of one disk. */
function checkSequence(files: readonly HeadedFile[], index: number): void {
  const each = files[index];
  const [first] = files;
  if (each === undefined || first === undefined) return;
  const { file, header } = each;
  const expected = files.length === 1 && header.fileSequence === 0 ? 0 : index + 1;
  if (header.fileSequence !== expected) {
    const what = `this is file ${header.fileSequence} of an image in several files, where file ${expected} is expected`;
    throw new MediumError(file.name, 17, what);
  }
  if (index + 1 === files.length && header.lastCylinder !== 0) {
    throw new MediumError(file.name, 18, `the image goes on in file ${expected + 1}, which is not here`);
  }
  const { heads, trackBytes, lastDigits } = header;
  const { header: like } = first;
  if (heads !== like.heads || trackBytes !== like.trackBytes || lastDigits !== like.lastDigits) {
    throw new MediumError(file.name, 8, `this is not the image of a disk as in ${first.file.name}`);
  }
}

function cutShort(file: ByteSource, cylinders: number, present: number, cylinderBytes: number): MediumError {
  const what =
    present < cylinders
      ? `the image is cut short: ${cylinders} cylinders take ${(DEVICE_HEADER + cylinders * cylinderBytes).toLocaleString("en")} bytes`
      : `the image goes beyond cylinder ${cylinders - 1}, with which it should end`;
  return new MediumError(file.name, file.size, what);
}
