/** Room that a directory takes on its volume (GC20-1801, "Allocating DASD Space for the VM/370 Directory"). */
import { recordsOf } from "./object/encode.ts";
import type { Directory, MinidiskType } from "./types.ts";

/** Records of 4,096 bytes in a cylinder. */
const RECORDS_OF_CYLINDER: Readonly<Record<MinidiskType, number>> = {
  "2305": 24,
  "2311": 0,
  "2314": 32,
  "2319": 32,
  "3330": 57,
  "3340": 24,
  "3350": 120,
  "3375": 96,
  "3380": 150,
};

/** Records of a directory, and whole cylinders of its volume that are to be allocated as DRCT: for it, and for the next one beside it. */
export function directorySpace(directory: Directory): { readonly records: number; readonly cylinders: number } {
  const records = recordsOf(directory);
  return { records, cylinders: 2 * Math.ceil(records / RECORDS_OF_CYLINDER[directory.volume.type]) };
}
