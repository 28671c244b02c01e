/** Files as media: bytes are read where and when they are needed. */
import { existsSync, fstatSync, openSync, readSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import type { ByteSource } from "../s370/devices/media.ts";
import { UsageError } from "./arguments.ts";
import { reason } from "./files.ts";

/** Bytes that are taken from the system at once, and most that one read takes of them. */
const SLAB = 1 << 20;
const MOST_OF_SLAB = 1 << 16;

/** Room for what is read: small parts share what was taken from the system, which costs less than each for itself. */
class Room {
  #slab = new Uint8Array(0);
  #used = 0;

  take(length: number): Uint8Array {
    if (length > MOST_OF_SLAB) return new Uint8Array(length);
    if (this.#used + length > this.#slab.length) {
      this.#slab = new Uint8Array(SLAB);
      this.#used = 0;
    }
    this.#used += length;
    return this.#slab.subarray(this.#used - length, this.#used);
  }
}

/** Opens a file, which must not change while a machine uses it. Throws UsageError where it cannot be read. */
export function fileSource(name: string, path: string): ByteSource {
  try {
    const file = openSync(path, "r");
    const { size } = fstatSync(file);
    const room = new Room();
    return {
      name,
      size,
      read(at, length) {
        const wanted = Math.max(0, Math.min(length, size - at));
        const bytes = room.take(wanted);
        let done = 0;
        while (done < wanted) {
          const count = readSync(file, bytes, done, wanted - done, at + done);
          if (count === 0) return bytes.subarray(0, done);
          done += count;
        }
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
