/** The carriage of a line printer: a form with its channels, and how paper moves over it. */

/** A form: which channels (bit 1 is channel 1, and so on) each line has. Index 0 is line 1. Never changed. */
export type Form = readonly number[];

/** Most lines that a forms control buffer has room for, and a form as an operator describes it. */
export const MOST_LINES = 180;
const MOST_FORM_LINES = 255;
const CHANNELS = 12;

/** 66 lines with the channels 1-8 and 10-12 six apart, 9 near the end: what a machine has before anybody says otherwise. */
export const STANDARD_FORM: Form = formOf(
  66,
  [1, 7, 13, 19, 25, 31, 37, 43, 63, 49, 55, 61].map((line, i): [number, number] => [i + 1, line]),
);

/**
 * A form of so many lines, 1 to 255, with channels (1-12) on lines (1 is the first). Throws RangeError where it has no
 * such line or channel.
 */
export function formOf(lines: number, holes: Iterable<readonly [channel: number, line: number]>): Form {
  if (!Number.isInteger(lines) || lines < 1 || lines > MOST_FORM_LINES)
    throw new RangeError(`a form has 1 to ${MOST_FORM_LINES} lines, not ${lines}`);
  const form = new Array<number>(lines).fill(0);
  for (const [channel, line] of holes) {
    const isHole = Number.isInteger(channel) && channel >= 1 && channel <= CHANNELS && Number.isInteger(line);
    if (!isHole || line < 1 || line > lines)
      throw new RangeError(
        `a form of ${lines} lines has channels 1 to ${CHANNELS} on lines 1 to ${lines}, not ${channel} on ${line}`,
      );
    form[line - 1] |= 1 << channel;
  }
  return form;
}

/** A carriage control tape as an operator describes it: its lines, then holes ("66 1=1 9=60 12=63"). Throws RangeError. */
export function parseTape(words: readonly string[]): Form {
  const holes = words.slice(1).map((hole): [number, number] => {
    const [channel, line] = hole.split("=").map(Number);
    return [channel, line];
  });
  return formOf(Number(words[0]), holes);
}

/** What a forms control buffer says (GA24-3543, "Forms Control Buffer"). */
export interface FormsControl {
  readonly form: Form;
  /** Positions by which lines are moved to the right (positive) or to the left. */
  readonly index: number;
  /** The bytes as they were loaded. */
  readonly image: Uint8Array;
}

const INDEXED = 0x80;
const TO_THE_LEFT = 0x40;
const INDEX = 0x1f;
const FLAG = 0x10;
const CHANNEL = 0x0f;

/**
 * The forms control buffer that bytes describe: an index byte if there is one, then a byte for each line with its
 * channel in bits 4-7. Bit 3 in the first line is eight lines to the inch, in any other the end of the form. Undefined
 * where that is not what they are: a load check.
 */
export function formsControlOf(image: Uint8Array): FormsControl | undefined {
  const isIndexed = image.length > 0 && (image[0] & INDEXED) !== 0;
  const steps = isIndexed ? image[0] & INDEX : 0;
  const index = isIndexed && image[0] & TO_THE_LEFT ? -steps : Math.max(0, steps - 1);
  const form: number[] = [];
  for (const byte of image.subarray(isIndexed ? 1 : 0)) {
    const channel = byte & CHANNEL;
    if (byte & ~(FLAG | CHANNEL) || channel > CHANNELS || form.length === MOST_LINES) return undefined;
    form.push(channel === 0 ? 0 : 1 << channel);
    if (byte & FLAG && form.length > 1)
      return { form, index, image: image.slice(0, form.length + (isIndexed ? 1 : 0)) };
  }
  return undefined;
}

/** How far paper has moved. */
export interface Motion {
  /** Lines. */
  readonly lines: number;
  /** Channels that were met on the way, the last line's among them (bit 1 is channel 1). */
  readonly met: number;
  /** Line (1 is the first) where it stands. */
  readonly line: number;
  /** Forms that have begun on the way. */
  readonly forms: number;
  /** A channel that the form does not have: the motion ended at the second beginning of a form. */
  readonly missing?: boolean;
}

/** Spaces from a line. */
export function space(form: Form, from: number, lines: number): Motion {
  let line = from;
  let met = 0;
  let forms = 0;
  for (let i = 0; i < lines; i++) {
    line = line < form.length ? line + 1 : 1;
    if (line === 1) forms++;
    met |= form[line - 1];
  }
  return { lines, met, line, forms };
}

/** Skips from a line to the next one that has a channel: at the latest, the same line of the next form. */
export function skip(form: Form, from: number, channel: number): Motion {
  for (let lines = 1; lines <= form.length; lines++) {
    const at = from + lines;
    const line = at > form.length ? at - form.length : at;
    if (form[line - 1] & (1 << channel)) return { lines, met: 0, line, forms: at > form.length ? 1 : 0 };
  }
  return { lines: 2 * form.length + 1 - from, met: 0, line: 1, forms: 2, missing: true };
}
