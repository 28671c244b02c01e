/** Where a translator keeps what it needs in linear memory, and what its functions import. */
import type { ColdLayout } from "./cold-loop.ts";
import type { TranslatorWords } from "./emit/emitter.ts";
import type { MemoryModel } from "./emit/memory.ts";
import { I32, type ImportedFunction } from "./emit/wasm.ts";
import type { Word } from "./operations.ts";

/** Entries of the table of regions, and bytes of one: address, where and in which mode it holds, function. */
export const REGION_ENTRIES = 4096;
export const REGION_ENTRY = 16;

/** Bytes of the table of regions. */
export const REGION_TABLE_SIZE = REGION_ENTRIES * REGION_ENTRY;

/** Names of the imports, in the order of their numbers. */
export const SLOW_IMPORTS = ["load", "store", "rangeLoad", "rangeStore"] as const;
const slowType = { parameters: [I32, I32] as const, results: [I32] as const };
/** What translated functions import. */
export const imports: readonly ImportedFunction[] = SLOW_IMPORTS.map((name) => ({ name, type: slowType }));
export const regionType = { parameters: [], results: [I32] as const };

export interface TranslatorLayout {
  readonly memory: WebAssembly.Memory;
  readonly words: TranslatorWords;
  /** Page from which instructions come: address over page size; -1: to be looked up. */
  readonly fetchPage: Word;
  /** Real address of that page. */
  readonly fetchReal: Word;
  /** What translations depend on besides their place: below the size of a page. */
  readonly codeMode: Word;
  /** Offset of storage in linear memory. */
  readonly storage: number;
  /** Offset of the table of regions: {@link REGION_TABLE_SIZE} bytes. */
  readonly regions: number;
  /** Offset of the program map: a byte for 16 of linear memory up to the end of storage, and some to spare. */
  readonly programMap: number;
  readonly programMapSize: number;
  readonly model: MemoryModel;
  /** Makes a module whose exports take the place of the slow paths, which it imports. */
  readonly before?: () => Uint8Array;
  /** How often a place must be jumped to before it is translated, if not {@link HOT} times; from 255 on never. */
  readonly hot?: number;
  /** Where the cold executor keeps its records, for an instruction set that has one. */
  readonly cold?: ColdLayout;
}
