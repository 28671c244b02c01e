/** Data streams to and from 3277 displays with 24 rows of 80 columns (GA27-2749, "Write Control Character", "Orders", "Attention Identification"). */
import { decodeEbcdic, encodeEbcdic } from "../../../s370/index.ts";

const COLUMNS = 80;
/** Rows for output; two more are for input, but for the end of the last, which tells where the user is. */
export const OUTPUT_ROWS = 22;
/** Characters of an output row. The last row leaves one out, for the attribute of the input area. */
export const OUTPUT_COLUMNS = 79;
const INPUT = OUTPUT_ROWS * COLUMNS;
const STATUS = 24 * COLUMNS - 20;
const LAST = 24 * COLUMNS - 1;
/** Characters that the input area takes. */
export const INPUT_LENGTH = STATUS - INPUT;

const SET_BUFFER_ADDRESS = 0x11;
const START_FIELD = 0x1d;
const INSERT_CURSOR = 0x13;
const REPEAT_TO_ADDRESS = 0x3c;
const NULL = 0x00;

const PROTECTED = 0x20;
const INTENSIFIED = 0x08;
const NOT_DISPLAYED = 0x0c;
const MODIFIED = 0x01;

const RESTORE_KEYBOARD = 0x02;
const RESET_MODIFIED = 0x01;
const SOUND_ALARM = 0x04;

/** Six bits as the control unit wants them on a line: as graphic characters. */
function graphic(value: number): number {
  const low = value & 0x3f;
  const digit = low & 0x0f;
  const isLetter = digit >= 1 && digit <= 9;
  if (low === 0x21) return 0x61;
  if (low >= 0x30 && digit <= 9) return 0xc0 | low;
  return isLetter ? 0xc0 | low : 0x40 | low;
}

function at(location: number): number[] {
  return [SET_BUFFER_ADDRESS, graphic(location >>> 6), graphic(location)];
}

/** What is to be changed on a screen. */
export interface Update {
  /** Rows from `first` on, to the end of the output area. */
  readonly first: number;
  readonly rows: readonly Uint8Array[];
  /** The output area's attributes too: the screen is being erased. */
  readonly whole: boolean;
  /** New contents of the input area; undefined leaves it alone. */
  readonly input: string | undefined;
  readonly isHidden: boolean;
  readonly status: string;
  readonly alarm: boolean;
}

/** Data of a Write or Erase/Write. */
export function updateStream({ first, rows, whole, input, isHidden, status, alarm }: Update): Uint8Array {
  const bytes: number[] = [
    graphic(RESTORE_KEYBOARD | (input === undefined ? 0 : RESET_MODIFIED) | (alarm ? SOUND_ALARM : 0)),
  ];
  for (let row = first; row < rows.length; row++) {
    bytes.push(...at(row * COLUMNS), ...rows[row]);
    if (!whole && rows[row].length < OUTPUT_COLUMNS) bytes.push(...repeat((row + 1) * COLUMNS - 1));
  }
  if (whole || input !== undefined) {
    // What CP puts there is read as what the user types is, also where he adds nothing.
    const modified = input === undefined || input === "" ? 0 : MODIFIED;
    bytes.push(...at(INPUT - 1), START_FIELD, graphic((isHidden ? NOT_DISPLAYED : 0) | modified));
    bytes.push(...encodeEbcdic((input ?? "").slice(0, INPUT_LENGTH - 2)), INSERT_CURSOR, ...repeat(STATUS - 1));
  }
  bytes.push(
    ...at(STATUS - 1),
    START_FIELD,
    graphic(PROTECTED | INTENSIFIED),
    ...encodeEbcdic(status.padEnd(LAST - STATUS)),
  );
  bytes.push(START_FIELD, graphic(PROTECTED));
  return Uint8Array.from(bytes);
}

function repeat(to: number): number[] {
  return [REPEAT_TO_ADDRESS, graphic(to >>> 6), graphic(to), NULL];
}

/** What a user has done. */
export type Action =
  | { readonly key: "enter" | "pa1" | "pa2" | "clear" | "other" }
  | { readonly key: "pf"; readonly number: number };

const ENTER = 0x7d;
const PA1 = 0x6c;
const PA2 = 0x6e;
const CLEAR = 0x6d;
const FUNCTION_KEYS = [
  0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0x7a, 0x7b, 0x7c, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7,
  0xc8, 0xc9, 0x4a, 0x4b, 0x4c,
];

export function actionOf(aid: number): Action {
  switch (aid) {
    case ENTER:
      return { key: "enter" };
    case PA1:
      return { key: "pa1" };
    case PA2:
      return { key: "pa2" };
    case CLEAR:
      return { key: "clear" };
  }
  const number = FUNCTION_KEYS.indexOf(aid) + 1;
  return number === 0 ? { key: "other" } : { key: "pf", number };
}

/** What READ MODIFIED has brought: the key, and what stands in the input area, blanks at its end included, where the user has typed there. */
export function readStream(bytes: Uint8Array): { readonly action: Action; readonly text: string } {
  const start = bytes.indexOf(SET_BUFFER_ADDRESS, 3);
  const text = start < 0 ? "" : decodeEbcdic(bytes.subarray(start + 3).filter((byte) => byte !== NULL));
  return { action: actionOf(bytes[0] ?? 0), text };
}
