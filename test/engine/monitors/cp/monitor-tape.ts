/** A reader of the monitor's blocks (GC20-1807, "VM Monitor Tape Format and Content"): what a data reduction program does first. */
import { decodeEbcdic } from "../../../../engine/s370/index.ts";

export interface MonitorRecord {
  readonly class: number;
  readonly code: number;
  /** Microseconds of the clock, but for the bits that the record does not have: in steps of 16, and modulo 2 to the 44th. */
  readonly time: number;
  readonly data: Uint8Array;
}

/** The records of a file of blocks. Throws where a length is wrong. */
export function recordsOf(blocks: readonly Uint8Array[]): MonitorRecord[] {
  return blocks.flatMap((block) => {
    const view = new DataView(block.buffer, block.byteOffset, block.length);
    const length = view.getUint16(0);
    if (length > block.length || view.getUint16(2) !== 0 || length > 4096) throw new Error(`a block of ${length}`);
    const records: MonitorRecord[] = [];
    let at = 4;
    while (at < length) {
      const size = view.getUint16(at);
      if (size < 12 || at + size > length || view.getUint16(at + 2) !== 0)
        throw new Error(`a record of ${size} at ${at}`);
      records.push({
        class: view.getUint8(at + 4),
        code: view.getUint16(at + 5),
        time: (view.getUint32(at + 7) * 256 + view.getUint8(at + 11)) * 16,
        data: block.subarray(at + 12, at + size),
      });
      at += size;
    }
    return records;
  });
}

/** A field's value. */
export function number({ data }: MonitorRecord, at: number, bytes: 1 | 2 | 4): number {
  return data.subarray(at, at + bytes).reduce((value, byte) => value * 256 + byte, 0);
}

/** A field of eight bytes as the clock has it, in microseconds. */
export function time(record: MonitorRecord, at: number): number {
  return (number(record, at, 4) * 2 ** 32 + number(record, at + 4, 4)) / 4096;
}

export function text({ data }: MonitorRecord, at: number, length = 8): string {
  return decodeEbcdic(data.subarray(at, at + length)).trimEnd();
}

/** How many of each: "2 3": 17. */
export function counted(records: readonly MonitorRecord[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { class: number, code } of records) counts[`${number} ${code}`] = (counts[`${number} ${code}`] ?? 0) + 1;
  return counts;
}
