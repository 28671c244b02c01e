/** Files for the reader to save: images with what was written on them, and what printers, punches and consoles have put out. */
import {
  blankTape,
  deviceAddress,
  diskFile,
  openTape,
  PrinterKeyboard,
  TapeReel,
  writeTape,
} from "../../../engine/index.ts";
import type { Changes, Placed } from "./changes.ts";
import type { Papers } from "./papers.ts";
import type { ImageForm, OutputForm } from "./protocol.ts";
import type { Shelf } from "./shelf.ts";

/** Bytes that are gathered, and after which others have their turn. */
const GATHERED = 0x40_0000;
const EXTENSION = /\.(ckd|cckd|dsk|dasd|3350|3330|aws|het)$/i;

export interface SavedFile {
  readonly name: string;
  readonly content: Blob;
}

/** A medium as a file, in which what was written on it is. Throws RangeError and MediumError, with a sentence for the reader. */
export async function mediumFile(name: string, form: ImageForm, shelf: Shelf, changes: Changes): Promise<SavedFile> {
  const view = [...shelf.media, ...changes.blanks].find((each) => each.name === name);
  if (!view) throw new RangeError(`there is no ${name} on the shelf`);
  const medium = shelf.get(name);
  if (medium?.kind === "deck") return { name, content: medium.file };
  const base = name.replace(EXTENSION, "");
  const isCompressed = form === "compressed";
  if (view.kind === "tape") {
    const reel = new TapeReel(medium ? openTape(medium.source, { upToDamage: true }) : blankTape(name));
    changes.putOn(reel);
    const content = await gathered(writeTape(reel.contents(), { compression: isCompressed ? "zlib" : "none" }));
    return { name: `${base}.${isCompressed ? "het" : "aws"}`, content };
  }
  const pack = changes.packOf(name, shelf.open(name, changes.shadowOf(name)));
  if (!pack) throw new RangeError(`${name} has no image on the shelf`);
  return { name: `${base}.${isCompressed ? "cckd" : "ckd"}`, content: await gathered(diskFile(pack, form)) };
}

/**
 * What has been put out at an address: a console's paper, or what lies in the tray of a printer or punch. Throws RangeError where there is
 * nothing, or nothing that the form can hold.
 */
export function outputFile(address: number, form: OutputForm, placed: Placed | undefined, papers: Papers): SavedFile {
  if (placed?.device instanceof PrinterKeyboard)
    return {
      name: `${deviceAddress(address)}.txt`,
      content: new Blob([placed.device.text], { type: "text/plain" }),
    };
  const { name = deviceAddress(address), content } = papers.file(address, form);
  return { name: `${name.replace(/\.\w+$/, "")}.${form === "text" ? "txt" : "deck"}`, content };
}

/** Small pieces as one file. The machine goes on between them. */
async function gathered(pieces: Iterable<Uint8Array>): Promise<Blob> {
  const blobs: Blob[] = [];
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for (const piece of pieces) {
    parts.push(new Uint8Array(piece));
    bytes += piece.length;
    if (bytes < GATHERED) continue;
    blobs.push(new Blob(parts));
    parts = [];
    bytes = 0;
    await new Promise((resolve) => setTimeout(resolve));
  }
  return new Blob([...blobs, ...parts]);
}
