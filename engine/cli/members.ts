/** Members for COPY and macro calls: files beside a source file. */
import { readdirSync, statSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { UsageError } from "./arguments.ts";
import { readBytes, reason, textOf } from "./files.ts";

/** Extensions of members; of two with one name, the first extension's counts. */
const EXTENSIONS = [".mac", ".copy", ".s", ".asm"];
/** Bytes of a file that may be a member. */
const LONGEST_MEMBER = 1024 * 1024;

/**
 * The members that a source file may copy or call: the text files in its folder that end in .mac, .copy, .s or .asm, by their
 * names without ending, in upper case. Throws a UsageError where the folder cannot be read.
 */
export function membersBeside(file: string): ReadonlyMap<string, string> {
  const folder = dirname(file);
  const members = new Map<string, string>();
  for (const name of filesOf(folder)) {
    const path = join(folder, name);
    const file = statSync(path, { throwIfNoEntry: false });
    if (!file?.isFile() || file.size > LONGEST_MEMBER) continue;
    const text = textOf(readBytes(path));
    if (text !== undefined) members.set(basename(name, extname(name)).toUpperCase(), text);
  }
  return members;
}

/** Names of files that may be members, those that count last. */
function filesOf(folder: string): string[] {
  try {
    const rank = (name: string): number => EXTENSIONS.indexOf(extname(name).toLowerCase());
    return readdirSync(folder)
      .filter((name) => rank(name) >= 0)
      .sort((a, b) => rank(b) - rank(a) || (a < b ? 1 : -1));
  } catch (error) {
    throw new UsageError(`${folder}: ${reason(error)}`);
  }
}
