/** Writing files so that at every moment there is either the old one or the new one, whole. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { UsageError } from "./arguments.ts";
import { reason } from "./files.ts";

/**
 * Writes a file beside its place and puts it there when it is whole and on the disk; `append`: what the file has now
 * comes first. Where that fails the old file is as it was, and nothing is left beside it. Throws UsageError.
 */
export function saveFile(path: string, pieces: Iterable<Uint8Array>, append = false): void {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.new`);
  let isBeside = false;
  try {
    const old = append ? existing(path) : undefined;
    const file = openSync(beside, "wx", modeOf(path));
    isBeside = true;
    try {
      if (old) writeAll(file, old);
      for (const piece of pieces) writeAll(file, piece);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
    syncFolder(dirname(path));
  } catch (error) {
    if (isBeside) rmSync(beside, { force: true });
    throw new UsageError(`${path} is not saved, and is as it was: ${reason(error)}`);
  }
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
