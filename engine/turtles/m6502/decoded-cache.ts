/** Instructions taken apart once. An entry is used only while storage still holds the bytes that it came from. */

import type { Decoded } from "./instructions/decoded.ts";
import { decode } from "./instructions/decoded.ts";
import type { InstructionDefinition } from "./instructions/definition.ts";
import { ILLEGAL_OPCODE } from "./traps.ts";

export interface DecodedEntry {
  readonly definition: InstructionDefinition;
  readonly f: Decoded;
  /** The bytes, the first in the lowest eight bits; those beyond the instruction's length are 0. */
  readonly bytes: number;
  /** Ones where {@link bytes} counts. */
  readonly mask: number;
  /** Where it went when it last jumped; -1 before. */
  taken: number;
}

/** What stands for bytes that are no instruction. */
const noInstruction: InstructionDefinition = {
  mnemonic: "",
  opcode: 0,
  mode: "implied",
  cycles: 0,
  name: "Illegal opcode",
  masking: "never",
  define: (op) => op.trap(ILLEGAL_OPCODE),
};

/** Takes three bytes apart, the first in the lowest eight bits. Bytes that are no instruction end with a trap. */
export function decodeEntry(bytes: number): DecodedEntry {
  const parts = [bytes & 0xff, (bytes >>> 8) & 0xff, (bytes >>> 16) & 0xff];
  const decoded = decode(parts);
  const mask = (1 << (8 * (decoded?.length ?? 1))) - 1;
  if (decoded !== undefined)
    return { definition: decoded.definition, f: decoded.f, bytes: bytes & mask, mask, taken: -1 };
  const operand = 0 as unknown as Decoded["operand"]; // a plain number is the interpreter's value
  return {
    definition: noInstruction,
    f: { mode: "implied", length: 1, operand },
    bytes: bytes & mask,
    mask,
    taken: -1,
  };
}

/** By address, a table for each page that holds code. */
export class DecodedCache {
  readonly #pages: (DecodedEntry | undefined)[][] = new Array(256);

  /** The instruction at an address, whose next three bytes are given. */
  find(address: number, bytes: number): DecodedEntry {
    let page = this.#pages[address >>> 8];
    if (page === undefined) {
      page = new Array(256).fill(undefined);
      this.#pages[address >>> 8] = page;
    }
    const entry = page[address & 0xff];
    if (entry !== undefined && entry.bytes === (bytes & entry.mask)) return entry;
    const made = decodeEntry(bytes);
    page[address & 0xff] = made;
    return made;
  }
}
