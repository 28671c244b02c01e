/**
 * The drives with count-key-data packs: how they turn, how their arms move, what a record takes of a track, and which
 * control they are on. GA26-5988 (2841 and 2311), GA26-3599 (2314), GA26-1589 (2835 and 2305), GA26-1592 (3830 and 3330),
 * GA26-1619 (3340), GA26-1638 (3350), and of the disks that came after them, to which people have moved such systems:
 * 3375, 3380 (GA26-1664) and 3390, all on a 3880 (GA26-1661) that does what a 3830 does.
 */
import type { DiskType } from "../images/disk-types.ts";

/** Ticks that the arms take to the next cylinder, on average (a third of the cylinders), and over all cylinders. */
export interface ArmTimes {
  readonly least: number;
  readonly average: number;
  readonly most: number;
}

/**
 * What a record takes of its track ("Track Capacity"): `plain` bytes besides those of its areas, `keyed` more with a key;
 * the bytes of key and data themselves count `stretch` times. Behind the last record none of that is needed where
 * `lastIsFree`. Later disks have cells: data with `plain`, and a key with `keyed`, each take a number of whole ones; in a
 * 3390's areas {@link CHECK_BYTES} follow each {@link SEGMENT} bytes, where it is `segmented`.
 */
export interface RecordSpace {
  readonly plain: number;
  readonly keyed: number;
  readonly stretch: number;
  readonly lastIsFree: boolean;
  /** Bytes of a cell; undefined: no cells. */
  readonly cell?: number;
  readonly segmented?: boolean;
}

const SEGMENT = 232;
const CHECK_BYTES = 6;

export interface Drive {
  /** Storage control. Those of System/360 have six sense bytes, the others 24. */
  readonly control: "2841" | "2314" | "2835" | "3830" | "3880";
  readonly senseBytes: 6 | 24;
  /** Ticks in which a track comes round. */
  readonly turn: number;
  /** Bytes that pass the head in that time. */
  readonly turnBytes: number;
  /** Bytes of that which records 1 and up can take. */
  readonly capacity: number;
  readonly space: RecordSpace;
  /** Rotational positions that SET SECTOR knows; 0 without rotational position sensing. */
  readonly sectors: number;
  /** Undefined where every track has its head. */
  readonly arm: ArmTimes | undefined;
  /** Whether each track takes half of the circumference only, those of odd heads the second half. */
  readonly halves: boolean;
}

const MILLISECOND = 1000;

const SPACE_3330: RecordSpace = { plain: 135, keyed: 56, stretch: 1, lastIsFree: false };

const DISK_3330: Drive = {
  control: "3830",
  senseBytes: 24,
  turn: 16.67 * MILLISECOND,
  turnBytes: 13_440,
  capacity: 13_165,
  space: SPACE_3330,
  sectors: 128,
  arm: { least: 10 * MILLISECOND, average: 30 * MILLISECOND, most: 55 * MILLISECOND },
  halves: false,
};

const DISK_3340: Drive = {
  control: "3830",
  senseBytes: 24,
  turn: 20.24 * MILLISECOND,
  turnBytes: 17_920,
  capacity: 8_535,
  space: { plain: 167, keyed: 75, stretch: 1, lastIsFree: false },
  sectors: 64,
  arm: { least: 10 * MILLISECOND, average: 25 * MILLISECOND, most: 50 * MILLISECOND },
  halves: true,
};

const DISK_3380: Drive = {
  control: "3880",
  senseBytes: 24,
  turn: 16.67 * MILLISECOND,
  turnBytes: 50_000,
  capacity: 47_968,
  space: { plain: 492, keyed: 236, stretch: 1, lastIsFree: false, cell: 32 },
  sectors: 222,
  arm: { least: 3 * MILLISECOND, average: 16 * MILLISECOND, most: 30 * MILLISECOND },
  halves: false,
};

const DISK_3390: Drive = {
  control: "3880",
  senseBytes: 24,
  turn: 14.1 * MILLISECOND,
  turnBytes: 59_840,
  capacity: 58_786,
  space: { plain: 652, keyed: 312, stretch: 1, lastIsFree: false, cell: 34, segmented: true },
  sectors: 224,
  arm: { least: 2 * MILLISECOND, average: 12 * MILLISECOND, most: 25 * MILLISECOND },
  halves: false,
};

