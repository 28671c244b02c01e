/** Reading and writing files, with errors that name them. */
import { readFileSync, writeFileSync } from "node:fs";
import { UsageError } from "./arguments.ts";

/** Bytes of a file that was named on the command line. */
export function readBytes(path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    throw new UsageError(`${path}: ${reason(error)}`);
  }
}

/** Text of a file that was named on the command line. */
export function readText(path: string): string {
  const text = textOf(readBytes(path));
  if (text === undefined) throw new UsageError(`${path} is not a text file`);
  return text;
}

/** Bytes as text, where they are UTF-8 without control characters; else undefined. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return /[^\P{Cc}\t\n\f\r]/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

export function writeBytes(path: string, bytes: Uint8Array | string): void {
  try {
    writeFileSync(path, bytes);
  } catch (error) {
    throw new UsageError(`${path}: ${reason(error)}`);
  }
}

/** Why a file could not be used, in words. */
export function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "is a folder";
  if (code === "EACCES" || code === "EPERM") return "may not be read or written";
  return error instanceof Error ? error.message : String(error);
}
