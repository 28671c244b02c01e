/** Where things stand in the blocks of a disk: label, master file directory, file status table, chain. `copy/nucon.copy` has the same. */
import { BLOCK } from "./geometry.ts";

export const LABEL_BLOCK = 3;
/** The two places of the master file directory: the one with the higher number and a right sum is in force. */
export const DIRECTORY_BLOCKS = [4, 5] as const;
/** The first block that may belong to a file. */
export const FIRST_BLOCK = 6;
export const LABEL_ID = "LAB1";
export const DIRECTORY_ID = "MFD1";

export const LABEL = { id: 0, name: 4, type: 12, cylinders: 16, blocksPerTrack: 18, tracksPerCylinder: 20 } as const;

export const MFD = {
  id: 0,
  sequence: 4,
  total: 8,
  used: 12,
  files: 16,
  fstBlocks: 20,
  mapBlocks: 22,
  nucleus: 24,
  nucleusBlocks: 26,
  map: 40,
  fst: 64,
  sum: 796,
} as const;

export const FST = {
  name: 0,
  type: 8,
  mode: 16,
  recfm: 17,
  last: 18,
  lrecl: 20,
  items: 24,
  chain: 28,
  blocks: 30,
  date: 32,
} as const;
export const FST_SIZE = 40;
export const FSTS_PER_BLOCK = BLOCK / FST_SIZE;
/** File status blocks that a directory can name. */
export const MOST_FST_BLOCKS = 366;

export const CHAIN = { next: 0, count: 2, blocks: 4 } as const;
/** Blocks that a chain block names. */
export const CHAIN_COUNT = 398;

/** Sum of a block's words, modulo 2³². */
export function sumOf(block: Uint8Array): number {
  const view = new DataView(block.buffer, block.byteOffset, BLOCK);
  let sum = 0;
  for (let at = 0; at < BLOCK; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
}
