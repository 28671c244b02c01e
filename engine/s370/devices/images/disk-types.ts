/** The disks whose packs have images: what a track holds, how many there are. */

/** A disk as the images know it. */
export interface DiskType {
  /** Machine type and model: "3330-11". Several models may have one image type. */
  readonly name: string;
  /** Machine type: "3330". */
  readonly type: string;
  /** Cylinders for data. */
  readonly cylinders: number;
  /** Cylinders of alternate tracks, behind those for data. */
  readonly alternates: number;
  /** Tracks of a cylinder, and so heads. */
  readonly heads: number;
  /** Bytes of the longest data field that record 1 can have, without a key. */
  readonly mostData: number;
}

/**
 * Every model, by the reference manuals: GA26-1589 (2305), GA26-5988 (2311), GA26-3599 (2314),
 * GA26-1592 (3330), GA26-1619 (3340), GA26-1638 (3350), and of later disks on which packs for System/370 are kept.
 */
export const DISK_TYPES: readonly DiskType[] = [
  disk("2305-1", 48, 0, 8, 14_136),
  disk("2305-2", 96, 0, 8, 14_660),
  disk("2311-1", 200, 3, 10, 3_625),
  disk("2314-1", 200, 3, 20, 7_294),
  disk("3330-1", 404, 7, 19, 13_030),
  disk("3330-11", 808, 7, 19, 13_030),
  disk("3340-35", 348, 1, 12, 8_368),
  disk("3340-70", 696, 2, 12, 8_368),
  disk("3350-1", 555, 5, 30, 19_069),
  disk("3375-1", 959, 3, 12, 35_616),
  disk("3380-1", 885, 1, 15, 47_476),
  disk("3380-2", 1_770, 2, 15, 47_476),
  disk("3380-3", 2_655, 3, 15, 47_476),
  disk("3390-1", 1_113, 1, 15, 56_664),
  disk("3390-2", 2_226, 1, 15, 56_664),
  disk("3390-3", 3_339, 1, 15, 56_664),
  disk("3390-9", 10_017, 3, 15, 56_664),
];

/** The model of a name ("3330-11"), or of a machine type alone ("3330": its first model). */
export function diskType(name: string): DiskType | undefined {
  return DISK_TYPES.find((each) => each.name === name) ?? DISK_TYPES.find((each) => each.type === name);
}

/**
 * The model that has so many cylinders: the smallest that holds them, or the largest there is where the image is
 * larger. `lastDigits` is the last two digits of the machine type, hexadecimal: X'50' for a 3350.
 */
export function diskTypeOf(lastDigits: number, cylinders: number): DiskType | undefined {
  const models = DISK_TYPES.filter((each) => lastTwoDigits(each) === lastDigits);
  return models.find((each) => cylinders <= each.cylinders + each.alternates) ?? models.at(-1);
}

/** Last two digits of the machine type, as images have them: X'50' for a 3350. */
export function lastTwoDigits(disk: DiskType): number {
  return Number.parseInt(disk.type.slice(2), 16);
}

function disk(name: string, cylinders: number, alternates: number, heads: number, mostData: number): DiskType {
  return { name, type: name.slice(0, 4), cylinders, alternates, heads, mostData };
}
