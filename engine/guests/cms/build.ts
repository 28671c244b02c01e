/**
 * Builds the CMS-style system: its nucleus from the parts in `nucleus`, joined by the loader at the address where virtual machines share
 * it, and the program that loads it from a disk.
 */

import { assemble } from "../../s370/assembler/index.ts";
import { loadObjectDecks, writeObjectDeck } from "../../s370/index.ts";

/** Where the nucleus lies: a segment of 64 KiB. */
export const NUCLEUS_ADDRESS = 0x10000;
const SEGMENT = 0x10000;

/** The nucleus's parts, in the order in which they are loaded: the first begins it. */
export const NUCLEUS_PARTS = [
  "init",
  "interrupt",
  "console",
  "message",
  "free",
  "disk",
  "files",
  "command",
  "words",
  "listing",
  "copying",
  "exec",
  "statement",
  "loader",
  "calls",
  "settings",
  "edit",
  "unit",
  "format",
] as const;

/** Text of a file of this folder: "nucleus/init.asm", "copy/nucon.copy". */
export type ReadSource = (path: string) => string;

/** A system that has been built. */
export interface CmsSystem {
  /** What lies from {@link NUCLEUS_ADDRESS} on. */
  readonly nucleus: Uint8Array;
  /** What block 2 of a system disk has: it is loaded at 1000 (hexadecimal) and branched to. */
  readonly boot: Uint8Array;
  /** Procedures and their addresses. */
  readonly symbols: ReadonlyMap<string, number>;
}

/** Assembles all parts and joins them. Throws with all that is wrong. */
export function buildCms(read: ReadSource): CmsSystem {
  const members = new Map(["CMSMAC", "NUCON"].map((name) => [name, read(`copy/${name.toLowerCase()}.copy`)]));
  const decks = NUCLEUS_PARTS.map((name) => {
    const path = `nucleus/${name}.asm`;
    const { errors, module } = assemble(`         COPY  CMSMAC\n${read(path)}`, { members });
    if (errors.length > 0)
      throw new Error(
        errors.map(({ line, column, message }) => `${path}:${line - 1}:${column}: ${message}`).join("\n"),
      );
    return writeObjectDeck(module);
  });
  const { errors, segments, symbols } = loadObjectDecks(decks, NUCLEUS_ADDRESS);
  if (errors.length > 0) throw new Error(errors.map((error) => `nucleus: ${error.message}`).join("\n"));
  const end = Math.max(...segments.map(({ address, bytes }) => address + bytes.length));
  if (end > NUCLEUS_ADDRESS + SEGMENT)
    throw new Error(`the nucleus takes ${end - NUCLEUS_ADDRESS} bytes; a segment has ${SEGMENT}`);
  const nucleus = new Uint8Array(end - NUCLEUS_ADDRESS);
  for (const { address, bytes } of segments) nucleus.set(bytes, address - NUCLEUS_ADDRESS);
  const loader = assemble(read("nucleus/boot.asm"), { members });
  if (loader.errors.length > 0)
    throw new Error(loader.errors.map(({ line, message }) => `nucleus/boot.asm:${line}: ${message}`).join("\n"));
  const first = loader.segments[0];
  const last = loader.segments.at(-1);
  if (first === undefined || last === undefined) throw new Error("nucleus/boot.asm: there is nothing in it");
  const boot = new Uint8Array(last.address + last.bytes.length - first.address);
  for (const { address, bytes } of loader.segments) boot.set(bytes, address - first.address);
  return { nucleus, boot, symbols };
}
