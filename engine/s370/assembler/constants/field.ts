/** Values of constants as fields of bits, and how they are laid side by side. */

/** A value in binary; the last `bits` bits of `bytes`. */
export interface BitField {
  readonly bits: number;
  readonly bytes: Uint8Array;
}

/** What modifies a value's conversion; each undefined where it is not written. */
export interface Modifiers {
  /** The explicit length, in bits. */
  readonly bits?: number | undefined;
  /** Sn: a power of two for fixed point, hexadecimal digits to shift right for floating point. */
  readonly scale?: number | undefined;
  /** En: a power of ten. */
  readonly exponent?: number | undefined;
}

/** Makes the field of one value. `at` is where it stands, for Faults. */
export type Nominal = (text: string, modifiers: Modifiers, at: number) => BitField;

/** An integer of any size, its low-order bits in two's complement. */
export function fieldOf(value: bigint, bits: number): BitField {
  const bytes = new Uint8Array(Math.ceil(bits / 8));
  let rest = BigInt.asUintN(bits, value);
  for (let index = bytes.length - 1; index >= 0; index--) {
    bytes[index] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return { bits, bytes };
}

/** Puts a field at a bit offset into bytes, whose bits there are still zero. */
export function placeField(target: Uint8Array, bitOffset: number, { bits, bytes }: BitField): void {
  if (bitOffset % 8 === 0 && bits % 8 === 0) {
    target.set(bytes, bitOffset / 8);
    return;
  }
  const skipped = bytes.length * 8 - bits;
  for (let bit = 0; bit < bits; bit++) {
    const from = skipped + bit;
    if ((bytes[from >> 3] & (0x80 >> (from & 7))) === 0) continue;
    const to = bitOffset + bit;
    target[to >> 3] |= 0x80 >> (to & 7);
  }
}
