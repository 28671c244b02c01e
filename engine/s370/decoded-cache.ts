/** Instructions taken apart once. An entry is used only while storage still holds the bytes that it came from. */
import { controlProgramAssist } from "./assists/e6.ts";
import { type Decoded, decode } from "./instructions/decoded.ts";
import type { InstructionDefinition } from "./instructions/definition.ts";
import { findInstruction } from "./instructions/index.ts";
import { OPERATION } from "./interruption-codes.ts";

export interface DecodedEntry {
  readonly definition: InstructionDefinition;
  readonly decoded: Decoded;
  /** The bytes, as halfwords of the host's byte order. */
  readonly first: number;
  readonly second: number;
  readonly third: number;
  /** For the translator: where it went when it last jumped; -1: it never has. */
  taken: number;
  /** Of EXECUTE: the place in linear memory of what it last executed; -1: nothing that lies in one page. */
  executed: number;
  /** Whether it has been executed. */
  hasRun: boolean;
}

/** What stands for bytes that are no instruction. */
const noOperation: InstructionDefinition = {
  mnemonic: "",
  opcode: 0,
  format: "RR",
  privileged: false,
  name: "Invalid operation",
  define: (op) => op.trap(OPERATION),
};

/** An instruction of control programs alone (SC19-6203, "Inter-User Communications Vehicle"): the processor refuses it, and who looks at the trap sees its name. */
const IUCV = 0xb2f0;
const communication: InstructionDefinition = { ...noOperation, mnemonic: "IUCV", name: "Inter-user communication" };

/** What two bytes are that are no instruction of the processor's own. */
function other(first: number, second: number): InstructionDefinition {
  if (first === 0xe6) return controlProgramAssist;
  return ((first << 8) | second) === IUCV ? communication : noOperation;
}

/** Takes six bytes apart. */
export function decodeEntry(bytes: Uint8Array): DecodedEntry {
  return {
    definition: findInstruction(bytes[0], bytes[1]) ?? other(bytes[0], bytes[1]),
    decoded: decode(bytes),
    first: bytes[0] | (bytes[1] << 8),
    second: bytes[2] | (bytes[3] << 8),
    third: bytes[4] | (bytes[5] << 8),
    taken: -1,
    executed: -1,
    hasRun: false,
  };
}

/** Most instructions kept, at some hundreds of bytes each: a program may be all of storage. If there are more, all go. */
const MOST_ENTRIES = 65_536;
/** As many entries take the memory of a page's table. */
const TABLE_ENTRIES = 32;

/** By real address, a table for each 2 KiB that holds code. */
export class DecodedCache {
  readonly #pages: ((DecodedEntry | undefined)[] | undefined)[];
  #entries = 0;

  /** `size`: bytes of storage. */
  constructor(size: number) {
    this.#pages = Array.from({ length: size / 2048 });
  }

  /** The instruction at a real address; `halfwords[at]` is its first halfword, `first`. */
  find(real: number, first: number, halfwords: Uint16Array, at: number): DecodedEntry {
    const place = (real & 0x7ff) >>> 1;
    const entry = this.#pages[real >>> 11]?.[place];
    if (entry !== undefined && entry.first === first) {
      const { length } = entry.decoded;
      if (length === 2 || (entry.second === halfwords[at + 1] && (length === 4 || entry.third === halfwords[at + 2])))
        return entry;
    }
    const bytes = new Uint8Array(6);
    for (let i = 0; i < 3; i++) {
      bytes[2 * i] = halfwords[at + i] & 0xff;
      bytes[2 * i + 1] = halfwords[at + i] >>> 8;
    }
    const made = decodeEntry(bytes);
    if (entry === undefined) this.#makeRoom(this.#pages[real >>> 11] ? 1 : TABLE_ENTRIES);
    const page = this.#pages[real >>> 11] ?? new Array(1024);
    page[place] = made;
    this.#pages[real >>> 11] = page;
    return made;
  }

  #makeRoom(entries: number): void {
    if (this.#entries + entries > MOST_ENTRIES) {
      this.#pages.fill(undefined);
      this.#entries = 0;
    }
    this.#entries += entries;
  }
}
