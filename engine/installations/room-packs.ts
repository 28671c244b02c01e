/** The packs of the ready room as they are before anybody has logged on: volumes with the users' disks, and with the system saved by its name. */
import { buildCms, type ReadSource } from "../guests/cms/build.ts";
import { CmsDisk, textFile } from "../guests/cms/disk.ts";
import { geometryOf } from "../guests/cms/geometry.ts";
import { assembleKernel, writeKernel } from "../guests/kernels/kernel-disk.ts";
import { readDirectory } from "../monitors/cp/directory/index.ts";
import { writeDirectory } from "../monitors/cp/directory/object/index.ts";
import { formatPack } from "../monitors/cp/storage/format.ts";
import { bytesOf } from "../s370/devices/media.ts";
import { blankPack, DiskPack, type DiskType, diskFile, diskType, openDisk } from "../s370/index.ts";
import { cpRoom, type RoomPacks } from "./cp-room.ts";
import {
  ALICE_DISK,
  BOB_DISK,
  CAROL_DISK,
  imageName,
  LETTER,
  OPERATOR_TERMINAL,
  ROOM_DIRECTORY,
  ROOM_DRIVES,
  ROOM_VOLUME,
  type RoomVolume,
  SAVED_CYLINDERS,
  SYSTEM_DISK,
} from "./room.ts";

/** Sources of the guests. */
export interface RoomSources {
  /** Of the folder `engine/guests/cms`. */
  readonly cms: ReadSource;
  /** `engine/guests/kernels/processes.asm`. */
  readonly kernel: string;
}

/** The packs as compressed images, for the files of {@link imageName}. */
export type RoomImages = Readonly<Record<RoomVolume, Uint8Array<ArrayBuffer>>>;

/** What the operator types on a machine that is made for it, so that `IPL CMS` begins the system anywhere. */
const SAVE = ["link cmssys 190 190 rr", "ipl 190", "savesys cms"];
/** Ticks in which each of them is done. */
const SECOND = 1_000_000;

/** Makes the packs: nothing has been written on them since. Throws RangeError where a source has errors. */
export function roomPacks(sources: RoomSources): RoomPacks {
  const before = { VMRES: ownPack(), USERS1: userPack(sources) };
  return { VMRES: settled(withSavedSystem(before)), USERS1: settled(before.USERS1) };
}

/** Packs as they are now, as images. The same tracks make the same bytes. */
export function roomImages({ VMRES, USERS1 }: RoomPacks): RoomImages {
  return { VMRES: imageOf(VMRES), USERS1: imageOf(USERS1) };
}

/** Packs of images. Throws MediumError where one is damaged or no image. */
export function imagedPacks({ VMRES, USERS1 }: RoomImages): RoomPacks {
  return {
    VMRES: openDisk([bytesOf(imageName("VMRES"), VMRES)]),
    USERS1: openDisk([bytesOf(imageName("USERS1"), USERS1)]),
  };
}

/** The same packs with nothing written on them. */
export function unwrittenPacks({ VMRES, USERS1 }: RoomPacks): RoomPacks {
  return { VMRES: new DiskPack(VMRES.base), USERS1: new DiskPack(USERS1.base) };
}

/** A pack whose tracks are another's, with nothing written on it yet. */
function settled(pack: DiskPack): DiskPack {
  const { name, geometry } = pack;
  return new DiskPack({ name, geometry, read: (number) => pack.track(number) });
}

function imageOf(pack: DiskPack): Uint8Array<ArrayBuffer> {
  const pieces = [...diskFile(pack, "compressed")];
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function typeOf(volume: RoomVolume): DiskType {
  const { type } = ROOM_DRIVES[volume];
  const disk = diskType(type);
  if (disk === undefined) throw new RangeError(`there is no disk ${type}`);
  return disk;
}

/** Where CP pages and spools, and where its users are. */
function ownPack(): DiskPack {
  const { cylinders, allocations } = ROOM_VOLUME;
  const pack = new DiskPack(formatPack(typeOf("VMRES"), { volume: "VMRES", cylinders, allocations }));
  writeDirectory(pack, readDirectory("USER DIRECT", ROOM_DIRECTORY).directory);
  return pack;
}

/** The users' minidisks. */
function userPack({ cms, kernel }: RoomSources): DiskPack {
  const pack = new DiskPack(blankPack(typeOf("USERS1"), { volume: "USERS1", cylinders: 50 }));
  new CmsDisk(geometryOf("3330", SYSTEM_DISK.cylinders), "CMSSYS")
    .install(buildCms(cms))
    .close()
    .writeTo(pack, SYSTEM_DISK.first);
  new CmsDisk(geometryOf("3330", ALICE_DISK.cylinders), "ALI191")
    .add(textFile("LETTER", "TEXT", LETTER))
    .close()
    .writeTo(pack, ALICE_DISK.first);
  new CmsDisk(geometryOf("3330", CAROL_DISK.cylinders), "CAR191").close().writeTo(pack, CAROL_DISK.first);
  writeKernel(assembleKernel("processes.asm", kernel), pack, BOB_DISK.first);
  return pack;
}

/** CP's volume with the system on it that SAVESYS has saved. What else CP wrote meanwhile, as spool files, is left behind. */
function withSavedSystem(packs: RoomPacks): DiskPack {
  const { machine, consoles } = cpRoom(packs);
  for (const line of ["", ...SAVE]) {
    if (line !== "") machine.input(OPERATOR_TERMINAL, line);
    machine.run({ ticks: machine.now + SECOND });
  }
  const { text = "" } = consoles.get(OPERATOR_TERMINAL) ?? {};
  if (!text.includes("SYSTEM SAVED")) throw new RangeError(`the system could not be saved: ${text}`);
  const saved = ownPack();
  const { heads } = saved.geometry;
  const tracks = packs.VMRES.changed.filter((number) => SAVED_CYLINDERS.includes(Math.floor(number / heads)));
  for (const number of tracks) saved.replace(number, packs.VMRES.track(number));
  return saved;
}
