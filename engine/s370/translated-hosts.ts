/** Host addresses of the program's pages: what translated code looks up, and what answers where it finds nothing. */
import { APART, INTERPRET, TRAPPED } from "../translator/emit/memory.ts";
import { Trap } from "../translator/interpreter.ts";
import type { Processor } from "./processor.ts";
import { LOW_ADDRESS_PROTECTION } from "./protection.ts";
import { accessMode, scratch, words } from "./translator-words.ts";

/** Pages of the host-address table, of a storage key, and the smaller ones of translation: 2 KiB. */
export const PAGE_BITS = 11;
export const PAGE = 2 ** PAGE_BITS;
/** Entries of the table of host addresses. */
export const HOST_ENTRIES = 1024;
/** The bit of a tag that says that the page holds the interval timer. */
const WATCHED_PAGE = PAGE / 2;

export class HostAddresses {
  readonly #processor: Processor;
  readonly #table: Int32Array;
  readonly #words: Int32Array;
  readonly #bytes: DataView;
  readonly #synchronize: (budget: number) => void;

  /** `table`: entries of four words. `synchronize` is told the budget that is left before the processor is asked. */
  constructor(processor: Processor, table: Int32Array, synchronize: (budget: number) => void) {
    const { buffer } = processor.storage.memory;
    this.#processor = processor;
    this.#table = table;
    this.#words = new Int32Array(buffer);
    this.#bytes = new DataView(buffer);
    this.#synchronize = synchronize;
    this.forget();
  }

  /** Forgets all: keys, the prefix or what is dirty have changed. */
  forget(): void {
    this.#table.fill(-1);
  }

  /** A page's entry in the lookaside buffer has been replaced: what was derived from it goes. */
  forgetPage(page: number): void {
    const at = 4 * (page & (HOST_ENTRIES - 1));
    this.#table.fill(-1, at, at + 4);
  }

  /**
   * Place of `length` bytes that the table did not answer for; or APART, TRAPPED or INTERPRET, see {@link MemoryModel}.
   * `range`: whether bytes in two pages may be answered with APART.
   */
  find(address: number, length: number, write: boolean, range: boolean): number {
    const processor = this.#processor;
    this.#synchronize(this.#words[words.budget.index]);
    try {
      const place = write ? processor.placeToStore(address, length) : processor.placeToLoad(address, length);
      if (place < 0) return this.#apart(address, length, write, range);
      if (write && !processor.plain(place, length)) return INTERPRET;
      this.keep(address, place, write);
      return place;
    } catch (thrown) {
      if (!(thrown instanceof Trap)) throw thrown;
      this.#words[words.trapCode.index] = thrown.code;
      return TRAPPED;
    }
  }

  /** What does not lie in one page: a scalar is brought together for reading, and left to the interpreter for storing. */
  #apart(address: number, length: number, write: boolean, range: boolean): number {
    const processor = this.#processor;
    if (range) {
      // A store that must be noticed may not be found in the middle: what came before it would be done twice.
      let isPlain = true;
      for (let at = address; at < address + length; ) {
        const end = Math.min((at & -PAGE) + PAGE, address + length);
        if (!write) processor.placeToLoad(at, end - at);
        else if (!processor.plain(processor.placeToStore(at, end - at), end - at)) isPlain = false;
        at = end;
      }
      return isPlain ? APART : INTERPRET;
    }
    if (write) return INTERPRET;
    for (let i = 0; i < length; i++) {
      const byte = this.#bytes.getUint8(processor.placeToLoad(address + i, 1));
      this.#bytes.setUint8(4 * scratch.index + i, byte);
    }
    return 4 * scratch.index;
  }

  /** Enters a page's host address. */
  keep(address: number, place: number, write: boolean): void {
    // Part of the first page is kept from being stored into.
    if (write && address >>> PAGE_BITS === 0 && this.#processor.controlRegister(0) & LOW_ADDRESS_PROTECTION) return;
    const watched = (this.#processor.timerPlace & -PAGE) === (place & -PAGE) ? WATCHED_PAGE : 0;
    const at = 4 * ((address >>> PAGE_BITS) & (HOST_ENTRIES - 1));
    const tag = (address & 0xff_f800) | this.#words[accessMode.index] | watched;
    const addend = place - address;
    const hosts = this.#table;
    if (hosts[at + 2] !== addend) hosts.fill(-1, at, at + 4);
    hosts[at + 2] = addend;
    hosts[at + (write ? 1 : 0)] = tag;
    // What may be stored into need not be readable: the program's key decides; fetching asks as reading does.
    if (!write) hosts[at + 3] = tag & ~WATCHED_PAGE;
  }
}
