/** EBCDIC, code page 037 (Latin-1 in another order): the text of consoles, card decks and C constants. */

/** For each EBCDIC byte its Unicode code point (all below 256), 16 to a row. IBM's "CPGID 00037" chart; control characters as in Unicode's CP037 table. */
const CODE_PAGE_037 = [
  "000102039c09867f978d8e0b0c0d0e0f",
  "101112139d8508871819928f1c1d1e1f",
  "80818283840a171b88898a8b8c050607",
  "909116939495960498999a9b14159e1a",
  "20a0e2e4e0e1e3e5e7f1a22e3c282b7c",
  "26e9eaebe8edeeefecdf21242a293bac",
  "2d2fc2c4c0c1c3c5c7d1a62c255f3e3f",
  "f8c9cacbc8cdcecfcc603a2340273d22",
  "d8616263646566676869abbbf0fdfeb1",
  "b06a6b6c6d6e6f707172aabae6b8c6a4",
  "b57e737475767778797aa1bfd0dddeae",
  "5ea3a5b7a9a7b6bcbdbe5b5dafa8b4d7",
  "7b414243444546474849adf4f6f2f3f5",
  "7d4a4b4c4d4e4f505152b9fbfcf9faff",
  "5cf7535455565758595ab2d4d6d2d3d5",
  "30313233343536373839b3dbdcd9da9f",
].join("");

/** What takes the place of a character that code page 037 does not have: SUB. */
const SUBSTITUTE = 0x3f;

const codePointOf = new Uint8Array(256);
const byteOf = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  const codePoint = Number.parseInt(CODE_PAGE_037.slice(byte * 2, byte * 2 + 2), 16);
  codePointOf[byte] = codePoint;
  byteOf[codePoint] = byte;
}

/** Whether code page 037 has the character (one code point). */
export function isEncodable(character: string): boolean {
  const codePoint = character.codePointAt(0);
  return codePoint !== undefined && codePoint < 256;
}

/** The EBCDIC bytes of a text, one for each code point; X'3F' (SUB) for a character that code page 037 does not have. */
export function encodeEbcdic(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => {
    const codePoint = character.codePointAt(0) ?? SUBSTITUTE;
    return codePoint < 256 ? byteOf[codePoint] : SUBSTITUTE;
  });
}

/** The text of EBCDIC bytes, one character for each byte. X'15' (new line) becomes U+0085, X'25' (line feed) U+000A. */
export function decodeEbcdic(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(codePointOf[byte]);
  return text;
}
