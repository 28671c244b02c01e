/** Commands, sense bytes and speeds of line printers (GA24-3312 and GA24-3073 for the 1403; GA24-3543 for the 3211). */

/** Bits 5-7 of commands that move paper; bits 0-4 say how: lines, or (bit 0) the channel to skip to. */
export const WRITE = 0x01;
export const CARRIAGE = 0x03;
export const DIAGNOSTIC_WRITE = 0x05;
export const OPERATION = 0x07;
export const SKIP = 0x10;
export const MOST_SPACES = 3;
export const CHANNELS = 12;

/** Other commands. */
export const READ_LINE_BUFFER = 0x02;
export const CHECK_READ = 0x06;
export const DIAGNOSTIC_GATE = 0x07;
export const READ_CHARACTER_SET = 0x0a;
export const READ_FORMS_CONTROL = 0x12;
export const UNFOLD = 0x23;
export const FOLD = 0x43;
export const LOAD_FORMS_CONTROL = 0x63;
export const RAISE_COVER = 0x6b;
export const BLOCK_DATA_CHECK = 0x73;
export const ALLOW_DATA_CHECK = 0x7b;
export const SKIP_TO_CHANNEL_0 = 0x83;
export const CHARACTER_SET_GATE = 0xeb;
export const LOAD_AND_FOLD = 0xf3;
export const LOAD_WITHOUT_FOLDING = 0xfb;

/** Sense byte 0 beyond what all devices have. */
export const LOAD_CHECK = 0x02;
export const CHANNEL_9 = 0x01;
/** Sense byte 1 of a 3211. */
export const LINE_POSITION_CHECK = 0x10;

/** Lines after the first that paper moves at the lower speed. */
const SLOW_LINES = 7;

/** What the printers differ in. */
export interface PrinterModel {
  readonly type: string;
  /** Print positions that it can have, the usual number first. */
  readonly positions: readonly number[];
  /** Whether programs load a forms control buffer, or the operator puts a tape into the carriage. */
  readonly hasFormsControl: boolean;
  /** Bytes of the universal character set buffer, and of them those that are the train. */
  readonly characterSet: number;
  readonly train: number;
  readonly senseBytes: number;
  /** Ticks to print a line; to space one line; for each of the next seven; for each beyond them. */
  readonly printing: number;
  readonly spacing: readonly [number, number, number];
}

/** 1,100 lines a minute, 33 and 75 inches a second; 2,000 lines a minute, 90 inches a second. */
export const PRINTER_MODELS = {
  "1403": {
    ...{
      type: "1403",
      positions: [132, 120, 100],
      hasFormsControl: false,
      characterSet: 240,
      train: 240,
      senseBytes: 1,
    },
    ...{ printing: 34_545, spacing: [20_000, 5_050, 2_222] },
  },
  "3211": {
    ...{ type: "3211", positions: [132, 150], hasFormsControl: true, characterSet: 512, train: 432, senseBytes: 6 },
    ...{ printing: 19_000, spacing: [11_000, 1_850, 1_850] },
  },
} as const satisfies Record<string, PrinterModel>;

export type PrinterType = keyof typeof PRINTER_MODELS;

/** Ticks that paper takes to move so many lines. */
export function motionTicks({ spacing: [first, slow, fast] }: PrinterModel, lines: number): number {
  if (lines === 0) return 0;
  return first + Math.min(lines - 1, SLOW_LINES) * slow + Math.max(0, lines - 1 - SLOW_LINES) * fast;
}
