/**
 * Tape units: how fast they move tape, and how densely they write on it.
 *
 * GA32-0020, "IBM 3803/3420 Magnetic Tape Subsystems Component Description", "Subsystem Characteristics"; GC20-1730, "A
 * Guide to the IBM System/370 Model 155", on the 3803/3420 and what is different on a 2420; GA22-6866, "IBM 2400-Series Magnetic
 * Tape Units Component Description", "Magnetic Tape Unit Characteristics". A 2401 takes as long as 0.6 inches of tape to come to its
 * speed; units of which no such time could be read (2415, 2420, 3410) do so here too, and a 2415 and a 3410 rewind their
 * reel in four and in three minutes.
 */

/** A model of a tape unit. */
export interface TapeModel {
  readonly type: "2401" | "2415" | "2420" | "3410" | "3411" | "3420";
  /** "1" to "8". */
  readonly model: string;
  readonly tracks: 7 | 9;
  /** Inches per second, reading and writing. */
  readonly speed: number;
  /** Bits per inch of a track that it reads and writes, the one that it takes unless told otherwise first. */
  readonly densities: readonly number[];
  /** Ticks from a command until the first byte is under the head, from a stopped tape that is not at its load point. */
  readonly access: number;
  /** Inches per second on the average, rewinding a full reel. */
  readonly rewindSpeed: number;
}

interface Mechanics {
  readonly speed: number;
  readonly access: number;
  readonly rewindSpeed: number;
  /** Densities of a nine-track unit, without and with the dual-density feature. */
  readonly single: readonly number[];
  readonly dual: readonly number[];
}

/** Ticks in which 0.6 inches pass. */
const access = (speed: number): number => Math.round(600_000 / speed);

const slow = (speed: number, rewindSpeed: number, single: readonly number[], dual = single): Mechanics => ({
  ...{ speed, access: access(speed), rewindSpeed, single, dual },
});

/** The 3411 is a 3410 with the control in it. */
const MODELS_3410: Readonly<Record<string, Mechanics>> = {
  "1": slow(12.5, 160, [1600], [1600, 800]),
  "2": slow(25, 160, [1600], [1600, 800]),
  "3": slow(50, 160, [1600], [1600, 800]),
};

const TYPES: Readonly<Record<TapeModel["type"], Readonly<Record<string, Mechanics>>>> = {
  "2401": {
    "1": { speed: 37.5, access: 16_000, rewindSpeed: 160, single: [800], dual: [800] },
    "2": { speed: 75, access: 8_000, rewindSpeed: 343, single: [800], dual: [800] },
    "3": { speed: 112.5, access: 5_300, rewindSpeed: 480, single: [800], dual: [800] },
    "4": { speed: 37.5, access: 16_000, rewindSpeed: 160, single: [1600], dual: [1600, 800] },
    "5": { speed: 75, access: 8_000, rewindSpeed: 343, single: [1600], dual: [1600, 800] },
    "6": { speed: 112.5, access: 5_300, rewindSpeed: 480, single: [1600], dual: [1600, 800] },
  },
  "2415": {
    "1": slow(18.75, 120, [800]),
    "2": slow(18.75, 120, [800]),
    "3": slow(18.75, 120, [800]),
    "4": slow(18.75, 120, [1600], [1600, 800]),
    "5": slow(18.75, 120, [1600], [1600, 800]),
    "6": slow(18.75, 120, [1600], [1600, 800]),
  },
  "2420": {
    "5": slow(100, 500, [1600]),
    "7": slow(200, 500, [1600]),
  },
  "3410": MODELS_3410,
  "3411": MODELS_3410,
  "3420": {
    "3": { speed: 75, access: 4_000, rewindSpeed: 410, single: [1600], dual: [1600, 800] },
    "4": { speed: 75, access: 2_300, rewindSpeed: 410, single: [6250], dual: [6250, 1600] },
    "5": { speed: 125, access: 2_900, rewindSpeed: 480, single: [1600], dual: [1600, 800] },
    "6": { speed: 125, access: 1_600, rewindSpeed: 480, single: [6250], dual: [6250, 1600] },
    "7": { speed: 200, access: 2_000, rewindSpeed: 640, single: [1600], dual: [1600, 800] },
    "8": { speed: 200, access: 1_100, rewindSpeed: 640, single: [6250], dual: [6250, 1600] },
  },
};

/** Densities of seven-track units: a 3420 has no 200. */
const SEVEN_TRACK: Readonly<Record<TapeModel["type"], readonly number[]>> = {
  "2401": [800, 556, 200],
  "2415": [800, 556, 200],
  "2420": [],
  "3410": [800, 556, 200],
  "3411": [800, 556, 200],
  "3420": [800, 556],
};

export interface TapeFeatures {
  /** Nine-track units: the second density too. They have it unless told otherwise. */
  readonly dualDensity?: boolean;
  /** A seven-track head. */
  readonly sevenTrack?: boolean;
}

/**
 * A model by its number ("1" to "6" of a 2401, "3" to "8" of a 3420), the last one of its type unless given. Throws RangeError
 * where there is none, or it has no seven-track head.
 */
export function tapeModel(
  type: TapeModel["type"],
  model = Object.keys(TYPES[type]).at(-1) ?? "",
  features: TapeFeatures = {},
): TapeModel {
  const mechanics = TYPES[type][model];
  if (mechanics === undefined)
    throw new RangeError(`there is no ${type} model ${model}: it is one of ${Object.keys(TYPES[type]).join(", ")}`);
  const { speed, access, rewindSpeed, single, dual } = mechanics;
  const moves = { type, model, speed, access, rewindSpeed };
  if (!features.sevenTrack) return { ...moves, tracks: 9, densities: (features.dualDensity ?? true) ? dual : single };
  if (!dual.includes(800)) throw new RangeError(`a ${type} model ${model} has no seven-track head`);
  return { ...moves, tracks: 7, densities: SEVEN_TRACK[type] };
}

/** Inches between two blocks. */
export function gapInches({ tracks }: TapeModel, density: number): number {
  if (tracks === 7) return 0.75;
  return density === 6250 ? 0.3 : 0.6;
}

/** Inches that ERASE GAP erases, and that lie before a tape mark. */
export const ERASED_INCHES = 3.75;
/** Feet from the beginning of the tape to its load-point marker, and from its end-of-tape marker to its end. */
export const LEADER_FEET = 10;
export const TRAILER_FEET = 25;
/** Feet of a full reel. */
export const FULL_REEL = 2_400;
