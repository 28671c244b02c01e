/**
 * Expands what bzip2 has compressed: tracks and tape blocks of some images. Blocks of up to 900,000 bytes are sorted by
 * what follows each byte (Burrows and Wheeler), the sorted bytes become places in a list of recent ones, runs of its
 * first place become numbers, and those are coded by up to six Huffman tables, another one for each 50 symbols.
 *
 * Every length is checked before it is used and every loop is bounded by the block, so that damaged data end in an error.
 */

import { PackedError } from "./bytes-packed.ts";

const BLOCK_MAGIC = [0x314159, 0x265359] as const;
const END_MAGIC = [0x177245, 0x385090] as const;
/** Symbols that one Huffman table serves before the next selector. */
const GROUP = 50;
const LONGEST_CODE = 20;
const RUN_A = 0;
const RUN_B = 1;

/** The expanded bytes. Throws {@link PackedError} on damage, and where they would be more than `most`. */
export function expandBzip2(packed: Uint8Array, most: number): Uint8Array {
  const bits = new Bits(packed);
  if (bits.take(24) !== 0x425a68) throw new PackedError("it does not begin with BZh");
  const level = bits.take(8) - 0x30;
  if (level < 1 || level > 9) throw new PackedError("its block size is not 1-9");
  const output = new Output(most);
  // Runs take five bytes for four at worst, so that a block need not be larger than that.
  const size = Math.min(level * 100_000, Math.ceil(most * 1.25));
  let combined = 0;
  for (;;) {
    const magic = [bits.take(24), bits.take(24)];
    const sum = bits.take32();
    if (magic[0] === END_MAGIC[0] && magic[1] === END_MAGIC[1]) {
      if (sum !== combined) throw new PackedError("its check sum is wrong");
      return output.bytes();
    }
    if (magic[0] !== BLOCK_MAGIC[0] || magic[1] !== BLOCK_MAGIC[1]) throw new PackedError("a block has no beginning");
    if (expandBlock(bits, size, output) !== sum) throw new PackedError("the check sum of a block is wrong");
    combined = (((combined << 1) | (combined >>> 31)) ^ sum) >>> 0;
  }
}

/** Expands a block into the output. Returns the check sum of what has come out. */
function expandBlock(bits: Bits, size: number, output: Output): number {
  if (bits.take(1) !== 0) throw new PackedError("a block is randomized, as no bzip2 since 1997 does");
  const first = bits.take(24);
  const used = usedBytes(bits);
  const { tables, selectors } = codingTables(bits, used.length + 2);
  const sorted = new Uint32Array(size);
  const counts = new Int32Array(256);
  const length = sortedBytes(bits, used, tables, selectors, sorted, counts);
  if (first >= length) throw new PackedError("a block begins beyond its end");
  // Each entry of the sorted block gets, in its upper 24 bits, where the byte after it is.
  let before = 0;
  for (let value = 0; value < 256; value++) {
    const count = counts[value] ?? 0;
    counts[value] = before;
    before += count;
  }
  for (let at = 0; at < length; at++) {
    const value = (sorted[at] ?? 0) & 0xff;
    const place = counts[value] ?? 0;
    counts[value] = place + 1;
    sorted[place] = ((sorted[place] ?? 0) | (at << 8)) >>> 0;
  }
  return unrun(sorted, length, first, output);
}

/** Follows the sorted block from byte to byte, and writes out runs: four equal bytes are followed by how many more there are. */
function unrun(sorted: Uint32Array, length: number, first: number, output: Output): number {
  output.beginSum();
  let place = (sorted[first] ?? 0) >>> 8;
  let last = -1;
  let equal = 0;
  for (let at = 0; at < length; at++) {
    const entry = sorted[place] ?? 0;
    const value = entry & 0xff;
    place = entry >>> 8;
    if (equal === 4) {
      output.put(last, value);
      equal = 0;
      last = -1;
      continue;
    }
    equal = value === last ? equal + 1 : 1;
    last = value;
    output.put(value, 1);
  }
  return output.sum();
}

/** The bytes that occur in a block, in order: a map of 16 × 16 bits. */
function usedBytes(bits: Bits): number[] {
  const used: number[] = [];
  const rows = bits.take(16);
  for (let row = 0; row < 16; row++) {
    if ((rows & (0x8000 >> row)) === 0) continue;
    const columns = bits.take(16);
    for (let column = 0; column < 16; column++) {
      if ((columns & (0x8000 >> column)) !== 0) used.push(16 * row + column);
    }
  }
  if (used.length === 0) throw new PackedError("a block has no bytes");
  return used;
}

/** A Huffman table: codes of each length are consecutive numbers. */
interface CodingTable {
  readonly shortest: number;
  /** The last code of each length, as a number; -1 where there is none. */
  readonly last: Int32Array;
  /** What to add to a code of each length for its place among the symbols. */
  readonly offset: Int32Array;
  /** Symbols in the order of their codes. */
  readonly symbols: Uint16Array;
}

function codingTables(bits: Bits, symbols: number): { tables: CodingTable[]; selectors: Uint8Array } {
  const count = bits.take(3);
  if (count < 2 || count > 6) throw new PackedError("a block has not 2-6 coding tables");
  const selectors = new Uint8Array(bits.take(15));
  const recent = Array.from({ length: count }, (_, table) => table);
  for (let at = 0; at < selectors.length; at++) {
    let place = 0;
    while (bits.take(1) === 1) place++;
    const [table] = recent.splice(place, 1);
    if (table === undefined) throw new PackedError("a block selects a coding table that it does not have");
    recent.unshift(table);
    selectors[at] = table;
  }
  const tables: CodingTable[] = [];
  for (let table = 0; table < count; table++) tables.push(codingTable(codeLengths(bits, symbols)));
  return { tables, selectors };
}

