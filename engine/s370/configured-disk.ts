/** Disks as configurations describe them: packs out of images, shadow files and blank ones, and what becomes of them. */
import { AbsentMedium } from "./absent-medium.ts";
import { deviceName } from "./channel/subchannels.ts";
import type { DeviceDefinition } from "./configured-device.ts";
import type { MadeDevice, Room, WrittenFile } from "./configured-media.ts";
import { CountKeyDataDisk } from "./devices/dasd/disk.ts";
import { packOf } from "./devices/dasd/saved-pack.ts";
import { CompressedFile } from "./devices/images/cckd-file.ts";
import { readDeviceHeader } from "./devices/images/ckd-header.ts";
import { blankPack } from "./devices/images/disk-blank.ts";
import {
  changedFiles,
  diskFile,
  type OpenOptions,
  openDisk,
  openTracks,
  otherFileNames,
} from "./devices/images/disk-image.ts";
import { DiskPack, tracksOf } from "./devices/images/disk-pack.ts";
import { type DiskType, diskType } from "./devices/images/disk-types.ts";
import type { ByteSource } from "./devices/media.ts";

type DiskDefinition = Extract<DeviceDefinition, { kind: "disk" }>;

/** A drive that has been made, and its statement. */
export interface ConfiguredDisk {
  readonly drive: CountKeyDataDisk;
  readonly definition: DiskDefinition;
}

/** Of an address: those that a 2305 answers to have the others in common. */
const DRUM = 0xff8;

/** Shadow files that an image can have over it. */
const MOST_SHADOWS = 8;

/** A pack that is to be mounted, and how it is written out. */
interface Mounted {
  readonly pack: DiskPack;
  /** The pack's files, with what has been written on it since. */
  readonly files: (pack: DiskPack) => readonly WrittenFile[];
}

/** Makes the drive of a definition. */
export function diskOf(definition: DiskDefinition, room: Room): MadeDevice {
  const { type, image, address, damaged } = definition;
  const first = anotherAddressOf(definition, room);
  if (first) return { device: first.exposure(address) };
  const files = image === undefined ? [] : imageFiles(image, room);
  // A drive takes packs of one model: that of its pack, or the first of its type.
  const opened = files.length > 0 ? openDisk(files, { damaged }).geometry.disk : undefined;
  const disk = opened?.type === type ? opened : diskType(type);
  if (disk === undefined) throw new RangeError(`there is no disk ${type}`);
  const drive = new CountKeyDataDisk(disk, address);
  room.disks.set(placeOf(definition), { drive, definition });
  let mounted: Mounted | undefined;
  return {
    device: drive,
    mount() {
      if (image === undefined) return;
      mounted = mountable(definition, image, files, disk, room);
      drive.mount(mounted.pack);
    },
    written() {
      const off = [...drive.takenOff].filter(([name]) => name !== drive.pack?.name).map(([, saved]) => packOf(saved));
      const packs = drive.pack ? [drive.pack, ...off] : off;
      return packs
        .filter(({ changed }) => changed.length > 0)
        .flatMap((pack) => (pack.base === mounted?.pack.base ? mounted.files(pack) : changedImage(pack, room)));
    },
  };
}

/** What a drive is known by: the file that takes what is written on its pack, or its statement where it has none. */
function placeOf({ image, shadow, place, address }: DiskDefinition): string {
  return shadow ?? image ?? `${place.file}:${place.line} ${address & DRUM}`;
}

/**
 * The drive of which a definition is only another address: of a 2305 that one statement gives several. Throws RangeError
 * where two drives would write the same file.
 */
function anotherAddressOf(definition: DiskDefinition, { disks }: Room): CountKeyDataDisk | undefined {
  const known = disks.get(placeOf(definition));
  if (known === undefined) return undefined;
  const { drive, definition: other } = known;
  const { type, place, image, address, readOnly } = definition;
  const isSameStatement = other.place.file === place.file && other.place.line === place.line;
  if (type === "2305" && isSameStatement && ((other.address ^ address) & DRUM) === 0) return drive;
  if (image === undefined || (readOnly && other.readOnly)) return undefined;
  const drum =
    type === "2305"
      ? "; the eight addresses of a 2305, 2C0 to 2C7 for instance, are given in one statement: 2C0.8"
      : "";
  const where = other.place.file === place.file ? "" : ` of ${other.place.file}`;
  throw new RangeError(`${image} is on ${deviceName(other.address)}${where} already${drum}`);
}

