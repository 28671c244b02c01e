/** A System/370 with CP that is ready for its users: machine, directory, packs. What the page "CP" and its tests load. */
import { costs } from "../monitors/costs.ts";
import { ControlProgram } from "../monitors/cp/control-program.ts";
import { readGeneration } from "../monitors/cp/generation.ts";
import { bytesOf } from "../s370/devices/media.ts";
import {
  CardPunch,
  CardReader,
  Console3215,
  CountKeyDataDisk,
  type Device,
  type DiskPack,
  Display3277,
  diskType,
  LinePrinter,
  System370,
} from "../s370/index.ts";
import {
  ROOM_DRIVES,
  ROOM_GENERATION,
  ROOM_STORAGE,
  ROOM_TERMINALS,
  ROOM_UNITS,
  ROOM_VOLUMES,
  type RoomVolume,
} from "./room.ts";

/** The packs by their volumes. */
export type RoomPacks = Readonly<Record<RoomVolume, DiskPack>>;

export interface CpRoom {
  readonly machine: System370;
  readonly control: ControlProgram;
  readonly consoles: ReadonlyMap<number, Console3215>;
  readonly displays: ReadonlyMap<number, Display3277>;
  readonly printer: LinePrinter;
  readonly punch: CardPunch;
  /** Decks that have been put into the reader, by the names that they have on the machine's shelf. */
  readonly decks: Map<string, Uint8Array>;
  readonly packs: RoomPacks;
}

/** Makes the machine with these packs on its drives, loads CP, and lets it begin. */
export function cpRoom(packs: RoomPacks): CpRoom {
  const machine = new System370({ storageSize: ROOM_STORAGE });
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
  const { reader, punch, printer } = ROOM_UNITS;
  const cardPunch = new CardPunch(punch.type);
  const linePrinter = new LinePrinter(printer.type);
  devices.push([reader.address, new CardReader(reader.type, { endOfFile: true })]);
  devices.push([punch.address, cardPunch], [printer.address, linePrinter]);
  for (const volume of ROOM_VOLUMES) devices.push([ROOM_DRIVES[volume].address, driveWith(volume, packs[volume])]);
  for (const [address, device] of devices) machine.attach(address, device);
  const control = new ControlProgram({
    ...readGeneration("generation", ROOM_GENERATION),
    storageSize: ROOM_STORAGE,
    devices: devices.map(([address, { type }]) => ({ address, type })),
  });
  machine.install(control, costs);
  return { machine, control, consoles, displays, printer: linePrinter, punch: cardPunch, decks: new Map(), packs };
}

/** Has a deck lie ready, to be put into the reader by its name. */
export function shelveDeck({ machine, decks }: CpRoom, name: string, deck: Uint8Array): void {
  decks.set(name, deck);
  machine.shelf.set(name, bytesOf(name, deck));
}

function driveWith(volume: RoomVolume, pack: DiskPack): CountKeyDataDisk {
  const { type } = ROOM_DRIVES[volume];
  const disk = diskType(type);
  if (disk === undefined) throw new RangeError(`there is no disk ${type}`);
  const drive = new CountKeyDataDisk(disk);
  drive.mount(pack);
  return drive;
}
