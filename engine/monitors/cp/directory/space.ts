/** Room that a directory takes on its volume (GC20-1801, "Allocating DASD Space for the VM/370 Directory"). */
import type { Directory, MinidiskType } from "./types.ts";

/** Users whose names and passwords go into a record of 4,096 bytes. */
const USERS_OF_RECORD = 169;
/** Blocks of 24 bytes in a record of device and machine blocks; a machine's and a minidisk's block is two such. */
const BLOCKS_OF_RECORD = 170;
/** The directory program takes no less. */
const LEAST_CYLINDERS = 2;

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

/** Records, and whole cylinders of the directory's volume, that are to be allocated as DRCT. */
export function directorySpace({ users, volume }: Directory): { readonly records: number; readonly cylinders: number } {
  const devices = users.flatMap((user) => user.devices);
  const minidisks = devices.filter(({ kind }) => kind === "minidisk").length;
  const blocks = (users.length + minidisks) * 2 + (devices.length - minidisks);
  const records = Math.ceil(users.length / USERS_OF_RECORD) + Math.ceil(blocks / BLOCKS_OF_RECORD);
  const cylinders = Math.max(LEAST_CYLINDERS, Math.ceil(records / RECORDS_OF_CYLINDER[volume.type]));
  return { records, cylinders };
}
