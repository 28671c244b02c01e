/** The benchmark programs: sources beside this file, what each must come to, and its image. */
import { assemble } from "../../s370/assembler/index.ts";
import { UsageError } from "../arguments.ts";
import { readText } from "../files.ts";
import * as expected from "./expected.ts";

/** Hercules has this much too: less than 2 MiB it refuses. */
const STORAGE_SIZE = 2 * 1024 * 1024;

/** A program, assembled. It starts at the restart new PSW at location 0 and ends in a disabled wait at address 0. */
export interface Program {
  readonly name: string;
  /** Bytes of storage that its machine has. */
  readonly storageSize: number;
  /** What lies in storage from location 0 on, with the number of times it is to do its work. */
  image(times: number): Uint8Array;
  /** Where its result lies, and how many bytes that is. */
  readonly result: { readonly address: number; readonly length: number };
  /** The result that is right. */
  expected(times: number): Uint8Array;
}

/** What each program must come to, by name, in the order in which they are run. */
export const PROGRAMS: Readonly<Record<string, (times: number) => Uint8Array>> = {
  bct: expected.bct,
  mix: expected.mix,
  sieve: expected.sieve,
  crc32: expected.crc32,
  sort: expected.sort,
  memcpy: expected.memcpy,
  decimal: expected.decimal,
  hfp: expected.hfp,
  trap: expected.trap,
  dat: expected.dat,
};

/** Assembles a program. Throws a UsageError where the assembler does not know what is in it. */
export function program(name: string): Program {
  const url = new URL(`${name}.asm`, import.meta.url);
  const { errors, segments, symbols } = assemble(readText(decodeURIComponent(url.pathname)));
  const [error] = errors;
  const count = symbols.get("COUNT");
  const result = symbols.get("RESULT");
  if (error) throw new UsageError(`${name} does not assemble: line ${error.line}: ${error.message}`);
  if (!count || !result) throw new UsageError(`${name} has no ${count ? "RESULT" : "COUNT"}`);
  const bytes = new Uint8Array(Math.max(...segments.map((segment) => segment.address + segment.bytes.length)));
  for (const segment of segments) bytes.set(segment.bytes, segment.address);
  return {
    name,
    storageSize: STORAGE_SIZE,
    image(times) {
      const image = bytes.slice();
      new DataView(image.buffer).setInt32(count.value, times);
      return image;
    },
    result: { address: result.value, length: result.length },
    expected: PROGRAMS[name],
  };
}
