/** What makes a record of a directory one: its trailer. */
import { checksum, Fields } from "./bytes.ts";
import { type DasdAddress, MARK, placeName, TRAILER } from "./layout.ts";

/** Which record of which directory. */
export interface RecordName {
  /** Number of the directory: 1, 2, … of its volume. */
  readonly generation: number;
  /** Place in it, from 0. */
  readonly index: number;
  /** Records of the whole directory. */
  readonly count: number;
}

/** A directory on a volume that cannot be used; says what is wrong and where. */
export class DamagedDirectory extends Error {
  override readonly name = "DamagedDirectory";
}

/** Puts the trailer on a record. */
export function seal(record: Uint8Array, { generation, index, count }: RecordName): void {
  const fields = new Fields(record);
  fields.setText(TRAILER.mark, MARK.length, MARK);
  fields.setWord(TRAILER.generation, generation);
  fields.setHalf(TRAILER.index, index);
  fields.setHalf(TRAILER.count, count);
  fields.setWord(TRAILER.checksum, checksum(record.subarray(0, TRAILER.checksum)));
}

/** Which record it is; undefined where it is none, or not whole. */
export function recordName(record: Uint8Array): RecordName | undefined {
  const fields = new Fields(record);
  if (fields.text(TRAILER.mark, MARK.length) !== MARK) return undefined;
  if (fields.word(TRAILER.checksum) !== checksum(record.subarray(0, TRAILER.checksum))) return undefined;
  return {
    generation: fields.word(TRAILER.generation),
    index: fields.half(TRAILER.index),
    count: fields.half(TRAILER.count),
  };
}

/** Throws {@link DamagedDirectory} unless it is that record; returns how many the directory has. */
export function checkRecord(record: Uint8Array, at: DasdAddress, generation: number, index: number): number {
  const name = recordName(record);
  const where = `${placeName(at)} (record ${index + 1} of directory ${generation})`;
  if (name === undefined)
    throw new DamagedDirectory(`${where} is no whole record of a directory: its checksum is wrong`);
  if (name.generation !== generation || name.index !== index)
    throw new DamagedDirectory(`${where} has record ${name.index + 1} of directory ${name.generation}`);
  return name.count;
}
