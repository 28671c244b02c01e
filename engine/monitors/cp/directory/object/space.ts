/** Which cylinders a directory goes to: of those that are for directories (DRCT), ones that the present one does not have. */
import { ALLOCATION } from "../../storage/format.ts";

/** Consecutive cylinders. */
export interface CylinderRange {
  readonly first: number;
  readonly count: number;
}

/** The first so many DRCT cylinders in a row without any of the present directory's; undefined where there are none. */
export function roomForDirectory(
  map: Uint8Array,
  count: number,
  present: CylinderRange | undefined,
): CylinderRange | undefined {
  let run = 0;
  for (let cylinder = 0; cylinder < map.length; cylinder++) {
    const isPresent = present !== undefined && cylinder >= present.first && cylinder < present.first + present.count;
    run = map[cylinder] === ALLOCATION.DRCT && !isPresent ? run + 1 : 0;
    if (run === count) return { first: cylinder + 1 - count, count };
  }
  return undefined;
}

/** How many cylinders of a volume are for directories. */
export function directoryCylinders(map: Uint8Array): number {
  return map.filter((type) => type === ALLOCATION.DRCT).length;
}

/** The cylinders of so many records from a page of a volume on. */
export function cylindersOf(first: number, records: number, pagesACylinder: number): CylinderRange {
  const cylinder = Math.floor(first / pagesACylinder);
  return { first: cylinder, count: Math.floor((first + records - 1) / pagesACylinder) + 1 - cylinder };
}
