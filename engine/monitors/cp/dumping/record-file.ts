/** Files of records of 4,096 bytes, which dumps are: written block by block, from where they have come to, while what is to be written waits for pages and for room. */
import type { Cp } from "../cp.ts";
import { allocateBlock } from "../spool/blocks.ts";
import { linkBytes } from "../spool/pages.ts";
import type { SpoolOutput } from "../spool/state.ts";
import { type NewFile, writeRecord } from "../spool/writer.ts";
import { blocksFor, partsOfBlock, wholeRecords } from "./records.ts";

/** A control without data opens the file. */
const NO_OPERATION = 0x03;

export interface RecordFile {
  readonly output: SpoolOutput;
  /** Blocks of the file that are written. */
  written: number;
  /** Blocks whose bytes are stored, and may be on their way to the disk. */
  stored: number;
  /** There is no room for more. */
  isCut: boolean;
}

/** What is written, and for whom room is looked for. */
export interface RecordSource {
  readonly made: NewFile;
  readonly records: number;
  /** A record's bytes. Throws `Wait`. */
  readonly record: (record: number) => Uint8Array;
  /** Blocks that its writer has of the spool area. */
  readonly has: () => number;
}

/** Writes what is left of it. Throws `Wait`. "none": no file could be opened, or nothing written; "cut": what there was no room for is left out. */
export function writeRecords(
  cp: Cp,
  dump: RecordFile,
  { made, records, record, has }: RecordSource,
): "whole" | "cut" | "none" {
  const { writer } = dump.output;
  if (writer.open === undefined && writeRecord(cp, writer, made, NO_OPERATION, undefined) === "full") return "none";
  const { open } = writer;
  if (open === undefined) return "none";
  const { file } = open;
  const blocks = blocksFor(records);
  while (dump.written < blocks && !open.full) {
    const isLast = dump.written === blocks - 1;
    if (!isLast && file.blocks.length === dump.written + 1) {
      const next = allocateBlock(cp, has);
      if (next === 0) dump.isCut = true;
      else file.blocks.push(next);
    }
    writeBlock(cp, dump, file.blocks, { key: file.key, records, record });
    dump.written++;
    open.full = dump.isCut;
  }
  file.records = Math.min(records, wholeRecords(dump.written));
  if (file.records === 0) return "none";
  return open.full ? "cut" : "whole";
}

/** Throws `Wait` until it is on the disk. What has been stored stays as it was then, though storage changes. */
function writeBlock(
  { dasd }: Cp,
  dump: RecordFile,
  blocks: readonly number[],
  { key, records, record }: { key: number } & Pick<RecordSource, "records" | "record">,
): void {
  const { written } = dump;
  const slot = blocks[written];
  if (dump.stored <= written) {
    const parts = partsOfBlock(written, records).map(({ record: number, from, count, at }) => ({
      at,
      bytes: record(number).slice(from, from + count),
    }));
    // The first block is there already.
    if (written === 0) dasd.block(slot);
    else dasd.fresh(slot);
    for (const { at, bytes } of parts) dasd.store(slot, at, bytes);
    dasd.store(slot, 0, linkBytes(blocks[written + 1] ?? 0, blocks[written - 1] ?? 0, key));
    dump.stored = written + 1;
  }
  dasd.flush(slot);
  if (written > 0) dasd.discard(slot);
}
