/** Devices as configurations describe them: each kind's class, with its media mounted, and the files that come of it. */
import { AbsentMedium } from "./absent-medium.ts";
import type { Device } from "./channel/device.ts";
import type { DeviceDefinition, LineEnds } from "./configured-device.ts";
import { type ConfiguredDisk, diskOf } from "./configured-disk.ts";
import type { CardStacker } from "./devices/card-stacker.ts";
import { Console1052, Console3215 } from "./devices/console.ts";
import { AdapterSide } from "./devices/ctca.ts";
import { Display3277 } from "./devices/display/display.ts";
import { writeTape } from "./devices/images/tape.ts";
import type { TapeReel } from "./devices/images/tape-reel.ts";
import type { ByteSource } from "./devices/media.ts";
import { LinePrinter } from "./devices/printer.ts";
import { CardPunch } from "./devices/punch.ts";
import { CardReadPunch } from "./devices/read-punch.ts";
import { CardReader } from "./devices/reader.ts";
import { tape2401 } from "./devices/tape/tape-2401.ts";
import { tape3410 } from "./devices/tape/tape-3410.ts";
import { tape3420 } from "./devices/tape/tape-3420.ts";
import type { TapeDrive } from "./devices/tape/tape-drive.ts";
import type { TapeLibrary } from "./devices/tape/tape-library.ts";
import { mountingOf } from "./devices/tape/tape-orders.ts";

/** A file that a device has made or changed. */
export interface WrittenFile {
  readonly name: string;
  /** What it is: images replace those they were read from, the others are the machine's output. */
  readonly kind: "image" | "output";
  /** Whether the bytes go behind what is in the file. */
  readonly append: boolean;
  /** The image of which this is one file of several: those with the same are of use only together. */
  readonly partOf?: string;
  /** The file's bytes, in pieces. Throws RangeError or MediumError where what was written cannot be kept in that form. */
  pieces(): Iterable<Uint8Array>;
}

/** A device that is to be attached. */
export interface MadeDevice {
  readonly device: Device;
  /** Puts its media in, when it is attached. Throws AbsentMedium, RangeError and MediumError, with a sentence for the operator. */
  mount?(): void;
  /** Files that it has written so far. */
  written?(): readonly WrittenFile[];
}

/** What the devices of a machine have in common. */
export interface Room {
  /** A medium, which then stands on the machine's shelf; undefined where there is none of that name. */
  readonly open: (name: string) => ByteSource | undefined;
  readonly tapes: TapeLibrary;
  /** Drives that have been made, by what takes what is written on their packs. */
  readonly disks: Map<string, ConfiguredDisk>;
  /** The other sides of channel-to-channel adapters of which one is attached, by name. */
  readonly adapters: Map<string, AdapterSide>;
}

/** Makes the device of a definition. */
export function makeDevice(definition: DeviceDefinition, room: Room): MadeDevice {
  switch (definition.kind) {
    case "console":
      return { device: definition.type === "1052" ? new Console1052() : new Console3215() };
    case "display":
      return { device: new Display3277({ model: definition.model }) };
    case "reader":
      return readerOf(definition, room);
    case "punch":
      return punchOf(definition, room);
    case "printer":
      return printerOf(definition);
    case "disk":
      return diskOf(definition, room);
    case "tape":
      return tapeOf(definition, room);
    case "adapter":
      return adapterOf(definition, room);
  }
}

type Definition<Kind extends DeviceDefinition["kind"]> = Extract<DeviceDefinition, { kind: Kind }>;

const READERS = ["2540R", "2501", "1442"] as const;

function readerOf({ type, decks, code, endOfFile, lenient }: Definition<"reader">, room: Room): MadeDevice {
  const reader = new CardReader(READERS.find((each) => each === type) ?? "3505", { endOfFile });
  const options = `${code ? ` ${code}` : ""}${lenient ? " lenient" : ""}`;
  return {
    device: reader,
    mount() {
      for (const deck of decks) {
        if (room.open(deck) === undefined) throw new AbsentMedium(`there is no file ${deck}`);
        reader.operate(`load ${deck}${options}`);
      }
    },
  };
}

