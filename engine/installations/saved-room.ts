/** A session of the room as plain data that a browser can keep: the machine, what was typed, and what has been written on its packs. */
import { Digest } from "../grading/digest.ts";
import type { Input, Snapshot } from "../machine/machine.ts";
import type { DiskPack } from "../s370/index.ts";
import { type CpRoom, type RoomPacks, shelveDeck } from "./cp-room.ts";
import { ROOM_VOLUMES, type RoomVolume } from "./room.ts";
import type { RoomImages } from "./room-packs.ts";

/** Tracks that have been written, by their numbers. */
export type WrittenTracks = Readonly<Record<RoomVolume, readonly (readonly [number: number, track: Uint8Array])[]>>;

/** Everything of a session but the images of its packs. */
export interface SavedRoom {
  readonly inputs: readonly Input[];
  /** What has been put into the reader. */
  readonly decks: ReadonlyMap<string, Uint8Array>;
  /** The machine's snapshot; packs in it are called by their volumes. */
  readonly machine: unknown;
  readonly tracks: WrittenTracks;
  /** Of the state: whoever takes it up again sees whether it is whole. */
  readonly digest: string;
}

/** What a session can go back to that has been taken up again: some of its snapshots. Together with a {@link SavedRoom} of the same run, older or newer. */
export interface SavedPast {
  /** What was typed when it was saved: only what has led to a room is its past. */
  readonly inputs: readonly Input[];
  /** Snapshots, in order; what they have in common is there once. */
  readonly machines: readonly unknown[];
}

/** A saved room that is not what was saved: says what is wrong. */
export class SavedRoomError extends Error {
  override readonly name = "SavedRoomError";
}

/** A machine's state as plain data. */
export function savedRoom(room: CpRoom): SavedRoom {
  const { machine, packs } = room;
  return {
    inputs: machine.inputs,
    decks: room.decks,
    machine: withNames(packs, machine.snapshot()),
    tracks: { USERS1: tracksOf(packs.USERS1), VMRES: tracksOf(packs.VMRES) },
    digest: roomDigest(room),
  };
}

/** Snapshots of a machine's past as plain data. */
export function savedPast({ machine, packs }: CpRoom, snapshots: readonly Snapshot[]): SavedPast {
  // As many as there were.
  return { inputs: machine.inputs, machines: withNames(packs, snapshots) as unknown[] };
}

/** The snapshots that have led to a room as it was saved. */
export function pastOf({ packs }: CpRoom, { inputs, machine }: SavedRoom, past: SavedPast): Snapshot[] {
  // What savedRoom() and savedPast() have copied.
  const present = machine as Snapshot;
  const known = withPacks(packs, past.machines) as Snapshot[];
  const same = past.inputs.findIndex((input, i) => !isSame(input, inputs[i]));
  const common = same < 0 ? past.inputs.length : same;
  return known.filter(
    ({ now, inputs: typed }) => now < present.now && typed <= common && now <= (inputs[typed]?.tick ?? now),
  );
}

function isSame(one: Input, other: Input | undefined): boolean {
  return one.tick === other?.tick && one.device === other.device && one.text === other.text;
}

/** Plain data of a machine's with packs called by their volumes. */
function withNames(packs: RoomPacks, data: unknown): unknown {
  const names = new Map<object, unknown>(ROOM_VOLUMES.map((volume) => [packs[volume].base, { pack: volume }]));
  return copied(data, (value) => names.get(value));
}

/** The other way round. */
function withPacks(packs: RoomPacks, data: unknown): unknown {
  return copied(data, (value) => ROOM_VOLUMES.flatMap((each) => (isPack(value, each) ? [packs[each].base] : []))[0]);
}

/** Puts a machine that has just been made of the same images into a state. Throws {@link SavedRoomError}. */
export function resumeRoom(room: CpRoom, { inputs, decks, machine, digest }: SavedRoom): void {
  const { packs } = room;
  try {
    for (const [name, deck] of decks) shelveDeck(room, name, deck);
    room.machine.scheduleInputs(inputs);
    // What savedRoom() has copied.
    room.machine.restore(withPacks(packs, machine) as Snapshot);
  } catch (error) {
    throw new SavedRoomError(
      `its machine cannot be taken up again (${error instanceof Error ? error.message : error})`,
    );
  }
  if (roomDigest(room) !== digest) throw new SavedRoomError("it is not as it was when it was kept");
}

/** Puts tracks on packs of the images that they were written on. Throws {@link SavedRoomError}. */
export function putTracks(packs: RoomPacks, tracks: WrittenTracks): void {
  try {
    for (const volume of ROOM_VOLUMES)
      for (const [number, track] of tracks[volume]) packs[volume].replace(number, track);
  } catch (error) {
    throw new SavedRoomError(`its disks cannot be used (${error instanceof Error ? error.message : error})`);
  }
}

/** A hash of the machine's state: two runs that end with the same one have ended alike. */
export function roomDigest({ machine, consoles, printer, punch, packs }: CpRoom): string {
  const digest = new Digest();
  digest.bytes(machine.read(0, machine.storage.size));
  digest.bytes(machine.processor.keys);
  digest.text(machine.pswHex);
  for (let n = 0; n < 16; n++) {
    digest.word(machine.gr(n));
    digest.word(machine.cr(n));
  }
  for (const n of [0, 2, 4, 6]) digest.text(machine.fr(n));
  for (const { text } of [...consoles.values(), printer]) digest.text(text);
  for (const { count } of punch.stackers) digest.word(count);
  for (const volume of ROOM_VOLUMES) {
    for (const [number, track] of tracksOf(packs[volume])) {
      digest.word(number);
      digest.bytes(track);
    }
  }
  for (const count of [machine.now, machine.instructions, machine.trace.count]) {
    digest.word(count);
    digest.word(Math.floor(count / 0x1_0000_0000));
  }
  return digest.hex();
}

/** A hash of packs as they are in their images. */
export function imagesDigest(images: RoomImages): string {
  const digest = new Digest();
  for (const volume of ROOM_VOLUMES) digest.bytes(images[volume]);
  return digest.hex();
}

function tracksOf(pack: DiskPack): (readonly [number, Uint8Array])[] {
  return pack.changed.map((number) => [number, pack.track(number)] as const);
}

function isPack(value: object, volume: RoomVolume): boolean {
  return "pack" in value && value.pack === volume;
}

/** Plain data with some objects replaced; what is one object stays one. Arrays of bytes and words are shared. */
function copied(data: unknown, replace: (value: object) => unknown): unknown {
  const done = new Map<object, unknown>();
  const copy = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
    if (done.has(value)) return done.get(value);
    const other = replace(value);
    if (other !== undefined) return other;
    if (Array.isArray(value)) {
      const list: unknown[] = new Array(value.length);
      done.set(value, list);
      for (const [i, each] of value.entries()) list[i] = copy(each);
      return list;
    }
    if (value instanceof Map) {
      const map = new Map<unknown, unknown>();
      done.set(value, map);
      for (const [key, each] of value) map.set(copy(key), copy(each));
      return map;
    }
    const object: Record<string, unknown> = {};
    done.set(value, object);
    for (const [key, each] of Object.entries(value)) object[key] = copy(each);
    return object;
  };
  return copy(data);
}
