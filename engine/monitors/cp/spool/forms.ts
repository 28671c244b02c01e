/** Forms control buffers and trains that CP has by name (GC20-1806, "LOADBUF"; GC20-1820, "LOADVFCB"). */
import { encodeEbcdic } from "../../../s370/index.ts";

/** Byte of a form's line: a channel; eight lines to the inch in the first, the end of the form in the last. */
const FLAG = 0x10;
const INDEX = 0x80;
const EIGHT_LINES = 0x10;

/** Lines of the channels 1 to 12 of FCB1: 66 lines, six to the inch. */
const CHANNELS = [1, 7, 13, 19, 25, 31, 37, 43, 63, 49, 55, 61];

interface NamedForm {
  readonly lines: number;
  readonly eight: boolean;
  /** Line of each channel. */
  readonly channels: readonly number[];
}

const FORMS: Readonly<Record<string, NamedForm>> = {
  FCB1: { lines: 66, eight: false, channels: CHANNELS },
  FCB8: { lines: 68, eight: true, channels: [1, 4, 8, 12, 16, 20, 24, 28, 63, 32, 36, 66] },
  "6": { lines: 66, eight: false, channels: CHANNELS },
  "8": { lines: 88, eight: true, channels: [1, 9, 17, 25, 33, 41, 49, 57, 85, 65, 73, 81] },
};

/** The bytes of a form, with an index byte where lines are to be moved to the right; undefined where there is no such form. */
export function formImage(name: string, index?: number): Uint8Array | undefined {
  const form = FORMS[name];
  if (form === undefined) return undefined;
  const bytes = new Uint8Array(form.lines);
  for (const [i, line] of form.channels.entries()) bytes[line - 1] |= i + 1;
  if (form.eight) bytes[0] |= EIGHT_LINES;
  bytes[form.lines - 1] |= FLAG;
  return index === undefined ? bytes : Uint8Array.of(INDEX | index, ...bytes);
}

/** Names of trains and what is on them: 48 characters, five times; of a 3211, 54 characters, eight times. */
const TRAINS: Readonly<Record<string, string>> = {
  AN: "1234567890,-PQR#$@/STUVWXYZ&JKLMNO%*QABCDEFGHI+.",
  HN: "1234567890,-PQR=$'/STUVWXYZ&JKLMNO()QABCDEFGHI+.",
  PN: "1234567890,-PQR#$@/STUVWXYZ&JKLMNO%*QABCDEFGHI+.:;=<>()'",
};

/** The bytes of a train's buffer for a printer; undefined where there is no such train. */
export function trainImage(name: string, printer: "1403" | "3211"): Uint8Array | undefined {
  const characters = TRAINS[name];
  if (characters === undefined) return undefined;
  const [length, train] = printer === "1403" ? [240, 240] : [512, 432];
  const bytes = new Uint8Array(length);
  const codes = encodeEbcdic(characters);
  for (let i = 0; i < train; i++) bytes[i] = codes[i % codes.length];
  return bytes;
}