/** The image of a pack that the operator has mounted, in the form that it has. */
function changedImage(pack: DiskPack, { open }: Room): WrittenFile[] {
  const file = open(pack.name);
  return inPlace(pack, file === undefined || readDeviceHeader(file).kind === "plain" ? "plain" : "compressed");
}

/** An image and the further files that it may be in. */
function imageFiles(image: string, { open }: Room): ByteSource[] {
  const first = open(image);
  return first === undefined ? [] : [first, ...otherFileNames(image).flatMap((name) => open(name) ?? [])];
}

function mountable(
  { readOnly, damaged, shadow, blank }: DiskDefinition,
  image: string,
  files: readonly ByteSource[],
  disk: DiskType,
  room: Room,
): Mounted {
  if (files.length === 0) {
    if (blank === undefined)
      throw new AbsentMedium(`there is no file ${image}; "new=VOLUME" behind it mounts a blank pack`);
    const pack = new DiskPack({ ...blankPack(disk, { volume: blank }), name: image });
    return { pack, files: (changed) => inPlace(changed, /\.ckd$/i.test(image) ? "plain" : "compressed") };
  }
  if (shadow !== undefined) return shadowed(files, shadow, { readOnly, damaged }, room);
  const pack = openDisk(files, { readOnly, damaged });
  const form = readDeviceHeader(files[0]).kind === "plain" ? "plain" : "compressed";
  return { pack, files: (changed) => inPlace(changed, form) };
}

/** The files of a pack's image, in place of those that are there. */
function inPlace(pack: DiskPack, form: "plain" | "compressed"): WrittenFile[] {
  const partOf = pack.base.parts && pack.name;
  return changedFiles(pack, form).map((file) => ({ ...file, kind: "image", append: false, partOf }));
}

/**
 * Name of the shadow file of a number from 1 to {@link MOST_SHADOWS}: that digit stands for `*`; without one, for the
 * character before the last full stop of the file's name, or for its last one.
 */
function shadowName(shadow: string, number: number): string {
  if (shadow.includes("*")) return shadow.replace("*", String(number));
  const stop = shadow.lastIndexOf(".");
  const at = (stop > shadow.lastIndexOf("/") + 1 ? stop : shadow.length) - 1;
  return `${shadow.slice(0, at)}${number}${shadow.slice(at + 1)}`;
}

/** An image with shadow files over it, of which the last takes what is written. */
function shadowed(files: readonly ByteSource[], shadow: string, how: OpenOptions, { open }: Room): Mounted {
  const shadows: ByteSource[] = [];
  for (let number = 1; number <= MOST_SHADOWS; number++) {
    const file = open(shadowName(shadow, number));
    if (file === undefined) break;
    shadows.push(file);
  }
  const pack = openDisk([...files, ...shadows], how);
  const last = shadows.pop();
  const below = [...files, ...shadows];
  const name = last?.name ?? shadowName(shadow, 1);
  return {
    pack,
    files: (changed) => [
      { name, kind: "image", append: false, pieces: () => diskFile(merged(changed, below, last), "shadow") },
    ],
  };
}

/** A pack in which what the last shadow file has counts as written too. */
function merged(pack: DiskPack, below: readonly ByteSource[], last: ByteSource | undefined): DiskPack {
  if (last === undefined) return pack;
  const whole = new DiskPack(openTracks(below));
  const shadow = new CompressedFile(last, readDeviceHeader(last), false);
  const changed = new Set(pack.changed);
  for (let number = 0; number < tracksOf(pack.geometry); number++)
    if (changed.has(number) || shadow.has(number)) whole.replace(number, pack.track(number));
  return whole;
}
