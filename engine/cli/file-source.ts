/** Files as media: bytes are read where and when they are needed. */
import { existsSync, fstatSync, openSync, readSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import type { ByteSource } from "../s370/devices/media.ts";
import { UsageError } from "./arguments.ts";
import { reason } from "./files.ts";

/** Opens a file, which must not change while a machine uses it. Throws UsageError where it cannot be read. */
export function fileSource(name: string, path: string): ByteSource {
  try {
    const file = openSync(path, "r");
    const { size } = fstatSync(file);
    return {
      name,
      size,
      read(at, length) {
        const wanted = Math.max(0, Math.min(length, size - at));
        const bytes = new Uint8Array(wanted);
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
