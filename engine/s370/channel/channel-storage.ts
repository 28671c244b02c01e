/** Main storage as a channel reaches it: by absolute address, under the subchannel's key (GA22-7000, "Storage Area"). */
import { type Ccw, INDIRECT } from "./ccw.ts";
import { PROGRAM_CHECK, PROTECTION_CHECK } from "./status.ts";

/** Bytes of a block that has one storage key, and that one indirect data address reaches through. */
const BLOCK = 0x800;

/** Storage key: fetch protection, reference and change. */
const FETCH_PROTECTION = 0x08;
const REFERENCE = 0x04;
const CHANGE = 0x02;

/** What a channel needs of the machine's storage. */
export interface StorageAccess {
  /** Bytes. */
  readonly size: number;
  /** Storage as it is now, location 80 included. Not to be kept: it may be storage itself. */
  read(address: number, length: number): Uint8Array;
  write(address: number, bytes: Uint8Array): void;
  /** One for each 2 KiB block. */
  readonly keys: Uint8Array;
}

/** A piece of an area that lies in one stretch of storage, or the channel status for one that cannot be reached. */
type Piece =
  | { readonly address: number; readonly length: number; readonly check?: undefined }
  | { readonly check: number };

export class ChannelStorage {
  readonly #access: StorageAccess;

  constructor(access: StorageAccess) {
    this.#access = access;
  }

  get size(): number {
    return this.#access.size;
  }

  /** The word at an address, signed. */
  word(address: number): number {
    const bytes = this.#access.read(address, 4);
    return (bytes[0] << 24) | (bytes[1] << 16) | (bytes[2] << 8) | bytes[3];
  }

  /** Stores without looking at keys: CSW, logouts. */
  put(address: number, bytes: Uint8Array): void {
    this.#access.write(address, bytes);
  }

  /** Whether a key may fetch from, or store into, the block of an address. */
  permits(key: number, address: number, storing: boolean): boolean {
    const block = this.#access.keys[address >>> 11];
    return key === 0 || key === block >>> 4 || (!storing && (block & FETCH_PROTECTION) === 0);
  }

  /**
   * Fetches `length` bytes of a CCW's area from its byte `from` on. Returns the bytes; fewer, and a check, where some
   * cannot be reached.
   */
  fetch(ccw: Ccw, key: number, from: number, length: number): { readonly bytes: Uint8Array; readonly check: number } {
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const piece = this.#piece(ccw, key, {
        from: from + done,
        length: length - done,
        backward: false,
        storing: false,
      });
      if (piece.check !== undefined) return { bytes: bytes.subarray(0, done), check: piece.check };
      bytes.set(this.#access.read(piece.address, piece.length), done);
      done += piece.length;
    }
    return { bytes, check: 0 };
  }

  /**
   * Stores bytes into a CCW's area from its byte `from` on; `backward`, downwards from its address, the first byte
   * highest. Returns how many were stored, and a check where not all could be.
   */
  store(
    ccw: Ccw,
    key: number,
    from: number,
    bytes: Uint8Array,
    backward: boolean,
  ): { readonly stored: number; readonly check: number } {
    let done = 0;
    while (done < bytes.length) {
      const piece = this.#piece(ccw, key, { from: from + done, length: bytes.length - done, backward, storing: true });
      if (piece.check !== undefined) return { stored: done, check: piece.check };
      const part = bytes.subarray(done, done + piece.length);
      this.#access.write(piece.address, backward ? part.slice().reverse() : part);
      done += piece.length;
    }
    return { stored: done, check: 0 };
  }

  /** The first piece of what is left of an area: as far as it goes on, and the key permits. Notes reference and change. */
  #piece(ccw: Ccw, key: number, left: { from: number; length: number; backward: boolean; storing: boolean }): Piece {
    const { from, length, backward, storing } = left;
    const at =
      ccw.flags & INDIRECT ? this.#indirect(ccw, key, from, backward) : ccw.address + (backward ? -from : from);
    if (typeof at !== "number") return at;
    if (at < 0 || at >= this.size) return { check: PROGRAM_CHECK };
    if (!this.permits(key, at, storing)) return { check: PROTECTION_CHECK };
    this.#access.keys[at >>> 11] |= storing ? REFERENCE | CHANGE : REFERENCE;
    if (backward) {
      const most = Math.min(length, (at % BLOCK) + 1);
      return { address: at - most + 1, length: most };
    }
    let reach = BLOCK - (at % BLOCK);
    while (
      reach < length &&
      !(ccw.flags & INDIRECT) &&
      at + reach < this.size &&
      this.permits(key, at + reach, storing)
    ) {
      this.#access.keys[(at + reach) >>> 11] |= storing ? REFERENCE | CHANGE : REFERENCE;
      reach += BLOCK;
    }
    return { address: at, length: Math.min(length, reach) };
  }

  /**
   * Where byte `from` of an area lies that a list of words describes: the first says where it begins, each further one
   * where the next 2 KiB do (GA22-7000, "Channel Indirect Data Addressing").
   */
  #indirect(ccw: Ccw, key: number, from: number, backward: boolean): number | { readonly check: number } {
    const first = this.#indirectWord(ccw.address, key);
    if (typeof first !== "number") return first;
    // Bytes that the first word reaches: to the end, or backward to the beginning, of its block.
    const reach = backward ? (first % BLOCK) + 1 : BLOCK - (first % BLOCK);
    if (from < reach) return first + (backward ? -from : from);
    const beyond = from - reach;
    const word = this.#indirectWord(ccw.address + 4 + 4 * Math.floor(beyond / BLOCK), key);
    if (typeof word !== "number") return word;
    if (word % BLOCK !== (backward ? BLOCK - 1 : 0)) return { check: PROGRAM_CHECK };
    return word + (backward ? -(beyond % BLOCK) : beyond % BLOCK);
  }

  #indirectWord(at: number, key: number): number | { readonly check: number } {
    if (at + 4 > this.size) return { check: PROGRAM_CHECK };
    if (!this.permits(key, at, false)) return { check: PROTECTION_CHECK };
    const word = this.word(at);
    return word >>> 24 === 0 ? word : { check: PROGRAM_CHECK };
  }
}
