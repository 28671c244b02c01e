/**
 * Sense bytes of tape controls: bits with a meaning to programs.
 *
 * GA32-0021, "IBM 3803 Tape Control", and GA32-0020: "Sense Byte 0" to "Sense Byte 23"; GA22-6866, "Sense Information".
 */

/** Sense byte 0. */
export const COMMAND_REJECT = 0x80;
export const INTERVENTION_REQUIRED = 0x40;
export const EQUIPMENT_CHECK = 0x10;
export const DATA_CHECK = 0x08;
export const WORD_COUNT_ZERO = 0x02;
export const DATA_CONVERTER_CHECK = 0x01;

/** Sense byte 1. */
/** Status A alone: ready. Status B alone: not ready. Both: rewinding. */
export const STATUS_A = 0x40;
export const STATUS_B = 0x20;
export const SEVEN_TRACK = 0x10;
export const LOAD_POINT = 0x08;
export const WRITE_STATUS = 0x04;
export const FILE_PROTECTED = 0x02;
export const NOT_CAPABLE = 0x01;

/** Sense byte 2 of NRZI: no single track is in error. */
export const NO_TRACK_IN_ERROR = 0x03;

/** Sense byte 3. */
const VERTICAL_CHECK = 0x80;
/** Multiple tracks in error (1600 bpi and above), or longitudinal redundancy check. */
const MULTIPLE_TRACKS = 0x40;
export const SET_TO_1600 = 0x04;
export const BACKWARD = 0x02;

/** Sense byte 4. */
const REJECT_TAPE_UNIT = 0x40;
/** 3803. */
export const TAPE_INDICATE = 0x20;
export const LOOP_WRITE_TO_READ = 0x04;
const TAPE_UNIT_CHECK = 0x02;

/** Sense byte 5 of the 3803: it is none of the controls of the 2400 series. */
export const NEW_SUBSYSTEM = 0xc0;

/** Sense byte 5 of the 3411. */
export const SUBSYSTEM_3411 = 0x40;

/** Sense byte 6 of the 3803; the first two are the 3411's too. */
export const SEVEN_TRACK_UNIT = 0x80;
export const DUAL_DENSITY = 0x20;
export const NOT_SET_TO_1600 = 0x10;
export const MODEL_4_6_8 = 0x08;

/** Sense byte 7 of the 3803: the tape has left both vacuum columns. */
const TAPE_BOTTOM = 0x60;

/** What went wrong in the last command: bits of sense bytes 0 to 7. */
export interface TapeError {
  readonly byte0?: number;
  readonly byte1?: number;
  readonly byte3?: number;
  readonly byte4?: number;
  readonly byte7?: number;
}

export const NO_ERROR: TapeError = {};
export const REJECTED: TapeError = { byte0: COMMAND_REJECT };
/** A block that cannot be read: none of its bytes is certain. */
export const UNREADABLE: TapeError = { byte0: DATA_CHECK, byte3: VERTICAL_CHECK | MULTIPLE_TRACKS };
/** The tape has been run to where nothing is written, and on to its end. */
export const RUN_AWAY: TapeError = {
  byte0: EQUIPMENT_CHECK,
  byte4: REJECT_TAPE_UNIT | TAPE_UNIT_CHECK,
  byte7: TAPE_BOTTOM,
};
