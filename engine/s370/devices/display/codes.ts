/** Codes of the 3270 (GA27-2749 "IBM 3270 Information Display System Component Description", "I/O Interface Codes"). */

/** For each value of six bits the graphic character that stands for it in attributes and buffer addresses. */
const GRAPHICS = [
  [0x40, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0x4a, 0x4b, 0x4c, 0x4d, 0x4e, 0x4f],
  [0x50, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8, 0xd9, 0x5a, 0x5b, 0x5c, 0x5d, 0x5e, 0x5f],
  [0x60, 0x61, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
  [0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0x7a, 0x7b, 0x7c, 0x7d, 0x7e, 0x7f],
].flat();

/** The character that stands for six bits. */
export function graphicOf(bits: number): number {
  return GRAPHICS[bits & 0x3f];
}

/** A buffer address (12 bits) as the two characters in which it is sent. */
export function encodeAddress(address: number): readonly [number, number] {
  return [graphicOf(address >> 6), graphicOf(address)];
}

/** The buffer address in two characters: bits 2-7 of each; bits 0 and 1 are not looked at. */
export function decodeAddress(high: number, low: number): number {
  return ((high & 0x3f) << 6) | (low & 0x3f);
}

/** Orders (GA27-2749, "Orders"). */
export const PROGRAM_TAB = 0x05;
export const SET_BUFFER_ADDRESS = 0x11;
export const ERASE_UNPROTECTED_TO_ADDRESS = 0x12;
export const INSERT_CURSOR = 0x13;
export const START_FIELD = 0x1d;
export const REPEAT_TO_ADDRESS = 0x3c;

/** Characters with a meaning of their own. */
export const NULL = 0x00;
export const BLANK = 0x40;
export const DUPLICATE = 0x1c;
export const FIELD_MARK = 0x1e;
export const NEW_LINE = 0x15;
export const END_OF_MESSAGE = 0x19;

/** Attention identification: what the operator has done last (GA27-2749, "Attention Identification (AID) Configurations"). */
export const AID = {
  none: 0x60,
  enter: 0x7d,
  pf: [
    0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0x7a, 0x7b, 0x7c, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7,
    0xc8, 0xc9, 0x4a, 0x4b, 0x4c,
  ],
  pa: [0x6c, 0x6e, 0x6b],
  clear: 0x6d,
  selectorPen: 0x7e,
  testRequest: 0xf0,
} as const;

/** Whether Read Modified sends nothing but the attention identification: CLEAR and the program-access keys. */
export function isShortRead(aid: number): boolean {
  return aid === AID.clear || AID.pa.some((pa) => pa === aid);
}
