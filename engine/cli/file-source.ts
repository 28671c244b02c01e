/** Files as media: bytes are read where and when they are needed. */
import { existsSync, fstatSync, openSync, readSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import type { ByteSource } from "../s370/devices/media.ts";
import { UsageError } from "./arguments.ts";
import { reason } from "./files.ts";

/** Bytes that are kept of all files together, and the longest read of which they are kept. */
const KEPT = 128 << 20;
const LONGEST_KEPT = 1 << 16;

/** What was read, by where it was, the oldest first: disks are asked for the same tracks again and again. */
interface Kept {
  readonly reads: Map<number, Uint8Array>;
}

/** Files of which something is kept, the one read longest ago first, and how many bytes that is. */
const files = new Set<Kept>();
let keptBytes = 0;

function keep(file: Kept, at: number, bytes: Uint8Array): void {
  if (bytes.length > LONGEST_KEPT || bytes.length === 0) return;
  keptBytes += bytes.length - (file.reads.get(at)?.length ?? 0);
  file.reads.set(at, bytes);
  files.delete(file);
  files.add(file);
  while (keptBytes > KEPT) {
    const [oldest] = files;
    const [first] = oldest.reads;
    if (first === undefined) files.delete(oldest);
    else {
      oldest.reads.delete(first[0]);
      keptBytes -= first[1].length;
    }
  }
}

/** Opens a file, which must not change while a machine uses it. Throws UsageError where it cannot be read. */
export function fileSource(name: string, path: string): ByteSource {
  try {
    const file = openSync(path, "r");
    const { size } = fstatSync(file);
    const kept: Kept = { reads: new Map() };
    return {
      name,
      size,
      read(at, length) {
        const wanted = Math.max(0, Math.min(length, size - at));
        const known = kept.reads.get(at);
        if (known?.length === wanted) return known;
        // Filled by what is read: zeros would be written for nothing.
        const bytes = new Uint8Array(Buffer.allocUnsafeSlow(wanted).buffer);
        let done = 0;
        while (done < wanted) {
          const count = readSync(file, bytes, done, wanted - done, at + done);
          if (count === 0) return bytes.subarray(0, done);
          done += count;
        }
        keep(kept, at, bytes);
        return bytes;
      },
    };
  } catch (error) {
    throw new UsageError(`${path}: ${reason(error)}`);
  }
}

/**
 * The file that a configuration means: looked for from the current folder, then from the configuration's. One that
 * is not there is to be in the current folder.
 */
export function pathOf(name: string, configuration: string): string {
  if (isAbsolute(name) || existsSync(name)) return name;
  const beside = join(dirname(configuration), name);
  return existsSync(beside) ? beside : name;
}
