/**
 * Seven-track tape: a character has six bits and parity. The tape control translates or converts between them and bytes
 * (GA22-6866, "Seven-Track Compatibility"; GA32-0020, "Mode Set 1").
 */

/** How the control treats bytes, as MODE SET 1 has said. */
export interface SevenTrackMode {
  readonly evenParity: boolean;
  /** Four characters for three bytes. */
  readonly converter: boolean;
  /** Characters of the older machines' code (BCD) for EBCDIC. */
  readonly translator: boolean;
}

/** After a reset. */
export const RESET_MODE: SevenTrackMode = { evenParity: false, converter: true, translator: false };

/** Bytes as characters, one in each byte. */
export function toCharacters(bytes: Uint8Array, mode: SevenTrackMode): Uint8Array {
  if (mode.converter) return spread(bytes);
  if (!mode.translator) return bytes.map((byte) => byte & 0x3f);
  return bytes.map((byte) => characterOf(byte, mode.evenParity));
}

/**
 * Characters as bytes. `check`: DATA CONVERTER CHECK, some bits at the end fill no byte and are not zero (what was
 * written without the converter is read with it).
 */
export function toBytes(characters: Uint8Array, mode: SevenTrackMode): { data: Uint8Array; check: boolean } {
  if (mode.converter) return gathered(characters);
  if (!mode.translator) return { data: characters.map((character) => character & 0x3f), check: false };
  return { data: characters.map((character) => byteOf(character & 0x3f, mode.evenParity)), check: false };
}

/** Three bytes become four characters; zeros fill the last one up. */
function spread(bytes: Uint8Array): Uint8Array {
  const characters = new Uint8Array(Math.ceil((bytes.length * 8) / 6));
  let held = 0;
  let bits = 0;
  let to = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff;
    for (bits += 8; bits >= 6; ) {
      bits -= 6;
      characters[to++] = (held >> bits) & 0x3f;
    }
  }
  if (bits > 0) characters[to] = (held << (6 - bits)) & 0x3f;
  return characters;
}

function gathered(characters: Uint8Array): { data: Uint8Array; check: boolean } {
  const data = new Uint8Array(Math.floor((characters.length * 6) / 8));
  let held = 0;
  let bits = 0;
  let to = 0;
  for (const character of characters) {
    held = ((held << 6) | (character & 0x3f)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    data[to++] = (held >> bits) & 0xff;
  }
  return { data, check: (held & ((1 << bits) - 1)) !== 0 };
}

/** Zones of a character, its bits B and A, as the high digit of letters and figures, and of special characters. */
const LETTER_ZONES = [0xf0, 0xe0, 0xd0, 0xc0];
const SPECIAL_ZONES = [0x70, 0x60, 0x50, 0x40];

/** Bits 8, 4, 2, 1 that are the figure 0, or a character beside the letters. */
const TEN = 0x0a;
/** The character that is a blank where parity is even, since no character without bits can be on such a tape. */
const SUBSTITUTE_BLANK = 0x10;

const BLANK = 0x40;
/** All characters. */
const ALL = Array.from({ length: 64 }, (_, character) => character);

/** EBCDIC of a character. */
function byteOf(character: number, evenParity: boolean): number {
  const zone = character >> 4;
  const digit = character & 0x0f;
  if (digit === 0) {
    if (zone === 0) return BLANK;
    if (zone === 1) return evenParity ? BLANK : 0x7a;
    return zone === 2 ? 0x60 : 0x50;
  }
  if (digit === TEN) return LETTER_ZONES[zone];
  if (digit > TEN) return SPECIAL_ZONES[zone] | digit;
  // Between R and S lies the slash, among the special characters.
  return zone === 1 && digit === 1 ? 0x61 : LETTER_ZONES[zone] | digit;
}

const CHARACTERS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const exact = ALL.find((character) => byteOf(character, false) === byte);
  // A byte that is no character of theirs: the translator looks at the six bits that tell theirs from one another.
  return exact ?? ALL.find((character) => (byteOf(character, false) & 0x3f) === (byte & 0x3f)) ?? 0;
});

/** The character of an EBCDIC byte. */
function characterOf(byte: number, evenParity: boolean): number {
  if (byte === BLANK) return evenParity ? SUBSTITUTE_BLANK : 0;
  return CHARACTERS[byte];
}
