/** Which characters a printer's train has: the universal character set buffer (GA24-3312, GA24-3543). */
import { decodeEbcdic } from "../ebcdic.ts";

const BLANK = 0x40;
const NULL = 0x00;
const SPACE = 0x20;
/** Bits 0-1 of a code, by which folding makes no difference. */
const QUADRANT = 0xc0;
const QUADRANTS = [0xc0, 0x40, 0x80, 0x00];

/** In place of a character that a train does not have. */
export const NOT_ON_TRAIN = 0;

/** For each EBCDIC byte the character of code page 037 on paper: a space where it has none. */
const CHARACTERS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const point = decodeEbcdic(Uint8Array.of(byte)).charCodeAt(0);
  return point < SPACE || (point >= 0x7f && point < 0xa0) ? SPACE : point;
});

/** Whether a byte prints something. */
function isGraphic(byte: number): boolean {
  return CHARACTERS[byte] !== SPACE;
}

/**
 * What each byte prints, as a code point; {@link NOT_ON_TRAIN} where the train has no such character. `train`: the
 * bytes of the buffer, or undefined where none has been loaded, and everything prints. With `fold`, a byte that is not
 * on the train prints as one that differs from it in bits 0-1: small letters as capitals.
 */
export function printTable(train: Uint8Array | undefined, fold: boolean): Uint8Array {
  const has = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) if (!train && (!fold || !isSmall(byte))) has[byte] = 1;
  for (const byte of train ?? []) if (isGraphic(byte)) has[byte] = 1;
  has[BLANK] = 1;
  has[NULL] = 1;
  return Uint8Array.from({ length: 256 }, (_, byte) => {
    if (has[byte]) return CHARACTERS[byte];
    if (!fold) return NOT_ON_TRAIN;
    const twin = QUADRANTS.map((quadrant) => (byte & ~QUADRANT) | quadrant).find(
      (each) => has[each] && isGraphic(each),
    );
    return twin === undefined ? NOT_ON_TRAIN : CHARACTERS[twin];
  });
}

function isSmall(byte: number): boolean {
  return CHARACTERS[byte] >= 0x61 && CHARACTERS[byte] <= 0x7a;
}
