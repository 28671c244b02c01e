/** Plain CKD images: a device header, then the tracks, each in as many bytes as the longest can have. */
import { type ByteSource, MediumError } from "../media.ts";
import { DEVICE_HEADER, type DeviceHeader, geometryOfHeader, makeDeviceHeader } from "./ckd-header.ts";
import { checkedTrack, trackName } from "./ckd-track.ts";
import { type DiskGeometry, type DiskPack, type TrackSource, tracksOf } from "./disk-pack.ts";

/** A file of an image with its header. */
export interface HeadedFile {
  readonly file: ByteSource;
  readonly header: DeviceHeader;
}

/** A file of an image and the tracks in it. */
interface Part {
  readonly file: ByteSource;
  readonly firstTrack: number;
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
    parts.push({ file, firstTrack: cylinders * first.header.heads });
    const present = (file.size - DEVICE_HEADER) / cylinderBytes;
    // Where more files follow, the header says how far this one goes; else its size does.
    const there = index + 1 < sorted.length ? header.lastCylinder + 1 - cylinders : Math.ceil(present);
    if (there < 1 && index + 1 < sorted.length)
      throw new MediumError(file.name, 18, `its last cylinder is said to be ${header.lastCylinder}`);
    if (there !== present) damage ??= cutShort(file, there, present, cylinderBytes);
    cylinders += there;
  }
  const geometry = geometryOfHeader(first.file, first.header, cylinders);
  if (damage !== undefined && !damaged) throw damage;
  return {
    name: first.file.name,
    geometry,
    damage,
    read: (number) => readTrack(parts, geometry, number),
  };
}

/** A plain image of a pack: its header, then cylinder by cylinder. Throws MediumError on a damaged track. */
export function* plainImage(pack: DiskPack): Generator<Uint8Array> {
  const { geometry } = pack;
  yield makeDeviceHeader("plain", geometry);
  for (let number = 0; number < tracksOf(geometry); number += geometry.heads) {
    const cylinder = new Uint8Array(geometry.heads * geometry.trackBytes);
    for (let head = 0; head < geometry.heads; head++)
      cylinder.set(pack.track(number + head), head * geometry.trackBytes);
    yield cylinder;
  }
}

function readTrack(parts: readonly Part[], geometry: DiskGeometry, number: number): Uint8Array {
  const part = parts.findLast((each) => each.firstTrack <= number);
  if (part === undefined) throw new RangeError(`there is no track ${number}`);
  const at = DEVICE_HEADER + (number - part.firstTrack) * geometry.trackBytes;
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
