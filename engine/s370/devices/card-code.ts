/**
 * Hollerith's card code: which rows of a column are punched for each EBCDIC byte (GA22-7000, "EBCDIC and Card Codes" in
 * the appendix of codes). In EBCDIC mode a column has at most one punch in rows 1-7, which makes exactly 256 columns.
 */

/** Bytes of a card: one for each column in EBCDIC mode, two in card-image mode. */
export const COLUMNS = 80;
export const IMAGE_BYTES = 2 * COLUMNS;

/** Rows of a column, from the top of the card: 12 is bit 0x800, 9 is bit 0x001. */
const ROW_12 = 0x800;
const ROW_11 = 0x400;
const ROW_0 = 0x200;
const ROW_8 = 0x002;
const ROW_9 = 0x001;

function row(digit: number): number {
  return 1 << (9 - digit);
}

/** Zone punches of the sixteen rows of the code chart, where the digits are 0-9 and where they are A-F. */
const ZONES_OF_DIGITS = [
  ...[ROW_12 | ROW_9, ROW_11 | ROW_9, ROW_0 | ROW_9, ROW_9],
  ...[ROW_12 | ROW_0 | ROW_9, ROW_12 | ROW_11 | ROW_9, ROW_11 | ROW_0 | ROW_9, ROW_12 | ROW_11 | ROW_0 | ROW_9],
  ...[ROW_12 | ROW_0, ROW_12 | ROW_11, ROW_11 | ROW_0, ROW_12 | ROW_11 | ROW_0],
  ...[ROW_12, ROW_11, ROW_0, 0],
];
const ZONES_OF_LETTERS = [
  ...[ROW_12 | ROW_9, ROW_11 | ROW_9, ROW_0 | ROW_9, ROW_9],
  ...[ROW_12, ROW_11, ROW_0, 0],
  ...[ROW_12 | ROW_0, ROW_12 | ROW_11, ROW_11 | ROW_0, ROW_12 | ROW_11 | ROW_0],
  ...[ROW_12 | ROW_0 | ROW_9, ROW_12 | ROW_11 | ROW_9, ROW_11 | ROW_0 | ROW_9, ROW_12 | ROW_11 | ROW_0 | ROW_9],
];

/** Columns that the rule does not give: those of digit 0, digit 9 of rows 4-7, and the letters' oddities. */
const EXCEPTIONS: Readonly<Record<number, string>> = {
  0: "12-0-9-8-1",
  16: "12-11-9-8-1",
  32: "11-0-9-8-1",
  48: "12-11-0-9-8-1",
  64: "",
  80: "12",
  96: "11",
  112: "12-11-0",
  128: "12-0-8-1",
  144: "12-11-8-1",
  160: "11-0-8-1",
  176: "12-11-0-8-1",
  192: "12-0",
  208: "11-0",
  224: "0-8-2",
  240: "0",
  73: "12-8-1",
  89: "11-8-1",
  105: "0-8-1",
  121: "8-1",
  97: "0-1",
  106: "12-11",
  225: "11-0-9-1",
};

const ROWS: Readonly<Record<string, number>> = { 12: ROW_12, 11: ROW_11, 0: ROW_0 };

function punchesOf(rows: string): number {
  let punches = 0;
  for (const name of rows === "" ? [] : rows.split("-")) punches |= ROWS[name] ?? row(Number(name));
  return punches;
}

/** Rows punched for an EBCDIC byte. */
const COLUMN_OF = new Uint16Array(256);
/** EBCDIC byte of each column, or -1 where there is none. */
const BYTE_OF = new Int16Array(0x1000).fill(-1);
for (let byte = 0; byte < 256; byte++) {
  const exception = EXCEPTIONS[byte];
  COLUMN_OF[byte] = exception === undefined ? regularColumn(byte) : punchesOf(exception);
  BYTE_OF[COLUMN_OF[byte]] = byte;
}

function regularColumn(byte: number): number {
  const chartRow = byte >>> 4;
  const digit = byte & 0xf;
  if (digit > 9) return ZONES_OF_LETTERS[chartRow] | ROW_8 | row(digit - 8);
  // The control codes' row 9 is a zone: their digit 9 is 8-1.
  if (digit === 9 && chartRow < 4) return ZONES_OF_DIGITS[chartRow] | ROW_8 | row(1);
  return ZONES_OF_DIGITS[chartRow] | row(digit);
}

/**
 * A card's image: two bytes for each column, rows 12, 11, 0-3 in bits 2-7 of the first, rows 4-9 in those of the
 * second (GA21-9124, "Data Mode 2").
 */
export function imageOf(ebcdic: Uint8Array): Uint8Array {
  const image = new Uint8Array(2 * ebcdic.length);
  for (let i = 0; i < ebcdic.length; i++) {
    image[2 * i] = COLUMN_OF[ebcdic[i]] >>> 6;
    image[2 * i + 1] = COLUMN_OF[ebcdic[i]] & 0x3f;
  }
  return image;
}

/**
 * The EBCDIC bytes of a card's image. A column with several punches in rows 1-7 is none (X'00'): `invalid` is the
 * first such column, 1-80, or 0.
 */
export function ebcdicOf(image: Uint8Array): { readonly ebcdic: Uint8Array; readonly invalid: number } {
  const ebcdic = new Uint8Array(image.length >>> 1);
  let invalid = 0;
  for (let i = 0; i < ebcdic.length; i++) {
    const byte = BYTE_OF[((image[2 * i] & 0x3f) << 6) | (image[2 * i + 1] & 0x3f)];
    if (byte < 0) invalid ||= i + 1;
    else ebcdic[i] = byte;
  }
  return { ebcdic, invalid };
}
