/** Channel programs for the label of a volume: record 3 of its first track, 80 bytes. */
import type { Cp } from "../cp.ts";
import type { IoRequest } from "../io/state.ts";
import { LABEL_BYTES, LABEL_RECORD } from "./format.ts";

const SEEK = 0x07;
const SEARCH_ID_EQUAL = 0x31;
const TRANSFER_IN_CHANNEL = 0x08;
const READ_DATA = 0x06;
const WRITE_DATA = 0x05;
const COMMAND_CHAINING = 0x40;
const SUPPRESS_LENGTH = 0x20;

const SEEK_ADDRESS = 32;
/** Behind the bin number. */
const SEARCH_ARGUMENT = 34;
const DATA = 40;
/** Bytes of free storage that one takes. */
const BYTES = DATA + LABEL_BYTES;
const RETRIES = 10;

/** Starts reading a label, or writing one. `kind` is told of the end, and gives the storage back with {@link labelRead}. Throws `Wait` until there is storage. */
export function startLabel(cp: Cp, address: number, kind: string, label?: Uint8Array): void {
  const { host } = cp;
  const program = cp.free.get(BYTES);
  const words = [
    [(SEEK << 24) | (program + SEEK_ADDRESS), (COMMAND_CHAINING << 24) | 6],
    [(SEARCH_ID_EQUAL << 24) | (program + SEARCH_ARGUMENT), (COMMAND_CHAINING << 24) | 5],
    [(TRANSFER_IN_CHANNEL << 24) | (program + 8), 1],
    [((label === undefined ? READ_DATA : WRITE_DATA) << 24) | (program + DATA), (SUPPRESS_LENGTH << 24) | LABEL_BYTES],
    [0, LABEL_RECORD << 8],
  ];
  words.flat().forEach((word, i) => {
    host.store32(program + 4 * i, word >>> 0);
  });
  if (label !== undefined) host.storeBytes(program + DATA, label.subarray(0, LABEL_BYTES));
  cp.io.start(address, { kind, program, key: 0, vm: 0, data: undefined, retries: RETRIES });
}

/** The label of a request that has ended. */
export function labelRead(cp: Cp, { program }: IoRequest): Uint8Array {
  const label = cp.host.loadBytes(program + DATA, LABEL_BYTES);
  cp.free.release(program, BYTES);
  return label;
}
