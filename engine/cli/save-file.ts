/**
 * Writing files so that at every moment there is either the old one or the new one, whole; and so that of files which are
 * of use only together there are either the old ones or the new ones.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { UsageError } from "./arguments.ts";
import { reason } from "./files.ts";

/**
 * Writes a file beside its place and puts it there when it is whole and on the disk; `append`: what the file has now
 * comes first. Where that fails the old file is as it was, and nothing is left beside it. Throws UsageError.
 */
export function saveFile(path: string, pieces: Iterable<Uint8Array>, append = false): void {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.new`);
  try {
    const old = append ? existing(path) : undefined;
    writeBeside(beside, modeOf(path), old ? chained(old, pieces) : pieces);
    renameSync(beside, path);
    syncFolder(dirname(path));
  } catch (error) {
    discard(beside);
    throw new UsageError(`${path} is not saved, and is as it was: ${reason(error)}`);
  }
}

/** A file and what is to be in it. */
export interface ToBeSaved {
  readonly path: string;
  readonly pieces: Iterable<Uint8Array>;
}

/**
 * Writes the changed files of an image that is in several, `image` being its first. All are written beside their places;
 * then a list of them is put beside the image, which is the moment at which the new ones count; then each is put in its place,
 * and the list is taken away. A run that ends in between leaves the list: {@link finishSaving} goes on where it ended.
 * Throws UsageError; unless it says otherwise, the old files are as they were.
 */
export function saveTogether(image: string, files: readonly ToBeSaved[]): void {
  finishSaving(image);
  const list = listOf(image);
  try {
    for (const { path, pieces } of files) writeBeside(besideOf(path), modeOf(path), pieces);
    const names = files.map(({ path }) => `${relative(dirname(image), path)}\n`);
    for (const { path } of files) syncFolder(dirname(path));
    saveFile(list, [new TextEncoder().encode(names.join(""))]);
  } catch (error) {
    for (const { path } of files) discard(besideOf(path));
    throw new UsageError(`${image} is not saved, and is as it was: ${reason(error)}`);
  }
  finishSaving(image);
}

/**
 * Puts the files of an image in their places that a run has written together but was ended before it could. Does nothing
 * where there are none. Throws UsageError where one cannot be put there: the others are, or will be when this is done again.
 */
export function finishSaving(image: string): void {
  const list = listOf(image);
  const names = existsSync(list) ? readFileSync(list, "utf8") : undefined;
  if (names === undefined) return;
  const paths = names.split("\n").flatMap((name) => (name === "" ? [] : [join(dirname(image), name)]));
  try {
    for (const path of paths) if (existsSync(besideOf(path))) renameSync(besideOf(path), path);
    for (const path of paths) syncFolder(dirname(path));
    rmSync(list);
  } catch (error) {
    throw new UsageError(
      `${image} is saved, but not all of its files are in their places (those in ${list}); the next run puts them there: ${reason(error)}`,
    );
  }
}

/** The list of an image's files that have been written beside their places. */
function listOf(image: string): string {
  return join(dirname(image), `.${basename(image)}.saved`);
}

function besideOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.saving`);
}

/** Writes a file anew, and sees that it is on the disk. */
function writeBeside(path: string, mode: number | undefined, pieces: Iterable<Uint8Array>): void {
  rmSync(path, { force: true });
  const file = openSync(path, "wx", mode);
  try {
    for (const piece of pieces) writeAll(file, piece);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Takes away what was written beside a place, if anything was. */
function discard(path: string): void {
  if (existsSync(path)) rmSync(path);
}

function* chained(first: Uint8Array, rest: Iterable<Uint8Array>): Generator<Uint8Array> {
  yield first;
  yield* rest;
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done);
}

function existing(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** The permissions that the old file has. */
function modeOf(path: string): number | undefined {
  try {
    return statSync(path).mode;
  } catch {
    return undefined;
  }
}

/** The new name is on the disk too. Some systems cannot say that of a folder. */
function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, "r");
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    return;
  }
}