const DRIVES: Readonly<Record<string, Drive>> = {
  "2305-1": {
    control: "2835",
    senseBytes: 24,
    turn: 5 * MILLISECOND,
    turnBytes: 15_000,
    capacity: 14_568,
    space: { plain: 432, keyed: 202, stretch: 1, lastIsFree: false },
    sectors: 90,
    arm: undefined,
    halves: false,
  },
  "2305-2": {
    control: "2835",
    senseBytes: 24,
    turn: 10 * MILLISECOND,
    turnBytes: 15_000,
    capacity: 14_858,
    space: { plain: 198, keyed: 91, stretch: 1, lastIsFree: false },
    sectors: 90,
    arm: undefined,
    halves: false,
  },
  "2311-1": {
    control: "2841",
    senseBytes: 6,
    turn: 25 * MILLISECOND,
    turnBytes: 3_900,
    capacity: 3_625,
    space: { plain: 61, keyed: 20, stretch: 537 / 512, lastIsFree: true },
    sectors: 0,
    arm: { least: 25 * MILLISECOND, average: 75 * MILLISECOND, most: 135 * MILLISECOND },
    halves: false,
  },
  "2314-1": {
    control: "2314",
    senseBytes: 6,
    turn: 25 * MILLISECOND,
    turnBytes: 7_800,
    capacity: 7_294,
    space: { plain: 101, keyed: 45, stretch: 2137 / 2048, lastIsFree: true },
    sectors: 0,
    arm: { least: 25 * MILLISECOND, average: 60 * MILLISECOND, most: 130 * MILLISECOND },
    halves: false,
  },
  "3330-1": DISK_3330,
  "3330-11": DISK_3330,
  "3340-35": DISK_3340,
  "3340-70": DISK_3340,
  "3350-1": {
    control: "3830",
    senseBytes: 24,
    turn: 16.7 * MILLISECOND,
    turnBytes: 20_000,
    capacity: 19_254,
    space: { plain: 185, keyed: 82, stretch: 1, lastIsFree: false },
    sectors: 128,
    arm: { least: 10 * MILLISECOND, average: 25 * MILLISECOND, most: 50 * MILLISECOND },
    halves: false,
  },
  "3375-1": {
    control: "3880",
    senseBytes: 24,
    turn: 20.2 * MILLISECOND,
    turnBytes: 37_500,
    capacity: 36_000,
    space: { plain: 384, keyed: 160, stretch: 1, lastIsFree: false, cell: 32 },
    sectors: 196,
    arm: { least: 4 * MILLISECOND, average: 19 * MILLISECOND, most: 38 * MILLISECOND },
    halves: false,
  },
  "3380-1": DISK_3380,
  "3380-2": DISK_3380,
  "3380-3": DISK_3380,
  "3390-1": DISK_3390,
  "3390-2": DISK_3390,
  "3390-3": DISK_3390,
  "3390-9": DISK_3390,
};

/** The drive of a disk, or undefined where packs of it can be read but there is no drive. */
export function driveOf(disk: DiskType): Drive | undefined {
  return DRIVES[disk.name];
}

/** Whether a drive's control takes the commands of a 3830 that older ones do not. */
export function isLate({ control }: Drive): boolean {
  return control === "3830" || control === "3880";
}

/** Ticks that the arms take over so many of `cylinders`. */
export function armTicks({ arm }: Drive, distance: number, cylinders: number): number {
  if (distance === 0 || arm === undefined) return 0;
  const { least, average, most } = arm;
  const third = Math.max(2, cylinders / 3);
  if (distance <= third) return least + ((average - least) * (distance - 1)) / (third - 1);
  return average + ((most - average) * (distance - third)) / Math.max(1, cylinders - 1 - third);
}

/** Bytes of a track from the beginning of a record's count area to that of the next one. */
export function recordBytes({ space }: Drive, keyLength: number, dataLength: number): number {
  const { cell } = space;
  if (cell !== undefined) {
    const area = (fixed: number, length: number): number => {
      const checks = space.segmented ? CHECK_BYTES * Math.ceil((length + CHECK_BYTES) / SEGMENT) : 0;
      return Math.ceil((fixed + length + checks) / cell) * cell;
    };
    return area(space.plain, dataLength) + (keyLength > 0 ? area(space.keyed, keyLength) : 0);
  }
  return space.plain + (keyLength > 0 ? space.keyed : 0) + space.stretch * (keyLength + dataLength);
}

/** Bytes that a record takes which is the last of its track. */
export function lastRecordBytes(drive: Drive, keyLength: number, dataLength: number): number {
  if (!drive.space.lastIsFree) return recordBytes(drive, keyLength, dataLength);
  return keyLength + dataLength + (keyLength > 0 ? drive.space.keyed : 0);
}
