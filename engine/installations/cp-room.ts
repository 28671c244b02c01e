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

/** Bytes of real storage. */
const STORAGE = 0x200000;

/** A terminal of the room. */
export interface RoomTerminal {
  /** Real address. */
  readonly address: number;
  readonly type: "3215" | "3277";
  /** For whom it stands there; anybody may log on at any of them. */
  readonly userid: string;
}

export const OPERATOR_TERMINAL = 0x01f;

export const ROOM_TERMINALS: readonly RoomTerminal[] = [
  { address: OPERATOR_TERMINAL, type: "3215", userid: "OPERATOR" },
  { address: 0x020, type: "3215", userid: "ALICE" },
  { address: 0x021, type: "3215", userid: "BOB" },
  { address: 0x0c0, type: "3277", userid: "CAROL" },
];

/** Cylinders of the pack USERS1 where minidisks begin, and how many they have. */
const SYSTEM_DISK = { first: 1, cylinders: 10 };
const ALICE_DISK = { first: 20, cylinders: 5 };
const BOB_DISK = { first: 30, cylinders: 1 };
const CAROL_DISK = { first: 40, cylinders: 5 };

/** Who may log on, and what they have: the source form of USER DIRECT. */
export const ROOM_DIRECTORY = `DIRECTORY 350 3350 VMRES
*
* THE OPERATOR IS LOGGED ON WHEN CP IS LOADED.
USER OPERATOR OPER 256K 1M ABCDEG
  CONSOLE 009 3215
  SPOOL 00C 2540 READER *
  SPOOL 00D 2540 PUNCH A
  SPOOL 00E 1403 A
*
* OWNS THE SYSTEM DISK; NOBODY LOGS ON AS THIS USER.
USER CMSSYS NOLOG 256K 1M G
  MDISK 190 3330 ${SYSTEM_DISK.first} ${SYSTEM_DISK.cylinders} USERS1 RR ALL
*
USER ALICE WONDER 512K 1M G
  CONSOLE 009 3215
  SPOOL 00C 2540 READER *
  SPOOL 00D 2540 PUNCH A
  SPOOL 00E 1403 A
  LINK CMSSYS 190 190 RR
  MDISK 191 3330 ${ALICE_DISK.first} ${ALICE_DISK.cylinders} USERS1 MR
*
* THE KERNEL TRANSLATES ADDRESSES ITSELF: EC MODE.
USER BOB BUILDER 256K 1M G
  OPTION ECMODE
  CONSOLE 009 3215
  SPOOL 00C 2540 READER *
  SPOOL 00D 2540 PUNCH A
  SPOOL 00E 1403 A
  LINK CMSSYS 190 190 RR
  MDISK 191 3330 ${BOB_DISK.first} ${BOB_DISK.cylinders} USERS1 MR
*
USER CAROL SINGER 512K 1M EG
  CONSOLE 009 3215
  SPOOL 00C 2540 READER *
  SPOOL 00D 2540 PUNCH A
  SPOOL 00E 1403 A
  LINK CMSSYS 190 190 RR
  MDISK 191 3330 ${CAROL_DISK.first} ${CAROL_DISK.cylinders} USERS1 MR
`;

/** What ALICE finds on her disk. */
const LETTER = `DEAR BOB,
THIS CAME FROM MY VIRTUAL PUNCH.
NO CARD WAS CUT FOR IT.`;

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