/** The length of each symbol's code, as differences: 10 is one more, 11 one less, 0 says that it is right. */
function codeLengths(bits: Bits, symbols: number): Uint8Array {
  const lengths = new Uint8Array(symbols);
  let length = bits.take(5);
  for (let symbol = 0; symbol < symbols; symbol++) {
    for (;;) {
      if (length < 1 || length > LONGEST_CODE) throw new PackedError("a code is not 1-20 bits long");
      if (bits.take(1) === 0) break;
      length += bits.take(1) === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
  }
  return lengths;
}

function codingTable(lengths: Uint8Array): CodingTable {
  const symbols = new Uint16Array(lengths.length);
  const last = new Int32Array(LONGEST_CODE + 1).fill(-1);
  const offset = new Int32Array(LONGEST_CODE + 1);
  let code = 0;
  let place = 0;
  for (let length = 1; length <= LONGEST_CODE; length++) {
    code *= 2;
    offset[length] = place - code;
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] !== length) continue;
      symbols[place++] = symbol;
      last[length] = code++;
    }
  }
  return { shortest: Math.min(...lengths), last, offset, symbols };
}

/** Decodes the sorted bytes of a block and counts each. Returns how many there are. */
function sortedBytes(
  bits: Bits,
  used: readonly number[],
  tables: readonly CodingTable[],
  selectors: Uint8Array,
  sorted: Uint32Array,
  counts: Int32Array,
): number {
  const recent = Uint8Array.from(used);
  const endOfBlock = used.length + 1;
  let length = 0;
  let run = 0;
  let runUnit = 1;
  for (const selector of selectors) {
    const table = tables[selector];
    if (table === undefined) throw new PackedError("a block selects a coding table that it does not have");
    for (let left = GROUP; left > 0; left--) {
      const symbol = decodeSymbol(bits, table);
      if (symbol === RUN_A || symbol === RUN_B) {
        run += symbol === RUN_A ? runUnit : 2 * runUnit;
        if (length + run > sorted.length) throw new PackedError("a run goes beyond the end of its block");
        runUnit *= 2;
        continue;
      }
      if (run > 0) {
        const value = recent[0] ?? 0;
        sorted.fill(value, length, length + run);
        counts[value] = (counts[value] ?? 0) + run;
        length += run;
        run = 0;
        runUnit = 1;
      }
      if (symbol === endOfBlock) return length;
      if (length >= sorted.length) throw new PackedError("a block is longer than blocks are");
      const value = recent[symbol - 1] ?? 0;
      recent.copyWithin(1, 0, symbol - 1);
      recent[0] = value;
      sorted[length++] = value;
      counts[value] = (counts[value] ?? 0) + 1;
    }
  }
  throw new PackedError("a block has no end");
}

function decodeSymbol(bits: Bits, table: CodingTable): number {
  let length = table.shortest;
  let code = bits.take(length);
  for (;;) {
    const last = table.last[length] ?? -1;
    if (code <= last) {
      const symbol = table.symbols[code + (table.offset[length] ?? 0)];
      if (symbol === undefined) throw new PackedError("a code has no symbol");
      return symbol;
    }
    if (++length > LONGEST_CODE) throw new PackedError("a code has no symbol");
    code = code * 2 + bits.take(1);
  }
}

/** Bits from the left of each byte. */
class Bits {
  readonly #bytes: Uint8Array;
  #at = 0;
  /** Bits taken from the bytes and not from here: the low `#held` of them. */
  #buffer = 0;
  #held = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The next bits, 0-24 of them, as a number. */
  take(count: number): number {
    while (this.#held < count) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new PackedError("it is cut short");
      this.#buffer = ((this.#buffer & 0xffffff) << 8) | byte;
      this.#held += 8;
    }
    this.#held -= count;
    return (this.#buffer >>> this.#held) & ((1 << count) - 1);
  }

  take32(): number {
    return this.take(16) * 0x10000 + this.take(16);
  }
}

/** What comes out, with the check sum of each block. */
class Output {
  readonly #bytes: Uint8Array;
  #length = 0;
  #sum = 0;

  constructor(most: number) {
    this.#bytes = new Uint8Array(most);
  }

  beginSum(): void {
    this.#sum = 0xffffffff;
  }

  put(value: number, times: number): void {
    if (this.#length + times > this.#bytes.length) {
      throw new PackedError(`there are more than ${this.#bytes.length.toLocaleString("en")} bytes in it`);
    }
    for (let left = times; left > 0; left--) {
      this.#bytes[this.#length++] = value;
      this.#sum = (this.#sum << 8) ^ (SUMS[((this.#sum >>> 24) ^ value) & 0xff] ?? 0);
    }
  }

  sum(): number {
    return ~this.#sum >>> 0;
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}

/** The check sum of each byte: CRC-32 from the left, by the polynomial X'04C11DB7'. */
const SUMS = Int32Array.from({ length: 256 }, (_, value) => {
  let sum = value << 24;
  for (let bit = 0; bit < 8; bit++) sum = sum < 0 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  return sum;
});
