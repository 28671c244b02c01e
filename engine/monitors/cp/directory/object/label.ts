/** The way to the directory: a volume's label. */
import { Fields } from "./bytes.ts";
import { type DasdAddress, LABEL } from "./layout.ts";

/** Where a directory begins, and its number. */
export interface DirectoryPointer {
  readonly address: DasdAddress;
  readonly generation: number;
}

const BLANKS = 0x40404040;

/** What a label (80 bytes) leads to; undefined where no directory has been written. */
export function directoryPointer(label: Uint8Array): DirectoryPointer | undefined {
  const fields = new Fields(label);
  const address = fields.word(LABEL.address);
  return address === 0 || address === BLANKS ? undefined : { address, generation: fields.word(LABEL.generation) };
}

/** The label, leading to another directory. */
export function withPointer(label: Uint8Array, { address, generation }: DirectoryPointer): Uint8Array {
  const changed = label.slice();
  const fields = new Fields(changed);
  fields.setWord(LABEL.address, address);
  fields.setWord(LABEL.generation, generation);
  return changed;
}
