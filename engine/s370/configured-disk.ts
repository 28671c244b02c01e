/** Disks as configurations describe them: packs out of images, shadow files and blank ones, and what becomes of them. */
import type { DeviceDefinition } from "./configured-device.ts";
import type { MadeDevice, Room, WrittenFile } from "./configured-media.ts";
import { CountKeyDataDisk } from "./devices/dasd/disk.ts";
import { CompressedFile } from "./devices/images/cckd-file.ts";
import { readDeviceHeader } from "./devices/images/ckd-header.ts";
import { blankPack } from "./devices/images/disk-blank.ts";
import { diskFile, type OpenOptions, openDisk, openTracks, otherFileNames } from "./devices/images/disk-image.ts";
import { DiskPack, tracksOf } from "./devices/images/disk-pack.ts";
import { type DiskType, diskType } from "./devices/images/disk-types.ts";
import type { ByteSource } from "./devices/media.ts";

type DiskDefinition = Extract<DeviceDefinition, { kind: "disk" }>;

/** Shadow files that an image can have over it. */
const MOST_SHADOWS = 8;

/** A pack that is to be mounted, and how it is written out. */
interface Mounted {
  readonly pack: DiskPack;
  readonly file: () => WrittenFile;
}

/** Makes the drive of a definition. */
export function diskOf(definition: DiskDefinition, room: Room): MadeDevice {
  const { type, image, address, damaged } = definition;
  const files = image === undefined ? [] : imageFiles(image, room);
  // A drive takes packs of one model: that of its pack, or the first of its type.
  const opened = files.length > 0 ? openDisk(files, { damaged }).geometry.disk : undefined;
  const disk = opened?.type === type ? opened : diskType(type);
  if (disk === undefined) throw new RangeError(`there is no disk ${type}`);
  const drive = new CountKeyDataDisk(disk, address);
  let mounted: Mounted | undefined;
  return {
    device: drive,
    mount() {
      if (image === undefined) return;
      mounted = mountable(definition, image, files, disk, room);
      drive.mount(mounted.pack);
    },
    written() {
      const { pack } = drive;
      if (pack === undefined || pack.changed.length === 0) return [];
      return [pack === mounted?.pack ? mounted.file() : imageFile(pack, pack.name, "plain")];
    },
  };
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
      throw new RangeError(`there is no file ${image}; "new=VOLUME" behind it mounts a blank pack`);
    const pack = new DiskPack(blankPack(disk, { volume: blank }));
    return { pack, file: () => imageFile(pack, image, /\.ckd$/i.test(image) ? "plain" : "compressed") };
  }
  if (shadow !== undefined) return shadowed(files, shadow, { readOnly, damaged }, room);
  const pack = openDisk(files, { readOnly, damaged });
  const form = readDeviceHeader(files[0]).kind === "plain" ? "plain" : "compressed";
  return {
    pack,
    file() {
      if (files.length > 1)
        throw new RangeError(
          `${image} is in ${files.length} files and is not written: sf=NAME_*.cckd keeps what changes`,
        );
      return imageFile(pack, image, form);
    },
  };
}

function imageFile(pack: DiskPack, name: string, form: "plain" | "compressed"): WrittenFile {
  return { name, kind: "image", append: false, pieces: () => diskFile(pack, form) };
}

/** An image with shadow files over it, of which the last takes what is written. */
function shadowed(files: readonly ByteSource[], shadow: string, how: OpenOptions, { open }: Room): Mounted {
  const shadows: ByteSource[] = [];
  for (let number = 1; number <= MOST_SHADOWS; number++) {
    const name = shadow.replace("*", String(number));
    const file = open(name);
    if (file !== undefined) shadows.push(file);
    if (file === undefined || !shadow.includes("*")) break;
  }
  const pack = openDisk([...files, ...shadows], how);
  const last = shadows.pop();
  const below = [...files, ...shadows];
  const name = last?.name ?? shadow.replace("*", "1");
  return {
    pack,
    file: () => ({ name, kind: "image", append: false, pieces: () => diskFile(merged(pack, below, last), "shadow") }),
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
