/** The room's packs as files for the reader: images that `tae cp run`, the page "IPL" and other emulators read. */
import { diskFile } from "../../../engine/index.ts";
import {
  imagedPacks,
  imageName,
  putTracks,
  ROOM_VOLUMES,
  type RoomPacks,
} from "../../../engine/installations/index.ts";
import type { RefusedRoom } from "../data/kept-room.ts";
import { areImages, isState } from "./opening.ts";

export interface DiskFile {
  readonly name: string;
  readonly content: Blob;
}

/** Packs with what has been written on them. */
export function diskFiles(packs: RoomPacks): DiskFile[] {
  return ROOM_VOLUMES.map((volume) => {
    const pieces = [...diskFile(packs[volume], "compressed")].map((piece) => new Uint8Array(piece));
    return { name: imageName(volume), content: new Blob(pieces) };
  });
}

/** What can be had of a room that was set aside: its packs with what was written on them, else as they began. Throws RangeError where nothing can. */
export function refusedFiles({ images, state }: RefusedRoom): DiskFile[] {
  if (!areImages(images)) throw new RangeError("the images of the disks are not there any more");
  try {
    const packs = imagedPacks(images);
    if (isState(state)) putTracks(packs, state.room.tracks);
    return diskFiles(packs);
  } catch {
    return ROOM_VOLUMES.map((volume) => ({
      name: imageName(volume),
      content: new Blob([new Uint8Array(images[volume])]),
    }));
  }
}
