/** What the page needs of an assembly. */
import type { Assembly } from "../../../engine/s370/assembler/index.ts";
import type { AssembledFile } from "./protocol.ts";

/** Errors, addresses and symbols of an assembled file, as plain data. */
export function assembledFile(file: string, { errors, lines, symbols }: Assembly): AssembledFile {
  return {
    errors: errors.map((error) => ({ file, ...error })),
    addresses: lines.map(({ line, address }) => [line, address]),
    symbols: [...symbols].map(([name, { value }]) => [name, value]),
  };
}
