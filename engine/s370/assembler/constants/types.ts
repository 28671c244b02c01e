/** The types of constants: lengths, alignment, modifiers, conversion (GC33-4010, "DC — Define Constant", summary of types). */
import { binaryDigits, characters, hexadecimalDigits } from "./characters.ts";
import { packed, zoned } from "./decimal.ts";
import type { Nominal } from "./field.ts";
import { fixedPoint } from "./fixed-point.ts";
import { floatingPoint } from "./floating-point.ts";

/** One type. Lengths and alignment in bytes. */
export interface ConstantType {
  readonly implied: number;
  readonly alignment: number;
  readonly shortest: number;
  readonly longest: number;
  /** Whether a length may be given in bits. */
  readonly bitLengths: boolean;
  /** Bounds of the scale modifier; absent where the type has none. */
  readonly scale?: readonly [number, number];
  /** Whether there may be an exponent modifier. */
  readonly exponent: boolean;
  /** Undefined for address constants, whose values stand in parentheses. */
  readonly nominal?: Nominal;
  /** T' of a constant of explicit length. */
  readonly explicitAttribute?: string;
}

const plain = (longest: number, nominal: Nominal): ConstantType => ({
  implied: 1,
  alignment: 1,
  shortest: 1,
  longest,
  bitLengths: true,
  exponent: false,
  nominal,
});

const fixed = (implied: number): ConstantType => ({
  implied,
  alignment: implied,
  shortest: 1,
  longest: 8,
  bitLengths: true,
  scale: [-187, 346],
  exponent: true,
  nominal: fixedPoint(implied),
  explicitAttribute: "G",
});

const floating = (implied: number, longest: number, scale: number): ConstantType => ({
  implied,
  alignment: Math.min(implied, 8),
  shortest: 1,
  longest,
  bitLengths: true,
  scale: [0, scale],
  exponent: true,
  nominal: floatingPoint(implied),
  explicitAttribute: "K",
});

const address = (implied: number, shortest: number, bitLengths: boolean): ConstantType => ({
  implied,
  alignment: implied,
  shortest,
  longest: implied,
  bitLengths,
  exponent: false,
  explicitAttribute: "R",
});

/** All types by their letter. */
export const TYPES: Readonly<Record<string, ConstantType>> = {
  C: plain(256, characters),
  X: plain(256, hexadecimalDigits),
  B: plain(256, binaryDigits),
  F: fixed(4),
  H: fixed(2),
  E: floating(4, 8, 14),
  D: floating(8, 8, 14),
  L: floating(16, 16, 28),
  P: plain(16, packed),
  Z: plain(16, zoned),
  A: address(4, 1, true),
  Y: address(2, 1, true),
  S: address(2, 2, false),
  V: address(4, 3, false),
  Q: { ...address(4, 1, false), alignment: 1, explicitAttribute: "Q" },
};
