/** Bytes as a dump shows them. */
import { decodeEbcdic } from "../../../engine/s370/ebcdic.ts";
import { hex } from "../data/format.ts";
import type { Dump } from "./protocol.ts";

/** Hexadecimal and EBCDIC of bytes; what does not print is a dot. */
export function dump(address: number, bytes: Uint8Array): Dump {
  return {
    address,
    hex: Array.from(bytes, (byte) => hex(byte, 2)).join(""),
    text: decodeEbcdic(bytes).replace(/[^ -~¢¬]/g, "."),
  };
}
