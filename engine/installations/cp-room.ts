/** A System/370 with CP that is ready for its users: machine, directory, packs. What the page "CP" and its tests load. */

import { buildCms, type ReadSource } from "../guests/cms/build.ts";
import { CmsDisk, textFile } from "../guests/cms/disk.ts";
import { geometryOf } from "../guests/cms/geometry.ts";
import { assembleKernel, writeKernel } from "../guests/kernels/kernel-disk.ts";
import { costs } from "../monitors/costs.ts";
import { ControlProgram } from "../monitors/cp/control-program.ts";
import { readDirectory } from "../monitors/cp/directory/index.ts";
import { formatPack } from "../monitors/cp/storage/format.ts";
import {
  blankPack,
  Console3215,
  CountKeyDataDisk,
  type Device,
  DiskPack,
  type DiskType,
  Display3277,
  diskType,
  System370,
} from "../s370/index.ts";
import {
  ALICE_DISK,
  BOB_DISK,
  CAROL_DISK,
  LETTER,
  OPERATOR_TERMINAL,
  ROOM_DIRECTORY,
  ROOM_TERMINALS,
  SYSTEM_DISK,
} from "./room.ts";

/** Bytes of real storage. */
const STORAGE = 0x200000;

/** Sources of the guests. */
export interface RoomSources {
  /** Of the folder `engine/guests/cms`. */
  readonly cms: ReadSource;
  /** `engine/guests/kernels/processes.asm`. */
  readonly kernel: string;
}

export interface CpRoom {
  readonly machine: System370;
  readonly control: ControlProgram;
  readonly consoles: ReadonlyMap<number, Console3215>;
  readonly displays: ReadonlyMap<number, Display3277>;
}

/** Makes the machine, loads CP, and lets it begin. Throws RangeError where a source has errors. */
export function cpRoom({ cms, kernel }: RoomSources): CpRoom {
  const machine = new System370({ storageSize: STORAGE });
  machine.trace.recording = true;
  const consoles = new Map<number, Console3215>();
  const displays = new Map<number, Display3277>();
  const devices: (readonly [address: number, device: Device])[] = ROOM_TERMINALS.map(({ address, type }) => {
    if (type === "3277") {
      const display = new Display3277({ numericLock: false });
      displays.set(address, display);
      return [address, display];
    }
    const console = new Console3215();
    consoles.set(address, console);
    return [address, console];
  });
  devices.push([0x330, driveWith("3330", userPack(cms, kernel))], [0x350, driveWith("3350", ownPack)]);
  for (const [address, device] of devices) machine.attach(address, device);
  const control = new ControlProgram({
    storageSize: STORAGE,
    directory: readDirectory("USER DIRECT", ROOM_DIRECTORY).directory,
    devices: devices.map(([address, { type }]) => ({ address, type })),
    operatorTerminal: OPERATOR_TERMINAL,
  });
  machine.install(control, costs);
  return { machine, control, consoles, displays };
}

function driveWith(type: string, pack: (disk: DiskType) => DiskPack): CountKeyDataDisk {
  const disk = diskType(type);
  if (disk === undefined) throw new RangeError(`there is no disk ${type}`);
  const drive = new CountKeyDataDisk(disk);
  drive.mount(pack(disk));
  return drive;
}

/** Where CP pages and spools. */
function ownPack(disk: DiskType): DiskPack {
  const allocations = [{ type: "TEMP", first: 3, last: 40 }] as const;
  return new DiskPack(formatPack(disk, { volume: "VMRES", cylinders: 41, allocations }));
}

/** The users' minidisks. */
function userPack(cms: ReadSource, kernel: string): (disk: DiskType) => DiskPack {
  return (disk) => {
    const pack = new DiskPack(blankPack(disk, { volume: "USERS1", cylinders: 50 }));
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
  };
}
