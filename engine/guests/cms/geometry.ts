/** How a disk is divided into blocks of 800 bytes, for each machine type; `nucleus/format.asm` has the same table. */

/** Bytes of a block. */
export const BLOCK = 800;

/** A minidisk as its blocks lie on it. */
export interface CmsGeometry {
  /** Machine type: "3330". */
  readonly type: string;
  readonly cylinders: number;
  readonly tracksPerCylinder: number;
  readonly blocksPerTrack: number;
}

const TYPES: Readonly<Record<string, readonly [blocksPerTrack: number, tracksPerCylinder: number]>> = {
  "2314": [7, 20],
  "3330": [14, 19],
  "3340": [8, 12],
  "3350": [19, 30],
};

/** Blocks are numbered by halfwords. */
const MOST_BLOCKS = 65_000;

/** The geometry of a minidisk. Throws RangeError where no such disk can hold one, or where it would be too large. */
export function geometryOf(type: string, cylinders: number): CmsGeometry {
  const found = TYPES[type];
  if (found === undefined) throw new RangeError(`${type}: files are kept on ${Object.keys(TYPES).join(", ")}`);
  const [blocksPerTrack, tracksPerCylinder] = found;
  const geometry = { type, cylinders, tracksPerCylinder, blocksPerTrack };
  if (cylinders < 1 || totalBlocks(geometry) > MOST_BLOCKS)
    throw new RangeError(
      `a disk has 1 to ${Math.floor(MOST_BLOCKS / (blocksPerTrack * tracksPerCylinder))} cylinders of a ${type}, not ${cylinders}`,
    );
  return geometry;
}

/** Number of blocks. The first is block 1. */
export function totalBlocks({ cylinders, tracksPerCylinder, blocksPerTrack }: CmsGeometry): number {
  return cylinders * tracksPerCylinder * blocksPerTrack;
}
