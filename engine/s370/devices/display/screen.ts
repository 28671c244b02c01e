/** What a display station shows, as data: for a view, a test, a command's output. */
import { decodeEbcdic } from "../../ebcdic.ts";
import { isHidden, isIntensified, PROTECTED } from "./buffer.ts";
import { BLANK, DUPLICATE, END_OF_MESSAGE, FIELD_MARK, NEW_LINE, NULL } from "./codes.ts";
import type { DisplayStation } from "./station.ts";

/** A position of the screen. */
export interface ScreenCell {
  /** One character: a blank where the position holds a null or an attribute, or lies in a field that is not shown. */
  readonly character: string;
  readonly isIntensified: boolean;
  /** Whether it holds an attribute, which is shown as a blank. */
  readonly isAttribute: boolean;
  /** Whether the operator may not type there. */
  readonly isProtected: boolean;
}

export interface Screen {
  readonly rows: number;
  readonly columns: number;
  /** Row by row. */
  readonly cells: readonly ScreenCell[];
  /** Index of the cell where the cursor is. */
  readonly cursor: number;
  /** INPUT INHIBITED: the keyboard waits for the program, or for RESET. */
  readonly inputInhibited: boolean;
  /** INSERT MODE. */
  readonly inserting: boolean;
  /** How often the audible alarm has sounded since the machine was made: a view sounds it when that grows. */
  readonly alarms: number;
  /** Whether the station is switched on; where it is not, the screen is dark. */
  readonly isOn: boolean;
}

const DARK: ScreenCell = { character: " ", isIntensified: false, isAttribute: false, isProtected: true };

/** What a station shows now. */
export function screenOf(station: DisplayStation): Screen {
  const { buffer, cursor, inputInhibited, inserting, alarms, isOn } = station;
  const { rows, columns, size } = buffer;
  const cells: ScreenCell[] = [];
  let attribute = buffer.fieldAttribute(size - 1) ?? 0;
  for (let at = 0; at < size; at++) {
    const here = buffer.attribute(at);
    attribute = here ?? attribute;
    const isBlank = here !== undefined || isHidden(attribute);
    const cell: ScreenCell = {
      character: isBlank ? " " : shown(buffer.character(at)),
      isIntensified: isIntensified(attribute),
      isAttribute: here !== undefined,
      isProtected: here !== undefined || (attribute & PROTECTED) !== 0,
    };
    cells.push(isOn ? cell : DARK);
  }
  return { rows, columns, cells, cursor, inputInhibited, inserting, alarms, isOn };
}

/** The rows of a screen as text. */
export function screenText({ columns, cells }: Screen): string[] {
  const rows: string[] = [];
  for (let at = 0; at < cells.length; at += columns)
    rows.push(
      cells
        .slice(at, at + columns)
        .map(({ character }) => character)
        .join(""),
    );
  return rows;
}

/** How a 3277 shows a character; those with a meaning of their own have a graphic too (GA27-2749, "I/O Interface Codes"). */
function shown(character: number): string {
  switch (character) {
    case NULL:
      return " ";
    case DUPLICATE:
      return "*";
    case FIELD_MARK:
      return ";";
    case NEW_LINE:
      return "5";
    case END_OF_MESSAGE:
      return "9";
    default:
      return character < BLANK || character === 0xff ? " " : decodeEbcdic(Uint8Array.of(character));
  }
}
