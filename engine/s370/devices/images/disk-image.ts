/** Opens disk images of any form: plain, in several files, compressed, with shadow files over them. */
import { type ByteSource, MediumError } from "../media.ts";
import { CompressedFile } from "./cckd-file.ts";
import { type Compression, compressedImage, shadowFile } from "./cckd-writer.ts";
import { readDeviceHeader } from "./ckd-header.ts";
import { type HeadedFile, openPlain, plainImage, plainPart } from "./ckd-image.ts";
import { trackName } from "./ckd-track.ts";
import { DiskPack, type TrackSource, tracksOf } from "./disk-pack.ts";

/** How an image is to be opened. */
export interface OpenOptions {
  /** Open a damaged image too: read only, and what is damaged cannot be read. Else that is refused. */
  readonly damaged?: boolean;
  /** Forbid writing. */
  readonly readOnly?: boolean;
}

/**
 * Opens a pack from its files: an image, or all files of one that is in several, and any shadow files, the oldest of them
 * first. What each is says its content. Throws {@link MediumError} where one is no disk image, is damaged, or where one
 * is missing. Only headers and tables are read.
 */
export function openDisk(files: readonly ByteSource[], options: OpenOptions = {}): DiskPack {
  return new DiskPack(openTracks(files, options), options);
}

/** The tracks of an image, for copying. See {@link openDisk}. */
export function openTracks(files: readonly ByteSource[], options: OpenOptions = {}): TrackSource {
  const damaged = options.damaged ?? false;
  const headed = files.map((file): HeadedFile => ({ file, header: readDeviceHeader(file) }));
  const plain = headed.filter(({ header }) => header.kind === "plain");
  const [compressed, another] = headed.filter(({ header }) => header.kind === "compressed");
  const shadows = headed.filter(({ header }) => header.kind === "shadow");
  const surplus = another ?? (compressed && plain[0]);
  if (surplus !== undefined) {
    throw new MediumError(surplus.file.name, 0, `this is an image of its own, as ${files[0]?.name} is`);
  }
  let tracks = compressed ? openCompressed(compressed, damaged) : undefined;
  if (plain.length > 0) tracks = openPlain(plain, damaged);
  for (const shadow of shadows) {
    if (tracks === undefined) {
      throw new MediumError(shadow.file.name, 0, "a shadow file has only what was changed: its image is needed too");
    }
    tracks = openShadow(shadow, tracks, damaged);
  }
  if (tracks === undefined) throw new RangeError("a disk pack needs an image");
  return tracks;
}

/** The forms in which a pack is written. */
export type DiskForm = "plain" | "compressed" | "shadow";

/**
 * The bytes of a pack as a file: its image with what has been written on it, or a shadow file of what has been written
 * alone. The chunks, of at most about a megabyte, one after the other are the file. Throws MediumError where a track is
 * damaged.
 */
export function diskFile(pack: DiskPack, form: DiskForm, compression: Compression = "zlib"): Iterable<Uint8Array> {
  switch (form) {
    case "plain":
      return plainImage(pack);
    case "compressed":
      return compressedImage(pack, compression);
    case "shadow":
      return shadowFile(pack, compression);
  }
}

/** A file that takes what has been written on a pack. */
export interface ChangedFile {
  readonly name: string;
  readonly pieces: () => Iterable<Uint8Array>;
}

/**
 * The files of an image in which something has been written: the image, or those of its several files that hold the
 * tracks. They are of use only together. `pieces` throws MediumError where a track is damaged.
 */
export function changedFiles(pack: DiskPack, form: "plain" | "compressed"): ChangedFile[] {
  const { parts } = pack.base;
  if (parts === undefined) return [{ name: pack.name, pieces: () => diskFile(pack, form) }];
  const { heads } = pack.geometry;
  const cylinders = pack.changed.map((number) => Math.floor(number / heads));
  return parts.flatMap(({ name, firstCylinder, cylinders: length }, part) =>
    cylinders.some((cylinder) => cylinder >= firstCylinder && cylinder < firstCylinder + length)
      ? [{ name, pieces: () => plainPart(pack, part) }]
      : [],
  );
}

/**
 * Names under which the other files of an image may be: "pack_1.ckd" is followed by "pack_2.ckd". Empty where the name
 * is not of that form.
 */
export function otherFileNames(name: string): string[] {
  const match = /^(.*_)1(\.[^./]*)?$/.exec(name);
  if (match === null) return [];
  return [..."23456789"].map((digit) => match[1] + digit + (match[2] ?? ""));
}

/** Reads every track, and yields what is wrong with those that are damaged. */
export function* damagedTracks(tracks: TrackSource): Generator<MediumError> {
  for (let number = 0; number < tracksOf(tracks.geometry); number++) {
    try {
      tracks.read(number);
    } catch (error) {
      if (!(error instanceof MediumError)) throw error;
      yield error;
    }
  }
}

function openCompressed({ file, header }: HeadedFile, damaged: boolean): TrackSource {
  const image = new CompressedFile(file, header, damaged);
  const { geometry, damage } = image;
  return {
    name: file.name,
    geometry,
    damage,
    read(number) {
      if (image.has(number)) return image.read(number);
      const what = "its tables say that it is in a file below this one, which an image does not have";
      throw new MediumError(file.name, 0, `${trackName(geometry, number)}: ${what}`);
    },
    packed: (number) => image.packed(number),
  };
}

function openShadow({ file, header }: HeadedFile, below: TrackSource, damaged: boolean): TrackSource {
  const shadow = new CompressedFile(file, header, damaged);
  const { geometry } = shadow;
  if (geometry.disk !== below.geometry.disk || geometry.cylinders !== below.geometry.cylinders) {
    const { disk, cylinders } = below.geometry;
    const what = `this is not a shadow file of ${below.name}, a ${disk.name} of ${cylinders} cylinders`;
    throw new MediumError(file.name, 0, what);
  }
  return {
    name: below.name,
    geometry: below.geometry,
    damage: below.damage ?? shadow.damage,
    read: (number) => (shadow.has(number) ? shadow.read(number) : below.read(number)),
    packed: (number) => (shadow.has(number) ? shadow.packed(number) : below.packed?.(number)),
  };
}