function punchOf({ type, file, ascii, lines, reads }: Definition<"punch">, room: Room): MadeDevice {
  const punch = reads ? new CardReadPunch(reads) : new CardPunch(type === "2540P" ? "2540P" : "3525");
  const pieces = function* (): Iterable<Uint8Array> {
    // A stacker is a pile of its own; in the file they lie behind one another.
    for (const stacker of punch.stackers) if (stacker.count > 0) yield pile(stacker, ascii, lines);
  };
  return {
    device: punch,
    mount() {
      if (reads?.deck === undefined) return;
      if (room.open(reads.deck) === undefined) throw new AbsentMedium(`there is no file ${reads.deck}`);
      punch.operate(`load ${reads.deck}`);
    },
    written: () => output(file, lines, pieces),
  };
}

function pile(stacker: CardStacker, ascii: boolean, lines: LineEnds): Uint8Array {
  const file = stacker.file(ascii ? "ascii" : "ebcdic");
  return ascii ? withLineEnds(new TextDecoder().decode(file), lines) : file;
}

function printerOf(definition: Definition<"printer">): MadeDevice {
  const { type, file, lines, linesPerPage, carriage, indexing } = definition;
  const printer = new LinePrinter(type === "3211" ? "3211" : "1403", { linesPerPage, carriage, index: indexing });
  return { device: printer, written: () => output(file, lines, () => [withLineEnds(printer.text, lines)]) };
}

function withLineEnds(text: string, { carriageReturn }: LineEnds): Uint8Array {
  return new TextEncoder().encode(carriageReturn ? text.replaceAll("\n", "\r\n") : text);
}

/** What a printer or punch makes: a file, even where nothing was put out, unless it has no name. */
function output(file: string | undefined, { append }: LineEnds, pieces: () => Iterable<Uint8Array>): WrittenFile[] {
  return file === undefined ? [] : [{ name: file, kind: "output", append, pieces }];
}

function tapeOf(definition: Definition<"tape">, room: Room): MadeDevice {
  const { type, tape, readOnly, damaged, blank, orders = [] } = definition;
  const options = { library: room.tapes, model: definition.model, sevenTrack: definition.sevenTrack };
  const drive = driveOf(type, options);
  return {
    device: drive,
    mount() {
      if (tape === undefined) return;
      const how = [...(readOnly ? [] : ["ring"]), ...(damaged ? ["damaged"] : []), ...orders];
      if (room.open(tape) !== undefined) drive.mount(mountingOf([tape, ...how], drive.model));
      else if (blank) drive.mount(mountingOf(["scratch", tape, ...orders], drive.model));
      else throw new AbsentMedium(`there is no file ${tape}; "new" behind it mounts a blank tape`);
    },
    written: () => (drive.reel?.changed ? [tapeFile(drive.reel)] : []),
  };
}

/** An 8809 is a 3420 to programs that write no streams. */
function driveOf(type: string, options: Parameters<typeof tape3420>[0]): TapeDrive {
  switch (type) {
    case "2401":
    case "2415":
    case "2420":
      return tape2401({ ...options, type });
    case "3410":
    case "3411":
      return tape3410({ ...options, type });
    default:
      return tape3420(options);
  }
}

/** A reel as a file: HET where its name says so, else AWS. */
export function tapeFile(reel: TapeReel): WrittenFile {
  const compression = /\.het$/i.test(reel.name) ? "zlib" : "none";
  return {
    name: reel.name,
    kind: "image",
    append: false,
    pieces: () => writeTape(reel.contents(), { compression }),
  };
}

/** A side of an adapter; a second statement of the same name has the other. */
function adapterOf({ name }: Definition<"adapter">, { adapters }: Room): MadeDevice {
  const half = adapters.get(name);
  adapters.delete(name);
  if (half) return { device: half };
  const [device, other] = AdapterSide.pair();
  adapters.set(name, other);
  return { device };
}
